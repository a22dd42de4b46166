"""Phrases that sound like a stretch of tokens: the trie walked with a little tolerance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, pinyin

from agent.grammar.lexicon import Node
from agent.grammar.tokens import Token
from agent.hearing.phrasebook import Phrase, Phrasebook
from agent.hearing.syllables import NEAREST, distance

ALL_SYLLABLES = 0.3  # mean distance a syllable up to which a long name is worth considering
SKIP = 0.9  # a syllable too many or too few in a name
PAUSE = 0.1  # a comma that the recogniser heard in the middle of a name
_PAUSES = frozenset(",;")
SKIPPED_NAME = 5  # syllables a name must have to lack one
_LESSER = 0.05  # for a rarer pronunciation of the character


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens up to ``end`` may be ``phrase``; ``distance`` is summed over its syllables."""

    end: int
    phrase: Phrase
    distance: float


@lru_cache(maxsize=8192)
def _pronunciations(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True)[0]))


@lru_cache(maxsize=65536)
def likeness(character: str, sound: str, syllable: str) -> float:
    """Distance of a character, ``sound`` in its context, to a syllable; its other pronunciations count as well."""
    best = distance(sound, syllable)
    for other in _pronunciations(character):
        best = min(best, distance(other, syllable) + _LESSER)
    return best


def budget(phrase: Phrase) -> float:
    """The distance up to which a phrase is considered: goods more than companies and people, those more than words."""
    if phrase.length == 1:
        return 0.0
    if phrase.kind == "word":
        return 0.2 if phrase.length == 2 else 0.2 * phrase.length
    if phrase.length > 2:
        return 0.3 * phrase.length
    if any(mention.kind == "item" for mention in phrase.mentions):
        return 0.65
    if phrase.person:
        return 0.3
    return 0.5 if all(mention.exact for mention in phrase.mentions) else 0.15


def matches(book: Phrasebook, tokens: Sequence[Token], sounds: Sequence[str], start: int) -> Iterator[Match]:
    """Every phrase within its budget that begins at ``start``; the nearest alignment of each."""
    best: dict[tuple[int, str], Match] = {}
    stack: list[tuple[Node[Phrase], int, int, float, bool]] = [(book.chinese.root, start, 0, 0.0, False)]
    while stack:
        node, at, depth, spent, skipped = stack.pop()
        paused = at > start and tokens[at - 1].kind == "mark"
        for phrase in () if paused else node.values:
            if phrase.kind != "name" and at - start > phrase.length:
                continue  # only within a name
            if spent <= budget(phrase) and not (skipped and phrase.length < SKIPPED_NAME):
                found = best.get((at, phrase.text))
                if found is None or spent < found.distance:
                    best[at, phrase.text] = Match(at, phrase, spent)
        if at == len(tokens):
            continue
        room = ALL_SYLLABLES * (depth + 1) + 0.35
        token, sound = tokens[at], sounds[at]
        exact = node.next.get(sound)
        if exact is not None:
            stack.append((exact, at + 1, depth + 1, spent, skipped))
        if token.kind != "char":
            if depth and token.surface in _PAUSES and at + 1 < len(tokens):
                stack.append((node, at + 1, depth, spent + PAUSE, skipped))
            continue
        for syllable, following in node.next.items():
            if syllable == sound:
                continue
            cost = likeness(token.surface, sound, syllable)
            if cost <= NEAREST and spent + cost <= room:
                stack.append((following, at + 1, depth + 1, spent + cost, skipped))
            elif depth and not skipped and spent + SKIP <= room:
                stack.append((following, at, depth + 1, spent + SKIP, True))
    yield from best.values()
