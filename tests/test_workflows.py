"""The CI workflow files that are shipped: what they run must exist, and they are allowed no more than they need."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from supplyline import build_parser

ROOT = Path(__file__).resolve().parent.parent
GITHUB = yaml.safe_load((ROOT / ".github" / "workflows" / "evals.yml").read_text())
GITLAB = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())

GITHUB_JOBS = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in GITHUB["jobs"].items()}
GITLAB_JOBS = {name: [*job.get("before_script", []), *job["script"]] for name, job in GITLAB.items() if "script" in job}
JOBS = [(host, name, jobs[name]) for host, jobs in (("github", GITHUB_JOBS), ("gitlab", GITLAB_JOBS)) for name in jobs]


def commands_of(lines: list[str]) -> list[list[str]]:
    """The arguments of every supplyline command."""
    return [shlex.split(line)[1:] for line in lines if line.startswith(".venv/bin/supplyline ")]


@pytest.mark.parametrize(("host", "name", "lines"), JOBS)
def test_every_command_is_one(host: str, name: str, lines: list[str]) -> None:
    commands = commands_of(lines)
    assert sum("supplyline" in line for line in lines) == len(commands) > 0
    for arguments in commands:
        build_parser().parse_args(arguments)  # a wrong one exits
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    made = [target for line in lines if line.startswith("make ") for target in line.split()[1:]]
    assert "setup" in made
    assert set(made) <= targets


@pytest.mark.parametrize("jobs", [GITHUB_JOBS, GITLAB_JOBS])
def test_both_channels_and_the_suite_itself_are_tried(jobs: dict[str, list[str]]) -> None:
    tried = {name: [build_parser().parse_args(arguments) for arguments in commands_of(jobs[name])] for name in jobs}
    runs = {name: [one for one in parsed if one.run.__name__ == "eval_run"] for name, parsed in tried.items()}
    assert {name: [one.channel for one in found] for name, found in runs.items()} == {
        "text": [None],
        "voice": ["voice"],
    }
    assert [one.run.__name__ for one in tried["text"]] == ["eval_run", "eval_mutants"]
    assert all(one.junit and one.html and one.markdown for found in runs.values() for one in found)


def steps_with(job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    return [step for step in job["steps"] if step.get("uses", "").startswith(action + "@")]


@pytest.mark.parametrize("name", GITHUB_JOBS)
def test_reports_are_kept_even_when_the_gate_is_closed(name: str) -> None:
    job = GITHUB["jobs"][name]
    (upload,) = steps_with(job, "actions/upload-artifact")
    (summary,) = [step for step in job["steps"] if "GITHUB_STEP_SUMMARY" in step.get("run", "")]
    assert upload["if"] == summary["if"] == "!cancelled()"
    (folder,) = {Path(one.markdown).parent.as_posix() for one in parsed_runs(GITHUB_JOBS[name])}
    assert upload["with"]["path"] == folder
    assert f"{folder}/summary.md" in summary["run"]
    gitlab = GITLAB[name]["artifacts"]
    assert gitlab["paths"] == [f"{folder}/"]
    assert gitlab["reports"]["junit"] == f"{folder}/junit.xml"
    assert GITLAB[".evals"]["artifacts"]["when"] == "always"


def parsed_runs(lines: list[str]) -> list[Any]:
    parsed = [build_parser().parse_args(arguments) for arguments in commands_of(lines)]
    return [one for one in parsed if one.run.__name__ == "eval_run"]


def test_nothing_is_allowed_that_is_not_needed() -> None:
    assert GITHUB["permissions"] == {"contents": "read"}
    for job in GITHUB["jobs"].values():
        assert "permissions" not in job
        (checkout,) = steps_with(job, "actions/checkout")
        assert checkout["with"]["persist-credentials"] is False


def test_python_and_the_lock_are_those_of_the_project() -> None:
    for job in GITHUB["jobs"].values():
        (python,) = steps_with(job, "actions/setup-python")
        assert python["with"] == {
            "python-version": "3.11",
            "cache": "pip",
            "cache-dependency-path": "requirements.lock",
        }
    assert GITLAB[".evals"]["image"] == "python:3.11"
    assert GITLAB[".evals"]["cache"]["key"]["files"] == ["requirements.lock"]
    assert (ROOT / "requirements.lock").exists()
