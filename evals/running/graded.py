"""A trial's record with what the scorers say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from evals.scenarios.scenario import Scenario
from evals.scoring.grading import grade, passed
from evals.scoring.score import Score
from evals.trials.record import Record


@dataclass(frozen=True, slots=True)
class Graded:
    record: Record
    scores: Sequence[Score]

    @classmethod
    def of(cls, scenario: Scenario, record: Record) -> Self:
        return cls(record, grade(scenario, record))

    @property
    def passed(self) -> bool:
        return passed(list(self.scores), self.record)
