"""Numbers as people say them."""
# ruff: noqa: E501

from decimal import Decimal

import pytest

from agent.grammar.numbers import number_at
from agent.grammar.tokens import normalise, tokenise

DEFINITE = {
    "五百": 500, "两百五": 250, "一千二": 1200, "一万二": 12000, "1万2": 12000, "1千5": 1500, "三百五十": 350, "一百零五": 105,
    "两千零五十": 2050, "五零零": 500, "十五": 15, "两万三千五百": 23500, "三百来": 300, "1,500": 1500, "5k": 5000, "二十": 20,
    "two dozen": 24, "a hundred and fifty": 150, "hundred and twenty": 120, "two thousand five hundred": 2500, "twenty five": 25,
    "twelve hundred": 1200, "3 hundred": 300, "half a dozen": 6,
}  # fmt: skip


@pytest.mark.parametrize(("said", "value"), DEFINITE.items())
def test_a_definite_number(said: str, value: int) -> None:
    found = number_at(tokenise(normalise(said + "个" if said == "三百来" else said)), 0)
    assert found is not None
    assert (found.value, found.vague) == (Decimal(value), False)


@pytest.mark.parametrize(
    ("said", "value"), [("半", "0.5"), ("1.5万", "15000"), ("2.5", "2.5"), ("one and a half", "1.5")]
)
def test_a_part(said: str, value: str) -> None:
    found = number_at(tokenise(normalise(said)), 0)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    "said", ["十几个", "三五百", "五六十", "几百", "三百多", "300多个", "百来个", "300-500", "100 - 200"]
)
def test_no_definite_number_is_vague(said: str) -> None:
    found = number_at(tokenise(normalise(said)), 0)
    assert found is not None
    assert found.vague


def test_a_part_number_does_not_run_into_a_numeral() -> None:
    found = number_at(tokenise("6204一个"), 0)
    assert found is not None
    assert (found.value, found.end) == (Decimal(6204), 1)
