"""The reading tools over the demo chain: what they find, what they ask, and whose records they never show."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from procurement import schema
from procurement.actor import Actor
from procurement.store import Store
from tests.conftest import Stranger
from tests.tools.context import context, open_conversation
from tools.registry import TOOLS, call
from tools.spec import ToolContext
from tools.views import result_dict


@pytest.fixture
async def ctx(store: Store, buyer: Actor) -> ToolContext:
    await open_conversation(store, buyer)
    return await context(store, buyer)


async def found(ctx: ToolContext, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await call(ctx, tool, arguments)
    assert result.status == "ok", result
    view = result_dict(result)
    assert json.loads(json.dumps(view)) == view
    return view


async def asked(ctx: ToolContext, tool: str, **arguments: Any) -> tuple[str, str]:
    result = await call(ctx, tool, arguments)
    assert result.status == "question", result
    assert result.question is not None
    return result.question.slot, result.question.reason


# --- orders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["PO-2026-00119", "po 2026 00119", "119", "00119"])
async def test_an_order_by_what_was_said_of_its_number(ctx: ToolContext, said: str) -> None:
    order = (await found(ctx, "get_order", order=said))["order"]
    assert (order["number"], order["response"], order["supplier"]) == (
        "PO-2026-00119",
        "accepted_with_changes",
        "suzhou-precision",
    )
    [line] = order["lines"]
    assert (line["part"], line["quantity"], line["unit_price"], order["total"]) == ("6204", 1000, "12.80", "12800.00")
    assert [part["quantity"] for part in order["answer"]["lines"]] == [600, 400]


async def test_which_order_is_asked(ctx: ToolContext) -> None:
    assert await asked(ctx, "get_order") == ("order", "missing")
    assert await asked(ctx, "get_order", order="99999") == ("order", "unknown")


async def test_orders_by_status_item_supplier(ctx: ToolContext) -> None:
    waiting = await found(ctx, "find_orders", status="waiting_for_buyer")
    assert [order["number"] for order in waiting["orders"]] == ["PO-2026-00119"]
    flour = await found(ctx, "find_orders", item="面粉", supplier="金麦")
    assert {order["number"] for order in flour["orders"]} == {"PO-2026-00112", "PO-2026-00117"}
    assert flour["filter"] == {"status": None, "part": "FL-25", "supplier": "jinmai-flour"}
    assert await asked(ctx, "find_orders", item="轴承") == ("item", "ambiguous")
    assert await asked(ctx, "find_orders", supplier="精密") == ("supplier", "ambiguous")


# --- shipments ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ({"shipment": "sh 10043"}, ["SH10043"]),
        ({"order": "117"}, ["SH10042"]),
        ({"tracking_number": "cj1029384756"}, ["SH10042"]),
        ({"item": "黄油"}, ["SH10043"]),
        ({"supplier": "绿源包装"}, ["SH10044"]),
        ({"order": "119"}, []),
    ],
)
async def test_a_shipment_by_what_was_said(ctx: ToolContext, arguments: dict[str, Any], numbers: list[str]) -> None:
    view = await found(ctx, "find_shipment", **arguments)
    assert [shipment["number"] for shipment in view["shipments"]] == numbers


async def test_with_nothing_said_what_is_on_its_way(ctx: ToolContext) -> None:
    shipments = (await found(ctx, "find_shipment"))["shipments"]
    assert {shipment["number"] for shipment in shipments} == {"SH10042", "SH10043"}


async def test_a_shipment_nobody_knows_is_asked(ctx: ToolContext) -> None:
    assert await asked(ctx, "find_shipment", shipment="SH99999") == ("shipment", "unknown")
    assert await asked(ctx, "find_shipment", tracking_number="ZZ1") == ("shipment", "unknown")
    assert await asked(ctx, "find_shipment", order="99999") == ("order", "unknown")


# --- lots and stock -------------------------------------------------------------------------------------------------


async def test_a_lot_in_both_directions(ctx: ToolContext) -> None:
    trace = (await found(ctx, "trace_lot", lot=" l20261101 "))["trace"]
    assert (trace["root"]["supplier"], trace["root"]["order"]) == ("jinmai-flour", "PO-2026-00112")
    assert trace["root"]["inspections"][0]["confirmed_by"]["zh"] == "王敏"
    assert {lot["lot"] for lot in trace["lots"]} == {"P20261105", "P20261106"}
    assert {delivery["receiver"]["en"] for delivery in trace["deliveries"]} == {"Eastside Bakery", "Riverside Trading"}
    assert await asked(ctx, "trace_lot") == ("lot", "missing")
    assert await asked(ctx, "trace_lot", lot="L1") == ("lot", "unknown")


async def test_stock_of_an_item_at_a_place(ctx: ToolContext) -> None:
    [butter] = (await found(ctx, "stock_status", item="butter"))["stock"]
    assert (butter["on_hand"], butter["below_reorder_point"], butter["inbound"]) == (40, True, 500)
    [flour] = (await found(ctx, "stock_status", item="面粉", place="武汉"))["stock"]
    assert (flour["place"], flour["on_hand"]) == ("wuhan", 4000)
    assert await asked(ctx, "stock_status", place="月球") == ("place", "unknown")


# --- capacity -------------------------------------------------------------------------------------------------------


async def test_all_suppliers_of_an_item_are_compared(ctx: ToolContext) -> None:
    view = await found(ctx, "check_supplier_capacity", item="6204", quantity=10, unit="箱", date="2026-11-27")
    assert (view["quantity"], view["unit"]) == (500, "H87")
    offers = {offer["supplier"]: offer for offer in view["offers"]}
    assert offers["huadong-precision"]["promise"]["verdict"] == "yes"
    assert offers["suzhou-precision"]["promise"]["verdict"] == "another_supplier"
    assert offers["suzhou-precision"]["promise"]["constraint"] == "lead_time"


async def test_without_a_quantity_the_free_weeks(ctx: ToolContext) -> None:
    [offer] = (await found(ctx, "check_supplier_capacity", item="支架"))["offers"]
    assert offer["promise"] is None
    assert offer["available"] is None
    assert [week["week"] for week in offer["weeks"]] == ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]
    assert all(week["free"] == week["capacity"] - week["committed"] for week in offer["weeks"])


async def test_with_a_date_alone_what_can_arrive_by_then(ctx: ToolContext) -> None:
    [early] = (await found(ctx, "check_supplier_capacity", item="支架", date="2026-12-04"))["offers"]
    assert early["available"] == 0  # ten working days of lead time
    [later] = (await found(ctx, "check_supplier_capacity", item="支架", date="2026-12-14"))["offers"]
    assert later["available"] == sum(week["free"] for week in later["weeks"] if week["week"] >= "2026-12-07")


async def test_asking_reserves_nothing(ctx: ToolContext, store: Store) -> None:
    await found(ctx, "check_supplier_capacity", item="6204", quantity=500)
    async with store.read() as uow:
        assert await uow.conn.scalar(select(func.count()).select_from(schema.draft)) == 0


async def test_what_capacity_asks_back(ctx: ToolContext) -> None:
    assert await asked(ctx, "check_supplier_capacity") == ("item", "missing")
    assert await asked(ctx, "check_supplier_capacity", item="面包") == ("item", "invalid")
    assert await asked(ctx, "check_supplier_capacity", item="6204", supplier="金麦") == ("supplier", "invalid")
    assert await asked(ctx, "check_supplier_capacity", item="6204", quantity=0) == ("quantity", "invalid")
    yesterday = date(2026, 11, 22).isoformat()
    assert await asked(ctx, "check_supplier_capacity", item="6204", date=yesterday) == ("date", "invalid")


# --- who may see what -----------------------------------------------------------------------------------------------


async def test_a_stranger_s_records_are_unknown(store: Store, buyer: Actor, stranger: Stranger) -> None:
    await open_conversation(store, buyer)
    ctx = await context(store, buyer)
    assert await asked(ctx, "get_order", order=stranger.order_number) == ("order", "unknown")
    assert await asked(ctx, "cancel_order", order=stranger.order_number) == ("order", "unknown")
    assert await asked(ctx, "find_shipment", shipment=stranger.shipment_number) == ("shipment", "unknown")
    assert await asked(ctx, "find_shipment", tracking_number=stranger.tracking_no) == ("shipment", "unknown")
    assert await asked(ctx, "trace_lot", lot=stranger.lot_no) == ("lot", "unknown")
    own = await found(ctx, "check_supplier_capacity", item=stranger.item_id)  # it names the buyer's own part 6204, too
    assert "11.10" not in json.dumps(own)
    assert await asked(ctx, "stock_status", place=stranger.warehouse_id) == ("place", "unknown")
    for tool in ("find_orders", "find_shipment", "stock_status"):
        assert "otherco" not in json.dumps(await found(ctx, tool)).lower()


async def test_a_supplier_sees_his_own_side(store: Store, wu_jun: Actor, stranger: Stranger) -> None:
    ctx = await context(store, wu_jun)
    orders = (await found(ctx, "find_orders"))["orders"]
    assert {order["number"] for order in orders} == {"PO-2026-00119", stranger.order_number}
    assert await asked(ctx, "get_order", order="PO-2026-00117") == ("order", "unknown")
    result = await call(ctx, "check_supplier_capacity", {"item": "6204"})
    assert result.question is not None
    values = [option["value"] for option in result.question.options]
    assert sorted(values) == ["hengfeng.6204", "otherco.6204"]
    assert (await call(ctx, "check_supplier_capacity", {"item": values[0]})).status == "ok"


@pytest.mark.parametrize("tool", TOOLS)
async def test_every_tool_answers_the_supplier(store: Store, wu_jun: Actor, tool: str) -> None:
    assert (await call(await context(store, wu_jun), tool, {})).status in ("ok", "question", "refused")
