"""A Run: one turn while it happens, and its replay afterwards. Front ends read events; none of them stops the work."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from agent.events import AgentEvent, TurnFailed, TurnFinished


class Run:
    """The events of one turn. They are kept as long as the Run, so that any reader can start at any of them."""

    def __init__(self, conversation_id: str, turn_id: str) -> None:
        self.conversation_id = conversation_id
        self.turn_id = turn_id
        self.cancelled = False
        self._events: list[AgentEvent] = []
        self._changed = asyncio.Event()
        self._task: asyncio.Task[Any] | None = None

    @property
    def ended(self) -> bool:
        return bool(self._events) and isinstance(self._events[-1], TurnFinished | TurnFailed)

    def emit(self, event: AgentEvent) -> None:
        self._events.append(event)
        self._changed.set()
        self._changed = asyncio.Event()

    def emitted(self) -> list[AgentEvent]:
        return list(self._events)

    async def events(self, after: int = 0) -> AsyncIterator[tuple[int, AgentEvent]]:
        """(index, event) from index ``after`` + 1 on, until the turn is over. Indexes start at 1."""
        position = after
        while True:
            while position < len(self._events):
                position += 1
                yield position, self._events[position - 1]
            if self.ended:
                return
            await self._changed.wait()

    async def result(self) -> TurnFinished | TurnFailed:
        while not self.ended:
            await self._changed.wait()
        last = self._events[-1]
        assert isinstance(last, TurnFinished | TurnFailed)
        return last

    def attach(self, task: asyncio.Task[Any] | None) -> None:
        """The task that works on the turn now; a run that was cancelled while it waited is cancelled at once."""
        self._task = task
        if self.cancelled:
            self._stop()

    def cancel(self) -> None:
        """Stop talking. A write that is under way finishes and is reported by the turn's end."""
        self.cancelled = True
        self._stop()

    def _stop(self) -> None:
        """Behind the task's first step: one that is cancelled before it has begun does nothing at all, not even end the
        turn."""
        if self._task is not None:
            asyncio.get_running_loop().call_soon(self._task.cancel)
