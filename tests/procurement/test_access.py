"""Actors by handle, contact and key."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from procurement import access, schema
from procurement.actor import Actor
from procurement.clock import FixedClock
from procurement.errors import InvalidInput, NotAllowed, NotFound
from procurement.store import Store
from tests.conftest import NOW
from tests.otherco import Stranger


async def issued(store: Store, handle: str, label: str = "phone") -> str:
    async with store.begin() as uow:
        key = await access.issue_key(uow, handle, label)
        await uow.commit()
    return key


async def test_an_actor_has_the_authority_of_the_contact(buyer: Actor, manager: Actor, quality: Actor) -> None:
    assert buyer.order_limit == Decimal(50_000)
    assert not buyer.may_approve
    assert buyer.default_warehouse_id == "suzhou-1"
    assert manager.may_approve
    assert quality.order_limit is None
    assert not quality.may_approve


async def test_a_supplier_has_neither(wu_jun: Actor) -> None:
    assert (wu_jun.party_kind, wu_jun.role) == ("supplier", "supplier")
    assert (wu_jun.name("zh"), wu_jun.name("en")) == ("吴军", "Wu Jun")
    assert wu_jun.order_limit is None
    assert not wu_jun.may_approve


async def test_by_contact(store: Store, buyer: Actor) -> None:
    async with store.read() as uow:
        assert await access.actor_by_contact(uow, buyer.contact_id) == buyer
        with pytest.raises(NotFound):
            await access.actor_by_contact(uow, "nobody")
        with pytest.raises(NotFound):
            await access.actor_by_handle(uow, "nobody")


async def test_handles_are_listed_in_order(store: Store, stranger: Stranger) -> None:
    async with store.read() as uow:
        handles = [actor.handle for actor in await access.list_handles(uow)]
    assert handles == sorted(handles)
    assert {"buyer", "manager", "qinghe-dairy", "stranger"} <= set(handles)
    assert len(handles) == 15


async def test_a_key_stands_for_its_person(store: Store, buyer: Actor) -> None:
    key = await issued(store, "buyer")
    assert key.startswith("sl_")
    async with store.read() as uow:
        assert await access.actor_by_key(uow, key) == buyer
        stored = (await uow.conn.scalars(select(schema.api_key.c.digest))).all()
    assert key not in stored


@pytest.mark.parametrize("key", ["", "sl_", "sl_wrong", "钥匙", "\ud800"])
async def test_a_wrong_key_stands_for_nobody(store: Store, key: str) -> None:
    await issued(store, "buyer")
    async with store.read() as uow:
        with pytest.raises(NotAllowed) as refused:
            await access.actor_by_key(uow, key)
    assert refused.value.remedy


async def test_a_revoked_key_stands_for_nobody(store: Store) -> None:
    key, other = await issued(store, "buyer"), await issued(store, "buyer", "laptop")
    async with store.begin() as uow:
        assert await access.revoke_key(uow, "buyer", "phone") == 1
        with pytest.raises(NotFound):
            await access.revoke_key(uow, "buyer", "phone")
        with pytest.raises(NotFound):
            await access.revoke_key(uow, "manager", "laptop")
        await uow.commit()
    async with store.read() as uow:
        with pytest.raises(NotAllowed):
            await access.actor_by_key(uow, key)
        assert (await access.actor_by_key(uow, other)).handle == "buyer"


async def test_revoking_the_last_key_does_not_open_the_door(store: Store) -> None:
    async with store.read() as uow:
        assert not await access.has_keys(uow)
    await issued(store, "buyer")
    async with store.begin() as uow:
        await access.revoke_key(uow, "buyer", "phone")
        await uow.commit()
    async with store.read() as uow:
        assert await access.has_keys(uow)


async def test_keys_are_listed_without_the_key(store: Store, clock: FixedClock) -> None:
    key = await issued(store, "buyer")
    async with store.read() as uow:
        (listed,) = await access.list_keys(uow)
    assert listed == access.ApiKey("buyer", "phone", NOW, None)
    assert key not in repr(listed)
    async with store.begin() as uow:
        await access.revoke_key(uow, "buyer", "phone")
        await uow.commit()
    async with store.read() as uow:
        assert await access.list_keys(uow) == [replace(listed, revoked_at=NOW)]


async def test_a_key_needs_a_person_and_a_label(store: Store) -> None:
    async with store.begin() as uow:
        with pytest.raises(InvalidInput):
            await access.issue_key(uow, "buyer", "  ")
        with pytest.raises(NotFound):
            await access.issue_key(uow, "nobody", "phone")
