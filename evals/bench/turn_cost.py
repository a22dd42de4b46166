"""What a turn costs besides thinking, whether the 200th costs more than the 2nd, and what turns leave on disk."""

import sqlite3
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from agent.assistant import Agent
from agent.conversation import Conversation
from agent.events import TurnFinished
from agent.grammar.model import Grammar
from agent.model import Chunk, ModelRequest
from evals.bench.latency import figures
from evals.stage import Size, stage

CYCLE = (  # said over and over: an order, a correction, a question in between, a yes, a look at the result
    "帮我向苏州精密订100个6204轴承",
    "不对,150个",
    "PO-2026-00117到哪了",
    "确认",
    "which orders are still open",
)
CONVERSATION_TABLES = ("conversation", "turn", "message")
PAGES_BY_TABLE = """
SELECT m.tbl_name, SUM(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name GROUP BY m.tbl_name
"""


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

    async def close(self) -> None:
        await self._grammar.close()


async def turn_cost(folder: Path, size: Size) -> dict[str, Any]:
    path = folder / "turns.db"
    model = TimedModel()
    walls: list[list[float]] = []
    overheads: list[float] = []
    async with stage(path) as (store, buyer), Agent(store, model) as agent:
        before = page_bytes(path)
        busy = time.process_time()
        for _ in range(size.conversations):
            conversation = await agent.conversation(buyer)
            walls.append([])
            for number in range(size.turns + 1):
                model.seconds = 0.0
                started = time.perf_counter()
                await _turn(conversation, CYCLE[number % len(CYCLE)])
                walls[-1].append(time.perf_counter() - started)
                overheads.append(walls[-1][-1] - model.seconds)
        busy = time.process_time() - busy
    return {
        "turn_overhead": figures(overheads),
        "turn_cpu_ms": round(busy / len(overheads) * 1000, 2),
        "turn_with_grammar": figures([wall for of_one in walls for wall in of_one]),
        "turn_by_sentence": {
            sentence: figures([wall for of_one in walls for wall in of_one[index :: len(CYCLE)]])
            for index, sentence in enumerate(CYCLE)
        },
        "long_conversation": late_against_early(walls, size.turns),
        "stored_per_conversation": _stored(before, page_bytes(path), size),
    }


async def _turn(conversation: Conversation, text: str) -> None:
    result = await (await conversation.say(text)).result()
    if not isinstance(result, TurnFinished):
        raise RuntimeError(f"the turn {text!r} failed: {result.error}")


def late_against_early(walls: Sequence[Sequence[float]], count: int) -> dict[str, Any]:
    """The cycle that begins with turn 2 against the one that holds turn ``count``, the same sentences in both."""
    length = len(CYCLE)
    early = statistics.median(sum(of_one[1 : 1 + length]) for of_one in walls)
    late = statistics.median(sum(of_one[count - length + 1 : count + 1]) for of_one in walls)
    return {
        "turns": count,
        "early_turn_ms": round(early / length * 1000, 3),
        "late_turn_ms": round(late / length * 1000, 3),
        "ratio": round(late / early, 3),
    }


def page_bytes(path: Path) -> dict[str, int]:
    """Bytes of the file's pages, each table with its indexes; only ``total`` without SQLite's dbstat."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        tables = {"total": int(pages * size)}
        with suppress(sqlite3.OperationalError):  # this SQLite was built without dbstat
            tables |= dict(connection.execute(PAGES_BY_TABLE).fetchall())
    return tables


def _stored(before: dict[str, int], after: dict[str, int], size: Size) -> dict[str, Any]:
    """Bytes on disk that one conversation added: in its own tables, and in all (its orders, audit and events too)."""
    added = {table: (count - before.get(table, 0)) // size.conversations for table, count in after.items()}
    own = [added[table] for table in CONVERSATION_TABLES if table in added]
    return {
        "turns": size.turns + 1,
        "conversation_bytes": sum(own) if own else None,
        "all_bytes": added["total"],
    }
