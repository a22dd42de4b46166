"""The template of the demo chain, ``play``: a trial in a folder of its own, and what tests of trials say."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from agent.assistant import open_agent
from evals.scenarios.scenario import Scenario
from evals.subjects.subject import REFERENCE
from evals.trials.record import EventLog, Record, Snapshot
from evals.trials.template import make_template
from evals.trials.trial import run_trial

Play = Callable[[Scenario], Awaitable[Record]]
ORDER = "向苏州精密订500个6204轴承,下周五之前到"
EXPECT: dict[str, Any] = {"state": {}, "says": [{"concept": "any"}]}


def scenario(*steps: object, **more: Any) -> Scenario:
    return Scenario.model_validate({"id": "a-test", "title": "t", "steps": steps, "expect": EXPECT} | more)


def whole(record: Record) -> tuple[Snapshot, Snapshot, EventLog]:
    assert record.error is None
    assert record.before
    assert record.after
    assert record.log
    return record.before, record.after, record.log


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    # In a thread of its own: the event loops of the tests belong to pytest-asyncio.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, make_template(path)).result()
    return path


@pytest.fixture
def play(template: Path, tmp_path: Path) -> Play:
    numbers = count(1)

    async def played(scenario: Scenario) -> Record:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        record, measured = await run_trial(
            scenario, "zh", 1, subject=open_agent, agent_name=REFERENCE, folder=folder, template=template, digest="d"
        )
        assert len(measured.turn_ms) == len(record.turns)
        return record

    return played
