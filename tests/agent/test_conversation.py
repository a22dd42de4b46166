"""Conversations: turns are kept, answered in order and once, and a turn cut off anywhere leaves a usable history."""

import asyncio
import itertools
import shutil
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Generator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from agent.assistant import Agent
from agent.events import TurnFailed, TurnFinished, TurnStarted
from agent.history import repair
from agent.model import Chunk, ModelRequest
from agent.scenes import PastCall, focus_of
from agent.scripted import ScriptedModel
from procurement import conversations, schema
from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.errors import Conflict, InvalidInput, NotFound, Unavailable
from procurement.store import Store
from tests.conftest import Stranger, database_url

ORDER = ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "suzhou-precision"})
SCRIPT: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "order": [ORDER],
    "stock": [("stock_status", {"item": "FL-25"})],
    "several": [("stock_status", {"item": "FL-25"}), ("get_order", {"order": "PO-2026-00117"}), ORDER],
    "unknown tool": [("drop_database", {})],
}


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel(SCRIPT, say=lambda request: str(request.messages[-1]["content"])[:40])


@pytest.fixture
async def agent(store: Store, model: ScriptedModel) -> AsyncIterator[Agent]:
    async with Agent(store, model, lease=timedelta(seconds=2)) as agent:
        yield agent


async def result_of(agent: Agent, actor: Actor, text: str, conversation: str = "c", **options: Any) -> TurnFinished:
    talk = await agent.conversation(actor, conversation)
    result = await (await talk.say(text, **options)).result()
    assert isinstance(result, TurnFinished), result
    return result


async def test_fifty_messages_at_once_are_all_answered_in_order(agent: Agent, buyer: Actor, store: Store) -> None:
    talk = await agent.conversation(buyer, "busy")
    runs = await asyncio.gather(*(talk.say(f"message {number}", key=f"k{number}") for number in range(50)))
    results = await asyncio.gather(*(run.result() for run in runs))
    assert sorted(result.reply for result in results) == sorted(f"message {number}" for number in range(50))
    turns = await talk.turns()
    assert [turn.seq for turn in turns] == list(range(1, 51))
    assert {turn.input["text"] for turn in turns} == {f"message {number}" for number in range(50)}
    assert all(turn.status == "done" for turn in turns)
    finished = [turn.id for turn in turns]
    async with store.read() as uow:
        asked = [turn_id for turn_id, message in await conversations.messages_before(uow, "busy", 51, 50)
                 if message["role"] == "user"]  # fmt: skip
    assert asked == finished


async def test_two_agents_share_a_conversation(store: Store, model: ScriptedModel, buyer: Actor) -> None:
    async with Agent(store, model) as one, Agent(store, model) as other:
        await one.conversation(buyer, "shared")
        talks = [await agent.conversation(buyer, "shared") for agent in (one, other)]
        runs = await asyncio.gather(*(talks[n % 2].say(f"message {n}") for n in range(20)))
        replies = [result.reply for result in await asyncio.gather(*(run.result() for run in runs))]
    assert replies == [f"message {n}" for n in range(20)]
    assert len(await talks[0].turns()) == 20


async def test_the_same_key_is_the_same_turn(agent: Agent, buyer: Actor) -> None:
    first = await result_of(agent, buyer, "order", key="k")
    again = await result_of(agent, buyer, "order", key="k")
    assert again.turn_id == first.turn_id
    assert again.reply == first.reply
    assert len(again.drafts) == 1
    with pytest.raises(Conflict):
        await result_of(agent, buyer, "stock", key="k")


async def test_a_replay_has_the_same_events(agent: Agent, buyer: Actor) -> None:
    talk = await agent.conversation(buyer, "c")
    run = await talk.say("several", key="k")
    live = [event async for _, event in run.events()]
    assert isinstance(live[0], TurnStarted)
    replay = await agent.run(buyer, run.turn_id)
    assert [event async for _, event in replay.events()][:-1] == live[:-1]
    index, _ = await anext(replay.events(after=2))
    assert index == 3


async def test_foreign_conversations_do_not_exist(
    agent: Agent, buyer: Actor, manager: Actor, stranger: Stranger
) -> None:
    run = await (await agent.conversation(buyer, "mine")).say("order")
    result = await run.result()
    assert isinstance(result, TurnFinished)
    with pytest.raises(NotFound):
        await agent.conversation(stranger.actor, "mine")
    with pytest.raises(NotFound):
        await agent.run(stranger.actor, run.turn_id)
    foreign = await agent.conversation(stranger.actor, "theirs")
    outcome = await (await foreign.decide(result.drafts[0]["id"], "yes")).result()
    assert not isinstance(outcome, TurnFinished) or not outcome.records
    assert (await result_of(agent, buyer, "stock", "mine")).drafts[0]["status"] == "open"
    # An approver of the same company may open it to decide, but does not speak in it.
    with pytest.raises(NotFound):
        await (await agent.conversation(manager, "mine")).say("order")


@pytest.mark.parametrize("text", ["", "  \n ", "a\x00b", "\u200f\u202e", "x" * 4001, "x" * 1_000_000])
async def test_what_is_no_message_is_refused_before_anything_is_stored(agent: Agent, buyer: Actor, text: str) -> None:
    talk = await agent.conversation(buyer, "c")
    with pytest.raises(InvalidInput) as error:
        await talk.say(text)
    assert error.value.field == "text"
    assert await talk.turns() == []


async def test_unknown_tools_end_in_a_sentence(agent: Agent, buyer: Actor) -> None:
    result = await result_of(agent, buyer, "unknown tool")
    assert result.tool_calls[0]["result"]["status"] == "refused"
    assert result.drafts == []


async def test_a_turn_is_run_again_after_its_process_died(store: Store, model: ScriptedModel, buyer: Actor) -> None:
    dying = Agent(store, model, lease=timedelta(milliseconds=50))
    talk = await dying.conversation(buyer, "c")
    run = await talk.say("order", key="k")
    for task in list(dying._workers.values()):
        task.cancel()
    await asyncio.gather(*dying._workers.values(), return_exceptions=True)
    await asyncio.sleep(0.1)
    async with Agent(store, model) as next_life:
        await next_life.recover()
        replay = await next_life.run(buyer, run.turn_id)
        result = await replay.result()
    assert isinstance(result, TurnFinished)
    assert [draft["status"] for draft in result.drafts] == ["open"]


async def test_a_closing_agent_takes_nothing_new(agent: Agent, buyer: Actor) -> None:
    talk = await agent.conversation(buyer, "c")
    await agent.close()
    with pytest.raises(Unavailable):
        await talk.say("stock")


# --- cancelled at every await ---------------------------------------------------------------------------------------


class Suspensions:
    """Counts how often anything a turn does suspends, in whatever task, and cancels the run at one of them."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.count = 0
        self.cancel: Any = None

    def factory(self, loop: asyncio.AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Task[Any]:
        name = getattr(coro, "__qualname__", "")
        current = asyncio.current_task(loop) if loop.is_running() else None
        inside = name == "perform" or getattr(current, "of_turn", False)
        task: Any = _Task(self._counted(coro) if inside else coro, loop=loop, **options)
        task.of_turn = inside
        return task

    def _counted(self, coro: Coroutine[Any, Any, Any]) -> Coroutine[Any, Any, Any]:
        return _drive(coro, self)


class _Task(asyncio.Task[Any]):
    of_turn = False


class _Counted(Coroutine[Any, Any, Any]):
    def __init__(self, inner: Coroutine[Any, Any, Any], suspensions: Suspensions) -> None:
        self.inner, self.suspensions = inner, suspensions

    def send(self, value: Any) -> Any:
        yielded = self.inner.send(value)
        self.suspensions.count += 1
        if self.suspensions.count == self.suspensions.at and self.suspensions.cancel is not None:
            asyncio.get_running_loop().call_soon(self.suspensions.cancel)
        return yielded

    def throw(self, *error: Any) -> Any:
        return self.inner.throw(*error)

    def close(self) -> None:
        self.inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self.inner.__await__()


def _drive(coro: Coroutine[Any, Any, Any], suspensions: Suspensions) -> Coroutine[Any, Any, Any]:
    return _Counted(coro, suspensions)


@pytest.mark.parametrize("text", ["several", "decide"])
async def test_cancelled_at_every_await_the_next_turn_can_go_on(
    store: Store, model: ScriptedModel, buyer: Actor, text: str
) -> None:
    """Each life of the loop cancels the turn one suspension later, until the turn is through before it is cancelled."""
    loop = asyncio.get_running_loop()
    cancelled = 0
    async with Agent(store, model) as agent:
        for at in itertools.count(1):
            conversation = f"{text}-{at}"
            talk = await agent.conversation(buyer, conversation)
            if text == "decide":
                proposed = await result_of(agent, buyer, "order", conversation)
            suspensions = Suspensions(at)
            loop.set_task_factory(suspensions.factory)
            try:
                run = await (talk.decide(proposed.drafts[0]["id"], "yes") if text == "decide" else talk.say(text))
                suspensions.cancel = run.cancel
                result = await run.result()
            finally:
                loop.set_task_factory(None)
            turns = await talk.turns()
            cancelled += turns[-1].status == "cancelled"
            assert turns[-1].status in ("done", "cancelled"), result
            # What was written is told, whether the talk was cut off or not.
            written = (
                [draft for draft in result.drafts if draft["status"] == "executed"]
                if isinstance(result, TurnFinished)
                else []
            )
            assert len(written) == (len(result.records) if isinstance(result, TurnFinished) else 0)
            after = await result_of(agent, buyer, "stock", conversation)
            assert after.tool_calls[0]["result"]["status"] == "ok"
            sent = list(model.requests[-1].messages)
            assert repair(sent, {}) == sent, "the history the next turn sends needs no repair"
            if suspensions.count < at:
                break
    assert cancelled >= 10


async def test_a_failing_model_fails_the_turn_with_a_sentence(store: Store, buyer: Actor) -> None:
    def broken(_: Any) -> str:
        raise Unavailable("The model is down.")

    async with Agent(store, ScriptedModel({}, say=broken)) as agent:
        talk = await agent.conversation(buyer, "c")
        result = await (await talk.say("anything")).result()
        assert isinstance(result, TurnFailed)
        assert result.reply
        assert result.error["retry"] is True


async def test_a_failed_turn_replays_with_its_error(store: Store, buyer: Actor) -> None:
    def broken(_: Any) -> str:
        raise Unavailable("The model is down.")

    async with Agent(store, ScriptedModel({}, say=broken)) as agent:
        talk = await agent.conversation(buyer, "c")
        first = await (await talk.say("anything", key="k")).result()
        again = await (await talk.say("anything", key="k")).result()
    assert isinstance(first, TurnFailed)
    assert again == first


async def test_a_person_who_changed_companies_leaves_the_conversations_behind(
    agent: Agent, buyer: Actor, store: Store, stranger: Stranger
) -> None:
    turn = (await result_of(agent, buyer, "order", "mine")).turn_id
    async with store.begin() as uow:
        await uow.conn.execute(
            update(schema.contact)
            .where(schema.contact.c.id == buyer.contact_id)
            .values(party_id=stranger.party_id, default_warehouse_id=stranger.warehouse_id)
        )
        moved = await actor_by_handle(uow, buyer.handle)
        assert moved.party_id == stranger.party_id
        assert await conversations.conversations_of(uow, moved) == []
        await uow.commit()
    with pytest.raises(NotFound):
        await agent.conversation(moved, "mine")
    with pytest.raises(NotFound):
        await agent.run(moved, turn)


class Waiting:
    """A model that answers when it is told to."""

    name = "waiting"

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.told = asyncio.Event()

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        self.asked.set()
        await self.told.wait()
        yield Chunk(text="done")

    async def close(self) -> None:
        pass


async def test_a_turn_outlives_a_lease_that_cannot_be_renewed(
    seeded_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("procurement.store.BUSY_TIMEOUT", 20)
    path = tmp_path / "busy.db"
    shutil.copyfile(seeded_file, path)
    store = await Store.open(database_url(path))
    async with store.read() as uow:
        buyer = await actor_by_handle(uow, "buyer")
    model = Waiting()
    async with Agent(store, model, lease=timedelta(milliseconds=150)) as agent:
        run = await (await agent.conversation(buyer, "c")).say("something")
        await model.asked.wait()
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.3)
        model.told.set()
        async with asyncio.timeout(5):
            result = await run.result()
        assert isinstance(result, TurnFinished)
        assert result.reply == "done"
        assert sum(isinstance(event, TurnStarted) for event in run.emitted()) == 1
    await store.close()


async def test_it_is_what_was_mentioned_last() -> None:
    def call(number: int, tool: str, **arguments: Any) -> PastCall:
        return PastCall(f"t{number}", f"t{number}-1", tool, arguments, {"status": "ok"})

    calls = [call(1, "create_order"), call(2, "create_order")]
    issued = {"t1-1": "PO-2026-00123", "t2-1": "PO-2026-00124"}
    assert focus_of(calls, issued)["order"] == "PO-2026-00124"
    assert focus_of([*calls, call(3, "get_order", order="119")], issued)["order"] == "119"
