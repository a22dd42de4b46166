"""Finding shipments: what each side sees, by which number, in which order."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, insert

from procurement import schema
from procurement.actor import Actor
from procurement.demo_master import item_id
from procurement.entities import ShipmentView
from procurement.shipments import find_shipments
from procurement.store import Store
from tests.conftest import NOW
from tests.otherco import Stranger


async def find(store: Store, actor: Actor, **conditions: Any) -> list[ShipmentView]:
    async with store.read() as uow:
        return await find_shipments(uow, actor, **conditions)


async def numbers(store: Store, actor: Actor, **conditions: Any) -> list[str]:
    return [shipment.number for shipment in await find(store, actor, **conditions)]


@pytest.fixture
async def he_jing(store: Store, buyer: Actor) -> Actor:
    """何静 of the supplier 金麦面粉."""
    return replace(buyer, contact_id="he-jing", party_id="jinmai-flour", party_kind="supplier")


async def moved(store: Store, id: str, status: str, hours_ago: int, **values: Any) -> None:
    """An event of SH10042 that is reported now."""
    at = NOW - timedelta(hours=hours_ago)
    row = {"id": id, "shipment_number": "SH10042", "status": status, "occurred_at": at, "recorded_at": NOW}
    async with store.begin() as uow:
        await uow.conn.execute(insert(schema.tracking_event).values(row | values))
        await uow.commit()


async def send(store: Store, number: str, hours_ago: int, *, ended: bool, part: str = "FL-25", lines: int = 1) -> None:
    """A shipment of 金麦面粉 to the buyer."""
    at = NOW - timedelta(hours=hours_ago)
    head = {
        "number": number, "direction": "inbound", "shipper_id": "jinmai-flour", "receiver_id": "hengfeng",
        "created_at": at, "ended_at": NOW if ended else None,
    }  # fmt: skip
    line = {"shipment_number": number, "item_id": item_id(part), "quantity": Decimal(1), "created_at": at}
    async with store.begin() as uow:
        await uow.conn.execute(insert(schema.shipment).values(head))
        await uow.conn.execute(insert(schema.shipment_line), [line | {"line_no": n} for n in range(1, lines + 1)])
        await uow.commit()


async def test_a_shipment_in_full(store: Store, buyer: Actor) -> None:
    (shipment,) = await find(store, buyer, order="PO-2026-00117")
    assert (shipment.number, shipment.tracking_no, shipment.mode) == ("SH10042", "CJ1029384756", "full_truck")
    assert (shipment.status, shipment.incident) == ("in_transit", None)
    assert shipment.carrier is not None
    assert (shipment.shipper.en, shipment.receiver.zh, shipment.carrier.zh) == ("Jinmai Flour", "恒丰食品", "长江物流")
    assert shipment.location is not None
    assert shipment.location.en == "Xuzhou"
    assert shipment.eta == NOW.date() + timedelta(days=2)
    (line,) = shipment.lines
    assert (line.order_number, line.part_no, line.quantity, line.unit) == ("PO-2026-00117", "FL-25", 10_000, "KGM")
    assert [one.occurred_at for one in shipment.events] == [NOW - timedelta(hours=hours) for hours in (3, 18, 26)]


async def test_a_delay_has_its_reason(store: Store, buyer: Actor) -> None:
    (shipment,) = await find(store, buyer, order="PO-2026-00118")
    assert (shipment.status, shipment.incident) == ("delivery_delayed", "weather_snow")
    assert shipment.events[0].note is not None
    assert "暴雪" in shipment.events[0].note.zh


@pytest.mark.parametrize("said", ["SH10042", "sh10042", " SH 10042 ", "CJ1029384756", "cj1029384756", "ＳＨ１００４２"])
async def test_either_number_finds_it(store: Store, buyer: Actor, said: str) -> None:
    assert await numbers(store, buyer, shipment=said) == ["SH10042"]
    assert await numbers(store, buyer, tracking_number=said) == ["SH10042"]


async def test_those_under_way_come_first_then_the_latest(store: Store, buyer: Actor) -> None:
    assert await numbers(store, buyer) == [
        "SH10042", "SH10043", "SH10044", "SH10041", "SH10039", "SH10038", "SH10036",
    ]  # fmt: skip
    assert await numbers(store, buyer, limit=3) == ["SH10042", "SH10043", "SH10044"]
    await send(store, "SH20000", 5000, ended=False)
    await send(store, "SH20001", 1, ended=True)
    assert await numbers(store, buyer, limit=4) == ["SH10042", "SH10043", "SH20000", "SH20001"]


async def test_by_item_and_supplier(store: Store, buyer: Actor) -> None:
    assert await numbers(store, buyer, item_id=item_id("FL-25")) == ["SH10042", "SH10036"]
    assert await numbers(store, buyer, item_id=item_id("BREAD-S")) == ["SH10039", "SH10038"]
    assert await numbers(store, buyer, supplier_id="qinghe-dairy") == ["SH10043"]
    assert await numbers(store, buyer, supplier_id="qinghe-dairy", item_id=item_id("FL-25")) == []
    assert await numbers(store, buyer, supplier_id="jinmai-flour", item_id=item_id("FL-25"), limit=1) == ["SH10042"]
    assert await numbers(store, buyer, order="PO-2026-00117", item_id=item_id("BT-10")) == []
    assert await numbers(store, buyer, order="PO-2026-00117", supplier_id="qinghe-dairy") == []
    assert await numbers(store, buyer, order="PO-2026-00117", shipment="SH10043") == []


async def test_several_lines_of_one_item_are_one_shipment(store: Store, buyer: Actor) -> None:
    await send(store, "SH20000", 1, ended=True, lines=3)
    await send(store, "SH20001", 1, ended=False, lines=3)
    found = await numbers(store, buyer, item_id=item_id("FL-25"))
    assert found == ["SH20001", "SH10042", "SH20000", "SH10036"]


async def test_each_side_sees_its_own(
    store: Store, buyer: Actor, wu_jun: Actor, he_jing: Actor, stranger: Stranger
) -> None:
    assert await numbers(store, he_jing) == ["SH10042", "SH10036"]
    assert await numbers(store, wu_jun) == ["SH90001"]
    assert await numbers(store, stranger.actor) == ["SH90001"]
    carrier = replace(buyer, party_id="arctic-cold-chain", party_kind="carrier")
    assert await numbers(store, carrier) == ["SH10043"]
    dealer = replace(buyer, party_id="eastside-bakery", party_kind="dealer")
    assert await numbers(store, dealer) == ["SH10038"]


async def test_a_foreign_shipment_is_not_there(store: Store, buyer: Actor, wu_jun: Actor, stranger: Stranger) -> None:
    for conditions in (
        {"shipment": stranger.shipment_number},
        {"tracking_number": stranger.tracking_no},
        {"order": stranger.order_number},
        {"item_id": stranger.item_id},
    ):
        assert await numbers(store, buyer, **conditions) == []
    assert await numbers(store, stranger.actor, shipment="SH10042") == []
    assert await numbers(store, stranger.actor, supplier_id="jinmai-flour") == []
    assert await numbers(store, wu_jun, item_id=item_id("FL-25")) == []
    assert stranger.shipment_number not in await numbers(store, buyer, supplier_id=stranger.supplier_id)


async def test_the_direction_is_as_the_viewer_sees_it(store: Store, buyer: Actor, he_jing: Actor) -> None:
    assert (await find(store, buyer, shipment="SH10042"))[0].direction == "inbound"
    assert (await find(store, he_jing, shipment="SH10042"))[0].direction == "outbound"
    assert (await find(store, buyer, shipment="SH10039"))[0].direction == "outbound"


async def test_a_late_event_does_not_move_it_back(store: Store, buyer: Actor) -> None:
    await moved(store, "trk_new", "out_for_delivery", 1)
    await moved(store, "trk_late", "on_hold", 10, incident="customs_inspection")
    (shipment,) = await find(store, buyer, shipment="SH10042")
    assert (shipment.status, shipment.incident) == ("out_for_delivery", None)
    assert [one.status for one in shipment.events] == [
        "out_for_delivery", "in_transit", "on_hold", "in_transit", "picked_up",
    ]  # fmt: skip
    assert shipment.location is not None
    assert shipment.location.zh == "徐州"  # the last known one


async def test_without_events_it_is_pending(store: Store, buyer: Actor) -> None:
    await send(store, "SH20000", 1, ended=False)
    (shipment,) = await find(store, buyer, shipment="SH20000")
    assert (shipment.status, shipment.events, shipment.carrier, shipment.eta) == ("pending", (), None, None)


async def test_nothing_of_that_number(store: Store, buyer: Actor) -> None:
    for said in ("", "SH1", "%", "SH1004", "'"):
        assert await numbers(store, buyer, shipment=said) == []
    assert await numbers(store, buyer, order="119") == []


async def test_the_number_of_queries_does_not_grow(store: Store, buyer: Actor) -> None:
    statements: list[str] = []

    @event.listens_for(store._readers.sync_engine, "before_cursor_execute")
    def count(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    await numbers(store, buyer, limit=3)
    of_three = len(statements)
    await numbers(store, buyer, limit=7)
    assert len(statements) - of_three == of_three < 8
