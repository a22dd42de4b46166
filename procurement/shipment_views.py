"""Shipments in full, many at a time: a fixed number of queries however many shipments there are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import BindParameter, Row, bindparam, select

from procurement.actor import Actor
from procurement.entities import Name, ShipmentLineView, ShipmentView, TrackingEventView
from procurement.schema import item, lot, party, shipment, shipment_line, tracking_event
from procurement.store import UnitOfWork

# Statements are built once: building one takes longer than running it.
_NUMBERS: BindParameter[Sequence[str]] = bindparam("numbers", expanding=True)
_shipper, _receiver, _carrier = party.alias("shipper"), party.alias("receiver"), party.alias("carrier")
_HEADS = (
    select(
        shipment,
        _shipper.c.name_zh.label("shipper_zh"),
        _shipper.c.name_en.label("shipper_en"),
        _receiver.c.name_zh.label("receiver_zh"),
        _receiver.c.name_en.label("receiver_en"),
        _carrier.c.name_zh.label("carrier_zh"),
        _carrier.c.name_en.label("carrier_en"),
    )
    .join(_shipper, _shipper.c.id == shipment.c.shipper_id)
    .join(_receiver, _receiver.c.id == shipment.c.receiver_id)
    .outerjoin(_carrier, _carrier.c.id == shipment.c.carrier_id)
    .where(shipment.c.number.in_(_NUMBERS))
)
_LINES = (
    select(shipment_line, item.c.part_no, item.c.name_zh, item.c.name_en, item.c.base_unit, lot.c.lot_no)
    .join(item, item.c.id == shipment_line.c.item_id)
    .outerjoin(lot, lot.c.id == shipment_line.c.lot_id)
    .where(shipment_line.c.shipment_number.in_(_NUMBERS))
    .order_by(shipment_line.c.shipment_number, shipment_line.c.line_no)
)
_track = tracking_event.c
# Latest first by when it happened; what was reported late takes its place in the past.
_EVENTS = (
    select(tracking_event)
    .where(_track.shipment_number.in_(_NUMBERS))
    .order_by(_track.shipment_number, _track.occurred_at.desc(), _track.recorded_at.desc(), _track.id.desc())
)


async def views(uow: UnitOfWork, actor: Actor, numbers: Sequence[str]) -> list[ShipmentView]:
    """The shipments with these numbers, in this order. What the Actor may see has been decided before."""
    if not numbers:
        return []
    heads = {row.number: row for row in await uow.conn.execute(_HEADS, {"numbers": numbers})}
    lines: dict[str, list[ShipmentLineView]] = defaultdict(list)
    for row in await uow.conn.execute(_LINES, {"numbers": numbers}):
        lines[row.shipment_number].append(_line(row))
    events: dict[str, list[TrackingEventView]] = defaultdict(list)
    for row in await uow.conn.execute(_EVENTS, {"numbers": numbers}):
        events[row.shipment_number].append(_event(uow, row))
    return [_view(actor, heads[number], lines[number], events[number]) for number in numbers]


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
