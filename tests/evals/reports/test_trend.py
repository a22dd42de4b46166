from pathlib import Path

from evals.reports.trend import earlier_runs, sparkline, trend
from evals.results import Figures, RunResult
from evals.running.folder import as_json, write_whole
from tests.evals.reports.runs import offline_run, share


def found(passed: int, **changes: object) -> RunResult:
    return offline_run(
        figures=Figures(all=share(passed, 10), parity={"zh-en": 0.1}, pass_at={1: 0.9, 3: 0.5}), **changes
    )


def test_points_are_oldest_first_with_the_highest_k() -> None:
    made = trend([found(4), found(7)], found(9))
    assert [point.share.passed for point in made.points] == [4, 7, 9]
    assert made.points[0].parity == 0.1
    assert made.points[0].pass_k == 0.5
    assert sparkline(made) == "▁▅█"


def test_the_same_found_again_is_no_new_point() -> None:
    assert trend([found(9), found(9)], found(9)) == trend([], found(9))
    assert sparkline(trend([], found(9))) == ""
    assert len(trend([found(9), found(8)], found(9)).points) == 3


def test_what_is_no_comparison_is_left_out_and_counted() -> None:
    others = [
        found(1, suite="6" * 64),
        found(1, agent="a:b"),
        found(1, model="m"),
        found(1, mode="live"),
        found(1, scenarios=9),
    ]
    made = trend([*others, found(5)], found(9))
    assert [point.share.passed for point in made.points] == [5, 9]
    assert made.left_out == 5


def test_runs_are_found_beside_the_folder(tmp_path: Path) -> None:
    runs = {"2026-01": found(4), "2026-02": found(5, incomplete="killed"), "2026-04": found(6), "2026-03": found(9)}
    for name, result in runs.items():
        write_whole(tmp_path / name / "report.json", as_json(result))
    write_whole(tmp_path / "2026-00" / "report.json", '{"version": 0}')
    assert [run.figures.all.passed for run in earlier_runs(tmp_path / "2026-03")] == [4]
    assert [run.figures.all.passed for run in earlier_runs(tmp_path / "2026-05")] == [4, 9, 6]
