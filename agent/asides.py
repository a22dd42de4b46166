"""Asides: what a caller says about the talk itself, not about the business. A closed vocabulary, read by code. Pure."""

import re
from typing import Literal

Aside = Literal["stop", "repeat", "spell"]
Spelled = Literal["item", "order", "shipment", "tracking", "lot"]

# Only words that ask for silence: 不要了, cancel and "no" are about the business, and for the consent grammar to read.
_STOP = re.compile(
    r"(?:(?:please|okay|ok|no|hey|stop|wait) )*"
    r"(?:stop(?: it| talking| there| speaking)?|wait(?: a (?:moment|minute|second|sec))?|hold on|hang on"
    r"|just a (?:moment|minute|second)|one (?:moment|second)|enough|be quiet|quiet|shut up)(?: please)?",
    re.IGNORECASE,
)
_STOP_ZH = re.compile(
    r"(?:停|停下|停下来|停一下|停停|先停|先停一下|打住|别说了|别讲了|不用说了|先别说|等等|等一下|等下|等一等|等会儿?|慢着|且慢|稍等)+"
    r"(?:吧|啊|一下)?"
)
_REPEAT = re.compile(
    r"(?:(?:sorry|pardon|excuse me|what|hm|huh)[,.?! ]*)*"
    r"(?:(?:please |can you |could you |would you )*(?:repeat|say)(?: (?:that|it|this|all that|the last (?:part|bit)))?"
    r"(?: (?:again|once more|one more time))?(?: please)?|(?:one more time|once more|once again)(?: please)?"
    r"|what did you say|come again|pardon(?: me)?|what was that|what|huh"
    r"|i (?:did ?n.t|did not|could ?n.t|could not|can.t) (?:hear|catch|get)(?: (?:you|that|it))?)",
    re.IGNORECASE,
)
_REPEAT_ZH = re.compile(
    r"(?:不好意思|对不起|抱歉|啊|嗯|诶|喂)*(?:(?:请|麻烦)?(?:你|您)?(?:再|重新|重复)(?:说|讲|念|报|读)?(?:一遍|一次|一下|遍)"
    r"|(?:请|麻烦)?(?:你|您)?重复(?:一遍|一下)?|(?:刚才)?(?:你|您)?(?:刚才)?说(?:的)?(?:什么|啥)(?:来着)?"
    r"|(?:我)?没(?:有)?听(?:清楚?|见|到|明白|懂)|什么|啥|什么意思)(?:好吗|行吗|可以吗|吧|啊|呀|呢)?"
)
_SPELL = re.compile(r"\bspell(?:ing|ed)?\b|letter by letter|digit by digit", re.IGNORECASE)
_SPELL_ZH = re.compile(
    r"怎么(?:拼|写)|拼(?:一下|出来|给我|一遍)"
    r"|(?:一个字一个字|逐个|逐字|一个一个)(?:地)?(?:念|说|报|读)"
)
_MARKS = " .,?!。、~…\uff0c\uff1f\uff01"
_WORDS: tuple[tuple[Spelled, str], ...] = (
    ("tracking", r"tracking|waybill|运单|快递单|物流单"),
    ("shipment", r"shipment|发货单|货运单"),
    ("lot", r"\b(?:lot|batch)\b|批号|批次"),
    ("order", r"\border|订单|单号"),
    ("item", r"\b(?:part|item|model)\b|零件|料号|物料|型号|货号|编号"),
)


def aside_of(text: str) -> Aside | None:
    """The aside, if the text is nothing else."""
    said = text.strip(_MARKS)
    words = " ".join(re.sub(r"[,.!?]", " ", said.replace("\u2019", "'")).split())
    if _STOP.fullmatch(words) or _STOP_ZH.fullmatch(re.sub(r"[\s,\uff0c、。!?]", "", said)):
        return "stop"
    if _SPELL.search(said) or _SPELL_ZH.search(said):
        return "spell"
    if _REPEAT.fullmatch(words) or _REPEAT_ZH.fullmatch(re.sub(r"[\s,\uff0c、]", "", said)):
        return "repeat"
    return None


def spelled(text: str) -> Spelled | None:
    """Which number is to be spelled, if it is named."""
    return next((kind for kind, words in _WORDS if re.search(words, text, re.IGNORECASE)), None)
