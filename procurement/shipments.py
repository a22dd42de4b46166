"""Finding shipments: those under way first, then the latest.

Each side sees its own: the buyer what it receives and sends, the supplier what it sends, the carrier what it carries,
the dealer what it receives.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, Select, exists, or_, select

from procurement.actor import Actor
from procurement.entities import ShipmentView
from procurement.newest import newest
from procurement.order_number import normal
from procurement.schema import shipment, shipment_line
from procurement.shipment_views import views
from procurement.store import UnitOfWork

LIMIT = 10
MOST = 200

_shipment = shipment.c


async def find_shipments(
    uow: UnitOfWork,
    actor: Actor,
    *,
    order: str | None = None,
    shipment: str | None = None,
    tracking_number: str | None = None,
    item_id: str | None = None,
    supplier_id: str | None = None,
    limit: int = LIMIT,
) -> list[ShipmentView]:
    """The shipments that fit every condition given, at most 200: not yet ended first, the latest first in each half.

    ``order`` is a full order number. ``shipment`` and ``tracking_number`` each may be either of the two numbers.
    """
    conditions = []
    for said in (shipment, tracking_number):
        if said is not None:
            number = normal(said).replace(" ", "")
            conditions.append(or_(_shipment.number == number, _shipment.tracking_no == number))
    if order is not None:
        of_order = select(shipment_line.c.shipment_number).where(shipment_line.c.order_number == normal(order))
        conditions.append(_shipment.number.in_(of_order))
    limit = min(limit, MOST)
    if conditions:
        query = _named(actor, item_id, supplier_id).where(*conditions).limit(limit)
        return await views(uow, actor, list(await uow.conn.scalars(query)))
    numbers: list[str] = list(await uow.conn.scalars(newest(_under_way(actor, item_id, supplier_id), limit)))
    if len(numbers) < limit:
        ended = newest(_ended(actor, item_id, supplier_id), limit - len(numbers))
        numbers.extend(await uow.conn.scalars(ended))
    return await views(uow, actor, numbers)


def _sides(actor: Actor) -> tuple[Column[str], ...]:
    """The columns of a shipment that may name the Actor's company."""
    match actor.party_kind:
        case "buyer":
            return (_shipment.receiver_id, _shipment.shipper_id)
        case "supplier":
            return (_shipment.shipper_id,)
        case "carrier":
            return (_shipment.carrier_id,)
        case "dealer":
            return (_shipment.receiver_id,)


def _mine(actor: Actor) -> ColumnElement[bool]:
    return or_(*(side == actor.party_id for side in _sides(actor)))


def _named(actor: Actor, item_id: str | None, supplier_id: str | None) -> Select[Any]:
    """For a number or an order, which leave few."""
    query = select(_shipment.number).where(_mine(actor))
    if item_id:
        query = query.where(_has(item_id))
    if supplier_id:
        query = query.where(_shipment.shipper_id == supplier_id)
    return query.order_by(_shipment.ended_at.is_not(None), _shipment.created_at.desc(), _shipment.number.desc())


def _under_way(actor: Actor, item_id: str | None, supplier_id: str | None) -> list[Select[Any]]:
    """Lists of (number, created_at), newest first: one for each side, read along an index of those under way."""
    lists = [_by_date().where(side == actor.party_id, _shipment.ended_at.is_(None)) for side in _sides(actor)]
    # Concatenated, a column cannot be looked up in an index of its own: the few under way are to be read instead.
    if supplier_id:
        lists = [one.where(_shipment.shipper_id.concat("") == supplier_id) for one in lists]
    return [one.where(_has(item_id)) for one in lists] if item_id else lists


def _ended(actor: Actor, item_id: str | None, supplier_id: str | None) -> list[Select[Any]]:
    """Lists of (number, created_at), newest first: one for each side, or the one along the lines of the item."""
    if item_id:
        lists = [_by_item(item_id).where(_mine(actor))]
    else:
        lists = [_by_date().where(side == actor.party_id) for side in _sides(actor)]
    if supplier_id:
        lists = [one.where(_shipment.shipper_id == supplier_id) for one in lists]
    return [one.where(_shipment.ended_at.is_not(None)) for one in lists]


def _has(item_id: str) -> ColumnElement[bool]:
    line = shipment_line.alias("of_item")
    return exists().where(line.c.shipment_number == _shipment.number, line.c.item_id.concat("") == item_id)


def _by_date() -> Select[Any]:
    return select(_shipment.number, _shipment.created_at).order_by(_shipment.created_at.desc(), _shipment.number.desc())


def _by_item(item_id: str) -> Select[Any]:
    """Along the lines of the item; of several lines of one shipment the first stands for it."""
    other = shipment_line.alias("other")
    earlier = exists().where(
        other.c.shipment_number == shipment_line.c.shipment_number,
        other.c.item_id == item_id,
        other.c.line_no < shipment_line.c.line_no,
    )
    return (
        select(_shipment.number, shipment_line.c.created_at)
        .select_from(shipment_line.join(shipment, _shipment.number == shipment_line.c.shipment_number))
        .where(shipment_line.c.item_id == item_id, ~earlier)
        .order_by(shipment_line.c.created_at.desc(), _shipment.number.desc())
    )
