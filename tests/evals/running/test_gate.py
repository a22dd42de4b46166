"""What opens and what closes the gate, as tables."""

import pytest

from evals.results import CaseResult, Figures, Gate, RunResult, Share
from evals.running.baseline import Baseline, updated
from evals.running.gate import judged, offline_gate, shares_gate
from evals.running.statistics import share
from tests.evals.running.cases import case


def baseline(**cases: bool) -> Baseline:
    named = {f"{name}.zh": passed for name, passed in cases.items()}
    return Baseline(suite="s", agent="a", model="grammar", mode="offline", channel="text", cases=named)


@pytest.mark.parametrize(
    ("cases", "before", "reasons"),
    [
        pytest.param([case("a")], baseline(a=True), [], id="passes as before"),
        pytest.param([case("a")], None, [], id="new and passes"),
        pytest.param(
            [case("a", [False])],
            baseline(a=True),
            ["a.zh fails and passed before: end state: no order"],
            id="newly failing",
        ),
        pytest.param(
            [case("a", [False])],
            baseline(),
            ["a.zh fails and is not in the baseline: end state: no order"],
            id="new and fails",
        ),
        pytest.param(
            [case("a", [False])], None, ["a.zh fails and is not in the baseline: end state: no order"], id="no baseline"
        ),
        pytest.param([case("a", [False])], baseline(a=False), [], id="was known to fail"),
        pytest.param([case("a", [True, False])], baseline(a=False), [], id="known to fail, and flaky"),
        pytest.param(
            [case("a", [True, False])],
            baseline(a=True),
            ["a.zh fails and passed before: end state: no order"],
            id="one of two trials fails",
        ),
        pytest.param([], baseline(a=True), ["a.zh was not tried"], id="gone from the suite"),
        pytest.param([case("a", [])], None, ["a.zh was not tried"], id="new and not tried"),
        pytest.param([case("a", [False], quarantine="why")], baseline(a=True), [], id="quarantined and fails"),
        pytest.param([case("a", [], quarantine="why")], baseline(a=True), [], id="quarantined and not tried"),
    ],
)
def test_offline_gate(cases: list[CaseResult], before: Baseline | None, reasons: list[str]) -> None:
    gate = offline_gate(cases, before, partial=False)
    assert gate.reasons == reasons
    assert gate.open == (not reasons)


def test_a_pattern_may_leave_cases_out() -> None:
    assert offline_gate([case("a")], baseline(a=True, b=True), partial=True).open
    assert offline_gate([case("a")], baseline(a=True, b=True), partial=False).missing == ["b.zh"]


def test_an_incomplete_run_does_not_pass() -> None:
    gate = offline_gate([case("a")], baseline(a=True), partial=False, incomplete="the power failed")
    assert gate.reasons == ["the run is incomplete: the power failed"]
    assert not shares_gate([case("a")], {}, None, incomplete="the power failed").open


def test_what_passes_now_is_named() -> None:
    assert offline_gate([case("a"), case("b")], baseline(a=False, b=True), partial=False).newly_passing == ["a.zh"]


def test_an_error_is_the_reason() -> None:
    broken = case("a", [False])
    broken.trials[0].error = "no end after 60 s"
    assert offline_gate([broken], None, partial=False).reasons == [
        "a.zh fails and is not in the baseline: no end after 60 s"
    ]


def measured(share: float, low: float | None = None, high: float | None = None) -> Share:
    return Share(passed=0, n=100, share=share, low=low, high=high)


@pytest.mark.parametrize(
    ("now", "reasons"),
    [
        (0.85, []),
        (0.81, []),
        (0.80, []),
        (0.79, ["success (all) is 79.0%, below the baseline's interval from 80.0%"]),
        (None, ["success (all) was not measured; the baseline has it"]),
    ],
)
def test_shares_gate(now: float | None, reasons: list[str]) -> None:
    before = baseline().model_copy(update={"mode": "live", "live": {"all": measured(0.86, 0.80, 0.91)}})
    shares = {} if now is None else {"all": measured(now)}
    assert shares_gate([case("a", [False])], shares, before).reasons == reasons


def test_live_shows_flaky_cases_and_closes_for_none() -> None:
    gate = shares_gate([case("a", [True, False]), case("b", [False, False])], {}, None)
    assert (gate.open, gate.flaky) == (True, ["a.zh"])


def of_calls(failing: str) -> RunResult:
    cases = [case(name, [name not in failing], channel="voice") for name in "abcdefgh"]
    return RunResult(
        suite="s",
        scenarios=len(cases),
        agent="a",
        model="grammar",
        mode="offline",
        trials=1,
        remark="",
        figures=Figures(all=share(cases, vary=True), by={"variant": {"zh": share(cases, vary=True)}}),
        gate=Gate(open=False),
        cases=cases,
    )


@pytest.mark.parametrize(("failing", "opens"), [("", True), ("a", True), ("abcde", False)])
def test_calls_are_judged_by_their_share(failing: str, opens: bool) -> None:
    """One case more or less is the processor's doing; most of them are not."""
    before = updated(None, of_calls(failing=""), "voice", partial=False)
    assert before.cases == {}
    assert judged(of_calls(failing), before, file="baseline-voice.json", partial=False).gate.open is opens
