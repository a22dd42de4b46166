"""All scorers, and what they come to."""

from collections.abc import Sequence

from evals.scenarios.scenario import Scenario
from evals.scoring import (
    bookkeeping,
    capacity,
    end_state,
    events,
    interaction,
    invariants,
    isolation,
    language,
    policy,
    slots,
    trajectory,
)
from evals.scoring.score import Score, Scorer
from evals.trials.record import Record

SCORERS: tuple[Scorer, ...] = (
    end_state.score,
    invariants.score,
    bookkeeping.score,
    capacity.score,
    isolation.score,
    policy.score,
    slots.score,
    trajectory.score,
    events.score,
    language.score,
    interaction.score,
)


def grade(scenario: Scenario, record: Record) -> list[Score]:
    """One score a scorer. A trial that went wrong itself has nothing to be graded."""
    return [] if record.error is not None else [scorer(scenario, record) for scorer in SCORERS]


def passed(scores: Sequence[Score], record: Record) -> bool:
    """Nothing failed; remarks do not count. A trial that was not graded has not passed."""
    return record.error is None and bool(scores) and all(score.passed is not False for score in scores)
