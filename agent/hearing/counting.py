"""Chinese quantities by their sound: 无卷 is 五卷 and 三时代 三十袋 once something counted stands there."""
# ruff: noqa: E501

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.grammar.numbers import DIGITS, SCALES, number_at
from agent.grammar.tokens import Token, tokenise
from agent.hearing.alignment import likeness
from agent.hearing.syllables import sounds_of
from procurement.units import UNIT_WORDS

_NUMERALS = {
    "yi": "一", "er": "二", "liang": "两", "san": "三", "si": "四", "wu": "五", "liu": "六", "qi": "七", "ba": "八", "jiu": "九",
    "shi": "十", "bai": "百", "qian": "千", "wan": "万", "ling": "零", "ban": "半",
}  # fmt: skip
_SAME_SOUND = 0.01  # a unit written with another character
_LONGEST = 8  # characters of a numeral
_UNIT_DISTANCE = 0.5  # of a character that is no unit, where goods are named that have this one
_RARER = frozenset("支根条枚块片张台套把粒颗份双对扎板")
_RARE = 0.3  # 个 is likelier than any of these
_UNIT_SLIP = 0.3  # of one unit to another (克, 个), and where nothing is known of the goods
_HALVED = frozenset("吨斤箱袋卷捆打升") | {"公斤"}
_INDEFINITE = ("一", "两", "半", "几")
_BEHIND = frozenset("周期拜第月号")  # 周四 and 第二 are no quantities
_PLAIN = frozenset("是就而起其以已事")  # with 个 they are what they are: 是个
_STRUNG = re.compile(r"[零〇一二两三四五六七八九]{2}")  # no quantity to hang a guessed unit on: 三一重工
_HEAPED = re.compile(
    r"[一二两三四五六七八九]{2}[十百千万]|十十|十[一二两三四五六七八九][十百千]|[十百千]\d|\d{3,}[十百千]|^亿[十百千]"
)  # 五四十 is no numeral
_UNITS = {word: sounds_of(word) for word in UNIT_WORDS if not word.isascii()}
_COUNTERS = frozenset(
    "月日号天点周年块元毛分角家次批车句位人票种样度层折倍成期星礼小钟之以到来多几前后内第的了是吗呢吧啊有还在就都也不要送给能可"
)
"""What also follows a number and is no unit of goods; never taken for a slip of one."""


@dataclass(frozen=True, slots=True)
class Count:
    """Tokens up to ``end`` may be the quantity ``text``; ``guessed``: characters that were no numerals; ``distance``:
    of the unit."""

    end: int
    text: str
    guessed: int
    distance: float
    unit: str = ""


def is_numeral(token: Token) -> bool:
    return token.kind == "number" or token.surface in DIGITS or token.surface in SCALES or token.surface == "半"


def counts(tokens: Sequence[Token], sounds: Sequence[str], start: int, units: frozenset[str]) -> Iterator[Count]:
    """Quantities that begin at ``start``. ``units``: codes that what is talked about is counted in; another unit may
    be a slip of one of these. A numeral never becomes another numeral, and a guessed one sounds exactly the same."""
    text, guessed, known = "", 0, 0
    if start and tokens[start - 1].surface in _BEHIND:
        return
    for at in range(start, min(len(tokens), start + _LONGEST)):
        token = tokens[at]
        if is_numeral(token):
            text, known = text + token.surface, known + 1
        elif token.kind == "char" and (numeral := _NUMERALS.get(sounds[at])) is not None:
            text, guessed = text + numeral, guessed + 1
        else:
            break
        if not _well_formed(text):
            continue
        if guessed == 0 or (guessed == 1 and known > 1 and is_numeral(tokens[start])):
            yield Count(at + 1, text, guessed, 0.0)
        for end, unit, distance in _units_at(tokens, sounds, at + 1, units):
            plain = guessed and not known and distance == 0.0 and unit == "个" and tokens[at].surface in _PLAIN
            strung = distance > 0.0 and _STRUNG.search(text) is not None
            idle = text in _INDEFINITE and distance > 0.0 and not units  # 说一声
            if not plain and not strung and not idle and (known or distance <= _SAME_SOUND):
                yield Count(end, text + unit, guessed, distance, unit)
                if end < len(tokens) and sounds[end] == "ban" and unit in _HALVED:
                    half = tokens[end].surface != "半"
                    yield Count(end + 1, text + unit + "半", guessed + half, distance, unit)


def _well_formed(text: str) -> bool:
    if _HEAPED.search(text):
        return False
    tokens = tokenise(text)
    number = number_at(tokens, 0)
    return number is not None and number.end == len(tokens) and not number.vague


def _units_at(
    tokens: Sequence[Token], sounds: Sequence[str], at: int, units: frozenset[str]
) -> Iterator[tuple[int, str, float]]:
    """(end, unit word, distance) of the unit there, and of those it may be a slip of."""
    said = 0
    for word in _UNITS:
        if "".join(token.surface for token in tokens[at : at + len(word)]) == word:
            said = max(said, len(word))
            yield at + len(word), word, 0.0
    text = "".join(token.surface for token in tokens[at : at + said])
    if said and (not units or UNIT_WORDS[text][0] in units):
        return
    if at >= len(tokens) or (tokens[at].surface in _COUNTERS and not said):
        return
    most = _UNIT_SLIP if said or not units else _UNIT_DISTANCE
    if sounds[at] in _NUMERALS and not said:
        most = _SAME_SOUND  # more likely another figure: 4钱 is 4千
    for word, syllables in _UNITS.items():
        end = at + len(word)
        if end > len(tokens) or any(token.kind != "char" for token in tokens[at:end]):
            continue
        if units and UNIT_WORDS[word][0] not in units:
            continue
        apart = sum(likeness(tokens[at + n].surface, sounds[at + n], syllable) for n, syllable in enumerate(syllables))
        if apart <= most:
            yield end, word, max(apart, _SAME_SOUND) + (_RARE if word in _RARER else 0.0)
