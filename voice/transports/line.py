"""A line inside the process: a recorded caller at one end, a Call at the other, both channels kept sample for sample.

Runs in the loop's time, real or virtual. The caller says each cue when the agent has finished, or at a given second.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice.ports import FRAME_BYTES, FRAME_MS, FRAME_SAMPLES, RATE

Samples = NDArray[np.int16]
QUIET = 35  # frames in which nobody says anything before the next cue: 0.7 s
SILENCE = np.zeros(FRAME_SAMPLES, np.int16)


@dataclass(frozen=True, slots=True)
class Cue:
    """``pcm``: RATE mono PCM16. ``at``: seconds since the call began; ``into``: seconds since the answer to the cue
    before began to be heard. None for both, or an answer shorter than ``into``: when the agent has finished."""

    pcm: bytes
    at: float | None = None
    into: float | None = None


class Line:
    """Hangs up when every cue was said and answered, or after ``limit`` seconds. ``surroundings`` changes what the
    caller's microphone takes up: (caller's frame, what the loudspeaker plays, frame number) -> frame."""

    def __init__(
        self,
        cues: Sequence[Cue],
        *,
        limit: float = 300.0,
        surroundings: Callable[[Samples, Samples, int], Samples] | None = None,
    ) -> None:
        self.told: list[dict[str, Any]] = []
        self.said_at: list[int] = []  # the sample at which each cue said so far began
        self._cues = list(cues)
        self._limit = limit
        self._surroundings = surroundings
        self._speaking: Samples = np.zeros(0, np.int16)  # what is left of the present cue
        self._buffer = bytearray()  # sent by the agent, not played
        self._played = 0
        self._gain = 1.0
        self._states = ("quiet", "idle")
        self._quiet = 0
        self._answering = -1  # frames since the answer began to be heard; -1: it has not
        self._closed = False
        self._caller: list[Samples] = []
        self._agent: list[Samples] = []

    # --- the caller's end ---------------------------------------------------------------------------------------

    async def frames(self) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        start, number = loop.time(), 0
        while not self._closed and number * FRAME_MS < self._limit * 1000:
            await asyncio.sleep(max(0.0, start + number * FRAME_MS / 1000 - loop.time()))
            played = self._play()
            said = self._say(number)
            if self._surroundings is not None:
                said = self._surroundings(said, played, number)
            self._caller.append(said)
            self._agent.append(played)
            yield said.tobytes()
            number += 1
            if self._over():
                return

    def _play(self) -> Samples:
        """The next 20 ms of the agent, silence where it sent none."""
        pcm = bytes(self._buffer[:FRAME_BYTES])
        del self._buffer[:FRAME_BYTES]
        self._played += len(pcm) // 2
        heard = np.frombuffer(pcm.ljust(FRAME_BYTES, b"\0"), np.int16)
        return (heard * self._gain).astype(np.int16) if self._gain != 1.0 else heard

    def _say(self, number: int) -> Samples:
        resting = self._states == ("quiet", "idle") and not self._buffer and not len(self._speaking)
        self._quiet = self._quiet + 1 if resting else 0
        self._answering += self._answering >= 0
        if self._cues and not len(self._speaking) and self._due(self._cues[0], number):
            self._speaking = np.frombuffer(self._cues.pop(0).pcm, np.int16)
            self.said_at.append(number * FRAME_SAMPLES)
            self._quiet, self._answering = 0, -1
        frame, self._speaking = self._speaking[:FRAME_SAMPLES], self._speaking[FRAME_SAMPLES:]
        return frame if len(frame) == FRAME_SAMPLES else np.concatenate([frame, SILENCE[len(frame) :]])

    def _due(self, cue: Cue, number: int) -> bool:
        if cue.at is not None:
            return number * FRAME_MS >= cue.at * 1000
        into = cue.into is not None and self._answering * FRAME_MS >= cue.into * 1000
        return into or self._quiet >= QUIET

    def _over(self) -> bool:
        return not self._cues and not len(self._speaking) and self._quiet >= QUIET * 2

    # --- the agent's end ----------------------------------------------------------------------------------------

    async def send(self, pcm: bytes) -> None:
        self._buffer += pcm

    def played(self) -> int:
        return self._played

    async def flush(self) -> int:
        self._buffer.clear()
        return self._played

    async def duck(self, gain: float) -> None:
        self._gain = gain

    async def tell(self, event: dict[str, Any]) -> None:
        self.told.append(event)
        if event["event"] == "state":
            self._states = (event["caller"], event["agent"])
        elif event["event"] == "saying":
            self._answering = 0

    async def close(self) -> None:
        self._closed = True

    # --- afterwards ---------------------------------------------------------------------------------------------

    def channels(self) -> tuple[bytes, bytes]:
        """What the caller said and what the agent was heard to say, PCM16 at RATE, equally long."""
        return b"".join(map(np.ndarray.tobytes, self._caller)), b"".join(map(np.ndarray.tobytes, self._agent))

    def stereo(self) -> bytes:
        """Both channels, interleaved: the caller left, the agent right."""
        left, right = (np.frombuffer(pcm, "<i2") for pcm in self.channels())
        return np.column_stack([left, right]).tobytes()

    @property
    def seconds(self) -> float:
        return len(self._caller) * FRAME_SAMPLES / RATE
