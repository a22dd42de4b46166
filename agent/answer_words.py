"""What a reading tool found, in words. Each function takes the tool's JSON result. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import get_args

from agent.draft_words import goods, verdict_lines
from agent.wording import View, Wording
from procurement.entities import LotStatus

SHOWN_LOTS = 20
SHOWN_EVENTS = 4
SHOWN_SHIPMENTS = 3
OVER = ("delivered", "cancelled")
MODES = ("full_truck", "less_than_truck", "cold_chain")
INCIDENTS = ("carrier", "consignee", "customs", "weather", "damage", "temperature")


def sentence(w: Wording, parts: Iterable[str]) -> str:
    return w.listed(part for part in parts if part)


def cut(w: Wording, rows: Sequence[str], limit: int) -> list[str]:
    """The first rows, and how many more there are."""
    left = len(rows) - limit
    return [*rows[:limit], w("lot.more", count=left)] if left > 0 else list(rows)


# --- orders ---------------------------------------------------------------------------------------------------------


def order_answer(w: Wording, result: View, today: date) -> str:
    """One order on its three axes: document, the supplier's answer, fulfilment."""
    order = result["order"]
    currency = order["currency"]
    sides = {"buyer": w.name(order["buyer_name"]), "supplier": w.name(order["supplier_name"])}
    lines = [w("order.title", number=order["number"], **sides)]
    for line in order["lines"]:
        ordered = w(
            "order.line",
            item=w.item(line),
            quantity=w.quantity(line["quantity"], line["unit"]),
            price=w.money(line["unit_price"], currency),
            amount=w.money(line["gross"], currency),
        )
        shipped = w.quantity(line["shipped"], line["unit"])
        received = w.quantity(line["received"], line["unit"])
        lines.append(w.listed([ordered, w("order.progress", shipped=shipped, received=received)]))
    lines += [
        w("order.total", total=w.money(order["total"], currency)),
        w("order.delivery", date=w.day(order["date"]), place=w.name(order["place_name"])),
        w("order.status", **axes(w, order)),
    ]
    if order["answer"] is not None:
        lines += supplier_answer(w, order)
    if order["response"] == "accepted_with_changes" and order["document"] == "issued":
        lines.append(w("order.your_turn"))
    if order["shipments"]:
        lines.append(w("order.shipments", shipments=w.listed(order["shipments"])))
    return "\n".join(lines)


def axes(w: Wording, order: View) -> dict[str, str]:
    return {
        "document": w(f"document.{order['document']}"),
        "response": w(f"response.{order['response']}"),
        "fulfilment": w(f"fulfilment.{order['fulfilment']}"),
    }


def supplier_answer(w: Wording, order: View) -> list[str]:
    """Who answered when, and line by line what; a line answered in several parts is a split delivery."""
    answer = order["answer"]
    lines = [w("order.answer", who=w.name(answer["responded_by"]), when=w.moment(answer["responded_at"]))]
    for ordered in order["lines"]:
        parts = [answered(w, part, ordered, order) for part in answer["lines"] if part["line"] == ordered["line"]]
        said = [part for part in parts if part]
        if said:
            lines.append(w("order.answer_line", item=w.item(ordered), what=w.listed(said)))
    if answer["note"]:
        lines.append(w("order.answer_note", note=answer["note"]))
    return lines


def answered(w: Wording, part: View, ordered: View, order: View) -> str:
    if part["code"] == "7":
        return w("order.answer_rejected")
    quantity = ordered["quantity"] if part["quantity"] is None else part["quantity"]
    amount = w.quantity(quantity, ordered["unit"])
    if part["date"] is None:
        said = [w("order.answer_quantity", quantity=amount)]
    else:
        said = [w("order.answer_promised", quantity=amount, date=w.day(part["date"]))]
    if part["unit_price"] is not None and part["unit_price"] != ordered["unit_price"]:
        said.append(w("order.answer_price", price=w.money(part["unit_price"], order["currency"])))
    return w.listed(said)


def orders_answer(w: Wording, result: View, today: date) -> str:
    rows = [
        w(
            "order.row",
            number=order["number"],
            partner=w.name(order["supplier_name"]),
            lines=goods(w, order),
            date=w.day(order["date"]),
            **axes(w, order),
        )
        for order in result["orders"]
    ]
    if not rows:
        return w("order.none")
    title = w("order.count_more" if result["more"] else "order.count", count=len(rows))
    return f"{title}\n{w.numbered(rows)}"


# --- shipments ------------------------------------------------------------------------------------------------------


def shipments_answer(w: Wording, result: View, today: date) -> str:
    if result["shipments"]:
        full = [shipment(w, one, today) for one in result["shipments"][:SHOWN_SHIPMENTS]]
        rest = [shipment_row(w, one) for one in result["shipments"][SHOWN_SHIPMENTS:]]
        return "\n\n".join([*full, "\n".join([w("shipment.others"), *rest])] if rest else full)
    sought = result["filter"]
    if sought["order"] is not None:
        return w("shipment.none_for_order", order=sought["order"])
    return w("shipment.none_for" if any(sought.values()) else "shipment.none")


def shipment(w: Wording, one: View, today: date) -> str:
    status = w(f"shipment_status.{one['status']}")
    title = {"shipper": w.name(one["shipper"]), "receiver": w.name(one["receiver"])}
    lines = [w("shipment.title", number=one["number"], status=status, **title)]
    if one["carrier"] and one["tracking_number"]:
        carrier = w.name(one["carrier"])
        lines.append(w("shipment.carrier_tracking", carrier=carrier, tracking=one["tracking_number"]))
    elif one["carrier"]:
        lines.append(w("shipment.carrier", carrier=w.name(one["carrier"])))
    elif one["tracking_number"]:
        lines.append(w("shipment.tracking", tracking=one["tracking_number"]))
    if one["mode"] in MODES:
        lines.append(w("shipment.mode", mode=w(f"mode.{one['mode']}")))
    if one["location"]:
        lines.append(w("shipment.location", location=w.name(one["location"])))
    if one["eta"] and one["status"] not in OVER:
        passed = date.fromisoformat(one["eta"]) < today
        key = "shipment.eta_passed" if passed else "shipment.eta"
        lines.append(w(key, date=w.day(one["eta"]), ahead=w.ahead(one["eta"], today)))
    if one["incident"]:
        lines.append(w("shipment.incident", incident=incident(w, one["incident"])))
    if one["lines"]:
        lines.append(w("shipment.goods", goods=w.listed(shipped_line(w, line) for line in one["lines"])))
    if one["events"]:
        lines.append(w("shipment.events"))
        lines += [f"- {event(w, happened)}" for happened in one["events"][:SHOWN_EVENTS]]
    return "\n".join(lines)


def shipment_row(w: Wording, one: View) -> str:
    values = {"number": one["number"], "status": w(f"shipment_status.{one['status']}")}
    if one["eta"] and one["status"] not in OVER:
        return f"- {w('shipment.other_eta', date=w.day(one['eta']), **values)}"
    return f"- {w('shipment.other', **values)}"


def shipped_line(w: Wording, line: View) -> str:
    values = {"item": w.item(line), "quantity": w.quantity(line["quantity"], line["unit"])}
    if line["order"] is None:
        return w("shipment.goods_plain", **values)
    return w("shipment.goods_order", order=line["order"], **values)


def event(w: Wording, happened: View) -> str:
    said = [
        w(f"shipment_status.{happened['status']}"),
        w.name(happened["location"]) if happened["location"] else "",
        incident(w, happened["incident"]) if happened["incident"] else "",
        w.name(happened["note"]) if happened["note"] else "",
    ]
    return w("shipment.event", when=w.moment(happened["occurred_at"]), what=sentence(w, said))


def incident(w: Wording, code: str) -> str:
    """The family of an incident code such as weather_snow."""
    family = code.partition("_")[0]
    return w(f"incident.{family if family in INCIDENTS else 'other'}")


# --- lots -----------------------------------------------------------------------------------------------------------


def trace_answer(w: Wording, result: View, today: date) -> str:
    """The lot itself, then what the direction asks: where it came from, where it went and who received it."""
    trace = result["trace"]
    lines = lot_lines(w, trace["root"])
    related = {lot["lot"]: lot for lot in trace["lots"]}
    if trace["direction"] in ("backward", "both"):
        rows = _direction(w, trace, related, "consumed", "produced")
        lines += [w("lot.backward"), *cut(w, rows, SHOWN_LOTS)] if rows else [w("lot.backward_none")]
    if trace["direction"] in ("forward", "both"):
        rows = _direction(w, trace, related, "produced", "consumed")
        lines += [w("lot.forward"), *cut(w, rows, SHOWN_LOTS)] if rows else [w("lot.forward_none")]
        sent = [f"- {delivery(w, one)}" for one in trace["deliveries"]]
        lines += [w("lot.deliveries"), *cut(w, sent, SHOWN_LOTS)] if sent else [w("lot.deliveries_none")]
    if trace["truncated"]:
        lines.append(w("lot.truncated"))
    return "\n".join(lines)


def _direction(w: Wording, trace: View, related: dict[str, View], reached: str, start: str) -> list[str]:
    """Rows of the lots on one side of the root, nearest first. An edge belongs to the side that leads away from it."""
    seen = {trace["root"]["lot"]}
    rows: list[str] = []
    for step in sorted(trace["steps"], key=lambda step: step["depth"]):
        if step[start] in seen and step[reached] not in seen and step[reached] in related:
            seen.add(step[reached])
            unit = related[step["consumed"]]["unit"] if step["consumed"] in related else trace["root"]["unit"]
            used = w(
                "lot.step",
                consumed=step["consumed"],
                produced=step["produced"],
                quantity=w.quantity(step["quantity"], unit),
            )
            lot = related[step[reached]]
            evidence = lot_evidence(w, lot) if reached == "consumed" else []
            rows.append(f"- {sentence(w, [lot_row(w, lot), used, *evidence])}")
    return rows


def lot_row(w: Wording, lot: View) -> str:
    values = {
        "lot": lot["lot"],
        "item": w.item(lot),
        "quantity": w.quantity(lot["quantity"], lot["unit"]),
        "status": w(f"lot_status.{lot['status']}"),
    }
    if lot["supplier_name"] is None:
        return w("lot.row", **values)
    return w("lot.row_supplier", supplier=w.name(lot["supplier_name"]), **values)


def lot_lines(w: Wording, lot: View) -> list[str]:
    """Which supplier, when delivered, who inspected, who confirmed the report."""
    lines = [
        w(
            "lot.title",
            lot=lot["lot"],
            item=w.item(lot),
            quantity=w.quantity(lot["quantity"], lot["unit"]),
            status=w(f"lot_status.{lot['status']}"),
        )
    ]
    if lot["supplier_name"] is None:
        lines.append(w("lot.made_here"))
    else:
        lines.append(w("lot.supplier", supplier=w.name(lot["supplier_name"])))
    lines += received(w, lot)
    if lot["made_on"]:
        lines.append(w("lot.made_on", date=w.day(lot["made_on"])))
    if lot["expires_on"]:
        lines.append(w("lot.expires_on", date=w.day(lot["expires_on"])))
    for one in lot["inspections"]:
        lines += inspection(w, one)
    return lines if lot["inspections"] else [*lines, w("lot.no_inspection")]


def received(w: Wording, lot: View) -> list[str]:
    """When the lot was delivered, and under which order; nothing for one that was made here."""
    if lot["received_at"] and lot["order"]:
        return [w("lot.received_order", when=w.moment(lot["received_at"]), order=lot["order"])]
    return [w("lot.received", when=w.moment(lot["received_at"]))] if lot["received_at"] else []


def lot_evidence(w: Wording, lot: View) -> list[str]:
    """Of a lot that was bought: when it was delivered, who inspected it, who confirmed the report."""
    if lot["supplier_name"] is None:
        return []
    return [*received(w, lot), *(line for one in lot["inspections"] for line in inspection(w, one))]


def inspection(w: Wording, one: View) -> list[str]:
    disposition = w(f"lot_status.{one['disposition'] if one['disposition'] in get_args(LotStatus) else 'unknown'}")
    when = w.moment(one["inspected_at"])
    lines = [w("lot.inspection", who=w.name(one["inspected_by"]), when=when, disposition=disposition)]
    if one["confirmed_by"] is None:
        lines.append(w("lot.unconfirmed"))
    elif one["confirmed_at"] is None:
        lines.append(w("lot.confirmed_undated", who=w.name(one["confirmed_by"])))
    else:
        lines.append(w("lot.confirmed", who=w.name(one["confirmed_by"]), when=w.moment(one["confirmed_at"])))
    return lines


def delivery(w: Wording, one: View) -> str:
    return w(
        "lot.delivery",
        receiver=w.name(one["receiver"]),
        lot=one["lot"],
        quantity=w.quantity(one["quantity"], one["unit"]),
        when=w.day(one["shipped_at"]),
        shipment=one["shipment"],
    )


# --- stock and capacity ---------------------------------------------------------------------------------------------


def stock_answer(w: Wording, result: View, today: date) -> str:
    rows = [stock_row(w, level) for level in result["stock"]]
    if not rows:
        return w("stock.none")
    return rows[0] if len(rows) == 1 else w.numbered(rows)


def stock_row(w: Wording, level: View) -> str:
    unit = level["unit"]
    place = w.name(level["place_name"])
    mark = "stock.below" if level["below_reorder_point"] else "stock.above"
    return sentence(
        w,
        [
            w("stock.row", item=w.item(level), place=place, on_hand=w.quantity(level["on_hand"], unit)),
            w("stock.days", days=w.number(level["days_left"])) if level["days_left"] is not None else "",
            w(mark, reorder_point=w.quantity(level["reorder_point"], unit)) if level["reorder_point"] else "",
            w("stock.inbound", inbound=w.quantity(level["inbound"], unit)) if level["inbound"] else "",
        ],
    )


def capacity_answer(w: Wording, result: View, today: date) -> str:
    """Each supplier's verdict with its numbers, terms and free weeks."""
    unit = result["unit"]
    item = w.item(result)
    if result["quantity"] is None:
        lines = [w("capacity.title", item=item)]
    else:
        lines = [w("capacity.title_quantity", item=item, quantity=w.quantity(result["quantity"], unit))]
    several = len(result["offers"]) > 1
    for index, offer in enumerate(result["offers"], start=1):
        supplier = w("capacity.offer", supplier=w.name(offer["supplier_name"]), terms=terms(w, offer, unit))
        lines.append(f"{index}. {supplier}" if several else supplier)
        if offer["available"] is not None:
            available = w.quantity(offer["available"], unit)
            lines.append(w("capacity.available", date=w.day(result["date"]), quantity=available))
        if offer["promise"] is not None:
            promise = {**offer["promise"], "alternatives": []} if several else offer["promise"]
            lines += verdict_lines(w, promise, unit)
            if offer["promise"]["provisional"]:
                lines.append(w("promise.provisional"))
        else:
            lines.append(w("capacity.weeks", weeks=w.listed(week(w, one, unit) for one in offer["weeks"])))
    return "\n".join(lines)


def terms(w: Wording, offer: View, unit: str) -> str:
    return w.listed(
        [
            w("capacity.price", price=w.money(offer["unit_price"], offer["currency"])),
            w("capacity.minimum", quantity=w.quantity(offer["minimum_quantity"], unit)),
            w("capacity.multiple", quantity=w.quantity(offer["order_multiple"], unit)),
            w("capacity.lead_time", days=offer["lead_time_days"]),
        ]
    )


def week(w: Wording, one: View, unit: str) -> str:
    return w(
        "capacity.week",
        date=w.day(one["week"]),
        free=w.quantity(one["free"], unit),
        capacity=w.number(one["capacity"]),
        committed=w.number(one["committed"]),
    )
