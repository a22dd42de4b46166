"""Cases of a run, made up for tests of what is done with them."""

from collections.abc import Sequence
from typing import Any

from evals.results import CaseResult, ScoreResult, TrialResult
from evals.scenarios.scenario import Variant


def case(scenario: str, passed: Sequence[bool] = (True,), variant: Variant = "zh", **fields: Any) -> CaseResult:
    """With one trial for each outcome."""
    trials = [
        TrialResult(
            trial=number,
            passed=outcome,
            scores=[ScoreResult(scorer="end state", passed=outcome, reason="" if outcome else "no order")],
            record=f"records/{scenario}.{variant}.{number}.json",
        )
        for number, outcome in enumerate(passed, 1)
    ]
    return CaseResult(
        **{"channel": "text", "title": scenario} | fields, scenario=scenario, variant=variant, trials=trials
    )
