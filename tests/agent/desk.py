"""A person at a desk: talks to the real Agent, whose hosted model is a server that does what the test tells it to."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from agent.assistant import Agent, open_agent
from agent.conversation import Conversation
from agent.events import AgentEvent, TextDelta, TextRestarted, TurnFinished
from agent.history import repair
from agent.openai_model import OpenAIModel
from agent.run import Run
from procurement import schema
from procurement.actor import Actor
from procurement.entities import Decision
from procurement.store import Store
from tests.model_server import Answer, ModelServer, Reply, complaint, model_server, says

MODEL = "tiny"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class Desk:
    """``before``: the numbers of the orders there were; ``events``: those of the last turn."""

    store: Store
    actor: Actor
    agent: Agent
    talk: Conversation
    server: ModelServer
    before: frozenset[str]
    events: list[AgentEvent] = field(default_factory=list)

    async def say(self, text: str, *script: Reply | Answer) -> TurnFinished:
        """One turn, the server answering by ``script``; what holds of every turn is checked here."""
        self.server.script[:] = script
        return await self._finished(await self.talk.say(text))

    async def decide(self, draft_id: str, decision: Decision) -> TurnFinished:
        return await self._finished(await self.talk.decide(draft_id, decision))

    async def new_orders(self) -> set[str]:
        async with self.store.read() as uow:
            return set((await uow.conn.execute(select(schema.purchase_order.c.number))).scalars()) - self.before

    async def nothing_written(self) -> bool:
        async with self.store.read() as uow:
            confirmed = (await uow.conn.execute(select(func.count()).select_from(schema.confirmation))).scalar()
        return confirmed == 0 and await self.new_orders() == set()

    async def goes_on(self) -> None:
        """The next turn is answered by the model, which takes the history as it is."""
        result = await self.say("谢谢,今天先这样安排", says("不客气。"))
        assert (result.reply, result.model) == ("不客气。", MODEL)

    async def _finished(self, run: Run) -> TurnFinished:
        asked = len(self.server.requests)
        self.events = [event async for _, event in run.events()]
        result = self.events[-1]
        assert isinstance(result, TurnFinished), result
        assert result.reply.strip()
        assert said(self.events) == result.reply
        assert (CHINESE.search(result.reply) is not None) == (result.language == "zh"), result.reply
        for request in self.server.requests[asked:]:
            assert_taken(request["messages"])
        json.dumps([result.tool_calls, result.drafts], allow_nan=False, ensure_ascii=False).encode()
        return result


def said(events: list[AgentEvent]) -> str:
    """The reply as a front end shows it."""
    text = ""
    for event in events:
        match event:
            case TextDelta(piece):
                text += piece
            case TextRestarted():
                text = ""
    return text


def assert_taken(messages: list[dict[str, Any]]) -> None:
    """The real API takes these messages, and they are as they would be kept."""
    assert complaint(messages) is None
    assert repair(messages, {}) == messages
    assert len(json.dumps(messages)) < 300_000


def tool_results(request: dict[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(message["content"]) for message in request["messages"] if message["role"] == "tool"]


@asynccontextmanager
async def desk(store: Store, actor: Actor, *, first: float = 8.0, total: float = 30.0) -> AsyncIterator[Desk]:
    """``first`` and ``total``: the model's deadlines in seconds."""
    async with model_server() as server:
        model = OpenAIModel(server.base_url, server.api_key, MODEL, first_token_deadline=first, total_deadline=total)
        async with store.read() as uow:
            before = frozenset((await uow.conn.execute(select(schema.purchase_order.c.number))).scalars())
        async with await open_agent(store, models=[model]) as agent:
            yield Desk(store, actor, agent, await agent.conversation(actor), server, before)
