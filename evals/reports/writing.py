"""Puts the reports of a run into its folder, and copies where they were asked for."""

from dataclasses import dataclass
from pathlib import Path

from evals.reports.junit import junit
from evals.reports.markdown import markdown
from evals.reports.page import Page, has_times
from evals.reports.timings import measured_in, timings
from evals.reports.trend import earlier_runs, trend
from evals.results import RunResult
from evals.running.folder import RunFolder, as_json, write_whole
from procurement.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where copies go, as --json, --html, --junit and --markdown say. ``suite``: as it was named, None for the one that
    is shipped."""

    json: Path | None = None
    html: Path | None = None
    junit: Path | None = None
    markdown: Path | None = None
    suite: str | None = None


def write(result: RunResult, folder: Path, outputs: Outputs | None = None) -> None:
    """report.json, report.html, junit.xml, summary.md and timings.json. All but timings.json, and the page of a live
    run or of calls, are the same bytes for the same result. Raises InvalidInput for a copy that cannot be written."""
    outputs = outputs or Outputs()
    page = Page(result, RunFolder(folder), trend(earlier_runs(folder), result), has_times(result), outputs.suite)
    reports = {
        "report.json": (as_json(result), "json", outputs.json),
        "report.html": (page.html(), "html", outputs.html),
        "junit.xml": (junit(result), "junit", outputs.junit),
        "summary.md": (markdown(result, outputs.suite), "markdown", outputs.markdown),
    }
    write_whole(folder / "timings.json", as_json(timings(measured_in(folder, result))))
    for name, (text, _, _) in reports.items():
        write_whole(folder / name, text)
    for text, option, copy in reports.values():
        if copy is not None:
            _copy(text, copy, f"--{option}")


def _copy(text: str, to: Path, option: str) -> None:
    try:
        write_whole(to, text)
    except OSError as error:
        raise InvalidInput(
            f"{to} cannot be written: {error.strerror}", field=option, remedy="name a file in a folder you may write"
        ) from None
