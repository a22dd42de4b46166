"""The Store: opening, migrating, transactions, snapshots, cancellation, other processes."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from procurement import migrate, schema
from procurement.clock import FixedClock
from procurement.errors import Corrupt, InvalidInput, NotAllowed, Unavailable
from procurement.migrations import HEAD
from procurement.store import BUSY_TIMEOUT, Store, UnitOfWork, new_id
from tests.conftest import NOW, database_url

SERIES = schema.number_series


async def put(uow: UnitOfWork, name: str) -> None:
    await uow.conn.execute(insert(SERIES).values(name=name, next=1))


async def names(store: Store) -> set[str]:
    async with store.read() as uow:
        return set(await uow.conn.scalars(select(SERIES.c.name).where(SERIES.c.name != "PO")))


async def test_open_makes_folder_and_schema(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "a folder" / "仓库 #1" / "x.db"
    store = await Store.open(database_url(path), clock)
    async with store.read() as uow:
        assert await uow.conn.scalar(select(func.count()).select_from(schema.party)) == 0
        assert await uow.conn.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await uow.conn.scalar(text("PRAGMA synchronous")) == 2
        assert await uow.conn.scalar(text("PRAGMA foreign_keys")) == 1
        assert await uow.conn.scalar(text("PRAGMA busy_timeout")) == BUSY_TIMEOUT
    assert store.path == path
    await store.close()


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "postgresql+psycopg://x/y"])
async def test_open_refuses_what_is_no_file(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await Store.open(url)
    assert refused.value.field == "url"


async def test_open_says_when_the_file_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(Unavailable):
        await Store.open(database_url(tmp_path / "taken" / "x.db"))


async def test_open_of_a_current_database_is_fast(store: Store) -> None:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        again = await Store.open(store.url)
        times.append(time.perf_counter() - started)
        await again.close()
    assert min(times) < 0.05


def test_migration_matches_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    assert migrate.migrate(path) is True
    assert migrate.migrate(path) is False
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        indexes = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index'").all()
    partial = {name for name, sql in indexes if sql and " WHERE " in sql}
    wanted = {index.name for table in schema.metadata.tables.values() for index in table.indexes}
    assert partial == {
        index.name
        for table in schema.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    assert wanted <= {name for name, _ in indexes}


def test_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    migrate.migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
        connection.commit()
    with pytest.raises(Corrupt, match="from-the-future"):
        migrate.migrate(path)


def test_a_failed_migration_leaves_nothing(tmp_path: Path) -> None:
    """A table in the way of the last ones: none of the first ones stays."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE tracking_event (x)")
    with pytest.raises(OperationalError):
        migrate.migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("tracking_event",)]


async def test_many_open_a_new_database_at_once(tmp_path: Path, clock: FixedClock) -> None:
    stores = await asyncio.gather(*(Store.open(database_url(tmp_path / "x.db"), clock) for _ in range(4)))
    for store in stores:
        async with store.begin() as uow:
            await put(uow, new_id("n")[:20])
            await uow.commit()
    assert len(await names(stores[0])) == 4
    for store in stores:
        await store.close()


async def test_commit_makes_it_durable(store: Store) -> None:
    async with store.begin() as uow:
        await put(uow, "kept")
        await uow.commit()
    with closing(sqlite3.connect(store.path)) as other:
        assert other.execute("SELECT name FROM number_series WHERE name = 'kept'").fetchall() == [("kept",)]


async def test_without_commit_nothing_stays(store: Store) -> None:
    async with store.begin() as uow:
        await put(uow, "forgotten")

    async def fail() -> None:
        async with store.begin() as uow:
            await put(uow, "failed")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await names(store) == set()


async def test_what_follows_a_commit_needs_another(store: Store) -> None:
    async with store.begin() as uow:
        await put(uow, "first")
        await uow.commit()
        await put(uow, "second")
    assert await names(store) == {"first"}


async def test_a_read_cannot_write(store: Store) -> None:
    async with store.read() as uow:
        with pytest.raises(NotAllowed):
            await uow.commit()
        with pytest.raises(OperationalError, match="readonly"):
            await put(uow, "sneaked in")
    assert await names(store) == set()


async def test_a_read_sees_one_snapshot(store: Store) -> None:
    count = select(func.count()).select_from(SERIES)
    async with store.read() as reader:
        before = await reader.conn.scalar(count)
        async with store.begin() as uow:
            await put(uow, "meanwhile")
            await uow.commit()
        assert await reader.conn.scalar(count) == before
    async with store.read() as reader:
        assert await reader.conn.scalar(count) == (before or 0) + 1


async def test_a_write_holds_the_lock_from_its_beginning(store: Store) -> None:
    async with store.begin():
        with (
            closing(sqlite3.connect(store.path, timeout=0, isolation_level=None)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")


async def test_writers_queue(store: Store) -> None:
    """Forty increments read first and write after: none is lost, none fails for being late."""
    async with store.begin() as uow:
        await put(uow, "counter")
        await uow.commit()

    async def increment() -> None:
        async with store.begin() as uow:
            value = await uow.conn.scalar(select(SERIES.c.next).where(SERIES.c.name == "counter"))
            await asyncio.sleep(0)
            await uow.conn.execute(update(SERIES).where(SERIES.c.name == "counter").values(next=(value or 0) + 1))
            await uow.commit()

    await asyncio.gather(*(increment() for _ in range(40)))
    async with store.read() as uow:
        assert await uow.conn.scalar(select(SERIES.c.next).where(SERIES.c.name == "counter")) == 41


async def test_more_readers_than_connections(store: Store) -> None:
    async def read() -> int:
        async with store.read() as uow:
            await asyncio.sleep(0.005)
            return await uow.conn.scalar(select(func.count()).select_from(schema.party)) or 0

    assert set(await asyncio.gather(*(read() for _ in range(30)))) == {13}


async def test_a_lock_held_elsewhere_is_unavailable(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procurement.store.BUSY_TIMEOUT", 50)
    hasty = await Store.open(store.url, store.clock)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as refused:
            await hasty.begin().__aenter__()
        assert refused.value.retry
        other.execute("ROLLBACK")
    async with hasty.begin() as uow:
        await put(uow, "later")
        await uow.commit()
    await hasty.close()
    assert await names(store) == {"later"}


_WRITER = """
import asyncio, sys
from sqlalchemy import text
from procurement.store import Store

async def main() -> None:
    store = await Store.open(sys.argv[1])
    for _ in range(25):
        async with store.begin() as uow:
            await uow.conn.execute(text("UPDATE number_series SET next = next + 1 WHERE name = 'PO'"))
            await uow.commit()
    await store.close()

asyncio.run(main())
"""


async def test_writers_of_several_processes_queue(store: Store) -> None:
    series = select(SERIES.c.next).where(SERIES.c.name == "PO")
    async with store.read() as uow:
        before = await uow.conn.scalar(series) or 0
    command = [sys.executable, "-c", _WRITER, store.url]
    await asyncio.gather(*(asyncio.to_thread(subprocess.run, command, check=True, timeout=60) for _ in range(2)))
    async with store.read() as uow:
        assert await uow.conn.scalar(series) == before + 50


async def test_a_cancelled_write_leaves_nothing_and_frees_the_lock(store: Store) -> None:
    slow = text(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n"
    )
    begun = asyncio.Event()

    async def write() -> None:
        async with store.begin() as uow:
            await put(uow, "cancelled")
            begun.set()
            await uow.conn.execute(slow)
            await uow.commit()

    task = asyncio.create_task(write())
    await begun.wait()
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.begin() as uow:
        await put(uow, "next")
        await uow.commit()
    assert await names(store) == {"next"}


async def test_a_commit_under_way_is_finished_when_cancelled(store: Store) -> None:
    async def write(name: str) -> None:
        async with store.begin() as uow:
            await put(uow, name)
            committing.set()
            await uow.commit()

    for delay in range(12):
        committing = asyncio.Event()
        task = asyncio.create_task(write(f"n{delay}"))
        await committing.wait()
        for _ in range(delay):
            await asyncio.sleep(0)
        done_before = task.done()
        task.cancel()
        outcome = (await asyncio.gather(task, return_exceptions=True))[0]
        if done_before or outcome is None:
            assert f"n{delay}" in await names(store)
        # The store goes on, and what was cancelled is either all there or not at all.
        async with store.begin() as uow:
            await uow.commit()
    # Cancelled right after the commit began, it is done nevertheless.
    assert "n3" in await names(store)


async def test_a_waiting_writer_can_be_cancelled(store: Store) -> None:
    async with store.begin() as uow:
        waiting = asyncio.create_task(store.begin().__aenter__())
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await put(uow, "undisturbed")
        await uow.commit()
    assert await names(store) == {"undisturbed"}


async def test_foreign_keys_hold(store: Store) -> None:
    row = {"id": "w", "party_id": "nobody", "name_zh": "仓", "name_en": "W"}
    async with store.begin() as uow:
        with pytest.raises(IntegrityError):
            await uow.conn.execute(insert(schema.warehouse).values(row))


async def test_a_unit_of_work_has_one_instant(store: Store, clock: FixedClock) -> None:
    async with store.begin() as uow:
        clock.instant += timedelta(days=1)
        assert uow.now() == NOW
        assert uow.today() == NOW.date()
    async with store.read() as uow:
        assert uow.today() == NOW.date() + timedelta(days=1)


def test_new_ids_are_opaque_and_differ() -> None:
    ids = {new_id("drf") for _ in range(1000)}
    assert len(ids) == 1000
    assert all(one.startswith("drf_") and len(one) == 24 for one in ids)
