"""One agent on trial, case after case, until a scorer catches it. In a process of its own: mutants change functions."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.scenarios.case import Case
from evals.scoring.grading import grade
from evals.subjects.mutants.mutant import Mutant
from evals.subjects.naming import factory_named
from evals.subjects.subject import REFERENCE
from evals.subjects.verdicts import Failure, Verdict
from evals.trials.hearing import hard_of_hearing
from evals.trials.trial import run_trial

LONGEST = 20.0  # seconds for a trial; nothing takes a tenth of it but what hangs


def failures(agent: str, cases: Sequence[Case], template: Path) -> list[Failure]:
    """Of every case that the agent fails, the first reason."""

    async def found() -> list[Failure]:
        return [failure async for failure in _outcomes(agent, cases, template) if failure is not None]

    return asyncio.run(found())


def verdict(agent: str, cases: Sequence[Case], template: Path) -> Verdict:
    """Tries the cases, which the reference is known to pass, in this order until one catches the agent. A trial that
    broke off is not held against it, unless its fault is that it breaks off."""
    return asyncio.run(_verdict(agent, cases, template))


async def _verdict(agent: str, cases: Sequence[Case], template: Path) -> Verdict:
    factory = factory_named(agent)
    mutant = factory if isinstance(factory, Mutant) else Mutant(agent, factory.__doc__ or "", (), factory)
    tried, broken = 0, list[Failure]()
    async for failure in _outcomes(agent, cases, template, mutant.hears):
        tried += 1
        if failure is not None and (failure.scorer or mutant.stops):
            return Verdict(agent, mutant.fault, failure, tried, tuple(broken))
        if failure is not None:
            broken.append(failure)
    return Verdict(agent, mutant.fault, None, tried, tuple(broken))


async def _outcomes(
    agent: str, cases: Sequence[Case], template: Path, hears: float | None = None
) -> AsyncIterator[Failure | None]:
    """Why it failed each; None for one it passed. With errors of recognition, only cases that the reference passes in
    spite of the same errors."""
    for case in cases:
        if hears is None or await _failure(REFERENCE, case, template, hears) is None:
            yield await _failure(agent, case, template, hears)


async def _failure(agent: str, case: Case, template: Path, hears: float | None) -> Failure | None:
    subject = factory_named(agent)
    if hears is not None:
        subject = hard_of_hearing(subject, case.variant, hears, case.name, case.cut)
    try:
        with TemporaryDirectory(prefix="trial-") as folder:
            async with asyncio.timeout(LONGEST):
                record, _ = await run_trial(
                    case.scenario,
                    case.variant,
                    1,
                    subject=subject,
                    agent_name=agent,
                    folder=Path(folder),
                    template=template,
                    digest=case.digest,
                )
    except TimeoutError:
        return Failure(case.name, "", f"no end within {LONGEST:g} s")
    if record.error is not None:
        return Failure(case.name, "", record.error)
    wrong = [score for score in grade(case.scenario, record) if score.passed is False]
    return Failure(case.name, wrong[0].scorer, wrong[0].reason) if wrong else None
