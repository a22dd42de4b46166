"""English phrases of the book that sound like a stretch of words; and those that stand there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from agent.grammar.lexicon import lexicon
from agent.grammar.numbers import MULTIPLIERS, SMALL, TENS
from agent.grammar.tokens import Token
from agent.hearing.phones import apart, said
from agent.hearing.phrasebook import Phrase, Phrasebook
from procurement.units import UNIT_WORDS

_NAME, _ALONE, _ANNOUNCED, _WORD, _UNIT = (
    0.36,
    0.26,
    0.31,
    0.2,
    0.36,
)  # mean distance a sound up to which a phrase is considered
_FUSED_NAME = 5  # letters of a name that is told apart from a word run into it
_REST = 0.33  # of the words of a name that differ
_SHORTEST = 4  # sounds that a phrase must have to be recognised by them
_SHORTEST_PAIR = 7
_WIDER = 2  # words more than the phrase has: "Sue Joe Precision"
_FUSED = ("can", "from", "to", "is", "has", "does", "with", "at", "of", "in", "the", "for", "and")
"""What a recogniser runs into the name behind: can Ningbo, Kendingbo."""
_ANNOUNCING = ("from", "with", "to", "at", "of", "by")


@dataclass(frozen=True, slots=True)
class LatinMatch:
    """Tokens up to ``end`` may be ``text``; ``distance`` is the mean a sound. ``known``: how many of the words that
    stand there are words of the vocabulary."""

    end: int
    text: str
    phrase: Phrase
    distance: float
    known: int


@dataclass(frozen=True, slots=True)
class _Sounded:
    phrase: Phrase
    said: tuple[str, ...]


_cache: list[tuple[Phrasebook, tuple[_Sounded, ...]]] = []
_CACHED = 16


def _names(book: Phrasebook) -> tuple[_Sounded, ...]:
    for known, sounded in _cache:
        if known is book:
            return sounded
    sounded = tuple(
        _Sounded(phrase, said(phrase.keys))
        for phrase in book.english
        if all(key.isalpha() for key in phrase.keys) and sum(map(len, phrase.keys)) >= _shortest(phrase)
    )
    _cache.insert(0, (book, sounded))
    del _cache[_CACHED:]
    return sounded


def _shortest(phrase: Phrase) -> int:
    """Two short words (Wu Jun) sound like too much else."""
    return _SHORTEST if phrase.length == 1 else _SHORTEST_PAIR


@cache
def _units() -> tuple[_Sounded, ...]:
    words = sorted(word for word in UNIT_WORDS if word.isascii() and len(word) >= _SHORTEST)
    return tuple(_Sounded(Phrase(word, (word,), "word"), said((word,))) for word in words)


@cache
def _words(known: frozenset[str]) -> tuple[_Sounded, ...]:
    return tuple(
        _Sounded(Phrase(word, (word,), "word"), said((word,)))
        for word in sorted(known)
        if word.isalpha() and len(word) >= 6
    )


def standing(book: Phrasebook, keys: Sequence[str], start: int) -> Iterator[tuple[int, Phrase]]:
    """Phrases of words that stand there as they are written."""
    for end, _ in lexicon().trie.matches(keys, start):
        yield end, Phrase(" ".join(keys[start:end]), tuple(keys[start:end]), "word")
    for end, mentions in book.names.trie.matches(keys, start):
        yield end, Phrase(" ".join(keys[start:end]), tuple(keys[start:end]), "name", tuple(mentions))


def is_known(book: Phrasebook, key: str) -> bool:
    return key in book.known or key in SMALL or key in TENS or key in MULTIPLIERS


def sounding(book: Phrasebook, tokens: Sequence[Token], start: int) -> Iterator[LatinMatch]:
    """Names, and units behind a number, that sound like the words from ``start`` on; words for unknown ones."""
    if tokens[start].kind != "word":
        return
    yield from _named(book, tokens, start)
    key = tokens[start].key
    counted = start > 0 and (tokens[start - 1].kind == "number" or tokens[start - 1].key in SMALL | TENS | MULTIPLIERS)
    if counted and key not in UNIT_WORDS:
        of = start + 1 < len(tokens) and tokens[start + 1].key == "of"
        yield from _alone(_units(), key, start, _UNIT if of else _WORD, is_known(book, key))
    elif not is_known(book, key) and len(key) >= 5 and key not in book.names.trie.root.next:
        yield from _alone(_words(book.known), key, start, _WORD, False)


def _alone(words: Sequence[_Sounded], key: str, start: int, most: float, known: bool) -> Iterator[LatinMatch]:
    heard = said((key,))[0]
    found = [(apart(heard, one.said[0], most), one.phrase) for one in words if one.said[0][:1] == heard[:1]]
    near = sorted((pair for pair in found if pair[0] <= most), key=lambda pair: pair[0])[:2]
    for distance, phrase in near:
        yield LatinMatch(start + 1, phrase.text, phrase, distance, int(known))


def _named(book: Phrasebook, tokens: Sequence[Token], start: int) -> Iterator[LatinMatch]:
    names = _names(book)
    expected = start > 0 and tokens[start - 1].key in _ANNOUNCING
    longest = max((one.phrase.length for one in names), default=0) + _WIDER
    end = start
    while end < min(len(tokens), start + longest) and tokens[end].kind == "word":
        end += 1
        keys = [token.key for token in tokens[start:end]]
        known = sum(is_known(book, key) for key in keys)
        heard = said(keys)
        if len(heard[0]) < _SHORTEST:
            continue
        for one in names:
            if not 0 <= end - start - one.phrase.length + 1 <= _WIDER + 1:
                continue
            distance = _distance(keys, heard, one)
            if distance <= _allowed(one.phrase, end - start, expected):
                shared = sum(key in one.phrase.keys for key in keys)
                yield LatinMatch(end, one.phrase.text, one.phrase, distance, max(0, known - shared))
            if end == start + 1 and not known and sum(map(len, one.phrase.keys)) > _FUSED_NAME:
                yield from _fused(heard[0], one, end)


def _allowed(phrase: Phrase, words: int, expected: bool) -> float:
    """Two words of a name are rarely heard as one; a name alone has to be close, unless a preposition announces it."""
    if phrase.length > 1:
        return _NAME if words > 1 else _ALONE / 2
    return _ANNOUNCED if expected else _ALONE


def _distance(keys: Sequence[str], heard: Sequence[str], one: _Sounded) -> float:
    """Mean a sound; a word that the name shares does not make up for one that it does not: Brown Sugar."""
    distance = min(apart(spoken, sound, _NAME) for spoken in heard for sound in one.said)
    theirs = list(one.phrase.keys)
    ours = list(keys)
    while distance < 1.0 and len(ours) > 1 and len(theirs) > 1 and (ours[-1] == theirs[-1] or ours[0] == theirs[0]):
        at = -1 if ours[-1] == theirs[-1] else 0
        del ours[at], theirs[at]
    if len(theirs) < one.phrase.length and ours != theirs:
        rest = min(apart(spoken, sound, _REST) for spoken in said(ours) for sound in said(theirs))
        return 1.0 if rest > _REST else distance
    return distance


def _fused(heard: str, one: _Sounded, end: int) -> Iterator[LatinMatch]:
    for word in _FUSED:
        for sound in one.said:
            distance = apart(heard, said((word,))[0] + sound, _WORD + 0.05)
            if distance < 1.0:
                yield LatinMatch(end, f"{word} {one.phrase.text}", one.phrase, distance, 0)
