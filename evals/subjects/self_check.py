"""The suite judges itself: agents that are known to be wrong have to fail, the one that counts has to pass.

A suite that an agent passes which does nothing, or which has a fault, says little about one that passes it, too.
"""

import asyncio
import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from rich.progress import Progress

from evals.scenarios.case import Case
from evals.scenarios.reading import Suite, load
from evals.scenarios.scenario import Channel
from evals.subjects import catching
from evals.subjects.mutants import MUTANTS
from evals.subjects.mutants.mutant import Mutant
from evals.subjects.naming import factory_named
from evals.subjects.subject import REFERENCE
from evals.subjects.verdicts import Failure, SelfCheck, Verdict
from evals.trials.template import make_template

NULL = "evals.subjects.null:open_null"
FAKES = {
    NULL: (),
    "evals.subjects.random_agent:open_random": (),
    "evals.subjects.always_yes:open_always_yes": ("decline", "declined"),
}
"""Agents that are no use, each with a hint like a mutant's."""
MUTANT = "evals.subjects.mutants:"
ALL = tuple(f"{MUTANT}{name}" for name in MUTANTS)
PROCESSES = 2
SHARE = 10  # cases for one process, of an agent that is tried on all

T = TypeVar("T")


async def self_check(place: Path, agents: Sequence[str] = ALL) -> SelfCheck:
    """Of the text scenarios of the suite at ``place``; ``agents`` are the mutants, as ``--agent`` takes them.

    Raises InvalidInput for a suite that cannot be read.
    """
    suite = load(place)
    cases = cases_of(suite)
    with TemporaryDirectory(prefix="self-check-") as scratch, _bench(Path(scratch) / "template.db") as bench:
        await make_template(bench.template)
        failing = await bench.failures(REFERENCE, cases)
        wrong = {failure.case for failure in failing}
        sound = [case for case in cases if case.name not in wrong]
        failed = {failure.case for failure in await bench.failures(NULL, sound)}
        verdicts = await bench.verdicts((*FAKES, *agents), [*sound, *spoken_cases(suite)])
    return SelfCheck(
        suite=suite.digest,
        cases=len(cases),
        failing=tuple(failing),
        idle=tuple(case.name for case in sound if case.name not in failed),
        fakes=tuple(verdicts[: len(FAKES)]),
        mutants=tuple(verdicts[len(FAKES) :]),
    )


def cases_of(suite: Suite) -> list[Case]:
    """Those by text that count."""
    return _cases(suite, "text")


def _cases(suite: Suite, channel: Channel) -> list[Case]:
    return [
        Case(scenario, variant, suite.digests[scenario.id])
        for scenario in suite.scenarios
        if scenario.channel == channel and scenario.quarantine is None
        for variant in scenario.variants
    ]


def spoken_cases(suite: Suite) -> list[Case]:
    """Those by voice that can be tried without sound: nothing is in them but words, heard whole or cut off."""
    return [
        case
        for case in _cases(suite, "voice")
        if not any(act.sound for step in case.scenario.steps for act in step.acts)
    ]


def likely_first(cases: Sequence[Case], hint: Sequence[str]) -> list[Case]:
    """The cases in which most words of the hint turn up come first; all are there."""

    def unlike(case: Case) -> int:
        one = case.scenario
        words = " ".join([one.id, one.title, *one.tags, *one.covers, *(fault.kind for fault in one.faults)]).lower()
        return -sum(word in words for word in hint)

    return sorted(cases, key=unlike)


@dataclass(frozen=True, slots=True)
class Bench:
    """Each piece of work gets a process of its own, so that what a mutant changed is gone with it."""

    template: Path
    pool: ProcessPoolExecutor
    progress: Progress

    async def failures(self, agent: str, cases: Sequence[Case]) -> list[Failure]:
        """Of the agent on every case."""
        shares = [(agent, cases[at : at + SHARE], self.template) for at in range(0, len(cases), SHARE)]
        found = await self._work(agent, catching.failures, shares)
        return [failure for share in found for failure in share]

    async def verdicts(self, agents: Sequence[str], cases: Sequence[Case]) -> list[Verdict]:
        """Of each agent on the cases, the likely ones first."""
        asked = [(agent, likely_first(_fit(agent, cases), _hint(agent)), self.template) for agent in agents]
        return await self._work("agents to be caught", catching.verdict, asked)

    async def _work(
        self,
        title: str,
        work: Callable[[str, Sequence[Case], Path], T],
        asked: Sequence[tuple[str, Sequence[Case], Path]],
    ) -> list[T]:
        task = self.progress.add_task(title, total=len(asked))
        loop = asyncio.get_running_loop()

        async def one(arguments: tuple[str, Sequence[Case], Path]) -> T:
            done = await loop.run_in_executor(self.pool, work, *arguments)
            self.progress.advance(task)
            return done

        return await asyncio.gather(*map(one, asked))


def _hush() -> None:
    """What goes wrong inside an agent on trial is told by its verdict."""
    logging.disable()


def _fit(agent: str, cases: Sequence[Case]) -> list[Case]:
    """Who listens badly is tried on calls, too."""
    factory = factory_named(agent)
    listens = isinstance(factory, Mutant) and factory.hears is not None
    return [case for case in cases if listens or case.scenario.channel == "text"]


def _hint(agent: str) -> tuple[str, ...]:
    factory = factory_named(agent)
    return factory.hint if isinstance(factory, Mutant) else FAKES.get(agent, ())


@contextmanager
def _bench(template: Path) -> Iterator[Bench]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([catching.__name__, "evals.subjects.mutants"])
    with (
        ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_hush, max_tasks_per_child=1) as pool,
        Progress(transient=True) as progress,
    ):
        yield Bench(template, pool, progress)
