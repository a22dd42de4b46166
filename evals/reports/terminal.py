"""The report on a terminal: what failed and why first, then the figures, then where the rest is."""

from collections.abc import Iterable
from pathlib import Path

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evals.reports.findings import (
    again,
    alike,
    failing,
    in_words,
    interval,
    other_reasons,
    percent,
    points,
    quarantined,
    reason,
    rows,
    variants_of,
    why_no_interval,
)
from evals.reports.trend import Trend, sparkline
from evals.results import CaseResult, RunResult

SHOWN = 20  # failing scenarios
NAMED = 8  # of what is not covered


def show(
    result: RunResult,
    console: Console,
    *,
    page: Path,
    trend: Trend | None = None,
    suite: str | None = None,
    self_check: str | None = None,
) -> None:
    """``page``: where the HTML report is; ``suite``: as it was named, None for the one that is shipped; ``self_check``:
    what was found of the suite itself. A console that is no terminal, or NO_COLOR in the environment, gets plain
    text."""
    for part in (_failures(result, suite), _quarantine(result), _figures(result)):
        for piece in part:
            console.print(piece)
    _details(result, console, trend)
    if self_check is not None:
        console.print(Text(f"The suite itself: {self_check}"))
    console.print(_verdict(result))
    for why in _closed_by(result):
        console.print(Padding(Text(why), (0, 0, 0, 2)))
    console.print(Text(f"Report: {page}"), soft_wrap=True)


def _verdict(result: RunResult) -> Text:
    state = Text("Gate open", "bold green") if result.gate.open else Text("Gate closed", "bold red")
    return state.append(f": {in_words(result.figures.all)}", "bold")


def _closed_by(result: RunResult) -> list[str]:
    others, new = other_reasons(result), len(result.gate.newly_failing)
    cut = [f"and {len(others) - SHOWN} more"] if len(others) > SHOWN else []
    return [*([f"{new} newly failing, see above"] if new else []), *others[:SHOWN], *cut]


def _failures(result: RunResult, suite: str | None) -> Iterable[Text | Padding]:
    cases, new = failing(result), set(result.gate.newly_failing)
    if not cases:
        return
    yield Text(f"Failing: {len(cases)} of {len(result.cases)} cases", "bold red")
    groups = alike(cases)
    for group in groups[:SHOWN]:
        case = group[0]
        fresh = " (new)" if any(one.name in new for one in group) else ""
        line = Text.assemble((case.scenario, "bold"), f" ({variants_of(group)})  {case.title}", (fresh, "red"))
        yield Padding(line, (0, 0, 0, 2))
        yield Padding(Text(reason(case), "red"), (0, 0, 0, 4))
        yield Padding(Text(again(case, result, suite), "dim"), (0, 0, 0, 4))
    if len(groups) > SHOWN:
        yield Text(f"  and {len(groups) - SHOWN} more scenarios: see the report")
    yield Text()


def _quarantine(result: RunResult) -> Iterable[Text | Padding]:
    cases = quarantined(result)
    if not cases:
        return
    yield Text(f"Quarantined: {len(cases)}, shown but not counted", "bold yellow")
    for case in cases:
        yield Padding(_quarantined(case), (0, 0, 0, 2))
    yield Text()


def _quarantined(case: CaseResult) -> Text:
    how = f"fails, {reason(case)}" if reason(case) else "passes"
    return Text.assemble((case.name, "bold"), f"  {case.quarantine}: {how}")


def _figures(result: RunResult) -> Iterable[Table | Text]:
    found = rows(result, ("variant", "channel", "tool", "fault"))
    if not found:
        return
    inside = any(interval(share) for _, _, share in found)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("", "", "passed", "of", "share", *(["95 %"] if inside else [])):
        table.add_column(heading, justify="right" if heading else "left")
    before = ""
    for kind, value, share in found:
        cells = [kind if kind != before else "", value, str(share.passed), str(share.n), percent(share.share)]
        style = "red" if share.passed < share.n else ""
        table.add_row(*map(Text, cells), *([Text(interval(share))] if inside else []), style=style)
        before = kind
    yield table


def _details(result: RunResult, console: Console, trend: Trend | None) -> None:
    figures = result.figures
    lines = []
    if why := why_no_interval(result):
        lines.append(why[0].upper() + why[1:])
    if result.remark:
        lines.append(result.remark)
    if result.trials > 1 and figures.pass_at:
        lines.append(", ".join(f"pass^{k} {percent(share)}" for k, share in sorted(figures.pass_at.items())))
    if figures.parity:
        lines.append("Parity: " + ", ".join(f"{pair} {points(value)}" for pair, value in figures.parity.items()))
    if result.gate.flaky:
        lines.append(f"Flaky: {', '.join(result.gate.flaky)}")
    if result.gate.newly_passing:
        lines.append(f"Newly passing: {', '.join(result.gate.newly_passing)}")
    if figures.uncovered:
        more = [f"and {len(figures.uncovered) - NAMED} more"] if len(figures.uncovered) > NAMED else []
        lines.append(f"Not covered by any case: {', '.join([*figures.uncovered[:NAMED], *more])}")
    if trend is not None and (spark := sparkline(trend)):
        lines.append(f"Success over {len(trend.points)} runs: {spark}")
    if result.incomplete is not None:
        lines.append(f"Incomplete: {result.incomplete}")
    for line in lines:
        console.print(Text(line))
