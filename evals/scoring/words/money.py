"""Amounts of money in a text whose numbers are in figures (``figures.in_figures``)."""

import re
from collections.abc import Iterator
from decimal import Decimal

NUMBER = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d|,\d{3}(?!\d))"
_BEFORE = re.compile(rf"(?:[¥$€]|\b(?:CNY|RMB)|人民币)\s*(?P<number>{NUMBER})", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?P<number>{NUMBER})\s*(?:元|块钱?|(?:yuan|RMB|CNY)\b)(?:\s*(?P<tenths>\d)\s*[角毛])?(?:\s*(?P<cents>\d)\s*分)?",
    re.IGNORECASE,
)


def amounts(text: str) -> Iterator[tuple[Decimal, tuple[int, int]]]:
    """Each with where it stands."""
    for match in _BEFORE.finditer(text):
        yield value(match["number"]), match.span()
    for match in _AFTER.finditer(text):
        parts = Decimal(match["tenths"] or 0) / 10 + Decimal(match["cents"] or 0) / 100
        yield value(match["number"]) + parts, match.span()


def value(figures: str) -> Decimal:
    return Decimal(figures.replace(",", ""))


def says_money(text: str, amount: Decimal) -> bool:
    return any(said == amount for said, _ in amounts(text))
