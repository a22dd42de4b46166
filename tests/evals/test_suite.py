"""The shipped suite as CI runs it: every case that counts passes, the same bytes twice, and wrong agents are caught."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evals.audio.callers import missing_parts

SAME_BYTES = ("report.json", "report.html", "junit.xml", "summary.md")


def run_eval(*arguments: str) -> None:
    """The console command; what it prints is shown when the test fails."""
    done = subprocess.run([sys.executable, "-m", "supplyline", "eval", *arguments], text=True, capture_output=True)
    print(done.stdout, done.stderr)
    assert done.returncode == 0, f"eval {' '.join(arguments)}: exit status {done.returncode}"


@pytest.mark.suite
def test_the_text_suite_passes_and_writes_the_same_bytes_twice(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as side_by_side:
        list(side_by_side.map(lambda name: run_eval("run", "--out", str(tmp_path / name)), ("first", "second")))
    for name in SAME_BYTES:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes(), name


@pytest.mark.suite
def test_the_suite_catches_every_wrong_agent() -> None:
    run_eval("mutants")


@pytest.mark.calls
def test_the_voice_suite_passes(tmp_path: Path) -> None:
    if missing := missing_parts():
        pytest.skip(f"needs the voices of test callers ({', '.join(missing)}): make callers")
    run_eval("run", "--channel", "voice", "--out", str(tmp_path / "calls"))
    assert list((tmp_path / "calls" / "recordings").glob("*.wav"))
