"""Finding shipments: those under way first, then the latest.

Each side sees its own: the buyer what it receives and sends, the supplier what it sends, the carrier what it carries,
the dealer what it receives.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, bindparam, exists, or_, select

from procurement.actor import Actor
from procurement.entities import ShipmentView
from procurement.newest import newest
from procurement.order_number import normal
from procurement.schema import shipment, shipment_line
from procurement.shipment_views import views
from procurement.store import UnitOfWork

LIMIT = 10
MOST = 200

KEPT = 256  # statements; building one takes longer than running it

_shipment = shipment.c
_OF_ORDER = select(shipment_line.c.shipment_number).where(shipment_line.c.order_number == bindparam("order"))


def _numbered(name: str) -> ColumnElement[bool]:
    """Either of the two numbers is the parameter ``name``."""
    return or_(_shipment.number == bindparam(name), _shipment.tracking_no == bindparam(name))


_BY: dict[str, ColumnElement[bool]] = {
    "shipment": _numbered("shipment"),
    "tracking_number": _numbered("tracking_number"),
    "order": _shipment.number.in_(_OF_ORDER),
}


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
    limit = min(limit, MOST)
    named = {
        "shipment": None if shipment is None else normal(shipment).replace(" ", ""),
        "tracking_number": None if tracking_number is None else normal(tracking_number).replace(" ", ""),
        "order": None if order is None else normal(order),
    }
    values = {name: value for name, value in named.items() if value is not None}
    if values:
        query = _named(actor, item_id, supplier_id, tuple(values))
        return await views(uow, actor, list(await uow.conn.scalars(query, values | {"most": limit})))
    numbers: list[str] = list(await uow.conn.scalars(_under_way(actor, item_id, supplier_id, limit)))
    if len(numbers) < limit:
        numbers.extend(await uow.conn.scalars(_ended(actor, item_id, supplier_id, limit - len(numbers))))
    return await views(uow, actor, numbers)


def sides(actor: Actor) -> tuple[Column[str], ...]:
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
    return or_(*(side == actor.party_id for side in sides(actor)))


@lru_cache(maxsize=KEPT)
def _named(actor: Actor, item_id: str | None, supplier_id: str | None, by: tuple[str, ...]) -> Select[Any]:
    """``by`` a number or an order (keys of _BY), which leave few."""
    query = select(_shipment.number).where(_mine(actor), *(_BY[name] for name in by)).limit(bindparam("most"))
    if item_id:
        query = query.where(_has(item_id))
    if supplier_id:
        query = query.where(_shipment.shipper_id == supplier_id)
    return query.order_by(_shipment.ended_at.is_not(None), _shipment.created_at.desc(), _shipment.number.desc())


@lru_cache(maxsize=KEPT)
def _under_way(actor: Actor, item_id: str | None, supplier_id: str | None, limit: int) -> Select[tuple[str]]:
    """From lists newest first: one for each side, read along an index of those under way."""
    lists = [_by_date().where(side == actor.party_id, _shipment.ended_at.is_(None)) for side in sides(actor)]
    # Concatenated, a column cannot be looked up in an index of its own: the few under way are to be read instead.
    if supplier_id:
        lists = [one.where(_shipment.shipper_id.concat("") == supplier_id) for one in lists]
    return newest([one.where(_has(item_id)) for one in lists] if item_id else lists, limit)


@lru_cache(maxsize=KEPT)
def _ended(actor: Actor, item_id: str | None, supplier_id: str | None, limit: int) -> Select[tuple[str]]:
    """From lists newest first: one for each side, or the one along the lines of the item."""
    if item_id:
        lists = [_by_item(item_id).where(_mine(actor))]
    else:
        lists = [_by_date().where(side == actor.party_id) for side in sides(actor)]
    if supplier_id:
        lists = [one.where(_shipment.shipper_id == supplier_id) for one in lists]
    return newest([one.where(_shipment.ended_at.is_not(None)) for one in lists], limit)


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
