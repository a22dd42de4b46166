"""Numbers read aloud, read back by others: the grammar's own reader, and digits counted one by one."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.grammar.numbers import number_at
from agent.grammar.tokens import normalise, tokenise
from agent.speech_numbers import by_digit, code, counted, grouped, integer, letter_by_letter, number, ordinal
from procurement.actor import Language

ZH_DIGITS = {character: str(value) for value, character in enumerate("零幺二三四五六七八九")}
EN_DIGITS = dict(
    zip(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), "0123456789", strict=True)
)
quantities = st.integers(min_value=1, max_value=10**8 - 1)
languages = st.sampled_from(("zh", "en"))


def read_back(said: str) -> Decimal:
    tokens = tokenise(normalise(said))
    found = number_at(tokens, 0)
    assert found is not None, said
    assert found.end == len(tokens), said
    return found.value


@settings(deadline=None)
@given(value=quantities, language=languages)
def test_a_number_read_aloud_is_read_back_as_itself(value: int, language: Language) -> None:
    assert read_back(integer(value, language)) == value


@settings(deadline=None)
@given(cents=st.integers(min_value=1, max_value=10**7), language=languages)
def test_decimals_are_read_back_as_themselves(cents: int, language: Language) -> None:
    value = Decimal(cents) / 100
    whole, _, decimals = number(value, language).partition("点" if language == "zh" else " point ")
    read = {**ZH_DIGITS, "一": "1", **EN_DIGITS}
    digits = "".join(read[word] for word in (decimals if language == "zh" else decimals.split()))
    assert (read_back(whole) if value >= 1 else 0) + Decimal(f"0.{digits or 0}") == value


@given(digits=st.text("0123456789", min_size=1, max_size=18))
def test_digits_are_kept_one_by_one(digits: str) -> None:
    zh = by_digit(digits, "zh").replace(",", "")
    assert "".join(ZH_DIGITS[character] for character in zh) == digits
    en = by_digit(digits, "en").replace(",", "").split()
    assert "".join(EN_DIGITS[word] for word in en) == digits


@given(digits=st.text("0123456789", min_size=1, max_size=30))
def test_groups_can_be_taken_down(digits: str) -> None:
    groups = grouped(digits)
    assert "".join(groups) == digits
    assert all(len(group) <= 5 for group in groups)
    assert len({len(group) for group in groups}) <= 2


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "零", "zero"),
        (2, "二", "two"),
        (10, "十", "ten"),
        (20, "二十", "twenty"),
        (22, "二十二", "twenty-two"),
        (110, "一百一十", "one hundred ten"),
        (200, "两百", "two hundred"),
        (1001, "一千零一", "one thousand one"),
        (2000, "两千", "two thousand"),
        (6400, "六千四百", "six thousand four hundred"),
        (10_010, "一万零一十", "ten thousand ten"),
        (20_000, "两万", "twenty thousand"),
        (120_012, "十二万零一十二", "one hundred twenty thousand twelve"),
        (200_002_000, "两亿零两千", "two hundred million two thousand"),
        (-3, "负三", "minus three"),
    ],
)
def test_integers(value: int, zh: str, en: str) -> None:
    assert (integer(value, "zh"), integer(value, "en")) == (zh, en)


def test_two_of_something_is_another_word_in_chinese() -> None:
    assert counted(Decimal(2), "zh") == "两"
    assert counted(Decimal(12), "zh") == "十二"
    assert counted(Decimal(2), "en") == "two"


def test_a_number_too_long_to_count_is_read_by_digit() -> None:
    assert by_digit("1" * 16, "en") == integer(int("1" * 16), "en")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("6204", "六二零四", "six two zero four"),
        ("BR-20", "B R 二零", "B R two zero"),
        ("PO-2026-00123", "P O,二零二六,零零幺二三", "P O, two zero two six, zero zero one two three"),
        ("SH10042", "S H 幺零零四二", "S H one zero zero four two"),
        ("BREAD-S", "bread,S", "bread, S"),
        (
            "CJ1029384756",
            "C J 幺零二九,三八四,七五六",
            "C J one zero two nine, three eight four, seven five six",
        ),
    ],
)
def test_codes(text: str, zh: str, en: str) -> None:
    assert (code(text, "zh"), code(text, "en")) == (zh, en)


def test_letters_are_spelled_so_that_they_cannot_be_confused() -> None:
    assert letter_by_letter("BR-20", "en") == "B as in Bravo, R as in Romeo, dash, two, zero"
    assert letter_by_letter("BR-20", "zh") == "B,R,杠,二,零"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (5, "fifth"), (8, "eighth"), (9, "ninth")),
        *((12, "twelfth"), (20, "twentieth"), (21, "twenty-first"), (30, "thirtieth"), (31, "thirty-first")),
    ],
)
def test_ordinals(value: int, said: str) -> None:
    assert ordinal(value) == said
