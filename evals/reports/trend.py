"""How the figures went over the runs of one folder. Runs of another suite, agent, model, mode or size are no
comparison: they are left out and counted. Runs one after the other that found the same count as one."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from evals.results import RunResult, Share

BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Point:
    """``parity``: zh-en; ``pass_k``: pass^k for the highest k."""

    share: Share
    parity: float | None
    pass_k: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Oldest first, the run itself last. ``left_out``: complete runs that are no comparison."""

    points: tuple[Point, ...]
    left_out: int


def trend(earlier: Iterable[RunResult], result: RunResult) -> Trend:
    points: list[Point] = []
    left_out = 0
    for run in (*earlier, result):
        if _like(run) != _like(result):
            left_out += 1
        elif not points or points[-1] != _point(run):
            points.append(_point(run))
    return Trend(tuple(points), left_out)


def earlier_runs(folder: Path) -> list[RunResult]:
    """Complete runs in the folders beside ``folder`` whose names come before it. What another version wrote, or
    is no report, is no run."""
    found = []
    for path in sorted(folder.resolve().parent.glob("*/report.json")):
        if path.parent.name >= folder.resolve().name:
            continue
        try:
            result = RunResult.model_validate_json(path.read_bytes())
        except ValidationError:
            continue
        if result.incomplete is None:
            found.append(result)
    return found


def sparkline(trend: Trend) -> str:
    """Success over the runs, the lowest of them at the bottom; empty for a single run."""
    shares = [point.share.share for point in trend.points if point.share.share is not None]
    if len(shares) < 2:
        return ""
    low, reach = min(shares), (max(shares) - min(shares)) or 1.0
    return "".join(BARS[round((share - low) / reach * (len(BARS) - 1))] for share in shares)


def _like(result: RunResult) -> tuple[object, ...]:
    channels = frozenset(case.channel for case in result.cases)
    return result.suite, result.scenarios, result.agent, result.model, result.mode, channels


def _point(result: RunResult) -> Point:
    figures = result.figures
    highest = max(figures.pass_at, default=None)
    return Point(figures.all, figures.parity.get("zh-en"), None if highest is None else figures.pass_at[highest])
