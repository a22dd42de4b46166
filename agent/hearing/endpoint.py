"""How long a pause may still belong to the sentence: is it complete, a bare yes or no, unfinished, a number under way?"""
# ruff: noqa: E501

import re

from agent.grammar.consent import read_decision
from agent.hearing.ears import Ears
from agent.hearing.heard import State
from agent.hearing.judging import Judgement
from procurement.recent_numbers import RecentNumbers

_DECIDED = re.compile(
    r"(?:嗯|恩|对|是|好|行|确认|确定|可以|没错|没问题|同意|不|不用|不要|不行|不对|不是|取消|算了|的|啊|吧|了|呀|嘞|ok|okay|下单)+|"
    r"(?:yes|yeah|yep|yup|no|nope|nah|ok|okay|sure|correct|right|confirm(?:ed)?|go ahead|do it|cancel|not yet|uh huh|mm hmm|please|thanks|thank you| )+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[,;、]|\.\.\.|…|和|跟|与|还有|以及|或者|或|然后|另外|但是|不过|因为|所以|如果|就是|那个|这个|的话|比如|再|要|向|从|给|把|找|到|在|送|订|"
    r"嗯|呃|额|帮我|我要|我想|请|\b(?:and|or|but|with|from|to|for|of|the|a|an|by|at|in|on|then|also|plus|because|if|so|is|are|can|could|please order|i need|"
    r"i want|get me|order|um+|uh+|er+|like|about|my|our|their|that|which|than))\s*$",
    re.IGNORECASE,
)
_SPELLING = re.compile(
    r"(?:(?:(?<![A-Za-z0-9])[A-Z]|\d{1,2})(?:[\s\-]+(?:\d{1,2}|[A-Z]))+|[零〇一二三四五六七八九幺洞拐]{2,}|"
    r"(?<![A-Za-z0-9])(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)[\s\-]*){2,}|"
    r"(?:订单|单号|批号|批次|运单号?|发货单|号码|编号|(?<![A-Za-z0-9])(?:order|lot|batch|shipment|waybill|number|po|part))\s*(?:号码?|是|为|number|no\.?|is)*\s*[A-Z]{0,4}[\s\-]*\d{0,2}|"
    r"(?<![A-Za-z0-9])PO[\s\-]*\d*[\s\-]*\d{0,4}|(?<![A-Za-z0-9])[A-Z]{1,2}\d{1,4}|-)\s*$",
    re.IGNORECASE,
)


def state_of(text: str, judgement: Judgement, ears: Ears) -> State:
    """``judgement``: the grammar's, of ``text``."""
    said = text.strip().rstrip("。.!?！？ ")
    if ears.awaits and (read_decision(text, ears.scene) is not None or _DECIDED.fullmatch(said.replace(",", ""))):
        return "decision"
    if _SPELLING.search(said) and not _identified_last(judgement, ears.numbers):
        return "spelling"
    asked = text.rstrip().endswith(("?", "?"))
    if not asked and _TRAILING.search(text.rstrip()):
        return "trailing"
    return "complete" if judgement.whole else "open"


def _identified_last(judgement: Judgement, numbers: RecentNumbers) -> bool:
    """The number that ends the sentence is one there is, so nothing of it is missing."""
    spans = judgement.reading.spans
    if not spans or not judgement.whole:
        return False
    if spans[-1].identifier is None:
        return bool(spans[-1].mentions)
    every = (*numbers.orders, *numbers.shipments, *numbers.waybills, *numbers.lots)
    return any(number.endswith(spans[-1].identifier.value) for number in every)
