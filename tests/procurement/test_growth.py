"""Growth: its records are as sound as real ones, and on them every search is read along an index."""

from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import event, func, select, text

from procurement import growth, schema
from procurement.actor import Actor
from procurement.clock import FixedClock
from procurement.demo_master import item_id
from procurement.entities import OrderFilter
from procurement.errors import InvalidInput, NotFound
from procurement.growth import EDGES, grow
from procurement.lots import trace_lot
from procurement.orders import find_orders, get_order
from procurement.shipments import find_shipments
from procurement.stock import stock_status
from procurement.store import Store, UnitOfWork
from tests.conftest import database_url

ORDERS = 2500


@pytest.fixture
async def grown(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(growth, "CHUNK", 1000)
    await grow(store, ORDERS, edges=1)
    return store


async def count(store: Store, table: Any) -> int:
    async with store.read() as uow:
        return await uow.conn.scalar(select(func.count()).select_from(table)) or 0


async def test_it_adds_what_was_asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "CHUNK", 1000)
    orders, edges = await count(store, schema.purchase_order), await count(store, schema.lot_edge)
    seen: list[tuple[str, int, int]] = []
    grown = await grow(store, 2500, edges=EDGES + 1, progress=lambda *step: seen.append(step))
    assert grown == growth.Grown(2500, 2 * EDGES, "G000002")
    assert await count(store, schema.purchase_order) == orders + 2500
    assert await count(store, schema.lot_edge) == edges + 2 * EDGES
    assert seen == [("orders", 1000, 2500), ("orders", 2000, 2500), ("orders", 2500, 2500), ("lots", 2, 2)]
    again = await grow(store, 10, edges=1)
    assert again.lot_no == "G000003"
    assert await count(store, schema.purchase_order) == orders + 2510


async def test_references_and_amounts_hold(grown: Store) -> None:
    line, order = schema.order_line.c, schema.purchase_order.c
    unsound = (
        select(func.count())
        .select_from(schema.order_line)
        .join(schema.purchase_order, order.number == line.order_number)
        .where(
            (line.net != order.net)
            | (line.gross != order.gross)
            | (order.net + order.vat != order.gross)
            | (line.issued_at != order.issued_at)
        )
    )
    async with grown.read() as uow:
        assert (await uow.conn.execute(text("PRAGMA foreign_key_check"))).all() == []
        assert await uow.conn.scalar(unsound) == 0
        newest = await uow.conn.scalar(select(func.max(order.issued_at)))
    assert newest is not None
    assert newest <= grown.clock.now()


async def test_the_services_read_it(grown: Store, buyer: Actor) -> None:
    async with grown.read() as uow:
        for status in get_args(OrderFilter):
            assert await find_orders(uow, buyer, status=status), status
        for order in await find_orders(uow, buyer, item_id=item_id("6204")):
            assert order == await get_order(uow, buyer, order.number)
            assert {line.item_id for line in order.lines} == {item_id("6204")}
        received = await find_orders(uow, buyer, status="received")
        assert {(order.document_status, order.fulfilment) for order in received} == {("closed", "received")}
        assert {one.status for one in await find_shipments(uow, buyer, limit=40)} > {"in_transit", "delivered"}


async def test_a_thousand_lots_are_reached(grown: Store, buyer: Actor) -> None:
    async with grown.read() as uow:
        forward = await trace_lot(uow, buyer, "G000001", "forward")
        backward = await trace_lot(uow, buyer, "G000001-P0123", "backward")
        cut = await trace_lot(uow, buyer, "G000001", "forward", limit=100)
    assert (len(forward.lots), len(forward.steps), forward.truncated) == (1030, EDGES, False)
    assert len(forward.deliveries) == 100
    assert len(backward.lots) == 3
    assert (len(cut.lots), cut.truncated) == (100, True)


async def test_the_next_order_goes_on_after_it(grown: Store) -> None:
    series = schema.number_series.c
    async with grown.read() as uow:
        assert await uow.conn.scalar(select(series.next).where(series.name == "PO")) == 123 + ORDERS


@pytest.mark.parametrize(("orders", "edges"), [(-1, 0), (0, -1)])
async def test_less_than_nothing_is_refused(store: Store, orders: int, edges: int) -> None:
    with pytest.raises(InvalidInput):
        await grow(store, orders, edges=edges)


async def test_it_needs_the_demo_chain(tmp_path: Path, clock: FixedClock) -> None:
    store = await Store.open(database_url(tmp_path / "x.db"), clock)
    with pytest.raises(NotFound):
        await grow(store, 10)
    await store.close()


@pytest.fixture(params=["with statistics", "without statistics"])
async def plans(request: pytest.FixtureRequest, grown: Store) -> list[str]:
    """The plans of the queries that ran, as SQLite tells them: a line a step."""
    if request.param == "without statistics":
        async with grown.begin() as uow:
            await uow.conn.execute(text("DELETE FROM sqlite_stat1"))
            await uow.commit()
        # Statistics are read when a connection is made.
        await grown._readers.dispose()
    steps: list[str] = []
    engine = grown._readers.sync_engine

    @event.listens_for(engine, "before_cursor_execute")
    def explain(conn: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked = conn.connection.cursor()
            asked.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps.extend(row[3] for row in asked.fetchall())
            asked.close()

    return steps


LARGE = (
    "purchase_order",
    "order_line",
    "shipment",
    "shipment_line",
    "tracking_event",
    "goods_receipt",
    "lot",
    "lot_edge",
)


def check(plans: list[str]) -> None:
    assert plans
    assert [step for step in plans if step.split()[:1] == ["SCAN"] and step.split()[1] in LARGE] == []
    assert [step for step in plans if "BLOOM" in step or "AUTOMATIC" in step] == []
    plans.clear()


async def test_searches_are_read_along_indexes(grown: Store, buyer: Actor, wu_jun: Actor, plans: list[str]) -> None:
    async def search(uow: UnitOfWork, actor: Actor) -> None:
        for item in (None, item_id("6204")):
            for supplier in (None, "suzhou-precision"):
                for status in (None, *get_args(OrderFilter)):
                    await find_orders(uow, actor, status=status, item_id=item, supplier_id=supplier)
                    check(plans)
                await find_shipments(uow, actor, item_id=item, supplier_id=supplier)
                check(plans)
        for wanted in ({"order": "PO-2026-00117"}, {"shipment": "SH10042"}, {"tracking_number": "CJ1029384756"}):
            await find_shipments(uow, actor, **wanted)  # type: ignore[arg-type]
            check(plans)

    async with grown.read() as uow:
        for actor in (buyer, wu_jun):
            await search(uow, actor)
        await get_order(uow, buyer, "119")
        await trace_lot(uow, buyer, "G000001", "both")
        await stock_status(uow, buyer, item_id=item_id("BT-10"))
        check(plans)
