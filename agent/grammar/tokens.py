"""Text cut into tokens: one CJK character, one Latin word, one number or one punctuation mark each.

Rules above this file never look at characters, only at tokens and their ``key``. Today a key is the normalised
character or word; a keyer that returns a syllable instead lets the same vocabulary and rules read speech.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["char", "word", "number", "mark"]
Keyer = Callable[[str], str]

_CUT = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-zÀ-ɏ]+(?:'(?!s\b)[A-Za-z]+)?|'s\b)"
    r"|(?P<char>[㐀-鿿\u3007])"
    r"|(?P<mark>[^\s'])"
)
_WIDE = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "。": ".", "、": ";", "，": ";", "—": "-", "–": "-"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """``start`` and ``end`` are offsets into the normalised text; ``key`` is what vocabulary is matched by."""

    surface: str
    start: int
    end: int
    kind: Kind
    key: str


def normalise(text: str) -> str:
    """Width, quotes and stops made uniform. A Chinese comma parts clauses and never thousands."""
    return unicodedata.normalize("NFKC", text.translate(_WIDE)).translate(_WIDE)


def plain_key(surface: str) -> str:
    """The key of written text: lower case; don't and dont are the same, we're and were are not."""
    key = surface.lower()
    return key.replace("'", "") if key.endswith("n't") else key


def tokenise(text: str, keyer: Keyer = plain_key) -> tuple[Token, ...]:
    """``text`` must be normalised. A hyphen between letters joins nothing and is left out (mid-December: two words)."""
    tokens = []
    for match in _CUT.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        surface = match.group()
        if surface == "-" and _between_letters(text, match.start()):
            continue
        key = surface.replace(",", "") if kind == "number" else keyer(surface)
        tokens.append(Token(surface, match.start(), match.end(), kind, key))
    return tuple(tokens)


def _between_letters(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isalpha() and text[at + 1].isalpha()
