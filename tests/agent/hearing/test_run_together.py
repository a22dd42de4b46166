"""Figures that ran together are asked about."""

import pytest

from agent.hearing.hearing import hear
from tests.agent.hearing.desk import ears


@pytest.mark.parametrize(
    ("raw", "labels"),
    [
        ("Please buy 406205 bearings from Suzhou Precision", ["400", "40"]),
        ("540袋面粉", ["补40", "540"]),
        ("11200个纸箱12月5号到", ["要1200", "11200"]),
        ("订单1220到了吗", ["120", "122"]),
    ],
)
def test_asked(raw: str, labels: list[str]) -> None:
    question = hear(raw, "zh", ears()).question
    assert question is not None
    assert sorted(option.label for option in question.options) == sorted(labels)


@pytest.mark.parametrize(
    "raw", ["补540袋面粉", "纸箱1500个", "订11200个纸箱", "6205300个", "订单120到了吗", "order 2400 cartons"]
)
def test_not_asked(raw: str) -> None:
    assert hear(raw, "zh", ears()).question is None
