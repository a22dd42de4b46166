"""What is said about the talk itself, and what only resembles it."""

import pytest

from agent.asides import aside_of, spelled


@pytest.mark.parametrize(
    "text",
    [
        "停",
        "停。",
        "停一下",
        "等一下",
        "等等,等等",
        "别说了",
        "慢着",
        "稍等",
        "stop",
        "Stop it.",
        "wait",
        "Wait, wait.",
        "okay stop",
        "hold on please",
        "one moment",
        "please stop talking",
    ],
)
def test_stop(text: str) -> None:
    assert aside_of(text) == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "再说一遍",
        "请您再说一遍",
        "再讲一次",
        "重复一下",
        "在说一便",
        "没停清楚",
        "没听清楚",
        "你刚才说什么",
        "什么?",
        "不好意思,没听见",
        "repeat",
        "Can you repeat that, please?",
        "say that again",
        "sorry, what?",
        "what did you say",
        "pardon?",
        "I didn't catch that",
        "one more time please",
    ],
)
def test_repeat(text: str) -> None:
    assert aside_of(text) == "repeat"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("spell the part number", "item"),
        ("零件号怎么拼", "item"),
        ("订单号怎么写", "order"),
        ("spell it", None),
        ("how do you spell the lot number", "lot"),
        ("运单号一个一个地念", "tracking"),
        ("拼一下批号", "lot"),
    ],
)
def test_spell(text: str, kind: str | None) -> None:
    assert aside_of(text) == "spell"
    assert spelled(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "不要了",
        "取消",
        "确认",
        "不",
        "no",
        "cancel",
        "cancel it",
        "yes",
        "再来五百个",
        "再订一次同样的",
        "停产了吗",
        "stop the order",
        "等一下,改成三百个",
        "什么时候到",
        "what stock do we have",
        "wait for the flour",
        "repeat order 119",
        "what about SH10042",
        "order it once more",
        "",
    ],
)
def test_business_is_no_aside(text: str) -> None:
    assert aside_of(text) is None
