"""Sentences cut into clauses to synthesise one after another: the first one short, so that the first sound is early."""

import re
from collections.abc import Iterator

from voice.ports import Language

# Also stops as wide as a Chinese character; not the comma of 1,250.
_STOPS = re.compile(r"(?<=[,;:.!?])\s+|(?<=[,;:!?、。\uff0c\uff1b\uff1a\uff01\uff1f])(?!(?<=\d[,:])\d)\s*")
FIRST = {"zh": 12, "en": 6}  # characters, words: as much as the first clause may have
# English may also be cut, for the first sound's sake, before a word that opens a phrase.
_OPENINGS = re.compile(r"\s(?=(?:and|or|but|to|from|by|with|for|in|on|at|which|because|is|are|can|will)\b)")
LONGEST = {"zh": 30, "en": 18}


def size(text: str, language: Language) -> int:
    """Its length in what is spoken one by one: characters, or words."""
    return len(text.split()) if language == "en" else len(text.strip())


def clauses(sentence: str, language: Language, *, first: bool) -> Iterator[str]:
    """The sentence in pieces whose texts, joined, are the sentence. ``first``: nothing is being said yet."""
    budget = FIRST[language] if first else LONGEST[language]
    piece = ""
    for part in _parts(sentence, budget if first and language == "en" else None):
        if piece and size(piece + part, language) > budget:
            yield piece
            piece, budget = "", LONGEST[language]
        piece += part
    if piece.strip():
        yield piece


def _parts(sentence: str, budget: int | None) -> list[str]:
    """Cut behind each stop, the stop and the space after it kept; the first part also inside, if it is over budget."""
    cuts = [match.end() for match in _STOPS.finditer(sentence)]
    parts = [sentence[start:end] for start, end in zip([0, *cuts], [*cuts, len(sentence)], strict=True) if end > start]
    if budget is None or not parts or size(parts[0], "en") <= budget:
        return parts
    head = parts[0]
    for match in _OPENINGS.finditer(head):
        if 3 <= size(head[: match.end()], "en") <= budget:
            return [head[: match.end()], head[match.end() :], *parts[1:]]
    return parts
