import wave
from pathlib import Path

import numpy as np
import pytest

from evals.audio.stretches import Samples, Stretch, first_from, place_of, read_stereo, silent_from, stretches, within
from voice.ports import RATE


def channel(*parts: tuple[float, float]) -> Samples:
    """(seconds, level) after each other; noise, so that no two places are alike."""
    random = np.random.default_rng(5)
    made = [random.standard_normal(round(seconds * RATE)) * level * 3000 for seconds, level in parts]
    return np.concatenate(made).astype(np.int16)


def test_sound_is_found_to_the_block() -> None:
    found = stretches(channel((0.5, 0), (0.4, 1), (0.3, 0), (0.2, 1), (0.5, 0)))
    assert found == [Stretch(0.5, pytest.approx(0.9)), Stretch(pytest.approx(1.2), pytest.approx(1.4))]


def test_the_closing_of_a_consonant_ends_nothing_and_a_click_is_nothing() -> None:
    assert len(stretches(channel((0.2, 1), (0.05, 0), (0.2, 1)))) == 1
    assert stretches(channel((0.2, 0), (0.01, 1), (0.2, 0))) == []


def test_silence_has_no_stretch() -> None:
    assert stretches(channel((1.0, 0))) == []
    assert stretches(channel((1.0, 0.01))) == []


def test_within_a_window() -> None:
    found = [Stretch(1.0, 2.0), Stretch(2.5, 3.0)]
    assert within(found, 0.5, 2.6) == Stretch(1.0, 2.6)
    assert within(found, 2.1, 2.4) is None
    assert first_from(found, 1.5) == Stretch(2.5, 3.0)
    assert first_from(found, 2.6) is None


def test_silence_must_last() -> None:
    found = [Stretch(1.0, 2.0), Stretch(2.2, 3.0), Stretch(5.0, 6.0)]
    assert silent_from(found, 1.5, 0.4) == 3.0
    assert silent_from(found, 1.5, 0.1) == 2.0
    assert silent_from(found, 5.5, 0.4) == 6.0
    assert silent_from(found, 7.0, 0.4) is None


def test_a_known_clip_is_found_however_loud() -> None:
    filler = channel((0.4, 1))
    recording = np.concatenate([channel((1.0, 0.2)), filler // 4, channel((1.0, 1))[::-1]])
    found = place_of(filler, recording, 0.5, 2.3)
    assert found is not None
    assert found.start == pytest.approx(1.0, abs=0.001)
    assert found.end == pytest.approx(1.4, abs=0.001)
    assert place_of(filler[::-1].copy(), recording, 0.5, 2.3) is None


def test_the_caller_is_left(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.array([[1, 2], [3, 4]], np.int16).tobytes())
    caller, agent = read_stereo(path)
    assert caller.tolist() == [1, 3]
    assert agent.tolist() == [2, 4]
