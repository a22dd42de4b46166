"""What tools take as an argument, and what they refuse before anything is looked up."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from tools.arguments import SAID_LENGTH
from tools.ordering import CreateOrder, CreateOrderLine


def test_takes_what_models_send() -> None:
    order = CreateOrder.model_validate(
        {
            "lines": [{"item": 6204, "quantity": "500", "unit": " "}],
            "supplier": " 苏州精密 ",
            "date": "2026-12-04",
            "place": "",
        }
    )
    line = order.lines[0]
    assert (line.item, line.quantity, line.unit) == ("6204", Decimal(500), None)
    assert (order.supplier, order.date, order.place, order.replaces) == ("苏州精密", "2026-12-04", None, None)


@pytest.mark.parametrize(
    "line",
    [
        {"item": "x" * (SAID_LENGTH + 1)},
        {"item": "a\u0000b"},
        {"item": "a\nb"},
        {"item": "a\u202eb"},
        {"item": "\ud800"},
        {"item": True},
        {"item": ["6204"]},
        {"quantity": True},
        {"quantity": "many"},
        {"quantity": "NaN"},
        {"quantity": "Infinity"},
        {"quantity": float("inf")},
        {"quantity": "1" * (SAID_LENGTH + 1)},
        {"amount": 5},
    ],
)
def test_refuses_a_bad_line(line: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CreateOrderLine.model_validate(line)


def test_blank_means_not_said() -> None:
    assert CreateOrderLine.model_validate({"item": "  ", "quantity": "", "unit": None}) == CreateOrderLine()


def test_the_number_of_lines_is_limited() -> None:
    with pytest.raises(ValidationError):
        CreateOrder.model_validate({"lines": [{"item": "6204"}] * 51})
