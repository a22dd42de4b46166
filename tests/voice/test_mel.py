"""The spectrogram is the one Whisper was trained on: as faster-whisper makes it."""

import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor

from voice.mel import BANDS, HOP, log_mel


@pytest.mark.parametrize("samples", [401, 1_600, 16_000, 48_123, 160_000])
@pytest.mark.parametrize("frames", [1_000, 1_100])
def test_the_same_as_stock(samples: int, frames: int) -> None:
    random = np.random.default_rng(samples)
    sound = (random.standard_normal(samples) * np.hanning(samples) * 0.1).astype(np.float32)
    padded = np.zeros(frames * HOP, np.float32)
    padded[:samples] = sound
    assert np.abs(log_mel(sound, frames) - FeatureExtractor()(padded, padding=0)).max() < 1e-5


@pytest.mark.parametrize("samples", [0, 1, 2, 159, 160, 161, 399, 400])
def test_any_length_fits(samples: int) -> None:
    mel = log_mel(np.full(samples, 0.01, np.float32), 200)
    assert mel.shape == (BANDS, 200)
    assert np.isfinite(mel).all()


def test_what_is_too_long_is_cut() -> None:
    sound = np.random.default_rng(1).standard_normal(32_000).astype(np.float32)
    assert np.array_equal(log_mel(sound, 100)[:, :98], log_mel(sound[:16_400], 100)[:, :98])
