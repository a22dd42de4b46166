"""Finding shipments: those under way first, then the latest.

Each side sees its own: the buyer what it receives and sends, the supplier what it sends, the carrier what it carries,
the dealer what it receives.
"""

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, Select, exists, or_, select, union_all

from procurement.actor import Actor
from procurement.entities import ShipmentView
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
    if supplier_id is not None:
        conditions.append(_shipment.shipper_id == supplier_id)
    limit = min(limit, MOST)
    if order or shipment or tracking_number:
        query = _named(actor, conditions, item_id)
        return await views(uow, actor, list(await uow.conn.scalars(query.limit(limit))))
    numbers = await _newest(uow, actor, conditions, item_id, limit, ended=False)
    if len(numbers) < limit:
        numbers += await _newest(uow, actor, conditions, item_id, limit - len(numbers), ended=True)
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


def _has(item_id: str) -> ColumnElement[bool]:
    line = shipment_line.alias("of_item")
    # Concatenated, the item cannot be looked up in its own index: the few lines of the shipment are to be read instead.
    return exists().where(line.c.shipment_number == _shipment.number, line.c.item_id.concat("") == item_id)


def _named(actor: Actor, conditions: Sequence[ColumnElement[bool]], item_id: str | None) -> Select[tuple[str]]:
    """A number or an order leaves few."""
    query = select(_shipment.number).where(_mine(actor), *conditions)
    if item_id is not None:
        query = query.where(_has(item_id))
    return query.order_by(_shipment.ended_at.is_not(None), _shipment.created_at.desc(), _shipment.number.desc())


async def _newest(
    uow: UnitOfWork,
    actor: Actor,
    conditions: Sequence[ColumnElement[bool]],
    item_id: str | None,
    limit: int,
    *,
    ended: bool,
) -> list[str]:
    """The newest of those under way, or of those ended. Each side of the Actor is read along an index of its own."""
    if ended:
        lists = [_ended(side, actor, item_id) for side in _sides(actor)]
    else:
        lists = [_by_date().where(side == actor.party_id, _shipment.ended_at.is_(None)) for side in _sides(actor)]
        if item_id is not None:
            lists = [one.where(_has(item_id)) for one in lists]
    query = newest([one.where(*conditions) for one in lists], limit)
    return list(await uow.conn.scalars(query))


def _ended_with(item_id: str) -> Select[tuple[str]]:
    """Along the lines of the item; of several lines of one shipment the first stands for it."""
    other = shipment_line.alias("other")
    earlier = exists().where(
        other.c.shipment_number == shipment_line.c.shipment_number,
        other.c.item_id == item_id,
        other.c.line_no < shipment_line.c.line_no,
    )
    return (
        select(_shipment.number)
        .select_from(shipment_line.join(shipment, _shipment.number == shipment_line.c.shipment_number))
        .where(shipment_line.c.item_id == item_id, ~earlier)
        .order_by(shipment_line.c.created_at.desc(), _shipment.number.desc())
    )
