"""All readings of an utterance compete: phrases that sound like a stretch of it, quantities, and what stands there.

The best chains of edges win, as in the grammar: long phrases explain more than short ones; sounding different and being
changed cost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from agent.grammar.tokens import Token, tokenise
from agent.hearing.alignment import PAUSE, matches
from agent.hearing.counting import counts
from agent.hearing.judging import Unexplained
from agent.hearing.latin import is_known, sounding, standing
from agent.hearing.phrasebook import Phrase, Phrasebook, sound_keys

DISTANCE = 3.0  # what a syllable of another sound takes away
LATIN_DISTANCE = 3.5  # the same of an English word, by the mean of its sounds
CHANGED = 0.5  # for any change
GUESSED = 0.6  # for a numeral that was none
GOODS = 1.0  # for goods where goods are expected
NAMED = 0.7  # a name of the catalogue explains more than a word
_ONE = 0.8  # a single character of the vocabulary that stands there
_KEPT = 0.15  # a token, per phrase that is written as it stands there
_VERBS = frozenset("要订到送改补")  # written with any character of the sound
_VERB = 0.45
_FUNCTION = frozenset("的了是在不也就都还这那个定宋")
WIDTH = 6  # readings kept at every position


@dataclass(frozen=True, slots=True)
class Edge:
    """Tokens ``start`` to ``end`` read as ``text``. ``phrase`` None: a quantity, or the tokens themselves."""

    start: int
    end: int
    text: str
    worth: float
    changed: bool
    distance: float = 0.0
    phrase: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A reading of the whole utterance."""

    worth: float
    edges: tuple[Edge, ...] = field(default=())

    @property
    def changes(self) -> int:
        return sum(edge.changed for edge in self.edges)


@dataclass(frozen=True, slots=True)
class Lattice:
    text: str
    tokens: tuple[Token, ...]
    edges: tuple[tuple[Edge, ...], ...]  # by start

    def written(self, path: Path) -> str:
        """The utterance with what the path changes written anew, gaps and marks as they were."""
        if not path.changes:
            return self.text
        parts: list[str] = []
        at = 0
        for edge in path.edges:
            start, end = self.tokens[edge.start].start, self.tokens[edge.end - 1].end
            parts += [self.text[at:start], edge.text if edge.changed else self.text[start:end]]
            at = end
        return _spaced("".join([*parts, self.text[at:]]))

    def best(self, width: int = WIDTH) -> list[Path]:
        """The readings of highest worth, best first; no two of the same text."""
        kept: list[list[Path]] = [[Path(0.0)], *([] for _ in self.tokens)]
        for start in range(len(self.tokens)):
            ranked = sorted(kept[start], key=lambda path: -path.worth)
            distinct = {tuple(edge.text for edge in path.edges if edge.changed): path for path in reversed(ranked)}
            for path in sorted(distinct.values(), key=lambda path: -path.worth)[:width]:
                for edge in self.edges[start]:
                    kept[edge.end].append(Path(path.worth + edge.worth, (*path.edges, edge)))
        written: dict[str, Path] = {}
        for path in sorted(kept[-1], key=lambda path: (-path.worth, path.changes)):
            written.setdefault(self.written(path), path)
        return list(written.values())[:width]


def lattice(
    text: str, book: Phrasebook, units: frozenset[str], fixed: frozenset[int], doubtful: Unexplained
) -> Lattice:
    """``text`` must be normalised. ``units``: codes that what is talked about is counted in; empty if unknown.
    ``fixed``: offsets where a number begins that names something, and counts nothing. ``doubtful``: what the
    grammar does not explain; what it does explain is changed only together with that."""
    tokens = tokenise(text)
    sounds = sound_keys(tokens)
    keys = [token.key for token in tokens]
    offsets = [token.start for token in tokens]
    edges = tuple(
        tuple(
            _as_goods(edge, offsets, doubtful)
            for edge in (
                *_edges(book, tokens, sounds, start, units, fixed),
                *(_latin_edges(book, tokens, keys, start) if tokens[start].kind == "word" else ()),
            )
            if not edge.changed or _allowed(edge, offsets, doubtful)
        )
        for start in range(len(tokens))
    )
    return Lattice(text, tokens, edges)


def _as_goods(edge: Edge, offsets: Sequence[int], doubtful: Unexplained) -> Edge:
    """What stands right behind a quantity is likelier goods than anything else."""
    goods = edge.phrase is not None and any(mention.kind == "item" for mention in edge.phrase.mentions)
    if not (goods and edge.changed and doubtful.goods.issuperset(offsets[edge.start : edge.end])):
        return edge
    return replace(edge, worth=edge.worth + GOODS)


def _allowed(edge: Edge, offsets: Sequence[int], doubtful: Unexplained) -> bool:
    """A quantity may be changed where any of it is unclear, a name where a third is, a word where most is; what stands
    right behind a quantity is goods and never becomes another word."""
    covered = offsets[edge.start : edge.end]
    words, names = (sum(at in them for at in covered) / len(covered) for them in (doubtful.words, doubtful.names))
    if edge.phrase is None:
        return words > 0 or edge.distance > 0
    if edge.phrase.kind == "name":
        homophone = edge.distance == 0.0 and edge.phrase.length > 1 and doubtful.solid.isdisjoint(covered)
        rejoined = 0.0 < edge.distance <= PAUSE  # the same syllables around a comma
        return names >= (0.3 if edge.phrase.length > 2 else 0.5) or homophone or rejoined
    if edge.distance == 0.0 and doubtful.solid.isdisjoint(covered):
        enough = words >= (0.3 if edge.phrase.length > 2 else 0.5)
    else:
        enough = words > 0.5
    return enough and not (edge.phrase.length > 1 and doubtful.goods.issuperset(covered))


def _edges(
    book: Phrasebook,
    tokens: Sequence[Token],
    sounds: Sequence[str],
    start: int,
    units: frozenset[str],
    fixed: frozenset[int],
) -> Iterator[Edge]:
    yield Edge(start, start + 1, tokens[start].surface, 0.0, False)
    for match in matches(book, tokens, sounds, start):
        length = match.end - start
        said = "".join(token.surface for token in tokens[start : match.end])
        changed = said.lower() != match.phrase.text.lower().replace(" ", "")
        if match.phrase.length == 1:
            worth = _ONE + NAMED * (match.phrase.kind == "name")
            if not changed:
                yield Edge(start, match.end, match.phrase.text, worth + _KEPT, False, phrase=match.phrase)
            elif match.phrase.text in _VERBS and said not in _FUNCTION:
                yield Edge(start, match.end, match.phrase.text, _VERB, True, phrase=match.phrase)
            continue
        worth = float(min(length, match.phrase.length) ** 1.5) + NAMED * (match.phrase.kind == "name")
        worth += -CHANGED - DISTANCE * match.distance if changed else _KEPT * length
        yield Edge(start, match.end, match.phrase.text, worth, changed, match.distance, match.phrase)
    if tokens[start].start in fixed:
        return
    for count in counts(tokens, sounds, start, units):
        said = "".join(token.surface for token in tokens[start : count.end])
        changed = said != count.text
        worth = float((count.end - start) ** 1.5) + (0.5 if count.unit else 0.1)
        worth += -CHANGED - GUESSED * count.guessed - DISTANCE * count.distance if changed else _KEPT
        yield Edge(start, count.end, count.text, worth, changed, count.distance)


def _latin_edges(book: Phrasebook, tokens: Sequence[Token], keys: Sequence[str], start: int) -> Iterator[Edge]:
    if is_known(book, keys[start]):
        yield Edge(start, start + 1, tokens[start].surface, _ONE + _KEPT, False)
    for end, phrase in standing(book, keys, start):
        worth = float((end - start) ** 1.5) + NAMED * (phrase.kind == "name") + _KEPT * (end - start)
        yield Edge(start, end, phrase.text, worth, False, phrase=phrase)
    for match in sounding(book, tokens, start):
        words = " ".join(token.surface for token in tokens[start : match.end])
        if words.lower() == match.text.lower():
            continue
        worth = float(min(match.end - start, match.phrase.length) ** 1.5) + NAMED * (match.phrase.kind == "name")
        worth -= CHANGED + LATIN_DISTANCE * match.distance * match.phrase.length + _ONE * match.known * 0.5
        yield Edge(start, match.end, match.text, worth, True, match.distance, match.phrase)


def _spaced(text: str) -> str:
    """One gap between words, none doubled."""
    return " ".join(text.split(" ")) if "  " not in text else " ".join(text.split())
