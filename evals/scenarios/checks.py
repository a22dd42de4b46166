"""What a scenario can get wrong beyond its shape: names of closed sets that do not exist, steps that are not there,
parts of a call in a written conversation. Works on plain values, so that a scenario with other mistakes is checked too.
"""

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from evals.scenarios.documents import Where
from evals.scoring.concepts import concepts
from procurement import demo_master, schema
from procurement.units import UNITS
from tools.registry import TOOLS

Finding = tuple[Where, str, str]
"""Where, what is wrong, and the remedy."""

ORDER_FIELDS = ("supplier", "document_status", "response_status", "date", "place", "currency", "gross", "transmitted")
"""Of ``Snapshot.orders``: what a Change of table purchase_order may name."""

_SAID = ("expect.says.*", "expect.never_says.*")
_LINES = ("expect.state.orders.*.lines.*", "expect.state.drafts.*.lines.*")
_ACTS = ("steps.*", "steps.*.act", "steps.*.together.*", "reactions.*.does")
_CALLS = ("expect.tools.calls.*", "expect.reference.*")


def findings(scenario: dict[str, Any]) -> Iterator[Finding]:
    yield from _closed_sets(scenario)
    yield from _arguments(scenario)
    yield from _columns(scenario)
    yield from _step_numbers(scenario)
    if scenario.get("channel") != "voice":
        yield from _parts_of_a_call(scenario)


def _at(value: Any, path: str, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Everything on a path such as ``steps.*.say`` that is there, and where."""
    if not path:
        yield where, value
        return
    name, _, rest = path.partition(".")
    if name == "*" and isinstance(value, list):
        for number, child in enumerate(value):
            yield from _at(child, rest, (*where, number))
    elif isinstance(value, dict) and value.get(name) is not None:
        yield from _at(value[name], rest, (*where, name))


def _closed_sets(scenario: dict[str, Any]) -> Iterator[Finding]:
    sets: list[tuple[str, Collection[str], tuple[str, ...]]] = [
        ("tool", TOOLS, ("expect.tools.calls.*.name", "expect.reference.*.tool", "expect.state.drafts.*.tool")),
        ("unit", UNITS, tuple(f"{path}.unit" for path in (*_SAID, *_LINES))),
        ("concept", concepts(), tuple(f"{path}.concept" for path in _SAID)),
        ("table", schema.metadata.tables, ("seed.*.table", "expect.state.changes.*.table")),
    ]
    if not scenario.get("seed"):  # a patch may bring in others
        people, items, parties, places = _demo_names()
        sets += [
            ("person's handle", people, ("actor", "expect.reference.*.actor", *(f"{path}.actor" for path in _ACTS))),
            ("item", items, tuple(f"{path}.item" for path in (*_SAID, *_LINES))),
            ("place", places, tuple(f"{path}.place" for path in (*_SAID, "expect.state.orders.*"))),
            ("supplier", parties, tuple(f"{path}.supplier" for path in (*_SAID, "expect.state.orders.*"))),
        ]
    for what, known, paths in sets:
        for path in paths:
            for where, name in _at(scenario, path):
                if isinstance(name, str) and name not in known and name.lower() not in known:
                    yield where, f"there is no {what} {name!r}", _instead(name, known)


def _instead(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    listed = sorted(known)
    return f"Use one of: {', '.join(listed[:40])}{', ...' if len(listed) > 40 else ''}."


def _demo_names() -> tuple[set[str], set[str], set[str], set[str]]:
    """Handles of people; ids and lower-case names of items, of parties, of warehouses."""

    def names(rows: Collection[dict[str, Any]]) -> set[str]:
        known = {str(row[key]).lower() for row in rows for key in ("id", "part_no", "name_zh", "name_en") if key in row}
        return known | {alias.lower() for row in rows for alias in row["aliases"]}

    people = {row["handle"] for row in demo_master.CONTACTS}
    return people, names(demo_master.ITEMS), names(demo_master.PARTIES), names(demo_master.WAREHOUSES)


def _arguments(scenario: dict[str, Any]) -> Iterator[Finding]:
    for path in _CALLS:
        for where, call in _at(scenario, path):
            tool = TOOLS.get(str(call.get("name", call.get("tool")))) if isinstance(call, dict) else None
            if tool is not None and isinstance(call.get("arguments"), dict):
                known = tool.parameters.model_fields
                for name in call["arguments"].keys() - known.keys():
                    yield (*where, "arguments", name), f"{tool.name} has no argument {name!r}", _instead(name, known)


def _columns(scenario: dict[str, Any]) -> Iterator[Finding]:
    for path, parts in (("seed.*", ("where", "set")), ("expect.state.changes.*", ("to",))):
        for where, change in _at(scenario, path):
            table = schema.metadata.tables.get(str(change.get("table"))) if isinstance(change, dict) else None
            if table is None:
                continue
            known: Collection[str] = set(table.columns.keys())
            if parts == ("to",) and table.name == "purchase_order":
                known = ORDER_FIELDS
            for part in parts:
                for name in (change.get(part) or {}) if isinstance(change.get(part), dict) else ():
                    if name not in known:
                        yield (*where, part, name), f"{table.name} has no {name!r}", _instead(name, known)


def _step_numbers(scenario: dict[str, Any]) -> Iterator[Finding]:
    steps = scenario.get("steps")
    count = len(steps) if isinstance(steps, list) else 0
    for path in ("faults.*.at", *(f"{said}.at" for said in _SAID)):
        for where, number in _at(scenario, path):
            if isinstance(number, int) and number > count > 0:
                yield where, f"there is no step {number}", f"Steps are numbered from 1 to {count}."


def _parts_of_a_call(scenario: dict[str, Any]) -> Iterator[Finding]:
    acts = tuple(f"{path}.{name}" for path in _ACTS for name in ("into", "sound"))
    for path in (*acts, "audio", "expect.interaction"):
        for where, _ in _at(scenario, path):
            yield where, "belongs to a call", "Leave it out, or say channel: voice."
