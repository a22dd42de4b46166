"""The demo chain is what it is documented to be, and its records agree with each other."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, Select, func, select, text

from procurement import audit, demo, schema
from procurement.actor import Actor
from procurement.catalogue import load_catalogue
from procurement.clock import SHANGHAI, FixedClock
from procurement.demo_master import NEXT_NUMBER, NUMBER_SERIES
from procurement.money import line_amounts
from procurement.orders import get_order
from procurement.store import Store
from tests.conftest import NOW, database_url

ORDER = schema.purchase_order.c


async def rows(store: Store, query: Select[Any]) -> Sequence[Row[Any]]:
    async with store.read() as uow:
        return (await uow.conn.execute(query)).all()


async def test_seeding_again_changes_nothing(store: Store) -> None:
    counts = [select(func.count()).select_from(table) for table in schema.metadata.sorted_tables]

    async def sizes() -> list[int]:
        async with store.read() as uow:
            return [await uow.conn.scalar(count) or 0 for count in counts]

    before = await sizes()
    assert not await demo.seed(store)
    assert await sizes() == before


async def test_every_reference_holds(store: Store) -> None:
    async with store.read() as uow:
        assert (await uow.conn.execute(text("PRAGMA foreign_key_check"))).all() == []
        assert (await audit.verify(uow)).ok


async def test_the_companies(store: Store) -> None:
    kinds = Counter(row.kind for row in await rows(store, select(schema.party.c.kind)))
    assert kinds == {"buyer": 1, "supplier": 8, "carrier": 2, "dealer": 2}
    people = await rows(store, select(schema.contact.c.handle, schema.contact.c.name_zh, schema.contact.c.name_en))
    assert {(row.handle, row.name_zh, row.name_en) for row in people} >= {
        ("buyer", "李娜", "Li Na"),
        ("manager", "张伟", "Zhang Wei"),
        ("quality", "王敏", "Wang Min"),
        ("planning", "陈强", "Chen Qiang"),
        ("sales", "赵敏", "Zhao Min"),
        ("logistics", "刘洋", "Liu Yang"),
        ("suzhou-precision", "吴军", "Wu Jun"),
    }
    languages = {row.handle: row.language for row in await rows(store, select(schema.contact))}
    assert [handle for handle, language in languages.items() if language == "en"] == ["qinghe-dairy"]


# part, supplier: price, minimum, multiple, lead time, weekly capacity, as demo data is documented
TERMS = {
    ("6204", "suzhou-precision"): ("12.80", 100, 50, 5, 2000),
    ("6204", "huadong-precision"): ("13.50", 50, 50, 3, 600),
    ("6205", "suzhou-precision"): ("15.20", 100, 50, 5, 1500),
    ("6205", "huazhong-precision"): ("14.90", 100, 50, 6, 900),
    ("BR-20", "ningbo-castings"): ("36.00", 200, 100, 10, 1500),
    ("FL-25", "jinmai-flour"): ("4.20", 1000, 25, 3, 40_000),
    ("SG-50", "haitang-sugar"): ("6.10", 500, 50, 4, 20_000),
    ("CT-40", "lvyuan-packaging"): ("3.60", 500, 20, 4, 12_000),
    ("LB-01", "lvyuan-packaging"): ("0.045", 10_000, 1000, 3, 500_000),
    ("BT-10", "qinghe-dairy"): ("48.00", 100, 10, 2, 3000),
}


async def test_the_terms(store: Store) -> None:
    offer, price, item = schema.supplier_item, schema.price_break, schema.item
    same = (price.c.supplier_id == offer.c.supplier_id) & (price.c.item_id == offer.c.item_id)
    query = select(offer, price.c.unit_price, item.c.part_no).join(price, same).join(item, item.c.id == offer.c.item_id)
    found = await rows(store, query)
    assert {
        (row.part_no, row.supplier_id): (
            row.unit_price, row.minimum_quantity, row.order_multiple, row.lead_time_days, row.weekly_capacity,
        )
        for row in found
    } == {key: (Decimal(price), *rest) for key, (price, *rest) in TERMS.items()}  # fmt: skip
    assert all(row.price_includes_vat and row.currency == "CNY" for row in found)
    assert {row.part_no: row.vat_rate for row in found}["FL-25"] == Decimal("0.09")
    assert {row.vat_rate for row in found if row.part_no != "FL-25"} == {Decimal("0.13")}


async def test_packs_and_the_product(store: Store, buyer: Actor) -> None:
    async with store.read() as uow:
        catalogue = await load_catalogue(uow, buyer)
    items = catalogue.items_by_part
    assert {part: dict(item.packs) for part, item in items.items() if item.packs} == {
        "6204": {"XBX": 50}, "6205": {"XBX": 50}, "FL-25": {"XBG": 25}, "SG-50": {"XBG": 50}, "CT-40": {"XBE": 20},
        "LB-01": {"XRO": 1000}, "BT-10": {"XBX": 10},
    }  # fmt: skip
    assert [part for part, item in items.items() if item.produced] == ["BREAD-S"]


async def test_the_orders(store: Store, buyer: Actor) -> None:
    query = select(ORDER.number).order_by(ORDER.number)
    assert [row.number[-3:] for row in await rows(store, query)] == ["112", "117", "118", "119", "120", "121", "122"]
    states = {}
    async with store.read() as uow:
        for tail in ("112", "117", "118", "119", "120", "121", "122"):
            order = await get_order(uow, buyer, tail)
            (line,) = order.lines
            states[tail] = (
                line.part_no, line.quantity, order.document_status, order.response_status, order.fulfilment,
            )  # fmt: skip
    assert states == {
        "112": ("FL-25", 5000, "closed", "accepted", "received"),
        "117": ("FL-25", 10_000, "issued", "accepted", "shipped"),
        "118": ("BT-10", 500, "issued", "accepted", "shipped"),
        "119": ("6204", 1000, "issued", "accepted_with_changes", "not_shipped"),
        "120": ("CT-40", 4000, "issued", "accepted", "partially_received"),
        "121": ("BR-20", 800, "issued", "none", "not_shipped"),
        "122": ("SG-50", 3000, "closed", "accepted", "received"),
    }


async def test_amounts_follow_from_the_lines(store: Store) -> None:
    line = schema.order_line
    query = select(
        line, ORDER.net, ORDER.vat, ORDER.gross.label("total"), ORDER.issued_at.label("head_issued_at")
    ).join(schema.purchase_order, ORDER.number == line.c.order_number)
    for row in await rows(store, query):
        amounts = line_amounts(row.quantity, row.unit_price, row.vat_rate, row.price_includes_vat)
        assert (amounts.net, amounts.vat, amounts.gross) == (row.net, row.vat, row.total)
        assert row.issued_at == row.head_issued_at


async def test_the_unanswered_order_is_thirty_hours_old(store: Store) -> None:
    (order,) = await rows(store, select(schema.purchase_order).where(ORDER.response_status == "none"))
    assert order.number == "PO-2026-00121"
    assert order.issued_at == NOW - timedelta(hours=30)
    assert order.transmitted_at is not None


async def test_an_answer_is_there_exactly_when_the_status_says_so(store: Store) -> None:
    answered = {row.order_number for row in await rows(store, select(schema.order_response))}
    claimed = {row.number for row in await rows(store, select(schema.purchase_order)) if row.response_status != "none"}
    assert answered == claimed


async def test_nothing_happens_before_its_cause_or_in_the_future(store: Store) -> None:
    for order in await rows(store, select(schema.purchase_order)):
        assert order.issued_at < order.transmitted_at <= NOW
    response = schema.order_response
    query = select(response.c.responded_at, ORDER.issued_at).join(
        schema.purchase_order, ORDER.number == response.c.order_number
    )
    assert all(row.issued_at < row.responded_at <= NOW for row in await rows(store, query))
    event, shipment = schema.tracking_event, schema.shipment
    moves = select(event, shipment.c.created_at, shipment.c.ended_at).join(
        shipment, shipment.c.number == event.c.shipment_number
    )
    for row in await rows(store, moves):
        assert row.created_at < row.occurred_at <= row.recorded_at <= NOW
        assert (row.status == "delivered") == (row.ended_at == row.occurred_at)
    line = schema.shipment_line
    sent = select(line.c.created_at.label("line_at"), shipment.c.created_at, ORDER.issued_at)
    sent = sent.join(shipment, shipment.c.number == line.c.shipment_number)
    sent = sent.join(schema.purchase_order, ORDER.number == line.c.order_number)
    assert all(row.issued_at < row.created_at == row.line_at for row in await rows(store, sent))


async def test_lots_leave_after_they_were_made(store: Store) -> None:
    line, lot = schema.shipment_line.c, schema.lot
    query = select(lot.c.made_on, lot.c.expires_on, line.created_at, lot.c.lot_no).join(lot, lot.c.id == line.lot_id)
    for row in await rows(store, query):
        assert row.made_on <= row.created_at.astimezone(SHANGHAI).date() < row.expires_on


async def test_product_lots_went_out_in_full_and_to_both_dealers(store: Store) -> None:
    line, lot, shipment = schema.shipment_line, schema.lot, schema.shipment
    query = (
        select(lot.c.lot_no, lot.c.quantity, func.sum(line.c.quantity).label("sent"))
        .add_columns(func.count(shipment.c.receiver_id.distinct()).label("dealers"))
        .join(lot, lot.c.id == line.c.lot_id)
        .join(shipment, shipment.c.number == line.c.shipment_number)
        .where(shipment.c.direction == "outbound")
        .group_by(lot.c.lot_no, lot.c.quantity)
        .order_by(lot.c.lot_no)
    )
    found = [(row.lot_no, row.quantity == row.sent, row.dealers) for row in await rows(store, query)]
    assert found == [("P20261105", True, 2), ("P20261106", True, 2)]


async def test_the_next_number(store: Store) -> None:
    (series,) = await rows(store, select(schema.number_series))
    assert tuple(series) == (NUMBER_SERIES, NEXT_NUMBER) == ("PO", 123)


@pytest.mark.parametrize(
    "now", [datetime(2027, 1, 1, 0, 5, tzinfo=SHANGHAI), datetime(2028, 2, 29, 23, 59, tzinfo=SHANGHAI)]
)
async def test_dates_follow_the_clock(tmp_path: Path, now: datetime) -> None:
    store = await Store.open(database_url(tmp_path / "x.db"), FixedClock(now))
    await demo.seed(store)
    (shipment,) = await rows(store, select(schema.shipment).where(schema.shipment.c.number == "SH10042"))
    await store.close()
    assert shipment.eta == now.date() + timedelta(days=2)
