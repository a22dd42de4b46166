"""The evidence for each tool: what holds, and what it weighs. One row a piece of evidence."""
# ruff: noqa: E501

from collections.abc import Callable
from dataclasses import dataclass

from agent.grammar.facts import Facts
from agent.grammar.spans import Span

STATUSES = ("st_unanswered", "st_waiting", "st_late", "st_cancelled", "st_received", "st_shipped", "st_open")


@dataclass(frozen=True, slots=True)
class Evidence:
    """``holds`` for these signs and this focus: the tool gains ``weight``. ``why`` is for people who ask."""

    tool: str
    weight: float
    why: str
    holds: Callable[[Facts], bool]


def _settled_cancel(facts: Facts) -> bool:
    """119取消了吗: asked whether it was, not told to."""
    reading = facts.signs.reading
    after_cancel = any(
        span.has("cancel")
        and (after := facts.signs.after(at)) is not None
        and after.has("yes_no")
        and not any(other.text in ("把", "将") and other.clause == span.clause for other in reading.spans[:at])
        for at, span in enumerate(reading.spans)
    )
    clauses = {span.clause for span in reading.spans if span.has("cancel")}
    auxiliary = any(
        span.has("yes_no") and span.text.isascii() and span.clause in clauses and facts.signs.inverted(at)
        for at, span in enumerate(reading.spans)
    )
    negated = any(span.has("cancel") and facts.signs.negated(at) for at, span in enumerate(reading.spans))
    return after_cancel or auxiliary or negated or _asked_about_cancel(facts)


def _asked_about_cancel(facts: Facts) -> bool:
    """Was it, who did, how to, can it still be: a question about a cancellation. 能取消吗, can you cancel are requests."""
    signs = facts.signs
    if not signs.asks:
        return False
    spans = signs.spans
    for at in (at for at, span in enumerate(spans) if span.has("cancel")):
        clause = [other for other in spans if other.clause == spans[at].clause]
        before = [other for other in spans[:at] if other.clause == spans[at].clause]
        after = signs.after(at)
        able = any(other.has("ability") for other in clause)
        if (
            any(_asks_of_fact(other) for other in before)
            or any(other.text.lower() in _MANNER for other in clause)
            or any(other.text in _IN_TIME for other in clause)
            or (after is not None and after.text == "过")
            or (able and any(other.text.lower() in _STILL for other in before))
            or (able and before and before[-1].text.lower() == "be" and not signs.pleased)
        ):
            return True
    return False


_WHETHER = frozenset(["是不是", "是否", "有没有", "有无", "whether", "有人", "没人"])
_MANNER = frozenset(["怎么", "如何", "怎样", "咋", "怎么操作", "how do i", "how"])
_IN_TIME = frozenset(["来得及", "来不及", "来不来得及"])
_STILL = frozenset(["still", "还", "还能"])


def _asks_of_fact(span: Span) -> bool:
    """A question word before the cancelling that asks what is so, not 能不能."""
    if span.has("topic_shift", "inquire"):
        return False
    return span.text.lower() in _WHETHER or span.has("how", "who", "when") or span.text.lower().startswith("how ")


def _cancelled_list(facts: Facts) -> bool:
    """Which orders were cancelled: a list, not a wish."""
    participle = any(
        span.has("cancel") and span.text.lower() in ("cancelled", "canceled", "withdrawn") for span in facts.signs.spans
    )
    looked = facts.has("look") and (facts.has("order_noun") or participle)
    return looked or facts.has("orders", "list", "which", "how_many")


EVIDENCE: tuple[Evidence, ...] = (
    # identifiers
    Evidence("trace_lot", 8, "a lot number", lambda f: f.lot),
    Evidence("trace_lot", 3.5, "a lot without its number, and tracing", lambda f: not f.lot and f.has("trace") and not f.parcel and not f.order and (f.has("lot", "backward", "forward") or "lot" in f.focus)),
    Evidence("trace_lot", 4, "this lot, and where from or to", lambda f: not f.lot and not f.parcel and f.has("lot") and f.has("backward", "forward", "both") and not f.has("underway") and (f.asks or f.pronoun) and not f.quantity and not f.ordering),
    Evidence("trace_lot", 4, "the lot just traced, and where from or to", lambda f: f.focus.get("tool") == "trace_lot" and bool(f.focus.get("lot")) and f.asks and f.has("pronoun", "topic_shift") and f.has("backward", "forward", "both") and not f.identified and not f.item and not f.amount and not f.ordering and not f.noun),
    Evidence("find_shipment", 8, "a shipment or waybill number", lambda f: f.parcel and not f.lot),
    Evidence("get_order", 5, "an order number", lambda f: f.order),
    Evidence("cancel_order", 7, "an order number and to cancel", lambda f: f.order and f.has("cancel", "drop", "no_order") and not _settled_cancel(f)),
    Evidence("cancel_order", 1.5, "to cancel an order", lambda f: not f.order and f.has("cancel") and f.noun and not f.asks and not _cancelled_list(f)),
    Evidence("get_order", 2, "an order, and a question about cancelling", lambda f: f.order and f.has("cancel") and f.asks and _settled_cancel(f)),
    Evidence("find_orders", -4, "told to cancel", lambda f: f.has("cancel") and not f.asks and not _cancelled_list(f)),
    Evidence("cancel_order", 4, "to cancel", lambda f: not f.order and f.has("cancel") and not f.asks and not f.lot and not f.parcel and not _cancelled_list(f)),
    Evidence("find_shipment", 6, "an order, and where its goods are", lambda f: f.order and (f.has("where", "track", "shipment", "delayed") or (f.has("arrive", "shipped") and not f.has("reply")) or f.has("when"))),
    Evidence("get_order", 3.5, "an order, and what it asks for", lambda f: f.order and f.asks and (f.has("asked_for") or (f.has("which") and f.has("place_word"))) and not f.has("where", "shipped", "track", "delayed")),
    Evidence("find_shipment", -2, "an order, and what was answered", lambda f: f.order and f.has("reply")),
    # lists of orders
    Evidence("find_orders", 3, "orders, no number", lambda f: f.noun and not f.identified),
    Evidence("find_orders", 2, "orders in the plural", lambda f: f.has("orders") and f.noun and not f.identified),
    Evidence("find_orders", 2, "to list or which", lambda f: f.has("list", "which", "look", "how_many") and f.noun and not f.identified),
    Evidence("find_orders", 1.5, "a question about orders", lambda f: f.asks and f.noun and not f.identified),
    Evidence("find_orders", 1.5, "orders in some state", lambda f: f.noun and f.has(*STATUSES) and not f.identified),
    Evidence("find_orders", 4.5, "what waits for me", lambda f: f.has("st_waiting") and not f.identified and not f.amount),
    Evidence("find_orders", 3.5, "what is unanswered", lambda f: f.has("st_unanswered") and not f.identified and not f.amount and f.asks),
    Evidence("find_orders", 3.2, "who has not answered", lambda f: f.has("reply") and f.has("not") and not f.identified and not f.amount and not f.ordering),
    Evidence("find_orders", 3, "which are late", lambda f: f.has("st_late") and f.has("list", "which") and not f.identified and not f.amount and not f.has("shipment")),
    Evidence("find_orders", 5, "everything with a supplier", lambda f: f.has("list") and f.supplier and f.has("look", "which") and not f.item and not f.identified and not f.amount and not f.has("capacity", "supply", "ability", "shipment")),
    Evidence("find_orders", 3.2, "anything in some state", lambda f: f.has(*STATUSES) and ((f.has("list") and (f.asks or f.has("look"))) or (f.has("look") and f.has("filler") and not f.item and not f.supplier)) and not f.identified and not f.amount and not f.has("shipment", "stock", "low")),
    Evidence("find_orders", 4.5, "what is open with a supplier", lambda f: f.supplier and f.asks and f.has("st_open", "st_late", "st_unanswered", "st_cancelled") and not f.item and not f.identified and not f.amount and not f.can and not f.has("arrive", "underway", "shipped", "shipment", "where", "when", "capacity", "stock", "low", "how_long")),
    Evidence("find_orders", 3.2, "the late ones", lambda f: f.asks and not f.identified and not f.amount and not f.item and f.signs.of_state("st_late", "st_cancelled", "st_unanswered", "st_open")),
    Evidence("find_orders", 6, "what was ordered", lambda f: f.asks and f.signs.ordered_before and not f.identified and not f.quantity),
    # stock
    Evidence("stock_status", 4, "stock", lambda f: f.has("stock") and not f.identified and not f.noun),
    Evidence("stock_status", 3.5, "how much is left", lambda f: f.has("remain") and not f.identified and not f.noun and not f.has("capacity")),
    Evidence("stock_status", -1.5, "running low, therefore wanted", lambda f: f.has("low") and not f.asks and (f.ordering or f.wanting)),
    Evidence("stock_status", 3, "running low", lambda f: f.has("low") and not f.identified and not f.noun),
    Evidence("stock_status", 3.5, "how long it lasts", lambda f: f.has("last") and (f.item or f.place or f.has("stock", "remain", "how_long", "low")) and not f.identified and not f.noun and not f.has("capacity")),
    Evidence("stock_status", 1.5, "how much in a warehouse", lambda f: f.has("how_many") and f.place and not f.ordering),
    Evidence("stock_status", 2.5, "how much, in our warehouse", lambda f: f.has("how_many") and f.place and f.item and not f.amount),
    Evidence("stock_status", 3.5, "what is in a warehouse", lambda f: f.place and f.has("which", "list") and not f.amount and not f.ordering and not f.identified and not f.noun),
    Evidence("stock_status", 9, "is anything to be ordered", lambda f: (f.ordering or f.wanting) and f.asks and f.has("list", "which") and not f.item and not f.amount and not f.supplier and not f.noun and f.has("order")),
    Evidence("stock_status", -4, "a quantity is wanted", lambda f: f.amount and (f.ordering or f.wanting) and not f.asks),
    Evidence("stock_status", -2.5, "a supplier and ability", lambda f: f.supplier and f.can),
    # shipments without a number
    Evidence("find_shipment", 3.5, "where", lambda f: f.has("where") and not f.identified and not f.lot and not f.amount),
    Evidence("find_shipment", 2, "goods on the way", lambda f: f.has("shipment") and not f.identified and (f.item or f.supplier or f.asks or f.has("look", "track", "where", "status", "pronoun"))),
    Evidence("find_shipment", 1.5, "news of goods on the way", lambda f: f.has("shipment") and (f.item or f.supplier) and (f.asks or f.has("status", "list", "look")) and not f.amount and not f.identified),
    Evidence("find_shipment", 2.5, "to track", lambda f: f.has("track") and not f.identified and not f.has("lot")),
    Evidence("find_shipment", 1, "to track something named", lambda f: f.has("track") and (f.item or f.supplier) and not f.identified and not f.amount and not f.has("lot", "trace")),
    Evidence("find_shipment", 3.5, "has it arrived, when does it", lambda f: f.has("arrive") and f.asks and not f.identified and not f.amount and not f.noun and (not f.has("backward") or f.has("underway")) and not f.has("remain")),
    Evidence("find_shipment", 3.5, "has it been sent", lambda f: f.has("shipped") and f.asks and not f.identified and not f.amount and not f.noun and not f.has("remain")),
    Evidence("find_shipment", 1, "when", lambda f: f.has("when") and (f.item or f.supplier) and not f.amount and not f.identified),
    Evidence("find_shipment", 3.2, "held up", lambda f: f.has("delayed") and not f.identified and not f.noun and not f.amount and (f.item or f.supplier or f.has("shipment"))),
    Evidence("find_shipment", -3, "ability, not whereabouts", lambda f: f.can and not f.has("where", "track", "shipment") and (f.supplier or f.has("supply", "who", "how_soon")) and not f.signs.awaited),
    Evidence("find_shipment", 8, "when goods that are known of arrive", lambda f: f.signs.awaited and f.item and not f.identified and not f.noun),
    Evidence("check_supplier_capacity", -4, "goods that are known of", lambda f: f.signs.awaited and not f.has("capacity", "how_soon", "how_many")),
    # capacity
    Evidence("check_supplier_capacity", 4.5, "capacity, lead time", lambda f: f.has("capacity") and not f.identified),
    Evidence("check_supplier_capacity", 3, "can supply", lambda f: f.can and f.has("supply") and not f.identified),
    Evidence("check_supplier_capacity", 3, "a supplier and can", lambda f: f.can and f.supplier and f.asks and not f.identified),
    Evidence("check_supplier_capacity", 3, "how much, can", lambda f: f.can and (f.asks or f.date) and (f.quantity or f.item) and not f.identified and not f.has("remain", "stock", "last", "low")),
    Evidence("check_supplier_capacity", 4, "who supplies", lambda f: f.has("who") and (f.has("supply", "order", "stock", "want") or (f.has("ability") and f.item) or f.quantity) and not f.identified and not f.has("reply")),
    Evidence("check_supplier_capacity", 3.2, "who, an item", lambda f: f.has("who") and f.item and not f.identified and not f.noun),
    Evidence("check_supplier_capacity", 4.5, "how soon", lambda f: f.has("how_soon") and (f.item or f.supplier) and not f.identified and not f.has("where")),
    Evidence("check_supplier_capacity", 3.5, "how long does it take", lambda f: f.has("how_long") and (f.item or f.supplier) and not f.identified and not f.has("last", "remain")),
    Evidence("check_supplier_capacity", 4.5, "a question with a quantity", lambda f: f.quantity and f.asks and not f.identified),
    Evidence("check_supplier_capacity", 3, "a question for the price of a quantity", lambda f: f.quantity and f.asks and f.has("price") and not f.identified),
    Evidence("check_supplier_capacity", 2.5, "only asking", lambda f: f.has("inquire", "no_order") and (f.quantity or f.supplier) and f.item and not f.identified),
    Evidence("check_supplier_capacity", 2, "a supplier, how much does it make", lambda f: f.supplier and f.has("supply", "how_many") and f.asks and not f.identified),
    Evidence("check_supplier_capacity", 1.5, "how much of an item a supplier makes", lambda f: f.supplier and f.item and f.has("supply") and f.has("how_many") and not f.identified),
    Evidence("check_supplier_capacity", 1.5, "would be enough", lambda f: f.has("last") and f.supplier and f.quantity and f.asks),
    # ordering
    Evidence("create_order", 5, "to order", lambda f: f.ordering),
    Evidence("create_order", 2.5, "to want", lambda f: f.wanting and (f.item or f.amount)),
    Evidence("create_order", 2.5, "a quantity", lambda f: f.quantity and not f.identified),
    Evidence("create_order", 1, "a quantity and an item", lambda f: f.quantity and f.item),
    Evidence("create_order", 1.5, "a quantity, and when, where or from whom", lambda f: f.quantity and (f.date or f.place or f.supplier) and not f.asks and not f.identified),
    Evidence("create_order", 3.2, "wanted from a supplier", lambda f: f.wanting and f.supplier and not f.identified and not f.has("look", "list")),
    Evidence("create_order", 1.5, "more of an item", lambda f: f.wanting and f.item and (f.place or f.date or f.has("more"))),
    Evidence("create_order", 6, "asked, and then told to order it", lambda f: f.signs.told_after_asking and f.quantity),
    Evidence("create_order", -12, "nothing that is bought", lambda f: f.has("foreign") and not f.item),
    Evidence("create_order", 0.5, "an item", lambda f: f.item),
    Evidence("create_order", -5, "it is a question", lambda f: f.asks),
    Evidence("create_order", -4, "it is a question of ability or price", lambda f: f.asks and f.has("potential", "price") and not f.ordering and not f.signs.requested),
    Evidence("create_order", -4, "only asking", lambda f: f.has("inquire") and not f.signs.imperative and not f.signs.polite_request),
    Evidence("create_order", -3, "supposed, and asked", lambda f: f.has("suppose") and f.asks),
    Evidence("create_order", -20, "ordering is ruled out", lambda f: f.forbidden),
    Evidence("create_order", -4, "talks of an order there is", lambda f: f.order),
    Evidence("create_order", -3, "talks of orders", lambda f: f.noun and not f.quantity and f.has("look", "list", "which", "orders", *STATUSES)),
    Evidence("create_order", -6, "talks of a lot or a shipment", lambda f: f.lot or f.parcel),
)  # fmt: skip
