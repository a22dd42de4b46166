"""A recogniser's errors without a recogniser."""

import random

import pytest
from rapidfuzz.distance import OSA

from agent.hearing.syllables import distance, sounds_of
from evals.asr_errors import ALIKE, misheard
from procurement.actor import Language

ZH, EN = "帮我向苏州精密订五百个轴承,下周五之前到", "Order thirty bags of bread flour from Jinmai Flour"


def test_the_same_seed_makes_the_same_errors() -> None:
    assert misheard(ZH, "zh", random.Random(3)) == misheard(ZH, "zh", random.Random(3))
    assert misheard(ZH, "zh", random.Random(3)) != misheard(ZH, "zh", random.Random(4))


def test_the_rate_is_about_what_is_asked_for() -> None:
    long = ZH * 50
    heard = misheard(long, "zh", random.Random(1), 0.2)
    assert misheard(long, "zh", random.Random(1), 0.0) == long
    assert 0.1 < OSA.normalized_distance(long, heard) < 0.25


def test_mandarin_keeps_its_sound_mostly() -> None:
    apart = []
    for seed in range(40):
        heard = misheard("轴承面粉标签白糖支架", "zh", random.Random(seed), 0.5)
        if len(heard) == 10:
            apart += [distance(*pair) for pair in zip(sounds_of("轴承面粉标签白糖支架"), sounds_of(heard), strict=True)]
    assert sum(one == 0 for one in apart) > 0.8 * len(apart)
    assert max(apart) <= ALIKE + 0.65  # a character of two pronunciations may be read the other way


def test_english_words_are_respelt_and_figures_stay() -> None:
    heard = misheard(EN + " 6204 500", "en", random.Random(2), 1.0)
    assert heard.endswith("6204 500")
    assert heard != EN + " 6204 500"


def heard_for(text: str, language: Language, **kinds: bool) -> set[str]:
    return {misheard(text, language, random.Random(seed), 1.0, **kinds) for seed in range(200)}


@pytest.mark.parametrize(("said", "mistaken"), [("四", "十"), ("十", "四"), ("幺", "一"), ("一", "幺"), ("那", "拉")])
def test_mandarin_numerals_and_initials_are_taken_for_each_other(said: str, mistaken: str) -> None:
    assert mistaken in heard_for(said, "zh")


def test_english_numerals_are_taken_for_each_other() -> None:
    assert heard_for("fifteen", "en") == {"fifty"}


def test_figures_are_left_out_or_taken_for_others_where_that_is_asked_for() -> None:
    assert heard_for("64", "zh") == {"64"}
    assert heard_for("64", "zh", figures=True) == {"", "10"}
