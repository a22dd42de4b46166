"""The runner of ``make test``: fails when a lane fails, tells what was skipped, ends with pytest's closing lines."""

import sys
from pathlib import Path

import pytest

from tests import lanes
from tests.lanes import LANES, Lane, main


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lane ``small`` that runs the tests in the file returned, and nothing else."""
    file = tmp_path / "test_small.py"
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = (
        sys.executable,
        "-m",
        "pytest",
        "-ra",
        "-p",
        "no:cacheprovider",
        "-c",
        str(tmp_path / "pytest.ini"),
        str(file),
    )
    monkeypatch.setattr(lanes, "LANES", (Lane("small", 1, (command,)),))
    monkeypatch.delenv("SUPPLYLINE_REQUIRE_BROWSER", raising=False)
    return file


def test_a_good_lane(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write_text("def test_a(): pass\n")
    assert main([]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("small ")
    assert "1 passed in" in last


def test_a_failing_lane(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write_text("def test_a(): assert False\n")
    assert main([]) == 1
    assert "1 failed in" in capsys.readouterr().out.splitlines()[-1]


def test_a_lane_without_tests_proves_nothing(small: Path) -> None:
    small.write_text("")
    assert main([]) == 1


SKIPPING = "import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('no Chromium here')\n"


def test_what_was_skipped_is_said(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write_text(SKIPPING)
    assert main([]) == 0
    out = capsys.readouterr().out
    assert "SKIPPED, so NOT CHECKED here" in out
    assert "!!   " in out
    assert "no Chromium here" in out.partition("!!")[2]


def test_ci_takes_no_skips(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    small.write_text(SKIPPING)
    monkeypatch.setenv("SUPPLYLINE_REQUIRE_BROWSER", "1")
    assert main([]) == 1
    assert "not allowed in CI" in capsys.readouterr().out


def test_a_lane_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lane = Lane("hanging", 0, ((sys.executable, "-c", "import time; time.sleep(60)"),))
    monkeypatch.setattr(lanes, "LANES", (lane,))
    assert main([]) == 1
    assert "stopped: over" in capsys.readouterr().out


def test_an_unknown_lane_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nightly"]) == 2
    assert "lint, fast" in capsys.readouterr().err


def test_every_marker_has_a_lane() -> None:
    commands = " ".join(word for lane in LANES for command in lane.commands for word in command)
    for marker in ("crash", "fuzz", "browser", "node", "voice"):
        assert f" {marker}" in commands or f"({marker}" in commands
