"""Arguments of the tools that only read, from a reading and the focus."""

from collections.abc import Mapping
from typing import Any

from agent.grammar.signs import Signs
from agent.grammar.spans import Span

Arguments = dict[str, Any]


def order_argument(signs: Signs, focus: Mapping[str, Any]) -> Arguments:
    """The order named, else the one last talked about when something points back to it."""
    named = signs.identifier("order")
    if named is not None and named.identifier is not None:
        return {"order": named.identifier.value}
    bare = bare_number(signs)
    if bare is not None:
        return {"order": bare}
    return {"order": focus["order"]} if focus.get("order") else {}


def bare_number(signs: Signs) -> str | None:
    """A number of two to five digits without unit, when no item is named: 119取消掉."""
    if signs.items:
        return None
    for span in signs.quantities:
        quantity = span.quantity
        if quantity is not None and quantity.unit is None and span.text.isdigit() and 2 <= len(span.text) <= 5:
            return span.text
    return None


def item_argument(signs: Signs, *, doubtful: bool = False) -> str | None:
    """The item as a part number, or as said when it is not clear. ``doubtful``: mind unexplained words around it."""
    chosen = pick_item(signs.items)
    return None if chosen is None else item_said(chosen, doubtful=doubtful)


def pick_item(spans: tuple[Span, ...]) -> Span | None:
    """The clearest of several mentions: one that names a single item before 轴承."""
    clear = [span for span in spans if (mention := span.mention("item")) is not None and mention.clear]
    return clear[0] if clear else spans[0] if spans else None


def item_said(span: Span, *, doubtful: bool = False) -> str:
    mention = span.mention("item")
    if mention is not None and mention.clear and not (doubtful and span.said):
        return mention.clear
    return span.said or span.text


def supplier_argument(signs: Signs) -> str | None:
    """The supplier's id, or the words as said when several fit."""
    for span in signs.spans:
        mention = span.mention("supplier")
        if mention is not None:
            if (
                span.mention("place") is not None
                and signs.items == ()
                and signs.reading.has("stock", "remain", "place_word")
            ):
                continue
            return mention.clear or span.text
    return None


def place_argument(signs: Signs) -> str | None:
    for span in signs.spans:
        mention = span.mention("place")
        if mention is not None and (span.mention("supplier") is None or signs.reading.has("stock", "remain")):
            return mention.clear or span.text
    return None


def date_argument(signs: Signs) -> str | None:
    """ISO, or the words as said when they name no single day."""
    for span in reversed(signs.dates):
        if span.date is not None and not _merely_now(signs, span):
            return span.date.day.isoformat() if span.date.day is not None else span.text
    return None


def _merely_now(signs: Signs, span: Span) -> bool:
    """今天帮我下掉: when to order, not when to arrive."""
    if span.text.lower() not in ("今天", "今日", "today"):
        return False
    before, after = signs.before(signs.index(span)), signs.after(signs.index(span))
    due = after is not None and (after.has("arrive", "supply") or after.text in ("要", "送", "用"))
    return not due and not (before is not None and before.text.lower() in ("by", "for", "before"))


def quantity_arguments(span: Span) -> Arguments:
    quantity = span.quantity
    if quantity is None or quantity.vague:
        return {}
    amount = quantity.amount
    said = f"{amount.normalize():f}"
    return {"quantity": said} | ({"unit": quantity.unit} if quantity.unit else {})


def _given(**values: str | None) -> Arguments:
    return {name: value for name, value in values.items() if value is not None}


def capacity_call(signs: Signs, focus: Mapping[str, Any]) -> Arguments:
    arguments = _given(item=item_argument(signs), supplier=supplier_argument(signs), date=date_argument(signs))
    counted = [span for span in signs.quantities if span.quantity and not span.quantity.vague]
    if not counted and signs.reading.has("how_many") and any(_rate(span) for span in signs.dates):
        arguments.pop("date", None)
    if counted:
        arguments |= quantity_arguments(counted[0])
    return arguments


def _rate(span: Span) -> bool:
    """How many in a week: a rate, no deadline."""
    words = span.text.lower().split()
    return words[:1] in (["in"], ["within"]) and words[1:2] in (["a"], ["one"])


def shipment_call(signs: Signs, focus: Mapping[str, Any]) -> Arguments:
    parcel = signs.identifier("shipment", "tracking")
    if parcel is not None and parcel.identifier is not None:
        kind = "shipment" if parcel.identifier.kind == "shipment" else "tracking_number"
        return {kind: parcel.identifier.value}
    if signs.identifier("order") is not None or (bare_number(signs) is not None and not signs.supplier):
        return order_argument(signs, {})
    arguments = _given(item=item_argument(signs), supplier=supplier_argument(signs))
    if not arguments:
        for key in ("shipment", "tracking_number", "order", "item", "supplier"):
            if focus.get(key) and pointing_back(signs):
                return {key: focus[key]}
    return {"item": arguments["item"]} if len(arguments) > 1 and not signs.reading.has("from") else arguments


def pointing_back(signs: Signs) -> bool:
    """Nothing new is named: it, 那个, or no name at all."""
    return not (signs.items or signs.supplier)


def orders_call(signs: Signs, focus: Mapping[str, Any]) -> Arguments:
    return _given(item=item_argument(signs), supplier=supplier_argument(signs), status=order_status(signs))


def order_status(signs: Signs) -> str | None:
    """The state asked for; a reply that is negated is no reply."""
    reading = signs.reading
    if reading.has("st_waiting"):
        return "waiting_for_buyer"
    if reading.has("st_unanswered") or (reading.has("reply") and reading.has("not")):
        return "unanswered"
    for concept, status in (("st_cancelled", "cancelled"), ("st_late", "late"), ("st_received", "received")):
        if any(span.has(concept) and not _denied(signs, span) for span in signs.spans):
            return status
    if any(span.has("st_shipped") and not _denied(signs, span) for span in signs.spans):
        return "shipped"
    denied = any(
        (span.has("st_received", "st_shipped", "arrive", "supply") and _denied(signs, span))
        or (span.has("arrive") and span.text.startswith(("没", "还没", "未")))
        for span in signs.spans
    )
    return "open" if reading.has("st_open") or denied else None


def _denied(signs: Signs, span: Span) -> bool:
    """Not received, shipped but not received."""
    at = signs.index(span)
    before = signs.before(at)
    return signs.negated(at) or (before is not None and before.has("except"))


def lot_call(signs: Signs, focus: Mapping[str, Any]) -> Arguments:
    named = signs.identifier("lot")
    lot = named.identifier.value if named is not None and named.identifier is not None else focus.get("lot")
    reading = signs.reading
    backward, forward = reading.has("backward"), reading.has("forward", "shipped")
    if reading.has("both") or backward == forward:
        direction = _leading_direction(signs) if backward and not reading.has("both") else "both"
    else:
        direction = "backward" if backward else "forward"
    return _given(lot=lot) | {"direction": direction}


def _leading_direction(signs: Signs) -> str:
    """Both ways were mentioned. The longer phrase says more; alike, both were asked."""
    for at, span in enumerate(signs.spans):
        after = signs.after(at)
        if span.has("which", "who", "where") and after is not None and after.has("backward") != after.has("forward"):
            return "backward" if after.has("backward") else "forward"
    length = {"backward": 0, "forward": 0}
    for span in signs.spans:
        for way in length:
            if span.has(way) and not span.has("filler"):
                length[way] = max(length[way], span.end - span.start)
    if length["backward"] == length["forward"]:
        return "both"
    return max(length, key=lambda way: length[way])


def stock_call(signs: Signs, focus: Mapping[str, Any]) -> Arguments:
    return _given(item=item_argument(signs), place=place_argument(signs))
