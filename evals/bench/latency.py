"""Durations as figures: milliseconds, with the percentiles that matter."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any


def percentile(durations: Sequence[float], share: float) -> float:
    """The smallest duration that at least ``share`` of them do not exceed (nearest rank)."""
    ordered = sorted(durations)
    rank = max(1, -(-len(ordered) * share // 1))
    return ordered[int(rank) - 1]


def figures(durations: Sequence[float]) -> dict[str, float | int]:
    """``durations`` in seconds; the figures in milliseconds."""
    return {
        "n": len(durations),
        "p50_ms": round(percentile(durations, 0.5) * 1000, 3),
        "p95_ms": round(percentile(durations, 0.95) * 1000, 3),
        "max_ms": round(max(durations) * 1000, 3),
    }


async def timed(action: Callable[[], Awaitable[Any]]) -> float:
    """How long ``action`` takes, in seconds."""
    started = time.perf_counter()
    await action()
    return time.perf_counter() - started
