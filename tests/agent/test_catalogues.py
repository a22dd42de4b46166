"""Catalogues are kept for a while, and the same for as long as nothing changed."""

from sqlalchemy import update

from agent.catalogues import Catalogues
from procurement import schema
from procurement.actor import Actor
from procurement.store import Store


async def test_a_catalogue_stays_the_same_object_until_a_name_changes(store: Store, buyer: Actor) -> None:
    now = 0.0
    catalogues = Catalogues(lifetime=5.0, now=lambda: now)
    async with store.read() as uow:
        first = await catalogues.of(uow, buyer)
        now = 6.0
        assert await catalogues.of(uow, buyer) is first
    async with store.begin() as uow:
        await uow.conn.execute(update(schema.item).values(part_no="6299").where(schema.item.c.part_no == "6204"))
        await uow.commit()
    async with store.read() as uow:
        assert await catalogues.of(uow, buyer) is first
        now = 12.0
        assert "6299" in (await catalogues.of(uow, buyer)).items_by_part


async def test_people_do_not_share_one(store: Store, buyer: Actor, wu_jun: Actor) -> None:
    catalogues = Catalogues()
    async with store.read() as uow:
        assert await catalogues.of(uow, buyer) is not await catalogues.of(uow, wu_jun)
