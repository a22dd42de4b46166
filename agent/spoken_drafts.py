"""A draft as a voice reads it out, and what a decision about it came to. Pure.

The reading names supplier, items with quantities, place, date with its weekday and total, and ends in its question:
it is what a spoken yes agrees to, so nothing of it is left to the page.
"""

from agent.draft_words import Shown
from agent.spoken_wording import SpokenWording
from agent.wording import View


def reading(s: SpokenWording, draft: View, shown: Shown) -> str:
    """The draft in full; it ends with its question, except where several are read out together."""
    if draft["tool"] == "cancel_order":
        return cancellation(s, draft, shown)
    order = draft["order"]
    first = s("draft.number", index=s.number(shown.index)) if shown.count > 1 else s("draft.first")
    said = [
        s("draft.replaced") if shown.replaced and shown.count == 1 else first,
        s(
            "draft.order_earliest" if shown.earliest else "draft.order",
            lines=lines(s, order, shown),
            **terms(s, order),
        ),
        *promise(s, draft, shown),
        s("draft.approval") if draft["needs_approval"] else "",
    ]
    if shown.count == 1:
        good = draft["promise"] is None or draft["promise"]["verdict"] == "yes"
        said.append(s("draft.ask" if good else "draft.ask_anyway"))
    return s.said(said)


def cancellation(s: SpokenWording, draft: View, shown: Shown) -> str:
    order = draft["order"]
    values = {"number": s.record(order["number"]), "lines": goods(s, order), **terms(s, order)}
    if shown.count > 1:
        return s("draft.cancel_number", index=s.number(shown.index), **values)
    return s.said([s("draft.cancel", **values), s("draft.ask_cancel")])


def terms(s: SpokenWording, order: View) -> dict[str, object]:
    return {
        "supplier": s.name(order["supplier_name"]),
        "place": s.name(order["place_name"]),
        "date": s.day(order["date"]),
        "total": s.money(order["total"], order["currency"]),
    }


def goods(s: SpokenWording, order: View) -> str:
    return s.listed(s.of(line) for line in order["lines"])


def lines(s: SpokenWording, order: View, shown: Shown) -> str:
    """All lines, each quantity also as it was asked for."""
    packs = {said["part"]: s.quantity(said["quantity"], said["unit"]) for said in shown.asked}
    said = []
    for line in order["lines"]:
        quantity = s.quantity(line["quantity"], line["unit"])
        asked = packs.get(line["part"])
        if asked is not None and asked != quantity:
            quantity = s("value.pack", quantity=quantity, packs=asked)
        said.append(s.of(line, quantity))
    return s.listed(said)


# --- promise --------------------------------------------------------------------------------------------------------


def promise(s: SpokenWording, draft: View, shown: Shown) -> list[str]:
    """Whether it can come as wanted; of several lines, only those that cannot are told apart. The earliest possible
    date needs no further word."""
    told = draft["promise"]
    if told is None:
        return []
    if told["verdict"] == "yes" and told["completion"] is not None:
        said = [] if shown.earliest else [s("promise.yes")]
    else:
        ordered = draft["order"]["lines"]
        said = []
        for line, one in zip(ordered, told["lines"], strict=True):
            if one["verdict"] != "yes":
                said += [s("promise.about", item=s.item(line))] if len(ordered) > 1 else []
                said += verdict(s, one, line["unit"])
    return [*said, s("promise.provisional")] if told["provisional"] else said


def verdict(s: SpokenWording, one: View, unit: str) -> list[str]:
    """What comes short: how much or when; why; what would fit, and who else could."""
    said = [_short(s, one, unit)]
    if one["verdict"] != "part":
        said.append(reason(s, one, unit))
    if one["suggested_quantity"] is not None and one["constraint"] != "minimum_quantity":
        said.append(s("promise.suggested", quantity=s.quantity(one["suggested_quantity"], unit)))
    others = [other for other in one["alternatives"] if other["quantity"]]
    return [*said, alternative(s, others[0], unit, one["requested"])] if others else said


def _short(s: SpokenWording, one: View, unit: str) -> str:
    if one["verdict"] in ("later", "another_supplier") and one["completion"]:
        return s("promise.later", date=s.day(one["completion"]))
    if one["verdict"] != "part":
        return s("promise.no")
    on_time = s.quantity(one["on_time"], unit)
    if one["completion"]:
        return s("promise.part_rest", on_time=on_time, date=s.day(one["completion"]))
    return s("promise.part", on_time=on_time)


def reason(s: SpokenWording, one: View, unit: str) -> str:
    detail, constraint = one["constraint_detail"], one["constraint"]
    match constraint:
        case "none":
            return ""
        case "lead_time":
            return s("promise.lead_time", days=s.count(detail["lead_time_days"]))
        case "capacity":
            return s("promise.capacity", quantity=s.quantity(detail["weekly_capacity"], unit))
        case _:
            return s(f"promise.{constraint}", quantity=s.quantity(detail[constraint], unit))


def alternative(s: SpokenWording, other: View, unit: str, requested: float) -> str:
    values: dict[str, object] = {
        "supplier": s.name(other["supplier_name"]),
        "quantity": s("promise.all") if other["quantity"] == requested else s.quantity(other["quantity"], unit),
        "price": s.price(other["unit_price"], other["currency"], unit),
    }
    if other["verdict"] == "yes" and other["date"] is not None:
        return s("promise.alternative", date=s.day(other["date"]), **values)
    return s("promise.alternative_part", **values)


# --- outcome --------------------------------------------------------------------------------------------------------


def outcome(s: SpokenWording, draft: View, order: View | None, repeated: bool) -> str:
    """What became of a draft; ``order`` as in ``draft_words.outcome``."""
    if draft["tool"] == "cancel_order":
        return _cancellation_outcome(s, draft, repeated)
    record = order or draft["order"]
    status = draft["status"]
    if status == "executed":
        number = s.record(order["number"] if order else draft["record_id"])
        if repeated:
            return s("outcome.repeated_ordered", number=number)
        details = {name: value for name, value in terms(s, record).items() if name in ("supplier", "date")}
        return s.said(
            [s("outcome.ordered", number=number), s("outcome.ordered_details", lines=goods(s, record), **details)]
        )
    total = {"total": s.money(record["total"], record["currency"])} if status == "pending_approval" else {}
    return _again(s, repeated and status == "declined", s(f"outcome.{status}", **total))


def _cancellation_outcome(s: SpokenWording, draft: View, repeated: bool) -> str:
    order, status = draft["order"], draft["status"]
    number = s.record(order["number"])
    if status == "executed":
        if repeated:
            return s("outcome.repeated_cancel", number=number)
        return s("outcome.cancel_requested", supplier=s.name(order["supplier_name"]), number=number)
    if status == "open":
        return s("outcome.open")
    if status == "pending_approval":
        return s("outcome.pending_approval", total=s.money(order["total"], order["currency"]))
    return _again(s, repeated and status == "declined", s(f"outcome.{status}_cancellation", number=number))


def _again(s: SpokenWording, repeated: bool, text: str) -> str:
    return s.said([s("outcome.repeated_other"), text]) if repeated else text
