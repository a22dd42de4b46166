import pytest

from evals.results import CaseResult, Figures, Gate, RunResult, Share
from evals.running.comparison import compare, text_of
from evals.trials.record import Mode
from procurement.errors import InvalidInput
from tests.evals.running.cases import case


def result(*cases: CaseResult, suite: str = "s", mode: Mode = "offline") -> RunResult:
    return RunResult(
        suite=suite,
        scenarios=len(cases),
        agent="a",
        model="m",
        mode=mode,
        trials=1,
        remark="",
        figures=Figures(all=Share(passed=0, n=0, share=None)),
        gate=Gate(open=True),
        cases=list(cases),
    )


def test_what_fails_and_passes_now() -> None:
    before = result(case("a"), case("b", [False]), case("c"))
    after = result(case("a", [False]), case("b"), case("c"))
    found = compare(before, after)
    assert (found.note, found.newly_failing, found.newly_passing) == ("", ["a.zh"], ["b.zh"])
    assert [(one.figure, one.mean, one.low) for one in found.differences] == [
        ("all", 0.0, None),
        ("variant zh", 0.0, None),
        ("channel text", 0.0, None),
    ]


def test_figures_are_of_the_cases_that_have_the_value_in_both() -> None:
    before = result(case("a", tools=["get_order"]), case("b"))
    after = result(case("a", [False], tools=["get_order", "find_orders"]), case("b"))
    text = text_of(compare(before, after))
    assert "all: 100.0% -> 50.0%, -50.0% over 2 cases" in text
    assert "tool get_order: 100.0% -> 0.0%, -100.0% over 1 cases" in text
    assert "find_orders" not in text


def test_trials_that_vary_get_an_interval() -> None:
    before = result(case("a", [True, False]), case("b", [True, False]), mode="live")
    after = result(case("a", [True, True]), case("b", [True, False]), mode="live")
    whole = compare(before, after).differences[0]
    assert whole.mean == 0.25
    assert whole.low == pytest.approx(0.25 - 1.959964 * 0.25, abs=1e-5)


def test_of_different_suites_only_what_they_share_is_compared_and_that_is_said() -> None:
    found = compare(result(case("a"), case("b")), result(case("a", [False]), suite="t"))
    assert found.note == "the suites differ: only the 1 cases they have in common are compared (2 and 1)"
    assert found.differences[0].mean == -1.0


def test_suites_with_nothing_in_common_are_refused() -> None:
    with pytest.raises(InvalidInput, match="different suites"):
        compare(result(case("a")), result(case("b"), suite="t"))


def test_runs_of_different_modes_are_refused() -> None:
    with pytest.raises(InvalidInput, match="do not measure the same"):
        compare(result(case("a")), result(case("a"), mode="live"))
