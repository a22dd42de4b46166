"""Whether a run may pass: what it shows against the baseline. Pure.

Offline every case counts by itself: the gate is closed by a case that fails and passed before, by one that fails and is
new (a scenario arrives passing, or in quarantine), and by one that did not run. Trials by a hosted model and calls with
recognised sound vary, so there the gate looks at shares only, and is closed by one below the interval of its baseline.
Cases in quarantine never close it.
"""

from collections.abc import Iterable, Mapping

from evals.results import CaseResult, Gate, RunResult, Share
from evals.running.baseline import Baseline, shares
from evals.running.statistics import counted


def flaky(cases: Iterable[CaseResult]) -> list[str]:
    """Cases with both outcomes."""
    return [case.name for case in cases if len({trial.passed for trial in case.trials}) == 2]


def offline_gate(
    cases: list[CaseResult], baseline: Baseline | None, *, partial: bool, incomplete: str | None = None
) -> Gate:
    """``cases``: all that were to be tried, those without a finished trial too. ``partial``: not all of the suite was
    asked for, so that a case of the baseline may be missing."""
    before: Mapping[str, bool] = baseline.cases if baseline is not None else {}
    now = {case.name: case for case in counted(cases)}
    failing = [name for name, case in now.items() if not all(trial.passed for trial in case.trials)]
    closing = [name for name in failing if before.get(name, True)]
    quarantined = {case.name for case in cases if case.quarantine is not None}
    untried = {case.name for case in cases if not case.trials}
    absent = set() if partial else before.keys() - {case.name for case in cases}
    missing = sorted((untried | absent) - quarantined)
    reasons = [
        *([f"the run is incomplete: {incomplete}"] if incomplete is not None else []),
        *(f"{name} {_since(before, name)}: {why(now[name])}" for name in closing),
        *(f"{name} was not tried" for name in missing),
    ]
    return Gate(
        open=not reasons,
        newly_failing=closing,
        newly_passing=[name for name in now if name not in failing and before.get(name) is False],
        missing=missing,
        flaky=flaky(cases),
        reasons=reasons,
    )


def _since(before: Mapping[str, bool], name: str) -> str:
    return "fails and passed before" if name in before else "fails and is not in the baseline"


def why(case: CaseResult) -> str:
    """Of the first trial that failed: what the first scorer that minds says."""
    trial = next(trial for trial in case.trials if not trial.passed)
    if trial.error is not None:
        return trial.error
    return next(
        (f"{score.scorer}: {score.reason}" for score in trial.scores if score.passed is False), "nothing counts"
    )


def shares_gate(
    cases: list[CaseResult], now: Mapping[str, Share], baseline: Baseline | None, *, incomplete: str | None = None
) -> Gate:
    """``now``: shares of the run, by the names of the baseline. Without one there is nothing to drop below."""
    reasons = [f"the run is incomplete: {incomplete}"] if incomplete is not None else []
    for name, old in baseline.live.items() if baseline is not None else ():
        new = now.get(name)
        if old.low is None:
            continue
        if new is None or new.share is None:
            reasons.append(f"success ({name}) was not measured; the baseline has it")
        elif new.share < old.low:
            reasons.append(f"success ({name}) is {new.share:.1%}, below the baseline's interval from {old.low:.1%}")
    missing = [case.name for case in cases if not case.trials and case.quarantine is None]
    return Gate(open=not reasons, missing=missing, flaky=flaky(cases), reasons=reasons)


def judged(result: RunResult, baseline: Baseline | None, *, file: str | None, partial: bool) -> RunResult:
    """The result with its gate; ``file``: the name of the baseline."""
    if not result.varies:
        gate = offline_gate(result.cases, baseline, partial=partial, incomplete=result.incomplete)
    else:
        gate = shares_gate(result.cases, shares(result), baseline, incomplete=result.incomplete)
    return result.model_copy(update={"gate": gate.model_copy(update={"baseline": file})})
