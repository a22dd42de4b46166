"""One self-contained HTML page of a run: no network, no other file needed. What failed and why comes first."""

import base64
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.reports import findings
from evals.reports.charts import Chart, Value, chart
from evals.reports.differences import Difference, differences
from evals.reports.listening import embedded
from evals.reports.timings import key_of, measured_in, timings
from evals.reports.trend import Trend
from evals.reports.waterfall import Waterfall, waterfalls
from evals.results import CaseResult, RunResult, TrialResult
from evals.running.folder import RunFolder
from evals.scoring.end_state import NAME as END_STATE
from evals.trials.record import Measured, Record

HTML = Path(__file__).parent / "html"
TRIALS = 3  # of a case that are shown whole; those that failed first
LONGEST, BRIEF = 4_000, 90  # characters of a tool's result, and of arguments in one line; the record has the whole
ORDER: tuple[findings.Standing, ...] = ("failing", "flaky", "untried", "quarantined", "passing")


@dataclass(frozen=True, slots=True)
class TrialView:
    """``record``: None when it is not in the folder; ``sound``: the recording as a data URI, None when it is too large
    or there is none; ``measured``: None where times are left out."""

    result: TrialResult
    reasons: list[str]
    record: Record | None
    changed: list[Difference]
    sound: str | None
    measured: Measured | None
    calls: list[Waterfall]

    @property
    def expected(self) -> bool:
        """Whether the differences say what was expected."""
        return any(row.expected is not None for row in self.changed)


@dataclass(frozen=True, slots=True)
class CaseView:
    """``again``: the command that plays it again; ``words``: what searching looks at."""

    case: CaseResult
    name: str
    standing: findings.Standing
    new: bool
    reason: str
    again: str
    words: str
    trials: list[TrialView]


@dataclass(frozen=True, slots=True)
class Page:
    """``times``: whether measured times are part of it; then it differs from run to run."""

    result: RunResult
    folder: RunFolder
    trend: Trend
    times: bool
    suite: str | None = None

    def html(self) -> str:
        """Raises ValidationError for a file of measured times that is none."""
        environment = Environment(
            loader=FileSystemLoader(HTML),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "pretty": pretty,
            "brief": brief,
            "percent": findings.percent,
            "points": findings.points,
            "standing_of": findings.standing,
        }
        script = (HTML / "page.js").read_text(encoding="utf-8")
        measured = measured_in(self.folder.path, self.result) if self.times else {}
        return environment.get_template("page.html.j2").render(
            result=self.result,
            findings=findings,
            suite=self.suite,
            labels=tomllib.loads((HTML / "labels.toml").read_text(encoding="utf-8")),
            style=(HTML / "page.css").read_text(encoding="utf-8"),
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            cases=self._cases(measured),
            failed=findings.alike(findings.failing(self.result)),
            held=findings.alike(findings.quarantined(self.result)),
            choices=choices(self.result.cases),
            heard=heard_chart(self.result),
            trend=self.trend,
            runs=trend_chart(self.trend),
            times=self.times,
            timings=timings(measured) if measured else None,
        )

    def _cases(self, measured: Mapping[str, Measured]) -> list[CaseView]:
        new = set(self.result.gate.newly_failing)
        cases = sorted(self.result.cases, key=lambda case: self._rank(case, new))
        trials = [(case, trial) for case in cases for trial in shown(case)]
        sounds = embedded(self.folder.path, (trial.recording for _, trial in trials if trial.recording is not None))
        return [self._case(case, new, measured, sounds) for case in cases]

    def _rank(self, case: CaseResult, new: set[str]) -> tuple[int, bool, str]:
        name = case.name
        return ORDER.index(findings.standing(case)), name not in new, name

    def _case(
        self, case: CaseResult, new: set[str], measured: Mapping[str, Measured], sounds: Mapping[str, str]
    ) -> CaseView:
        name, reason = case.name, findings.reason(case)
        return CaseView(
            case=case,
            name=name,
            standing=findings.standing(case),
            new=name in new,
            reason=reason,
            again=findings.again(case, self.result, self.suite),
            words=" ".join((name, case.title, reason, *case.tags, *case.covers, *case.tools, *case.faults)).lower(),
            trials=[self._trial(case, trial, measured, sounds) for trial in shown(case)],
        )

    def _trial(
        self, case: CaseResult, trial: TrialResult, measured: Mapping[str, Measured], sounds: Mapping[str, str]
    ) -> TrialView:
        key = key_of(case, trial)
        record = self.folder.record(key)
        changed: list[Difference] = []
        if record is not None and record.before is not None and record.after is not None:
            changed = differences(record.before, record.after, record.expected if ended_wrong(trial) else None)
        times = measured.get(key)
        return TrialView(
            result=trial,
            reasons=findings.reasons(trial),
            record=record,
            changed=changed,
            sound=sounds.get(trial.recording or ""),
            measured=times,
            calls=waterfalls(times.audio) if times is not None else [],
        )


def has_times(result: RunResult) -> bool:
    """Whether the page of this run shows measured times: where trials vary anyway. Offline text never does."""
    return result.mode == "live" or any(case.channel == "voice" for case in result.cases)


def ended_wrong(trial: TrialResult) -> bool:
    return any(score.scorer == END_STATE and score.passed is False for score in trial.scores)


def shown(case: CaseResult) -> list[TrialResult]:
    return sorted(case.trials, key=lambda trial: (trial.passed, trial.trial))[:TRIALS]


def choices(cases: Iterable[CaseResult]) -> dict[str, list[str]]:
    """What there is to choose from, by kind; kinds with a single value are left out."""
    found: dict[str, set[str]] = {"variant": set(), "channel": set(), "tool": set(), "fault": set(), "tag": set()}
    for case in cases:
        for kind, values in (
            ("variant", [case.variant]),
            ("channel", [case.channel]),
            ("tool", case.tools),
            ("fault", case.faults),
            ("tag", case.tags),
        ):
            found[kind].update(values)
    return {kind: findings.ordered(kind, values) for kind, values in found.items() if len(values) > 1}


def pretty(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n…"


def brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= BRIEF else f"{text[: BRIEF - 1]}…"


def heard_chart(result: RunResult) -> Chart | None:
    rates = sorted(result.errors_heard, key=float)
    shares = [result.errors_heard[rate] for rate in rates]
    values = [Value(share.share, share.low, share.high) for share in shares]
    return chart([f"{float(rate):.0%}" for rate in rates], {"success": values})


def trend_chart(trend: Trend) -> Chart | None:
    points = trend.points
    lines = {
        "success": [Value(point.share.share, point.share.low, point.share.high) for point in points],
        "pass_k": [Value(point.pass_k) for point in points],
    }
    return chart([str(number) for number in range(1, len(points) + 1)], lines)
