"""Puts the reports of a run into its folder, and copies where they were asked for."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.reports.junit import junit
from evals.reports.markdown import markdown
from evals.reports.page import Page, has_times
from evals.reports.timings import measured_in, timings
from evals.reports.trend import earlier_runs, trend
from evals.results import RunResult


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
    run or of calls, are the same bytes for the same result. Raises OSError."""
    outputs = outputs or Outputs()
    page = Page(result, folder, trend(earlier_runs(folder), result), has_times(result), outputs.suite)
    reports = {
        "report.json": (as_json(result), outputs.json),
        "report.html": (page.html().encode(), outputs.html),
        "junit.xml": (junit(result), outputs.junit),
        "summary.md": (markdown(result, outputs.suite).encode(), outputs.markdown),
        "timings.json": (dumped(timings(measured_in(folder, result))), None),
    }
    for name, (content, copy) in reports.items():
        for path in (folder / name, copy):
            if path is not None:
                put(path, content)


def as_json(result: RunResult) -> bytes:
    return dumped(result.model_dump(mode="json"))


def dumped(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def put(path: Path, content: bytes) -> None:
    """The file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    os.replace(part, path)
