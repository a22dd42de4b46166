"""Lots: their origin, their genealogy both ways, and that only the owner sees them."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import insert, select

from procurement import schema
from procurement.actor import Actor
from procurement.demo_master import item_id
from procurement.entities import Direction, Trace
from procurement.errors import NotFound
from procurement.lots import get_lot, trace_lot
from procurement.store import Store
from tests.conftest import NOW
from tests.otherco import Stranger


async def trace(store: Store, actor: Actor, lot: str, direction: Direction, **limit: int) -> Trace:
    async with store.read() as uow:
        return await trace_lot(uow, actor, lot, direction, **limit)


async def join(store: Store, *edges: tuple[str, str], owner: str = "hengfeng") -> None:
    """Genealogy edges, with the lots they name; consumed first."""
    lot, edge = schema.lot, schema.lot_edge
    async with store.begin() as uow:
        known = set(await uow.conn.scalars(select(lot.c.id)))
        for name in dict.fromkeys(name for pair in edges for name in pair):
            if f"{owner}.{name}" not in known:
                row = {"id": f"{owner}.{name}", "party_id": owner, "lot_no": name, "item_id": item_id("BREAD-S")}
                await uow.conn.execute(insert(lot).values(row | {"quantity": Decimal(1), "status": "released"}))
        for consumed, produced in edges:
            ends = {"consumed_lot_id": f"{owner}.{consumed}", "produced_lot_id": f"{owner}.{produced}"}
            await uow.conn.execute(insert(edge).values(ends | {"quantity": Decimal(1), "occurred_on": NOW.date()}))
        await uow.commit()


def lots(trace: Trace) -> list[str]:
    return [lot.lot_no for lot in trace.lots]


def steps(trace: Trace) -> list[tuple[str, str, int]]:
    return [(step.consumed_lot_no, step.produced_lot_no, step.depth) for step in trace.steps]


@pytest.mark.parametrize("said", ["L20261101", "l20261101", " L2026 1101 ", "Ｌ20261101"])
async def test_where_a_lot_comes_from(store: Store, buyer: Actor, said: str) -> None:
    async with store.read() as uow:
        lot = await get_lot(uow, buyer, said)
    assert (lot.part_no, lot.quantity, lot.unit, lot.status) == ("FL-25", 5000, "KGM", "released")
    assert lot.supplier is not None
    assert (lot.supplier.zh, lot.order_number) == ("金麦面粉", "PO-2026-00112")
    assert lot.received_at is not None
    assert lot.received_at.date() == NOW.date() - timedelta(days=22)
    (inspection,) = lot.inspections
    assert inspection.confirmed_by is not None
    assert (inspection.inspected_by.zh, inspection.confirmed_by.zh) == ("周婷", "王敏")
    assert inspection.confirmed_at is not None
    assert lot.received_at < inspection.inspected_at < inspection.confirmed_at
    assert [reading["name"]["en"] for reading in inspection.readings] == ["moisture", "protein", "ash"]


async def test_forward(store: Store, buyer: Actor) -> None:
    found = await trace(store, buyer, "L20261101", "forward")
    assert found.root.lot_no == "L20261101"
    assert lots(found) == ["P20261105", "P20261106"]
    assert steps(found) == [("L20261101", "P20261105", 1), ("L20261101", "P20261106", 1)]
    assert [step.quantity for step in found.steps] == [1800, 2000]
    assert {(one.lot_no, one.receiver.en) for one in found.deliveries} == {
        (lot, dealer) for lot in ("P20261105", "P20261106") for dealer in ("Eastside Bakery", "Riverside Trading")
    }
    assert sum(one.quantity for one in found.deliveries) == 12_500
    assert not found.truncated


async def test_backward(store: Store, buyer: Actor) -> None:
    found = await trace(store, buyer, "P20261106", "backward")
    assert lots(found) == ["L20261101"]
    assert steps(found) == [("L20261101", "P20261106", 1)]
    assert found.lots[0].supplier is not None
    assert found.deliveries == ()


async def test_both(store: Store, buyer: Actor) -> None:
    await join(store, ("P20261105", "REWORK"))
    found = await trace(store, buyer, "P20261105", "both")
    assert lots(found) == ["L20261101", "REWORK"]
    assert steps(found) == [("L20261101", "P20261105", 1), ("P20261105", "REWORK", 1)]
    assert {one.lot_no for one in found.deliveries} == {"P20261105"}


async def test_a_graph_with_shared_lots_and_depths(store: Store, buyer: Actor) -> None:
    await join(store, ("A", "B"), ("A", "C"), ("B", "D"), ("C", "D"), ("A", "D"), ("D", "E"), ("X", "E"))
    found = await trace(store, buyer, "A", "forward")
    assert lots(found) == ["B", "C", "D", "E"]
    assert steps(found) == [
        ("A", "B", 1), ("A", "C", 1), ("A", "D", 1), ("B", "D", 2), ("C", "D", 2), ("D", "E", 2),
    ]  # fmt: skip
    assert set(lots(await trace(store, buyer, "E", "backward"))) == {"D", "X", "A", "B", "C"}


async def test_a_cycle_is_followed_once(store: Store, buyer: Actor) -> None:
    await join(store, ("A", "B"), ("B", "C"), ("C", "A"), ("C", "C2"))
    found = await trace(store, buyer, "A", "forward")
    assert lots(found) == ["B", "C", "C2"]
    assert steps(found) == [("A", "B", 1), ("B", "C", 2), ("C", "A", 3), ("C", "C2", 3)]
    assert lots(await trace(store, buyer, "A", "both")) == ["C", "B", "C2"]


async def test_the_limit_cuts_off_the_farthest(store: Store, buyer: Actor) -> None:
    chain = [f"N{number:02d}" for number in range(12)]
    await join(store, *pairwise(chain))
    found = await trace(store, buyer, "N00", "forward", limit=5)
    assert (lots(found), found.truncated) == (chain[1:6], True)
    assert [step.depth for step in found.steps] == [1, 2, 3, 4, 5]
    found = await trace(store, buyer, "N00", "forward", limit=11)
    assert (lots(found), found.truncated) == (chain[1:], False)
    assert (await trace(store, buyer, "N05", "both", limit=5)).truncated


async def test_a_lot_alone(store: Store, buyer: Actor) -> None:
    await join(store, ("A", "B"))
    found = await trace(store, buyer, "B", "forward")
    assert (found.lots, found.steps, found.deliveries, found.truncated) == ((), (), (), False)


@pytest.mark.parametrize("said", ["", "L", "%", "L2026110", "L20261101 x"])
async def test_no_such_lot(store: Store, buyer: Actor, said: str) -> None:
    with pytest.raises(NotFound) as missing:
        await trace(store, buyer, said, "both")
    assert missing.value.field == "lot"


async def test_only_the_owner_sees_a_lot(store: Store, buyer: Actor, wu_jun: Actor, stranger: Stranger) -> None:
    for actor, lot in ((buyer, stranger.lot_no), (stranger.actor, "L20261101"), (wu_jun, "L20261101")):
        with pytest.raises(NotFound):
            await trace(store, actor, lot, "both")
    assert (await trace(store, stranger.actor, stranger.lot_no, "both")).root.status == "released"


async def test_a_trace_stops_at_another_company(store: Store, buyer: Actor, stranger: Stranger) -> None:
    await join(store, ("A", "B"))
    foreign = {"quantity": Decimal(1), "occurred_on": NOW.date()}
    async with store.begin() as uow:
        for ends in (
            ("hengfeng.B", f"otherco.{stranger.lot_no}"),
            (f"otherco.{stranger.lot_no}", "hengfeng.P20261105"),
        ):
            row: dict[str, Any] = {"consumed_lot_id": ends[0], "produced_lot_id": ends[1], **foreign}
            await uow.conn.execute(insert(schema.lot_edge).values(row))
        await uow.commit()
    found = await trace(store, buyer, "A", "forward")
    assert lots(found) == ["B"]
    assert steps(found) == [("A", "B", 1)]
