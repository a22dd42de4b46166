"""Sentences of a text that is to be said: a voice begins with the first while the next is being made. Pure."""

import re

# A Latin mark ends a sentence only before a space or a Chinese character: those in 3.5 and example.com do not.
_END = re.compile(r"[。\uff01\uff1f]+|[.!?]+(?=\s|$|[^\x00-\x7f])|\n+")


def sentences(text: str) -> list[str]:
    """All of them, each with its mark."""
    found, rest = cut(text)
    return [*found, rest.strip()] if rest.strip() else found


def cut(text: str) -> tuple[list[str], str]:
    """The sentences that are complete, and what is left behind the last of them, to which more may be added."""
    found = []
    start = 0
    for end in _END.finditer(text):
        sentence = text[start : end.end()].strip()
        if sentence:
            found.append(sentence)
        start = end.end()
    return found, text[start:]
