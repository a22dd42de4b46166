"""A line whose caller does what a scenario says, act by act, and reacts to what is asked.

Words, sounds and silence are played when their turn comes; the button is pressed in between two frames. What comes next
is looked at when nobody has said anything for a moment: by then the answer is over.
"""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evals.audio.callers import Samples
from evals.bench.callbook import Step
from evals.bench.rehearsal import ScriptedLine, Take
from evals.scenarios.scenario import Act
from voice.ports import FRAME_SAMPLES
from voice.transports.line import QUIET, Cue


@dataclass(frozen=True, slots=True)
class Planned:
    """``number``: of the scenario's step, from 1."""

    number: int
    cause: Literal["step", "reaction"]
    act: Act
    sound: Step


Reacting = Callable[[], Awaitable[Planned | None]]
"""What the caller does about the last reply before going on with the steps; None: nothing."""
Beginning = Callable[[Planned], Awaitable[None]]
"""Something is to be done when an act begins, besides its sound."""


class ActedLine(ScriptedLine):
    """``noise``: under everything the microphone takes up; goes round. ``clean``: the caller without it."""

    def __init__(
        self,
        plan: Sequence[Planned],
        *,
        limit: float,
        echo_db: float | None,
        noise: Samples | None,
        reacts: Reacting,
        begins: Beginning,
    ) -> None:
        super().__init__([], limit, echo_db)
        self.begun: list[Planned] = []
        self._plan = deque(plan)
        self._noise = noise
        self._reacts, self._begins = reacts, begins
        self._clean: list[Samples] = []
        self._cue_next()

    async def frames(self) -> AsyncIterator[bytes]:
        async for frame in super().frames():
            yield frame
            if self._quiet == QUIET - 1:
                await self._look()
            await self._go_on()

    async def _look(self) -> None:
        """Silence after an answer: a reaction to it comes before the next step."""
        reaction = await self._reacts()
        if reaction is not None:
            self._plan.appendleft(reaction)
            self._cue_next()

    async def _go_on(self) -> None:
        """The act that was due has begun."""
        while len(self.said_at) > len(self.begun):
            planned = self._plan.popleft()
            self.begun.append(planned)
            await self._begins(planned)
            self._cue_next()

    def _cue_next(self) -> None:
        self._cues = [Cue(one.sound.pcm.tobytes(), into=one.act.into) for one in list(self._plan)[:1]]

    def _listen(self, caller: Samples, loudspeaker: Samples, number: int) -> Samples:
        self._clean.append(caller)
        heard = super()._listen(caller, loudspeaker, number)
        if self._noise is None:
            return heard
        around = np.take(self._noise, range(number * FRAME_SAMPLES, (number + 1) * FRAME_SAMPLES), mode="wrap")
        return np.asarray(np.clip(heard.astype(np.int32) + around, -32768, 32767), np.int16)

    def take(self, turns: Sequence[dict[str, object]]) -> Take:
        """What was taken down, the caller's channel without noise and echo: times are read from it."""
        agent = np.frombuffer(self.channels()[1], "<i2")
        return Take(
            steps=tuple(planned.sound for planned in self.begun),
            starts=tuple(self.said_at),
            caller=np.concatenate(self._clean),
            agent=agent,
            undimmed=np.concatenate(self.undimmed),
            playing=tuple(self.playing),
            turns=tuple(turns),
        )
