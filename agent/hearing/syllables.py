"""Mandarin by its sound: toneless syllables, and what it costs to take one for another.

The costs are between 0 (the same) and 1 (nothing alike). They say what recognisers and speakers mix up: the retroflex and
the plain sibilants, nasal endings, g and k, n and l, a lost initial in front of u and i.
"""
# ruff: noqa: E501

from collections.abc import Mapping
from functools import cache, lru_cache

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Indel

NEAREST = 0.75  # syllables further apart than this are no slips of each other

_INITIALS = (
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s",
)  # fmt: skip
_ZERO = {  # y and w spelled out as what is said
    "yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iou", "yan": "ian", "yin": "in", "yang": "iang",
    "ying": "ing", "yong": "iong", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn", "yo": "io", "wu": "u", "wa": "ua",
    "wo": "uo", "wai": "uai", "wei": "uei", "wan": "uan", "wen": "uen", "wang": "uang", "weng": "ueng",
}  # fmt: skip
_SHORTENED = {"iu": "iou", "ui": "uei", "un": "uen", "ue": "ve", "o": "uo"}


def _table(rows: str) -> Mapping[frozenset[str], float]:
    """``a/b/c .3`` a line: every two of them cost .3; ``-`` is nothing."""
    costs: dict[frozenset[str], float] = {}
    for row in rows.strip().splitlines():
        *groups, cost = row.split()
        for group in groups:
            members = ["" if one == "-" else one for one in group.split("/")]
            for at, one in enumerate(members):
                costs.update({frozenset((one, other)): float(cost) for other in members[at + 1 :]})
    return costs


_INITIAL_COSTS = _table(
    """
    z/zh c/ch s/sh .1
    n/l .15
    g/k r/l .25
    b/p d/t f/h s/c .3
    j/q zh/ch z/c .35
    zh/j ch/q sh/x sh/ch s/ch sh/c -/h -/r .4
    m/- k/h w/m w/f .45
    m/n m/l m/b d/l x/s z/s x/q c/q n/- p/f b/d g/d zh/z/j zh/sh .5
    d/n g/h t/k p/t j/g l/- x/j x/h .6
    """
)
_FINAL_COSTS = _table(
    """
    en/eng in/ing .1
    an/ang uan/uang .15
    ang/iang .25
    ong/eng ong/ueng uo/ou .25
    i/v ian/iang in/vn e/en e/uo ong/uen iong/ong u/v .3
    ie/ve ian/van ai/ei ei/uei ang/eng ang/uang an/uan uai/ai ua/a ia/a iou/ou iao/ao uen/en e/a .35
    a/an u/uo an/en ian/an ian/in ian/ie e/ei uei/ai .4
    u/ou ao/ou eng/ing ing/ang e/ou ong/ang ie/in ie/ing .45
    ong/ao ong/e i/ie i/ei i/e i/in a/ang uen/eng ai/an e/i u/i ao/uo iao/iou .5
    """
)


@lru_cache(maxsize=8192)
def sounds_of(chinese: str) -> tuple[str, ...]:
    """One toneless syllable a character; ``chinese`` holds nothing but Chinese characters."""
    found = tuple(lazy_pinyin(chinese))
    return found if len(found) == len(chinese) else tuple(lazy_pinyin(one)[0] for one in chinese)


@cache
def _parts(syllable: str, *, glide: bool = False) -> tuple[str, str]:
    """Initial and final. ``glide``: w counts as the initial, as in wai for mai."""
    if glide and syllable.startswith("w"):
        return "w", _SHORTENED.get(syllable[1:], syllable[1:])
    if syllable in _ZERO:
        return "", _ZERO[syllable]
    initial = next((one for one in _INITIALS if syllable.startswith(one)), "")
    final = syllable[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    return initial, _SHORTENED.get(final, final)


@cache
def distance(one: str, other: str) -> float:
    """0 for the same sound, 1 for nothing alike."""
    if one == other:
        return 0.0
    apart = _apart(_parts(one), _parts(other))
    if one[0] == "w" or other[0] == "w":
        apart = min(apart, _apart(_parts(one, glide=True), _parts(other, glide=True)))
    return apart


def _apart(one: tuple[str, str], other: tuple[str, str]) -> float:
    (first, ending), (second, rest) = one, other
    initial = 0.0 if first == second else _INITIAL_COSTS.get(frozenset((first, second)), 1.0)
    final = 0.0 if ending == rest else _FINAL_COSTS.get(frozenset((ending, rest)), _unlike(ending, rest))
    return min(1.0, initial + final)


def _unlike(one: str, other: str) -> float:
    return max(0.6, 1.0 - 0.5 * Indel.normalized_similarity(one, other))
