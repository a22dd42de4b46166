"""Whole trials by voice, with the real speech models and test callers."""

import json
import wave
from pathlib import Path

import pytest

from agent.assistant import open_agent
from evals.audio.callers import missing_parts
from evals.scenarios.scenario import Scenario
from evals.trials.booth import open_booth
from evals.trials.calls import RECORDING, run_call
from evals.trials.record import Measured, Record
from evals.trials.template import make_template

pytestmark = [pytest.mark.voice, pytest.mark.skipif(bool(missing_parts()), reason="no test callers: make callers")]

SCENARIO = Scenario.model_validate(
    {
        "id": "voice-button",
        "title": "An order that the button confirms",
        "channel": "voice",
        "steps": [
            {"say": {"en": "Order four hundred brackets from Ningbo Castings."}},
            {"say": {"en": "No, make it three hundred."}, "into": 2.0},
            {"decide": "yes"},
        ],
        "expect": {
            "state": {"orders": [{"supplier": "ningbo-castings", "lines": [{"item": "BR-20", "quantity": 300}]}]}
        },
    }
)


async def test_a_call_is_interrupted_confirmed_recorded_and_the_same_again(tmp_path: Path) -> None:
    template = tmp_path / "template.db"
    await make_template(template)
    made: list[tuple[Record, Measured]] = []
    async with open_booth() as booth:
        for number in range(2):
            folder = tmp_path / str(number)
            folder.mkdir()
            made.append(
                await run_call(
                    SCENARIO,
                    "en",
                    1,
                    booth=booth,
                    subject=open_agent,
                    agent_name="agent.assistant:open_agent",
                    folder=folder,
                    template=template,
                    digest="0",
                )
            )
    (record, measured), (again, _) = made
    assert record.error is None
    assert [turn.step for turn in record.turns] == [1, 2, 3]
    first, second, button = record.turns
    assert first.interrupted
    assert 0 < len(first.heard or "") < len(first.spoken or "")
    assert second.heard == second.spoken
    assert button.input["decide"] == "yes"
    assert record.after is not None
    assert record.before is not None
    (number_,) = set(record.after.orders) - set(record.before.orders)
    assert record.after.orders[number_]["lines"][0]["quantity"] == "300"
    assert record.audio is not None
    assert len(record.audio["yields_ms"]) == 1
    assert measured.audio["timelines_ms"]
    with wave.open(str(tmp_path / "0" / RECORDING)) as recording:
        assert (recording.getnchannels(), recording.getnframes() > 10 * 16_000) == (2, True)
    assert json.loads(again.model_dump_json()) == json.loads(record.model_dump_json())
