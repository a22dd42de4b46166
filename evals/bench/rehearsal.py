"""A call played from a script in wall-clock time, and what was taken down of it: both channels, and the records."""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evals.audio.callers import Samples
from evals.bench.callbook import Step
from voice.call_log import CallLog
from voice.ports import FRAME_SAMPLES, RATE
from voice.transports.line import Cue, Line

ECHOES = ((4, 0.9), (6, 0.35), (9, 0.2))  # (frames later, share): a loudspeaker 80 ms away, and two walls
OpenCall = Callable[[Line], Awaitable[CallLog]]
"""Takes a call over this line and comes back when it is over."""


@dataclass(frozen=True, slots=True)
class Take:
    """``agent``: what the caller's loudspeaker played; ``undimmed``: the same as it would have been without ducking;
    ``playing``: for every frame whether agent audio was played, silence within its speech included. ``starts``: when
    each step began, in samples; those never reached are missing. ``turns``: as in ``CallLog``."""

    steps: tuple[Step, ...]
    starts: tuple[int, ...]
    caller: Samples = field(repr=False)
    agent: Samples = field(repr=False)
    undimmed: Samples = field(repr=False)
    playing: tuple[bool, ...] = field(repr=False)
    turns: tuple[dict[str, Any], ...] = field(repr=False)

    @property
    def seconds(self) -> float:
        return len(self.caller) / RATE


class ScriptedLine(Line):
    """A Line that also keeps what the agent's audio would be at full voice. ``echo_db``: how much quieter the caller's
    microphone hears the loudspeaker than the agent is; None: not at all."""

    def __init__(self, steps: Sequence[Step], limit: float, echo_db: float | None = None) -> None:
        cues = [Cue(step.pcm.tobytes(), into=step.into) for step in steps]
        super().__init__(cues, limit=limit, surroundings=self._listen)
        self._sent = bytearray()
        self._so_far = 0
        self._echo = 0.0 if echo_db is None else 10 ** (-echo_db / 20)
        self._loudspeaker: deque[Samples] = deque(maxlen=max(delay for delay, _ in ECHOES) + 1)
        self.undimmed: list[Samples] = []
        self.playing: list[bool] = []

    async def send(self, pcm: bytes) -> None:
        self._sent += pcm
        await super().send(pcm)

    async def flush(self) -> int:
        played = await super().flush()
        del self._sent[2 * played :]
        return played

    def _listen(self, caller: Samples, loudspeaker: Samples, number: int) -> Samples:
        now = self.played()
        frame = np.zeros(FRAME_SAMPLES, np.int16)
        frame[: now - self._so_far] = np.frombuffer(bytes(self._sent[2 * self._so_far : 2 * now]), np.int16)
        self.undimmed.append(frame)
        self.playing.append(now > self._so_far)
        self._so_far = now
        self._loudspeaker.appendleft(loudspeaker)
        return self._with_echo(caller) if self._echo else caller

    def _with_echo(self, caller: Samples) -> Samples:
        total = caller.astype(np.float64)
        for delay, gain in ECHOES:
            if delay < len(self._loudspeaker):
                total += self._loudspeaker[delay] * (gain * self._echo)
        return np.clip(total, -32768, 32767).astype(np.int16)


async def rehearse(
    steps: Sequence[Step], open_call: OpenCall, limit: float = 600.0, echo_db: float | None = None
) -> Take:
    line = ScriptedLine(steps, limit, echo_db)
    log = await open_call(line)
    turns = [await turn.as_dict() for turn in log.turns]
    both = np.frombuffer(line.stereo(), "<i2").reshape(-1, 2)
    return Take(
        steps=tuple(steps),
        starts=tuple(line.said_at),
        caller=both[:, 0].copy(),
        agent=both[:, 1].copy(),
        undimmed=np.concatenate(line.undimmed),
        playing=tuple(line.playing),
        turns=tuple(turns),
    )
