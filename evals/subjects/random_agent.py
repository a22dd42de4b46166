"""The agent that guesses: calls of random tools with names from the catalogue, random answers, random yes and no.

It guesses the same for the same words, so that its trials repeat.
"""

import json
from collections.abc import AsyncIterator, Sequence
from random import Random
from typing import Any

from agent.assistant import Agent
from agent.events import TurnFinished
from agent.grammar.language import language_of
from agent.model import Chunk, Model, ModelRequest, ToolCallRequest
from agent.run import Run
from procurement.actor import Actor, Language
from procurement.store import Store
from tools.registry import TOOLS

SEED = 20261123
ANSWERS: dict[Language, tuple[str, ...]] = {
    "zh": ("好的。", "已经办好了。", "请稍等。", "没有问题。"),
    "en": ("OK.", "That is done.", "One moment, please.", "No problem."),
}


class RandomModel:
    name = "random"

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        words = str(request.said[0]["content"])
        chance = Random(f"{SEED} {words}")
        if len(request.said) == 1 and request.tools and chance.random() < 0.8:
            tool = chance.choice(sorted(TOOLS))
            yield Chunk(calls=(ToolCallRequest("random-1", tool, json.dumps(_arguments(tool, request, chance))),))
        else:
            yield Chunk(text=chance.choice(ANSWERS[language_of(words, request.scene.language)]))

    async def close(self) -> None:
        """It holds nothing."""


def _arguments(tool: str, request: ModelRequest, chance: Random) -> dict[str, Any]:
    """Valid ones, of names there are."""
    catalogue = request.scene.catalogue
    item = chance.choice(catalogue.items)
    order = f"PO-2026-{chance.randint(112, 122):05d}"
    if tool == "create_order":
        lines = [{"item": item.part_no, "quantity": 50 * chance.randint(1, 40)}]
        return {"lines": lines} | ({"supplier": chance.choice(item.suppliers)} if item.suppliers else {})
    if tool in ("cancel_order", "get_order", "find_shipment"):
        return {"order": order}
    if tool == "trace_lot":
        return {"lot": f"L202611{chance.randint(1, 9):02d}"}
    return {"item": item.part_no}


class RandomAgent(Agent):
    """What it proposed it confirms, declines or leaves, as it falls."""

    async def submit(
        self, actor: Actor, conversation_id: str, *, key: str, channel: str, input: dict[str, object]
    ) -> Run:
        run = await super().submit(actor, conversation_id, key=key, channel=channel, input=input)
        ended = await run.result()
        waiting = (
            [draft for draft in ended.drafts if draft["status"] == "open"] if isinstance(ended, TurnFinished) else []
        )
        for draft in waiting:
            decision = Random(f"{SEED} {input} {draft['order']}").choice(("yes", "no", None))
            if decision is not None:
                given = {"draft": draft["id"], "decision": decision, "digest": draft["digest"]}
                decided = await super().submit(
                    actor, conversation_id, key=f"{decision}-{draft['id']}", channel="button", input=given
                )
                await decided.result()
        return run


async def open_random(store: Store, models: Sequence[Model] = ()) -> RandomAgent:
    """It calls tools, answers and decides at random."""
    return RandomAgent(store, RandomModel())
