"""Figures of cases that were tried. Pure.

Trials of one scenario, in whatever variant, stand or fall together, so they are not so many independent tries.
Intervals are therefore clustered by scenario: the cluster-robust variance of the share (linearised ratio, G/(G-1))
gives the number of independent tries that would be as uncertain, and Wilson's score interval is taken for that number.
It stays within 0 and 1 and does not shrink to nothing where everything passed: a cluster then counts as one try.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import comb, sqrt
from statistics import NormalDist

from evals.results import CaseResult, Share
from evals.scenarios.scenario import Variant

CERTAINTY = NormalDist().inv_cdf(0.975)  # two-sided 95 %
DIGITS = 6

Tries = tuple[int, int]
"""(passed, of how many)"""


def counted(cases: Iterable[CaseResult]) -> list[CaseResult]:
    """Those that count: not in quarantine, and tried at all."""
    return [case for case in cases if case.quarantine is None and case.trials]


def fraction(case: CaseResult) -> float:
    """Passed trials of all; the case has some."""
    return sum(trial.passed for trial in case.trials) / len(case.trials)


def share(cases: Sequence[CaseResult], *, vary: bool) -> Share:
    """``vary``: whether trials may differ from each other; if not there is no interval."""
    clusters: dict[str, Tries] = defaultdict(lambda: (0, 0))
    for case in cases:
        passed, n = clusters[case.scenario]
        clusters[case.scenario] = passed + sum(trial.passed for trial in case.trials), n + len(case.trials)
    passed, n = (sum(tries[at] for tries in clusters.values()) for at in (0, 1))
    if n == 0:
        return Share(passed=0, n=0, share=None)
    low, high = interval(list(clusters.values())) if vary else (None, None)
    return Share(passed=passed, n=n, share=round(passed / n, DIGITS), low=low, high=high)


def interval(clusters: Sequence[Tries]) -> tuple[float, float]:
    """95 % of the share of passed tries; there is at least one try."""
    passed, n = (sum(tries[at] for tries in clusters) for at in (0, 1))
    share_, tries = passed / n, independent_tries(clusters)
    squared = CERTAINTY**2 / tries
    middle = (share_ + squared / 2) / (1 + squared)
    reach = CERTAINTY / (1 + squared) * sqrt(share_ * (1 - share_) / tries + squared / (4 * tries))
    return round(max(middle - reach, 0.0), DIGITS), round(min(middle + reach, 1.0), DIGITS)


def independent_tries(clusters: Sequence[Tries]) -> float:
    """As many independent tries as would leave the share as uncertain as these, which cling together by cluster."""
    passed, n = (sum(tries[at] for tries in clusters) for at in (0, 1))
    share_, groups = passed / n, len(clusters)
    if groups < 2 or share_ in (0.0, 1.0):
        return float(groups)
    squares = sum((hits - share_ * tries) ** 2 for hits, tries in clusters)
    variance = groups / (groups - 1) * squares / n**2
    return float(n) if variance == 0 else max(1.0, min(float(n), share_ * (1 - share_) / variance))


def pass_at(cases: Sequence[CaseResult], trials: int) -> dict[int, float]:
    """{k: pass^k}: the chance that k trials of a case, drawn without putting back, all pass; averaged over the cases
    that were tried at least k times."""
    found = {}
    for k in range(1, trials + 1):
        chances = [
            comb(sum(trial.passed for trial in case.trials), k) / comb(len(case.trials), k)
            for case in cases
            if len(case.trials) >= k
        ]
        if chances:
            found[k] = round(sum(chances) / len(chances), DIGITS)
    return found


def by(cases: Sequence[CaseResult], values: Callable[[CaseResult], Iterable[str]], *, vary: bool) -> dict[str, Share]:
    """The share of the cases that have each value."""
    having: dict[str, list[CaseResult]] = defaultdict(list)
    for case in cases:
        for value in values(case):
            having[value].append(case)
    return {value: share(having[value], vary=vary) for value in sorted(having)}


def parity(cases: Sequence[CaseResult], one: Variant, other: Variant) -> float | None:
    """By how much the share in ``one`` is above that in ``other``, over the scenarios that have both; None if none."""
    fractions = {(case.scenario, case.variant): fraction(case) for case in cases}
    differences = [
        passed - fractions[scenario, other]
        for (scenario, variant), passed in fractions.items()
        if variant == one and (scenario, other) in fractions
    ]
    return round(sum(differences) / len(differences), DIGITS) if differences else None


def paired(differences: Sequence[tuple[str, float]], *, vary: bool) -> tuple[float, float | None, float | None]:
    """Mean of (scenario, difference of one case between two runs), with 95 % clustered by scenario where trials vary
    and there are two scenarios at least."""
    mean = sum(difference for _, difference in differences) / len(differences)
    clusters: dict[str, float] = defaultdict(float)
    for scenario, difference in differences:
        clusters[scenario] += difference - mean
    groups = len(clusters)
    if not vary or groups < 2:
        return round(mean, DIGITS), None, None
    squares = sum(off**2 for off in clusters.values())
    reach = CERTAINTY * sqrt(groups / (groups - 1) * squares) / len(differences)
    return round(mean, DIGITS), round(mean - reach, DIGITS), round(mean + reach, DIGITS)
