from itertools import pairwise

import numpy as np
import pytest
from faster_whisper.vad import get_vad_model
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.sounds import noise, say, silence
from voice.silero import WINDOW, Silero


@pytest.fixture(scope="module")
def silero() -> Silero:
    return Silero()


SPEECH = silence(0.256) + say("where is my order")


def test_a_stream_says_what_the_batch_call_says(silero: Silero) -> None:
    """faster-whisper's own call over the whole sound is the reference for context and state."""
    usable = SPEECH[: len(SPEECH) // (2 * WINDOW) * 2 * WINDOW]
    batch = get_vad_model()(np.frombuffer(usable, "<i2").astype(np.float32) / 32768)
    stream = silero.stream()
    ours = [stream.feed(usable[at : at + 2 * WINDOW]) for at in range(0, len(usable), 2 * WINDOW)]
    # The batch call shows the first window of a run the end of a window that is not before it; a hair's difference.
    assert ours == pytest.approx(np.ravel(batch).tolist(), abs=0.05)
    assert max(ours) > 0.9


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(0, len(SPEECH) // 2), max_size=20))
def test_it_does_not_matter_how_the_audio_is_cut(silero: Silero, cuts: list[int]) -> None:
    ends = [0, *sorted(2 * cut for cut in cuts), len(SPEECH)]
    whole, pieces = silero.stream(), silero.stream()
    whole.feed(SPEECH)
    for start, end in pairwise(ends):
        pieces.feed(SPEECH[start:end])
    assert pieces.probability == whole.probability


def test_streams_do_not_disturb_each_other(silero: Silero) -> None:
    alone, one, other = silero.stream(), silero.stream(), silero.stream()
    for at in range(0, len(SPEECH), 640):
        expected = alone.feed(SPEECH[at : at + 640])
        assert one.feed(SPEECH[at : at + 640]) == expected
        other.feed(noise(0.02, -20.0, seed=at))


def test_reset_forgets(silero: Silero) -> None:
    fresh, used = silero.stream(), silero.stream()
    used.feed(SPEECH)
    used.reset()
    assert used.probability == 0.0
    assert used.feed(SPEECH[:4000]) == fresh.feed(SPEECH[:4000])


def test_nothing_is_said_before_a_whole_window(silero: Silero) -> None:
    assert silero.stream().feed(SPEECH[: 2 * WINDOW - 2]) == 0.0
