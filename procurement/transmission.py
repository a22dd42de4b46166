"""Handing issued orders to the supplier's side. It happens once an order, however often its event is delivered."""

from typing import Final

from sqlalchemy import update

from procurement.errors import Corrupt
from procurement.outbox import Event, InProcessBus
from procurement.schema import purchase_order
from procurement.store import UnitOfWork

CHANNEL: Final = "supplier-mailbox"


def subscribe(bus: InProcessBus) -> None:
    """Have the bus put issued orders into their suppliers' mailboxes."""
    bus.subscribe(CHANNEL, deliver, types=("order.issued",))


async def deliver(uow: UnitOfWork, event: Event) -> None:
    """An issued order is in its supplier's mailbox from ``transmitted_at`` on. Other events do not concern it.

    Raises Corrupt when the event names no order.
    """
    if event.type != "order.issued":
        return
    number = event.data["order_number"]
    order = purchase_order.c
    known = await uow.conn.execute(
        update(purchase_order)
        .where(order.number == number, order.transmitted_at.is_(None))
        .values(transmitted_at=uow.now())
    )
    if known.rowcount != 1:
        raise Corrupt(f"the event {event.id} hands over an order that is not there or was handed over before")
