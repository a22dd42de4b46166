"""``supplyline eval bench text``: what a turn, a search, a trace and an utterance cost. It reports; it never judges.

The same ``open_agent``, services and server as in production, on a SQLite file of their own under ``var/`` (a temporary
folder may be memory, where durable writes cost nothing). The clock stands at a Monday morning.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from agent.assistant import Agent
from agent.conversation import Conversation
from agent.events import TurnFinished
from agent.grammar.model import Grammar
from agent.model import Chunk, ModelRequest
from agent.scene import Scene
from evals.http_load import http_load
from evals.latency import figures, percentile, timed
from evals.machine import machine
from evals.utterances import UTTERANCES
from procurement import capacity, lots, orders, shipments
from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.catalogue import load_catalogue
from procurement.clock import Clock, clock_at
from procurement.demo import seed
from procurement.growth import grow
from procurement.store import Store
from procurement.working_calendar import WorkingCalendar

NOW = "2026-11-23T10:00"
CYCLE = (  # said over and over: an order, a correction, a question in between, a yes, a look at the result
    "帮我向苏州精密订100个6204轴承",
    "不对,150个",
    "PO-2026-00117到哪了",
    "确认",
    "which orders are still open",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. ``conversations`` of ``turns`` turns each; ``searches`` a kind; ``seconds`` of HTTP load."""

    orders: int
    edges: int
    conversations: int
    turns: int
    searches: int
    seconds: float


class TimedModel:
    """The grammar, and how long it thought: what is left of a turn is the product's own cost."""

    def __init__(self) -> None:
        self._grammar = Grammar()
        self.name = self._grammar.name
        self.seconds = 0.0

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        started = time.perf_counter()
        chunks = [chunk async for chunk in self._grammar.stream(request)]
        self.seconds += time.perf_counter() - started
        for chunk in chunks:
            yield chunk


async def bench(*, orders: int, edges: int, quick: bool) -> dict[str, Any]:
    """All figures as JSON. ``quick`` only shows that everything runs."""
    size = (
        Size(min(orders, 2_000), min(edges, 20_000), 1, 20, 20, 2.0)
        if quick
        else Size(orders, edges, 5, 200, 300, 20.0)
    )
    Path("var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir="var") as name:
        folder = Path(name)
        report: dict[str, Any] = {"benchmark": "text", "quick": quick, "machine": machine(folder)}
        for part in (turns, over_http, grown, grammar):
            started = time.perf_counter()
            report |= await part(folder, size)
            _progress(f"{part.__name__}: {time.perf_counter() - started:.0f} s")
    return report


def _progress(text: str) -> None:
    print(f"bench {text}", file=sys.stderr, flush=True)


async def _store(path: Path, clock: Clock | None = None) -> Store:
    store = await Store.open(f"sqlite+aiosqlite:///{path}", clock or clock_at(NOW))
    await seed(store)
    return store


async def _buyer(store: Store) -> Actor:
    async with store.read() as uow:
        return await actor_by_handle(uow, "buyer")


# --- turns ----------------------------------------------------------------------------------------------------------


async def turns(folder: Path, size: Size) -> dict[str, Any]:
    """Overhead of a turn, turn 200 against turn 2, and what a conversation leaves on disk."""
    store = await _store(folder / "turns.db")
    before = _page_bytes(folder / "turns.db")
    walls: list[list[float]] = []
    overheads: list[float] = []
    model = TimedModel()
    async with Agent(store, model) as agent:
        buyer = await _buyer(store)
        for _ in range(size.conversations):
            conversation = await agent.conversation(buyer)
            walls.append([])
            for index in range(size.turns + 1):
                model.seconds = 0.0
                wall = await timed(lambda c=conversation, i=index: _turn(c, CYCLE[i % len(CYCLE)]))  # type: ignore[misc]
                walls[-1].append(wall)
                overheads.append(wall - model.seconds)
    await store.close()
    return {
        "turn_overhead": figures(overheads),
        "turn_with_grammar": figures([wall for of_one in walls for wall in of_one]),
        "long_conversation": _growth_of_turns(walls, size.turns),
        "stored_per_conversation": _stored(folder / "turns.db", before, size),
    }


async def _turn(conversation: Conversation, text: str) -> None:
    result = await (await conversation.say(text)).result()
    if not isinstance(result, TurnFinished):
        raise RuntimeError(f"the turn {text!r} failed: {result.error}")


def _growth_of_turns(walls: Sequence[Sequence[float]], count: int) -> dict[str, Any]:
    """One whole cycle from turn 2 on against the one that ends with the last turn, the same sentences in both."""
    length = len(CYCLE)
    early = statistics.median(sum(of_one[1 : 1 + length]) for of_one in walls)
    late = statistics.median(sum(of_one[count - length + 1 : count + 1]) for of_one in walls)
    return {
        "turns": count,
        "turn_2_ms": round(early / length * 1000, 3),
        f"turn_{count}_ms": round(late / length * 1000, 3),
        "ratio": round(late / early, 3),
    }


def _page_bytes(path: Path) -> dict[str, int]:
    """Bytes of the file's pages, a table with its indexes together; only ``total`` without SQLite's dbstat."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        tables = {"total": pages * size}
        with suppress(sqlite3.OperationalError):
            tables |= dict(
                connection.execute(
                    "SELECT m.tbl_name, SUM(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name "
                    "GROUP BY m.tbl_name"
                )
            )
    return tables


def _stored(path: Path, before: dict[str, int], size: Size) -> dict[str, Any]:
    """Bytes on disk that one conversation added: in its own tables, and in all (its orders, audit, events too)."""
    after = _page_bytes(path)
    added = {table: (count - before.get(table, 0)) // size.conversations for table, count in after.items()}
    return {
        "turns": size.turns + 1,
        "conversation_bytes": sum(added.get(table, 0) for table in ("conversation", "turn", "message")),
        "all_bytes": added["total"],
    }


async def over_http(folder: Path, size: Size) -> dict[str, Any]:
    return {"http": await http_load(folder / "http.db", CYCLE, size.seconds, NOW)}


# --- a grown chain --------------------------------------------------------------------------------------------------


async def grown(folder: Path, size: Size) -> dict[str, Any]:
    """Searches, promises and traces in a chain of ``size.orders`` orders and ``size.edges`` lot edges."""
    store = await _store(folder / "grown.db")
    try:
        started = time.perf_counter()
        await grow(store, orders=size.orders, edges=size.edges)
        seconds = time.perf_counter() - started
        buyer = await _buyer(store)
        return {
            "chain": {
                "orders": size.orders,
                "edges": size.edges,
                "growing_seconds": round(seconds, 1),
                "database_mb": (folder / "grown.db").stat().st_size // 1_000_000,
            },
            "searches": await _searches(store, buyer, size.searches),
            "trace_lot": await _traces(store, buyer, size.searches),
        }
    finally:
        await store.close()
