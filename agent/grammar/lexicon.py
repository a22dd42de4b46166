"""Phrases compiled into a trie over token keys: every concept a run of tokens can stand for, found in one pass."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from agent.grammar.date_terms import DATE_WORDS
from agent.grammar.numbers import COUNTS, MULTIPLIERS, SMALL, TENS
from agent.grammar.tokens import Keyer, Token, normalise, plain_key, tokenise
from agent.grammar.words import VOCABULARY
from procurement.units import UNIT_WORDS

T = TypeVar("T")

_VOWELS = "aeiou"


@dataclass(slots=True)
class Node(Generic[T]):
    """One step of the trie; ``values`` is what ends here."""

    next: dict[str, "Node[T]"] = field(default_factory=dict)
    values: list[T] = field(default_factory=list)


class Trie(Generic[T]):
    """Keys in a row -> values. A phrase may carry several values."""

    def __init__(self) -> None:
        self.root: Node[T] = Node()

    def add(self, keys: Iterable[str], value: T) -> None:
        node = self.root
        for key in keys:
            node = node.next.setdefault(key, Node())
        if node is not self.root and value not in node.values:
            node.values.append(value)

    def matches(self, keys: Sequence[str], start: int) -> Iterator[tuple[int, list[T]]]:
        """(end, values) of every phrase that begins at ``start``, shortest first."""
        node = self.root
        for at in range(start, len(keys)):
            following = node.next.get(keys[at])
            if following is None:
                return
            node = following
            if node.values:
                yield at + 1, node.values


def inflected(word: str) -> tuple[str, ...]:
    """The regular -s, -ed and -ing forms of an English verb, with itself."""
    if word.endswith("e"):
        return word, f"{word}s", f"{word}d", f"{word[:-1]}ing"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"
    forms = [word, f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s", f"{word}ed", f"{word}ing"]
    if len(word) > 2 and word[-1] not in _VOWELS + "wxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        forms += [f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"]
    return tuple(forms)


def phrases(said: str) -> Iterator[str]:
    """The phrases of one vocabulary entry, inflections spelled out."""
    for phrase in said.split("|"):
        if "~" not in phrase:
            yield phrase
            continue
        before, _, after = phrase.partition("~")
        *head, verb = before.split(" ")
        yield from (" ".join([*head, form]) + after for form in inflected(verb))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``words``: the Latin keys that occur in it, by first letter, for the repair of misspelt words."""

    trie: Trie[str]
    words: Mapping[str, tuple[str, ...]]

    def repaired(self, token: Token) -> str:
        """The key of a token, or that of the one known word a single slip of the finger away."""
        if token.kind != "word" or len(token.key) < 5:
            return token.key
        known = self.words.get(token.key[0], ())
        if token.key in known:
            return token.key
        near = [word for word in known if len(word) >= 5 and OSA.distance(token.key, word, score_cutoff=1) <= 1]
        return near[0] if len(near) == 1 else token.key


@cache
def lexicon(keyer: Keyer = plain_key) -> Lexicon:
    """The vocabulary compiled through a keyer; once a process and keyer."""
    trie: Trie[str] = Trie()
    words: set[str] = set()
    for group in VOCABULARY:
        for concept, said in group.items():
            for phrase in phrases(said):
                tokens = tokenise(normalise(phrase), keyer)
                trie.add((token.key for token in tokens), concept)
                words.update(token.key for token in tokens if token.kind == "word")
    words |= set(SMALL) | set(TENS) | set(MULTIPLIERS) | set(COUNTS) | DATE_WORDS
    words |= {word for word in UNIT_WORDS if word.isascii()}
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        by_letter.setdefault(word[0], []).append(word)
    return Lexicon(trie, {letter: tuple(group) for letter, group in by_letter.items()})
