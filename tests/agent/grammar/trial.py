"""Says a phrasing to the real agent, grammar, tools and database, and tells what came of it in the phrasings' terms."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agent.assistant import Agent, open_agent
from agent.events import DraftChanged, TurnFinished
from agent.replies import render_act
from agent.scenes import calls_of, open_drafts
from procurement import access, conversations, demo, drafts
from procurement.actor import Actor
from procurement.catalogue import load_catalogue
from procurement.clock import clock_at
from procurement.store import Store
from tests.agent.grammar.comparison import Entry, matches
from tests.agent.grammar.harness import Outcome, load, report

NOW = "2026-11-23T10:00:00"
ACTS = ("thanks", "help", "handoff", "none", "nothing_open")


class Listener:
    """One conversation with the buyer."""

    def __init__(self, agent: Agent, buyer: Actor, conversation: str) -> None:
        self.agent, self.buyer, self.conversation = agent, buyer, conversation

    async def say(self, text: str) -> list[Entry]:
        talk = await self.agent.conversation(self.buyer, self.conversation)
        run = await talk.say(text)
        result = await run.result()
        assert isinstance(result, TurnFinished), result
        if result.tool_calls:
            return [entry for call in result.tool_calls for entry in self.entries(call)]
        decided = [event async for _, event in run.events() if isinstance(event, DraftChanged)]
        if decided:
            return [{"act": "decline" if decided[0].draft["status"] == "declined" else "confirm"}]
        return [{"act": self.act(result)}]

    def act(self, result: TurnFinished) -> str:
        known = {render_act(act, result.language): act for act in ACTS}  # type: ignore[arg-type]
        known[render_act("greet", result.language, name=self.buyer.name(result.language))] = "greet"
        return known.get(result.reply, "ask")

    def entries(self, call: dict[str, Any]) -> list[Entry]:
        arguments, result = call["arguments"], call["result"]
        if result["status"] == "question":
            return [{"act": "ask", "about": result["question"]["slot"]}]
        if result["status"] == "refused":
            return [{"act": "refused", "about": result["field"]}]
        made = result.get("drafts")
        if call["name"] != "create_order" or not made:
            return [{"tool": call["name"], **arguments}]
        lines = [
            {"item": line["part"], "quantity": str(line["quantity"]), "unit": line["unit"]}
            for draft in made
            for line in draft["order"]["lines"]
        ]
        said = {key: arguments[key] for key in ("supplier", "date", "place") if arguments.get(key) is not None}
        entry: Entry = {"tool": "create_order", "lines": lines, **said}
        return [{"act": "correct", **entry} if arguments.get("replaces") else entry]

    async def held(self) -> Entry:
        """The arguments of the draft that is open now: what a correction keeps unless it is said."""
        async with self.agent.store.read() as uow:
            known = await drafts.drafts_of(uow, self.buyer, self.conversation)
            history = await conversations.messages_before(uow, self.conversation, 1000, 1000)
        waiting = open_drafts(known, calls_of(history), last_turn=None, said_at=self.agent.store.clock.now())
        return dict(waiting[-1].arguments) if waiting else {}


async def run(phrasing: dict[str, Any], agent: Agent, buyer: Actor) -> Outcome:
    """Says the set-up and the message in a conversation of its own."""
    listener = Listener(agent, buyer, f"conversation-{phrasing['id']}")
    for earlier in phrasing.get("setup") or ():
        await listener.say(earlier)
    held = await listener.held()
    expected = []
    for one in phrasing["expect"]:
        if one.get("act") == "correct":
            kept = {key: held[key] for key in ("supplier", "place", "date") if key in held}
            one = {"tool": "create_order", **kept, **one}
        expected.append(one)
    observed = await listener.say(phrasing["text"])
    async with agent.store.read() as uow:
        catalogue = await load_catalogue(uow, buyer)
    return Outcome(phrasing, observed, matches(expected, observed, catalogue))


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[tuple[Agent, Actor]]:
    store = await Store.open(f"sqlite+aiosqlite:///{path}", clock_at(NOW))
    async with store.read() as uow:
        buyer = await access.actor_by_handle(uow, "buyer")
    async with await open_agent(store) as agent:
        yield agent, buyer
    await store.close()


async def run_all(phrasings: Iterable[dict[str, Any]], folder: Path) -> list[Outcome]:
    """Each phrasing meets the demo chain as it was shipped: after one that decided something a fresh copy is taken."""
    seeded = folder / "seeded.db"
    store = await Store.open(f"sqlite+aiosqlite:///{seeded}", clock_at(NOW))
    await demo.seed(store)
    await store.close()
    outcomes: list[Outcome] = []
    left = list(phrasings)
    while left:
        path = folder / f"{len(outcomes)}.db"
        shutil.copyfile(seeded, path)
        async with opened(path) as (agent, buyer):
            while left:
                phrasing = left.pop(0)
                outcomes.append(await run(phrasing, agent, buyer))
                acts = {one.get("act") for one in phrasing["expect"]}
                if (phrasing.get("setup") and acts & {"confirm", "decline"}) or len(outcomes) % 25 == 0:
                    break
    return outcomes


def measure(path: Path) -> list[Outcome]:
    with TemporaryDirectory() as folder:
        return asyncio.run(run_all(load(path), Path(folder)))


if __name__ == "__main__":
    outcomes = measure(Path(sys.argv[1]))
    print(report(outcomes, failures="-q" not in sys.argv))
    if "--json" in sys.argv:
        print(json.dumps([[one.phrasing["id"], one.differences] for one in outcomes], ensure_ascii=False))
