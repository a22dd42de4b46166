"""What a tool call needs in a test: a conversation of the Actor's and everything the Actor may see."""

from procurement.actor import Actor
from procurement.catalogue import load_catalogue
from procurement.conversations import create_conversation
from procurement.store import Store
from tools.spec import ToolContext


async def open_conversation(store: Store, actor: Actor, conversation_id: str = "cnv_test") -> None:
    async with store.begin() as uow:
        await create_conversation(uow, actor, conversation_id, actor.language)
        await uow.commit()


async def context(store: Store, actor: Actor, call_key: str = "t1:1", conversation: str = "cnv_test") -> ToolContext:
    """``call_key`` is turn and ordinal of the call."""
    async with store.read() as uow:
        catalogue = await load_catalogue(uow, actor)
        today = uow.today()
    return ToolContext(
        store=store,
        actor=actor,
        catalogue=catalogue,
        today=today,
        conversation_id=conversation,
        call_key=call_key,
    )
