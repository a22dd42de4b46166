"""``supplyline eval bench text``: what a turn, a search, a trace and an utterance cost. It reports; it never judges.

It drives the same Agent, services and server as production, on SQLite files of its own under ``var/`` (a folder for
temporary files may be memory, where durable writes cost nothing).
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agent.grammar.model import Grammar
from agent.model import ModelRequest
from agent.scene import Scene
from evals.bench.chain_cost import chain_cost
from evals.bench.http_load import http_load
from evals.bench.latency import figures
from evals.bench.machine import machine
from evals.bench.turn_cost import CYCLE, turn_cost
from evals.bench.utterances import UTTERANCES
from evals.stage import NOW, Size, stage
from procurement.catalogue import load_catalogue
from procurement.working_calendar import WorkingCalendar
from tools.registry import TOOLS

ROUNDS = 20


async def bench(*, orders: int, edges: int, quick: bool) -> dict[str, Any]:
    """All figures as JSON. ``quick`` measures little, of a small chain: it shows that everything runs."""
    if quick:
        size = Size(min(orders, 2_000), min(edges, 20_000), conversations=1, turns=20, searches=50, seconds=2.0)
    else:
        size = Size(orders, edges, conversations=5, turns=200, searches=500, seconds=20.0)
    with _folder() as folder:
        report: dict[str, Any] = {"benchmark": "text", "quick": quick, "machine": machine(folder)}
        for part in (utterances, turn_cost, over_http, chain_cost):
            started = time.perf_counter()
            report |= await part(folder, size)
            print(f"bench: {part.__name__} {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return report


@contextmanager
def _folder() -> Iterator[Path]:
    Path("var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir="var") as name:
        yield Path(name).resolve()


async def over_http(folder: Path, size: Size) -> dict[str, Any]:
    return {"http": await http_load(folder / "http.db", CYCLE, size.seconds, NOW)}


async def utterances(folder: Path, size: Size) -> dict[str, Any]:
    """The grammar's time for one sentence, nothing else around it."""
    grammar = Grammar()
    async with stage(folder / "utterances.db") as (store, buyer), store.read() as uow:
        scene = Scene(buyer, buyer.language, uow.today(), WorkingCalendar(), await load_catalogue(uow, buyer))
        requests = [
            ModelRequest([{"role": "user", "content": text}], tuple(TOOLS.values()), scene) for text in UTTERANCES
        ]
    durations = []
    for round_ in range(1 + (2 if size.turns < ROUNDS else ROUNDS)):
        for request in requests:
            started = time.perf_counter()
            async for _ in grammar.stream(request):
                pass
            if round_:  # the first one warms up
                durations.append(time.perf_counter() - started)
    return {"grammar_utterance": figures(durations)}
