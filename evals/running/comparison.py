"""Two runs side by side: what fails now, what passes now, and by how much the figures moved. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from evals.results import CaseResult, RunResult
from evals.running.statistics import counted, fraction, paired
from procurement.errors import InvalidInput

Pair = tuple[CaseResult, CaseResult]


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one figure, over the cases that both runs have: the second run's share less the first's, with 95 % (pairs of
    cases, clustered by scenario) where trials vary."""

    figure: str
    cases: int
    before: float
    after: float
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cases are named ``scenario.variant``. ``note``: what was left out, empty if nothing."""

    note: str
    newly_failing: list[str]
    newly_passing: list[str]
    differences: list[Difference]


def compare(one: RunResult, other: RunResult) -> Comparison:
    """Raises InvalidInput where the runs have no case in common, or were of different kinds."""
    if one.mode != other.mode:
        raise InvalidInput(
            f"{one.mode} and {other.mode} runs do not measure the same",
            field="A B",
            remedy="compare like runs",
        )
    first, second = ({case.name: case for case in counted(result.cases)} for result in (one, other))
    pairs = [(case, second[name]) for name, case in first.items() if name in second]
    if not pairs:
        raise InvalidInput("the two runs have no case in common: they are of different suites", field="A B")
    return Comparison(
        note=_note(one, other, len(pairs), len(first), len(second)),
        newly_failing=[old.name for old, new in pairs if fraction(old) == 1.0 > fraction(new)],
        newly_passing=[old.name for old, new in pairs if fraction(old) < 1.0 == fraction(new)],
        differences=list(_differences(pairs, vary=one.varies)),
    )


def _note(one: RunResult, other: RunResult, common: int, of_first: int, of_second: int) -> str:
    if common == of_first == of_second and one.suite == other.suite:
        return ""
    suites = "the suites differ" if one.suite != other.suite else "the runs tried different cases"
    return f"{suites}: only the {common} cases they have in common are compared ({of_first} and {of_second})"


def _differences(pairs: list[Pair], *, vary: bool) -> Iterable[Difference]:
    yield _difference("all", pairs, vary=vary)
    for kind in ("variant", "channel", "tool", "fault"):
        values = sorted({value for pair in pairs for value in _values(kind, pair[0]) & _values(kind, pair[1])})
        for value in values:
            having = [pair for pair in pairs if value in _values(kind, pair[0]) & _values(kind, pair[1])]
            yield _difference(f"{kind} {value}", having, vary=vary)


def _values(kind: str, case: CaseResult) -> set[str]:
    match kind:
        case "variant":
            return {case.variant}
        case "channel":
            return {case.channel}
        case "tool":
            return set(case.tools)
        case _:
            return set(case.faults)


def _difference(figure: str, pairs: list[Pair], *, vary: bool) -> Difference:
    before, after = (sum(fraction(pair[at]) for pair in pairs) / len(pairs) for at in (0, 1))
    mean, low, high = paired([(old.scenario, fraction(new) - fraction(old)) for old, new in pairs], vary=vary)
    return Difference(figure, len(pairs), before, after, mean, low, high)


def text_of(comparison: Comparison) -> str:
    """For a terminal: what changed case by case, then the figures that moved (``all`` in any case)."""
    lines = [f"Note: {comparison.note}."] if comparison.note else []
    for title, names in (("Newly failing", comparison.newly_failing), ("Newly passing", comparison.newly_passing)):
        lines += [f"{title}: {len(names)}", *(f"  {name}" for name in names)]
    for one in comparison.differences:
        if one.figure == "all" or one.mean:
            within = f"  (95 %: {one.low:+.1%} to {one.high:+.1%})" if one.low is not None else ""
            lines.append(
                f"{one.figure}: {one.before:.1%} -> {one.after:.1%}, {one.mean:+.1%} over {one.cases} cases{within}"
            )
    return "\n".join(lines)
