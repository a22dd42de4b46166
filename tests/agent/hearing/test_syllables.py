"""What it costs to take one syllable for another."""

import pytest

from agent.hearing.syllables import NEAREST, distance, sounds_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ge", "ke"),
        ("si", "shi"),
        ("zhou", "zou"),
        ("ni", "li"),
        ("jin", "jing"),
        ("hua", "wa"),
        ("mai", "wai"),
        ("wen", "weng"),
    ],
)
def test_what_is_mixed_up_is_near(one: str, other: str) -> None:
    assert 0 < distance(one, other) <= 0.5
    assert distance(one, other) == distance(other, one)


@pytest.mark.parametrize(("one", "other"), [("zhong", "dong"), ("di", "gao"), ("bei", "hong"), ("su", "wu")])
def test_what_is_not_is_far(one: str, other: str) -> None:
    assert distance(one, other) > NEAREST


def test_one_syllable_a_character() -> None:
    assert sounds_of("轴承") == ("zhou", "cheng")
    assert len(sounds_of("银行行长")) == 4
