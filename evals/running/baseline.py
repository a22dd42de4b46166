"""The baseline: what passed when somebody last agreed to it. A JSON file kept beside the suite."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.results import RunResult, Share
from evals.running.statistics import counted
from evals.scenarios.scenario import Channel
from evals.trials.record import Mode
from procurement.errors import InvalidInput

VERSION = 1
FEWEST_TRIALS = 3  # below that a share by a model may be luck


class Baseline(BaseModel):
    """``cases`` (where trials do not vary): {``scenario.variant``: whether all its trials passed}, without those in
    quarantine; ``live`` (where they do): {"all" or a variant: Share}."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_name: Literal["supplyline.eval.baseline"] = "supplyline.eval.baseline"
    version: int = VERSION
    suite: str
    agent: str
    model: str
    mode: Mode
    channel: Channel
    cases: dict[str, bool]
    live: dict[str, Share] = {}


def file_name(channel: Channel, mode: Mode) -> str:
    """Of the baseline beside a suite: baseline.json, baseline-voice.json, baseline-live.json, ..."""
    parts = ["baseline", *(["voice"] if channel == "voice" else []), *(["live"] if mode == "live" else [])]
    return "-".join(parts) + ".json"


def read(path: Path, channel: Channel, mode: Mode) -> Baseline | None:
    """None when there is no such file. Raises InvalidInput for one that is no baseline, or of another kind of run."""
    try:
        found = Baseline.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidInput(f"{path} is not a baseline: {where} {first['msg']}", field="--baseline") from None
    if (found.channel, found.mode) != (channel, mode):
        raise InvalidInput(
            f"{path} is of {found.channel} runs that are {found.mode}, this one is {channel} and {mode}",
            field="--baseline",
            remedy=f"keep one for each, such as {file_name(channel, mode)}",
        )
    return found


def passed_cases(result: RunResult) -> dict[str, bool]:
    """{case: all its trials passed}, of those that count."""
    return {case.name: all(trial.passed for trial in case.trials) for case in counted(result.cases)}


def shares(result: RunResult) -> dict[str, Share]:
    """Those that the gate looks at where trials vary."""
    return {"all": result.figures.all, **result.figures.by.get("variant", {})}


def updated(old: Baseline | None, result: RunResult, channel: Channel, *, partial: bool) -> Baseline:
    """What the baseline becomes. By cases: what this run shows; ``partial``: the cases that did not run keep theirs.
    By shares: each is raised only where the whole interval lies above it.

    Raises InvalidInput for a run that cannot set a bar: incomplete, or live with too few trials.
    """
    if result.incomplete is not None:
        raise InvalidInput(f"the run is incomplete: {result.incomplete}", field="--update-baseline")
    if result.mode == "live" and (result.trials < FEWEST_TRIALS or partial):
        raise InvalidInput(
            f"one lucky run sets no bar: a live baseline needs the whole suite and {FEWEST_TRIALS} trials a case",
            field="--update-baseline",
            remedy=f"--trials {FEWEST_TRIALS} without --only",
        )
    before = old.live if old is not None else {}
    kept = old.cases if old is not None and partial else {}
    return Baseline(
        suite=result.suite,
        agent=result.agent,
        model=result.model,
        mode=result.mode,
        channel=channel,
        cases={} if result.varies else {**kept, **passed_cases(result)},
        live={name: raised(before.get(name), share) for name, share in shares(result).items()} if result.varies else {},
    )


def raised(old: Share | None, new: Share) -> Share:
    if old is None or old.share is None or (new.low is not None and new.low > old.share):
        return new
    return old
