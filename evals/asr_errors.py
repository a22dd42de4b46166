"""What a recogniser makes of a sentence: errors of the kinds that Whisper makes of Mandarin and English. Pure.

Mandarin: another character of the same sound, one of a like sound (n and l, s and sh), numerals that sound alike
(四 and 十, 幺 and 一), a character that is missing. English: words of like spelling or sound, -teen and -ty. Figures in
either: one that is missing, or taken for another.

For tests of understanding and for scenarios by voice without sound. What it cannot show is how often an error happens:
that is measured on recordings (``eval bench voice``).
"""
# ruff: noqa: E501

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache

from agent.hearing.syllables import distance, sounds_of
from procurement.actor import Language

SAME_SOUND = 0.0
ALIKE = 0.35  # distance of two syllables that are mistaken for each other
_CHARACTER = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[A-Za-z]{4,}")

_WRITTEN_ZH: Mapping[str, Sequence[str]] = {
    "个": ("克", "各", "格"), "幺": ("要", "腰", "妖"), "四": ("次", "是"), "两": ("俩", "量"), "袋": ("代", "带"), "卷": ("捲", "绝"), "箱": ("项", "相", "香"),
    "订": ("定", "盯"), "要": ("药", "腰"), "仓": ("藏", "厂", "长"), "吨": ("蹲", "顿"), "五": ("武", "无"), "号": ("好", "后"),
}  # fmt: skip
_NUMERALS: Mapping[str, Sequence[str]] = {"四": ("十",), "十": ("四",), "幺": ("一",), "一": ("幺",)}
_WRITTEN_EN: Mapping[str, Sequence[str]] = {
    "flour": ("flower",), "butter": ("better",), "rolls": ("roles",), "bags": ("backs",), "cartons": ("cartoons",), "two": ("too", "to"), "four": ("for",),
    "tonnes": ("tons",), "castings": ("casting",), "dairy": ("daily",), "label": ("lable",), "labels": ("lables",), "eight": ("ate",), "brackets": ("rackets",),
    "thirty": ("thirteen",), "fourteen": ("forty",), "forty": ("fourteen",), "fifteen": ("fifty",), "fifty": ("fifteen",), "sixty": ("sixteen",),
}  # fmt: skip
_SPELLED = (
    ("ou", "u"),
    ("ow", "ou"),
    ("zh", "sh"),
    ("ng", "n"),
    ("qi", "chi"),
    ("ai", "i"),
    ("ea", "ee"),
    ("ck", "k"),
    ("th", "d"),
    ("u", "oo"),
)
_FIGURE = re.compile(r"[0-9]")
_FIGURES: Mapping[str, Sequence[str]] = {"4": ("10",), "1": ("7",), "7": ("1",), "5": ("9",), "9": ("5",), "2": ("1",)}


@cache
def _characters() -> Mapping[str, tuple[str, ...]]:
    """Syllable to the common characters of that sound: the 3,755 of GB 2312, level 1."""
    found: dict[str, list[str]] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                character = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:  # the last row is not full
                continue
            found.setdefault(sounds_of(character)[0], []).append(character)
    return {syllable: tuple(characters) for syllable, characters in found.items()}


@cache
def _sounding(syllable: str, most: float) -> tuple[str, ...]:
    return tuple(
        character
        for other, characters in _characters().items()
        if distance(syllable, other) <= most
        for character in characters
    )


def misheard(text: str, language: Language, rng: random.Random, rate: float = 0.2, *, figures: bool = False) -> str:
    """``text`` with about ``rate`` of its characters (zh) or longer words (en) mistaken; with ``figures`` also of those
    0 to 9. ``rng`` decides; the same seed gives the same errors."""
    mistake, unit = (_misspelt, _WORD) if language == "en" else (_mistaken, _CHARACTER)
    heard = unit.sub(lambda match: mistake(match.group(), rng) if rng.random() < rate else match.group(), text)
    if not figures:
        return heard
    return _FIGURE.sub(lambda match: _miscounted(match.group(), rng) if rng.random() < rate else match.group(), heard)


def _mistaken(character: str, rng: random.Random) -> str:
    """Mostly another character of the same sound, seldom one of a like sound, very seldom none."""
    kind = rng.random()
    if kind < 0.2 and character in _NUMERALS:
        return rng.choice(_NUMERALS[character])
    if kind < 0.3 and character in _WRITTEN_ZH:
        return rng.choice(_WRITTEN_ZH[character])
    if kind < 0.97:
        others = _sounding(sounds_of(character)[0], SAME_SOUND if kind < 0.85 else ALIKE)
        return rng.choice(others) if others else character
    return ""


def _miscounted(figure: str, rng: random.Random) -> str:
    """A figure is missing, or taken for one of a like sound."""
    return rng.choice(_FIGURES[figure]) if figure in _FIGURES and rng.random() < 0.5 else ""


def _misspelt(word: str, rng: random.Random) -> str:
    known = _WRITTEN_EN.get(word.lower())
    if known is not None:
        return rng.choice(known)
    fitting = [(sound, other) for sound, other in _SPELLED if sound in word.lower()[1:]]
    if not fitting:
        return word
    sound, other = rng.choice(fitting)
    return word[0] + word[1:].replace(sound, other, 1)
