from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.errors import Corrupt
from procurement.money import LineAmounts, amount_text, line_amounts, price_for, price_text


def test_a_price_with_vat_makes_the_gross_exact() -> None:
    assert line_amounts(D(500), D("12.80"), D("0.13"), True) == LineAmounts(D("5663.72"), D("736.28"), D("6400.00"))


def test_a_price_without_vat_makes_the_net_exact() -> None:
    assert line_amounts(D(3), D("10.005"), D("0.13"), False) == LineAmounts(D("30.02"), D("3.90"), D("33.92"))


def test_half_a_cent_goes_up() -> None:
    assert line_amounts(D(1), D("0.045"), D(0), True).gross == D("0.05")
    assert line_amounts(D(1), D("0.025"), D(0), False).net == D("0.03")


@given(
    quantity=st.decimals("0.001", "1000000", places=3),
    price=st.decimals("0.000001", "10000", places=6),
    rate=st.sampled_from([D("0"), D("0.06"), D("0.09"), D("0.13")]),
    includes=st.booleans(),
)
def test_net_and_vat_add_up_to_gross_in_cents(quantity: D, price: D, rate: D, includes: bool) -> None:
    amounts = line_amounts(quantity, price, rate, includes)
    assert amounts.net + amounts.vat == amounts.gross
    assert all(value == value.quantize(D("0.01")) for value in (amounts.net, amounts.vat, amounts.gross))
    quoted = amounts.gross if includes else amounts.net
    assert abs(quoted - quantity * price) <= D("0.005")
    assert abs(amounts.net * (1 + rate) - amounts.gross) <= D("0.011")


def test_the_highest_break_reached_is_the_price() -> None:
    breaks = [(D(0), D("13")), (D(1000), D("12")), (D(5000), D("11.5"))]
    assert [price_for(breaks, D(quantity)) for quantity in (1, 999, 1000, 4999, 5000)] == [
        D(13), D(13), D(12), D(12), D("11.5"),
    ]  # fmt: skip


def test_below_every_break_the_lowest_one_holds() -> None:
    assert price_for([(D(100), D("12.80"))], D(50)) == D("12.80")


def test_an_offer_without_a_price_is_corrupt() -> None:
    with pytest.raises(Corrupt):
        price_for([], D(1))


@pytest.mark.parametrize(
    ("value", "text"),
    [("12.8", "12.80"), ("12.800000", "12.80"), ("0.045000", "0.045"), ("36", "36.00"), ("1E+1", "10.00")],
)
def test_a_price_keeps_two_decimals_and_no_idle_zeros(value: str, text: str) -> None:
    assert price_text(D(value)) == text


def test_an_amount_has_two_decimals() -> None:
    assert amount_text(D("6400")) == "6400.00"
