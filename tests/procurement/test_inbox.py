"""The inbox: a message is claimed once a channel, and only for good with the commit of its effect."""

from procurement.inbox import receive
from procurement.store import Store


async def claimed(store: Store, channel: str, message: str, *, commit: bool = True) -> bool:
    async with store.begin() as uow:
        first = await receive(uow, channel, message)
        if commit:
            await uow.commit()
    return first


async def test_a_message_is_claimed_once(store: Store) -> None:
    assert await claimed(store, "mailbox", "m1")
    assert not await claimed(store, "mailbox", "m1")


async def test_channels_are_apart(store: Store) -> None:
    assert await claimed(store, "mailbox", "m1")
    assert await claimed(store, "im", "m1")
    assert await claimed(store, "mailbox", "m2")


async def test_twice_in_one_transaction(store: Store) -> None:
    async with store.begin() as uow:
        assert await receive(uow, "mailbox", "m1")
        assert not await receive(uow, "mailbox", "m1")


async def test_a_claim_without_a_commit_is_free_again(store: Store) -> None:
    assert await claimed(store, "mailbox", "m1", commit=False)
    assert await claimed(store, "mailbox", "m1")
