"""Mono PCM16: conversions, level, gain, mixing, and resampling of streams.

Everything takes and gives little-endian 16 bit samples as bytes; ``float32`` arrays are in [-1, 1).
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

from voice.ports import FRAME_BYTES, RATE

Samples = NDArray[np.float32]

FULL_SCALE = 32_768.0
SILENCE_DBFS = -96.0  # the level of a single quantisation step: nothing below it exists in 16 bits
RATES = (8_000, 16_000, 22_050, 24_000, 44_100, 48_000)


def samples_of(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, np.dtype("<i2")).astype(np.float32) / np.float32(FULL_SCALE)


def pcm_of(samples: NDArray[Any]) -> bytes:
    """Rounded, and clipped where a sample is out of range."""
    scaled = np.rint(np.asarray(samples, np.float64) * FULL_SCALE)
    return np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1).astype("<i2").tobytes()


def seconds_of(pcm: bytes, rate: int = RATE) -> float:
    return len(pcm) / 2 / rate


def silence(seconds: float, rate: int = RATE) -> bytes:
    return bytes(2 * round(seconds * rate))


def level(pcm: bytes) -> float:
    """Root mean square in dB below full scale: 0.0 is as loud as a square wave can be, -96.0 is silence."""
    if not pcm:
        return SILENCE_DBFS
    samples = np.frombuffer(pcm, np.dtype("<i2")).astype(np.float64)
    mean_square = float(np.mean(samples * samples))
    if mean_square == 0.0:
        return SILENCE_DBFS
    return max(SILENCE_DBFS, 10 * math.log10(mean_square / FULL_SCALE**2))


def scaled(pcm: bytes, gain: float) -> bytes:
    """``gain`` 1.0 leaves it as it is, 0.5 is 6 dB less."""
    return pcm if gain == 1.0 else pcm_of(samples_of(pcm) * np.float32(gain))


def mixed(first: bytes, second: bytes) -> bytes:
    """Both at once; as long as the longer one."""
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    total = samples_of(longer)
    total[: len(shorter) // 2] += samples_of(shorter)
    return pcm_of(total)


def frames_of(pcm: bytes) -> Iterator[bytes]:
    """Frames of FRAME_BYTES; the last one is filled up with silence."""
    for start in range(0, len(pcm), FRAME_BYTES):
        yield pcm[start : start + FRAME_BYTES].ljust(FRAME_BYTES, b"\0")


def resampled(pcm: bytes, rate: int, to: int = RATE) -> bytes:
    """A whole recording at another rate: round(samples * to / rate) samples."""
    if rate == to or not pcm:
        return pcm
    resampler = Resampler(rate, to)
    return resampler.push(pcm) + resampler.finish()


class Resampler:
    """A stream at one rate in, the same stream at another rate out, whatever the sizes of the pieces.

    What comes out lags by the filter's blocks (40 ms from 48 kHz, 115 ms from 8 kHz) until ``finish``; in all it is
    round(samples * to / rate) samples, and the pieces joined are exactly what one piece would have given.
    """

    __slots__ = ("_given", "_rate", "_stream", "_taken", "_to")

    def __init__(self, rate: int, to: int = RATE) -> None:
        self._stream = None if rate == to else soxr.ResampleStream(rate, to, 1, dtype="float32", quality="HQ")
        self._rate, self._to = rate, to
        self._taken = self._given = 0

    def push(self, pcm: bytes) -> bytes:
        if self._stream is None:
            return pcm
        self._taken += len(pcm) // 2
        # In floats: soxr adds random dither to 16 bit output, and a clip would differ from one run to the next.
        out = pcm_of(self._stream.resample_chunk(samples_of(pcm), last=False))
        self._given += len(out) // 2
        return out

    def finish(self) -> bytes:
        """What is still in the filter. The stream is over."""
        if self._stream is None:
            return b""
        out = pcm_of(self._stream.resample_chunk(np.zeros(0, np.float32), last=True))
        due = round(self._taken * self._to / self._rate) - self._given
        return out[: 2 * due].ljust(2 * due, b"\0")
