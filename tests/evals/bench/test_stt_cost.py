"""The short window against stock: the arithmetic of the loss, and both recognisers on people's recordings."""

from pathlib import Path

import pytest

from evals.bench.stt_cost import Heard, Utterance, compare, loss, report
from tests.voice.recordings import need_recordings, recording, texts
from voice.model_files import SpeechSettings, whisper_folder


def heard(short_errors: int, stock_errors: int, length: int = 10, language: str = "en") -> Heard:
    utterance = Utterance("", "zh" if language == "zh" else "en", "clean", bytes(32_000))
    return Heard(utterance, (0.2, 0.3), (0.8, 0.9), short_errors, stock_errors, length, short_errors == stock_errors)


def test_nothing_lost_is_nothing() -> None:
    figures = loss([heard(1, 1), heard(0, 0), heard(3, 3)])
    assert figures["points_lost"] == figures["bound_95"] == 0.0
    assert figures["short"] == figures["stock"] == pytest.approx(13.33)
    assert figures["texts_alike"] == 1.0


def test_the_bound_is_paired() -> None:
    """Clips differ a lot among each other, the recognisers on a clip hardly: pairing sees that."""
    clips = [heard(errors + (number % 20 == 0), errors) for number, errors in enumerate([0, 2, 4, 6, 8] * 40)]
    figures = loss(clips)
    assert figures["points_lost"] == 0.5
    assert 0.5 < figures["bound_95"] < 0.8
    low, high = figures["interval_95"]
    assert low < 0.5 < high


def test_a_real_loss_is_not_hidden() -> None:
    assert loss([heard(2, 1)] * 100 + [heard(1, 1)] * 100)["interval_95"][0] > 3.0


def test_a_gain_is_negative() -> None:
    assert loss([heard(0, 1)] * 50 + [heard(1, 1)] * 50)["bound_95"] < 0


def test_the_report_splits_by_language_and_condition() -> None:
    figures = report([heard(0, 0), heard(1, 0, language="zh")])
    assert set(figures["loss"]) == {"all", "en", "zh", "en clean", "zh clean"}
    assert figures["speed"]["times_faster_total"] == 4.0
    assert figures["speed"]["times_faster"]["p50"] == 4.0
    assert figures["speed"]["processor_times_less"] == 3.0
    assert figures["clips"] == 2


@pytest.mark.voice
def test_the_short_window_is_quicker_on_people() -> None:
    """In processor time, because a test machine is busy."""
    need_recordings()
    folder: Path = whisper_folder(SpeechSettings())
    names = ("all-circuits-busy-now", "conf-getpin", "vm-goodbye", "agent-alreadyon", "cannot-complete-as-dialed")
    clips = [Utterance(texts()[name], "en", "clean", recording(name)) for name in names]
    figures = compare(clips, folder, lambda text: text)
    assert figures["speed"]["processor_times_less"] > 2.5
    assert figures["language_chosen"]["processor_times_less"] > 2.5
    assert figures["loss"]["en"]["points_lost"] < 15
