"""What a reading tool found, as a voice says it: the answer first, a detail or two, the rest on the page. Pure."""

from datetime import date
from typing import get_args

from agent.answer_words import INCIDENTS, OVER
from agent.spoken_drafts import goods, terms
from agent.spoken_wording import SpokenWording
from agent.wording import View
from procurement.entities import LotStatus


def order_answer(s: SpokenWording, result: View) -> str:
    """One order: what, its three statuses, what the supplier answered, when it is wanted."""
    order = result["order"]
    wanted = terms(s, order)
    supplier = wanted.pop("supplier")
    said = [
        s("order.title", number=s.order(order["number"]), goods=goods(s, order), supplier=supplier),
        s("order.status", **axes(s, order)),
        *progress(s, order),
    ]
    if order["response"] == "accepted_with_changes" and order["answer"] is not None:
        said.append(promised(s, order))
        said += [s("order.your_turn")] if order["document"] == "issued" else []
    said.append(s("order.delivery", **wanted))
    if order["shipments"]:
        said.append(s("order.shipments", shipments=s.listed(map(s.record, order["shipments"]))))
    return s.said(said)


def axes(s: SpokenWording, order: View) -> dict[str, object]:
    return {axis: s.word(f"{axis}.{order[axis]}") for axis in ("document", "response", "fulfilment")}


def progress(s: SpokenWording, order: View) -> list[str]:
    """How much of it has come, where that is neither nothing nor all and one number says it."""
    if len(order["lines"]) > 1 or order["fulfilment"] not in ("partially_shipped", "partially_received"):
        return []
    line = order["lines"][0]
    shipped, received = (s.quantity(line[key], line["unit"]) for key in ("shipped", "received"))
    return [s("order.progress", shipped=shipped, received=received)]


def promised(s: SpokenWording, order: View) -> str:
    answered = order["answer"]["lines"]
    said = []
    for line in order["lines"]:
        parts = [_part(s, part, line, order) for part in answered if part["line"] == line["line"]]
        if parts and len(order["lines"]) > 1:
            said.append(s("order.answer_line", item=s.item(line), parts=s.listed(parts)))
        else:
            said += parts
    return s("order.answer", parts=s.listed(said)) if said else ""


def _part(s: SpokenWording, part: View, line: View, order: View) -> str:
    if part["code"] == "7":
        return s("order.part_rejected")
    quantity = s.quantity(line["quantity"] if part["quantity"] is None else part["quantity"], line["unit"])
    said = (
        s("order.part_undated", quantity=quantity)
        if part["date"] is None
        else s("order.part", quantity=quantity, date=s.day(part["date"]))
    )
    if part["unit_price"] is None or part["unit_price"] == line["unit_price"]:
        return said
    return s("order.part_price", part=said, price=s.price(part["unit_price"], order["currency"], line["unit"]))


def orders_answer(s: SpokenWording, result: View) -> str:
    orders = result["orders"]
    if not orders:
        return s("order.none")
    rows = [order_row(s, order) for order in orders]
    count = s.count(len(rows))
    if len(rows) == 1:
        return s.said([s("order.count_one"), *rows])
    title = s("order.count_more" if result["more"] else "order.count", count=count)
    return s.said([title, *s.cut(rows)])


def order_row(s: SpokenWording, order: View) -> str:
    axis = axes(s, order)
    state = axis["document"] if order["document"] != "issued" else None
    return s(
        "order.row",
        number=s.order(order["number"]),
        goods=goods(s, order),
        partner=s.name(order["supplier_name"]),
        date=s.day(order["date"]),
        state=state or s("order.row_state", response=axis["response"], fulfilment=axis["fulfilment"]),
    )


# --- shipments ------------------------------------------------------------------------------------------------------


def shipments_answer(s: SpokenWording, result: View) -> str:
    """The first in full, then how many more there are."""
    shipments = result["shipments"]
    if not shipments:
        sought = result["filter"]
        if sought["order"] is not None:
            return s("shipment.none_for_order", order=s.order(str(sought["order"])))
        return s("shipment.none_for" if any(sought.values()) else "shipment.none")
    left = len(shipments) - 1
    others = "" if not left else s("shipment.others_one") if left == 1 else s("shipment.others", count=s.count(left))
    return s.said([shipment(s, shipments[0]), others])


def shipment(s: SpokenWording, one: View) -> str:
    status = s.word(f"shipment_status.{one['status']}")
    said = [s("shipment.title", number=s.record(one["number"]), status=status)]
    if one["location"]:
        said.append(s("shipment.location", location=s.name(one["location"])))
    if one["eta"] and one["status"] not in OVER:
        key = "shipment.eta_passed" if date.fromisoformat(one["eta"]) < s.today else "shipment.eta"
        said.append(s(key, date=s.day(one["eta"]), ahead=s.ahead(one["eta"])))
    if one["incident"]:
        family = one["incident"].partition("_")[0]
        said.append(s("shipment.incident", incident=s.word(f"incident.{family if family in INCIDENTS else 'other'}")))
    ends = {"shipper": s.name(one["shipper"]), "receiver": s.name(one["receiver"])}
    if one["carrier"]:
        said.append(s("shipment.from", carrier=s.name(one["carrier"]), **ends))
    else:
        said.append(s("shipment.from_plain", **ends))
    if one["lines"]:
        said.append(s("shipment.goods", goods=s.listed(s.cut([s.of(line) for line in one["lines"]]))))
    return s.said(said)


# --- lots -----------------------------------------------------------------------------------------------------------


def trace_answer(s: SpokenWording, result: View) -> str:
    trace = result["trace"]
    related = {lot["lot"]: lot for lot in trace["lots"]}
    said = [lot(s, trace["root"])]
    before = _reached(trace, related, "consumed", "produced")
    if trace["direction"] == "backward" or (trace["direction"] == "both" and before):
        said.append(side(s, "backward", before))
    if trace["direction"] in ("forward", "both"):
        said.append(side(s, "forward", _reached(trace, related, "produced", "consumed")))
        receivers = list(dict.fromkeys(s.name(one["receiver"]) for one in trace["deliveries"]))
        told = s("lot.deliveries", receivers=s.listed(receivers)) if receivers else s("lot.deliveries_none")
        said.append(told)
    if trace["truncated"]:
        said.append(s("lot.truncated"))
    return s.said(said)


def lot(s: SpokenWording, root: View) -> str:
    """Which supplier, when delivered, who inspected, who confirmed the report."""
    status = s.word(f"lot_status.{root['status'] if root['status'] in get_args(LotStatus) else 'unknown'}")
    quantity = s.quantity(root["quantity"], root["unit"])
    said = [s("lot.title", lot=s.record(root["lot"]), item=s.item(root), quantity=quantity, status=status)]
    if root["supplier_name"] is None:
        said.append(s("lot.made_here"))
    elif root["received_at"]:
        received = {"supplier": s.name(root["supplier_name"]), "date": s.day(root["received_at"])}
        said.append(s("lot.supplier_received", **received))
    else:
        said.append(s("lot.supplier", supplier=s.name(root["supplier_name"])))
    for one in root["inspections"]:
        said.append(s("lot.inspected", who=s.name(one["inspected_by"]), date=s.day(one["inspected_at"])))
        if one["confirmed_by"] is None:
            said.append(s("lot.unconfirmed"))
        else:
            said.append(s("lot.confirmed", who=s.name(one["confirmed_by"])))
    return s.said(said if root["inspections"] else [*said, s("lot.no_inspection")])


def side(s: SpokenWording, key: str, lots: list[View]) -> str:
    """The lots before or behind it."""
    if not lots:
        return s(f"lot.{key}_none")
    named = s.cut([s("lot.named", lot=s.record(one["lot"]), item=s.item(one)) for one in lots])
    if len(lots) == 1:
        return s(f"lot.{key}_one", lots=named[0])
    return s(f"lot.{key}", count=s.count(len(lots)), lots=s("value.comma").join(named))


def _reached(trace: View, related: dict[str, View], end: str, start: str) -> list[View]:
    """The lots on one side of the root, nearest first."""
    seen = {trace["root"]["lot"]}
    found = []
    for step in sorted(trace["steps"], key=lambda step: step["depth"]):
        if step[start] in seen and step[end] not in seen and step[end] in related:
            seen.add(step[end])
            found.append(related[step[end]])
    return found


# --- stock and capacity ---------------------------------------------------------------------------------------------


def stock_answer(s: SpokenWording, result: View) -> str:
    rows = [stock_row(s, level) for level in sorted(result["stock"], key=lambda one: not one["below_reorder_point"])]
    return s.said(s.cut(rows)) if rows else s("stock.none")


def stock_row(s: SpokenWording, level: View) -> str:
    unit = level["unit"]
    on_hand = s.quantity(level["on_hand"], unit)
    said = [s("stock.row", item=s.item(level), place=s.name(level["place_name"]), on_hand=on_hand)]
    if level["days_left"] is not None:
        said.append(s("stock.days", days=s.number(level["days_left"])))
    if level["below_reorder_point"]:
        said.append(s("stock.below", quantity=s.quantity(level["reorder_point"], unit)))
    if level["inbound"]:
        said.append(s("stock.inbound", quantity=s.quantity(level["inbound"], unit)))
    return s.said(said)


def capacity_answer(s: SpokenWording, result: View) -> str:
    """Each supplier in a sentence or two."""
    unit, item = result["unit"], s.item(result)
    if result["quantity"] is None:
        title = s("capacity.title", item=item)
    else:
        title = s("capacity.title_quantity", item=item, quantity=s.quantity(result["quantity"], unit))
    return s.said([title, *s.cut([offer(s, one, unit, result["date"]) for one in result["offers"]])])


def offer(s: SpokenWording, one: View, unit: str, day: str | None) -> str:
    supplier = s.name(one["supplier_name"])
    price = s.price(one["unit_price"], one["currency"], unit)
    if one["promise"] is not None:
        return _promised_offer(s, one["promise"], unit, supplier, price)
    if one["available"] is not None and day is not None:
        quantity = s.quantity(one["available"], unit)
        return s("capacity.available", supplier=supplier, quantity=quantity, date=s.day(day), price=price)
    smallest = s.quantity(one["minimum_quantity"], unit)
    said = [s("capacity.terms", supplier=supplier, price=price, days=s.count(one["lead_time_days"]), quantity=smallest)]
    said += [
        s("capacity.week", date=s.day(week["week"]), quantity=s.quantity(week["free"], unit))
        for week in one["weeks"][:1]
    ]
    return s.said(said)


def _promised_offer(s: SpokenWording, promise: View, unit: str, supplier: str, price: str) -> str:
    said = promise["verdict"]
    if said == "yes":
        return s("capacity.yes", supplier=supplier, date=s.day(promise["completion"]), price=price)
    if said == "part":
        return s("capacity.part", supplier=supplier, on_time=s.quantity(promise["on_time"], unit))
    if promise["completion"] is not None and said in ("later", "another_supplier"):
        return s("capacity.later", supplier=supplier, date=s.day(promise["completion"]))
    return s("capacity.no", supplier=supplier)
