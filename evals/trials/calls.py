"""One trial by voice: the scenario's person on a call, with the real speech models, in virtual time.

Nothing but the way in differs from a trial by text. ``Record.audio`` holds the figures of the recording
(``call_figures.py``), which lies in the trial's folder as ``recording.wav``: the caller left, the agent right.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from agent.model import Model
from agent.speech_text import speakable
from evals.bench.rehearsal import Take
from evals.scenarios.scenario import Scenario, Variant
from evals.subjects.subject import Factory
from evals.trials.acted_line import ActedLine, Planned
from evals.trials.booth import Booth, Spent, at_work
from evals.trials.call_figures import call_figures
from evals.trials.caller_sound import CallerSound
from evals.trials.person import Person
from evals.trials.record import Measured, Mode, Record, TurnRecord
from evals.trials.trial import run_trial
from evals.trials.world import World
from voice.call import Call
from voice.ports import RATE
from voice.wav import write_wav

RECORDING = "recording.wav"
LIMIT = 90.0  # seconds of a call; then the caller hangs up
OUTCOME = ("language", "tool_calls", "drafts", "records", "error")


async def run_call(
    scenario: Scenario,
    variant: Variant,
    trial: int,
    *,
    booth: Booth,
    subject: Factory,
    agent_name: str,
    models: Sequence[Model] = (),
    mode: Mode = "offline",
    folder: Path,
    template: Path,
    digest: str,
) -> tuple[Record, Measured]:
    """As ``run_trial``; ``booth`` serves all calls of a run, one at a time."""

    def caller(world: World, variant: Variant, seed: int) -> Caller:
        sounding = CallerSound(booth.studio, scenario.audio, variant, str(seed))
        return Caller(world, variant, seed, booth=booth, sounding=sounding, recording=folder / RECORDING)

    return await booth.run(
        run_trial(
            scenario,
            variant,
            trial,
            subject=subject,
            agent_name=agent_name,
            models=models,
            mode=mode,
            folder=folder,
            template=template,
            digest=digest,
            person=caller,
        )
    )


@dataclass(slots=True, kw_only=True)
class Caller(Person):
    """The scripted person, on the telephone. ``audio``: the figures of the recording; ``times``: what was measured on
    the way."""

    booth: Booth
    sounding: CallerSound
    recording: Path
    _line: ActedLine = field(init=False)
    _call: Call = field(init=False)
    _left: list[int] = field(init=False)  # how often each reaction may still happen
    _beside: list[tuple[float, TurnRecord]] = field(default_factory=list, init=False)  # (second, what a button did)
    _seen: int = field(default=0, init=False)  # turns of the call that were looked at

    async def play(self) -> None:
        scenario, spent = self.world.scenario, Spent()
        self._left = [reaction.times for reaction in scenario.reactions]
        acts = [(number, act) for number, step in enumerate(scenario.steps, start=1) for act in step.acts]
        self._line = ActedLine(
            [Planned(number, "step", act, self.sounding.step(act)) for number, act in acts],
            limit=LIMIT,
            echo_db=scenario.audio.echo_db,
            noise=self.sounding.noise(),
            reacts=self._reacts,
            begins=self._begins,
        )
        actor = await self.world.actor()
        talk = (await self.world.conversation(actor, actor.handle)).talk()
        await at_work(talk.listen())
        self._call = self.booth.call(self._line, talk, spent)
        call_log = await self._call.run()
        turns = [await at_work(turn.as_dict()) for turn in call_log.turns]
        await at_work(self.world.publish())
        write_wav(self.recording, *self._line.channels())
        take = self._line.take(turns)
        self._take_down(take, turns)
        self.audio = await at_work(call_figures(take, self.booth.fillers, self.booth.listen))
        timelines = [turn["timeline_ms"] for turn in turns]
        self.times = {"seconds": round(take.seconds, 2), "timelines_ms": timelines, **asdict(spent)}

    # --- while it goes on -------------------------------------------------------------------------------------------

    async def _reacts(self) -> Planned | None:
        """To the last reply, once; what follows from it is published."""
        call_log, last = self._call.log, self._line.begun[-1:]
        if not last or len(call_log.turns) == self._seen:
            return None
        self._seen = len(call_log.turns)
        turn = await at_work(call_log.turns[-1].as_dict())
        await at_work(self.world.publish())
        self.turns.append(self._record(last[0], turn))
        at = self._reaction(self._left)
        if at is None:
            return None
        self._left[at] -= 1
        act = self.world.scenario.reactions[at].does
        return Planned(last[0].number, "reaction", act, self.sounding.step(act))

    async def _begins(self, planned: Planned) -> None:
        """A press of the button is told on the call, as by the page beside it; time passes while nobody speaks."""
        if planned.act.decide is None and planned.act.wait is None:
            return
        known = len(self.turns)
        await at_work(self._do((planned.act,), planned.number, planned.cause))
        for turn in self.turns[known:]:
            self._beside.append((self._line.seconds, turn))
            language = turn.language or self.sounding.language
            self._call.announce(speakable(turn.reply, language), language)

    # --- afterwards -------------------------------------------------------------------------------------------------

    def _take_down(self, take: Take, turns: Sequence[dict[str, Any]]) -> None:
        """In the order of the call: what was said and answered, what a button did, and what nothing came of."""
        found = [(at, turn, 0.0) for at, turn in self._beside]
        starts = [start / RATE for start in take.starts]
        answered = set()
        for turn in turns:
            times = turn["timeline_ms"]
            spoke = times["speech_end"] / 1000
            number = max((n for n, start in enumerate(starts) if start <= spoke), default=0)
            answered.add(number)
            waited = (times["first_sound"] or times["endpoint"]) - times["speech_end"]
            found.append((spoke, self._record(self._line.begun[number], turn), float(waited)))
        for number, (start, planned) in enumerate(zip(starts, self._line.begun, strict=True)):
            if number not in answered and (planned.act.say is not None or planned.act.sound is not None):
                found.append((start, self._record(planned, {}), 0.0))
        found.sort(key=lambda one: one[0])
        self.turns, self.turn_ms = [turn for _, turn, _ in found], [waited for _, _, waited in found]

    def _record(self, planned: Planned, turn: dict[str, Any]) -> TurnRecord:
        """``turn`` as ``voice.call_log.TurnLog.as_dict``; empty where nothing came of it."""
        words = {"sound": planned.act.sound} if planned.act.sound is not None else {"say": planned.sound.said}
        heard = {"raw": turn.get("raw_text", ""), "text": turn.get("text", "")}
        handle = self.world.scenario.actor
        return TurnRecord(
            step=planned.number,
            cause=planned.cause,
            actor=handle,
            conversation=handle,
            input=words | heard,
            reply=turn.get("reply", ""),
            spoken=turn.get("spoken"),
            heard=turn.get("heard"),
            interrupted=turn.get("interrupted", False),
            **{name: turn[name] for name in OUTCOME if name in turn},
        )
