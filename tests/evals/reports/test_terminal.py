import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from evals.reports.terminal import SHOWN, show
from evals.reports.trend import trend
from evals.results import Figures, RunResult
from tests.evals.reports.runs import case, failing, live_run, offline_run, share

PAGE = Path("var/evals/one/report.html")


def shown(result: RunResult, width: int = 100, *, terminal: bool = False) -> str:
    out = io.StringIO()
    show(result, Console(file=out, width=width, force_terminal=terminal, color_system="auto"), page=PAGE)
    return out.getvalue()


def test_what_failed_and_why_comes_first_and_the_verdict_last() -> None:
    text = shown(offline_run())
    places = [
        text.index(part)
        for part in (
            "Failing: 3 of 7 cases",
            "order-simple (en)  Order bearings and confirm (new)",
            "end_state: order PO-2026-00123",
            "supplyline eval run --only order-simple",
            "Quarantined: 1",
            "variant",
            "No interval: trials do not vary",
            "Not covered by any case: draft.expired, fault.cancel",
            "Gate closed: 3 of 6 passed, 50.0 %",
            "Report: var/evals/one/report.html",
        )
    ]
    assert places == sorted(places)


def test_a_pipe_gets_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in shown(offline_run())
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31m" in shown(offline_run(), terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;31m" not in shown(offline_run(), terminal=True)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_chinese_stays_within_the_width(width: int) -> None:
    chinese = "没有说出天气原因,也没有说出新的到货日期" * 4
    cases = [case("a", "zh", failing(1, "a.zh.1", "says", chinese), title="黄油到哪里了" * 6)]
    result = offline_run(cases=cases, figures=Figures(all=share(0, 1), by={"tag": {"物流": share(0, 1)}}))
    lines = [line for line in shown(result, width).splitlines() if not line.startswith("Report:")]
    assert max(cell_len(line) for line in lines) <= width


def test_brackets_in_a_reason_are_no_markup() -> None:
    result = offline_run(cases=[case("a", "zh", failing(1, "a.zh.1", "tools", "called [red]x[/red] [/]"))])
    assert "called [red]x[/red] [/]" in shown(result)


def test_many_failures_are_cut_and_counted() -> None:
    cases = [case(f"case-{n:03}", "zh", failing(1, f"case-{n:03}.zh.1", "says", "no")) for n in range(SHOWN + 5)]
    assert "and 5 more scenarios: see the report" in shown(offline_run(cases=cases))


def test_intervals_only_where_there_are_some() -> None:
    assert "41.0 % to 97.0 %" in shown(live_run())
    assert "pass^3 50.0 %" in shown(live_run())
    assert "95 %" not in shown(offline_run())


def test_a_sparkline_over_runs() -> None:
    out, result = io.StringIO(), offline_run()
    better = offline_run(figures=Figures(all=share(6, 6)))
    show(result, Console(file=out, width=100), page=PAGE, trend=trend([better], result))
    assert "Success over 2 runs: █▁" in out.getvalue()


def test_what_is_not_covered_is_named_in_part() -> None:
    figures = offline_run().figures.model_copy(update={"uncovered": [f"draft.s{n}" for n in range(20)]})
    assert "draft.s7, and 12 more\n" in shown(offline_run(figures=figures), width=200)


def test_what_the_suite_is_worth_stands_before_the_verdict() -> None:
    out = io.StringIO()
    show(offline_run(), Console(file=out, width=100), page=PAGE, self_check="mutation score 34/34 (100.0%)")
    assert "The suite itself: mutation score 34/34 (100.0%)\nGate closed" in out.getvalue()
