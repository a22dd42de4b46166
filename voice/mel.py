"""The log-mel spectrogram that Whisper was trained on, for a window that need not be 30 s.

80 bands (Slaney scale, 0-8 kHz), 25 ms Hann windows every 10 ms, floor 8 (log10) under the loudest, then (x + 4) / 4.
The silence that fills a window up costs nothing: it is written as the floor instead of being transformed.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voice.frames import Samples
from voice.ports import RATE

BANDS = 80
HOP = 160
WINDOW = 400
FRAMES_A_SECOND = RATE // HOP
RANGE = 8.0


def log_mel(samples: Samples, frames: int) -> NDArray[np.float32]:
    """Shape (BANDS, frames). Samples past ``frames`` hops are left out; what is missing is silence."""
    spoken = min(frames, -(-len(samples) // HOP) + 1)  # one more frame sees the last samples
    padded = np.zeros((spoken - 1) * HOP + WINDOW, np.float32)
    kept = samples[: len(padded) - WINDOW // 2]
    half = WINDOW // 2
    padded[half : half + len(kept)] = kept
    mirrored = kept[1 : half + 1][::-1]
    padded[half - len(mirrored) : half] = mirrored
    pieces = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    spectrum = np.fft.rfft(pieces * _hann(), axis=1)
    power = spectrum.real**2 + spectrum.imag**2
    mel = np.log10(np.maximum(power.astype(np.float32) @ _filters(), 1e-10)).T
    floor = max(float(mel.max()) - RANGE, -10.0)
    out = np.full((BANDS, frames), floor, np.float32)
    out[:, :spoken] = np.maximum(mel, floor)
    return (out + 4.0) / 4.0


@cache
def _hann() -> NDArray[np.float32]:
    return np.hanning(WINDOW + 1)[:-1].astype(np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Shape (WINDOW / 2 + 1, BANDS): triangles of equal area, linear below 1 kHz and logarithmic above."""
    frequencies = np.fft.rfftfreq(WINDOW, 1 / RATE)
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), BANDS + 2))
    rising = (frequencies[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - frequencies[:, None]) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return (triangles * 2.0 / (edges[2:] - edges[:-2])).astype(np.float32)


def _mel(hertz: float) -> float:
    return hertz * 3 / 200 if hertz < 1000 else float(15 + 27 * np.log(hertz / 1000) / np.log(6.4))


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))
