"""A suite is judged by whom it catches, and the judgement itself can come out badly."""

import asyncio
from pathlib import Path

import pytest

from evals.scenarios.case import Case
from evals.scenarios.reading import load
from evals.subjects.catching import failures, verdict
from evals.subjects.mutants import MUTANTS
from evals.subjects.self_check import FAKES, NULL, cases_of, likely_first, self_check, spoken_cases
from evals.subjects.subject import REFERENCE
from evals.subjects.verdicts import Failure, SelfCheck, summary
from evals.trials.template import make_template

TINY = Path(__file__).parent / "tiny"
HARMLESS = "tests.evals.subjects.harmless:nothing_wrong"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("self-check") / "template.db"
    asyncio.run(make_template(path))
    return path


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return cases_of(load(TINY))


@pytest.fixture(scope="module")
def spoken() -> list[Case]:
    return spoken_cases(load(TINY))


def test_the_reference_passes_and_an_agent_that_does_nothing_fails_all(cases: list[Case], template: Path) -> None:
    assert failures(REFERENCE, cases, template) == []
    assert [failure.case for failure in failures(NULL, cases, template)] == [case.name for case in cases]


@pytest.mark.parametrize("agent", FAKES)
def test_agents_that_are_no_use_are_caught(agent: str, cases: list[Case], template: Path) -> None:
    assert verdict(agent, cases, template).by is not None


def test_a_mutant_is_caught_by_a_scorer_that_says_why(cases: list[Case], template: Path) -> None:
    found = verdict("evals.subjects.mutants:week_off", cases, template)
    assert found.by is not None
    assert (found.by.case, found.by.scorer, found.tried, found.broken) == ("tiny-order.zh", "end_state", 1, ())
    assert "date 2026-12-11, expected 2026-12-04" in found.by.reason
    assert found.fault == MUTANTS["week_off"].fault


def test_what_has_no_fault_survives(cases: list[Case], template: Path) -> None:
    found = verdict(HARMLESS, cases, template)
    assert (found.by, found.tried) == (None, len(cases))


def test_likely_cases_come_first_and_none_is_left_out(cases: list[Case]) -> None:
    order = likely_first(cases, ("stock",))
    assert [case.scenario.id for case in order] == ["tiny-stock", "tiny-stock", "tiny-order", "tiny-order"]


def test_an_answer_that_is_spoken_into_was_heard_in_part(spoken: list[Case]) -> None:
    assert {case.name: case.cut for case in spoken} == {"tiny-early-yes.zh": {2}, "tiny-early-yes.en": {2}}


def test_who_listens_badly_is_caught_on_a_call_without_sound(spoken: list[Case], template: Path) -> None:
    found = verdict("evals.subjects.mutants:unheard_yes_accepted", spoken, template)
    assert found.by is not None
    assert (found.by.case, found.by.scorer, found.tried) == ("tiny-early-yes.zh", "end_state", 1)


async def test_one_survivor_makes_a_suite_unsound() -> None:
    check = await self_check(TINY, ["evals.subjects.mutants:vat_left_out", HARMLESS])
    assert (check.cases, check.failing, check.idle) == (4, (), ())
    assert (check.caught, check.survivors, check.sound) == (1, (HARMLESS,), False)
    assert summary(check).startswith("mutation score 1/2 (50.0%)")
    assert check.as_dict()["mutants"][0]["by"]["scorer"] == "end_state"


def test_a_suite_that_the_reference_fails_is_unsound() -> None:
    assert not SelfCheck("", 1, failing=(Failure("x", "", ""),), idle=(), fakes=(), mutants=()).sound
    assert not SelfCheck("", 1, failing=(), idle=("x",), fakes=(), mutants=()).sound
    assert SelfCheck("", 1, failing=(), idle=(), fakes=(), mutants=()).sound
