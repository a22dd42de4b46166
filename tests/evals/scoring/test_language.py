"""Replies are in the language of the person."""

import pytest

from evals.scoring.language import score
from tests.evals.scoring.hand import DONE_EN, DONE_ZH, SHOWN_EN, SHOWN_ZH, agreed, expecting, record, telling

ZH, EN = (SHOWN_ZH, DONE_ZH, "请问是哪种物料?"), (SHOWN_EN, DONE_EN, "Which item do you mean?")


@pytest.mark.parametrize("reply", ZH)
def test_chinese(reply: str) -> None:
    assert score(expecting(), telling(reply, variant="zh")).passed
    assert score(expecting(), telling(reply, variant="mixed")).passed
    assert "is not in English" in score(expecting(), telling(reply, variant="en")).reason
    assert score(expecting(language="en"), telling(reply, variant="zh")).passed is False
    assert score(expecting(language="any"), telling(reply, variant="en")).passed


@pytest.mark.parametrize("reply", EN)
def test_english(reply: str) -> None:
    assert score(expecting(), telling(reply, variant="en")).passed
    assert score(expecting(), telling(reply, variant="mixed")).passed
    assert "is not in Chinese" in score(expecting(), telling(reply, variant="zh")).reason
    assert score(expecting(language="zh"), telling(reply, variant="mixed")).passed is False


@pytest.mark.parametrize(
    ("variant", "reply"),
    [
        ("zh", "没有找到物料“red copper tube”,请核对。"),
        ("zh", "订单 PO-2026-00123:Suzhou Precision Bearings 已接受。"),
        ("en", "Carrier: 苏州精密轴承, accepted by Li Na."),
        ("en", "OK."),
        ("zh", "6204"),
    ],
)
def test_names_numbers_and_quotations_are_of_no_language(variant: str, reply: str) -> None:
    assert score(expecting(), telling(reply, variant=variant)).passed


def test_a_button_has_no_language_before_anything_was_said() -> None:
    pressed = agreed(reply=DONE_EN, conversation="another")
    assert score(expecting(), telling(turns=[pressed], variant="zh")).passed
    assert score(expecting(language="zh"), telling(turns=[pressed], variant="zh")).passed is False


def test_what_is_said_aloud_counts_too() -> None:
    turns = [record().turns[0].model_copy(update={"spoken": "Which item do you mean?"})]
    assert score(expecting(), telling(turns=turns, variant="zh")).passed is False
