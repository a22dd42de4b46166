"""Which of the readings an answer picks."""

import pytest

from agent.hearing.heard import Option
from agent.which_reading import answered, bare, own_parts

SUPPLIERS = (Option("华东精密", "a"), Option("华中精密", "b"))
ENGLISH = (Option("Huadong Precision", "a"), Option("Huazhong Precision", "b"))
QUANTITIES = (Option("40 boxes", "a"), Option("14 boxes", "b"), Option("44 boxes", "c"))


@pytest.mark.parametrize(
    ("text", "options", "picked"),
    [
        ("华东", SUPPLIERS, "a"),
        ("华中精密", SUPPLIERS, "b"),
        ("是华中。", SUPPLIERS, "b"),
        ("我说的是东", SUPPLIERS, "a"),
        ("第一个", SUPPLIERS, "a"),
        ("后者", SUPPLIERS, "b"),
        ("Huazhong", ENGLISH, "b"),
        ("I mean Huadong Precision", ENGLISH, "a"),
        ("the second one", ENGLISH, "b"),
        ("the former.", ENGLISH, "a"),
        ("forty", QUANTITIES, "a"),
        ("fourteen", QUANTITIES, "b"),
        ("44", QUANTITIES, "c"),
        ("the last one", QUANTITIES, "c"),
    ],
)
def test_picked(text: str, options: tuple[Option, ...], picked: str) -> None:
    found = answered(text, options)
    assert found is not None
    assert found.text == picked


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("精密", SUPPLIERS),
        ("对", SUPPLIERS),
        ("yes", ENGLISH),
        ("no", ENGLISH),
        ("华东还是华中都行", SUPPLIERS),
        ("黄油还有多少库存", SUPPLIERS),
        ("where is SH10042", ENGLISH),
        ("fifty", QUANTITIES),
        ("", SUPPLIERS),
        ("华东", ()),
    ],
)
def test_not_picked(text: str, options: tuple[Option, ...]) -> None:
    assert answered(text, options) is None


def test_what_sets_labels_apart() -> None:
    assert own_parts(["华东精密", "华中精密"]) == ["东", "中"]
    assert own_parts(["Huadong Precision", "Huazhong Precision"]) == ["d", "zh"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("yes", "yes"),
        ("Yes, right.", "yes"),
        ("对", "yes"),
        ("都不是", "neither"),
        ("no", "neither"),
        ("华东", None),
        ("", None),
    ],
)
def test_a_yes_or_no_picks_none(text: str, verdict: str | None) -> None:
    assert bare(text) == verdict
