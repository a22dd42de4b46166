"""Connections that run on the event loop itself behave as those with a thread."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from procurement.sqlite import InlineConnection
from procurement.store import Store
from tests.conftest import database_url


class InlineStore(Store):
    connection = InlineConnection


async def test_statements_are_run_and_rolled_back(tmp_path: Path) -> None:
    store = await InlineStore.open(database_url(tmp_path / "inline.db"))
    count = text("SELECT count(*) FROM number_series")
    async with store.begin() as uow:
        await uow.conn.execute(text("INSERT INTO number_series VALUES ('A', 1)"))
        await uow.commit()
    async with store.begin() as uow:
        await uow.conn.execute(text("INSERT INTO number_series VALUES ('B', 1)"))
    async with store.read() as uow:
        assert await uow.conn.scalar(count) == 1
        with pytest.raises(OperationalError, match="readonly"):
            await uow.conn.execute(text("INSERT INTO number_series VALUES ('C', 1)"))
        with pytest.raises(OperationalError, match="no such table"):
            await uow.conn.execute(text("SELECT * FROM nowhere"))
    await store.close()
