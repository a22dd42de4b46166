from pathlib import Path

from evals.reports.timings import measured_in, timings
from evals.trials.record import Measured
from tests.evals.reports.runs import fill, offline_run


def test_turns_of_all_trials_are_taken_together() -> None:
    quick = Measured(key="a.zh.1", seconds=1.0, turn_ms=[10.0, 20.0], tokens={"input": 5}, usd=0.25)
    slow = Measured(key="a.en.1", seconds=2.5, turn_ms=[400.0], tokens={"input": 7, "output": 1}, usd=0.5)
    made = timings({one.key: one for one in (quick, slow)})
    assert made["turn_ms"] == {"n": 3, "p50": 20.0, "p95": 400.0, "slowest": 400.0}
    assert (made["trials"], made["seconds"], made["usd"]) == (2, 3.5, 0.75)
    assert made["tokens"] == {"input": 12, "output": 1}
    assert list(made["by_trial"]) == ["a.en.1", "a.zh.1"]
    assert made["by_trial"]["a.zh.1"]["turn_ms"] == [10.0, 20.0]


def test_nothing_measured_is_no_time_at_all() -> None:
    assert timings({})["turn_ms"] == {"n": 0, "p50": None, "p95": None, "slowest": None}


def test_only_trials_of_the_run_are_read(tmp_path: Path) -> None:
    folder = fill(tmp_path, offline_run())
    (folder / "measured" / "of-another-run.zh.1.json").write_text("not even JSON")
    found = measured_in(folder, offline_run())
    assert len(found) == 7
    assert found["order-simple.zh.1"].turn_ms == [120.0, 31.5]
