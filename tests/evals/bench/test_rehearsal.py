from collections.abc import Callable

import numpy as np
import pytest

from evals.bench.rehearsal import ScriptedLine, rehearse
from tests.evals.bench.takes import step
from voice.call_log import CallLog
from voice.ports import FRAME_BYTES, FRAME_SAMPLES
from voice.transports.line import Line
from voice.virtual_time import run_virtual

LOUD = np.full(FRAME_SAMPLES, 8000, np.int16).tobytes()


def playing(acts: dict[int, Callable[[Line], object]]) -> Callable[[Line], object]:
    """A call that sends nothing by itself, and does something at some frames."""

    async def call(line: Line) -> CallLog:
        number = 0
        async for frame in line.frames():
            assert len(frame) == FRAME_BYTES
            act = acts.get(number)
            if act is not None:
                await act(line)  # type: ignore[misc]
            number += 1
        return CallLog()

    return call


def test_what_was_flushed_was_never_played_and_ducking_is_told_from_the_voice() -> None:
    async def send(line: Line) -> None:
        await line.send(LOUD * 20)

    async def duck(line: Line) -> None:
        await line.duck(0.2)

    async def flush(line: Line) -> None:
        await line.flush()

    take = run_virtual(rehearse([step("command", 0.5)], playing({10: send, 15: duck, 20: flush, 30: send}), limit=1.0))  # type: ignore[arg-type]
    frames = take.agent.reshape(-1, FRAME_SAMPLES)[:, 0]
    assert list(np.flatnonzero(take.playing)) == [*range(11, 21), *range(31, 50)]
    assert set(frames[11:16]) == {8000}
    assert set(frames[16:21]) == {1600}
    assert set(take.undimmed.reshape(-1, FRAME_SAMPLES)[11:21, 0]) == {8000}
    assert len(take.caller) == len(take.agent) == len(take.undimmed)


@pytest.mark.parametrize(("echo_db", "heard"), [(None, 0), (20.0, 720)])
def test_a_microphone_may_hear_the_loudspeaker_a_little_later(echo_db: float | None, heard: int) -> None:
    async def send(line: Line) -> None:
        await line.send(LOUD * 3)

    line = ScriptedLine([], 0.6, echo_db)
    run_virtual(playing({2: send})(line))  # type: ignore[arg-type]
    caller = np.frombuffer(line.stereo(), "<i2").reshape(-1, 2)[:, 0].reshape(-1, FRAME_SAMPLES)[:, 0]
    assert caller[7] == heard
    assert not caller[:7].any()
