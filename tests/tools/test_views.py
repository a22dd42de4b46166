"""The JSON of domain values: exact numbers, and the one answer an order's promises make."""

import json
from decimal import Decimal
from typing import Any

import pytest

from procurement.actor import Actor
from procurement.drafts import get_draft
from procurement.store import Store
from tests.tools.context import context, open_conversation
from tools.registry import call
from tools.spec import Question, ToolResult
from tools.views import draft_view, money, number, price, promise_summary, result_dict


@pytest.mark.parametrize(
    ("value", "shown"), [("500", 500), ("500.000", 500), ("0.5", 0.5), ("1E+3", 1000), ("2.125", 2.125)]
)
def test_quantities_are_numbers(value: str, shown: float) -> None:
    assert number(Decimal(value)) == shown
    assert isinstance(number(Decimal(value)), type(shown))


@pytest.mark.parametrize(
    ("value", "shown"),
    [("12.8", "12.80"), ("12.800000", "12.80"), ("0.045", "0.045"), ("48", "48.00"), ("1E+1", "10.00")],
)
def test_unit_prices_keep_what_counts(value: str, shown: str) -> None:
    assert price(Decimal(value)) == shown


def test_money_has_cents() -> None:
    assert money(Decimal("6400")) == "6400.00"


def line(verdict: str, completion: str | None, **more: Any) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "completion": completion,
        "constraint": f"why {verdict}",
        "alternatives": [verdict],
        "provisional": False,
    } | more


def test_an_order_is_as_good_as_its_worst_line() -> None:
    summary = promise_summary(
        [line("yes", "2026-12-01"), line("part", "2026-12-09"), line("later", "2026-12-07", provisional=True)]
    )
    assert (summary["verdict"], summary["completion"], summary["constraint"]) == ("later", "2026-12-09", "why later")
    assert (summary["alternatives"], summary["provisional"]) == (["later"], True)
    assert promise_summary([line("yes", "2026-12-01"), line("no", None)])["completion"] is None


async def test_a_draft_looks_the_same_from_the_store(store: Store, buyer: Actor) -> None:
    await open_conversation(store, buyer)
    ctx = await context(store, buyer)
    arguments = {"lines": [{"item": "标签", "quantity": 10000}], "date": "2026-12-04"}
    [draft] = (await call(ctx, "create_order", arguments)).drafts
    async with store.read() as uow:
        stored = await get_draft(uow, buyer, draft.id)
    view = draft_view(draft)
    assert view == draft_view(stored)
    assert json.loads(json.dumps(view)) == view
    order = view["order"]
    assert (order["lines"][0]["unit_price"], order["lines"][0]["quantity"], order["total"]) == (
        "0.045",
        10000,
        "450.00",
    )
    assert (order["supplier"], order["place"], order["date"]) == ("lvyuan-packaging", "suzhou-1", "2026-12-04")
    assert "number" not in order
    assert (view["promise"]["verdict"], view["promise"]["lines"][0]["requested"]) == ("yes", 10000)


async def test_a_cancellation_names_its_order(store: Store, buyer: Actor) -> None:
    await open_conversation(store, buyer)
    [draft] = (await call(await context(store, buyer), "cancel_order", {"order": "121"})).drafts
    view = draft_view(draft)
    assert (view["order"]["number"], view["promise"], view["order"]["total"]) == ("PO-2026-00121", None, "28800.00")


def test_a_result_carries_what_there_is() -> None:
    assert result_dict(ToolResult("ok", data={"a": 1})) == {"status": "ok", "a": 1}
    assert result_dict(ToolResult("question", question=Question("item", "missing")))["question"] == {
        "slot": "item",
        "reason": "missing",
        "said": None,
        "options": [],
        "about": None,
    }
    assert result_dict(ToolResult("ok", superseded=("drf_1",)))["superseded"] == ["drf_1"]
