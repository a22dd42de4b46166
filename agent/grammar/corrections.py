"""Corrections of an open draft: the whole order again with one thing changed, and the id of the draft it replaces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agent.grammar.facts import Facts
from agent.grammar.date_terms import Length
from agent.grammar.dates import shifted
from agent.grammar.lookups import item_said, quantity_arguments
from agent.grammar.orders import order_lines, order_words
from agent.grammar.reading import Span
from agent.grammar.signs import Signs
from agent.scene import OpenDraft, Scene
from procurement.errors import InvalidInput
from procurement.units import to_base

Arguments = dict[str, Any]
Line = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A message about an open draft."""

    signs: Signs
    facts: Facts
    scene: Scene

    @property
    def marked(self) -> bool:
        """It says that something is to be different."""
        return self.signs.reading.has("change", "less", "double", "halve", "up_to", "later", "earlier") or self.moved

    @property
    def moved(self) -> bool:
        """不是500是300, not 500 but 300, no, 300."""
        spans = self.signs.spans
        return any(
            (span.has("not", "old") and not span.has("filler") and self.follows_value(at)) or span.has("no")
            for at, span in enumerate(spans)
        )

    def follows_value(self, at: int) -> bool:
        after = self.signs.after(at)
        return after is not None and bool(after.quantity or after.date or after.mentions)

    @property
    def more(self) -> bool:
        return self.signs.reading.has("more")

    @property
    def content(self) -> bool:
        signs = self.signs
        return bool(
            signs.items
            or signs.quantities
            or signs.dates
            or signs.supplier
            or signs.place
            or signs.reading.has("double", "halve")
            or self.shift is not None
        )

    @property
    def shift(self) -> tuple[Length, int] | None:
        """提前两天, a week later: the length and its direction."""
        length = next((span.date.length for span in self.signs.spans if span.date and span.date.length), None)
        if length is None:
            return None
        if self.signs.reading.has("earlier"):
            return length, -1
        return (length, 1) if self.signs.reading.has("later") else None


def corrected(signs: Signs, facts: Facts, scene: Scene) -> list[Arguments] | None:
    """None: not about an open draft. Empty: about one, but what is to change is not clear."""
    drafts = [draft for draft in scene.drafts if draft.tool == "create_order"]
    change = Change(signs, facts, scene)
    if (
        not drafts
        or facts.identified
        or not change.content
        or _asks_something(change)
        or (facts.forbidden and not signs.items)
    ):
        return None
    if _is_new_order(change, drafts):
        return None
    targets = _targets(change, drafts)
    if not targets:
        return []
    changed = [arguments for draft in targets if (arguments := _changed(change, draft)) is not None]
    return changed


def _asks_something(change: Change) -> bool:
    """A question, unless it politely asks for the change: 能不能改成, can we have it on Dec 7 rather than Friday?"""
    if not change.facts.asks and not _reads(change):
        return False
    signs = change.signs
    changing = {
        span.clause for span in signs.spans if span.has("change", "less", "more", "later", "earlier", "drop", "old")
    }
    asking = {span.clause for span in signs.questions}
    they = any(
        span.text.lower() in ("they", "他们", "it possible") or span.has("supply", "capacity")
        for span in signs.spans
        if span.clause in asking
    )
    if _reads(change) or they:
        return True
    named = signs.items or signs.supplier
    can_it = all(span.has("ability") for span in signs.questions) and not named and not signs.reading.has("who")
    return not can_it and (not change.marked or not asking <= changing)


def _reads(change: Change) -> bool:
    """The question is one of another tool (when, who, how much is left), not a polite 能不能改成."""
    return (
        change.facts.has(
            "where", "when", "who", "how_many", "how_soon", "how_long", "which", "how", "remain", "stock", "capacity"
        )
        and not change.facts.has("change")
    ) or (change.facts.has("look") and change.facts.has("remain", "stock", "where", "status"))


def _parts(draft: OpenDraft) -> list[str]:
    return [str(line.get("item")) for line in draft.arguments.get("lines") or ()]


def _said_parts(signs: Signs) -> list[str]:
    """Clear part numbers said, in order."""
    found = [mention.clear for span in signs.items if (mention := span.mention("item")) is not None and mention.clear]
    return list(dict.fromkeys(found))


def _is_new_order(change: Change, drafts: Sequence[OpenDraft]) -> bool:
    """A complete order of its own: an item none of the drafts has and a quantity, nothing said to be different, and
    nothing that adds it to the draft; or added, but not sold by the draft's supplier."""
    facts, parts = change.facts, _said_parts(change.signs)
    known = {part for draft in drafts for part in _parts(draft)}
    if not change.signs.items:
        return facts.ordering and not change.marked and not change.more and facts.quantity and facts.supplier
    if any(part in known for part in parts):
        return False
    if change.more and not change.signs.reading.has("change"):
        return not _addable(change, drafts, parts)
    if change.marked:
        return False
    return facts.quantity or facts.ordering or facts.wanting


def _addable(change: Change, drafts: Sequence[OpenDraft], parts: Sequence[str]) -> bool:
    """The supplier of the draft, unless another is named now, sells what is added."""
    supplier = drafts[-1].arguments.get("supplier")
    named = order_words(change.signs, change.scene.catalogue).supplier
    if named is not None and named != supplier:
        return False
    items = [change.scene.catalogue.items_by_part.get(part) for part in parts]
    return supplier is None or all(item is None or supplier in item.suppliers for item in items)


def _targets(change: Change, drafts: list[OpenDraft]) -> list[OpenDraft]:
    """The draft meant: the only one, the one with an item said, the one of a supplier said; all of them for 都, both."""
    presented = [draft for draft in drafts if draft.presented] or drafts[-1:]
    parts = _said_parts(change.signs)
    holding = [draft for draft in drafts if any(part in _parts(draft) for part in parts)]
    if holding:
        return holding[-1:]
    if len(presented) == 1:
        return presented
    if change.signs.reading.has("both", "each") or any(
        span.text in ("都", "全都", "all") for span in change.signs.spans
    ):
        return presented
    offering = [
        draft
        for draft in presented
        if any(
            mention.clear == draft.arguments.get("supplier")
            for span in change.signs.spans
            if (mention := span.mention("supplier"))
        )
    ]
    return offering[:1]


def _changed(change: Change, draft: OpenDraft) -> Arguments | None:
    words = order_words(change.signs, change.scene.catalogue)
    arguments: Arguments = {**draft.arguments, "replaces": draft.id}
    lines = _changed_lines(change, [dict(line) for line in draft.arguments.get("lines") or ()])
    if lines is None or not lines:
        return None
    arguments["lines"] = lines
    if words.supplier is not None:
        arguments["supplier"] = words.supplier
    elif words.excluded and draft.arguments.get("supplier") in words.excluded:
        arguments.pop("supplier", None)
    if words.place is not None:
        arguments["place"] = words.place
    moved = _changed_date(change, draft)
    if moved is not None:
        arguments["date"] = moved
    same = {key: value for key, value in arguments.items() if key != "replaces"} == draft.arguments
    if change.signs.reading.has("asap") and moved is None and same:
        arguments.pop("date", None)
        return arguments
    return None if same and not change.content else arguments


def _changed_date(change: Change, draft: OpenDraft) -> str | None:
    shift = change.shift
    if shift is not None:
        base = draft.arguments.get("date")
        if base is None:
            return None
        length, direction = shift
        signed = Length(length.count * direction, length.span if length.span != "working_day" else "day")
        moved = shifted(date.fromisoformat(str(base)), signed, change.scene.calendar)
        return None if moved is None else moved.isoformat()
    new = _new_value([span for span in change.signs.dates], change.signs)
    if new is None or new.date is None:
        return None
    return new.date.day.isoformat() if new.date.day is not None else new.text


def _new_value(spans: Sequence[Span], signs: Signs) -> Span | None:
    """Of values said, the one that is to hold: not the one behind 不是, from, instead of; else the last."""
    fresh = [span for span in spans if not _is_old(signs, span)]
    pointed = [span for span in fresh if (before := signs.before(signs.index(span))) is not None and before.has("new")]
    return (pointed or fresh or [None])[-1]  # type: ignore[list-item]


def _is_old(signs: Signs, span: Span) -> bool:
    at = signs.index(span)
    before = signs.before(at)
    if before is not None and before.has("old", "not", "except") and not before.has("new"):
        return True
    if before is not None and before.text in (
        "不是",
        "从",
        "from",
        "instead of",
        "rather than",
        "not",
        "不要",
        "而不是",
    ):
        return True
    after = signs.after(at)
    return after is not None and after.has("change") and after.has("new") and _more_follow(signs, at, span)


def _more_follow(signs: Signs, at: int, span: Span) -> bool:
    """500改成300: another value of the kind follows."""
    rest = signs.spans[at + 1 :]
    return any((span.quantity and other.quantity) or (span.date and other.date) for other in rest)


# --- lines


def _changed_lines(change: Change, lines: list[Line]) -> list[Line] | None:
    signs = change.signs
    if signs.reading.has("double", "halve") and not signs.quantities:
        return _scaled(change, lines)
    if not signs.items:
        return _requantified(change, lines)
    parts = [str(line.get("item")) for line in lines]
    said = _said_parts(signs)
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
    counted = _new_value([span for span in change.signs.quantities], change.signs)
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
    new = _new_value(values, signs)
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
    if reading.has("less") and not reading.has("more"):
        return -1
    return 1 if reading.has("more") else 0


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
