"""The numbers a person is likely to read out: the newest orders, shipments, waybills and lots of the Actor's world."""

from dataclasses import dataclass

from sqlalchemy import select

from procurement.actor import Actor
from procurement.newest import newest
from procurement.orders import mine
from procurement.schema import lot, purchase_order, shipment
from procurement.shipments import sides
from procurement.store import UnitOfWork

LIMIT = 200  # of each kind


@dataclass(frozen=True, slots=True)
class RecentNumbers:
    """Newest first."""

    orders: tuple[str, ...] = ()
    shipments: tuple[str, ...] = ()
    waybills: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()


NO_NUMBERS = RecentNumbers()


async def recent_numbers(uow: UnitOfWork, actor: Actor, limit: int = LIMIT) -> RecentNumbers:
    """At most ``limit`` of each kind. Lots are seen by their owner only."""
    orders = (
        select(purchase_order.c.number)
        .where(mine(actor))
        .order_by(purchase_order.c.issued_at.desc(), purchase_order.c.number.desc())
    )
    by_date = select(shipment.c.number, shipment.c.created_at).order_by(
        shipment.c.created_at.desc(), shipment.c.number.desc()
    )
    shipments: list[str] = list(
        await uow.conn.scalars(newest([by_date.where(side == actor.party_id) for side in sides(actor)], limit))
    )
    waybills = select(shipment.c.tracking_no).where(
        shipment.c.number.in_(shipments), shipment.c.tracking_no.is_not(None)
    )
    lots = select(lot.c.lot_no).where(lot.c.party_id == actor.party_id).order_by(lot.c.lot_no.desc())
    return RecentNumbers(
        orders=tuple(await uow.conn.scalars(orders.limit(limit))),
        shipments=tuple(shipments),
        waybills=tuple(await uow.conn.scalars(waybills.order_by(shipment.c.created_at.desc()))),
        lots=tuple(await uow.conn.scalars(lots.limit(limit))),
    )
