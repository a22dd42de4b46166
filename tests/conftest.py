"""A seeded Store for each test, and the people who act in it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from procurement import demo
from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.clock import SHANGHAI, FixedClock
from procurement.store import Store
from tests.otherco import Stranger as Stranger
from tests.otherco import settle

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)  # a Monday


def database_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo chain in a file of its own, closed: copy it, never open it."""
    path = tmp_path_factory.mktemp("seeded") / "supplyline.db"

    async def write() -> None:
        store = await Store.open(database_url(path), FixedClock(NOW))
        assert await demo.seed(store)
        await store.close()

    # In a thread of its own: the event loops of the tests belong to pytest-asyncio.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, write()).result()
    return path


@pytest.fixture
async def store(seeded_file: Path, tmp_path: Path, clock: FixedClock) -> AsyncIterator[Store]:
    path = tmp_path / "supplyline.db"
    shutil.copyfile(seeded_file, path)
    store = await Store.open(database_url(path), clock)
    yield store
    await store.close()


async def _actor(store: Store, handle: str) -> Actor:
    async with store.read() as uow:
        return await actor_by_handle(uow, handle)


@pytest.fixture
async def buyer(store: Store) -> Actor:
    """李娜 of 恒丰食品: may order up to CNY 50,000."""
    return await _actor(store, "buyer")


@pytest.fixture
async def manager(store: Store) -> Actor:
    """张伟 of 恒丰食品: decides what is above other people's limits."""
    return await _actor(store, "manager")


@pytest.fixture
async def quality(store: Store) -> Actor:
    """王敏 of 恒丰食品: may not order."""
    return await _actor(store, "quality")


@pytest.fixture
async def wu_jun(store: Store) -> Actor:
    """吴军 of the supplier 苏州精密轴承."""
    return await _actor(store, "suzhou-precision")


@pytest.fixture
async def stranger(store: Store) -> Stranger:
    """石欧佳 of otherco, a second buyer company with records of its own."""
    return await settle(store)
