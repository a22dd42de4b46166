"""A caller who acts by a script: what is done when, and what the microphone takes up."""

import numpy as np

from evals.bench.callbook import Step
from evals.scenarios.scenario import Act
from evals.trials.acted_line import ActedLine, Planned
from voice.ports import FRAME_SAMPLES
from voice.virtual_time import run_virtual

LOUD = np.full(FRAME_SAMPLES * 10, 9000, np.int16)


def planned(number: int, said: str = "x", **act: object) -> Planned:
    sounds = LOUD if "say" in act else np.zeros(0, np.int16)
    return Planned(number, "step", Act.model_validate(act), Step("command", "zh", said, sounds))


def played(line: ActedLine) -> list[int]:
    """Steps in the order they began, after a call in which nobody answers."""

    async def listen() -> None:
        await line.tell({"event": "state", "caller": "quiet", "agent": "idle"})
        async for _ in line.frames():
            pass

    run_virtual(listen())
    return [one.number for one in line.begun]


def test_acts_follow_each_other_a_reaction_comes_first_and_the_button_is_pressed_once() -> None:
    pressed: list[int] = []
    left = [planned(9, say="好")]

    async def reacts() -> Planned | None:
        return left.pop() if left and line.begun else None

    async def begins(one: Planned) -> None:
        if one.act.decide is not None:
            pressed.append(one.number)

    plan = [planned(1, say="订货"), planned(2, decide="yes"), planned(3, say="再见")]
    line = ActedLine(plan, limit=60, echo_db=None, noise=None, reacts=reacts, begins=begins)
    assert played(line) == [1, 9, 2, 3]
    assert pressed == [2]
    assert [step.kind for step in line.take([]).steps] == ["command"] * 4


def test_noise_is_in_what_the_microphone_takes_up_and_not_in_what_times_are_read_from() -> None:
    async def nothing(*_: object) -> None:
        return None

    noise = np.full(FRAME_SAMPLES + 7, 100, np.int16)
    line = ActedLine([planned(1, say="喂")], limit=60, echo_db=None, noise=noise, reacts=nothing, begins=nothing)
    played(line)
    heard = np.frombuffer(line.channels()[0], "<i2")
    clean = line.take([]).caller
    assert set(clean) == {0, 9000}
    assert np.array_equal(heard, clean + 100)
