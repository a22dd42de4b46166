"""All scores of a trial, what the log forbids, and a remark that never decides."""

from evals.scoring.events import score as forbidden
from evals.scoring.grading import SCORERS, grade, passed
from evals.scoring.judge import remark
from evals.scoring.score import Score
from tests.evals.scoring.hand import expecting, record, scenario, snapshot


def test_a_sound_trial_passes() -> None:
    scores = grade(scenario(), record())
    assert passed(scores, record())
    assert len({score.scorer for score in scores}) == len(SCORERS) == 11


def test_one_failure_is_enough() -> None:
    of = record(after=snapshot())
    assert not passed(grade(scenario(), of), of)


def test_a_trial_that_went_wrong_never_passes() -> None:
    of = record(error="boom")
    assert grade(scenario(), of) == []
    assert not passed([Score("any", True)], of)
    assert not passed([], record())


def test_a_stored_record_is_graded_the_same() -> None:
    of = record()
    assert grade(scenario(), of.model_validate_json(of.model_dump_json())) == grade(scenario(), of)


def test_forbidden_events() -> None:
    found = forbidden(expecting(forbidden_events=["order.issued", "order.cancel_requested"]), record())
    assert (found.passed, found.reason) == (False, "order.issued happened")
    assert forbidden(expecting(forbidden_events=["draft.expired"]), record()).passed
    assert forbidden(expecting(forbidden_events=["draft.expired"]), record(log=None)).passed is False


async def test_a_judge_only_remarks() -> None:
    asked: list[str] = []

    async def ask(prompt: str) -> str:
        asked.append(prompt)
        return " Clear enough. "

    found = await remark(ask, scenario(), record())
    assert found == Score("judge", None, "Clear enough.", counts=False)
    assert "已下单" in asked[0]
    assert passed([*grade(scenario(), record()), found], record())
