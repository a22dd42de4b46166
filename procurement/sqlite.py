"""SQLite connections that cost one thread switch a statement.

aiosqlite runs every step of a cursor (open, execute, fetch, close) on the connection's thread, each a round trip that
takes longer than a typical statement. Here a statement is executed and its rows are fetched in one go.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Any

import aiosqlite

Ran = tuple[sqlite3.Cursor, list[Any]]


class OneTripConnection(aiosqlite.Connection):
    """What SQLAlchemy's aiosqlite dialect drives; only its cursors differ.

    ``opening`` is run right before the next statement, in the same trip.
    """

    opening: str | None = None

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]  # SQLAlchemy enters it as a context
        return OneTripCursor(self)

    async def ran(self, run: Callable[[sqlite3.Connection], Ran]) -> Ran:
        """``run`` on the connection's thread."""
        opening, self.opening = self.opening, None

        def opened(connection: sqlite3.Connection) -> Ran:
            if opening is not None:
                connection.execute(opening)
            return run(connection)

        result: Ran = await self._execute(opened, self._conn)  # type: ignore[no-untyped-call]
        return result


class InlineConnection(OneTripConnection):
    """Runs statements on the event loop's own thread, so that what happens side by side happens in the same order each
    time, and does not wait for the disk; for evals."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        def connect() -> sqlite3.Connection:
            connection = connector()
            connection.execute("PRAGMA synchronous=OFF")
            return connection

        super().__init__(connect, iter_chunk_size)
        self._tx = _AtOnce()  # type: ignore[assignment]

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()


class _AtOnce:
    """In the place of the queue that a connection's thread empties."""

    def put_nowait(self, queued: tuple[asyncio.Future[Any], Callable[[], Any]]) -> None:
        future, run = queued
        try:
            future.set_result(run())
        except Exception as error:
            future.set_exception(error)


class OneTripCursor:
    """A cursor whose rows are all there when ``execute`` returns."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self.arraysize = 1

    async def __aenter__(self) -> "OneTripCursor":
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "OneTripCursor":
        def run(connection: sqlite3.Connection) -> Ran:
            cursor = connection.execute(sql, parameters)
            return cursor, cursor.fetchall() if cursor.description else []

        self._cursor, self._rows = await self._connection.ran(run)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> "OneTripCursor":
        self._cursor, self._rows = await self._connection.ran(
            lambda connection: (connection.executemany(sql, parameters), [])
        )
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    @property
    def description(self) -> Any:
        return None if self._cursor is None else self._cursor.description

    @property
    def rowcount(self) -> int:
        return -1 if self._cursor is None else self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return None if self._cursor is None else self._cursor.lastrowid


def connection_to(
    database: str, *, kind: type[OneTripConnection], pragmas: Mapping[str, object], **options: Any
) -> OneTripConnection:
    """A connection to await, as ``aiosqlite.connect`` makes one; ``options`` are those of ``sqlite3.connect``."""

    def connect() -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(database, **options)
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")
        return connection

    connection = kind(connect, iter_chunk_size=64)
    connection._thread.daemon = True  # a store nobody closed must not keep the process alive
    return connection
