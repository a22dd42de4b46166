"""Orders from a reading: lines, supplier, date, place. What was said and is not clear is passed on as said, so that the
tool asks; nothing that could change the order is dropped."""

from dataclasses import dataclass, replace
from typing import Any

from agent.grammar.lookups import date_argument, item_said, quantity_arguments
from agent.grammar.signs import Signs
from agent.grammar.spans import Span
from procurement.catalogue import Catalogue

Line = dict[str, Any]
_FAR = 50


@dataclass(frozen=True, slots=True)
class OrderWords:
    """What a message says about an order. ``lines`` in the order said; ``excluded``: suppliers not to take."""

    lines: tuple[Line, ...]
    supplier: str | None
    date: str | None
    place: str | None
    excluded: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Any]:
        given: dict[str, Any] = {"lines": list(self.lines)}
        for name, value in (("supplier", self.supplier), ("date", self.date), ("place", self.place)):
            if value is not None:
                given[name] = value
        return given


def order_words(signs: Signs, catalogue: Catalogue) -> OrderWords:
    frame = order_frame(signs, catalogue)
    lines = order_lines(signs)
    if frame.excluded and frame.supplier is None:
        return replace(frame, lines=lines, supplier=_remaining(catalogue, lines, frame.excluded))
    return replace(frame, lines=lines)


def order_frame(signs: Signs, catalogue: Catalogue) -> OrderWords:
    """All but the lines."""
    places = _place_spans(signs)
    supplier, excluded = _supplier(signs, catalogue, places)
    return OrderWords((), supplier, date_argument(signs), _place(signs, places), excluded)


def _place(signs: Signs, places: tuple[Span, ...]) -> str | None:
    """The place that is to hold: 不是一号仓,送武汉; of two that hold the words of both, so that it is asked."""
    wanted = [span for span in places if not _ruled_out(signs, signs.index(span))]
    if len(wanted) < len(places) or _moved_place(signs, wanted):
        wanted = wanted[-1:]
    clear = {mention.clear for span in wanted if (mention := span.mention("place")) is not None and mention.clear}
    if len(clear) > 1:
        return ", ".join(span.text for span in wanted)
    return next((mention.clear or span.text for span in wanted if (mention := span.mention("place"))), None)


def _moved_place(signs: Signs, places: list[Span]) -> bool:
    """从一号仓改到武汉."""
    before = signs.before(signs.index(places[0])) if len(places) > 1 else None
    return before is not None and before.has("old") and before.has("from") and signs.reading.has("change")


def _place_spans(signs: Signs) -> tuple[Span, ...]:
    """Delivery places: names that are only places, or that stand behind 送到 or "to"."""
    found = []
    named = any(span.mention("place") and not span.mention("supplier") for span in signs.spans)
    for at, span in enumerate(signs.spans):
        if span.mention("place") is None:
            continue
        before = signs.before(at)
        if named and _ruled_out(signs, at):  # 送武汉,不是苏州: the town, no supplier
            found.append(span)
            continue
        if (
            span.mention("supplier") is None
            or (before is not None and before.has("to") and not before.has("from"))
            or (
                before is not None
                and before.has("to")
                and before.has("from")
                and before.text.lower() in ("去", "for", "给")
            )
        ):
            found.append(span)
    return tuple(found)


def _supplier(signs: Signs, catalogue: Catalogue, places: tuple[Span, ...]) -> tuple[str | None, tuple[str, ...]]:
    """(the supplier wanted, those ruled out): 不要苏州精密的,要华东的; other than Suzhou Precision."""
    wanted: list[str] = []
    excluded: list[str] = []
    for at, span in enumerate(signs.spans):
        mention = span.mention("supplier")
        if mention is None or span in places:
            continue
        if _ruled_out(signs, at):
            excluded.append(mention.clear or span.text)
        else:
            wanted.append(mention.clear or span.said or span.text)
    clear = [one for one in dict.fromkeys(wanted) if one in catalogue.parties_by_id]
    if clear:
        return clear[-1], tuple(excluded)
    if wanted:
        return wanted[0], tuple(excluded)
    return _unknown_supplier(signs), tuple(excluded)


def _ruled_out(signs: Signs, at: int) -> bool:
    for earlier in range(at - 1, max(-1, at - 4), -1):
        span = signs.spans[earlier]
        if span.clause != signs.spans[at].clause:
            return False
        if span.has("except") or (span.has("not") and not span.has("yes")):
            return True
        if not span.has("filler", "from", "want"):
            return False
    return False


_FROM = frozenset(["从", "向", "跟", "找", "由", "from", "with", "via", "through"])


def _unknown_supplier(signs: Signs) -> str | None:
    """Words behind 从, 向, 跟, from that hold something unexplained: a supplier nobody knows, as said."""
    for at, span in enumerate(signs.spans):
        if span.text.lower() not in _FROM:
            continue
        end = at + 1
        while end < len(signs.spans) and signs.spans[end].clause == span.clause and not _ends_name(signs, end):
            end += 1
        named = signs.spans[at + 1 : end]
        if any(one.residue for one in named):
            reading = signs.reading
            start, stop = reading.tokens[named[0].start].start, reading.tokens[named[-1].end - 1].end
            return reading.text[start:stop].strip()
    return None


def _ends_name(signs: Signs, at: int) -> bool:
    span = signs.spans[at]
    after = signs.after(at)
    if span.quantity and span.quantity.unit is None and after is not None and after.residue:
        return False
    if span.quantity or span.date or span.mentions or span.identifier:
        return True
    return (
        span.has("want", "order", "arrive", "supply", "to") and not span.residue and span.text not in ("上", "进", "来")
    )


def _run(signs: Signs, at: int) -> str:
    """The residue at ``at`` with the capitalised words and names that go on with it."""
    end = at
    while (after := signs.after(end)) is not None and (after.residue or (after.text[:1].isupper() and not after.date)):
        end += 1
    reading = signs.reading
    start = reading.tokens[signs.spans[at].start].start
    return reading.text[start : reading.tokens[signs.spans[end].end - 1].end].strip()


def _remaining(catalogue: Catalogue, lines: tuple[Line, ...], excluded: tuple[str, ...]) -> str | None:
    """The one supplier left after those ruled out; with none left the words as said, so that it is asked."""
    item = catalogue.items_by_part.get(str(lines[0].get("item"))) if lines else None
    if item is None or not set(excluded) & set(item.suppliers):
        return None
    left = [supplier for supplier in item.suppliers if supplier not in excluded]
    if len(left) == 1:
        return left[0]
    return None if left else f"not {', '.join(excluded)}"


# --- lines


def order_lines(signs: Signs) -> tuple[Line, ...]:
    """Items and quantities paired. One quantity said of each (各, each) goes to all."""
    items = _items(signs)
    counted = _counted(signs)
    if not items and not counted:
        return ()
    if len(counted) == 1 and len(items) > 1 and signs.reading.has("each"):
        return tuple({"item": item_said(item, doubtful=True)} | quantity_arguments(counted[0]) for item in items)
    unit = _loose_unit(signs)
    pairs = _paired(signs, items, counted)
    lines = []
    for item, quantity in pairs:
        line: Line = {}
        if item is not None:
            line["item"] = item if isinstance(item, str) else item_said(item, doubtful=True)
        if quantity is not None:
            line |= quantity_arguments(quantity)
            if "quantity" in line and "unit" not in line and unit is not None:
                line["unit"] = unit
        lines.append(line)
    return tuple(lines)


def _items(signs: Signs) -> list[Span]:
    """Mentions of items: a general word (轴承) next to its kind adds nothing, nor does the same item said twice."""
    clear = {mention.clear for span in signs.items if (mention := span.mention("item")) is not None and mention.clear}
    kept: list[Span] = []
    for at, span in enumerate(signs.spans):
        mention = span.mention("item")
        if mention is None or _negated_item(signs, at):
            continue
        if mention.clear is None and any(one in clear for one in mention.ids):
            continue
        if mention.clear is None and span.text.isdigit():
            continue
        same = [other for other in kept if (m := other.mention("item")) is not None and m.ids == mention.ids]
        if same and not (_own_quantity(signs, span) and _own_quantity(signs, same[-1])):
            continue
        kept.append(span)
    return kept


def _negated_item(signs: Signs, at: int) -> bool:
    before = signs.before(at)
    direct = before is not None and before.has("not", "except") and not before.has("yes")
    return len(signs.items) > 1 and (direct or _ruled_out(signs, at))


def _own_quantity(signs: Signs, span: Span) -> bool:
    at = signs.index(span)
    around = (signs.before(at), signs.after(at))
    return any(other is not None and other.quantity is not None for other in around)


def _counted(signs: Signs) -> list[Span]:
    """Quantities of goods: not the one in 下一张单, not those ruled out (不要500个)."""
    found: list[Span] = []
    for at, span in enumerate(signs.spans):
        if span.quantity is None:
            continue
        after, before = signs.after(at), signs.before(at)
        if (
            before is not None
            and before.text in _FROM
            and span.quantity.unit is None
            and after is not None
            and after.residue
        ):
            continue
        if (
            after is not None
            and after.has("order_noun")
            and span.quantity.amount <= 3
            and (span.quantity.unit in (None, "H87"))
        ):
            continue
        if (
            before is not None
            and (
                before.has("not", "except")
                or (before.has("old") and before.text in ("不是", "instead of", "rather than"))
            )
            and not before.has("yes", "want")
        ):
            continue
        if found and _repeats(found[-1], span, signs):
            found[-1] = span if span.quantity.unit is not None else found[-1]
            continue
        found.append(span)
    return found


def _repeats(one: Span, other: Span, signs: Signs) -> bool:
    """六百,六百个: the same again, with no item in between."""
    a, b = one.quantity, other.quantity
    if (
        a is None
        or b is None
        or a.amount != b.amount
        or (a.unit is not None and b.unit is not None and a.unit != b.unit)
    ):
        return False
    return len(signs.items) < 2 and not any(
        span.mention("item") for span in signs.spans[signs.index(one) : signs.index(other)]
    )


def _loose_unit(signs: Signs) -> str | None:
    """A unit said apart from its number: 两百五的黄油,公斤哈."""
    return next((span.unit for span in signs.spans if span.unit is not None), None)


Pair = tuple[Span | str | None, Span | None]


def _paired(signs: Signs, items: list[Span], counted: list[Span]) -> list[Pair]:
    """Each quantity with the item it belongs to: in order when they are as many, else the nearest without crossing."""
    if len(items) == len(counted):
        return list(zip(items, counted, strict=True))
    if not counted:
        return [(item, None) for item in items]
    unnamed = _unnamed(signs, items, counted)
    if len(items) + len(unnamed) == len(counted) and unnamed:
        named = iter(items)
        return [(unnamed[at] if at in unnamed else next(named), span) for at, span in enumerate(counted)]
    if not items:
        return [(unnamed.get(at), span) for at, span in enumerate(counted)]
    return _nearest(signs, items, counted)


def _unnamed(signs: Signs, items: list[Span], counted: list[Span]) -> dict[int, str]:
    """Unexplained words next to a quantity: an item nobody knows, as said (500个螺丝)."""
    found: dict[int, str] = {}
    for number, span in enumerate(counted):
        at = signs.index(span)
        for other in _beside(signs, at):
            if (other.residue and len(other.text) > 1) or (other.residue and not other.text.isascii()):
                found[number] = _run(signs, signs.index(other))
                break
    return found


def _beside(signs: Signs, at: int) -> list[Span]:
    """The span after a quantity (of, 的 and the like apart), then the one before."""
    found = []
    after = signs.after(at)
    step = at + 1
    while after is not None and after.has("filler") and not after.residue:
        after, step = signs.after(step), step + 1
    if after is not None:
        found.append(after)
    before = signs.before(at)
    if before is not None:
        found.append(before)
    return found


def _nearest(signs: Signs, items: list[Span], counted: list[Span]) -> list[Pair]:
    """The cheapest pairing that keeps the order; what is left over stands alone and will be asked about."""
    cost: dict[tuple[int, int], tuple[float, list[Pair]]] = {}

    def best(left: int, right: int) -> tuple[float, list[Pair]]:
        if (left, right) in cost:
            return cost[left, right]
        if left == len(items):
            result: tuple[float, list[Pair]] = (
                _FAR * (len(counted) - right),
                [(None, span) for span in counted[right:]],
            )
        elif right == len(counted):
            result = (_FAR * (len(items) - left), [(span, None) for span in items[left:]])
        else:
            together = best(left + 1, right + 1)
            alone = best(left + 1, right)
            loose = best(left, right + 1)
            result = min(
                (together[0] + _gap(items[left], counted[right]), [(items[left], counted[right]), *together[1]]),
                (alone[0] + _FAR, [(items[left], None), *alone[1]]),
                (loose[0] + _FAR, [(None, counted[right]), *loose[1]]),
                key=lambda option: option[0],
            )
        cost[left, right] = result
        return result

    return best(0, 0)[1]


def _gap(item: Span, quantity: Span) -> float:
    between = max(item.start, quantity.start) - min(item.end, quantity.end)
    return between + 6 * abs(item.clause - quantity.clause)
