"""Ideas are known by words of both languages, and told from their opposites."""

import re
import tomllib

import pytest

from evals.scoring.concepts import LISTED, concepts, expresses

SAYS = {
    "delayed": ("SH10043:已延误", "SH10043: delayed, from A to B", "晚两天到", "It is running late."),
    "weather": ("原因:天气原因", "Reason: weather", "暴雪导致高速封闭", "Snowstorm closed the road"),
    "in_transit": ("运输中", "in transit, Wuxi"),
    "delivered": ("已送达", "SH10044: delivered, Suzhou", "已经发给城东烘焙。"),
    "partly_shipped": ("部分发货", "partly shipped"),
    "not_shipped": ("未发货", "not shipped", "Nothing has been shipped for order 1 yet."),
    "shipped": ("已全部发货", "all shipped"),
    "can": (
        "供应能力:可以。500 个可在 2026年12月2日 到齐。",
        "他们能按时到。",
        "Supply check: yes. 500 pieces complete by Friday",
    ),
    "partial": ("只能按时交一部分", "only part in time", "按时只能交600个"),
    "later": ("来不及。500 个要到 12月9日 才能到齐。", "not in time. 500 complete only by Friday"),
    "cannot": ("500 个无法按要求交货。", "cannot be delivered as asked", "不能满足"),
    "minimum_quantity": ("低于起订量 100", "below the minimum order of 100"),
    "order_multiple": ("须为 50 的整数倍", "in multiples of 50"),
    "no_answer": ("尚未答复", "no answer yet"),
    "accepted": ("已接受", "accepted"),
    "rejected": ("已拒绝", "not accepted", "不接受"),
    "waits_for_buyer": ("供应商提出了变更,正等您决定。", "proposed changes and waits for your decision"),
    "not_issued": ("订单草稿(尚未下单):", "Draft order (not issued yet):", "Nothing was ordered."),
    "asks_confirmation": ("确认下单吗?", "Shall I issue this order?", "Shall I place the order?"),
    "ordered": ("已下单,订单号 PO-2026-00123。", "Ordered. The order number is PO-2026-00123."),
    "needs_approval": ("超过您的下单权限,已转给有审批权限的同事审批", "waits for a colleague who may approve it"),
    "declined": ("好的,这份草稿已作废,没有下单。", "All right, the draft is dropped."),
    "expired": ("这份草稿已经过期", "This draft has expired."),
    "cancel_requested": ("已向 宁波铸造 申请取消订单 1", "I have asked Ningbo Castings to cancel order 1."),
    "cancelled": ("已取消", "cancelled"),
    "cannot_cancel": ("订单 1 现在不能取消。", "Order 1 cannot be cancelled now."),
    "order_stands": ("订单 1 保持不变。", "Order 1 stands."),
    "repeated": ("没有重复下单", "it was not ordered twice"),
    "nothing_open": ("现在没有等待确认的草稿。", "No draft waits for a decision."),
    "which_draft": ("请问是哪一份?", "More than one draft waits for a decision."),
    "not_allowed": ("没有办成:您没有这项权限", "you are not authorised for it"),
    "conflict": ("记录已经有变化", "the record has changed"),
    "unavailable": ("系统有一部分暂时不可用", "is not available right now"),
    "nothing_found": ("没有找到订单“PO-1”。", "I could not find an order \"PO-1\".", "没有符合条件的订单"),
    "not_understood": ("没有看懂日期", "I did not understand the date", "数量“很多”不明确"),
    "ask_item": ("请问是哪种物料?", "Which item do you mean?"),
    "ask_quantity": ("请问要多少面粉?", "How much flour do you need?", "How many do you need?"),
    "ask_supplier": ("有多家供应商可以提供,请选一家:", "Several suppliers offer it. Which one?"),
    "ask_place": ("请问送到哪个仓库?", "Which warehouse should it go to?"),
    "ask_date": ("请问哪一天之前要到?", "By which date do you need it?"),
    "ask_order": ("请问是哪张订单?请告诉我订单号。", "Which order? Please tell me its number."),
    "ask_lot": ("请问是哪个批次?", "Which lot?"),
    "ask_shipment": ("请问是哪票货?", "Which shipment?"),
    "did_you_mean": ("您是不是要找:", "Did you mean:"),
    "not_sold_by": ("“金麦”不供应轴承", "\"Jinmai\" does not sell bearings"),
    "made_in_house": ("是自己生产的", "it is made in-house"),
    "released": ("已放行", "released"),
    "quarantined": ("已隔离", "quarantined"),
    "report_confirmed": ("检验报告由 王敏 确认", "Wang Min confirmed the report."),
    "report_unconfirmed": ("检验报告尚未有人确认", "Nobody has confirmed the report yet"),
    "below_reorder": ("低于再订货点 200", "below the reorder point of 200"),
    "days_left": ("约可用 0.7 天", "days of use left: about 0.7"),
    "help": ("我可以:", "I can: order"),
    "out_of_scope": ("这个我帮不上忙。", "I cannot help with that."),
    "handoff": ("这件事请找同事人工处理", "this needs a colleague"),
}  # fmt: skip

DOES_NOT_SAY = {
    "in_transit": ("现在没有在途的货。", "Nothing is on its way at the moment.", "on its way back to the sender"),
    "shipped": ("not shipped", "partly shipped", "未发货", "部分发货"),
    "accepted": ("not accepted", "不接受"),
    "ordered": ("尚未下单", "没有下单", "Nothing is ordered yet.", "请告诉我订单号。"),
    "cancel_requested": ("好的,没有申请取消,订单 1 保持不变。", "no cancellation was requested"),
    "cancelled": ("订单尚未取消", "the order is not cancelled until the supplier agrees", "不能取消"),
    "report_confirmed": ("检验报告尚未有人确认", "Nobody has confirmed the report yet"),
    "help": ("I cannot help with that.",),
    "later": ("可以按时,12月2日 到齐",),
    "can": (
        "来不及。500 个要到 12月9日 才能到齐。",
        "供应能力:只能按时交一部分。2,000 个中有 1,200 个能按时到。原因:产能所限。",
        "不过只有1,200个能按时到。",
        "不能按时",
        "Supply check: no.",
    ),
    "delayed": ("已送达", "delivered"),
}  # fmt: skip


@pytest.mark.parametrize(("concept", "text"), [(concept, text) for concept, texts in SAYS.items() for text in texts])
def test_it_is_expressed(concept: str, text: str) -> None:
    assert expresses(text, concept)


@pytest.mark.parametrize(("concept", "text"), [(one, text) for one, texts in DOES_NOT_SAY.items() for text in texts])
def test_it_is_not_expressed(concept: str, text: str) -> None:
    assert not expresses(text, concept)


def test_every_idea_has_words_of_both_languages() -> None:
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    assert listed.keys() == concepts().keys()
    for name, words in listed.items():
        assert words.keys() == {"zh", "en"}, name
        assert all(re.search(r"[\u4e00-\u9fff]", pattern) for pattern in words["zh"]), name
        assert not any(re.search(r"[\u4e00-\u9fff]", pattern) for pattern in words["en"]), name
        assert not any(re.compile(pattern).search("") for pattern in words["zh"] + words["en"]), name
