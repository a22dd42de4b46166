"""A copy of a Store's file, made while it is in use. The copy is checked before it gets its name."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from procurement.errors import Conflict, Corrupt
from procurement.store import Store


async def back_up(store: Store, path: Path) -> int:
    """Write a consistent copy of the store to ``path``; its size in bytes. Writers go on meanwhile.

    Raises Conflict when there is a file of that name, Corrupt when the copy fails SQLite's integrity check or holds
    references to rows that are not there.
    """
    return await asyncio.to_thread(_copy, store.path, path)


def _copy(source: Path, path: Path) -> int:
    if path.exists():
        raise Conflict(f"there is a file {path} already", field="path", remedy="choose another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
            live.backup(copy)  # in one step: a snapshot, which in WAL mode keeps nobody from writing
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
            _check(copy)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


def _check(copy: sqlite3.Connection) -> None:
    """Raises Corrupt."""
    (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise Corrupt(f"the copy is damaged: {verdict}", remedy="check the disk; keep the last good backup")
    if orphan := copy.execute("PRAGMA foreign_key_check").fetchone():
        raise Corrupt(f"a row of {orphan[0]} refers to one of {orphan[2]} that is not there")
