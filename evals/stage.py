"""Where a benchmark plays: a Store with the demo chain in a folder of its own, and the buyer in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.clock import clock_at
from procurement.demo import seed
from procurement.store import Store

NOW = "2026-11-23T10:00"  # the clock stands at a Monday morning


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: ``conversations`` of ``turns`` turns each, ``searches`` of a kind, ``seconds`` of HTTP load
    in a chain of ``orders`` orders and ``edges`` lot edges."""

    orders: int
    edges: int
    conversations: int
    turns: int
    searches: int
    seconds: float


@asynccontextmanager
async def stage(path: Path) -> AsyncIterator[tuple[Store, Actor]]:
    store = await Store.open(f"sqlite+aiosqlite:///{path}", clock_at(NOW))
    try:
        await seed(store)
        async with store.read() as uow:
            buyer = await actor_by_handle(uow, "buyer")
        yield store, buyer
    finally:
        await store.close()
