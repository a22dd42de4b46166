"""Which tools were called, with what."""

from typing import Any

import pytest

from evals.scoring.trajectory import score
from evals.trials.record import TurnRecord
from tests.evals.scoring.hand import expecting, telling

ORDER = {
    "lines": [{"item": "6204", "quantity": "500", "unit": "H87"}],
    "supplier": "suzhou-precision",
    "date": "2026-12-04",
}


def outcome(tools: dict[str, Any], *calls: tuple[str, dict[str, Any]]) -> str:
    made = [{"name": name, "arguments": arguments, "result": {}} for name, arguments in calls]
    turn = TurnRecord(step=1, actor="buyer", conversation="c", input={"say": "?"}, reply="-", tool_calls=made)
    return score(expecting(tools=tools), telling(turns=[turn])).reason


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"supplier": "苏州精密"},
        {"lines": [{"item": "bearing 6204", "quantity": 10, "unit": "箱"}]},
        {"lines": [{"item": "6204", "quantity": 500}], "date": "2026-12-04"},
    ],
)
def test_arguments_are_compared_by_what_they_mean(arguments: dict[str, Any]) -> None:
    assert outcome({"calls": [{"name": "create_order", "arguments": arguments}]}, ("create_order", ORDER)) == ""


@pytest.mark.parametrize(
    "arguments",
    [
        {"supplier": "金麦"},
        {"lines": [{"item": "6204", "quantity": 50}]},
        {"lines": [{"item": "6204", "quantity": 500, "unit": "XBX"}]},
        {"lines": [{"item": "6204", "quantity": 500}, {"item": "面粉"}]},
        {"place": "suzhou-1"},
    ],
)
def test_another_argument_is_another_call(arguments: dict[str, Any]) -> None:
    assert "not called: create_order" in outcome(
        {"calls": [{"name": "create_order", "arguments": arguments}]}, ("create_order", ORDER)
    )


@pytest.mark.parametrize(
    ("name", "wanted", "given"),
    [
        ("get_order", {"order": "PO-2026-00119"}, {"order": "119"}),
        ("find_shipment", {"shipment": "SH10042"}, {"shipment": "10042"}),
        ("trace_lot", {"lot": "L20261101", "direction": "backward"}, {"lot": "l20261101", "direction": "backward"}),
        ("stock_status", {"item": "面粉", "place": "一号仓"}, {"item": "FL-25", "place": "suzhou-1"}),
        (
            "check_supplier_capacity",
            {"item": "面粉", "quantity": 2000},
            {"item": "FL-25", "quantity": "2", "unit": "TNE"},
        ),
    ],
)
def test_numbers_and_names_in_any_form(name: str, wanted: dict[str, Any], given: dict[str, Any]) -> None:
    assert outcome({"calls": [{"name": name, "arguments": wanted}], "match": "strict"}, (name, given)) == ""


def test_order_and_number_of_calls() -> None:
    wanted: dict[str, Any] = {"calls": [{"name": "get_order"}, {"name": "stock_status"}]}
    first, second, third = ("get_order", {}), ("stock_status", {}), ("find_orders", {})
    assert outcome(wanted, third, second, first) == ""
    assert outcome(wanted | {"match": "unordered"}, second, first) == ""
    assert outcome(wanted | {"match": "unordered"}, second, first, third) == "called too much: find_orders()"
    assert outcome(wanted | {"match": "strict"}, first, second) == ""
    assert "call 1 is stock_status(), expected get_order()" in outcome(wanted | {"match": "strict"}, second, first)
    assert outcome(wanted | {"match": "strict"}, first) == "not called: stock_status()"
    assert outcome(wanted | {"match": "strict"}, first, second, third) == "called too much: find_orders()"
    assert outcome(wanted, first) == "not called: stock_status()"
    assert outcome({"at_most": 1}, first) == ""
    assert outcome({"at_most": 1}, first, second) == "2 calls, at most 1 are allowed"
