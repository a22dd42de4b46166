"""Domain objects as JSON: what models, front ends and reply templates see. Pure.

Quantities are numbers in the base unit beside their ``unit`` code, money and unit prices decimal strings, dates and
instants ISO 8601, names {"zh", "en"}. A field without a value is null.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.entities import (
    Draft,
    InspectionView,
    LotDelivery,
    LotStep,
    LotView,
    Name,
    OrderLineView,
    OrderView,
    Promise,
    ResponseView,
    ShipmentLineView,
    ShipmentView,
    StockView,
    Trace,
    TrackingEventView,
)
from procurement.promise import promise_dict
from tools.spec import Question, ToolResult

View = dict[str, Any]

WORST_FIRST = ("no", "another_supplier", "later", "part", "yes")


def number(value: Decimal) -> int | float:
    """A quantity for JSON: an int when it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def money(value: Decimal) -> str:
    return f"{value:.2f}"


def price(value: Decimal) -> str:
    """A unit price with at least two decimals and no zeros beyond them."""
    whole, _, decimals = f"{value:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def name_view(name: Name) -> dict[str, str]:
    return {"zh": name.zh, "en": name.en}


def _name(name: Name | None) -> dict[str, str] | None:
    return None if name is None else name_view(name)


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else number(value)


# --- promises -------------------------------------------------------------------------------------------------------


def stored_promise_view(promise: View) -> View:
    """The shape of ``promise_dict``, in which a Draft keeps it, as JSON for readers."""
    suggested = promise["suggested_quantity"]
    return {
        "supplier": promise["supplier_id"],
        "item": promise["item_id"],
        "requested": number(Decimal(promise["requested"])),
        "need_by": promise["need_by"],
        "verdict": promise["verdict"],
        "on_time": number(Decimal(promise["on_time"])),
        "completion": promise["completion"],
        "steps": [
            {"quantity": number(Decimal(step["quantity"])), "date": step["date"], "source": step["source"]}
            for step in promise["steps"]
        ],
        "constraint": promise["constraint"],
        "constraint_detail": promise["constraint_detail"],
        "suggested_quantity": None if suggested is None else number(Decimal(suggested)),
        "alternatives": [
            {
                "supplier": other["supplier_id"],
                "supplier_name": other["supplier"],
                "unit_price": price(Decimal(other["unit_price"])),
                "currency": other["currency"],
                "verdict": other["verdict"],
                "quantity": number(Decimal(other["quantity"])),
                "date": other["date"],
            }
            for other in promise["alternatives"]
        ],
        "provisional": promise["provisional"],
    }


def promise_view(promise: Promise) -> View:
    return stored_promise_view(promise_dict(promise))


def promise_summary(lines: list[View]) -> View:
    """One answer for the lines of an order: the worst verdict, the last date, the alternatives of the worst line."""
    worst = min(lines, key=lambda line: WORST_FIRST.index(line["verdict"]))
    dates = [line["completion"] for line in lines]
    return {
        "verdict": worst["verdict"],
        "completion": None if None in dates else max(dates),
        "constraint": worst["constraint"],
        "alternatives": worst["alternatives"],
        "provisional": any(line["provisional"] for line in lines),
        "lines": lines,
    }


# --- orders ---------------------------------------------------------------------------------------------------------


def order_line_view(line: OrderLineView) -> View:
    return {
        "line": line.line_no,
        "part": line.part_no,
        "name": name_view(line.name),
        "quantity": number(line.quantity),
        "unit": line.unit,
        "unit_price": price(line.unit_price),
        "net": money(line.net),
        "gross": money(line.gross),
        "shipped": number(line.shipped),
        "received": number(line.received),
    }


def response_view(response: ResponseView) -> View:
    return {
        "code": response.code,
        "responded_by": name_view(response.responded_by),
        "responded_at": response.responded_at.isoformat(),
        "note": response.note,
        "lines": [
            {
                "line": line.line_no,
                "part": line.part,
                "code": line.code,
                "quantity": _number(line.quantity),
                "date": _iso(line.promised_date),
                "unit_price": None if line.unit_price is None else price(line.unit_price),
            }
            for line in response.lines
        ],
    }


def order_view(order: OrderView) -> View:
    return {
        "number": order.number,
        "version": order.version,
        "buyer": order.buyer_id,
        "buyer_name": name_view(order.buyer),
        "supplier": order.supplier_id,
        "supplier_name": name_view(order.supplier),
        "document": order.document_status,
        "response": order.response_status,
        "fulfilment": order.fulfilment,
        "lines": [order_line_view(line) for line in order.lines],
        "date": order.requested_date.isoformat(),
        "place": order.warehouse_id,
        "place_name": name_view(order.warehouse),
        "net": money(order.net),
        "vat": money(order.vat),
        "total": money(order.gross),
        "currency": order.currency,
        "issued_by": name_view(order.issued_by),
        "issued_at": order.issued_at.isoformat(),
        "answer": None if order.response is None else response_view(order.response),
        "shipments": list(order.shipments),
    }


# --- logistics ------------------------------------------------------------------------------------------------------


def event_view(event: TrackingEventView) -> View:
    return {
        "status": event.status,
        "incident": event.incident,
        "location": _name(event.location),
        "note": _name(event.note),
        "occurred_at": event.occurred_at.isoformat(),
    }


def shipment_line_view(line: ShipmentLineView) -> View:
    return {
        "order": line.order_number,
        "part": line.part_no,
        "name": name_view(line.name),
        "lot": line.lot_no,
        "quantity": number(line.quantity),
        "unit": line.unit,
    }


def shipment_view(shipment: ShipmentView) -> View:
    return {
        "number": shipment.number,
        "direction": shipment.direction,
        "shipper": name_view(shipment.shipper),
        "receiver": name_view(shipment.receiver),
        "carrier": _name(shipment.carrier),
        "tracking_number": shipment.tracking_no,
        "mode": shipment.mode,
        "status": shipment.status,
        "incident": shipment.incident,
        "location": _name(shipment.location),
        "eta": _iso(shipment.eta),
        "lines": [shipment_line_view(line) for line in shipment.lines],
        "events": [event_view(event) for event in shipment.events],
    }


# --- lots and stock -------------------------------------------------------------------------------------------------


def inspection_view(inspection: InspectionView) -> View:
    return {
        "sample": inspection.sample,
        "readings": inspection.readings,
        "inspected_by": name_view(inspection.inspected_by),
        "inspected_at": inspection.inspected_at.isoformat(),
        "confirmed_by": _name(inspection.confirmed_by),
        "confirmed_at": _iso(inspection.confirmed_at),
        "disposition": inspection.disposition,
    }


def lot_view(lot: LotView) -> View:
    return {
        "lot": lot.lot_no,
        "part": lot.part_no,
        "name": name_view(lot.name),
        "quantity": number(lot.quantity),
        "unit": lot.unit,
        "status": lot.status,
        "made_on": _iso(lot.made_on),
        "expires_on": _iso(lot.expires_on),
        "supplier": lot.supplier_id,
        "supplier_name": _name(lot.supplier),
        "received_at": _iso(lot.received_at),
        "order": lot.order_number,
        "inspections": [inspection_view(inspection) for inspection in lot.inspections],
    }


def _step_view(step: LotStep) -> View:
    return {
        "consumed": step.consumed_lot_no,
        "produced": step.produced_lot_no,
        "quantity": number(step.quantity),
        "depth": step.depth,
    }


def _delivery_view(delivery: LotDelivery) -> View:
    return {
        "lot": delivery.lot_no,
        "shipment": delivery.shipment_number,
        "receiver": name_view(delivery.receiver),
        "quantity": number(delivery.quantity),
        "unit": delivery.unit,
        "shipped_at": delivery.shipped_at.isoformat(),
    }


def trace_view(trace: Trace) -> View:
    return {
        "root": lot_view(trace.root),
        "direction": trace.direction,
        "lots": [lot_view(lot) for lot in trace.lots],
        "steps": [_step_view(step) for step in trace.steps],
        "deliveries": [_delivery_view(delivery) for delivery in trace.deliveries],
        "truncated": trace.truncated,
    }


def stock_view(stock: StockView) -> View:
    return {
        "part": stock.part_no,
        "name": name_view(stock.name),
        "unit": stock.unit,
        "place": stock.warehouse_id,
        "place_name": name_view(stock.warehouse),
        "on_hand": number(stock.on_hand),
        "reorder_point": number(stock.reorder_point),
        "daily_use": number(stock.daily_use),
        "days_left": None if stock.days_left is None else round(float(stock.days_left), 1),
        "below_reorder_point": stock.below_reorder_point,
        "inbound": number(stock.inbound),
    }


# --- drafts and results ---------------------------------------------------------------------------------------------


def command_line_view(line: View) -> View:
    """A line of a frozen command, whose numbers are strings."""
    return {
        "part": line["part"],
        "name": line["name"],
        "quantity": number(Decimal(line["quantity"])),
        "unit": line["unit"],
        "unit_price": price(Decimal(line["unit_price"])),
        "currency": line["currency"],
        "vat_rate": line["vat_rate"],
        "price_includes_vat": line["price_includes_vat"],
        "net": money(Decimal(line["net"])),
        "gross": money(Decimal(line["gross"])),
    }


def command_view(command: View) -> View:
    """The order a draft would issue, or the order it would cancel (then with its ``number``)."""
    order = {
        "supplier": command["supplier_id"],
        "supplier_name": command["supplier"],
        "lines": [command_line_view(line) for line in command["lines"]],
        "date": command["date"],
        "place": command["warehouse_id"],
        "place_name": command["warehouse"],
        "net": money(Decimal(command["net"])),
        "vat": money(Decimal(command["vat"])),
        "total": money(Decimal(command["gross"])),
        "currency": command["currency"],
    }
    return order | ({"number": command["order_number"]} if "order_number" in command else {})


def draft_view(draft: Draft) -> View:
    return {
        "id": draft.id,
        "tool": draft.tool,
        "status": draft.status,
        "digest": draft.digest,
        "needs_approval": draft.needs_approval,
        "expires_at": draft.expires_at.isoformat(),
        "order": command_view(draft.command),
        "promise": promise_summary([stored_promise_view(line) for line in draft.promise]) if draft.promise else None,
        "record_id": draft.record_id,
    }


def question_view(question: Question) -> View:
    return {
        "slot": question.slot,
        "reason": question.reason,
        "said": question.said,
        "options": [dict(option) for option in question.options],
        "about": question.about,
    }


def result_dict(result: ToolResult) -> View:
    """A tool's result as events and model messages carry it."""
    view: View = {"status": result.status, **result.data}
    if result.question is not None:
        view["question"] = question_view(result.question)
    if result.drafts:
        view["drafts"] = [draft_view(draft) for draft in result.drafts]
    if result.superseded:
        view["superseded"] = list(result.superseded)
    return view
