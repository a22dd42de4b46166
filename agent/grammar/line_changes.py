"""The lines of an order with a change made: another quantity or item, one more line, one less."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from agent.grammar.change import Change, new_value, said_parts
from agent.grammar.lookups import item_said, quantity_arguments
from agent.grammar.orders import order_lines
from agent.grammar.signs import Signs
from agent.grammar.spans import Span
from agent.scene import Scene
from procurement.errors import InvalidInput
from procurement.units import to_base

Arguments = dict[str, Any]
Line = dict[str, Any]


def changed_lines(change: Change, lines: list[Line]) -> list[Line] | None:
    signs = change.signs
    if signs.reading.has("double", "halve") and not signs.quantities:
        return _scaled(change, lines)
    if not signs.items:
        return _requantified(change, lines)
    parts = [str(line.get("item")) for line in lines]
    said = said_parts(signs)
    dropped = _dropped(change, parts)
    if dropped:
        left = [line for line in lines if line.get("item") not in dropped]
        rest = [line for line in order_lines(signs) if line.get("item") not in dropped]
        return merged_lines(left, rest)
    outside = [span for span in signs.items if (m := span.mention("item")) is not None and m.clear not in parts]
    if outside and not change.more and (change.marked or len(lines) == 1):
        return _exchanged(change, lines, outside, [part for part in said if part in parts])
    wanted = [line for line in order_lines(signs) if line.get("quantity") or line.get("item") not in parts]
    if change.more and not signs.reading.has("up_to", "change"):
        return _added(change, lines, wanted)
    return merged_lines(lines, wanted)


def _dropped(change: Change, parts: list[str]) -> set[str]:
    """Items of the draft that are not wanted: 6205不要了, drop the labels, 不要纸箱."""
    signs, found = change.signs, set()
    for at, span in enumerate(signs.spans):
        mention = span.mention("item")
        if mention is None or mention.clear not in parts or len(parts) < 2:
            continue
        around = [signs.before(at), signs.after(at)]
        before = signs.spans[max(0, at - 3) : at]
        near = [other for other in before if other.clause == span.clause and other.has("drop", "cancel", "no", "not")]
        after = [other for other in signs.spans[at + 1 : at + 4] if other.clause == span.clause]
        quantity = any(other is not None and other.quantity for other in around)
        words = {other.text.lower() for other in signs.spans if other.clause == span.clause}
        if words & {"leave", "take", "cut", "keep"} and words & {"out", "off"}:
            found.add(str(mention.clear))
        if (near and not quantity) or any(
            other.has("drop", "no_order") or other.has("cancel") for other in after if not quantity
        ):
            found.add(str(mention.clear))
    return found


def _exchanged(change: Change, lines: list[Line], outside: list[Span], old: list[str]) -> list[Line] | None:
    """把6204换成6205: another item in the place of the one named, or of the only one."""
    if len(lines) > 1 and len(old) != 1:
        return None
    at = next((n for n, line in enumerate(lines) if line.get("item") in old), 0)
    line = dict(lines[at])
    new = outside[-1]
    mention = new.mention("item")
    candidates = mention.ids if mention is not None else ()
    if mention is not None and not mention.clear and line.get("item") in candidates:
        return _requantified(change, lines)
    before = change.scene.catalogue.items_by_part.get(str(line.get("item")))
    line["item"] = item_said(new, doubtful=True)
    after = change.scene.catalogue.items_by_part.get(str(line["item"]))
    counted = new_value(change.signs.quantities, change.signs)
    if counted is not None:
        line.pop("unit", None)
        line |= quantity_arguments(counted)
    elif before is not None and after is not None and before.base_unit != after.base_unit:
        line.pop("quantity", None)
        line.pop("unit", None)
    return [*lines[:at], line, *lines[at + 1 :]]


def _requantified(change: Change, lines: list[Line]) -> list[Line] | None:
    """A new quantity without an item: of the only line, or of the line that has the old one."""
    signs = change.signs
    if not signs.quantities:
        return lines
    values = [span for span in signs.quantities if span.quantity and not _is_classifier(signs, span)]
    new = new_value(values, signs)
    if new is None:
        return lines
    at = 0
    if len(lines) > 1:
        olds = [span for span in values if span is not new]
        found = [n for n, line in enumerate(lines) for span in olds if _same_amount(change, line, span)]
        units = [n for n, line in enumerate(lines) if new.quantity and new.quantity.unit and _fits(change, line, new)]
        chosen = found or (units if len(units) == 1 else [])
        if not chosen:
            return None
        at = chosen[0]
    line = dict(lines[at])
    step = _step(change, new)
    if step:
        return _stepped(change, lines, at, new, step)
    given = quantity_arguments(new)
    if not given:
        line.pop("quantity", None)
        return [*lines[:at], line, *lines[at + 1 :]]
    line |= given
    return [*lines[:at], line, *lines[at + 1 :]]


def _is_classifier(signs: Signs, span: Span) -> bool:
    after = signs.after(signs.index(span))
    return after is not None and after.has("order_noun")


def _step(change: Change, new: Span) -> int:
    """+1 for 再加100个, -1 for 减100个, 0 for a quantity that is to hold."""
    reading = change.signs.reading
    before = change.signs.before(change.signs.index(new))
    if reading.has("up_to") or (before is not None and before.has("new") and not before.has("more", "less")):
        return 0
    less, more = (
        any(_says(change.signs, at, way) for at in range(len(change.signs.spans))) for way in ("less", "more")
    )
    if less and not more:
        return -1
    return 1 if more else 0


def _says(signs: Signs, at: int, way: str) -> bool:
    """再加100; 多了,200个就够 and 少了 only find fault."""
    span, after = signs.spans[at], signs.after(at)
    fault = span.text in ("多", "少") and after is not None and after.text == "了" and signs.after(at + 1) is None
    return span.has(way) and not fault


def _stepped(change: Change, lines: list[Line], at: int, new: Span, sign: int) -> list[Line] | None:
    line = dict(lines[at])
    item = change.scene.catalogue.items_by_part.get(str(line.get("item")))
    quantity = new.quantity
    if item is None or quantity is None or line.get("quantity") is None:
        return None
    try:
        step = to_base(quantity.amount, quantity.unit or item.base_unit, item)
        held = to_base(Decimal(str(line["quantity"])), str(line.get("unit") or item.base_unit), item)
    except InvalidInput:
        return None
    total = held + sign * step
    if total <= 0:
        return None
    line |= {"quantity": f"{total.normalize():f}", "unit": item.base_unit}
    return [*lines[:at], line, *lines[at + 1 :]]


def _same_amount(change: Change, line: Line, span: Span) -> bool:
    item = change.scene.catalogue.items_by_part.get(str(line.get("item")))
    quantity = span.quantity
    if item is None or quantity is None:
        return False
    try:
        return to_base(quantity.amount, quantity.unit or item.base_unit, item) == Decimal(str(line.get("quantity")))
    except InvalidInput:
        return False


def _fits(change: Change, line: Line, span: Span) -> bool:
    """The unit said is one of the item's packs or its base unit."""
    item = change.scene.catalogue.items_by_part.get(str(line.get("item")))
    quantity = span.quantity
    if item is None or quantity is None or quantity.unit is None:
        return False
    try:
        to_base(quantity.amount, quantity.unit, item)
    except InvalidInput:
        return False
    return True


def _scaled(change: Change, lines: list[Line]) -> list[Line] | None:
    if len(lines) != 1 or lines[0].get("quantity") is None:
        return None
    factor = Decimal(2) if change.signs.reading.has("double") else Decimal("0.5")
    amount = Decimal(str(lines[0]["quantity"])) * factor
    return [{**lines[0], "quantity": f"{amount.normalize():f}"}]


def _added(change: Change, lines: list[Line], wanted: Sequence[Line]) -> list[Line] | None:
    """再加200个6205: a new line; more of an item that is there: the sum."""
    result = lines
    for line in wanted:
        at = next((n for n, held in enumerate(result) if held.get("item") == line.get("item")), None)
        if at is None:
            result = [*result, line]
            continue
        span = next(
            (s for s in change.signs.quantities if quantity_arguments(s).get("quantity") == line.get("quantity")), None
        )
        stepped = None if span is None else _stepped(change, result, at, span, 1)
        if stepped is None:
            return None
        result = stepped
    return result


def merged_lines(lines: Sequence[Line], said: Sequence[Line]) -> list[Line]:
    """Lines by item: what is said anew holds, what is not said stays."""
    result = [dict(line) for line in lines]
    for line in said:
        held = next((other for other in result if other.get("item") == line.get("item")), None)
        if held is None:
            result.append(dict(line))
        else:
            if "quantity" in line:
                held.pop("unit", None)
            held |= line
    return result


def merged(arguments: Arguments, lines: Sequence[Line], scene: Scene, *, add: bool) -> Arguments | None:
    """Order arguments with lines said later."""
    held = arguments.get("lines") or []
    if not add and len(held) == 1 and len(lines) == 1 and "item" not in lines[0]:
        line = {key: value for key, value in held[0].items() if key != "unit" or "unit" not in lines[0]}
        return {**arguments, "lines": [{**line, **lines[0]}]}
    return {**arguments, "lines": merged_lines(held, lines)}
