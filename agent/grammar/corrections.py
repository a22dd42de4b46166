"""Corrections of an open draft: the whole order again with one thing changed, and the id of the draft it replaces."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent.grammar.change import Change, new_value, said_parts
from agent.grammar.date_terms import Length
from agent.grammar.dates import shifted
from agent.grammar.facts import Facts
from agent.grammar.line_changes import changed_lines
from agent.grammar.orders import order_words
from agent.grammar.signs import Signs
from agent.scene import OpenDraft, Scene

Arguments = dict[str, Any]


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
    return [arguments for draft in targets if (arguments := _changed(change, draft)) is not None]


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
    facts = change.facts
    stock = any(span.has("stock") and not span.has("place_word") for span in change.signs.spans)
    asked = facts.has("where", "when", "who", "how_many", "how_soon", "how_long", "which", "how", "remain", "capacity")
    if (asked or stock) and not facts.has("change"):
        return True
    return facts.has("look") and facts.has("remain", "stock", "where", "status")


def _parts(draft: OpenDraft) -> list[str]:
    return [str(line.get("item")) for line in draft.arguments.get("lines") or ()]


def _is_new_order(change: Change, drafts: Sequence[OpenDraft]) -> bool:
    """A complete order of its own: an item none of the drafts has and a quantity, nothing said to be different, and
    nothing that adds it to the draft; or added, but not sold by the draft's supplier."""
    facts, parts = change.facts, said_parts(change.signs)
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
    """The draft meant: the only one, the one with an item said, the one of a supplier said; all for 都, both."""
    presented = [draft for draft in drafts if draft.presented] or drafts[-1:]
    parts = said_parts(change.signs)
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
    lines = changed_lines(change, [dict(line) for line in draft.arguments.get("lines") or ()])
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
    if same and words.place is None and change.signs.place is not None:
        return None  # 不要送一号仓: where to instead is not said
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
    new = new_value(change.signs.dates, change.signs)
    if new is None or new.date is None:
        return None
    return new.date.day.isoformat() if new.date.day is not None else new.text
