from pathlib import Path

import pytest

from evals.results import CaseResult, Figures, Gate, RunResult, Share
from evals.running.baseline import Baseline, file_name, raised, read, updated
from evals.running.folder import as_json
from evals.trials.record import Mode
from procurement.errors import InvalidInput
from tests.evals.running.cases import case

OLD = Baseline(
    suite="s", agent="a", model="grammar", mode="offline", channel="text", cases={"a.zh": True, "gone.zh": True}
)


def result(
    cases: list[CaseResult],
    *,
    mode: Mode = "offline",
    trials: int = 1,
    all_: Share | None = None,
    incomplete: str | None = None,
) -> RunResult:
    return RunResult(
        suite="s",
        scenarios=1,
        agent="a",
        model="m",
        mode=mode,
        trials=trials,
        remark="",
        incomplete=incomplete,
        figures=Figures(all=all_ or Share(passed=1, n=1, share=1.0)),
        gate=Gate(open=True),
        cases=cases,
    )


def share(value: float, low: float, high: float) -> Share:
    return Share(passed=0, n=100, share=value, low=low, high=high)


def test_offline_it_becomes_what_the_run_shows() -> None:
    cases = [case("a", [False]), case("b"), case("c", [False], quarantine="why")]
    assert updated(OLD, result(cases), "text", partial=False).cases == {"a.zh": False, "b.zh": True}


def test_a_partial_run_leaves_the_others_alone() -> None:
    assert updated(OLD, result([case("b")]), "text", partial=True).cases == {
        "a.zh": True,
        "b.zh": True,
        "gone.zh": True,
    }


def test_a_run_that_is_incomplete_sets_no_bar() -> None:
    with pytest.raises(InvalidInput, match="incomplete"):
        updated(OLD, result([case("a")], incomplete="why"), "text", partial=False)


@pytest.mark.parametrize(("trials", "partial"), [(1, False), (2, False), (3, True)])
def test_one_lucky_run_sets_no_bar(trials: int, partial: bool) -> None:
    with pytest.raises(InvalidInput, match="lucky"):
        updated(None, result([case("a", [True] * trials)], mode="live", trials=trials), "text", partial=partial)


def test_three_trials_of_everything_set_one() -> None:
    lucky = share(0.9, 0.85, 0.94)
    found = updated(None, result([case("a", [True] * 3)], mode="live", trials=3, all_=lucky), "text", partial=False)
    assert (found.cases, found.live) == ({}, {"all": lucky})


@pytest.mark.parametrize(
    ("new", "raises"),
    [
        (share(0.95, 0.91, 0.98), True),
        (share(0.95, 0.90, 0.98), False),
        (share(0.95, 0.85, 0.99), False),
        (share(0.80, 0.70, 0.88), False),
    ],
)
def test_a_bar_is_raised_only_by_a_whole_interval_above_it(new: Share, raises: bool) -> None:
    old = share(0.90, 0.85, 0.94)
    assert raised(old, new) == (new if raises else old)


def test_it_reads_what_it_wrote(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    assert read(file, "text", "offline") is None
    file.write_text(as_json(OLD))
    assert read(file, "text", "offline") == OLD


def test_it_refuses_another_kind_of_run_and_other_files(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(as_json(OLD))
    with pytest.raises(InvalidInput, match="this one is voice and offline"):
        read(file, "voice", "offline")
    file.write_text('{"suite": 1}')
    with pytest.raises(InvalidInput, match="not a baseline: suite"):
        read(file, "text", "offline")


def test_each_kind_of_run_has_a_file_of_its_own() -> None:
    names = {file_name(channel, mode) for channel in ("text", "voice") for mode in ("offline", "live")}
    assert names == {"baseline.json", "baseline-voice.json", "baseline-live.json", "baseline-voice-live.json"}
