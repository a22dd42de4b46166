"""``python -m evals.reports.schema`` prints the JSON Schema of report.json."""

import hashlib
import json
from typing import Any

from evals.results import RunResult


def schema() -> dict[str, Any]:
    return RunResult.model_json_schema()


def digest() -> str:
    """SHA-256 of what a reader could trip over: the shape, without the words that describe it."""
    return hashlib.sha256(json.dumps(_shape(schema()), sort_keys=True).encode()).hexdigest()


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items() if key != "description"}
    return [_shape(inner) for inner in value] if isinstance(value, list) else value


if __name__ == "__main__":
    print(json.dumps(schema(), ensure_ascii=False, indent=2, sort_keys=True))
