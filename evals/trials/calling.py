"""One person on one call: the acts of a scenario, spoken, and everything that was taken down of it."""

from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from agent.speech_text import speakable
from evals.bench.rehearsal import Take
from evals.scenarios.scenario import Act, Scenario
from evals.trials.acted_line import ActedLine, Planned
from evals.trials.booth import Booth, Spent, at_work
from evals.trials.call_figures import call_figures
from evals.trials.caller_sound import CallerSound
from evals.trials.record import TurnRecord
from voice.call import Call
from voice.ports import RATE, Talk
from voice.wav import write_wav

LIMIT = 150.0  # seconds of a call; then the caller hangs up
OUTCOME = ("language", "tool_calls", "drafts", "records", "model", "error")

Press = Callable[[Act], Coroutine[Any, Any, TurnRecord]]
"""Decides the latest draft that waits by its button."""
React = Callable[[TurnRecord], Act | None]
"""What the person does about a reply before going on with the steps."""


@dataclass(frozen=True, slots=True)
class Taken:
    """``audio``: the figures of the recording; ``times``: what was measured on the way."""

    turns: list[TurnRecord]
    audio: dict[str, Any]
    times: dict[str, Any]


@dataclass(slots=True)
class Calling:
    """One call. ``passes``: moves the business clock on."""

    scenario: Scenario
    sounding: CallerSound
    booth: Booth
    press: Press
    react: React
    passes: Callable[[timedelta], None]
    _line: ActedLine = field(init=False)
    _call: Call = field(init=False)
    _pressed: list[tuple[float, TurnRecord]] = field(default_factory=list, init=False)
    _seen: int = field(default=0, init=False)  # turns of the call that were reacted to, or not

    async def take(self, talk: Talk[Any], conversation: str, recording: Path) -> Taken:
        """The whole call, with both channels in ``recording``."""
        spent = Spent()
        acts = [(number, act) for number, step in enumerate(self.scenario.steps, 1) for act in step.acts]
        self._line = ActedLine(
            [Planned(number, "step", act, self.sounding.step(act)) for number, act in acts],
            limit=LIMIT,
            echo_db=self.scenario.audio.echo_db,
            noise=self.sounding.noise(),
            reacts=self._reacts,
            begins=self._begins,
        )
        self._call = self.booth.call(self._line, talk, spent)
        log = await self._call.run()
        turns = [await at_work(turn.as_dict()) for turn in log.turns]
        write_wav(recording, *self._line.channels())
        take = self._line.take(turns)
        audio = await at_work(call_figures(take, self.booth.fillers, self.booth.listen))
        times = {"seconds": round(take.seconds, 2), "turns": [t["timeline_ms"] for t in turns], **asdict(spent)}
        return Taken(self._records(take, turns, conversation), audio, times)

    # --- while it goes on -------------------------------------------------------------------------------------------

    async def _reacts(self) -> Planned | None:
        """To the last reply, once."""
        log = self._call.log
        if len(log.turns) == self._seen:
            return None
        self._seen = len(log.turns)
        turn = await at_work(log.turns[-1].as_dict())
        last = self._line.begun[-1]
        act = self.react(self._record(last, turn, ""))
        return Planned(last.number, "reaction", act, self.sounding.step(act)) if act is not None else None

    async def _begins(self, planned: Planned) -> None:
        """A press of the button is told on the call, as by the page beside it; time passes while nobody speaks."""
        if planned.act.wait is not None:
            self.passes(planned.act.wait)
        if planned.act.decide is None:
            return
        decided = await at_work(self.press(planned.act))
        self._pressed.append((self._line.seconds, decided.model_copy(update={"step": planned.number})))
        language = decided.language or self.sounding.language
        self._call.announce(speakable(decided.reply, language), language)

    # --- afterwards -------------------------------------------------------------------------------------------------

    def _records(self, take: Take, turns: list[dict[str, Any]], conversation: str) -> list[TurnRecord]:
        """In the order of the call: what was said and answered, pressed, and what nothing came of."""
        said: list[tuple[float, TurnRecord]] = list(self._pressed)
        starts = [start / RATE for start in take.starts]
        answered = set()
        for turn in turns:
            at = turn["timeline_ms"]["speech_end"] / 1000
            number = max((n for n, start in enumerate(starts) if start <= at), default=0)
            answered.add(number)
            said.append((at, self._record(self._line.begun[number], turn, conversation)))
        for number, (start, planned) in enumerate(zip(starts, self._line.begun, strict=True)):
            if number not in answered and planned.act.decide is None and planned.act.wait is None:
                said.append((start, self._record(planned, {}, conversation)))
        return [record for _, record in sorted(said, key=lambda one: one[0])]

    def _record(self, planned: Planned, turn: dict[str, Any], conversation: str) -> TurnRecord:
        """``turn`` as ``voice.call_log.TurnLog.as_dict``; empty where nothing came of it."""
        words = {"sound": planned.act.sound} if planned.act.sound is not None else {"say": planned.sound.said}
        heard = {"raw": turn.get("raw_text", ""), "text": turn.get("text", "")}
        return TurnRecord(
            step=planned.number,
            cause=planned.cause,
            actor=self.scenario.actor,
            conversation=conversation,
            input=words | heard,
            reply=turn.get("reply", ""),
            spoken=turn.get("spoken"),
            heard=turn.get("heard"),
            interrupted=turn.get("interrupted", False),
            **{name: turn[name] for name in OUTCOME if name in turn},
        )
