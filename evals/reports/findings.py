"""What a run found, in the words that every report uses. Pure."""

import shlex
from collections.abc import Iterable, Sequence
from typing import Literal

from evals.results import CaseResult, RunResult, Share, TrialResult
from evals.subjects.subject import REFERENCE

Standing = Literal["failing", "quarantined", "flaky", "passing", "untried"]
KINDS = ("variant", "channel", "tool", "fault", "tag")
"""What figures are given by, in this order."""


def passes(case: CaseResult) -> bool:
    return bool(case.trials) and all(trial.passed for trial in case.trials)


def standing(case: CaseResult) -> Standing:
    """``flaky`` passed in some of its trials only, and so fails too; ``quarantined`` fails and does not count."""
    if passes(case):
        return "passing"
    if case.quarantine is not None:
        return "quarantined"
    if not case.trials:
        return "untried"
    return "flaky" if any(trial.passed for trial in case.trials) else "failing"


def failing(result: RunResult) -> list[CaseResult]:
    """Those that count, the newly failing first."""
    new = set(result.gate.newly_failing)
    found = [case for case in result.cases if standing(case) in ("failing", "flaky", "untried")]
    return sorted(found, key=lambda case: (case.name not in new, case.name))


def quarantined(result: RunResult) -> list[CaseResult]:
    return [case for case in result.cases if case.quarantine is not None]


def first_failure(case: CaseResult) -> TrialResult | None:
    return next((trial for trial in case.trials if not trial.passed), None)


def reasons(trial: TrialResult) -> list[str]:
    """Why it failed; empty when it passed."""
    if trial.passed:
        return []
    found = [f"{score.scorer}: {score.reason}" for score in trial.scores if score.passed is False]
    if trial.error is not None:
        found.insert(0, f"error in the trial: {trial.error}")
    return found or ["nothing was scored"]


def reason(case: CaseResult) -> str:
    """Why the case fails, in one line; empty when it passes."""
    if not case.trials:
        return "was not tried"
    trial = first_failure(case)
    return " ".join(reasons(trial)[0].split()) if trial is not None else ""


def alike(cases: Iterable[CaseResult]) -> list[list[CaseResult]]:
    """Cases of one scenario that fail for the same reason, together; in the order of the first of each."""
    groups: dict[tuple[str, str], list[CaseResult]] = {}
    for case in cases:
        groups.setdefault((case.scenario, reason(case)), []).append(case)
    return list(groups.values())


def variants_of(cases: Sequence[CaseResult]) -> str:
    return ", ".join(ordered("variant", (case.variant for case in cases)))


def again(case: CaseResult, result: RunResult, suite: str | None = None) -> str:
    """The command that plays the case's scenario again; ``suite``: as it was named, None for the one that is
    shipped."""
    said = ["supplyline", "eval", "run", "--only", case.scenario]
    if suite is not None:
        said += ["--suite", suite]
    if case.channel != "text":
        said += ["--channel", case.channel]
    if result.agent != REFERENCE:
        said += ["--agent", result.agent]
    if result.mode == "live":
        said += ["--model", "openai"]
    return shlex.join(said)


def other_reasons(result: RunResult) -> list[str]:
    """Why the gate is closed, besides cases that fail: each of those says why by itself."""
    told = {case.name for case in failing(result)}
    return [why for why in result.gate.reasons if why.split(" ", 1)[0] not in told]


# --- figures --------------------------------------------------------------------------------------------------------


def percent(share: float | None) -> str:
    """One decimal; 100 % means all and 0 % none."""
    if share is None:
        return "-"
    if share in (0.0, 1.0):
        return f"{share:.0%}".replace("%", " %")
    return f"{min(max(100 * share, 0.1), 99.9):.1f} %"


def points(difference: float | None) -> str:
    """A difference of two shares."""
    return "-" if difference is None else f"{100 * difference:+.1f} points"


def interval(share: Share) -> str:
    """Empty where none is claimed."""
    if share.low is None or share.high is None:
        return ""
    return f"{percent(share.low)} to {percent(share.high)}"


def why_no_interval(result: RunResult) -> str:
    """Empty where there is one."""
    if interval(result.figures.all):
        return ""
    if result.figures.all.n == 0:
        return "no interval: nothing was tried"
    return "no interval: trials do not vary, the same input gives the same output"


def in_words(share: Share) -> str:
    if share.share is None:
        return "nothing was tried"
    inside = f" (95 %: {interval(share)})" if interval(share) else ""
    return f"{share.passed} of {share.n} passed, {percent(share.share)}{inside}"


def verdict(result: RunResult) -> str:
    """The line to read if one reads no other."""
    state = "Gate open" if result.gate.open else "Gate closed"
    return f"{state}: {in_words(result.figures.all)}"


def rows(result: RunResult, kinds: Iterable[str] = KINDS) -> list[tuple[str, str, Share]]:
    """(kind, value, share) of every figure by kind."""
    by = result.figures.by
    return [(kind, value, by[kind][value]) for kind in kinds if kind in by for value in ordered(kind, by[kind])]


def ordered(kind: str, values: Iterable[str]) -> list[str]:
    """Variants as people list them, all else by name."""
    first = ("zh", "en", "mixed") if kind == "variant" else ()
    return sorted(values, key=lambda value: (first.index(value) if value in first else len(first), value))
