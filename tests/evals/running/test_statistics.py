"""Figures against values worked out by hand, and laws that hold for every run."""

import random
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.results import CaseResult
from evals.running.statistics import counted, interval, paired, parity, pass_at, share
from tests.evals.running.cases import case

CLUSTERS = st.lists(
    st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=40
)


def test_identical_trials_have_no_interval() -> None:
    found = share([case("a"), case("b", [False])], vary=False)
    assert (found.passed, found.n, found.share, found.low, found.high) == (1, 2, 0.5, None, None)


def test_nothing_tried_is_no_share() -> None:
    found = share([], vary=True)
    assert (found.n, found.share, found.low) == (0, None, None)


def test_single_trials_get_the_interval_of_wilson() -> None:
    """8 of 10 independent tries: 0.4902 to 0.9433 (Wilson). Here the cluster-robust variance is the binomial one times
    10/9, so that 9 tries count: 0.4679 to 0.9464."""
    low, high = interval([(1, 1)] * 8 + [(0, 1)] * 2)
    tries, z = 9, 1.959964
    middle = (0.8 + z**2 / (2 * tries)) / (1 + z**2 / tries)
    reach = z / (1 + z**2 / tries) * (0.8 * 0.2 / tries + z**2 / (4 * tries**2)) ** 0.5
    assert isclose(low, middle - reach, abs_tol=1e-5)
    assert isclose(high, middle + reach, abs_tol=1e-5)


def test_trials_that_stand_or_fall_together_count_once() -> None:
    """20 tries in 10 scenarios that agree with themselves say no more than 10 tries."""
    assert interval([(2, 2)] * 8 + [(0, 2)] * 2) == interval([(1, 1)] * 8 + [(0, 1)] * 2)


def test_trials_that_vary_within_a_scenario_say_more() -> None:
    together = interval([(3, 3), (0, 3)] * 5)
    apart = interval([(2, 3), (1, 3)] * 5)
    assert apart[1] - apart[0] < together[1] - together[0]


def test_all_passed_leaves_doubt() -> None:
    """Of 10 scenarios all of whose 5 trials passed: Wilson for 10 of 10 tries, from 0.7225."""
    low, high = interval([(5, 5)] * 10)
    assert (round(low, 4), high) == (0.7225, 1.0)


@given(CLUSTERS)
def test_an_interval_holds_its_share(clusters: list[tuple[int, int]]) -> None:
    low, high = interval(clusters)
    middle = sum(passed for passed, _ in clusters) / sum(n for _, n in clusters)
    assert 0 <= low <= middle + 1e-6
    assert middle - 1e-6 <= high <= 1
    assert low < high


@given(CLUSTERS)
def test_failing_is_passing_seen_from_the_other_side(clusters: list[tuple[int, int]]) -> None:
    low, high = interval(clusters)
    mirrored = interval([(n - passed, n) for passed, n in clusters])
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=2e-6)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """60 scenarios, each with a chance of its own around 0.8, tried 3 times in 3 variants: of 400 such runs about 380
    have the true share within."""
    rng = random.Random(4)
    within = 0
    for _ in range(400):
        chances = [rng.betavariate(4, 1) for _ in range(60)]
        low, high = interval([(sum(rng.random() < chance for _ in range(9)), 9) for chance in chances])
        within += low <= 0.8 <= high
    assert 370 <= within <= 394


def test_pass_k_is_the_chance_of_k_without_putting_back() -> None:
    """3 of 4 passed: 3/4 once, C(3,2)/C(4,2) = 3/6 twice, 1/4 three times, never four times; 4 of 4: always."""
    cases = [case("a", [True, True, False, True]), case("b", [True] * 4)]
    assert pass_at(cases, 4) == {1: 0.875, 2: 0.75, 3: 0.625, 4: 0.5}


def test_pass_k_leaves_out_cases_with_fewer_trials() -> None:
    assert pass_at([case("a", [False]), case("b", [True, True])], 3) == {1: 0.5, 2: 1.0}


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=10))
def test_pass_k_falls_with_k_and_begins_with_the_share(outcomes: list[list[bool]]) -> None:
    cases = [case(f"case-{number}", trials) for number, trials in enumerate(outcomes)]
    found = pass_at(cases, 4)
    assert found[1] == pytest.approx(share(cases, vary=True).share, abs=1e-5)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_parity_looks_at_scenarios_that_have_both() -> None:
    cases = [
        case("a", [True, True], "zh"),
        case("a", [True, False], "en"),
        case("b", [False, False], "zh"),
        case("b", [True, True], "en"),
        case("c", [True, True], "zh"),
    ]
    assert parity(cases, "zh", "en") == -0.25
    assert parity(cases, "en", "mixed") is None


def test_quarantined_and_untried_cases_do_not_count() -> None:
    cases: list[CaseResult] = [case("a"), case("b", [False], quarantine="slow"), case("c", [])]
    assert [one.scenario for one in counted(cases)] == ["a"]


def test_paired_differences_by_hand() -> None:
    """+1, 0, 0, -0.5 over two scenarios: mean 0.125; off from it, summed by scenario, 0.75 and -0.75; G/(G-1) = 2, so
    the standard error is sqrt(2 * 1.125) / 4 = 0.375."""
    differences = [("a", 1.0), ("a", 0.0), ("b", 0.0), ("b", -0.5)]
    mean, low, high = paired(differences, vary=True)
    assert mean == 0.125
    assert low == pytest.approx(0.125 - 1.959964 * 0.375, abs=1e-5)
    assert high == pytest.approx(0.125 + 1.959964 * 0.375, abs=1e-5)
    assert paired(differences, vary=False) == (0.125, None, None)
