"""Asides: what a caller says about the talk itself, not about the business. A closed vocabulary, read by code. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from agent.hearing.attention import kind_of
from agent.hearing.syllables import distance, sounds_of

Aside = Literal["stop", "repeat", "spell"]
Spelled = Literal["item", "order", "shipment", "tracking", "lot"]

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
_REPEAT_SOUNDS = tuple(
    sounds_of(said)
    for politely in ("", "请", "麻烦", "请你", "请您")
    for said in (
        *(f"{politely}{again}说一{times}" for again in ("再", "重新") for times in ("遍", "次", "下")),
        *(f"{politely}重复一{times}" for times in ("遍", "下")),
        *("没听清", "没听清楚", "没听见", "我没听清", "我没听清楚", "我没听见", "你说什么", "您说什么", "刚才说什么"),
    )
)
_LIKE = 0.3  # of two syllables, at most
_SPELL = re.compile(r"\bspell(?:ing|ed)?\b|letter by letter|digit by digit", re.IGNORECASE)
_SPELL_ZH = re.compile(
    r"怎么(?:[拼品聘频贫]|写)|拼(?:一下|出来|给我|一遍)"
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
    if kind_of(text, awaited=False) == "stop":
        return "stop"
    if _SPELL.search(said) or _SPELL_ZH.search(said):
        return "spell"
    joined = re.sub(r"[\s,\uff0c、]", "", said)
    if _REPEAT.fullmatch(words) or _REPEAT_ZH.fullmatch(joined) or _sounds_like_repeat(joined):
        return "repeat"
    return None


def _sounds_like_repeat(said: str) -> bool:
    """在说一便: recognisers get the sounds right more often than the characters."""
    if not 3 <= len(said) <= 8 or not all("\u4e00" <= character <= "\u9fff" for character in said):
        return False
    sounds = sounds_of(said)
    return any(
        len(sounds) == len(wanted)
        and all(distance(one, other) <= _LIKE for one, other in zip(sounds, wanted, strict=True))
        for wanted in _REPEAT_SOUNDS
    )


def about_the_talk(given: Mapping[str, Any]) -> bool:
    """Whether the input of a voice turn was an aside, or was asked about as such: the turn before it is still what is
    talked about."""
    return "kind" in given or "question" in given or aside_of(str(given.get("text", ""))) is not None


def spelled(text: str) -> Spelled | None:
    """Which number is to be spelled, if it is named."""
    return next((kind for kind, words in _WORDS if re.search(words, text, re.IGNORECASE)), None)
