"""Names the phrases do not know: words near a name, and words around a name that may make it another one."""

from collections.abc import Sequence
from dataclasses import replace

from agent.grammar.likeness import near_mention
from agent.grammar.names import names_of
from agent.grammar.spans import Span
from agent.grammar.tokens import Token
from procurement.catalogue import Catalogue


def recognised(spans: list[Span], text: str, tokens: Sequence[Token], catalogue: Catalogue) -> list[Span]:
    """Residue given a second chance: with the name it touches, or alone, it may be near a name of the catalogue."""
    result = list(spans)
    at = 0
    while at < len(result):
        if result[at].residue:
            at = _tried(result, at, text, tokens, catalogue)
        at += 1
    return _goods_of_company(result, tokens, catalogue)


def _goods_of_company(spans: list[Span], tokens: Sequence[Token], catalogue: Catalogue) -> list[Span]:
    """金麦面粉两吨: with no item named otherwise, the goods in a supplier's name are meant too; not where
    its orders are asked for (金麦面粉的所有订单)."""
    listed = any(span.has("order_noun", "orders") for span in spans) and not any(
        span.quantity and not span.quantity.vague for span in spans
    )
    if listed or any(span.mention("item") for span in spans):
        return spans
    trie = names_of(catalogue).trie
    keys = [token.key for token in tokens]
    for at, span in enumerate(spans):
        if span.mention("supplier") is None:
            continue
        for start in range(span.start + 1, span.end):
            goods = [found for end, found in trie.matches(keys, start) if end == span.end]
            items = tuple(mention for found in goods for mention in found if mention.kind == "item")
            company = [found for end, found in trie.matches(keys, span.start) if end == start]
            if items and company:
                base = tokens[span.start].start
                cut = tokens[start].start - base
                head = replace(span, end=start, text=span.text[:cut].rstrip(), mentions=tuple(company[0]))
                return [
                    *spans[:at],
                    head,
                    replace(span, start=start, text=span.text[cut:], mentions=items),
                    *spans[at + 1 :],
                ]
    return spans


def _tried(spans: list[Span], at: int, text: str, tokens: Sequence[Token], catalogue: Catalogue) -> int:
    """Replaces what is recognised in ``spans``; the index to go on from."""
    span = spans[at]
    left = spans[at - 1] if at and spans[at - 1].clause == span.clause and spans[at - 1].mentions else None
    right = (
        spans[at + 1]
        if at + 1 < len(spans) and spans[at + 1].clause == span.clause and spans[at + 1].mentions
        else None
    )
    if (left is not None and left.mentions[0].exact) or (right is not None and right.mentions[0].exact):
        alone = near_mention(span.text, (), catalogue)
        if alone is not None and alone.kind == "item":
            spans[at] = replace(span, mentions=(alone,))
            return at
    for first, last in ((left, right), (left, None), (None, right), (None, None)):
        if (first is None) != (left is None) and (last is None) != (right is None) and (left or right):
            continue
        start, end = (first or span).start, (last or span).end
        said = text[tokens[start].start : tokens[end - 1].end]
        known = tuple(mention for one in (first, last) if one is not None for mention in one.mentions)
        mention = near_mention(said, known, catalogue)
        if mention is not None:
            low = at - (first is not None)
            spans[low : at + 1 + (last is not None)] = [Span(start, end, said, span.clause, mentions=(mention,))]
            return low
    if right is not None and _modified(span, right, tokens):
        whole = text[tokens[span.start].start : tokens[right.end - 1].end]
        spans[at : at + 2] = [replace(right, start=span.start, said=whole)]
    elif left is not None and tokens[span.start].kind == "char" and _modified(left, span, tokens):
        if _bare_tail(span.text, left, spans, catalogue):
            spans[at - 1 : at + 1] = [replace(left, end=span.end)]
            return at - 1
        whole = text[tokens[left.start].start : tokens[span.end - 1].end]
        spans[at - 1 : at + 1] = [replace(left, end=span.end, said=whole)]
        return at - 1
    return at


_TAILS = frozenset("纸料货品")  # what goods are, behind their name


def _bare_tail(said: str, named: Span, spans: Sequence[Span], catalogue: Catalogue) -> bool:
    """标签纸,绿源的: a tail that adds nothing, when a supplier of that item is named; 纸 only of goods by the piece."""
    mention = named.mention("item")
    item = catalogue.items_by_part.get(str(mention.clear)) if mention is not None else None
    if item is None or said not in _TAILS or (said == "纸" and item.base_unit != "H87"):
        return False
    suppliers = [one for span in spans if (one := span.mention("supplier")) is not None]
    return bool(suppliers) and all(one.clear in item.suppliers for one in suppliers)


def _modified(before: Span, after: Span, tokens: Sequence[Token]) -> bool:
    """Unexplained words that touch an item's name may make it another (红糖, brown sugar); a part number stands."""
    named = before if before.mentions else after
    if named.mention("item") is None or any(character.isdigit() for character in named.text):
        return False
    return _touching(before, after, tokens)


def _touching(before: Span, after: Span, tokens: Sequence[Token]) -> bool:
    gap = tokens[after.start].start - tokens[before.end - 1].end
    return gap == 0 or (gap == 1 and tokens[before.end - 1].kind == "word")
