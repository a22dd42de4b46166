"""Fills a Store with years of orders and a large lot genealogy, for measuring at size.

The demo buyer gets the history: of every 200 orders one is still open, in one of the states an open order can be in;
of the others nearly all were delivered and received. Everything is computed in SQL, a few thousand orders a
transaction, so that a million take a minute or two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import exists, insert, select, text, update

from procurement import schema
from procurement.demo_master import BUYER, NUMBER_SERIES, item_id
from procurement.errors import InvalidInput, NotFound
from procurement.growth_sql import LOTS, ORDERS, TERMS
from procurement.store import Store, UnitOfWork

CHUNK: Final = 20_000  # orders in one transaction
YEARS: Final = 5  # that the orders are spread over
MIXES: Final = 30  # lots that a root lot goes into
PRODUCTS: Final = 1_000  # lots made of them, two mixes each
EDGES: Final = MIXES + 2 * PRODUCTS  # of one root lot
ROOTS: Final = 10  # root lots in one transaction
_LOT_SERIES: Final = "grown lots"

Progress = Callable[[str, int, int], None]  # what, how many are done, how many in all


@dataclass(frozen=True, slots=True)
class Grown:
    """``lot_no`` is a lot that all of a thousand others were made from; None when no edges were asked for."""

    orders: int
    edges: int
    lot_no: str | None


def _silent(what: str, done: int, total: int) -> None:
    pass


async def grow(store: Store, orders: int, *, edges: int = 0, progress: Progress = _silent) -> Grown:
    """Add ``orders`` orders and at least ``edges`` genealogy edges to the demo chain.

    Raises InvalidInput for a negative number, NotFound without the demo chain.
    """
    if orders < 0 or edges < 0:
        raise InvalidInput("how much to grow cannot be negative", field="orders" if orders < 0 else "edges")
    await _grow_orders(store, orders, progress)
    roots = -(-edges // EDGES)
    lot_no = await _grow_lots(store, roots, progress) if roots else None
    async with store.begin() as uow:
        # The planner's statistics; sampled, for reading all of the indexes takes longer than filling them.
        await uow.conn.execute(text("PRAGMA analysis_limit=400"))
        await uow.conn.execute(text("ANALYZE"))
        await uow.commit()
    return Grown(orders, roots * EDGES, lot_no)


async def _grow_orders(store: Store, orders: int, progress: Progress) -> None:
    now = store.clock.now()
    for first in range(0, orders, CHUNK):
        count = min(CHUNK, orders - first)
        async with store.begin() as uow:
            number = await _take(uow, NUMBER_SERIES, count)
            values = {
                "buyer": BUYER,
                "first": first,
                "last": first + count - 1,
                "total": orders,
                "open": max(orders // 200, 10),
                "number": number - first,
                "begin": int((now - timedelta(days=365 * YEARS)).timestamp()),
                "end": int((now - timedelta(hours=1)).timestamp()),
                "warehouse": "suzhou-1",
                "issuer": "li-na",
                "carrier": "changjiang-freight",
            }
            await _run(uow, (*TERMS, *ORDERS), values)
            await uow.commit()
        progress("orders", first + count, orders)


async def _grow_lots(store: Store, roots: int, progress: Progress) -> str:
    """Returns the number of the last root lot."""
    last = 0
    for done in range(0, roots, ROOTS):
        count = min(ROOTS, roots - done)
        async with store.begin() as uow:
            first = await _take(uow, _LOT_SERIES, count)
            last = first + count - 1
            values = {
                "buyer": BUYER,
                "first": first,
                "last": last,
                "mixes": MIXES,
                "products": PRODUCTS,
                "material": item_id("FL-25"),
                "product": item_id("BREAD-S"),
                "supplier": "jinmai-flour",
                "dealer": "eastside-bakery",
                "other_dealer": "riverside-trading",
                "carrier": "changjiang-freight",
                "warehouse": "suzhou-1",
                "begin": int((uow.now() - timedelta(days=365)).timestamp()),
            }
            await _run(uow, LOTS, values)
            await uow.commit()
        progress("lots", done + count, roots)
    return f"G{last:06d}"


async def _run(uow: UnitOfWork, statements: Sequence[str], values: dict[str, Any]) -> None:
    for statement in statements:
        await uow.conn.execute(text(statement), values)


async def _take(uow: UnitOfWork, name: str, count: int) -> int:
    """The first of ``count`` numbers of a series. Raises NotFound without the demo chain."""
    series = schema.number_series
    if not await uow.conn.scalar(select(exists().where(schema.party.c.id == BUYER))):
        raise NotFound("the demo chain is not there", remedy="seed it first")
    first = await uow.conn.scalar(select(series.c.next).where(series.c.name == name))
    if first is None:
        await uow.conn.execute(insert(series).values(name=name, next=1 + count))
        return 1
    await uow.conn.execute(update(series).where(series.c.name == name).values(next=first + count))
    return int(first)
