"""What is under test: anything that opens like the production agent. ``agent.assistant:open_agent`` is the one that
counts; the others of this package are there to be caught."""

from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Protocol, Self

from agent.model import Model
from agent.run import Run
from agent.talking import Talking
from procurement.actor import Actor
from procurement.entities import Decision
from procurement.store import Store

REFERENCE = "agent.assistant:open_agent"


class SubjectConversation(Protocol):
    """As ``agent.conversation.Conversation``."""

    @property
    def id(self) -> str: ...

    async def say(self, text: str, *, key: str | None = None, channel: str = "chat") -> Run: ...

    async def decide(
        self,
        draft_id: str,
        decision: Decision,
        *,
        digest: str | None = None,
        key: str | None = None,
        channel: str = "button",
    ) -> Run: ...

    def talk(self) -> Talking: ...


class Subject(Protocol):
    """As ``agent.assistant.Agent``."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def conversation(self, actor: Actor, conversation_id: str | None = None) -> SubjectConversation: ...


Factory = Callable[[Store, Sequence[Model]], Awaitable[Subject]]
"""``--agent MODULE:FACTORY`` names one."""
