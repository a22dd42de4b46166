"""English words by their sound: a compact rendering of how they are said, fine and coarse.

Not a phonemic transcription, only close enough that flour and flower, "Sushu" and Suzhou come out near each other. Names
in pinyin are said in more than one way by English speakers, so a word has several renderings.
"""
# ruff: noqa: E501

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product

from rapidfuzz.distance import Levenshtein

_RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""), (r"tch", "C"), (r"^wh", "w"), (r"^kn", "n"), (r"^wr", "r"), (r"(?<=[aeiou])gh(?=t|$)", ""), (r"ght", "t"), (r"gh", "g"),
        (r"t[iu]on|ssion|cean|tian", "Sn"), (r"sion", "Sn"), (r"ture", "Cr"), (r"ph", "f"), (r"sch|sh|(?<=[ns])ci(?=[aou])", "S"), (r"zh|dge|j", "J"), (r"ch", "C"), (r"th", "T"),
        (r"ck|cc|q(?!u)", "k"), (r"qu", "kw"), (r"x", "ks"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"dg|(?<=[aeiou])ge?(?=e$)", "J"), (r"ng(?=[^aeiou]|$)", "N"),
        (r"ee|ea|ie(?!t)|ey$|y$", "i"), (r"igh|y(?=[^aeiou])", "i"), (r"oo|ou|ew|ue|ui|eu", "u"), (r"au|aw|oa|ow", "o"), (r"ai|ay|ei|ey", "e"),
        (r"(?<=[a-zA-Z]{2})e$", ""), (r"(?<=[^aeiou])e(?=[sd]$)", ""), (r"([a-zA-Z])\1", r"\1"),
    )
]  # fmt: skip
_PINYIN = (
    ("zh", "J"), ("ch", "C"), ("sh", "S"), ("q", "C"), ("x", "S"), ("c", "ts"), ("j", "J"), ("ü", "u"), ("v", "u"), ("uo", "o"), ("ou", "o"),
    ("ai", "i"), ("ei", "e"), ("ao", "au"), ("yu", "u"), ("ng", "N"),
)  # fmt: skip
_IRREGULAR = {"two": "tu", "to": "tu", "too": "tu", "one": "won", "four": "for", "eight": "et", "ate": "et"}
_COARSE = str.maketrans("bdgvzSZCJTNmreiouwyh", "ptkfssssstnnlaaaa   ")
_VARIANTS = 4
_LOOKS_PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uan|uai|ai|ei|ao|ou|an|en|in|un|ia|ie|ua|uo|ui|iu|ue|ve|[aeiouv])){1,4}"
)


@lru_cache(maxsize=8192)
def renderings(word: str) -> tuple[str, ...]:
    """How a word may be said; the first by English rules."""
    lower = word.lower()
    ways = [_IRREGULAR.get(lower) or _by_rules(lower)]
    if re.search(r"g[ei]", lower):
        ways.append(_by_rules(re.sub(r"g(?=[ei])", "j", lower)))
    if _LOOKS_PINYIN.fullmatch(lower) and len(lower) > 3:
        pinyin = lower
        for letters, sound in _PINYIN:
            pinyin = pinyin.replace(letters, sound)
        ways.append(pinyin)
    return tuple(dict.fromkeys(ways))


def _by_rules(word: str) -> str:
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word) if sound or pattern.pattern != r"[^a-z]" else re.sub(r"[^a-zA-Z]", "", word)
    return word


def said(words: Iterable[str]) -> tuple[str, ...]:
    """The renderings of words said in a row."""
    every = product(*(renderings(word) for word in words))
    return tuple(dict.fromkeys("".join(one) for one in islice(every, _VARIANTS)))


@lru_cache(maxsize=65536)
def coarse(sound: str) -> str:
    """Voiced and voiceless, nasals, liquids and vowels not told apart; h, w and y left out."""
    plain = sound.translate(_COARSE).replace(" ", "")
    return "".join(letter for at, letter in enumerate(plain) if at == 0 or letter != plain[at - 1])


def apart(one: str, other: str, most: float) -> float:
    """Distance of two renderings a sound of the longer, 0 to 1; 1.0 when it is over ``most``."""
    length = max(len(one), len(other), 1)
    fine = Levenshtein.distance(one, other, score_cutoff=int(2 * most * length) + 1)
    if fine > 2 * most * length:
        return 1.0
    rough = Levenshtein.distance(coarse(one), coarse(other))
    share = (fine + rough) / (2 * length)
    return share if share <= most else 1.0
