"""Order numbers as people say them."""

import pytest

from procurement.order_number import ending, spellings

YEARS = (2026, 2025)


@pytest.mark.parametrize(
    "said",
    [
        "PO-2026-00119", "po-2026-00119", " PO-2026-00119 ", "PO 2026 00119", "po2026-119", "PO202600119", "2026-119",
        "PO－2026－00119", "订单PO-2026-00119", "订单号:2026/00119", "order 2026-119", "PO_2026_00119", "#2026-00119",
    ],
)  # fmt: skip
def test_a_number_with_its_year(said: str) -> None:
    found = spellings(said, YEARS)
    assert "PO-2026-00119" in found
    assert "PO-2025-00119" not in found


@pytest.mark.parametrize(
    "said", ["119", "00119", "PO119", "po 00119", "#119", "１１９", "订单119", "order no. 119", "0119"]
)
def test_a_number_without_a_year(said: str) -> None:
    assert spellings(said, YEARS)[-2:] == ["PO-2026-00119", "PO-2025-00119"]


@pytest.mark.parametrize(
    ("said", "number"),
    [("2026", "PO-2025-02026"), ("1000123", "PO-2026-1000123"), ("2025-1000123", "PO-2025-1000123")],
)
def test_long_and_year_like_numbers(said: str, number: str) -> None:
    assert number in spellings(said, YEARS)


@pytest.mark.parametrize("said", ["", "   ", "abc", "PO", "119-2026-7-8", "苏州", "'; DROP TABLE", "PO-2026-"])
def test_what_is_no_number_is_itself(said: str) -> None:
    assert all(not one.startswith("PO-20") or one == said.strip() for one in spellings(said, YEARS))


def test_an_exact_number_of_any_form_comes_first() -> None:
    assert spellings(" x 9 ", YEARS) == ["X 9", "X9"]


@pytest.mark.parametrize(("said", "tail"), [("PO-19", "19"), ("尾号019", "019"), ("...", ""), ("ab-9x", "9X")])
def test_endings(said: str, tail: str) -> None:
    assert ending(said) == tail
