"""The numbers a person may read out: their own, newest first."""

from procurement.actor import Actor
from procurement.recent_numbers import recent_numbers
from procurement.store import Store
from tests.otherco import Stranger


async def test_the_buyers_numbers_newest_first(store: Store, buyer: Actor) -> None:
    async with store.read() as uow:
        numbers = await recent_numbers(uow, buyer)
    assert numbers.orders[0] == "PO-2026-00121"  # issued 30 hours ago
    assert set(numbers.orders) == {f"PO-2026-00{one}" for one in (112, 117, 118, 119, 120, 121, 122)}
    assert "SH10042" in numbers.shipments
    assert "SH10038" in numbers.shipments  # sent by the buyer
    assert "CJ1029384756" in numbers.waybills
    assert set(numbers.lots) == {"L20261101", "P20261105", "P20261106"}


async def test_a_limit_keeps_the_newest(store: Store, buyer: Actor) -> None:
    async with store.read() as uow:
        numbers = await recent_numbers(uow, buyer, limit=1)
    assert numbers.orders == ("PO-2026-00121",)
    assert len(numbers.shipments) == len(numbers.waybills) == len(numbers.lots) == 1


async def test_a_supplier_has_its_own_and_no_lots(store: Store, wu_jun: Actor) -> None:
    async with store.read() as uow:
        numbers = await recent_numbers(uow, wu_jun)
    assert numbers.orders == ("PO-2026-00119",)
    assert numbers.lots == ()


async def test_nobody_elses(store: Store, stranger: Stranger) -> None:
    async with store.read() as uow:
        numbers = await recent_numbers(uow, stranger.actor)
    assert numbers.orders == (stranger.order_number,)
    assert numbers.lots == (stranger.lot_no,)
