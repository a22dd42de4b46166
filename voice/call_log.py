"""What happened in a call, turn by turn, in milliseconds since it began. For people, records and benchmarks."""

import asyncio
from dataclasses import asdict, dataclass, field
from typing import Any

from voice.ports import Hearing, Reply


@dataclass(slots=True)
class Timeline:
    """``speech_end``: last voiced frame of the caller; ``final_text``: the text that counted was there; ``endpoint``:
    the turn was given to the agent; ``first_token``: its first words were there; ``first_sound``: the far end played
    the first of them; ``heard``: the last that was played. None for what did not happen."""

    speech_end: int
    final_text: int
    endpoint: int
    first_token: int | None = None
    first_sound: int | None = None
    heard: int | None = None


@dataclass(slots=True)
class TurnLog:
    """One thing the caller said, and the answer. ``heard``: the words of ``spoken`` that were played; ``filled``: a
    filler was said before the answer; ``continued``: the caller went on before any of the answer was heard."""

    hearing: Hearing
    timeline: Timeline
    spoken: str = ""
    heard: str = ""
    interrupted: bool = False
    filled: bool = False
    continued: bool = False
    reply: Reply | None = None

    def summary(self) -> dict[str, Any]:
        """For the screen beside the call; JSON."""
        return {
            "raw": self.hearing.raw,
            "text": self.hearing.text,
            "spoken": self.spoken,
            "heard": self.heard,
            "interrupted": self.interrupted,
            "timeline_ms": asdict(self.timeline),
        }

    async def as_dict(self) -> dict[str, Any]:
        """JSON; waits for the end of the conversation's turn."""
        outcome = await self.reply.outcome() if self.reply is not None else {}
        return {
            "raw_text": self.hearing.raw,
            "text": self.hearing.text,
            "language": self.hearing.language,
            "state": self.hearing.state,
            "kind": self.hearing.kind,
            **outcome,
            "spoken": self.spoken,
            "heard": self.heard,
            "interrupted": self.interrupted,
            "continued": self.continued,
            "filled": self.filled,
            "timeline_ms": asdict(self.timeline),
        }


@dataclass(slots=True)
class CallLog:
    """``counts``: how often each decision of the turn rules was taken."""

    turns: list[TurnLog] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _start: float = 0.0

    def begin(self) -> None:
        self._start = asyncio.get_running_loop().time()

    def now(self) -> int:
        """Milliseconds since the call began."""
        return round((asyncio.get_running_loop().time() - self._start) * 1000)

    def count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1
