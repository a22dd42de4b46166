"""The result of a run, as its JSON report holds it. Free of times and of the machine: two offline runs write the same
bytes. The schema's version rises with every change that a reader could trip over."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from evals.scenarios.scenario import Channel, Variant
from evals.trials.record import Mode

VERSION = 1


class Result(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScoreResult(Result):
    """As ``scoring.score.Score``."""

    scorer: str
    passed: bool | None
    reason: str = ""


class TrialResult(Result):
    """``record``: its file, relative to the run's folder; ``recording``: the stereo WAV of a call, likewise."""

    trial: int
    passed: bool
    error: str | None = None
    scores: list[ScoreResult] = []
    record: str
    recording: str | None = None


class CaseResult(Result):
    """One scenario in one variant. ``tools``: those its trials called; ``faults``: those that happened."""

    scenario: str
    variant: Variant
    channel: Channel
    title: str
    tags: list[str] = []
    covers: list[str] = []
    tools: list[str] = []
    faults: list[str] = []
    quarantine: str | None = None
    trials: list[TrialResult]

    @property
    def name(self) -> str:
        """As gate and baseline have it."""
        return f"{self.scenario}.{self.variant}"


class Share(Result):
    """Passed trials of all. ``low`` and ``high``: 95 %, clustered by scenario; None where trials do not vary, since
    then there is nothing to be uncertain about but the choice of scenarios."""

    passed: int
    n: int
    share: float | None
    low: float | None = None
    high: float | None = None


class Figures(Result):
    """``pass_at`` {k: pass^k}: the chance that all of k trials pass, averaged over cases. ``by``: {"variant" |
    "channel" | "tool" | "fault" | "tag": {value: Share}}. ``parity``: {"zh-en": difference in share over the scenarios
    that have both, ...}. ``coverage``: [{tool, state, variant, channel, cases}]; ``uncovered``: what no case
    touches."""

    all: Share
    pass_at: dict[int, float] = {}
    by: dict[str, dict[str, Share]] = {}
    parity: dict[str, float | None] = {}
    coverage: list[dict[str, Any]] = []
    uncovered: list[str] = []


class Gate(Result):
    """``reasons``: why it is closed, each naming the scenario or figure. Cases are named ``scenario.variant``;
    ``flaky``: those with both outcomes within the run."""

    open: bool
    baseline: str | None = None
    newly_failing: list[str] = []
    newly_passing: list[str] = []
    missing: list[str] = []
    flaky: list[str] = []
    reasons: list[str] = []


class RunResult(Result):
    """``suite``: SHA-256 over the digests of its scenarios, so that only like is compared with like. ``remark``: what
    the figure does and does not say. ``incomplete``: why trials that were asked for are missing. ``errors_heard``:
    {rate: Share}, success against the rate of recognition errors."""

    schema_name: Literal["supplyline.eval"] = "supplyline.eval"
    version: int = VERSION
    suite: str
    scenarios: int
    agent: str
    model: str
    mode: Mode
    trials: int
    remark: str
    incomplete: str | None = None
    figures: Figures
    gate: Gate
    errors_heard: dict[str, Share] = {}
    cases: list[CaseResult]

    @property
    def varies(self) -> bool:
        """Whether another run may come out otherwise: a hosted model answered, or sound was recognised, where the last
        digits hang on the processor."""
        return self.mode == "live" or any(case.channel == "voice" for case in self.cases)
