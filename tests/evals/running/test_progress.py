import io

import pytest

from evals.running.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_there_is_a_line_now_and_then_and_one_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("evals.running.progress.time.monotonic", lambda: now)
    out = io.StringIO()
    with progress(4, out) as ended:
        ended(True)
        now += 6
        ended(False)
        now += 1
        ended(None)
        ended(True)
    assert out.getvalue().splitlines() == ["eval: 2 of 4 trials, 1 failed, 6 s", "eval: 4 of 4 trials, 1 failed, 7 s"]


def test_on_a_terminal_there_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    with progress(2, out) as ended:
        ended(False)
        ended(True)
    assert "1 failed" in out.getvalue()
    assert "2/2" in out.getvalue()
