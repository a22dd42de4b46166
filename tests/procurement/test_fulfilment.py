"""Fulfilment, derived from line sums."""

from decimal import Decimal

import pytest

from procurement.entities import Fulfilment
from procurement.fulfilment import fulfilment


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ([(10, 0, 0)], "not_shipped"),
        ([(10, 4, 0)], "partially_shipped"),
        ([(10, 10, 0), (5, 0, 0)], "partially_shipped"),
        ([(10, 10, 0)], "shipped"),
        ([(10, 12, 0), (5, 5, 0)], "shipped"),
        ([(10, 4, 4)], "partially_received"),
        ([(10, 10, 9)], "partially_received"),
        ([(10, 10, 12), (5, 5, 4)], "partially_received"),
        ([(10, 10, 10), (5, 5, 5)], "received"),
        ([(10, 0, 10)], "received"),
        ([(10, 10, 10), (5, 6, 6)], "over_received"),
        ([], "not_shipped"),
    ],
)
def test_fulfilment(lines: list[tuple[int, int, int]], word: Fulfilment) -> None:
    assert fulfilment([(Decimal(a), Decimal(b), Decimal(c)) for a, b, c in lines]) == word
