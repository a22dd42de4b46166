"""The Store: where records live, and the UnitOfWork, the only thing in the product that commits.

SQLite in WAL mode. A write takes the lock when it begins (BEGIN IMMEDIATE), so that it never fails half-way for having
read too early; writers of this process queue on an asyncio lock, those of other processes on SQLite's busy timeout.
Readers see one snapshot and never wait.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from procurement.clock import Clock, SystemClock
from procurement.errors import InvalidInput, NotAllowed, Unavailable
from procurement.ids import new_id as new_id
from procurement.migrate import migrate
from procurement.sqlite import OneTripConnection, connection_to

DEFAULT_URL = "sqlite+aiosqlite:///var/supplyline.db"
READERS = 4
BUSY_TIMEOUT = 10_000  # milliseconds a writer waits for one of another process

T = TypeVar("T")


class UnitOfWork:
    """One transaction. ``now()`` is the instant it began; all of its records carry that one."""

    __slots__ = ("_now", "_writes", "conn")

    def __init__(self, conn: AsyncConnection, now: datetime, *, writes: bool) -> None:
        self.conn = conn
        self._now = now
        self._writes = writes

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.date()

    def local(self, instant: datetime) -> datetime:
        """The instant in the zone of the business clock."""
        return instant.astimezone(self._now.tzinfo)

    async def commit(self) -> None:
        """Make what was written durable. Once begun it is finished, also when the caller is cancelled meanwhile."""
        if not self._writes:
            raise NotAllowed("a read does not commit", remedy="open the unit of work with Store.begin()")
        await _finished(self.conn.commit())


class Store:
    """Open with ``await Store.open(url)``; then ``store.begin()`` to write and ``store.read()`` to read."""

    connection: ClassVar[type[OneTripConnection]] = OneTripConnection

    def __init__(self, url: str, clock: Clock, writer: AsyncEngine, readers: AsyncEngine) -> None:
        self.url = url
        self.clock = clock
        self._writer = writer
        self._readers = readers
        self._turn_to_write = asyncio.Lock()

    @classmethod
    async def open(cls, url: str = DEFAULT_URL, clock: Clock | None = None) -> Self:
        """Create the folder and the file when missing, bring the schema up to date, and open.

        Raises InvalidInput for a URL that is no SQLite file, Unavailable when the file cannot be opened, Corrupt for a
        schema newer than this program.
        """
        path = file_of(url)
        try:
            await asyncio.to_thread(_prepare, path)
        except (OSError, sqlite3.OperationalError) as error:
            raise Unavailable(f"the database file cannot be opened: {error}", field="url") from error
        writer = _engine(path, cls.connection, size=1, query_only=False)
        readers = _engine(path, cls.connection, size=READERS, query_only=True)
        return cls(url, clock or SystemClock(), writer, readers)

    @property
    def path(self) -> Path:
        return file_of(self.url)

    async def close(self) -> None:
        await self._readers.dispose()
        await self._writer.dispose()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """A write transaction; rolled back unless committed. Raises Unavailable when another process keeps the lock."""
        async with self._turn_to_write, _transaction(self._writer) as conn:
            yield UnitOfWork(conn, self.clock.now(), writes=True)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[UnitOfWork]:
        """A consistent snapshot, taken at the first query. It cannot write."""
        async with _transaction(self._readers) as conn:
            yield UnitOfWork(conn, self.clock.now(), writes=False)


def file_of(url: str) -> Path:
    """The file a database URL names. Raises InvalidInput when it names none."""
    parsed = make_url(url)
    if parsed.drivername != "sqlite+aiosqlite" or not parsed.database or parsed.database == ":memory:":
        raise InvalidInput(
            "the database URL does not name a SQLite file",
            field="url",
            remedy=f"give one like {DEFAULT_URL}",
        )
    return Path(parsed.database)


def _prepare(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    migrate(path)


def _engine(path: Path, kind: type[OneTripConnection], *, size: int, query_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        pool_size=size,
        max_overflow=0,
        pool_reset_on_return=None,  # every transaction ends here by commit or rollback
        connect_args={
            "async_creator_fn": connection_to,
            "kind": kind,
            "isolation_level": None,
            "timeout": BUSY_TIMEOUT / 1000,
            "pragmas": {
                "foreign_keys": "ON",
                "synchronous": "FULL",
                "cache_size": -32_768,  # KiB
                "temp_store": "MEMORY",
                "query_only": "ON" if query_only else "OFF",
            },
        },
    )

    # The driver would begin transactions by itself, late and deferred; here they begin when SQLAlchemy says so.
    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        if query_only:  # BEGIN takes no snapshot yet, so it can wait for the first query
            opened = connection.connection.driver_connection
            assert isinstance(opened, OneTripConnection)
            opened.opening = "BEGIN"
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    conn = engine.connect()
    try:
        try:
            # To its end: a connection that is cancelled while it is being made would never be closed.
            await _finished(conn.start())
            await conn.begin()
        except OperationalError as error:
            raise _unavailable(error) from error
        yield conn
    finally:
        await _finished(_end(conn))


async def _end(conn: AsyncConnection) -> None:
    if conn.sync_connection is None:
        return
    try:
        if conn.in_transaction():
            await conn.rollback()
    finally:
        await conn.close()


def _unavailable(error: OperationalError) -> Unavailable:
    return Unavailable(f"the database does not take a transaction: {error.orig}", remedy="try again in a moment")


async def _finished(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` to its end even when cancelled, and only then be cancelled."""
    task = asyncio.create_task(work)
    cancelled = False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            cancelled = True
    result = task.result()
    if cancelled:
        raise asyncio.CancelledError
    return result
