"""Several calls at once on one machine: how long answers take then, and what a call costs."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from evals.bench.bars import Bar, at_most, spread
from evals.bench.call_scores import gaps
from evals.bench.callbook import Callbook
from evals.bench.machine import cores
from evals.bench.process_cost import cpu_seconds, family, memory_mb
from evals.bench.voice_stage import LANGUAGES, VoiceStage

CORE_HOUR = 0.04  # USD, what a core of a rented machine costs about


@dataclass(frozen=True, slots=True)
class Load:
    calls: int
    commands: int


async def call_load(stage: VoiceStage, book: Callbook, load: Load) -> tuple[dict[str, Any], list[Bar]]:
    """``calls`` callers at once, half of each language, each with ``commands`` commands after one another."""
    scripts = [book.talk(LANGUAGES[number % 2], events=(), pauses=(0,) * load.commands) for number in range(load.calls)]
    pids = family()
    before = memory_mb(pids)
    cpu, started = cpu_seconds(pids), time.perf_counter()
    takes = await asyncio.gather(*(stage.play(steps) for steps in scripts))
    seconds, cpu = time.perf_counter() - started, cpu_seconds(pids) - cpu
    after = memory_mb(family())
    talked = sum(take.seconds for take in takes) / 60
    found = [gap.seconds * 1000 for take in takes for gap in gaps(take, await stage.fillers())]
    figures = spread(found)
    report = {
        "calls": load.calls,
        "response_gap_ms": figures,
        "cores": len(cores()),
        "cpu_share": round(cpu / seconds / len(cores()), 3),
        "cpu_seconds_per_call_minute": round(cpu / talked, 1),
        "memory_mb": after,
        "memory_mb_per_call": round((after - before) / load.calls, 1),
        "usd_per_call_minute": round(cpu / talked / 3600 * CORE_HOUR, 6),
        "usd_per_core_hour": CORE_HOUR,
    }
    return report, [at_most(f"response gap with {load.calls} calls at once, p95 ms", figures["p95"], 2000, len(found))]
