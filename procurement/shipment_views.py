"""Shipments in full, many at a time: a fixed number of queries however many shipments there are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Row, select

from procurement.actor import Actor
from procurement.entities import Name, ShipmentLineView, ShipmentView, TrackingEventView
from procurement.schema import item, lot, party, shipment, shipment_line, tracking_event
from procurement.store import UnitOfWork


async def views(uow: UnitOfWork, actor: Actor, numbers: Sequence[str]) -> list[ShipmentView]:
    """The shipments with these numbers, in this order. What the Actor may see has been decided before."""
    if not numbers:
        return []
    heads = {row.number: row for row in (await uow.conn.execute(_heads(numbers))).all()}
    lines: dict[str, list[ShipmentLineView]] = defaultdict(list)
    for row in (await uow.conn.execute(_lines(numbers))).all():
        lines[row.shipment_number].append(_line(row))
    events: dict[str, list[TrackingEventView]] = defaultdict(list)
    for row in (await uow.conn.execute(_events(numbers))).all():
        events[row.shipment_number].append(_event(uow, row))
    return [_view(actor, heads[number], lines[number], events[number]) for number in numbers]


def _heads(numbers: Sequence[str]) -> Any:
    shipper, receiver, carrier = party.alias("shipper"), party.alias("receiver"), party.alias("carrier")
    return (
        select(
            shipment,
            shipper.c.name_zh.label("shipper_zh"),
            shipper.c.name_en.label("shipper_en"),
            receiver.c.name_zh.label("receiver_zh"),
            receiver.c.name_en.label("receiver_en"),
            carrier.c.name_zh.label("carrier_zh"),
            carrier.c.name_en.label("carrier_en"),
        )
        .join(shipper, shipper.c.id == shipment.c.shipper_id)
        .join(receiver, receiver.c.id == shipment.c.receiver_id)
        .outerjoin(carrier, carrier.c.id == shipment.c.carrier_id)
        .where(shipment.c.number.in_(numbers))
    )


def _lines(numbers: Sequence[str]) -> Any:
    return (
        select(shipment_line, item.c.part_no, item.c.name_zh, item.c.name_en, item.c.base_unit, lot.c.lot_no)
        .join(item, item.c.id == shipment_line.c.item_id)
        .outerjoin(lot, lot.c.id == shipment_line.c.lot_id)
        .where(shipment_line.c.shipment_number.in_(numbers))
        .order_by(shipment_line.c.shipment_number, shipment_line.c.line_no)
    )


def _events(numbers: Sequence[str]) -> Any:
    """Latest first by when it happened; what was reported late takes its place in the past."""
    event = tracking_event.c
    return (
        select(tracking_event)
        .where(event.shipment_number.in_(numbers))
        .order_by(event.shipment_number, event.occurred_at.desc(), event.recorded_at.desc(), event.id.desc())
    )


def _line(row: Row[Any]) -> ShipmentLineView:
    return ShipmentLineView(
        order_number=row.order_number,
        item_id=row.item_id,
        part_no=row.part_no,
        name=Name(row.name_zh, row.name_en),
        lot_no=row.lot_no,
        quantity=row.quantity,
        unit=row.base_unit,
    )


def _event(uow: UnitOfWork, row: Row[Any]) -> TrackingEventView:
    return TrackingEventView(
        status=row.status,
        incident=row.incident,
        location=_name(row.location_zh, row.location_en),
        note=_name(row.note_zh, row.note_en),
        occurred_at=uow.local(row.occurred_at),
    )


def _name(zh: str | None, en: str | None) -> Name | None:
    """A bilingual name; one language stands in for the other when that is missing."""
    return Name(zh or en or "", en or zh or "") if zh or en else None


def _view(
    actor: Actor, head: Row[Any], lines: Sequence[ShipmentLineView], events: Sequence[TrackingEventView]
) -> ShipmentView:
    latest = events[0] if events else None
    return ShipmentView(
        number=head.number,
        direction=_direction(actor, head),
        shipper=Name(head.shipper_zh, head.shipper_en),
        receiver=Name(head.receiver_zh, head.receiver_en),
        carrier=_name(head.carrier_zh, head.carrier_en),
        tracking_no=head.tracking_no,
        mode=head.mode,
        status=latest.status if latest else "pending",
        incident=latest.incident if latest else None,
        location=next((event.location for event in events if event.location), None),
        eta=head.eta,
        lines=tuple(lines),
        events=tuple(events),
    )


def _direction(actor: Actor, head: Row[Any]) -> Literal["inbound", "outbound"]:
    """As the Actor's company sees it; a carrier sees what was written down."""
    if actor.party_id == head.shipper_id:
        return "outbound"
    if actor.party_id == head.receiver_id:
        return "inbound"
    return "outbound" if head.direction == "outbound" else "inbound"
