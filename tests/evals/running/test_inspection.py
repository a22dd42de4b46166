"""What inspect-ai carries, on trials that are made up: its log has every conversation, and an error stops nothing."""

import json
from pathlib import Path

import pytest
from inspect_ai.log import EvalLog, list_eval_logs_async, read_eval_log_async

from evals.running.asked import Asked
from evals.running.graded import Graded
from evals.running.inspection import conversation_of, inspect
from evals.scenarios.case import Case
from evals.scenarios.scenario import Scenario
from evals.scoring.score import Score
from evals.trials.record import Record, TurnRecord

SCENARIO = Scenario.model_validate(
    {
        "id": "where-is-it",
        "title": "Where the flour is",
        "steps": [{"say": {"zh": "面粉到哪了", "en": "where is the flour"}}],
        "expect": {"state": {}, "says": [{"shipment": "SH10042"}]},
    }
)
CASES = [Case(SCENARIO, variant, "d") for variant in SCENARIO.variants]


def record(case: Case, trial: int, **fields: object) -> Record:
    turn = TurnRecord(
        step=1,
        actor="buyer",
        conversation="c",
        input={"say": "面粉到哪了"},
        reply="在路上。",
        tool_calls=[{"name": "find_shipment", "arguments": {"item": "面粉"}, "result": {"status": "ok"}}],
    )
    made = Record(
        scenario=case.scenario.id,
        digest=case.digest,
        variant=case.variant,
        trial=trial,
        seed=1,
        channel="text",
        mode="offline",
        agent="a",
        model="grammar",
        turns=[turn],
    )
    return made.model_copy(update=fields)


def graded(case: Case, trial: int, passed: bool, **fields: object) -> Graded:
    reason = "" if passed else "no SH10042"
    return Graded(record(case, trial, **fields), [Score("slots", passed, reason), Score("style", None, "long")])


async def log_in(folder: Path) -> EvalLog:
    """The reader that is not asynchronous patches asyncio for the rest of the process."""
    (found,) = await list_eval_logs_async(str(folder))
    return await read_eval_log_async(found)


async def test_the_log_has_every_trial_with_its_conversation_and_scores(tmp_path: Path) -> None:
    asked: list[tuple[str, int]] = []

    async def play(case: Case, trial: int) -> Graded:
        asked.append((case.variant, trial))
        return graded(case, trial, passed=case.variant == "zh")

    assert await inspect(CASES, Asked(trials=2), play, logs=tmp_path, at_once=1) is None
    assert sorted(asked) == [("en", 1), ("en", 2), ("zh", 1), ("zh", 2)]
    log = await log_in(tmp_path)
    assert (log.status, log.eval.config.epochs) == ("success", 2)
    assert log.samples is not None
    assert sorted((str(sample.id), sample.epoch) for sample in log.samples) == [
        ("where-is-it.en", 1),
        ("where-is-it.en", 2),
        ("where-is-it.zh", 1),
        ("where-is-it.zh", 2),
    ]
    chinese = next(sample for sample in log.samples if sample.id == "where-is-it.zh")
    assert [message.role for message in chinese.messages] == ["user", "assistant", "tool", "assistant"]
    assert chinese.messages[-1].text == "在路上。"
    assert chinese.scores is not None
    assert chinese.scores["scores"].value == {"passed": 1, "slots": 1}
    assert log.results is not None
    accuracy = {score.name: score.metrics["accuracy"].value for score in log.results.scores}
    assert accuracy == {"passed": 0.5, "slots": 0.5}


async def test_trials_that_were_not_played_have_no_score(tmp_path: Path) -> None:
    async def play(case: Case, trial: int) -> Graded | None:
        return graded(case, trial, passed=True) if case.variant == "zh" else None

    assert await inspect(CASES, Asked(), play, logs=tmp_path, at_once=1) is None
    results = (await log_in(tmp_path)).results
    assert results is not None
    assert {score.name: score.metrics["accuracy"].value for score in results.scores}["passed"] == 1.0


async def test_a_fault_of_ours_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    async def play(case: Case, trial: int) -> Graded:
        if case.variant == "en":
            raise OSError("no space left")
        return graded(case, trial, passed=True)

    stopped = await inspect(CASES, Asked(), play, logs=tmp_path, at_once=1)
    assert stopped is not None
    assert "where-is-it.en" in stopped
    assert "no space left" in stopped


def test_who_speaks_is_said_where_there_are_several() -> None:
    made = record(CASES[0], 1)
    other = made.turns[0].model_copy(update={"actor": "manager", "input": {"decide": "yes", "draft": "D-1"}})
    messages = conversation_of(made.model_copy(update={"turns": [made.turns[0], other]}))
    said = [message.text for message in messages if message.role == "user"]
    assert said == ["buyer: 面粉到哪了", "manager: (decide: yes) (draft: D-1)"]


def test_a_turn_that_failed_shows_what_the_person_was_told() -> None:
    made = record(CASES[0], 1)
    failed = made.turns[0].model_copy(update={"reply": "", "tool_calls": [], "error": {"code": "conflict"}})
    messages = conversation_of(made.model_copy(update={"turns": [failed]}))
    assert json.loads(messages[-1].text) == {"code": "conflict"}


@pytest.mark.parametrize("passed", [True, False])
async def test_a_reason_is_shown(tmp_path: Path, passed: bool) -> None:
    async def play(case: Case, trial: int) -> Graded:
        return graded(case, trial, passed, error=None if passed else "no end after 60 s")

    await inspect(CASES[:1], Asked(), play, logs=tmp_path, at_once=1)
    samples = (await log_in(tmp_path)).samples
    assert samples is not None
    assert samples[0].scores is not None
    explanation = str(samples[0].scores["scores"].explanation)
    assert ("no SH10042" in explanation, "no end" in explanation) == (not passed, not passed)
