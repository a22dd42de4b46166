"""Graded trials become the result of a run. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from evals.results import CaseResult, Figures, Gate, RunResult, ScoreResult, Share, TrialResult
from evals.running import statistics
from evals.running.asked import Asked
from evals.running.coverage import matrix, uncovered
from evals.running.folder import RECORDINGS, RECORDS
from evals.running.graded import Graded
from evals.scenarios.case import Case
from evals.scenarios.scenario import VARIANTS

REGRESSION = (
    "Success on one's own scenarios is a regression figure: it shows whether something broke, and is no measure of "
    "quality. A suite that is kept elsewhere measures that: --suite PATH."
)
ELSEWHERE = "Offline, the grammar understands: trials are identical, so the figure has no interval."
VOICE = "Recognised sound varies from machine to machine: the interval is 95 %, clustered by scenario."
LIVE = "Trials by a hosted model vary: the interval is 95 %, clustered by scenario."


def result_of(
    asked: Asked,
    *,
    suite: str,
    model: str,
    cases: Sequence[Case],
    graded: Mapping[str, Graded],
    recordings: Collection[str] = (),
    incomplete: str | None = None,
    errors_heard: Mapping[str, Share] | None = None,
) -> RunResult:
    """``graded`` and ``recordings`` by the key of the trial. The gate is closed until somebody judges it
    (``gate.judged``)."""
    results = [case_result(case, asked.trials, graded, recordings) for case in cases]
    played = sum(len(case.trials) for case in results)
    if incomplete is None and played < len(cases) * asked.trials:
        incomplete = f"{len(cases) * asked.trials - played} of {len(cases) * asked.trials} trials were not played"
    remarks = (
        [LIVE if asked.mode == "live" else VOICE] if asked.vary else [REGRESSION if asked.suite is None else ELSEWHERE]
    )
    if asked.vary and asked.mode == "offline" and asked.suite is None:
        remarks.append(REGRESSION)
    return RunResult(
        suite=suite,
        scenarios=len({case.scenario.id for case in cases}),
        agent=asked.agent,
        model=model,
        mode=asked.mode,
        trials=asked.trials,
        remark=" ".join(remarks),
        incomplete=incomplete,
        figures=figures_of(results, asked),
        gate=Gate(open=False),
        errors_heard=dict(errors_heard or {}),
        cases=results,
    )


def case_result(case: Case, trials: int, graded: Mapping[str, Graded], recordings: Collection[str]) -> CaseResult:
    found = [graded[case.key(trial)] for trial in range(1, trials + 1) if case.key(trial) in graded]
    scenario = case.scenario
    return CaseResult(
        scenario=scenario.id,
        variant=case.variant,
        channel=scenario.channel,
        title=scenario.title,
        tags=sorted(scenario.tags),
        covers=sorted(scenario.covers),
        tools=_names(call["name"] for one in found for turn in one.record.turns for call in turn.tool_calls),
        faults=_names(fault for one in found for fault in one.record.faults),
        quarantine=scenario.quarantine,
        trials=[trial_result(one, recordings) for one in found],
    )


def _names(found: Iterable[str]) -> list[str]:
    return sorted(set(found))


def trial_result(graded: Graded, recordings: Collection[str]) -> TrialResult:
    key = graded.record.key
    return TrialResult(
        trial=graded.record.trial,
        passed=graded.passed,
        error=graded.record.error,
        scores=[
            ScoreResult(scorer=score.scorer, passed=score.passed, reason=score.reason)
            for score in graded.scores
            if score.counts
        ],
        record=f"{RECORDS}/{key}.json",
        recording=f"{RECORDINGS}/{key}.wav" if key in recordings else None,
    )


def figures_of(results: Sequence[CaseResult], asked: Asked) -> Figures:
    cases, vary = statistics.counted(results), asked.vary
    return Figures(
        all=statistics.share(cases, vary=vary),
        pass_at=statistics.pass_at(cases, asked.trials),
        by={
            "variant": statistics.by(cases, lambda case: [case.variant], vary=vary),
            "channel": statistics.by(cases, lambda case: [case.channel], vary=vary),
            "tool": statistics.by(cases, lambda case: case.tools, vary=vary),
            "fault": statistics.by(cases, lambda case: case.faults, vary=vary),
            "tag": statistics.by(cases, lambda case: case.tags, vary=vary),
        },
        parity={f"{one}-{other}": statistics.parity(cases, one, other) for one, other in combinations(VARIANTS, 2)},
        coverage=matrix(cases),
        uncovered=[] if asked.only else uncovered(cases),  # a part of the suite was not meant to cover it
    )
