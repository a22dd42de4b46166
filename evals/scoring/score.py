"""A Scorer reads a Scenario and a Record and says whether one thing is as it must be. Pure: the same record, the same
score, today or when it is graded again."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.scenarios.scenario import Scenario
from evals.trials.record import Record


@dataclass(frozen=True, slots=True)
class Score:
    """``passed``: None for a remark, which never decides. ``reason``: for people: what is missing or too much, in words
    and figures; empty when passed. ``counts``: whether the scenario asked for it (a scorer without anything to look at
    passes and does not count)."""

    scorer: str
    passed: bool | None
    reason: str = ""
    counts: bool = True


Scorer = Callable[[Scenario, Record], Score]
