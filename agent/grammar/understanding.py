"""From a message and the Scene to what it asks for: tool calls, or a conversation act. Pure; nothing is remembered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from agent.grammar.answers import answered
from agent.grammar.choosing import choose, weigh
from agent.grammar.consent import agrees
from agent.grammar.corrections import corrected
from agent.grammar.facts import Facts
from agent.grammar.lookups import (
    bare_number,
    capacity_call,
    lot_call,
    order_argument,
    orders_call,
    shipment_call,
    stock_call,
)
from agent.grammar.orders import order_frame, order_words
from agent.grammar.reading import read
from agent.grammar.reopening import reopened
from agent.grammar.repairs import repaired
from agent.grammar.signs import Signs
from agent.grammar.spans import NOTHING, Reading, Span
from agent.scene import Scene
from procurement.entities import Item
from procurement.errors import InvalidInput
from procurement.units import to_base

Act = Literal["greet", "thanks", "help", "handoff", "none", "unclear", "nothing_open"]
STRONG = 3.4  # what a part of a message must weigh to be an errand of its own


@dataclass(frozen=True, slots=True)
class Call:
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Understanding:
    """``calls`` in the order said, or an ``act``; unclear: an open draft stays, the person is asked what is meant."""

    calls: tuple[Call, ...] = ()
    act: Act | None = None


def understand(text: str, scene: Scene) -> Understanding:
    """What the message asks for. A message that is clearly yes or no to a draft is not for here (``consent``)."""
    signs = Signs(read(text, scene.catalogue, scene.today, scene.calendar))
    if _handed_off(signs):
        return Understanding(act="handoff")
    continued = _continued(signs, scene)
    if continued is not None:
        return continued
    calls = _errands(repaired(signs), scene)
    if calls:
        return Understanding(calls=calls)
    return Understanding(act=_act(signs, scene))


def _handed_off(signs: Signs) -> bool:
    named = (
        signs.items or signs.quantities or signs.identifier("order", "lot", "shipment", "tracking") or signs.supplier
    )
    reading = signs.reading
    person = reading.has("person") and (reading.has("reach") or len(signs.spans) < 3) and not reading.has("no", "drop")
    return (reading.has("handoff") or person) and not named


def _continued(signs: Signs, scene: Scene) -> Understanding | None:
    """An answer to the open question or a correction of the open draft."""
    facts = Facts(signs, scene.focus)
    if scene.question is not None:
        arguments = answered(signs, facts, scene)
        if arguments is not None:
            return Understanding(calls=(Call(scene.question.tool, arguments),))
    wish = reopened(signs, facts, scene)
    if wish is not None:
        return Understanding(calls=(Call("create_order", wish),))
    fixed = corrected(signs, facts, scene)
    if fixed is None:
        return None
    return (
        Understanding(calls=tuple(Call("create_order", arguments) for arguments in fixed))
        if fixed
        else Understanding(act="unclear")
    )


# --- errands


def _errands(signs: Signs, scene: Scene) -> tuple[Call, ...]:
    parts = _parts(signs, scene)
    calls = tuple(
        each for part in parts if (call := _errand(part, scene)) is not None for each in _each_item(call, part)
    )
    unique: list[Call] = []
    for call in calls:
        if call not in unique:
            unique.append(call)
    return tuple(unique)


def _each_item(call: Call, part: Signs) -> tuple[Call, ...]:
    """面粉白糖还剩多少: one question for every item."""
    named = [mention.clear for span in part.items if (mention := span.mention("item")) is not None]
    parts = list(dict.fromkeys(one for one in named if one is not None))
    if call.tool != "stock_status" or len(parts) < 2:
        return (call,)
    return tuple(Call(call.tool, {**call.arguments, "item": one}) for one in parts)


Segment = tuple[Span, ...]


def _parts(signs: Signs, scene: Scene) -> list[Signs]:
    """The message cut where one errand ends and another begins; most are one errand."""
    groups: list[tuple[Segment, str | None]] = []
    for segment in _segments(signs):
        part = _slice(signs, segment)
        if groups and signs.requested and groups[-1][0][-1].clause == segment[0].clause:
            part = Signs(replace(part.reading, asked=False))  # could you order A and B? asks politely to the end
        facts = Facts(part, {})
        tool = choose(facts)
        own = tool if tool is not None and weigh(facts)[tool] >= STRONG and _self_contained(part, facts, tool) else None
        if groups and own == "create_order" and groups[-1][1] == "check_supplier_capacity" and not facts.ordering:
            own = None if _bare_question(signs, groups[-1][0]) else own
        if own == "check_supplier_capacity" and not part.items and groups and groups[-1][1] == "create_order":
            own = "create_order" if _mere_wish(_slice(signs, groups[-1][0])) else own
        if groups and (
            own is None or (groups[-1][1] == own and not _other_order(signs, groups[-1][0], segment, own, scene))
        ):
            groups[-1] = ((*groups[-1][0], *segment), groups[-1][1])
        elif groups and groups[-1][1] is None:
            groups[-1] = ((*groups[-1][0], *segment), own)
        else:
            groups.append((segment, own))
    if len(groups) < 2 or Facts(signs, {}).forbidden or signs.reading.has("suppose"):
        return [signs]
    return [_slice(signs, segment) for segment, _ in groups]


def _bare_question(signs: Signs, segment: Segment) -> bool:
    """What can they deliver? We need 400 kg: the need says what is asked about."""
    asked = _slice(signs, segment)
    return not (asked.items and asked.quantities)


def _mere_wish(part: Signs) -> bool:
    """We need 1,000 brackets, what would they cost: the wish says what is asked about; order 1,000 is an order."""
    return not (part.order_verbs or part.requested or part.asks)


_CONJUNCTIONS = frozenset(
    ["and", "also", "then", "plus", "另外", "顺便", "然后", "同时", "还有", "并", "并且", "再", "顺带", "以及"]
)


def _segments(signs: Signs) -> list[Segment]:
    """Stretches between stops and conjunctions."""
    segments: list[list[Span]] = []
    for span in signs.spans:
        fresh = not segments or segments[-1][-1].clause != span.clause
        if fresh or (span.text.lower() in _CONJUNCTIONS and segments[-1]):
            segments.append([])
        segments[-1].append(span)
    return [tuple(segment) for segment in segments]


def _self_contained(part: Signs, facts: Facts, tool: str) -> bool:
    """A read has to be asked for, an order to name something; a mere remark is no errand."""
    if tool == "create_order":
        return bool(facts.item and facts.amount)
    if tool == "cancel_order":
        return bool(facts.order)
    if tool in ("find_shipment", "get_order", "trace_lot", "check_supplier_capacity") and not _names(part, facts):
        return False
    return bool(facts.asks or facts.has("look", "list", "track", "trace", "inquire"))


def _names(part: Signs, facts: Facts) -> bool:
    return bool(facts.identified or facts.item or facts.supplier)


def _other_order(signs: Signs, group: Segment, segment: Segment, tool: str, scene: Scene) -> bool:
    """Two orders in one message: both complete, and not alike in supplier, place or date; or two lookups."""
    one, other = _slice(signs, group), _slice(signs, segment)
    if tool != "create_order":
        first, second = (
            one.identifier("order", "lot", "shipment", "tracking"),
            other.identifier("order", "lot", "shipment", "tracking"),
        )
        return first is not None and second is not None
    left, right = order_frame(one, scene.catalogue), order_frame(other, scene.catalogue)
    pairs = ((left.supplier, right.supplier), (left.place, right.place), (left.date, right.date))
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _slice(signs: Signs, spans: Segment) -> Signs:
    concepts = frozenset(concept for span in spans for concept in span.concepts)
    last = max((span.end for span in spans), default=0)
    following = signs.reading.tokens[last : last + 1]
    asked = signs.reading.asked and any(token.surface == "?" for token in following)
    return Signs(Reading(signs.reading.text, signs.reading.tokens, spans, asked, concepts or NOTHING))


def _errand(signs: Signs, scene: Scene) -> Call | None:
    facts = Facts(signs, scene.focus)
    tool = choose(facts)
    weak = tool in ("create_order", "check_supplier_capacity") and not (facts.ordering or facts.item)
    repeated = _elliptical(signs, facts, scene) if tool is None or weak else None
    if tool is None or repeated is not None:
        return repeated
    if tool == "create_order":
        return Call(tool, _order_arguments(signs, scene))
    arguments = _LOOKUPS[tool](signs, scene.focus)
    if tool == "check_supplier_capacity":
        arguments = _of_draft(in_base_units(arguments, scene), signs, scene)
        arguments = _remembered(arguments, scene, ("item",))
    return Call(tool, arguments)


_LOOKUPS: Mapping[str, Callable[[Signs, Mapping[str, Any]], dict[str, Any]]] = {
    "cancel_order": order_argument,
    "get_order": order_argument,
    "check_supplier_capacity": capacity_call,
    "find_shipment": shipment_call,
    "find_orders": orders_call,
    "trace_lot": lot_call,
    "stock_status": stock_call,
}


def in_base_units(arguments: dict[str, Any], scene: Scene) -> dict[str, Any]:
    """A quantity of a known item in its base unit, so that a later "order that" means the same."""
    item: Item | None = scene.catalogue.items_by_part.get(str(arguments.get("item")))
    if item is None or "unit" not in arguments:
        return arguments
    try:
        amount = to_base(Decimal(arguments["quantity"]), arguments["unit"], item)
    except InvalidInput:
        return arguments
    return {**arguments, "quantity": f"{amount.normalize():f}", "unit": item.base_unit}


def _remembered(arguments: dict[str, Any], scene: Scene, keys: tuple[str, ...]) -> dict[str, Any]:
    missing = {key: scene.focus[key] for key in keys if key not in arguments and scene.focus.get(key)}
    return {**arguments, **missing}


_THEY = frozenset(["他们", "她们", "对方", "人家", "they", "they're", "them"])


def _of_draft(arguments: dict[str, Any], signs: Signs, scene: Scene) -> dict[str, Any]:
    """他们真能做出来吗, with one order of one line open: its supplier, and what it is about."""
    drafts = [draft for draft in scene.drafts if draft.tool == "create_order"]
    pointed = any(span.text.lower() in _THEY for span in signs.spans)
    if len(drafts) != 1 or not pointed or "supplier" in arguments or signs.reading.has("who"):
        return arguments
    held = drafts[0].arguments
    lines = held.get("lines") or []
    if len(lines) != 1 or arguments.get("item", lines[0].get("item")) != lines[0].get("item"):
        return arguments
    kept = {"supplier": held.get("supplier"), "item": lines[0].get("item")}
    if "quantity" not in arguments and not signs.reading.has("how_many"):
        kept |= {"quantity": lines[0].get("quantity"), "unit": lines[0].get("unit")}
        if not signs.reading.has("how_soon", "when"):
            kept["date"] = held.get("date")
    return {key: value for key, value in kept.items() if value is not None} | arguments


def _order_arguments(signs: Signs, scene: Scene) -> dict[str, Any]:
    """The order said. "Order it", 那就订吧 after a question about an item take that item, and what was asked of it."""
    arguments = order_words(signs, scene.catalogue).arguments()
    lines = arguments["lines"]
    if signs.items or any("item" in line for line in lines) or not signs.reading.has("pronoun", "topic_shift", "more"):
        return arguments
    focus = scene.focus
    if not focus.get("item") or focus.get("tool") not in ("check_supplier_capacity", "stock_status"):
        return arguments
    line = dict(lines[0]) if lines else {}
    line["item"] = focus["item"]
    if focus["tool"] == "check_supplier_capacity":
        if "quantity" not in line and focus.get("quantity"):
            line["quantity"] = str(focus["quantity"])
        for key in ("supplier", "date"):
            if focus.get(key):
                arguments.setdefault(key, focus[key])
    return {**arguments, "lines": [line, *lines[1:]]}


def _elliptical(signs: Signs, facts: Facts, scene: Scene) -> Call | None:
    """那面粉呢, how about Wuhan: the last question again with another name. An order word alone: nothing."""
    tool = scene.focus.get("tool")
    number = bare_number(signs)
    if (
        facts.has("topic_shift", "repair")
        and number is not None
        and scene.focus.get("order")
        and tool in ("get_order", "find_shipment")
    ):
        return Call(str(tool), {"order": number})
    bare = bool(
        signs.items or signs.supplier or signs.place or signs.identifier("order", "lot", "shipment", "tracking")
    )
    if facts.has("topic_shift") and bare and tool in _LOOKUPS and tool != "cancel_order":
        arguments = _LOOKUPS[str(tool)](signs, {})
        if tool == "check_supplier_capacity":
            arguments = _remembered(
                arguments, scene, ("quantity", "date") if "item" in arguments else ("item", "quantity", "date")
            )
        return Call(str(tool), arguments) if arguments else None
    if facts.amount and facts.item and not facts.asks and not facts.forbidden:
        return Call("create_order", _order_arguments(signs, scene))
    return None


def _act(signs: Signs, scene: Scene) -> Act:
    reading = signs.reading
    content = bool(signs.items or signs.quantities or signs.identifier("order", "lot", "shipment", "tracking"))
    if (
        scene.drafts
        and reading.has("yes", "no", "wait", "change", "hedge", "commit")
        and not reading.has("help", "thanks")
    ):
        return "unclear"
    if not scene.drafts and scene.question is None and agrees(signs, scene):
        return "nothing_open"
    if reading.has("foreign") and not content:
        return "none"
    if reading.has("help") and not content and not (reading.has("thanks") and not signs.asks):
        return "help"
    residue = [span for span in signs.spans if span.residue]
    if content or len(residue) > 1:
        return "none"
    if reading.has("thanks", "bye"):
        return "thanks"
    if reading.has("greet"):
        return "greet"
    return "none"
