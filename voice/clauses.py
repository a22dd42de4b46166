"""Sentences cut into clauses to synthesise one after another: the first one short, so that the first sound is early."""

import re
from collections.abc import Iterator

from voice.ports import Language

_STOPS = re.compile(r"(?<=[,;:.!?])\s+|(?<=[,。;:!?、,;:?!])\s*")
FIRST = {"zh": 10, "en": 6}  # characters, words: as much as the first clause may have
LONGEST = {"zh": 30, "en": 18}


def size(text: str, language: Language) -> int:
    """Its length in what is spoken one by one: characters, or words."""
    return len(text.split()) if language == "en" else len(text.strip())


def clauses(sentence: str, language: Language, *, first: bool) -> Iterator[str]:
    """The sentence in pieces whose texts, joined, are the sentence. ``first``: nothing is being said yet."""
    budget = FIRST[language] if first else LONGEST[language]
    piece = ""
    for part in _parts(sentence):
        if piece and size(piece + part, language) > budget:
            yield piece
            piece, budget = "", LONGEST[language]
        piece += part
    if piece.strip():
        yield piece


def _parts(sentence: str) -> list[str]:
    """Cut behind each stop, the stop and the space after it kept."""
    cuts = [match.end() for match in _STOPS.finditer(sentence)]
    return [sentence[start:end] for start, end in zip([0, *cuts], [*cuts, len(sentence)], strict=True) if end > start]
