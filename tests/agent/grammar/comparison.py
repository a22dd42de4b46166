"""Compares what was observed with what a phrasing expects, both brought into base units and canonical ids."""

from decimal import Decimal
from typing import Any

from procurement.catalogue import Catalogue
from procurement.errors import InvalidInput
from procurement.units import to_base

Entry = dict[str, Any]
_READS = ("item", "supplier", "date", "place", "order", "shipment", "tracking_number", "status", "lot")


def matches(expect: list[Entry], observed: list[Entry], catalogue: Catalogue) -> list[str]:
    """The differences in words; empty when they agree. Entries: {"tool": ...} or {"act": ...} as in the phrasings."""
    if len(expect) != len(observed):
        return [f"expected {[_name(one) for one in expect]}, observed {[_name(one) for one in observed]}"]
    rest = list(observed)
    differences: list[str] = []
    for wanted in expect:
        ranked = sorted(rest, key=lambda one: len(_differences(wanted, one, catalogue)))
        differences += _differences(wanted, ranked[0], catalogue)
        rest.remove(ranked[0])
    return differences


def _name(entry: Entry) -> str:
    return str(entry.get("act") or entry.get("tool"))


def _differences(wanted: Entry, seen: Entry, catalogue: Catalogue) -> list[str]:
    if wanted.get("act") != seen.get("act") or wanted.get("tool") != seen.get("tool"):
        return [f"expected {_label(wanted)}, observed {_label(seen)}"]
    found = []
    if wanted.get("act") == "ask" and wanted.get("about") and wanted["about"] != seen.get("about"):
        found.append(f"about: expected {wanted['about']}, observed {seen.get('about')}")
    if "lines" in wanted or "lines" in seen:
        left, right = (sorted(_lines(one, catalogue)) for one in (wanted, seen))
        if left != right:
            found.append(f"lines: expected {left}, observed {right}")
    for key in _READS:
        left_value, right_value = _value(key, wanted, catalogue), _value(key, seen, catalogue)
        if left_value != right_value:
            found.append(f"{key}: expected {left_value}, observed {right_value}")
    if wanted.get("tool") == "check_supplier_capacity":
        left_amount, right_amount = (_amount(one, catalogue) for one in (wanted, seen))
        if left_amount != right_amount:
            found.append(f"quantity: expected {left_amount}, observed {right_amount}")
    if wanted.get("tool") == "trace_lot" and wanted.get("direction", "both") != seen.get("direction", "both"):
        found.append(f"direction: expected {wanted.get('direction')}, observed {seen.get('direction')}")
    return found


def _label(entry: Entry) -> str:
    return " ".join(str(entry[key]) for key in ("act", "tool", "about") if key in entry)


def _amount(line: Entry, catalogue: Catalogue) -> str | None:
    quantity = line.get("quantity")
    if quantity is None:
        return None
    item = catalogue.items_by_part.get(str(line.get("item")))
    try:
        if item is not None:
            return f"{to_base(Decimal(str(quantity)), str(line.get('unit') or item.base_unit), item).normalize():f}"
    except InvalidInput:
        pass
    return f"{quantity} {line.get('unit')}"


def _lines(entry: Entry, catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(_item(line.get("item"), catalogue), str(_amount(line, catalogue))) for line in entry.get("lines") or ()]


def _item(said: Any, catalogue: Catalogue) -> str:
    found = catalogue.find_item(str(said)).found if said is not None else None
    return found.part_no if found is not None else str(said)


def _value(key: str, entry: Entry, catalogue: Catalogue) -> str | None:
    value = entry.get(key)
    if value is None:
        return None
    if key == "order":
        return str(value).upper().rsplit("-", 1)[-1].removeprefix("PO").lstrip("0")
    if key == "item":
        return _item(value, catalogue)
    if key == "supplier":
        found = catalogue.find_supplier(str(value)).found
        return found.id if found is not None else str(value)
    if key == "place":
        place = catalogue.find_place(str(value)).found
        return place.id if place is not None else str(value)
    return str(value)
