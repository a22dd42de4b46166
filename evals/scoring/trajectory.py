"""Whether the tools were called that had to be, with what had to be said, and no more often than allowed."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from evals.scenarios.scenario import Call, Scenario
from evals.scoring.measures import NOBODY, base_quantity, decimal, item_id, place_id, supplier_id
from evals.scoring.pairing import paired
from evals.scoring.score import Score
from evals.trials.record import Names, Record

NAME = "trajectory"


def score(scenario: Scenario, record: Record) -> Score:
    tools = scenario.expect.tools
    if tools is None:
        return Score(NAME, True, counts=False)
    names = record.names or NOBODY
    calls = [call for turn in record.turns for call in turn.tool_calls]
    faults: list[str] = []
    if tools.match == "strict":
        faults += _in_order(tools.calls, calls, names)
    else:
        missing, extra = paired(tools.calls, calls, lambda wanted, call: fits(wanted, call, names))
        faults += [f"not called: {_shown(wanted.name, wanted.arguments)}" for wanted in missing]
        if tools.match == "unordered":
            faults += [f"called too much: {_shown(call['name'], call['arguments'])}" for call in extra]
        elif missing:
            faults += [f"called: {_shown(call['name'], call['arguments'])}" for call in extra]
    if tools.at_most is not None and len(calls) > tools.at_most:
        faults.append(f"{len(calls)} calls, at most {tools.at_most} are allowed")
    return Score(NAME, not faults, "; ".join(faults))


def _in_order(wanted: Sequence[Call], calls: Sequence[Mapping[str, Any]], names: Names) -> list[str]:
    faults = [
        f"call {number} is {_shown(call['name'], call['arguments'])}, expected {_shown(one.name, one.arguments)}"
        for number, (one, call) in enumerate(zip(wanted, calls, strict=False), start=1)
        if not fits(one, call, names)
    ]
    faults += [f"not called: {_shown(one.name, one.arguments)}" for one in wanted[len(calls) :]]
    faults += [f"called too much: {_shown(call['name'], call['arguments'])}" for call in calls[len(wanted) :]]
    return faults


def fits(wanted: Call, call: Mapping[str, Any], names: Names) -> bool:
    return wanted.name == call["name"] and _has(wanted.arguments, call["arguments"], names)


def _has(wanted: Mapping[str, Any], given: Mapping[str, Any], names: Names) -> bool:
    """Of ``wanted`` everything is in ``given``; a unit says how its quantity is meant."""
    return all(
        key in given and _same(key, wanted, given, names)
        for key in wanted
        if not (key == "unit" and "quantity" in wanted)
    )


def _same(key: str, wanted: Mapping[str, Any], given: Mapping[str, Any], names: Names) -> bool:
    one, other = wanted[key], given[key]
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return False
        missing, extra = paired(one, other, lambda a, b: _has_or_is(key, a, b, names))
        return not missing and not extra
    if key == "quantity":
        amount = _quantity(wanted, names, given)
        return amount is not None and amount == _quantity(given, names, given)
    return _has_or_is(key, one, other, names)


def _has_or_is(key: str, one: Any, other: Any, names: Names) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return _has(one, other, names)
    return bool(one == other or _meaning(key, one, names) == _meaning(key, other, names))


def _quantity(entry: Mapping[str, Any], names: Names, beside: Mapping[str, Any]) -> Decimal | None:
    """In base units; where its own entry does not name the item, the other one may."""
    value = decimal(entry["quantity"])
    item = entry.get("item") or beside.get("item") or ""
    unit = entry.get("unit")
    return None if value is None else base_quantity(value, unit and str(unit), item_id(str(item), names), names)


def _meaning(key: str, value: Any, names: Names) -> Any:
    if not isinstance(value, str):
        return value if decimal(value) is None else decimal(value)
    match key:
        case "item":
            return item_id(value, names)
        case "supplier":
            return supplier_id(value, names)
        case "place":
            return place_id(value, names)
        case "order" | "shipment" | "lot" | "tracking_number":
            return _tail(value)
    return decimal(value) if decimal(value) is not None else value.strip().lower()


def _tail(number: str) -> str:
    """PO-2026-00119 and 119 are one number; so are SH10042 and 10042."""
    digits = re.findall(r"\d+", number)
    return digits[-1].lstrip("0") if digits else number.strip().lower()


def _shown(name: str, arguments: Mapping[str, Any]) -> str:
    return f"{name}({', '.join(f'{key}={value}' for key, value in arguments.items())})"
