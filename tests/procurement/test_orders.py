"""Finding orders: what each side sees, the filters, and the numbers as said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from procurement import schema
from procurement.actor import Actor
from procurement.demo_master import item_id
from procurement.entities import OrderFilter
from procurement.errors import InvalidInput, NotFound
from procurement.orders import MOST, find_order_numbers, find_orders, get_order
from procurement.store import Store
from tests.conftest import NOW
from tests.otherco import Stranger

ORDER = schema.purchase_order


async def numbers(store: Store, actor: Actor, **conditions: Any) -> list[str]:
    async with store.read() as uow:
        return [order.number.removeprefix("PO-2026-") for order in await find_orders(uow, actor, **conditions)]


async def said(store: Store, actor: Actor, text: str) -> list[str]:
    async with store.read() as uow:
        return await find_order_numbers(uow, actor, text)


async def change(store: Store, number: str, **values: Any) -> None:
    async with store.begin() as uow:
        await uow.conn.execute(update(ORDER).where(ORDER.c.number == f"PO-2026-{number}").values(values))
        await uow.commit()


async def copy_order(store: Store, number: str, new_number: str, **changes: Any) -> None:
    """Another order like one that is there, lines included."""
    async with store.begin() as uow:
        head = await _row(uow.conn, ORDER, ORDER.c.number == f"PO-2026-{number}")
        line = await _row(uow.conn, schema.order_line, schema.order_line.c.order_number == f"PO-2026-{number}")
        await uow.conn.execute(insert(ORDER).values({**head, "number": new_number, **changes}))
        issued_at = changes.get("issued_at", head["issued_at"])
        await uow.conn.execute(
            insert(schema.order_line).values({**line, "order_number": new_number, "issued_at": issued_at})
        )
        await uow.commit()


async def _row(conn: Any, table: Any, condition: Any) -> Mapping[str, Any]:
    return dict((await conn.execute(table.select().where(condition))).mappings().one())


async def test_an_order_in_full(store: Store, buyer: Actor) -> None:
    async with store.read() as uow:
        order = await get_order(uow, buyer, "119")
    assert order.number == "PO-2026-00119"
    assert (order.supplier.zh, order.supplier.en) == ("苏州精密轴承", "Suzhou Precision Bearings")
    assert (order.document_status, order.response_status, order.fulfilment) == (
        "issued", "accepted_with_changes", "not_shipped",
    )  # fmt: skip
    assert (order.net, order.vat, order.gross) == (Decimal("11327.43"), Decimal("1472.57"), Decimal("12800.00"))
    assert (order.warehouse.zh, order.issued_by.zh) == ("苏州一号仓", "李娜")
    assert order.issued_at == NOW - timedelta(days=3)
    assert order.issued_at.tzinfo == NOW.tzinfo
    (line,) = order.lines
    assert (line.part_no, line.quantity, line.unit, line.unit_price) == ("6204", 1000, "H87", Decimal("12.8"))
    assert order.response is not None
    assert (order.response.code, order.response.responded_by.zh) == ("CA", "吴军")
    parts = [(part.part, part.code, part.quantity, part.promised_date) for part in order.response.lines]
    on_time = order.requested_date
    assert parts == [(1, "3", 600, on_time), (2, "3", 400, on_time + timedelta(days=7))]
    assert order.shipments == ()


async def test_sums_of_a_partly_delivered_order(store: Store, buyer: Actor) -> None:
    async with store.read() as uow:
        order = await get_order(uow, buyer, "120")
    assert [(line.quantity, line.shipped, line.received) for line in order.lines] == [(4000, 2400, 2400)]
    assert order.fulfilment == "partially_received"
    assert order.shipments == ("SH10044",)


async def test_a_cancelled_shipment_sent_nothing(store: Store, buyer: Actor) -> None:
    cancelled = {
        "id": "trk_x", "shipment_number": "SH10042", "status": "cancelled", "occurred_at": NOW, "recorded_at": NOW,
    }  # fmt: skip
    async with store.begin() as uow:
        await uow.conn.execute(insert(schema.tracking_event).values(cancelled))
        await uow.commit()
    async with store.read() as uow:
        order = await get_order(uow, buyer, "117")
    assert (order.lines[0].shipped, order.fulfilment) == (0, "not_shipped")


@pytest.mark.parametrize(
    "text", ["119", "00119", "PO-2026-00119", "po 2026 119", "订单119", "PO-2026-00119 ", "0119", "19"]
)
async def test_numbers_as_said(store: Store, buyer: Actor, text: str) -> None:
    assert await said(store, buyer, text) == ["PO-2026-00119"]


@pytest.mark.parametrize("text", ["", "  ", "9", "999", "x", "-", "%", "_", "00%", "PO-2025-00119", "DROP", "119999"])
async def test_numbers_that_mean_no_order(store: Store, buyer: Actor, text: str) -> None:
    assert await said(store, buyer, text) == []
    async with store.read() as uow:
        with pytest.raises(NotFound) as missing:
            await get_order(uow, buyer, text)
    assert missing.value.field == "order"


async def test_a_sequence_of_two_years_is_asked_about(store: Store, buyer: Actor) -> None:
    await copy_order(store, "00119", "PO-2025-00119", issued_at=NOW - timedelta(days=360))
    assert await said(store, buyer, "119") == ["PO-2026-00119", "PO-2025-00119"]
    assert await said(store, buyer, "2025-119") == ["PO-2025-00119"]
    async with store.read() as uow:
        with pytest.raises(InvalidInput, match="PO-2025-00119") as unclear:
            await get_order(uow, buyer, "119")
        assert (await get_order(uow, buyer, "PO-2025-00119")).number == "PO-2025-00119"
    assert unclear.value.remedy


async def test_the_sequence_is_meant_before_an_ending(store: Store, buyer: Actor) -> None:
    await copy_order(store, "00119", "PO-2026-77119")
    assert await said(store, buyer, "119") == ["PO-2026-00119"]
    assert set(await said(store, buyer, "19")) == {"PO-2026-00119", "PO-2026-77119"}


async def test_each_side_sees_its_own(store: Store, buyer: Actor, wu_jun: Actor, stranger: Stranger) -> None:
    assert await numbers(store, buyer) == ["00121", "00119", "00118", "00117", "00120", "00122", "00112"]
    assert await numbers(store, wu_jun) == ["90001", "00119"]
    assert await numbers(store, stranger.actor) == ["90001"]


async def test_a_foreign_order_looks_like_none(store: Store, buyer: Actor, wu_jun: Actor, stranger: Stranger) -> None:
    for actor, number in ((buyer, "PO-2026-90001"), (buyer, "90001"), (stranger.actor, "119"), (wu_jun, "117")):
        async with store.read() as uow:
            with pytest.raises(NotFound):
                await get_order(uow, actor, number)
        assert await said(store, actor, number) == []
    assert await numbers(store, buyer, item_id=stranger.item_id) == []
    assert await numbers(store, stranger.actor, supplier_id="jinmai-flour") == []


@pytest.mark.parametrize("kind", ["carrier", "dealer"])
async def test_others_see_none(store: Store, buyer: Actor, kind: Any) -> None:
    other = replace(buyer, party_kind=kind)
    assert await numbers(store, other) == []
    assert await said(store, other, "119") == []


FILTERED: dict[OrderFilter, list[str]] = {
    "open": ["00121", "00119", "00118", "00117", "00120"],
    "late": ["00119", "00118"],
    "unanswered": ["00121"],
    "waiting_for_buyer": ["00119"],
    "shipped": ["00118", "00117", "00120"],
    "received": ["00122", "00112"],
    "cancelled": [],
}


@pytest.mark.parametrize("status", FILTERED)
async def test_filters_on_the_demo_chain(store: Store, buyer: Actor, stranger: Stranger, status: OrderFilter) -> None:
    assert await numbers(store, buyer, status=status) == FILTERED[status]


@pytest.mark.parametrize("status", FILTERED)
async def test_filters_join(store: Store, buyer: Actor, status: OrderFilter) -> None:
    flour = [one for one in FILTERED[status] if one in ("00117", "00112")]
    assert await numbers(store, buyer, status=status, item_id=item_id("FL-25")) == flour
    assert await numbers(store, buyer, status=status, supplier_id="jinmai-flour") == flour
    assert await numbers(store, buyer, status=status, supplier_id="jinmai-flour", item_id=item_id("FL-25")) == flour
    assert await numbers(store, buyer, status=status, supplier_id="jinmai-flour", item_id=item_id("6204")) == []


async def test_items_and_suppliers(store: Store, buyer: Actor, wu_jun: Actor) -> None:
    assert await numbers(store, buyer, item_id=item_id("FL-25")) == ["00117", "00112"]
    assert await numbers(store, buyer, supplier_id="suzhou-precision") == ["00119"]
    assert await numbers(store, wu_jun, item_id=item_id("6204")) == ["00119"]
    assert await numbers(store, wu_jun, item_id=item_id("FL-25")) == []


async def test_states_of_the_document(store: Store, buyer: Actor) -> None:
    await change(store, "00121", document_status="cancel_requested")
    await change(store, "00120", document_status="cancelled")
    await change(store, "00117", document_status="on_hold")
    assert await numbers(store, buyer, status="cancelled") == ["00121", "00120"]
    assert await numbers(store, buyer, status="open") == ["00121", "00119", "00118", "00117"]
    assert await numbers(store, buyer, status="unanswered") == []


async def test_a_rejected_order_waits_for_the_buyer(store: Store, buyer: Actor) -> None:
    await change(store, "00121", response_status="rejected")
    assert await numbers(store, buyer, status="waiting_for_buyer") == ["00121", "00119"]


async def test_an_order_past_its_date_is_late_until_received(store: Store, buyer: Actor) -> None:
    await change(store, "00120", requested_date=NOW.date() - timedelta(days=1))
    assert "00120" in await numbers(store, buyer, status="late")
    await change(store, "00120", requested_date=NOW.date() + timedelta(days=3))
    assert "00120" not in await numbers(store, buyer, status="late")
    await change(store, "00122", document_status="issued")  # received in full, days after its date
    assert "00122" not in await numbers(store, buyer, status="late")


async def respond(store: Store, days: int) -> None:
    """Ningbo answers order 121, an hour later each time: all of it ``days`` after the requested date."""
    async with store.begin() as uow:
        order = await _row(uow.conn, ORDER, ORDER.c.number == "PO-2026-00121")
        said_before = (await uow.conn.execute(schema.order_response.select())).all()
        response = {
            "id": f"rsp_{days}", "order_number": order["number"], "order_version": 1, "code": "CA",
            "responded_by": "zheng-kai", "responded_at": NOW + timedelta(hours=len(said_before)), "note": f"{days}",
        }  # fmt: skip
        promised = order["requested_date"] + timedelta(days=days)
        line = {"response_id": f"rsp_{days}", "line_no": 1, "part": 1, "code": "3", "quantity": Decimal(800)}
        await uow.conn.execute(insert(schema.order_response).values(response))
        await uow.conn.execute(insert(schema.order_response_line).values({**line, "promised_date": promised}))
        await uow.commit()


async def test_the_last_word_on_a_line_counts(store: Store, buyer: Actor) -> None:
    await respond(store, 3)
    assert "00121" in await numbers(store, buyer, status="late")
    await respond(store, -1)
    assert "00121" not in await numbers(store, buyer, status="late")
    async with store.read() as uow:
        order = await get_order(uow, buyer, "121")
    assert order.response is not None
    assert order.response.note == "-1"
    assert [line.promised_date for line in order.response.lines] == [order.requested_date - timedelta(days=1)]


async def test_an_order_of_two_lines_of_one_item_comes_once(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        line = await _row(uow.conn, schema.order_line, schema.order_line.c.order_number == "PO-2026-00117")
        await uow.conn.execute(insert(schema.order_line).values({**line, "line_no": 2}))
        await uow.commit()
    assert await numbers(store, buyer, item_id=item_id("FL-25")) == ["00117", "00112"]
    assert await numbers(store, buyer, item_id=item_id("FL-25"), status="open") == ["00117"]
    async with store.read() as uow:
        assert [line.line_no for line in (await get_order(uow, buyer, "117")).lines] == [1, 2]


async def test_the_newest_come_first_and_no_more_than_asked(store: Store, buyer: Actor) -> None:
    for number in range(30):
        await copy_order(store, "00117", f"PO-2026-0{3000 + number}", issued_at=NOW - timedelta(minutes=number))
    assert await numbers(store, buyer, limit=3) == ["03000", "03001", "03002"]
    assert len(await numbers(store, buyer)) == 20
    assert await numbers(store, buyer, status="open", item_id=item_id("FL-25"), limit=2) == ["03000", "03001"]
    assert len(await numbers(store, buyer, limit=MOST * 2)) == 37


async def test_the_number_of_queries_does_not_grow(store: Store, buyer: Actor) -> None:
    statements: list[str] = []

    @event.listens_for(store._readers.sync_engine, "before_cursor_execute")
    def count(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    await numbers(store, buyer, limit=2)
    of_two = len(statements)
    await numbers(store, buyer, limit=7)
    assert len(statements) - of_two == of_two < 12
