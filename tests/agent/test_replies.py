"""What people read. Real results of the tools over the demo chain, in both languages."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from agent.replies import Act, render_act, render_draft, render_error, render_outcome, render_result
from procurement.actor import Actor, Language
from procurement.clock import FixedClock
from procurement.drafts import DRAFT_TTL, decide
from procurement.entities import Decision
from procurement.errors import SupplyLineError
from procurement.orders import get_order
from procurement.store import Store
from tests.tools.context import context, open_conversation
from tools.registry import call
from tools.spec import ToolContext
from tools.views import draft_view, order_view, result_dict

TODAY = date(2026, 11, 23)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
BOXES = {"lines": [{"item": "6204", "quantity": 10, "unit": "箱"}], "supplier": "苏州精密", "date": "2026-12-04"}
CODES = re.compile(r"None|null|\{|\}|\b(H87|KGM|X[A-Z]{2})\b|[a-z]_[a-z]|suzhou-|drf_")


@pytest.fixture
async def ctx(store: Store, buyer: Actor) -> ToolContext:
    await open_conversation(store, buyer)
    return await context(store, buyer)


async def result(ctx: ToolContext, tool: str, **arguments: Any) -> dict[str, Any]:
    """As it is after events and messages: through JSON."""
    view: dict[str, Any] = json.loads(json.dumps(result_dict(await call(ctx, tool, arguments))))
    return view


async def reply(ctx: ToolContext, language: Language, tool: str, **arguments: Any) -> str:
    return render_result(tool, await result(ctx, tool, **arguments), language, TODAY)


async def test_a_confirmation_says_everything_zh(ctx: ToolContext) -> None:
    assert await reply(ctx, "zh", "create_order", **BOXES, place="二号仓") == "\n".join(
        [
            "订单草稿(尚未下单):",
            "供应商:苏州精密轴承",
            "物料:6204轴承,500 个(10 箱),单价 ¥12.80(含税),小计 ¥6,400.00",
            "合计:¥6,400.00(含税,其中税额 ¥736.28)",
            "交货:最晚 2026年12月4日 星期五 到 苏州二号仓",
            "供应能力:可以。500 个可在 2026年11月30日 星期一 到齐。",
            "确认下单吗?",
        ]
    )


async def test_a_confirmation_says_everything_en(ctx: ToolContext) -> None:
    assert await reply(ctx, "en", "create_order", **BOXES) == "\n".join(
        [
            "Draft order (not issued yet):",
            "Supplier: Suzhou Precision Bearings",
            "Item: bearing 6204, 500 pieces (10 boxes), unit price CNY 12.80 (incl. VAT), amount CNY 6,400.00",
            "Total: CNY 6,400.00 (incl. VAT of CNY 736.28)",
            "Delivery: to Suzhou 1 by Friday, 4 December 2026",
            "Supply check: yes. 500 pieces complete by Monday, 30 November 2026.",
            "Shall I issue this order?",
        ]
    )


async def test_what_comes_too_late_says_why_and_what_else(ctx: ToolContext) -> None:
    lines = [{"item": "6204", "quantity": 300}]
    text = await reply(ctx, "en", "create_order", lines=lines, supplier="suzhou-precision", date="2026-11-27")
    assert "not in time. 300 pieces complete only by Monday, 30 November 2026" in text
    assert "working days: 5" in text
    assert "Instead: Huadong Precision can deliver 300 pieces" in text
    assert "unit price CNY 13.50" in text
    assert text.endswith("Shall I issue it as it stands? Or tell me what to change.")


async def test_part_in_time_says_how_much_when(ctx: ToolContext) -> None:
    lines = [{"item": "6204", "quantity": 800}]
    text = await reply(ctx, "zh", "create_order", lines=lines, supplier="华东精密", date="2026-11-27")
    assert "800 个中有 600 个能按时到" in text
    assert "2026年11月26日 星期四 600 个,2026年11月30日 星期一 200 个" in text
    assert "产能所限,正常每周 600 个" in text


async def test_the_approval_is_announced(ctx: ToolContext) -> None:
    arguments = {"lines": [{"item": "6204", "quantity": 4000}], "supplier": "苏州精密"}
    assert "超过您的下单权限" in await reply(ctx, "zh", "create_order", **arguments)
    assert "above your limit" in await reply(ctx, "en", "create_order", **arguments)


async def test_several_drafts_end_in_one_question(ctx: ToolContext) -> None:
    lines = [{"item": "面粉", "quantity": 1, "unit": "吨"}, {"item": "标签", "quantity": 10000}]
    text = await reply(ctx, "en", "create_order", lines=lines)
    assert text.count("Draft 1 of 2") == text.count("Draft 2 of 2") == 1
    assert text.count("?") == 0
    assert text.endswith('reply "issue all".')
    assert "1,000 kg (1 tonne)" in text
    assert "CNY 0.045" in text


async def test_suppliers_are_offered_side_by_side(ctx: ToolContext) -> None:
    text = await reply(ctx, "zh", "create_order", lines=[{"item": "6204", "quantity": 500}], date="2026-12-04")
    assert text.splitlines() == [
        "6204轴承有多家供应商可以提供,请选一家:",
        "1. 华东精密机械:单价 ¥13.50,合计 ¥6,750.00,可以按时,2026年11月26日 星期四 到齐",
        "2. 苏州精密轴承:单价 ¥12.80,合计 ¥6,400.00,可以按时,2026年11月30日 星期一 到齐",
    ]


async def test_a_quantity_below_the_minimum(ctx: ToolContext) -> None:
    text = await reply(ctx, "en", "create_order", lines=[{"item": "6204", "quantity": 80}], supplier="苏州精密")
    assert "80 pieces" in text
    assert "100 pieces" in text  # the minimum, and what is suggested


async def test_an_order_on_its_three_axes(ctx: ToolContext) -> None:
    zh = await reply(ctx, "zh", "get_order", order="119")
    assert "单据:已签发;供应商答复:有变更地接受;履约:未发货" in zh
    assert "600 个 于 2026年11月30日 星期一 交货,400 个 于 2026年12月7日 星期一 交货" in zh
    assert "等您决定" in zh
    en = await reply(ctx, "en", "get_order", order="120")
    assert "Document: issued; supplier's answer: accepted; fulfilment: partly received" in en
    assert "shipped 2,400 pieces, received 2,400 pieces" in en


async def test_a_delayed_shipment_says_why(ctx: ToolContext) -> None:
    zh = await reply(ctx, "zh", "find_shipment", order="118")
    for said in ("SH10043:已延误", "当前位置:济南", "2026年11月25日 星期三", "天气原因", "暴雪"):
        assert said in zh
    en = await reply(ctx, "en", "find_shipment", shipment="SH10043")
    for said in (
        "SH10043: delayed",
        "Now at: Jinan",
        "Wednesday, 25 November 2026 (in 2 days)",
        "weather",
        "Snowstorm",
    ):
        assert said in en


async def test_a_trace_answers_who_and_when(ctx: ToolContext) -> None:
    zh = await reply(ctx, "zh", "trace_lot", lot="l20261101")
    for said in (
        "金麦面粉",
        "2026年11月1日 星期日",
        "PO-2026-00112",
        "周婷",
        "检验报告由 王敏",
        "P20261105",
        "江畔商行",
    ):
        assert said in zh
    backward = await reply(ctx, "en", "trace_lot", lot="P20261106", direction="backward")
    for said in ("L20261101", "supplier Jinmai Flour", "Zhou Ting", "confirmed by Wang Min", "2,000 kg"):
        assert said in backward
    assert "Delivered to" not in backward


async def test_stock_that_runs_low(ctx: ToolContext) -> None:
    zh = await reply(ctx, "zh", "stock_status", item="黄油")
    assert zh.startswith("黄油(BT-10),苏州一号仓:现有 40 公斤,约可用 0.")
    assert "低于再订货点 200 公斤,已订未到 500 公斤" in zh


async def test_capacity_by_week_and_by_date(ctx: ToolContext) -> None:
    weeks = await reply(ctx, "zh", "check_supplier_capacity", item="6205", supplier="华中精密")
    assert "供货周期 6 个工作日" in weeks
    assert "2026年11月30日 星期一起一周 900 个" in weeks
    most = await reply(ctx, "en", "check_supplier_capacity", item="6205", supplier="华中精密", date="2026-12-04")
    assert "At most 900 pieces by Friday, 4 December 2026" in most


# --- decisions ------------------------------------------------------------------------------------------------------


async def decided(store: Store, actor: Actor, draft_id: str, decision: Decision = "yes") -> dict[str, Any]:
    """``render_outcome``'s arguments."""
    async with store.begin() as uow:
        outcome = await decide(uow, actor, draft_id=draft_id, decision=decision, channel="chat")
        await uow.commit()
        order = await get_order(uow, actor, outcome.records[0].id) if outcome.records else None
    return {
        "draft": draft_view(outcome.draft),
        "order": order_view(order) if order else None,
        "repeated": outcome.repeated,
    }


async def propose(ctx: ToolContext, tool: str = "create_order", **arguments: Any) -> str:
    made = await result(ctx, tool, **(arguments or BOXES))
    draft_id: str = made["drafts"][0]["id"]
    return draft_id


async def test_an_order_is_quoted_from_its_record(ctx: ToolContext, store: Store, buyer: Actor) -> None:
    draft_id = await propose(ctx)
    first = await decided(store, buyer, draft_id)
    assert render_outcome(first["draft"], "zh", order=first["order"]) == (
        "已下单,订单号 PO-2026-00123。\n"
        "苏州精密轴承:6204轴承 500 个;合计 ¥6,400.00(含税);最晚 2026年12月4日 星期五 到 苏州一号仓。"
    )
    again = await decided(store, buyer, draft_id)
    text = render_outcome(again["draft"], "en", repeated=again["repeated"])
    assert "confirmed before" in text
    assert "PO-2026-00123" in text
    assert "not ordered twice" in text


async def test_a_cancellation_is_called_a_request(ctx: ToolContext, store: Store, buyer: Actor) -> None:
    draft_id = await propose(ctx, "cancel_order", order="121")
    outcome = await decided(store, buyer, draft_id)
    assert "订单尚未取消" in render_outcome(outcome["draft"], "zh")
    assert "not cancelled until the supplier agrees" in render_outcome(outcome["draft"], "en")


async def test_above_the_limit_nothing_is_ordered_yet(ctx: ToolContext, store: Store, buyer: Actor) -> None:
    draft_id = await propose(ctx, lines=[{"item": "6204", "quantity": 4000}], supplier="苏州精密")
    outcome = await decided(store, buyer, draft_id)
    assert "尚未下单" in render_outcome(outcome["draft"], "zh")
    assert "Nothing is ordered yet" in render_outcome(outcome["draft"], "en")


async def test_dropped_and_expired_drafts(ctx: ToolContext, store: Store, buyer: Actor, clock: FixedClock) -> None:
    declined = await decided(store, buyer, await propose(ctx), "no")
    assert "没有下单" in render_outcome(declined["draft"], "zh")
    late = await propose(replace(ctx, call_key="t2:1"))
    clock.instant += DRAFT_TTL
    expired = await decided(store, buyer, late)
    assert "expired" in render_outcome(expired["draft"], "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tool", ["create_order", "cancel_order"])
@pytest.mark.parametrize("status", ["open", "pending_approval", "executed", "declined", "cancelled", "expired"])
@pytest.mark.parametrize("repeated", [False, True])
async def test_every_outcome_has_words(
    ctx: ToolContext, tool: str, status: str, repeated: bool, language: Language
) -> None:
    arguments: dict[str, Any] = BOXES if tool == "create_order" else {"order": "121"}
    draft = (await result(ctx, tool, **arguments))["drafts"][0]
    decided_draft = {**draft, "status": status, "record_id": "PO-2026-00123" if status == "executed" else None}
    text = render_outcome(decided_draft, language, repeated=repeated)
    assert text
    assert not CODES.search(text)


# --- everything -----------------------------------------------------------------------------------------------------

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("create_order", {}),
    ("create_order", BOXES),
    ("create_order", {"lines": [{"item": "轴承", "quantity": 5}]}),
    ("create_order", {"lines": [{"item": "飞机", "quantity": 5}]}),
    ("create_order", {"lines": [{"item": "面包", "quantity": 5}]}),
    ("create_order", {"lines": [{"item": "6204"}]}),
    ("create_order", {"lines": [{"item": "6204", "quantity": -1}]}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 3, "unit": "袋"}]}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 510}], "supplier": "苏州精密"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 900_000}], "supplier": "苏州精密"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 10}]}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "精密"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "金麦"}),
    (
        "create_order",
        {"lines": [{"item": "6204", "quantity": 500}, {"item": "6205", "quantity": 500}], "supplier": "金麦"},
    ),
    ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "没有这家"}),
    ("create_order", {"lines": [{"item": "面粉", "quantity": 2000}], "place": "火星"}),
    ("create_order", {"lines": [{"item": "面粉", "quantity": 2000}], "date": "2020-01-01"}),
    ("create_order", {"lines": [{"item": "面粉", "quantity": 90_000}], "date": "2026-11-24"}),
    ("create_order", {"lines": [{"item": "面粉", "quantity": 2000}], "replaces": "drf_x"}),
    ("create_order", {"lines": [{"item": "面粉", "quantity": 4, "unit": "斤"}]}),
    ("cancel_order", {}),
    ("cancel_order", {"order": "120"}),
    ("cancel_order", {"order": "122"}),
    ("cancel_order", {"order": "00"}),
    ("get_order", {"order": "117"}),
    ("get_order", {"order": "121"}),
    ("get_order", {"number": "121"}),
    ("find_orders", {}),
    ("find_orders", {"status": "waiting_for_buyer", "item": "黄油"}),
    ("find_shipment", {}),
    ("find_shipment", {"supplier": "绿源"}),
    ("find_shipment", {"item": "6205"}),
    ("find_shipment", {"order": "119"}),
    ("find_shipment", {"tracking_number": "XX"}),
    ("check_supplier_capacity", {}),
    ("check_supplier_capacity", {"item": "6204"}),
    ("check_supplier_capacity", {"item": "6204", "quantity": 5000, "date": "2026-12-04"}),
    ("check_supplier_capacity", {"item": "6204", "quantity": 1, "supplier": "苏州精密"}),
    ("check_supplier_capacity", {"item": "面包"}),
    ("check_supplier_capacity", {"item": "面粉", "date": "2027-03-01"}),
    ("check_supplier_capacity", {"item": "面粉", "supplier": "苏州精密"}),
    ("trace_lot", {}),
    ("trace_lot", {"lot": "P20261105"}),
    ("trace_lot", {"lot": "zzz"}),
    ("stock_status", {}),
    ("stock_status", {"item": "6205", "place": "武汉"}),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("tool", "arguments"), CALLS)
async def test_no_reply_shows_a_code_or_a_gap(
    ctx: ToolContext, tool: str, arguments: dict[str, Any], language: Language
) -> None:
    made = await result(ctx, tool, **arguments)
    text = render_result(tool, made, language, TODAY)
    assert text.strip() == text
    if made["status"] != "refused":  # a refusal in English quotes the field that the caller got wrong
        assert not CODES.search(text)
    if language == "zh":
        assert not re.search(r"[a-z]{4,}", text)


async def test_what_was_said_is_never_a_template(ctx: ToolContext) -> None:
    text = await reply(ctx, "en", "create_order", lines=[{"item": "{said} {0}", "quantity": 1}])
    assert '"{said} {0}"' in text


async def test_an_open_draft_is_asked_about_again(ctx: ToolContext) -> None:
    draft = (await result(ctx, "create_order", **BOXES))["drafts"][0]
    assert render_draft(draft, "zh").endswith("确认下单吗?")
    text = render_act("unclear", "en", drafts=[draft, draft])
    assert text.startswith("2 drafts wait")
    assert "2. Suzhou Precision Bearings: bearing 6204 500 pieces, total CNY 6,400.00" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", get_args(Act))
def test_every_act_has_words(act: Act, language: Language) -> None:
    text = render_act(act, language, name="Li Na")
    assert text.strip() == text
    assert not CODES.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [SupplyLineError, *SupplyLineError.__subclasses__()])
def test_every_error_has_words(kind: type[SupplyLineError], language: Language) -> None:
    text = render_error(kind("It is so.", field="order", remedy="Do this.").as_dict(), language)
    assert text
    assert not CODES.search(text)
    assert render_error(kind("It is so.").as_dict(), language)
