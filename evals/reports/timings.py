"""What was measured in a run: timings.json. It differs from run to run, and is kept apart from what does not."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.bench.latency import percentile
from evals.results import CaseResult, RunResult, TrialResult
from evals.trials.record import Measured


def measured_in(folder: Path, result: RunResult) -> dict[str, Measured]:
    """{record's key: what was measured}, of those trials that have it. Raises ValidationError for a file that is
    no such thing."""
    found = {}
    for case in result.cases:
        for trial in case.trials:
            path = folder / "measured" / f"{key_of(case, trial)}.json"
            if path.is_file():
                found[path.stem] = Measured.model_validate_json(path.read_bytes())
    return found


def key_of(case: CaseResult, trial: TrialResult) -> str:
    """As ``Record.key``."""
    return f"{case.scenario}.{case.variant}.{trial.trial}"


def timings(measured: Mapping[str, Measured]) -> dict[str, Any]:
    """Over all turns and trials, then each trial by its key; JSON."""
    turns = [ms for one in measured.values() for ms in one.turn_ms]
    kinds = sorted({kind for one in measured.values() for kind in one.tokens})
    return {
        "trials": len(measured),
        "seconds": round(sum(one.seconds for one in measured.values()), 3),
        "turn_ms": {
            "n": len(turns),
            "p50": round(percentile(turns, 0.5), 1) if turns else None,
            "p95": round(percentile(turns, 0.95), 1) if turns else None,
            "slowest": round(max(turns), 1) if turns else None,
        },
        "tokens": {kind: sum(one.tokens.get(kind, 0) for one in measured.values()) for kind in kinds},
        "usd": round(sum(one.usd for one in measured.values()), 6),
        "by_trial": {key: one.model_dump(mode="json", exclude={"key"}) for key, one in sorted(measured.items())},
    }
