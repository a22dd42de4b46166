from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.sounds import click, frames, mix, noise, say, silence, tone
from voice.gate import SILENCE_DBFS, Gate, GateReading, GateSettings, dbfs
from voice.ports import FRAME_BYTES, FRAME_MS
from voice.silero import Silero

SILERO = Silero()
PIECES = [
    silence(0.1),
    noise(0.1, -30.0),
    noise(0.06, -60.0),
    click(),
    tone(0.1, 440, -15.0),
    *frames(say("please stop", level=-22.0)),
    *frames(say("等一下", voice="cmn", level=-28.0)),
]


def run(sound: bytes, settings: GateSettings | None = None) -> list[GateReading]:
    gate = Gate(SILERO.stream(), settings)
    return [gate.feed(frame) for frame in frames(sound)]


@pytest.mark.parametrize(
    ("text", "voice"), [("where is my order", "en"), ("stop", "en"), ("我的订单到哪儿了", "cmn"), ("等一下", "cmn")]
)
@pytest.mark.parametrize("level", [-18.0, -30.0, -40.0])
def test_speech_opens_it_soon_and_silence_closes_it(text: str, voice: str, level: float) -> None:
    before, after = silence(0.5), silence(0.5)
    speech = say(text, voice=voice, level=level)
    readings = run(before + speech + after)
    start, end = len(before) // FRAME_BYTES, len(before + speech) // FRAME_BYTES
    opened = [number for number, reading in enumerate(readings) if reading.speech]
    assert not any(reading.speech for reading in readings[:start])
    assert (opened[0] - start) * FRAME_MS <= 200
    assert (opened[-1] - end) * FRAME_MS <= 160
    assert not readings[-1].speech


@pytest.mark.parametrize(
    "sound",
    [silence(2), noise(2, -30.0), noise(2, -50.0), tone(2, 440, -15.0), click() + silence(1) + click()],
    ids=["silence", "noise", "hiss", "tone", "knocks"],
)
def test_what_is_not_speech_keeps_it_closed(sound: bytes) -> None:
    assert not any(reading.speech for reading in run(silence(0.3) + sound))


def test_speech_in_noise_still_opens_it() -> None:
    speech = say("where is my order", level=-22.0)
    mixed = mix(speech, noise(len(speech) / 32000, -37.0))
    readings = run(noise(0.5, -37.0) + mixed)
    assert not any(reading.speech for reading in readings[:25])
    assert any(reading.speech for reading in readings)


def test_the_floor_shuts_out_far_voices() -> None:
    assert not any(r.speech for r in run(silence(0.3) + say("stop", level=-40.0), GateSettings(floor=-30.0)))


def test_level_is_that_of_the_frame() -> None:
    assert dbfs(silence(0.02)) == SILENCE_DBFS
    assert dbfs(b"") == SILENCE_DBFS
    assert dbfs(noise(1, -23.0)) == pytest.approx(-23.0, abs=0.1)


def test_a_frame_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="640"):
        Gate(SILERO.stream()).feed(b"\0" * 320)


@settings(max_examples=40, deadline=None)
@given(
    order=st.lists(st.integers(0, len(PIECES) - 1), max_size=25),
    opening=st.integers(1, 4),
    closing=st.integers(1, 5),
)
def test_it_turns_only_after_enough_frames_in_a_row(order: list[int], opening: int, closing: int) -> None:
    readings = run(b"".join(PIECES[number] for number in order), GateSettings(opening=opening, closing=closing))
    states = [False, *(reading.speech for reading in readings)]
    for number, (before, now) in enumerate(pairwise(states)):
        if before != now:
            needed = opening if now else closing
            assert number + 1 >= needed
            assert all(r.voiced == now for r in readings[number + 1 - needed : number + 1])
    # and it does turn when there were: no run of contrary frames is longer than it needs
    contrary = 0
    for before, reading in zip(states, readings, strict=False):
        contrary = contrary + 1 if reading.voiced != before else 0
        assert contrary <= (closing if before else opening)
        if contrary and reading.speech != before:
            contrary = 0
