"""A backup is a whole database, made while the store is written to."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from procurement import schema
from procurement.backup import back_up
from procurement.errors import Conflict, Corrupt
from procurement.store import Store
from tests.conftest import database_url


async def put(store: Store, name: str) -> None:
    async with store.begin() as uow:
        await uow.conn.execute(insert(schema.number_series).values(name=name, next=1))
        await uow.commit()


def names(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM number_series")}


def files_of(path: Path) -> list[Path]:
    """The file and its companions, as far as they are there."""
    return list(path.parent.glob(f"{path.name}*"))


def damage(path: Path) -> None:
    """Overwrite a page in the middle."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096)


async def test_a_backup_opens_as_a_store(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "backups" / "monday.db"
    await put(store, "before")
    assert await back_up(store, copy) > 100_000
    await put(store, "after")
    assert names(copy) == {"PO", "before"}
    assert files_of(copy) == [copy]
    restored = await Store.open(database_url(copy), store.clock)
    await put(restored, "restored")
    await restored.close()


async def test_writers_go_on_meanwhile(store: Store, tmp_path: Path) -> None:
    """Each pair of rows is written in one transaction: a copy has both or neither."""

    async def write() -> None:
        for number in range(40):
            async with store.begin() as uow:
                for half in ("a", "b"):
                    row = {"name": f"{number}{half}", "next": 1}
                    await uow.conn.execute(insert(schema.number_series).values(row))
                await uow.commit()

    writing = asyncio.create_task(write())
    copies = [tmp_path / f"copy{number}.db" for number in range(4)]
    for copy in copies:
        await back_up(store, copy)
    await writing
    for copy in copies:
        kept = names(copy) - {"PO"}
        assert {name[:-1] for name in kept if name.endswith("a")} == {name[:-1] for name in kept if name.endswith("b")}


async def test_a_file_that_is_there_is_kept(store: Store, tmp_path: Path) -> None:
    taken = tmp_path / "taken.db"
    taken.write_text("precious")
    with pytest.raises(Conflict):
        await back_up(store, taken)
    assert taken.read_text() == "precious"


async def test_a_copy_with_a_lost_reference_is_refused(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(store.path)) as careless:
        careless.execute("UPDATE warehouse SET party_id = 'nobody'")
        careless.commit()
    with pytest.raises(Corrupt, match="warehouse"):
        await back_up(store, tmp_path / "x.db")
    assert files_of(tmp_path / "x.db") == []


async def test_a_damaged_file_is_refused(store: Store, tmp_path: Path) -> None:
    """Bytes of a page are overwritten under the store's feet."""
    await store.close()
    damage(store.path)
    with pytest.raises((Corrupt, sqlite3.DatabaseError)):
        await back_up(store, tmp_path / "x.db")
    assert files_of(tmp_path / "x.db") == []
