"""How well the grammar explains a text, and whether it asks for something that can be done as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from agent.grammar.names import NameTrie
from agent.grammar.reading import read
from agent.grammar.spans import Reading, Span
from agent.grammar.tokens import Token, plain_key
from agent.grammar.understanding import Call, Understanding, understand
from agent.hearing.syllables import sounds_of
from agent.scene import Scene
from procurement.entities import Item
from procurement.errors import InvalidInput
from procurement.units import UNIT_WORDS, to_base

_NAMED, _WORD, _RESIDUE = 1.0, 0.6, -0.7  # a token of a name, quantity or date; of a known word; of neither
_CALL, _WHOLE, _IMPOSSIBLE = 1.5, 1.5, -3.0
_TRACED = ("order", "shipment", "tracking_number", "lot", "item", "supplier", "status")


_HUNDREDS = ("百", "千", "万")
_DIGITS = frozenset(("yi", "er", "liang", "san", "si", "wu", "liu", "qi", "ba", "jiu"))


@dataclass(frozen=True, slots=True)
class Judgement:
    """``worth``: higher for a text that makes sense here. ``whole``: every call has what it needs."""

    worth: float
    whole: bool
    reading: Reading
    understanding: Understanding


def judged(text: str, scene: Scene) -> Judgement:
    reading = read(text, scene.catalogue, scene.today, scene.calendar)
    understanding = understand(text, scene)
    worth = sum(_explained(span) for span in reading.spans)
    calls = understanding.calls
    whole = bool(calls) and all(is_whole(call, scene) for call in calls)
    worth += _CALL * bool(calls) + _WHOLE * whole
    worth += _IMPOSSIBLE * sum(_impossible(call, scene) for call in calls)
    return Judgement(worth, whole, reading, understanding)


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Offsets of tokens the grammar does not account for as they are written. ``words``: those of no phrase at all;
    ``names``: these, and those that are only near a name; ``goods``: where goods are named, right behind a quantity;
    ``solid``: names, quantities, dates and numbers that do stand there."""

    words: frozenset[int]
    names: frozenset[int]
    goods: frozenset[int]
    solid: frozenset[int]


def unexplained(reading: Reading, known: NameTrie) -> Unexplained:
    words: set[int] = set()
    near: set[int] = set()
    goods: set[int] = set()
    solid: set[int] = set()
    keys = [token.key for token in reading.tokens]
    for at, span in enumerate(reading.spans):
        offsets = {token.start for token in reading.tokens[span.start : span.end]}
        before = reading.spans[at - 1] if at else None
        if span.residue:
            words |= offsets
            if before is not None and before.quantity is not None and before.quantity.unit:
                goods |= offsets
        elif span.mentions and not (span.concepts or span.quantity or span.date):
            standing = {end for end, _ in known.trie.matches(keys, span.start)}
            if span.said is not None or span.end not in standing:
                near |= offsets
        if (span.mentions or span.quantity or span.date or span.identifier or span.ordinal) and not offsets & near:
            solid |= offsets
        if _of_goods(reading.spans, at):
            words |= offsets
            goods |= offsets
    words |= {
        token.start
        for token, following in pairwise(reading.tokens)
        if (token.surface == "无" and following.surface in UNIT_WORDS)  # 无卷 is 五卷, 量百 两百
        or (following.surface in _HUNDREDS and token.kind == "char" and sounds_of(token.surface)[0] in _DIGITS)
    }
    words |= {token.start for token in reading.tokens if _respelled(token)}
    return Unexplained(frozenset(words), frozenset(words | near), frozenset(goods), frozenset(solid - words))


def _of_goods(spans: Sequence[Span], at: int) -> bool:
    """20 boxes of better: what is counted is goods, whatever word it is."""
    behind = at > 1 and spans[at - 1].text.lower() == "of" and spans[at - 2].quantity is not None
    return behind and not spans[at].mentions and spans[at].text.isascii()


def _respelled(token: Token) -> bool:
    """A word that the grammar takes for one a letter away."""
    return token.kind == "word" and token.key != plain_key(token.surface)


def _explained(span: Span) -> float:
    length = span.end - span.start
    if span.residue:
        return _RESIDUE * length
    named = span.mentions or span.quantity or span.date or span.identifier
    return (_NAMED if named and span.said is None else _WORD) * length


def is_whole(call: Call, scene: Scene) -> bool:
    """Whether nothing more has to be said for the call to be carried out."""
    arguments = call.arguments
    match call.tool:
        case "create_order":
            return _orderable(arguments, scene)
        case "cancel_order" | "get_order":
            return bool(arguments.get("order"))
        case "trace_lot":
            return bool(arguments.get("lot"))
        case "find_shipment":
            return any(arguments.get(key) for key in _TRACED)
        case "check_supplier_capacity":
            return bool(arguments.get("item") or arguments.get("supplier"))
        case _:
            return True


def _orderable(arguments: Mapping[str, Any], scene: Scene) -> bool:
    """Items and quantities are there, and one supplier is meant or can be."""
    lines = arguments.get("lines") or []
    items = [_item(line, scene) for line in lines]
    if not lines or any(item is None or _amount(line, item) is None for line, item in zip(lines, items, strict=True)):
        return False
    sellers = [set(item.suppliers) for item in items if item is not None]
    return bool(arguments.get("supplier")) or len(set.intersection(*sellers)) == 1


def _item(line: Mapping[str, Any], scene: Scene) -> Item | None:
    said = line.get("item")
    return None if said is None else scene.catalogue.find_item(str(said)).found


def _amount(line: Mapping[str, Any], item: Item | None) -> Decimal | None:
    if item is None or line.get("quantity") is None:
        return None
    try:
        return to_base(Decimal(str(line["quantity"])), str(line.get("unit") or item.base_unit), item)
    except (InvalidInput, InvalidOperation):
        return None


def _impossible(call: Call, scene: Scene) -> bool:
    """A quantity in a unit that the item does not come in."""
    lines = call.arguments.get("lines") or []
    return any(
        line.get("quantity") is not None and (item := _item(line, scene)) is not None and _amount(line, item) is None
        for line in lines
    )
