"""Tokens as pieces of a spelled number: 幺 is 1, 拐 7, "double oh" 00, "twenty six" 26, a letter itself."""
# ruff: noqa: E501

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agent.grammar.numbers import DIGITS, SMALL, TENS
from agent.grammar.tokens import Token
from agent.hearing.syllables import distance

_MILITARY = {"洞": "0", "拐": "7", "勾": "9", "〇": "0", "○": "0"}
_SOUNDS = {
    "ling": "0", "dong": "0", "yi": "1", "yao": "1", "er": "2", "liang": "2", "san": "3", "si": "4", "wu": "5", "liu": "6",
    "qi": "7", "guai": "7", "ba": "8", "jiu": "9", "gou": "9",
}  # fmt: skip
_LATIN = {"oh": "0", "o": "0", "ow": "0", "owe": "0", "to": "2", "too": "2", "for": "4", "fore": "4", "ate": "8", "won": "1", "nought": "0", "nil": "0"}  # fmt: skip
_SURE = ("oh", "o", "nought")
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_LETTERS = {
    "el": "L",
    "ess": "S",
    "aitch": "H",
    "pee": "P",
    "bee": "B",
    "see": "C",
    "sea": "C",
    "jay": "J",
    "tee": "T",
    "艾": "",
    "艾尔": "L",
}
_JOINTS = frozenset("-,.;/: ~")
_NEAR = 0.4  # distance of a syllable to that of a digit
_LONGEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens ``start`` to ``end`` spell ``text``. ``doubt`` is 0 for a digit or a letter, more for a word that only
    sounds like one. An empty text joins."""

    start: int
    end: int
    text: str
    doubt: float = 0.0


@cache
def _sounded(syllable: str) -> tuple[str, float] | None:
    """The digit that a syllable sounds like, and how little."""
    if syllable in _SOUNDS:
        return _SOUNDS[syllable], 0.1
    if syllable == "you":  # the commonest mishearing of 幺
        return "1", 0.3
    apart, digit = min((distance(syllable, known), digit) for known, digit in _SOUNDS.items())
    return (digit, 0.2 + apart) if apart <= _NEAR else None


def piece_at(tokens: Sequence[Token], sounds: Sequence[str], at: int) -> Piece | None:
    """What the token spells, with those after it that belong to it; None when it spells nothing."""
    token = tokens[at]
    if token.kind == "number":
        return Piece(at, at + 1, "".join(character for character in token.surface if character.isdigit()))
    if token.kind == "mark":
        return Piece(at, at + 1, "") if token.surface in _JOINTS else None
    if token.kind == "char":
        if token.surface in _MILITARY or token.surface in DIGITS:
            return Piece(at, at + 1, _MILITARY.get(token.surface) or str(DIGITS[token.surface]))
        heard = _sounded(sounds[at])
        return Piece(at, at + 1, *heard) if heard is not None else None
    return _latin_piece(tokens, sounds, at)


def _latin_piece(tokens: Sequence[Token], sounds: Sequence[str], at: int) -> Piece | None:
    key = tokens[at].key
    if key in _TIMES and at + 1 < len(tokens):
        once = piece_at(tokens, sounds, at + 1)
        if once is not None and once.text and once.doubt < 1:
            return Piece(at, once.end, once.text[0] * _TIMES[key] + once.text[1:])
    if key in TENS:
        last = tokens[at + 1].key if at + 1 < len(tokens) else ""
        if last == "-" and at + 2 < len(tokens) and 0 < SMALL.get(tokens[at + 2].key, 0) < 10:
            return Piece(at, at + 3, str(TENS[key] + SMALL[tokens[at + 2].key]))
        if 0 < SMALL.get(last, 0) < 10:
            return Piece(at, at + 2, str(TENS[key] + SMALL[last]))
        return Piece(at, at + 1, str(TENS[key]))
    if key in SMALL:
        return Piece(at, at + 1, str(SMALL[key]))
    if key in _LATIN:
        return Piece(at, at + 1, _LATIN[key], 0.0 if key in _SURE else 0.3)
    if key in _LETTERS:
        return Piece(at, at + 1, _LETTERS[key], 0.3)
    if len(key) == 1 or (len(key) <= _LONGEST_LETTERS and tokens[at].surface.isupper()):
        return Piece(at, at + 1, key.upper())
    return None
