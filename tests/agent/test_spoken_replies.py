"""What people hear. Real results of the tools over the demo chain, in both languages."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from agent.replies import Act
from agent.spoken_replies import READS, speak_act, speak_error, speak_outcome, speak_result
from procurement.actor import Actor, Language
from procurement.clock import FixedClock
from procurement.drafts import DRAFT_TTL, decide
from procurement.errors import Conflict, NotAllowed, NotFound
from procurement.orders import get_order
from procurement.store import Store
from prompts.loader import load_catalog
from tests.tools.context import context, open_conversation
from tools.registry import TOOLS, call
from tools.spec import ToolContext
from tools.views import draft_view, order_view, result_dict

TODAY = date(2026, 11, 23)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
UNSAID = re.compile(r"[0-9*#`|<>{}\[\]_¥$%]|None|null|\b(H87|KGM|X[A-Z]{2})\b|suzhou-|drf_")
CHINESE = re.compile(r"[\u4e00-\u9fff]")

BEARINGS = {"lines": [{"item": "6204", "quantity": 500}], "supplier": "苏州精密", "date": "2026-12-04"}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("create_order", BEARINGS),
    ("create_order", {**BEARINGS, "lines": [{"item": "6204", "quantity": 10, "unit": "箱"}], "place": "二号仓"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 4000}], "supplier": "苏州精密"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 300}], "supplier": "苏州精密", "date": "2026-11-27"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 800}], "supplier": "华东精密", "date": "2026-11-27"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 80}], "supplier": "苏州精密"}),
    ("create_order", {"lines": [{"item": "面粉", "quantity": 1, "unit": "吨"}, {"item": "标签", "quantity": 10000}]}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "date": "2026-12-04"}),
    ("create_order", {"lines": [{"item": "6204"}]}),
    ("create_order", {"lines": [{"quantity": 5}]}),
    ("create_order", {"lines": [{"item": "轴承", "quantity": 50}]}),
    ("create_order", {"lines": [{"item": "螺丝刀", "quantity": 50}]}),
    ("create_order", {"lines": [{"item": "吐司面包", "quantity": 50}]}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 5, "unit": "吨"}]}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "海糖"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "某某厂"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "苏州精密", "date": "2026-01-01"}),
    ("create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "苏州精密", "place": "火星"}),
    ("cancel_order", {"order": "PO-2026-00121"}),
    ("cancel_order", {"order": "122"}),
    ("cancel_order", {}),
    *(("get_order", {"order": number}) for number in ("117", "118", "119", "120", "121", "122", "999")),
    ("find_orders", {}),
    ("find_orders", {"item": "支架"}),
    ("find_orders", {"supplier": "青禾乳业", "item": "6204"}),
    ("find_shipment", {}),
    ("find_shipment", {"shipment": "SH10042"}),
    ("find_shipment", {"order": "118"}),
    ("find_shipment", {"order": "121"}),
    ("find_shipment", {"shipment": "SH99999"}),
    ("trace_lot", {"lot": "L20261101"}),
    ("trace_lot", {"lot": "P20261105", "direction": "backward"}),
    ("trace_lot", {"lot": "L99999999"}),
    ("stock_status", {}),
    ("stock_status", {"item": "黄油"}),
    ("check_supplier_capacity", {"item": "6204"}),
    ("check_supplier_capacity", {"item": "6204", "quantity": 800, "date": "2026-11-27"}),
    ("check_supplier_capacity", {"item": "面粉", "supplier": "金麦", "date": "2026-11-30"}),
    ("check_supplier_capacity", {"item": "面粉", "quantity": 2, "unit": "吨"}),
]


@pytest.fixture
async def ctx(store: Store, buyer: Actor) -> ToolContext:
    await open_conversation(store, buyer)
    return await context(store, buyer)


async def result(ctx: ToolContext, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """As it is after events and messages: through JSON."""
    view: dict[str, Any] = json.loads(json.dumps(result_dict(await call(ctx, tool, json.dumps(arguments)))))
    return view


async def spoken(ctx: ToolContext, language: Language, tool: str, **arguments: Any) -> str:
    return speak_result(tool, await result(ctx, tool, arguments), language, TODAY)


def assert_sayable(text: str, language: Language) -> None:
    assert text.strip()
    assert not UNSAID.search(text), text
    assert (CHINESE.search(text) is not None) == (language == "zh"), text
    assert text[-1] in "。.?", text


def test_the_calls_cover_every_tool() -> None:
    assert {tool for tool, _ in CALLS} == set(TOOLS)
    assert set(READS) == {tool.name for tool in TOOLS.values() if tool.effect == "read"}


@pytest.mark.parametrize(("tool", "arguments"), CALLS)
async def test_every_result_can_be_said(ctx: ToolContext, tool: str, arguments: dict[str, Any]) -> None:
    view = await result(ctx, tool, arguments)
    for language in LANGUAGES:
        text = speak_result(tool, view, language, TODAY)
        assert_sayable(text, language)
        asks = view["status"] == "question" or view.get("drafts")
        assert not asks or text.endswith("?"), text
        assert len(text) <= (500 if language == "en" else 200), text  # half a minute, for the worst of news


async def test_a_reading_names_everything_zh(ctx: ToolContext) -> None:
    assert await spoken(ctx, "zh", "create_order", **BEARINGS) == (
        "跟您核对一下:向苏州精密轴承订五百个六二零四轴承,十二月四号星期五之前送到苏州一号仓,含税合计六千四百元。"
        "可以按时到。确认下单吗?"
    )


async def test_a_reading_names_everything_en(ctx: ToolContext) -> None:
    assert await spoken(ctx, "en", "create_order", **BEARINGS) == (
        "To confirm: five hundred pieces of bearing six two zero four from Suzhou Precision Bearings, to Suzhou one by "
        "Friday, December fourth, six thousand four hundred yuan in total with VAT. They can make that. "
        "Shall I place the order?"
    )


async def test_a_quantity_is_read_in_the_unit_it_was_asked_in_as_well(ctx: ToolContext) -> None:
    boxes = {**BEARINGS, "lines": [{"item": "6204", "quantity": 2, "unit": "箱"}]}
    assert "一百个,也就是两箱,六二零四轴承" in await spoken(ctx, "zh", "create_order", **boxes)
    assert "one hundred pieces, that is two boxes, of bearing" in await spoken(ctx, "en", "create_order", **boxes)


async def test_what_comes_late_says_why_and_who_else_could(ctx: ToolContext) -> None:
    lines = [{"item": "6204", "quantity": 300}]
    text = await spoken(ctx, "en", "create_order", lines=lines, supplier="苏州精密", date="2026-11-27")
    assert "But it will be complete only by Monday, November thirtieth." in text
    assert "lead time is five working days" in text
    assert "Huadong Precision could deliver all of it by Thursday" in text
    assert text.endswith("Shall I order it as it stands, or what shall I change?")


async def test_a_cancellation_is_read_back(ctx: ToolContext) -> None:
    text = await spoken(ctx, "zh", "cancel_order", order="PO-2026-00121")
    for part in ("P O,二零二六,零零幺二幺", "宁波铸造", "八百个支架", "苏州一号仓", "星期", "两万八千八百元"):
        assert part in text
    assert text.endswith("确认向供应商申请取消吗?")


async def test_long_lists_are_cut(ctx: ToolContext) -> None:
    zh = await spoken(ctx, "zh", "find_orders")
    assert zh.count("号订单") == 2
    assert zh.endswith("请看页面。")
    en = await spoken(ctx, "en", "stock_status")
    assert en.count(" at ") <= 3
    assert en.endswith("more are on the page.")


async def test_what_is_below_the_reorder_point_comes_first(ctx: ToolContext) -> None:
    assert (await spoken(ctx, "en", "stock_status")).startswith("butter at Suzhou one: forty kilograms.")


async def test_an_answer_with_changes_is_told(ctx: ToolContext) -> None:
    text = await spoken(ctx, "en", "get_order", order="119")
    assert text.startswith("order one one nine: one thousand pieces of bearing six two zero four")
    assert "six hundred pieces on Monday, November thirtieth and four hundred pieces on" in text
    assert "They wait for your decision." in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_outcomes(store: Store, buyer: Actor, ctx: ToolContext, clock: FixedClock, language: Language) -> None:
    """Every status a draft can come to, of both kinds; ordered and repeated quote the number to take down."""
    for tool, arguments in (("create_order", BEARINGS), ("cancel_order", {"order": "PO-2026-00121"})):
        made = (await call(replace(ctx, call_key=f"t:{tool}"), tool, json.dumps(arguments))).drafts[0]
        open_view = draft_view(made)
        for status in ("open", "declined", "cancelled", "expired", "pending_approval"):
            for repeated in (False, True):
                told = speak_outcome({**open_view, "status": status}, language, TODAY, repeated=repeated)
                assert_sayable(told, language)
        async with store.begin() as uow:
            outcome = await decide(uow, buyer, draft_id=made.id, decision="yes", channel="voice")
            order = order_view(await get_order(uow, buyer, outcome.draft.record_id or ""))
            await uow.commit()
        for repeated in (False, True):
            told = speak_outcome(draft_view(outcome.draft), language, TODAY, order=order, repeated=repeated)
            assert_sayable(told, language)
            assert ("二零二六" if language == "zh" else "two zero two six") in told
    assert DRAFT_TTL.total_seconds() > 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", get_args(Act))
def test_every_act_has_words(act: Act, language: Language) -> None:
    assert_sayable(speak_act(act, language, name="李娜" if language == "zh" else "Li Na"), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "error",
    [
        NotFound("No order PO-2026-00999.", field="order", remedy="Check the number."),
        NotAllowed("You may not.", field="actor"),
        Conflict("The terms for 6204 have changed.", field="draft", remedy="Ask again."),
    ],
)
def test_errors(error: NotFound | NotAllowed | Conflict, language: Language) -> None:
    assert_sayable(speak_error(error.as_dict(), language), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_holds_a_figure(language: Language) -> None:
    texts = load_catalog("spoken", language)
    for key, template in texts.templates.items():
        if key != "model.manner":
            assert not re.search(r"[0-9]", template.text), key


def test_both_languages_have_the_same_texts() -> None:
    zh, en = (load_catalog("spoken", language) for language in LANGUAGES)
    assert {key: one.variables for key, one in zh.templates.items()} == {
        key: one.variables for key, one in en.templates.items()
    }
