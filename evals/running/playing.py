"""Plays the trials of a run, one at a time or side by side, and keeps each record as soon as it is there."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.model import Model
from evals.running.asked import Asked
from evals.running.budget import Bill, Budget, metered
from evals.running.folder import RunFolder
from evals.scenarios.case import Case
from evals.scenarios.scenario import Channel
from evals.subjects.subject import Factory
from evals.trials.record import Measured, Record
from evals.trials.trial import run_trial, seed_of

LONGEST = {"text": 60.0, "voice": 300.0}  # seconds for one trial

RECORDING = "recording.wav"  # what a call leaves in the trial's folder
Way = Callable[..., Awaitable[tuple[Record, Measured]]]


@asynccontextmanager
async def way_in(channel: Channel) -> AsyncIterator[Way]:
    """How a trial is played on the channel, as ``run_trial``. For calls the speech models are opened, which raises
    InvalidInput when the callers are not installed, and whatever ``open_booth`` says of the models."""
    if channel == "text":
        yield run_trial
        return
    from evals.trials.booth import open_booth
    from evals.trials.calls import run_call

    async with open_booth() as booth:
        yield partial(run_call, booth=booth)


@dataclass(frozen=True, slots=True)
class Player:
    """``template``: the seeded database that every trial gets a copy of. ``way``: of the channel. ``longest``: seconds
    for a trial that waits; one that never lets go of the processor is beyond it."""

    folder: RunFolder
    asked: Asked
    subject: Factory
    models: Sequence[Model]
    budget: Budget
    template: Path
    way: Way
    longest: float

    async def record(self, case: Case, trial: int) -> Record | None:
        """Of the trial, played now unless its record is there already; None when the budget is used up."""
        kept = self.folder.record(case.key(trial))
        if kept is not None and fits(kept, case, self.asked):
            return kept
        if self.budget.used_up:
            return None
        bill, started = self.budget.open_bill(), time.perf_counter()
        try:
            async with asyncio.timeout(self.longest) as limit:
                record, measured = await self._play(case, trial, bill)
        except Exception as error:  # whatever went wrong: this trial has failed, the others go on
            late = isinstance(error, TimeoutError) and limit.expired()
            fault = f"no end after {self.longest:g} s" if late else f"{type(error).__name__}: {error}"
            record = failed(case, trial, self.asked, self.models, fault)
            measured = Measured(key=record.key, seconds=time.perf_counter() - started)
        self.folder.keep(record, self._billed(measured, bill))
        return record

    async def _play(self, case: Case, trial: int, bill: Bill) -> tuple[Record, Measured]:
        with TemporaryDirectory(prefix="trial-") as scratch:
            played = await self.way(
                case.scenario,
                case.variant,
                trial,
                subject=self.subject,
                agent_name=self.asked.agent,
                models=metered(self.models, bill),
                mode=self.asked.mode,
                folder=Path(scratch),
                template=self.template,
                digest=case.digest,
            )
            if (recording := Path(scratch) / RECORDING).exists():
                self.folder.take_recording(recording, case.key(trial))
            return played

    def _billed(self, measured: Measured, bill: Bill) -> Measured:
        if self.asked.mode == "offline":
            return measured
        tokens = {"input": bill.input, "output": bill.output, "estimated": bill.estimated}
        return measured.model_copy(update={"tokens": tokens, "usd": self.budget.prices.of(bill)})


def fits(record: Record, case: Case, asked: Asked) -> bool:
    """Whether a kept record is of this very trial."""
    return (record.digest, record.agent, record.mode) == (case.digest, asked.agent, asked.mode)


def failed(case: Case, trial: int, asked: Asked, models: Sequence[Model], error: str) -> Record:
    """The record of a trial that could not be carried out."""
    return Record(
        scenario=case.scenario.id,
        digest=case.digest,
        variant=case.variant,
        trial=trial,
        seed=seed_of(case.scenario, case.variant, trial),
        channel=case.scenario.channel,
        mode=asked.mode,
        agent=asked.agent,
        model=", ".join(model.name for model in models) or "grammar",
        error=error,
    )
