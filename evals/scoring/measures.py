"""Names and quantities brought to one form, so that what is the same compares as the same."""

from decimal import Decimal, InvalidOperation
from typing import Any

from evals.trials.record import Names
from procurement.units import UNITS, resolve_unit

NOBODY = Names(items={}, suppliers={}, places={}, people={}, units={})
"""For records without names."""


def item_id(said: str, names: Names) -> str:
    """The id behind a name; a name that is not known stands for itself."""
    return names.items.get(said.lower(), said)


def supplier_id(said: str, names: Names) -> str:
    return names.suppliers.get(said.lower(), said)


def place_id(said: str, names: Names) -> str:
    return names.places.get(said.lower(), said)


def decimal(value: Any) -> Decimal | None:
    """Of a number or its text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float | str):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def base_quantity(quantity: Decimal, unit: str | None, item: str, names: Names) -> Decimal | None:
    """In base units of the item (an id). ``unit``: a code or a spoken word; None: the base unit. None where the item
    does not come in that unit."""
    resolved = None if unit is None else resolve_unit(unit)
    if unit is None or item not in names.units:
        return quantity * (resolved[1] if resolved else 1)
    if resolved is None:
        return None
    size = _size(resolved[0], names.units[item])
    return None if size is None else quantity * resolved[1] * size


def _size(code: str, units: dict[str, str]) -> Decimal | None:
    """Base units in one ``code``; cartons are boxes where only those are known."""
    for known in (code, {"XCT": "XBX", "XBX": "XCT"}.get(code, code)):
        if known in units:
            return Decimal(units[known])
    base = next((UNITS[other] for other, size in units.items() if Decimal(size) == 1 and other in UNITS), None)
    unit = UNITS.get(code)
    if base is None or unit is None or unit.dimension != base.dimension or unit.dimension == "package":
        return None
    return unit.factor / base.factor


def figure(value: Decimal) -> str:
    """For people: 500, 12.8."""
    return f"{value.normalize():f}"
