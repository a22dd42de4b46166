"""Quantities in a text whose numbers are in figures (``figures.in_figures``)."""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import NamedTuple

from evals.scoring.measures import base_quantity
from evals.scoring.words.dates import dates
from evals.scoring.words.money import NUMBER, amounts, value
from evals.trials.record import Names
from procurement.units import UNIT_WORDS, UNITS, resolve_unit

_LATIN = "|".join(sorted((re.escape(word) for word in UNIT_WORDS if word.isascii()), key=len, reverse=True))
_CHINESE = "|".join(sorted((word for word in UNIT_WORDS if not word.isascii()), key=len, reverse=True))
_NO_GOODS = r"(?!工作|月|仓|批次|订单|供应商|小时|地方|星期|[天日年家张票份])"  # 3 个工作日 counts days
_QUANTITY = re.compile(
    rf"(?P<number>{NUMBER})(?![0-9a-z]*-)"
    rf"(?:\s*(?P<unit>(?:{_CHINESE})){_NO_GOODS}|\s*(?P<word>{_LATIN})(?![0-9a-z])|(?![0-9a-z%°\w]))",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """``unit``: the word that was said, if any."""

    value: Decimal
    unit: str | None


def quantities(text: str) -> Iterator[Quantity]:
    """What is neither money nor a date nor part of a code."""
    taken = [span for _, span in (*amounts(text), *dates(text))]
    for match in _QUANTITY.finditer(text):
        start, end = match.span("number")
        inside_code = start > 0 and (
            text[start - 1] in "-." or (text[start - 1].isascii() and text[start - 1].isalnum())
        )
        if not inside_code and not any(left < end and start < right for left, right in taken):
            yield Quantity(value(match["number"]), match["unit"] or match["word"])


def says_quantity(text: str, wanted: Decimal, unit: str | None, items: Collection[str], names: Names) -> bool:
    """``unit``: the code it has to be in, or be converted to; None: whatever unit was said. Packs are converted as
    those of ``items`` (ids), which the text is about."""
    return any(_same(said, wanted, unit, items, names) for said in quantities(text))


def _same(said: Quantity, wanted: Decimal, unit: str | None, items: Collection[str], names: Names) -> bool:
    if unit is None and said.value == wanted:
        return True
    if said.unit is None:
        return False
    if unit is not None and _measure(said.value, said.unit) == _measure(wanted, unit):
        return True
    return any(
        base_quantity(said.value, said.unit, item, names) == base_quantity(wanted, unit, item, names) is not None
        for item in items
    )


def _measure(quantity: Decimal, unit: str) -> tuple[str, Decimal]:
    """In the unit of its dimension; packages and counts in their own."""
    code, factor = resolve_unit(unit) or (unit, Decimal(1))
    known = UNITS.get(code)
    if known is None or known.dimension in ("package", "count"):
        return code, quantity * factor
    return known.dimension, quantity * factor * known.factor
