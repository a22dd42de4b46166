"""The tool boundary: every wrong call is answered, never raised."""

import json
from typing import Any

import pytest

from procurement.actor import Actor
from procurement.store import Store
from tests.tools.context import context
from tools.registry import TOOLS, call


def test_the_tools_and_their_effects() -> None:
    assert {name: tool.effect for name, tool in TOOLS.items()} == {
        "create_order": "write",
        "cancel_order": "write",
        "check_supplier_capacity": "read",
        "find_shipment": "read",
        "get_order": "read",
        "find_orders": "read",
        "trace_lot": "read",
        "stock_status": "read",
    }


@pytest.mark.parametrize("name", TOOLS)
def test_parameters_are_a_closed_described_schema(name: str) -> None:
    schema = TOOLS[name].parameters.model_json_schema()
    json.dumps(schema)
    assert schema["additionalProperties"] is False
    assert not schema.get("required")
    assert all(one.get("description") for one in schema["properties"].values())


@pytest.mark.parametrize(
    ("name", "arguments", "field"),
    [
        ("place_order", {}, "name"),
        ("x" * 5000, "{}", "name"),
        ("get_order", "{not json", "arguments"),
        ("get_order", "[]", "arguments"),
        ("get_order", "null", "arguments"),
        ("get_order", "[" * 50_000, "arguments"),
        ("get_order", '{"order": "' + "1" * 200_000 + '"}', "arguments"),
        ("get_order", '{"number": "119"}', "number"),
        ("get_order", '{"order": "a\\u0000"}', "order"),
        ("get_order", '{"order": "\\ud800"}', "order"),
        ("create_order", '{"lines": [{"item": "6204", "quantity": NaN}]}', "lines.0.quantity"),
        ("create_order", '{"lines": [{"item": "6204", "quantity": -Infinity}]}', "lines.0.quantity"),
        ("create_order", '{"lines": {"item": "6204"}}', "lines"),
        ("find_orders", '{"status": "lost"}', "status"),
        ("trace_lot", '{"lot": "L1", "direction": "sideways"}', "direction"),
    ],
)
async def test_a_wrong_call_is_refused(
    store: Store, buyer: Actor, name: str, arguments: dict[str, Any] | str, field: str
) -> None:
    result = await call(await context(store, buyer), name, arguments)
    assert result.status == "refused"
    assert result.data["field"] == field
    assert result.data["message"]
    assert result.data["remedy"]


async def test_numbers_keep_their_digits(store: Store, buyer: Actor) -> None:
    result = await call(await context(store, buyer), "check_supplier_capacity", '{"item": "黄油", "quantity": 100.010}')
    assert result.data["quantity"] == 100.01


async def test_no_arguments_may_be_empty_text(store: Store, buyer: Actor) -> None:
    assert (await call(await context(store, buyer), "stock_status", "")).status == "ok"
