"""Stock: levels, how long they last, what is on its way, and whose it is."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, update

from procurement import schema
from procurement.actor import Actor
from procurement.demo_master import item_id
from procurement.entities import StockView
from procurement.stock import days_left, stock_status
from procurement.store import Store
from tests.conftest import NOW
from tests.otherco import Stranger

ORDER = schema.purchase_order


async def status(store: Store, actor: Actor, part: str | None = None, warehouse: str | None = None) -> list[StockView]:
    async with store.read() as uow:
        return await stock_status(uow, actor, item_id=item_id(part) if part else None, warehouse_id=warehouse)


async def change(store: Store, number: str, **values: Any) -> None:
    async with store.begin() as uow:
        await uow.conn.execute(update(ORDER).where(ORDER.c.number == number).values(values))
        await uow.commit()


async def test_butter_runs_out(store: Store, buyer: Actor) -> None:
    (butter,) = await status(store, buyer, "BT-10")
    assert (butter.on_hand, butter.reorder_point, butter.daily_use, butter.unit) == (40, 200, 60, "KGM")
    assert butter.below_reorder_point
    assert butter.days_left == Decimal("0.6")
    assert butter.inbound == 500
    assert butter.warehouse.zh == "苏州一号仓"


async def test_nothing_else_does(store: Store, buyer: Actor) -> None:
    low = [view.part_no for view in await status(store, buyer) if view.below_reorder_point]
    assert low == ["BT-10"]


async def test_by_item_and_warehouse(store: Store, buyer: Actor) -> None:
    assert [view.warehouse_id for view in await status(store, buyer, "FL-25")] == ["suzhou-1", "suzhou-2", "wuhan"]
    assert [view.part_no for view in await status(store, buyer, warehouse="wuhan")] == ["BREAD-S", "FL-25"]
    (one,) = await status(store, buyer, "FL-25", "wuhan")
    assert (one.on_hand, one.inbound) == (4000, 0)
    assert await status(store, buyer, "BT-10", "wuhan") == []


async def test_what_is_open_comes_in(store: Store, buyer: Actor) -> None:
    inbound = {view.part_no: view.inbound for view in await status(store, buyer, warehouse="suzhou-1")}
    assert inbound == {
        "6204": 1000, "6205": 0, "BR-20": 800, "BREAD-S": 0, "BT-10": 500, "CT-40": 1600, "FL-25": 10_000,
        "LB-01": 0, "SG-50": 0,
    }  # fmt: skip
    assert (await status(store, buyer, "CT-40", "suzhou-1"))[0].inbound == 1600


@pytest.mark.parametrize(
    "changed",
    [
        {"document_status": "cancel_requested"},
        {"document_status": "cancelled"},
        {"document_status": "closed"},
        {"response_status": "rejected"},
    ],
)
async def test_what_will_not_come_does_not(store: Store, buyer: Actor, changed: dict[str, str]) -> None:
    await change(store, "PO-2026-00118", **changed)
    assert (await status(store, buyer, "BT-10"))[0].inbound == 0


async def test_what_is_on_hold_may_come(store: Store, buyer: Actor) -> None:
    await change(store, "PO-2026-00118", document_status="on_hold")
    assert (await status(store, buyer, "BT-10"))[0].inbound == 500


async def test_more_than_ordered_is_not_less_than_nothing(store: Store, buyer: Actor) -> None:
    receipt = {
        "id": "rcv_x", "order_number": "PO-2026-00118", "order_line_no": 1, "received": Decimal(600),
        "short": Decimal(0), "rejected": Decimal(0), "received_at": NOW - timedelta(hours=1),
    }  # fmt: skip
    async with store.begin() as uow:
        await uow.conn.execute(insert(schema.goods_receipt).values(receipt))
        await uow.commit()
    assert (await status(store, buyer, "BT-10"))[0].inbound == 0


async def test_only_the_owner_sees_stock(store: Store, buyer: Actor, wu_jun: Actor, stranger: Stranger) -> None:
    assert await status(store, wu_jun) == []
    assert [view.item_id for view in await status(store, stranger.actor)] == [stranger.item_id]
    assert await status(store, stranger.actor, "BT-10") == []
    assert stranger.warehouse_id not in {view.warehouse_id for view in await status(store, buyer)}
    assert await status(store, buyer, warehouse=stranger.warehouse_id) == []


@pytest.mark.parametrize(
    ("on_hand", "use", "days"), [(40, 60, "0.6"), (0, 60, "0.0"), (59, 60, "0.9"), (120, 60, "2.0"), (40, 0, None)]
)
def test_days_left(on_hand: int, use: int, days: str | None) -> None:
    assert days_left(Decimal(on_hand), Decimal(use)) == (None if days is None else Decimal(days))
