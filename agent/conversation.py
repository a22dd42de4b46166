"""A Conversation: one thread with one person, whatever front end the words come through."""

import secrets
from typing import TYPE_CHECKING, Any

from agent.intake import clean_identifier, clean_text
from agent.run import Run
from agent.talking import Talking
from procurement import conversations
from procurement.actor import Actor
from procurement.conversations import ConversationRecord, TurnRecord
from procurement.entities import Decision
from procurement.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from agent.assistant import Agent


class Conversation:
    """Made by ``Agent.conversation``. Turns are answered in the order they were stored."""

    def __init__(self, agent: "Agent", actor: Actor, record: ConversationRecord) -> None:
        self.agent = agent
        self.actor = actor
        self.id = record.id
        self.record = record

    async def say(self, text: str, *, key: str | None = None, channel: str = "chat") -> Run:
        """Send a message. Raises InvalidInput for text that cannot be taken, Conflict for a key used otherwise."""
        self._require_own()
        return await self.submit({"text": clean_text(text)}, key=key, channel=channel)

    def talk(self) -> Talking:
        """This conversation for a Call. Raises NotFound for somebody else's."""
        self._require_own()
        return Talking(self)

    async def decide(
        self,
        draft_id: str,
        decision: Decision,
        *,
        digest: str | None = None,
        key: str | None = None,
        channel: str = "button",
    ) -> Run:
        """Decide a draft of this conversation; ``digest`` binds the decision to exactly what was shown."""
        if decision not in ("yes", "no"):
            raise InvalidInput(
                f"A decision is yes or no, not {decision!r}.", field="decision", remedy="Send yes or no."
            )
        given: dict[str, Any] = {"draft": clean_identifier(draft_id, "draft"), "decision": decision, "digest": digest}
        return await self.submit(given, key=key, channel=channel)

    async def turns(self, limit: int = 100) -> list[TurnRecord]:
        """The latest turns, oldest first."""
        async with self.agent.store.read() as uow:
            return await conversations.turns_of(uow, self.id, limit)

    async def submit(self, given: dict[str, Any], *, channel: str, key: str | None = None) -> Run:
        """Store a turn whose input is ``given`` and start on it. Raises Conflict for a key used otherwise."""
        key = clean_identifier(key, "Idempotency-Key") if key is not None else f"auto-{secrets.token_hex(12)}"
        return await self.agent.submit(self.actor, self.id, key=key, channel=channel, input=given)

    def _require_own(self) -> None:
        """Nobody speaks in another person's conversation, whoever may read it."""
        if self.record.contact_id != self.actor.contact_id:
            raise NotFound(f"No conversation {self.id!r}.", field="conversation", remedy="Start one of your own.")


async def open_conversation(agent: "Agent", actor: Actor, conversation_id: str | None = None) -> Conversation:
    """The Actor's conversation of that id, or a new one. Raises NotFound for somebody else's."""
    if conversation_id is not None:
        clean_identifier(conversation_id, "conversation")
        async with agent.store.read() as uow:
            found = await conversations.find_conversation(uow, actor, conversation_id)
        if found is not None:
            return Conversation(agent, actor, found)
    async with agent.store.begin() as uow:
        record = await conversations.find_conversation(uow, actor, conversation_id) if conversation_id else None
        if record is None:
            record = await conversations.create_conversation(uow, actor, conversation_id, actor.language)
            await uow.commit()
    return Conversation(agent, actor, record)
