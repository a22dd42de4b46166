"""Slips of the tongue put right: 五百个,啊不,六百个; "5k labels? no wait, 15k"."""

from dataclasses import replace

from agent.grammar.signs import Signs
from agent.grammar.spans import Span

_WEAK = ("不", "不是", "错")  # words of repair only when they stand alone
_KINDS = ("quantity", "date", "item", "supplier", "place")


def _value_of(span: Span, kind: str) -> object | None:
    if kind == "quantity":
        return span.quantity
    if kind == "date":
        return span.date if span.date is not None and span.date.kind in ("date", "unclear") else None
    return span.mention(kind)


def repaired(signs: Signs) -> Signs:
    """With slips of the tongue put right: 五百个,啊不,六百个. What is taken back goes, and so does the word for it."""
    spans = list(signs.spans)
    gone: set[int] = set()
    markers: set[int] = set()
    for at, span in enumerate(spans):
        alone = _alone(signs, at)
        if not (span.has("repair") and (span.text not in _WEAK or alone)) and not (span.has("wait") and alone):
            continue
        for kind in _KINDS if span.has("repair") else ("place", "date"):
            earlier = [n for n in range(at) if n not in gone and _value_of(spans[n], kind) is not None]
            later = [
                n
                for n in range(at + 1, len(spans))
                if _value_of(spans[n], kind) is not None and spans[n].clause <= span.clause + 2
            ]
            if earlier and later and _takes_back(signs, at, earlier[-1], later[0], kind):
                gone.add(earlier[-1])
                markers.add(at)
    if not markers:
        return signs
    last = max(markers)
    kept = tuple(span for at, span in enumerate(spans) if at not in gone and at not in markers)
    asked = any(token.surface == "?" for token in signs.reading.tokens[spans[last].end :])
    concepts = frozenset(concept for span in kept for concept in span.concepts)
    return Signs(replace(signs.reading, spans=kept, concepts=concepts, asked=asked))


def _alone(signs: Signs, at: int) -> bool:
    """不 between two stops, particles aside; within a clause it negates."""
    clause = signs.spans[at].clause
    return all(span.has("filler", "wait", "repair") for span in signs.spans if span.clause == clause)


def _takes_back(signs: Signs, marker: int, earlier: int, later: int, kind: str) -> bool:
    """Near enough to the word of repair; names only when nothing else of the line follows them."""
    spans = signs.spans
    if spans[marker].text in ("还是", "rather") and signs.asks:
        return False
    if (
        spans[marker].text.lower() in ("sorry", "no", "算了", "actually", "改", "make it", "还是")
        and spans[marker].clause - spans[earlier].clause > 1
    ):
        return False
    if kind in ("item", "supplier", "place"):
        between = spans[marker + 1 : later]
        return all(
            span.has("filler", "to", "from", "want", "order", "not", "repair") or _value_of(span, "quantity")
            for span in between
        )
    return spans[later].clause - spans[marker].clause <= 1 or kind == "date"
