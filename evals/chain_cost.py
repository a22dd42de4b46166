"""What searches, promises and traces cost in a grown chain."""

import itertools
import random
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.latency import figures
from evals.stage import Size, stage
from procurement import capacity, lots, orders, shipments
from procurement.actor import Actor
from procurement.catalogue import load_catalogue
from procurement.growth import grow
from procurement.store import Store, UnitOfWork

SEED = 20261123
REACHABLE = 1_000
STATUSES = ("open", "late", "unanswered", "waiting_for_buyer", "shipped", "received", "cancelled")

Search = Callable[[UnitOfWork], Awaitable[object]]


async def chain_cost(folder: Path, size: Size) -> dict[str, Any]:
    path = folder / "grown.db"
    async with stage(path) as (store, buyer):
        started = time.perf_counter()
        await grow(store, orders=size.orders, edges=size.edges)
        grown = {"seconds": round(time.perf_counter() - started, 1), "megabytes": path.stat().st_size // 1_000_000}
        return {
            "grown": {"orders": size.orders, "edges": size.edges, **grown},
            **{name: await _measured(store, searches, size.searches) for name, searches in await _searches(store, buyer)},
            "trace_lot": await _traces(store, buyer, size.searches),
        }


async def _measured(store: Store, searches: list[Search], count: int) -> dict[str, Any]:
    """Each search in a read of its own, taken in turn, after one round to warm up."""
    durations = []
    for number, search in enumerate(itertools.islice(itertools.cycle(searches), count + len(searches))):
        started = time.perf_counter()
        async with store.read() as uow:
            await search(uow)
        if number >= len(searches):
            durations.append(time.perf_counter() - started)
    return figures(durations)
