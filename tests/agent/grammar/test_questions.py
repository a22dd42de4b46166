"""What asks must not propose, and what answers an open draft must not propose anew: short dialogues, both languages."""

from typing import Any

import pytest

from tests.agent.grammar.simulation import Conversation


def _last(*said: str) -> list[dict[str, Any]]:
    conversation = Conversation()
    return [conversation.say(text) for text in said][-1]


def _tools(*said: str) -> list[Any]:
    return [one.get("tool") for one in _last(*said)]


@pytest.mark.parametrize(
    "text",
    [
        "119 号单是不是已经撤掉了？",
        "119 号单有没有人 cancel 过？",
        "121号单还能取消吗",
        "现在撤销120号单还来得及吗",
        "121号单是否已被作废？",
        "118号单怎么取消",
        "119号单是谁取消的？",
        "119号单如何撤销？",
        "Can order 119 still be cancelled?",
        "Can I still cancel order 121?",
        "how do I cancel order 119?",
        "Could PO 118 be withdrawn at this point?",
        "Who cancelled order 119?",
        "when was order 119 cancelled?",
        "Why was order 121 cancelled?",
        "order 120 怎么 cancel？",
    ],
)
def test_a_question_about_a_cancellation_reads_the_order(text: str) -> None:
    assert _tools(text) == ["get_order"]


@pytest.mark.parametrize(
    "text",
    [
        "能取消 119 号单吗",
        "能不能帮我把119号单撤了？",
        "可以把121号单作废吗？",
        "can you cancel order 119",
        "Could you please cancel order 119?",
        "Would you mind cancelling order 121?",
        "Could order 121 be cancelled please?",
        "119还没到，取消吧",
    ],
)
def test_a_polite_request_to_cancel_is_one(text: str) -> None:
    assert _tools(text) == ["cancel_order"]


@pytest.mark.parametrize(
    "answer",
    [
        "确认取消",
        "是的，取消吧",
        "对，撤掉",
        "好的，把121号单取消",
        "confirm 取消",
        "yes, cancel it",
        "Yes please, go ahead and cancel order 121",
        "confirmed, withdraw it",
    ],
)
def test_a_cancellation_is_agreed_to_in_its_own_words(answer: str) -> None:
    assert _last("把订单121取消", answer) == [{"act": "confirm"}]


@pytest.mark.parametrize(
    "answer", ["取消", "不，别取消", "no, don't cancel it", "算了", "never mind", "确认取消了吗？", "确认取消119号单"]
)
def test_other_words_of_cancelling_do_not_agree(answer: str) -> None:
    assert {"act": "confirm"} not in _last("把订单121取消", answer)


@pytest.mark.parametrize(
    "answer",
    [
        "轴承先算了",
        "6204不要了",
        "那轴承就不订了",
        "forget the bearings",
        "skip the bearings",
        "forget about the 6204, thanks",
    ],
)
def test_a_draft_is_declined_by_the_name_of_its_item(answer: str) -> None:
    assert _last("从苏州精密订500个6204轴承", answer) == [{"act": "decline"}]


@pytest.mark.parametrize(
    "answer", ["轴承不要6204，要6205", "轴承不要500个，要600个", "don't forget the bearings", "白糖先算了"]
)
def test_another_wish_about_its_item_declines_nothing(answer: str) -> None:
    assert {"act": "decline"} not in _last("从苏州精密订500个6204轴承", answer)
