"""English words by their sound."""

import pytest

from agent.hearing.phones import apart, said


def nearest(one: str, other: str) -> float:
    return min(apart(left, right, 1.0) for left in said(one.split()) for right in said(other.split()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("flour", "flower"),
        ("Suzhou", "Sushu"),
        ("Suzhou", "Sue Joe"),
        ("carton", "cartoon"),
        ("rolls", "roles"),
        ("Jinmai Flour", "Jin my flower"),
        ("two", "too"),
        ("Huadong", "Wadong"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert nearest(one, other) <= 0.26


@pytest.mark.parametrize(("one", "other"), [("butter", "bracket"), ("sugar", "label"), ("Ningbo", "Wuhan")])
def test_not_alike(one: str, other: str) -> None:
    assert nearest(one, other) > 0.4
