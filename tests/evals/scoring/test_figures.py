"""Numbers in words become figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.speech_numbers import code, number
from evals.scoring.words.figures import in_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("五百个六二零四轴承", "500个6204轴承"),
        ("五千千克", "5000千克"),
        ("两千零五", "2005"),
        ("两百五", "250"),
        ("一万二", "12000"),
        ("一万零二", "10002"),
        ("三亿五千万", "350000000"),
        ("1.5万元", "15000元"),
        ("零零幺二幺", "00121"),
        ("十二月四号", "12月4号"),
        ("５００个", "500个"),
        ("order one one nine: one thousand pieces", "order 119: 1000 pieces"),
        ("a hundred and fifty", "150"),
        ("December twenty-first", "December 21th"),
        ("zero point zero four five", "0.045"),
        ("someone atones", "someone atones"),
    ],
)
def test_numbers_become_figures(text: str, figures: str) -> None:
    assert in_figures(text) == figures


@given(st.decimals(0, 10**9, places=2))
def test_whatever_a_voice_counts_is_read_back(value: Decimal) -> None:
    for language in ("zh", "en"):
        assert Decimal(in_figures(number(value, language))) == value  # type: ignore[arg-type]


@given(st.text("0123456789", min_size=2, max_size=12))
def test_whatever_a_voice_spells_is_read_back(digits: str) -> None:
    for language in ("zh", "en"):
        said = in_figures(code(digits, language))  # type: ignore[arg-type]
        assert "".join(sign for sign in said if sign.isdigit()) == digits
