"""One turn at work: what its steps read and what they leave. Lives in memory only; the records are what lasts."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from agent.aloud import Aloud
from agent.events import AgentEvent, TextDelta, TextRestarted, ToolCalled, ToolReturned
from agent.grammar.consent import Consent
from agent.model import ToolCallRequest
from agent.scene import Scene
from procurement.actor import Actor, Language
from procurement.conversations import TurnRecord
from procurement.entities import Draft, WrittenRecord
from procurement.store import Store
from procurement.voice_turns import VoiceTurn

T = TypeVar("T")


def call_key(turn: TurnRecord, number: int) -> str:
    return f"{turn.id}:{number}"


def message_id(call_key: str) -> str:
    """The id of a call in messages: letters, digits, - and _, at most 40 of them, as every API takes them."""
    return call_key.replace(":", "-")


def call_of(proposal_key: str) -> str:
    """The id in messages of the call that made a draft (one call can make several)."""
    return message_id(":".join(proposal_key.split(":")[:2]))


@dataclass(frozen=True, slots=True)
class CallResult:
    """A finished call: the JSON that the model, the page and the CLI see."""

    call_id: str
    name: str
    arguments: dict[str, Any]
    result: dict[str, Any]


@dataclass(slots=True)
class Work:
    """``drafts`` are the latest of the conversation when the turn began, ``context`` gives the system prompt and the
    repaired messages of earlier turns, ``messages`` are those of this turn, the person's first; ``begun`` is what an
    earlier run of the turn had begun to decide; ``aloud`` the spoken side of the reply to words on a call, and
    ``spoken_before`` the voice turns before this one; ``revived`` drafts are cancelled: none of them is replaced."""

    store: Store
    turn: TurnRecord
    actor: Actor
    scene: Scene
    language: Language
    drafts: Sequence[Draft]
    context: Callable[[], Sequence[dict[str, Any]]]
    emit: Callable[[AgentEvent], None]
    begun: Consent | None = None
    aloud: Aloud | None = None
    spoken_before: Sequence[VoiceTurn] = ()
    revived: Collection[str] = ()
    messages: list[dict[str, Any]] = field(default_factory=list)
    results: list[CallResult] = field(default_factory=list)
    records: list[WrittenRecord] = field(default_factory=list)
    pending: tuple[ToolCallRequest, ...] = ()
    calls_made: int = 0
    text: str = ""
    answered_by: str = ""
    _writes: set[asyncio.Task[Any]] = field(default_factory=set)

    def say(self, text: str, spoken: str = "") -> None:
        """Add to the reply; ``spoken`` is how a voice says it. What has no words for a voice of its own is held until
        ``aloud`` is told to release it."""
        if text:
            self.text += text
            self.emit(TextDelta(text))
            if self.aloud is not None and not spoken:
                self.aloud.hold(text)
        if self.aloud is not None and spoken:
            self.aloud.speak(spoken)

    def unsay(self) -> None:
        """Take back what this turn has said so far: it was not the reply. What a voice has said stays said."""
        if self.aloud is not None:
            self.aloud.drop()
        if self.text:
            self.text = ""
            self.emit(TextRestarted())

    def next_call_key(self) -> str:
        """Names a call for good; the same turn run again counts the same."""
        self.calls_made += 1
        return call_key(self.turn, self.calls_made)

    def called(self, call_id: str, name: str, arguments: dict[str, Any]) -> None:
        self.emit(ToolCalled(call_id, name, arguments))

    def returned(self, result: CallResult) -> None:
        self.results.append(result)
        self.messages.append(
            {"role": "tool", "tool_call_id": result.call_id, "content": json.dumps(result.result, ensure_ascii=False)}
        )
        self.emit(ToolReturned(result.call_id, result.name, result.result))

    async def finish(self, write: Awaitable[T]) -> T:
        """Run a write to its end even when the turn is cancelled meanwhile."""
        task = asyncio.ensure_future(write)
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return await asyncio.shield(task)

    async def settle_writes(self) -> None:
        """Wait for writes that a cancelled turn left running."""
        while self._writes:
            await asyncio.wait(set(self._writes))
