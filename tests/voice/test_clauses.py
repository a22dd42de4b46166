"""Sentences in clauses: nothing is lost, the first is short where a stop allows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.clauses import FIRST, LONGEST, clauses, size
from voice.ports import Language


@given(st.text(alphabet="abc d,.;?!。,;:?!、轴承订单", max_size=200), st.sampled_from(["zh", "en"]), st.booleans())
def test_the_pieces_joined_are_the_sentence(sentence: str, language: Language, first: bool) -> None:
    joined = "".join(clauses(sentence, language, first=first))
    assert sentence.startswith(joined)
    assert not sentence[len(joined) :].strip()


@pytest.mark.parametrize(
    ("sentence", "language", "head"),
    [
        ("Bearing six two oh four, five hundred pieces, from Suzhou Precision.", "en", "Bearing six two oh four, "),
        ("六二零四轴承,五百个,向苏州精密订。", "zh", "六二零四轴承,五百个,"),
        ("六二零四轴承\uff0c五百个\uff0c向苏州精密订。", "zh", "六二零四轴承\uff0c五百个\uff0c"),
        ("合计1,250元,五百个六二零四轴承", "zh", "合计1,250元,"),
        ("The goods of that order are on their way to you", "en", "The goods of that order "),
        ("没有逗号的一句很长很长的话也要整句说完", "zh", "没有逗号的一句很长很长的话也要整句说完"),
    ],
)
def test_the_first_clause_ends_at_the_last_stop_that_fits(sentence: str, language: Language, head: str) -> None:
    assert next(clauses(sentence, language, first=True)) == head


def test_later_clauses_are_longer() -> None:
    sentence = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve."
    short, long = next(clauses(sentence, "en", first=True)), next(clauses(sentence, "en", first=False))
    assert size(short, "en") == FIRST["en"]
    assert FIRST["en"] < size(long, "en") <= LONGEST["en"]
