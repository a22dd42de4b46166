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


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("苏州精密十二月四号之前，3000 个 6204 拿得出来吗？", "6204"),
        ("一百箱 6204,下周五前给得齐吗?", "6204"),
        ("苏州精密 12 月 4 号之前，3000 个 6204 拿得出来 or not?", "6204"),
        ("下周三前要两吨白糖，拿得出来吗？", "SG-50"),
        ("宁波铸造月底前 800 个支架供得上吗", "BR-20"),
        ("Would 3,000 of bearing 6204 by 4 December be doable for Suzhou Precision?", "6204"),
        ("支架一次要 1000 个，宁波铸造单价能到多少？", "BR-20"),
        ("brackets 一次要 1000 个，宁波铸造 unit price 能到多少？", "BR-20"),
        ("要四千个纸箱的话，绿源什么价？", "CT-40"),
        ("宁波铸造做1000个支架,单价多少", "BR-20"),
        ("Taking 1,000 brackets in one go, how low would Ningbo Castings go per piece?", "BR-20"),
        ("We need 4,000 cartons, what price would Lvyuan give us?", "CT-40"),
    ],
)
def test_a_question_of_ability_or_price_is_no_order(text: str, item: str) -> None:
    calls = _last(text)
    assert [(one.get("tool"), one.get("item")) for one in calls] == [("check_supplier_capacity", item)]


@pytest.mark.parametrize(
    "text",
    [
        "金麦那十吨面粉预计哪天到货？",
        "金麦那 10 吨 flour 的 ETA 是哪天？",
        "青禾的黄油说好今天到的,为什么晚了?哪天能到?",
        "青禾的黄油为什么晚了",
        "那批支架什么时候能送到？",
        "On what day should the ten tonnes of flour from Jinmai get here?",
        "When will the flour from Jinmai arrive?",
        "The butter from Qinghe was due today. Why is it late, and when will it be here?",
        "Why is our butter so late?",
    ],
)
def test_goods_that_are_known_of_are_shipments(text: str) -> None:
    assert _tools(text) == ["find_shipment"]


@pytest.mark.parametrize(
    "text",
    ["When can Jinmai deliver 2 tonnes of flour?", "金麦两吨面粉最快哪天能到？", "现在订十吨面粉，金麦哪天能到货？"],
)
def test_goods_not_ordered_yet_are_asked_of_the_supplier(text: str) -> None:
    assert _tools(text) == ["check_supplier_capacity"]


@pytest.mark.parametrize("text", ["确认", "Yes, issue it.", "OK 确认，issue it", "confirm", "go ahead"])
def test_a_yes_to_nothing_is_told_so(text: str) -> None:
    assert _last(text) == [{"act": "nothing_open"}]


@pytest.mark.parametrize(
    "slip", ["不对不对，我说的是 119", "No wait, I meant 119.", "不对，I mean 119", "说错了，是119"]
)
def test_another_order_number_replaces_the_last(slip: str) -> None:
    assert _last("看看 118 号单供应商怎么回的", slip) == [{"tool": "get_order", "order": "119"}]


@pytest.mark.parametrize(
    "text",
    [
        "它用到哪些产品里了?",
        "And which products did it go into?",
        "那它用到哪些 products 里了?",
        "它又发给了哪些客户？",
    ],
)
def test_a_pronoun_stands_for_the_lot_just_traced(text: str) -> None:
    assert _last("L20261101 是谁供的?", text) == [{"tool": "trace_lot", "lot": "L20261101", "direction": "forward"}]


@pytest.mark.parametrize(
    "text",
    [
        "我们上周订过黄油吗？",
        "Did we order butter last week?",
        "我们 last week 订过 butter 吗？",
        "有没有买过黄油",
        "Did we ever buy butter?",
    ],
)
def test_what_was_ordered_is_found(text: str) -> None:
    assert [(one.get("tool"), one.get("item")) for one in _last(text)] == [("find_orders", "BT-10")]


@pytest.mark.parametrize(
    "text",
    [
        "118 号单要求什么时候送到哪个仓？",
        "For order 118, which warehouse is it going to and by what date did we want it?",
        "PO 118 送哪个 warehouse，要求 delivery date 是哪天？",
        "119号单约定几号到货？",
    ],
)
def test_what_an_order_asks_for_is_read_from_it(text: str) -> None:
    assert _tools(text) == ["get_order"]
