"""create_order and cancel_order: what becomes a draft, what becomes a question, what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from procurement import schema
from procurement.actor import Actor
from procurement.clock import FixedClock
from procurement.drafts import DRAFT_TTL, decide, drafts_of
from procurement.store import Store
from tests.tools.context import context, open_conversation
from tools.registry import call
from tools.spec import Question, ToolContext, ToolResult
from tools.views import result_dict

Lines = list[dict[str, Any]]
BEARINGS: Lines = [{"item": "6204轴承", "quantity": 500}]
FLOUR: Lines = [{"item": "面粉", "quantity": 2, "unit": "吨"}]


@pytest.fixture
async def ctx(store: Store, buyer: Actor) -> ToolContext:
    await open_conversation(store, buyer)
    return await context(store, buyer)


async def order(ctx: ToolContext, lines: Lines, **arguments: Any) -> ToolResult:
    return await call(ctx, "create_order", {"lines": lines, **arguments})


def question(result: ToolResult) -> Question:
    assert result.status == "question", result
    assert result.question is not None
    assert not result.drafts
    return result.question


async def rows_of_drafts(store: Store) -> int:
    async with store.read() as uow:
        return int(await uow.conn.scalar(select(func.count()).select_from(schema.draft)) or 0)


# --- drafts ---------------------------------------------------------------------------------------------------------


async def test_a_complete_wish_becomes_one_open_draft(ctx: ToolContext) -> None:
    result = await order(ctx, BEARINGS, supplier="苏州精密", date="2026-12-04", place="二号仓")
    [draft] = result.drafts
    assert (result.status, draft.status, draft.tool) == ("ok", "open", "create_order")
    command = draft.command
    assert (command["supplier_id"], command["date"], command["warehouse_id"]) == (
        "suzhou-precision",
        "2026-12-04",
        "suzhou-2",
    )
    assert (command["lines"][0]["part"], Decimal(command["lines"][0]["quantity"])) == ("6204", Decimal(500))
    assert (command["gross"], draft.needs_approval) == ("6400.00", False)
    assert result.data == {"asked": [], "earliest": False}
    async with ctx.store.read() as uow:
        assert await uow.conn.scalar(select(func.count()).select_from(schema.purchase_order)) == 7  # none was issued


async def test_packs_and_spoken_units_become_base_units(ctx: ToolContext) -> None:
    result = await order(ctx, [{"item": "6204", "quantity": 4, "unit": "箱"}], supplier="suzhou-precision")
    assert result.drafts[0].command["lines"][0]["quantity"] == "200"
    assert result.data["asked"] == [{"part": "6204", "quantity": 4, "unit": "箱"}]
    result = await order(replace(ctx, call_key="t2:1"), [{"item": "flour", "quantity": "2000.0", "unit": "斤"}])
    assert result.drafts[0].command["lines"][0]["quantity"] == "1000"


async def test_what_was_not_said_is_filled_in(ctx: ToolContext) -> None:
    """The only supplier, the usual place, the earliest date."""
    result = await order(ctx, FLOUR)
    command = result.drafts[0].command
    assert (command["supplier_id"], command["warehouse_id"]) == ("jinmai-flour", "suzhou-1")
    assert result.data["earliest"] is True
    assert result.drafts[0].promise is not None
    assert command["date"] == result.drafts[0].promise[0]["completion"]


async def test_one_supplier_for_all_lines_if_one_sells_all(ctx: ToolContext) -> None:
    result = await order(ctx, [*BEARINGS, {"item": "6205", "quantity": 100}])
    [draft] = result.drafts
    assert draft.command["supplier_id"] == "suzhou-precision"
    assert [line["part"] for line in draft.command["lines"]] == ["6204", "6205"]


async def test_lines_are_split_between_their_only_suppliers(ctx: ToolContext) -> None:
    result = await order(ctx, [*FLOUR, {"item": "纸箱", "quantity": 600}, {"item": "标签", "quantity": 10000}])
    assert [draft.command["supplier_id"] for draft in result.drafts] == ["jinmai-flour", "lvyuan-packaging"]
    assert len(result.drafts[1].command["lines"]) == 2


async def test_a_supplier_named_takes_what_he_sells(ctx: ToolContext) -> None:
    result = await order(ctx, [*BEARINGS, *FLOUR], supplier="华东精密")
    assert [draft.command["supplier_id"] for draft in result.drafts] == ["huadong-precision", "jinmai-flour"]


async def test_an_item_named_twice_is_one_line(ctx: ToolContext) -> None:
    result = await order(ctx, [*FLOUR, {"item": "FL-25", "quantity": 500}])
    assert [line["quantity"] for line in result.drafts[0].command["lines"]] == ["2500"]


async def test_above_the_limit_it_needs_approval(ctx: ToolContext) -> None:
    result = await order(ctx, [{"item": "6204", "quantity": 4000}], supplier="suzhou-precision")
    assert result.drafts[0].needs_approval is True


# --- the same call again, and corrections ---------------------------------------------------------------------------


async def test_the_same_call_again_finds_its_draft(ctx: ToolContext, store: Store) -> None:
    first = await order(ctx, [*FLOUR, {"item": "CT-40", "quantity": 600}])
    again = await order(ctx, [*FLOUR, {"item": "CT-40", "quantity": 600}])
    assert [draft.id for draft in again.drafts] == [draft.id for draft in first.drafts]
    assert again.data == first.data
    assert await rows_of_drafts(store) == 2


async def test_the_same_correction_again_finds_its_draft(ctx: ToolContext) -> None:
    first = (await order(ctx, FLOUR)).drafts[0]
    later = replace(ctx, call_key="t2:1")
    corrected = await order(later, [{"item": "FL-25", "quantity": 3000}], replaces=first.id)
    again = await order(later, [{"item": "FL-25", "quantity": 3000}], replaces=first.id)
    assert again.drafts[0].id == corrected.drafts[0].id


async def test_a_correction_replaces_its_draft(ctx: ToolContext, buyer: Actor) -> None:
    first = (await order(ctx, BEARINGS, supplier="苏州精密")).drafts[0]
    result = await order(
        replace(ctx, call_key="t2:1"), [{"item": "6204", "quantity": 600}], supplier="华东精密", replaces=first.id
    )
    assert result.superseded == (first.id,)
    async with ctx.store.read() as uow:
        statuses = [draft.status for draft in await drafts_of(uow, buyer, "cnv_test")]
    assert statuses == ["cancelled", "open"]


async def test_the_same_goods_again_supersede_the_open_draft(ctx: ToolContext) -> None:
    first = (await order(ctx, FLOUR)).drafts[0]
    other = await order(replace(ctx, call_key="t2:1"), [{"item": "白糖", "quantity": 500}])
    assert other.superseded == ()
    result = await order(replace(ctx, call_key="t3:1"), [{"item": "FL-25", "quantity": 3000}])
    assert result.superseded == (first.id,)


async def test_in_one_turn_the_same_goods_may_go_to_two_places(ctx: ToolContext) -> None:
    await order(ctx, FLOUR, place="武汉")
    second = await order(replace(ctx, call_key="t1:2"), FLOUR, place="二号仓")
    assert second.superseded == ()
    same = await order(replace(ctx, call_key="t1:3"), FLOUR, place="武汉")
    assert len(same.superseded) == 1


@pytest.mark.parametrize("draft_id", ["drf_nothing", "latest"])
async def test_only_a_draft_of_this_conversation_is_replaced(
    ctx: ToolContext, store: Store, buyer: Actor, draft_id: str
) -> None:
    await open_conversation(store, buyer, "cnv_other")
    elsewhere = await context(store, buyer, "t9:1", "cnv_other")
    foreign = (await order(elsewhere, FLOUR)).drafts[0]
    result = await order(ctx, FLOUR, replaces=foreign.id if draft_id == "latest" else draft_id)
    assert (result.status, result.data["code"], result.data["field"]) == ("refused", "not_found", "replaces")
    assert await rows_of_drafts(store) == 1


async def test_an_expired_draft_is_not_replaced(ctx: ToolContext, clock: FixedClock) -> None:
    first = (await order(ctx, FLOUR)).drafts[0]
    clock.instant += DRAFT_TTL
    result = await order(replace(ctx, call_key="t2:1"), FLOUR, replaces=first.id)
    assert (result.status, result.data["field"]) == ("refused", "replaces")


async def test_an_executed_draft_is_not_replaced(ctx: ToolContext, store: Store, buyer: Actor) -> None:
    first = (await order(ctx, FLOUR)).drafts[0]
    async with store.begin() as uow:
        await decide(uow, buyer, draft_id=first.id, decision="yes", channel="button")
        await uow.commit()
    result = await order(replace(ctx, call_key="t2:1"), FLOUR, replaces=first.id)
    assert (result.status, result.data["code"]) == ("refused", "conflict")
    assert "PO-2026-00123" in result.data["message"]


# --- questions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "arguments", "slot", "reason"),
    [
        ([], {}, "item", "missing"),
        ([{"quantity": 500}], {}, "item", "missing"),
        ([{"item": "轴承", "quantity": 500}], {}, "item", "ambiguous"),
        ([{"item": "量子计算机", "quantity": 1}], {}, "item", "unknown"),
        ([{"item": "吐司面包", "quantity": 100}], {}, "item", "invalid"),
        ([{"item": "6204"}], {}, "quantity", "missing"),
        ([{"item": "6204", "quantity": 0}], {}, "quantity", "invalid"),
        ([{"item": "6204", "quantity": -5}], {}, "quantity", "invalid"),
        ([{"item": "6204", "quantity": 0.5}], {}, "quantity", "invalid"),
        ([{"item": "6204", "quantity": "1e10"}], {}, "quantity", "invalid"),
        ([{"item": "6204", "quantity": "1e999999"}], {}, "quantity", "invalid"),
        ([{"item": "6204", "quantity": "-1e999999"}], {}, "quantity", "invalid"),
        ([{"item": "面粉", "quantity": "1000.0001"}], {}, "quantity", "invalid"),
        ([{"item": "6204", "quantity": 5, "unit": "吨"}], {}, "quantity", "invalid"),
        (FLOUR, {"date": "2026-11-22"}, "date", "invalid"),
        (FLOUR, {"date": "2112-12-05"}, "date", "invalid"),
        (FLOUR, {"date": "2027-02-30"}, "date", "unknown"),
        (FLOUR, {"date": "11月31号"}, "date", "unknown"),
        (FLOUR, {"date": "2026-12-04T00:00:00"}, "date", "unknown"),
        (FLOUR, {"place": "火星仓库"}, "place", "unknown"),
        (BEARINGS, {"supplier": "精密"}, "supplier", "ambiguous"),
        (BEARINGS, {"supplier": "不存在的公司"}, "supplier", "unknown"),
        (BEARINGS, {}, "supplier", "missing"),
        (BEARINGS, {"supplier": "金麦面粉"}, "supplier", "invalid"),
    ],
)
async def test_what_is_missing_or_wrong_is_asked(
    ctx: ToolContext, store: Store, lines: Lines, arguments: dict[str, Any], slot: str, reason: str
) -> None:
    asked = question(await order(ctx, lines, **arguments))
    assert (asked.slot, asked.reason) == (slot, reason)
    assert await rows_of_drafts(store) == 0


async def test_today_is_early_enough_for_a_date(ctx: ToolContext) -> None:
    assert (await order(ctx, FLOUR, date="2026-11-23")).status == "ok"


async def test_suppliers_are_compared_for_this_quantity_and_date(ctx: ToolContext) -> None:
    asked = question(await order(ctx, [{"item": "6204", "quantity": 800}], date="2026-11-27"))
    assert asked.about == {"value": "6204", "zh": "6204轴承", "en": "bearing 6204"}
    options = {option["value"]: option for option in asked.options}
    assert options.keys() == {"suzhou-precision", "huadong-precision"}
    huadong, suzhou = options["huadong-precision"], options["suzhou-precision"]
    assert (huadong["unit_price"], huadong["total"], huadong["currency"]) == ("13.50", "10800.00", "CNY")
    assert (huadong["verdict"], huadong["quantity"], huadong["requested"]) == ("part", 600, 800)
    assert (suzhou["verdict"], suzhou["quantity"]) == ("later", 0)
    assert date.fromisoformat(suzhou["date"]) > date(2026, 11, 27)


async def test_several_lines_are_compared_by_total(ctx: ToolContext) -> None:
    lines = [{"item": "6204", "quantity": 500}, {"item": "6205", "quantity": 100}]
    asked = question(await order(ctx, lines, supplier="金麦面粉"))
    assert [(option["value"], option["total"]) for option in asked.options] == [("suzhou-precision", "7920.00")]


async def test_a_line_with_a_choice_of_suppliers_is_asked(ctx: ToolContext) -> None:
    asked = question(await order(ctx, [*FLOUR, *BEARINGS]))
    assert asked.about is not None
    assert asked.about["value"] == "6204"
    assert {option["value"] for option in asked.options} == {"suzhou-precision", "huadong-precision"}
    answered = await order(ctx, [*FLOUR, *BEARINGS], supplier="suzhou-precision")
    assert len(answered.drafts) == 2


async def test_a_unit_the_item_lacks_is_asked_with_those_it_has(ctx: ToolContext) -> None:
    asked = question(await order(ctx, [{"item": "6204", "quantity": 3, "unit": "袋"}]))
    assert asked.said == "3 袋"
    assert [(option["value"], option["en"]) for option in asked.options] == [
        ("H87", "piece"),
        ("XBX", "box of 50 pieces"),
    ]


@pytest.mark.parametrize(
    ("quantity", "constraint", "suggested"), [(80, "minimum_quantity", 100), (510, "order_multiple", 550)]
)
async def test_a_quantity_the_supplier_does_not_take_is_drafted_as_asked(
    ctx: ToolContext, quantity: int, constraint: str, suggested: int
) -> None:
    result = result_dict(await order(ctx, [{"item": "6204", "quantity": quantity}], supplier="苏州精密"))
    [draft] = result["drafts"]
    assert draft["order"]["lines"][0]["quantity"] == quantity
    [promise] = draft["promise"]["lines"]
    assert (promise["constraint"], promise["suggested_quantity"]) == (constraint, suggested)
    assert promise["verdict"] != "yes"


async def test_a_question_half_way_leaves_no_draft(ctx: ToolContext, store: Store) -> None:
    result = await order(ctx, [*FLOUR, {"item": "CT-40"}])
    assert question(result).about == {"value": "CT-40", "zh": "纸箱", "en": "carton"}
    assert await rows_of_drafts(store) == 0


async def test_without_a_usual_place_it_is_asked(ctx: ToolContext) -> None:
    homeless = replace(ctx, catalogue=replace(ctx.catalogue, default_warehouse=None))
    asked = question(await order(homeless, FLOUR))
    assert (asked.slot, asked.reason, len(asked.options)) == ("place", "missing", 3)


# --- authority ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", ["create_order", "cancel_order"])
async def test_only_those_with_authority_order(store: Store, wu_jun: Actor, quality: Actor, tool: str) -> None:
    for actor in (wu_jun, quality):
        result = await call(await context(store, actor), tool, {})
        assert (result.status, result.data["code"]) == ("refused", "not_allowed")


# --- cancelling -----------------------------------------------------------------------------------------------------


async def test_a_cancellation_is_a_draft(ctx: ToolContext) -> None:
    result = await call(ctx, "cancel_order", {"order": "121"})
    [draft] = result.drafts
    assert (draft.tool, draft.status, draft.command["order_number"]) == ("cancel_order", "open", "PO-2026-00121")


async def test_asked_twice_it_is_one_draft(ctx: ToolContext) -> None:
    first = await call(ctx, "cancel_order", {"order": "121"})
    again = await call(replace(ctx, call_key="t2:1"), "cancel_order", {"order": "PO-2026-00121"})
    assert again.drafts[0].id == first.drafts[0].id


@pytest.mark.parametrize(("said", "reason"), [(None, "missing"), ("999", "unknown")])
async def test_which_order_to_cancel_is_asked(ctx: ToolContext, said: str | None, reason: str) -> None:
    asked = question(await call(ctx, "cancel_order", {"order": said}))
    assert (asked.slot, asked.reason) == ("order", reason)


async def test_a_closed_order_is_not_cancelled(ctx: ToolContext) -> None:
    result = await call(ctx, "cancel_order", {"order": "122"})
    assert (result.status, result.data["code"]) == ("refused", "conflict")
    assert result.data["order"]["document"] == "closed"


async def test_a_supplier_who_does_not_sell_all_of_it_is_told(ctx: ToolContext) -> None:
    result = await order(ctx, [*FLOUR, {"item": "BT-10", "quantity": 200}], supplier="金麦面粉")
    assert [draft.command["supplier_id"] for draft in result.drafts] == ["jinmai-flour", "qinghe-dairy"]
    assert result.data["named"]["value"] == "jinmai-flour"
