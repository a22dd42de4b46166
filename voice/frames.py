"""Mono PCM16: conversions, level, gain, mixing, and resampling of streams.

Everything takes and gives little-endian 16 bit samples as bytes; ``float32`` arrays are in [-1, 1).
"""

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

from voice.ports import FRAME_BYTES, RATE

Samples = NDArray[np.float32]

FULL_SCALE = 32_768.0
SILENCE_DBFS = -96.0  # the level of a single quantisation step: nothing below it exists in 16 bits
LOBES = 32
KAISER = 8.0  # 80 dB between what passes and what does not
PASSED = 0.92  # of the lower rate's band
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
    out = soxr.resample(samples_of(pcm), rate, to, quality="HQ")
    due = round(len(pcm) // 2 * to / rate)
    return pcm_of(out[:due]).ljust(2 * due, b"\0")


class Resampler:
    """A stream at one rate in, the same stream at another rate out, whatever the sizes of the pieces.

    A windowed sinc of LOBES zero crossings to each side: what comes out lags by 4 ms when the lower of the two rates is
    8 kHz, by 2 ms when it is 16 kHz. (soxr's streams work in blocks and lag by 115 ms from 8 kHz, 37 ms from 48 kHz;
    a caller would wait for that.) In all it is round(samples * to / rate) samples.
    """

    __slots__ = ("_bank", "_down", "_given", "_half", "_held", "_origin", "_taken", "_up")

    def __init__(self, rate: int, to: int = RATE) -> None:
        common = math.gcd(rate, to)
        self._up, self._down = to // common, rate // common
        narrower = min(1.0, to / rate)
        self._half = math.ceil(LOBES / narrower)
        self._bank = _sinc_bank(self._up, self._half, PASSED * narrower)
        self._taken = self._given = 0
        self._origin = 1 - self._half  # the input sample that is first in ``_held``
        self._held: Samples = np.zeros(self._half - 1, np.float32)

    def push(self, pcm: bytes) -> bytes:
        self._taken += len(pcm) // 2
        return pcm if self._up == self._down else pcm_of(self._next(samples_of(pcm), None))

    def finish(self) -> bytes:
        """What is still in the filter. The stream is over."""
        if self._up == self._down:
            return b""
        return pcm_of(self._next(np.zeros(self._half, np.float32), round(self._taken * self._up / self._down)))

    def _next(self, samples: Samples, limit: int | None) -> Samples:
        """The output samples whose whole window is there; up to number ``limit``."""
        self._held = np.concatenate([self._held, samples])
        centres = self._origin + len(self._held) - self._half  # input samples before this have all that follows them
        ready = max(self._given, -(-centres * self._up // self._down) if limit is None else limit)
        if ready == self._given:
            return np.zeros(0, np.float32)
        position = np.arange(self._given, ready) * self._down
        first = position // self._up - self._half + 1 - self._origin
        windows = np.lib.stride_tricks.sliding_window_view(self._held, 2 * self._half)[first]
        out: Samples = np.einsum("ij,ij->i", windows, self._bank[position % self._up])
        self._given = ready
        kept = max(0, ready * self._down // self._up - self._half + 1 - self._origin)
        self._held, self._origin = self._held[kept:], self._origin + kept
        return out


@cache
def _sinc_bank(phases: int, half: int, cutoff: float) -> Samples:
    """Shape (phases, 2 * half): the filter for each place that an output sample can have between two input samples."""
    place = np.arange(phases)[:, None] / phases
    distance = np.arange(2 * half)[None, :] - half + 1 - place
    inside = np.clip(1 - (distance / half) ** 2, 0.0, None)
    filters = np.sinc(cutoff * distance) * np.i0(KAISER * np.sqrt(inside))
    bank: Samples = (filters / filters.sum(axis=1, keepdims=True)).astype(np.float32)
    return bank
