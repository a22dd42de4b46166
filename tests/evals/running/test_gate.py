"""What opens and what closes the gate, as tables."""

import pytest

from evals.results import CaseResult, Share
from evals.running.baseline import Baseline
from evals.running.gate import live_gate, offline_gate
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
    assert not live_gate([case("a")], {}, None, incomplete="the power failed").open


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
def test_live_gate(now: float | None, reasons: list[str]) -> None:
    before = baseline().model_copy(update={"mode": "live", "live": {"all": measured(0.86, 0.80, 0.91)}})
    shares = {} if now is None else {"all": measured(now)}
    assert live_gate([case("a", [False])], shares, before).reasons == reasons


def test_live_shows_flaky_cases_and_closes_for_none() -> None:
    gate = live_gate([case("a", [True, False]), case("b", [False, False])], {}, None)
    assert (gate.open, gate.flaky) == (True, ["a.zh"])
