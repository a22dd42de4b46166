import json
import subprocess
import sys

import jsonschema

from evals.reports.schema import digest, schema
from evals.results import VERSION
from evals.running.folder import as_json
from tests.evals.reports.runs import live_run, offline_run, voice_run

DIGESTS = {1: "84028bc02de98a92e958846d50d73fa2746d50f8d9899263df92a2a8b5739480"}


def test_a_changed_shape_has_a_new_version() -> None:
    assert DIGESTS[VERSION] == digest(), "raise VERSION in evals/results.py, and write the new digest down here"


def test_every_report_fits_the_schema() -> None:
    for result in (offline_run(), live_run(), voice_run()):
        jsonschema.validate(json.loads(as_json(result)), schema())


def test_it_can_be_printed() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "evals.reports.schema"], capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(printed)["title"] == "RunResult"
