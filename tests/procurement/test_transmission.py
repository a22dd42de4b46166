"""An issued order gets into its supplier's mailbox, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from procurement import schema, transmission
from procurement.clock import FixedClock
from procurement.errors import Corrupt
from procurement.outbox import InProcessBus, Relay, emit
from procurement.store import Store
from tests.conftest import NOW

ORDER = schema.purchase_order
NUMBER = "PO-2026-00121"


@pytest.fixture
async def relay(store: Store) -> Relay:
    """One untransmitted order, and a relay with the mailbox behind it."""
    async with store.begin() as uow:
        await uow.conn.execute(update(ORDER).where(ORDER.c.number == NUMBER).values(transmitted_at=None))
        await uow.commit()
    bus = InProcessBus(store)
    transmission.subscribe(bus)
    return Relay(store, bus)


async def tell(store: Store, type: str, number: str = NUMBER) -> None:
    async with store.begin() as uow:
        await emit(uow, aggregate=number, type=type, data={"order_number": number})
        await uow.commit()


async def transmitted(store: Store) -> object:
    async with store.read() as uow:
        return await uow.conn.scalar(select(ORDER.c.transmitted_at).where(ORDER.c.number == NUMBER))


async def test_an_issued_order_is_transmitted_once(store: Store, relay: Relay, clock: FixedClock) -> None:
    await tell(store, "order.issued")
    assert await transmitted(store) is None
    await relay.run_once()
    assert await transmitted(store) == NOW
    clock.instant += timedelta(hours=1)
    async with store.begin() as uow:
        await uow.conn.execute(update(schema.outbox).values(published_at=None))
        await uow.commit()
    assert await relay.run_once() == 1
    assert await transmitted(store) == NOW


async def test_other_events_do_not_concern_it(store: Store, relay: Relay) -> None:
    await tell(store, "order.cancel_requested")
    assert await relay.run_once() == 1
    assert await transmitted(store) is None


async def test_an_order_that_is_not_there_is_an_alarm(store: Store, relay: Relay) -> None:
    await tell(store, "order.issued", "PO-2026-99999")
    with pytest.raises(ExceptionGroup) as failed:
        await relay.run_once()
    assert isinstance(failed.value.exceptions[0], Corrupt)
