"""The terminal face: columns line up, and what is printed says how to go on."""

from typing import Any

import pytest

from agent.events import TurnFailed, TurnFinished
from procurement.entities import WrittenRecord
from server.terminal import columns, order_rows, turn_json, turn_text, welcome, width


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("abc", 3), ("恒丰", 4), ("6204轴承", 8), ("\uff21\uff22", 4)])
def test_width(text: str, expected: int) -> None:
    assert width(text) == expected


def test_columns_line_up_whatever_the_script() -> None:
    lines = columns([("苏州精密", "1"), ("Huadong", "2"), ("海糖", "3")]).splitlines()
    assert {width(line.rstrip("123")) for line in lines} == {10}
    assert columns([]) == ""


def order(**changed: Any) -> dict[str, Any]:
    line = {"quantity": 1000, "unit": "H87", "part": "6204"}
    return {
        "number": "PO-2026-00119",
        "date": "2026-12-04",
        "lines": [line],
        "supplier_name": {"zh": "苏州精密轴承", "en": "Suzhou Precision Bearings"},
        "currency": "CNY",
        "total": "12800.00",
        "document": "issued",
        "response": "accepted_with_changes",
        "fulfilment": "not_shipped",
        **changed,
    }


def test_an_order_is_one_line() -> None:
    text = order_rows([order(), order(lines=[{"quantity": 2.5, "unit": "KGM", "part": "SG-50"}] * 3)], "en")
    first, second = text.splitlines()
    assert "1,000 H87 6204" in first
    assert "Suzhou Precision Bearings" in first
    assert "issued / accepted_with_changes / not_shipped" in first
    assert "2.5 KGM SG-50 (+2)" in second


def turn(**changed: Any) -> TurnFinished:
    values: dict[str, Any] = {"conversation_id": "c", "turn_id": "t", "language": "en", "reply": "Done.", **changed}
    return TurnFinished(**values)


def test_a_waiting_draft_comes_with_its_command() -> None:
    drafts = [
        {"id": "d1", "status": "open"},
        {"id": "d2", "status": "pending_approval"},
        {"id": "d3", "status": "executed"},
    ]
    text = turn_text(turn(drafts=drafts, records=[WrittenRecord("order", "PO-1", "created")]))
    assert "supplyline decide c d1 yes\n" in text
    assert "supplyline decide c d2 yes --as manager" in text
    assert "d3" not in text
    assert text.endswith("order PO-1 created")


def test_a_turn_as_json() -> None:
    view = turn_json(turn(records=[WrittenRecord("order", "PO-1", "created")]))
    assert list(view) == ["conversation", "language", "reply", "tool_calls", "drafts", "records"]
    assert view["records"] == [{"type": "order", "id": "PO-1", "action": "created"}]


def test_a_failed_turn_as_json() -> None:
    view = turn_json(TurnFailed("c", "t", "zh", "出错了。", {"code": "unavailable"}))
    assert view == {"conversation": "c", "language": "zh", "reply": "出错了。", "error": {"code": "unavailable"}}


def test_an_address_can_be_clicked() -> None:
    assert "http://127.0.0.1:8000\n" in welcome("127.0.0.1", 8000, "grammar", demo=True)
    assert "http://[::1]:8000" in welcome("::1", 8000, "grammar", demo=False)
