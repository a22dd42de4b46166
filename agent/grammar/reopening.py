"""A wish to change a part of an open draft that does not say to what: 数量要改一下, "I'd like another date"."""

from typing import Any

from agent.grammar.facts import Facts
from agent.grammar.signs import Signs
from agent.grammar.spans import Span
from agent.scene import OpenDraft, Scene

Arguments = dict[str, Any]
_SLOTS = ("quantity", "date", "place", "supplier", "item")
_READS = ("where", "when", "who", "how_many", "how_soon", "how_long", "which", "remain", "stock", "capacity", "look")


def reopened(signs: Signs, facts: Facts, scene: Scene) -> Arguments | None:
    """The draft as a call that lacks that part, so that it is asked for. None: not such a wish, or of which draft or
    line is not clear."""
    drafts = [draft for draft in scene.drafts if draft.tool == "create_order"]
    if len(drafts) > 1:
        drafts = [draft for draft in drafts if draft.presented]
    named = signs.items or signs.supplier or signs.place or signs.dates or facts.identified or facts.forbidden
    if len(drafts) != 1 or named or _counts(signs) or not signs.reading.has("change") or _reads(signs):
        return None
    if any(span.has("change") and signs.negated(at) for at, span in enumerate(signs.spans)):
        return None
    slots = {slot for span in signs.spans for slot in _SLOTS if span.has(f"slot_{slot}")}
    if len(slots) != 1:
        return None
    slot = slots.pop()
    said = next(span.text for span in signs.spans if span.has(f"slot_{slot}"))
    if slot == "supplier" and not _choice(drafts[0], scene):
        return None
    return _lacking(drafts[0], slot, said)


def _choice(draft: OpenDraft, scene: Scene) -> bool:
    """Another supplier sells something of it."""
    items = [scene.catalogue.items_by_part.get(str(line.get("item"))) for line in draft.arguments.get("lines") or ()]
    return any(item is not None and len(item.suppliers) > 1 for item in items)


def _reads(signs: Signs) -> bool:
    """The question is one of another tool."""
    return any(span.has(*_READS) and not _names_part(span) for span in signs.spans)


def _names_part(span: Span) -> bool:
    return any(span.has(f"slot_{slot}") for slot in _SLOTS)


def _counts(signs: Signs) -> bool:
    """A quantity is said; 一个 in 换一个 is none."""
    return any(span.quantity is not None and span.text not in ("一个", "一家", "one") for span in signs.spans)


def _lacking(draft: OpenDraft, slot: str, said: str) -> Arguments | None:
    """A date or a place left out would be filled in again, so the word for it stands there, which names none."""
    arguments: Arguments = {**draft.arguments, "replaces": draft.id}
    if slot in ("quantity", "item"):
        if len(draft.arguments.get("lines") or ()) != 1:
            return None
        line = dict(draft.arguments["lines"][0])
        line.pop(slot, None)
        if slot == "quantity":
            line.pop("unit", None)
        return {**arguments, "lines": [line]}
    if slot == "supplier":
        arguments.pop("supplier", None)
        return arguments
    return {**arguments, slot: said}
