"""Only a clear yes or no decides; anything else in the message makes it an ordinary turn."""

import pytest

from agent.grammar.consent import Consent, read_decision
from tests.agent.grammar.simulation import Conversation

ORDER = "向苏州精密订500个6204"
YES = [
    "好",
    "好的,下单吧",
    "可以",
    "没问题",
    "对",
    "嗯嗯",
    "行,就这样",
    "确认",
    "确认下单",
    "ok",
    "yes",
    "yes please",
    "go ahead",
    "looks good",
    "no problem",
    "sure, thanks",
    "👍",
    "对,500个,下单吧",
    "妥了",
]
NO = [
    "不要了",
    "算了",
    "取消吧",
    "先不订了",
    "不用了谢谢",
    "no",
    "no thanks",
    "cancel that",
    "forget it",
    "don't place it",
    "never mind",
    "太贵了,不要",
    "absolutely not",
]
NEITHER = [
    "好,但是改成三百个",
    "可以吗",
    "应该可以吧",
    "等一下",
    "让我想想",
    "yes but make it 600",
    "ok?",
    "is that ok",
    "好的,送武汉",
    "不对",
    "不对,三百个",
    "嗯?",
    "哦",
    "6204",
    "苏州精密能交吗",
    "能不能便宜点",
    "yes, and add 200 of 6205",
    "maybe",
    "I think so",
    "no, 600",
    "not sure",
    "对了,黄油还剩多少",
    "好像不对",
    "why",
    "取消119",
    "取消PO-2026-00119",
    "可以改成300个吗",
    "行不行",
    "好不好",
    "500个太多了",
    "对,600个",
    "yes 6205",
    "是不是贵了",
]


def talk(*said: str) -> Conversation:
    conversation = Conversation()
    for text in said:
        conversation.say(text)
    return conversation


@pytest.mark.parametrize("text", YES)
def test_yes(text: str) -> None:
    assert read_decision(text, talk(ORDER).scene()) == Consent("yes", ("drf_1",))


@pytest.mark.parametrize("text", NO)
def test_no(text: str) -> None:
    assert read_decision(text, talk(ORDER).scene()) == Consent("no", ("drf_1",))


@pytest.mark.parametrize("text", NEITHER)
def test_neither(text: str) -> None:
    assert read_decision(text, talk(ORDER).scene()) is None


@pytest.mark.parametrize("text", [*YES, *NO])
def test_without_a_draft_nothing_is_decided(text: str) -> None:
    assert read_decision(text, talk().scene()) is None
