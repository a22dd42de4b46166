"""The ledger: the same key finds the first result; another request under it is refused."""

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from procurement import ledger
from procurement.errors import Conflict
from procurement.store import Store


async def once(store: Store, key: str, digest: str, result: dict[str, object]) -> dict[str, object]:
    async with store.begin() as uow:
        earlier = await ledger.claim(uow, "draft", key, digest)
        if earlier is not None:
            return earlier
        await ledger.record(uow, "draft", key, digest, result)
        await uow.commit()
    return result


async def test_the_first_result_stays(store: Store) -> None:
    assert await once(store, "k", "d", {"order": "PO-1"}) == {"order": "PO-1"}
    assert await once(store, "k", "d", {"order": "PO-2"}) == {"order": "PO-1"}


async def test_of_many_at_once_one_writes(store: Store) -> None:
    results = await asyncio.gather(*(once(store, "k", "d", {"order": number}) for number in range(8)))
    assert len({result["order"] for result in results}) == 1


async def test_another_request_under_the_key_is_refused(store: Store) -> None:
    await once(store, "k", "d", {})
    with pytest.raises(Conflict) as refused:
        await once(store, "k", "other", {})
    assert refused.value.field == "key"


async def test_scopes_are_apart(store: Store) -> None:
    await once(store, "k", "d", {})
    async with store.read() as uow:
        assert await ledger.claim(uow, "turn", "k", "other") is None


async def test_a_claim_without_a_commit_is_free_again(store: Store) -> None:
    async with store.begin() as uow:
        await ledger.record(uow, "draft", "k", "d", {"order": "lost"})
    assert await once(store, "k", "d", {"order": "PO-1"}) == {"order": "PO-1"}


async def test_the_database_refuses_a_second_record(store: Store) -> None:
    async with store.begin() as uow:
        await ledger.record(uow, "draft", "k", "d", {})
        with pytest.raises(IntegrityError):
            await ledger.record(uow, "draft", "k", "d", {})
