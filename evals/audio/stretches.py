"""When somebody is heard in one channel of a recording. All times of the voice benchmark come from here.

A channel is cut into blocks of 10 ms. A block louder than THRESHOLD_DB of full scale is sound; what is heard within
JOIN seconds of each other is one stretch, so that the closing of a [t] does not end a word; a stretch shorter than
SHORTEST is a click. Callers peak at -6 dB of full scale and the agent's voice likewise, so the threshold lies about
35 dB below speech and above the noise of 16 bits by as much. Times are seconds from the start of the recording.
"""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.ports import RATE

Samples = NDArray[np.int16]

BLOCK = RATE // 100
THRESHOLD_DB = -50.0
JOIN = 0.06
SHORTEST = 0.03


@dataclass(frozen=True, slots=True)
class Stretch:
    """``start``: of its first block with sound; ``end``: of its last."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


def levels(channel: Samples) -> NDArray[np.float64]:
    """dB of full scale, block by block."""
    blocks = channel[: len(channel) // BLOCK * BLOCK].reshape(-1, BLOCK).astype(np.float64) / 32768
    power: NDArray[np.float64] = np.square(blocks).mean(axis=1)
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)))


def stretches(channel: Samples, threshold_db: float = THRESHOLD_DB, join: float = JOIN) -> list[Stretch]:
    sounding = np.flatnonzero(levels(channel) > threshold_db)
    if not len(sounding):
        return []
    gaps = np.flatnonzero(np.diff(sounding) - 1 > join * RATE / BLOCK)
    firsts = sounding[np.concatenate(([0], gaps + 1))]
    lasts = sounding[np.concatenate((gaps, [len(sounding) - 1]))]
    block = BLOCK / RATE
    found = [Stretch(int(first) * block, (int(last) + 1) * block) for first, last in zip(firsts, lasts, strict=True)]
    return [stretch for stretch in found if stretch.seconds >= SHORTEST]


def within(found: list[Stretch], start: float, end: float) -> Stretch | None:
    """From the first to the last sound between two times; None when there is silence."""
    inside = [Stretch(max(s.start, start), min(s.end, end)) for s in found if s.end > start and s.start < end]
    return Stretch(inside[0].start, inside[-1].end) if inside else None


def first_from(found: list[Stretch], time: float) -> Stretch | None:
    """The first stretch that begins at ``time`` or later."""
    return next((stretch for stretch in found if stretch.start >= time), None)


def silent_from(found: list[Stretch], time: float, seconds: float) -> float | None:
    """When silence of at least ``seconds`` begins at or after ``time``; None when ``time`` is in the last silence
    already, or nothing is said at ``time``."""
    for index, stretch in enumerate(found):
        if stretch.end <= time:
            continue
        following = found[index + 1].start if index + 1 < len(found) else float("inf")
        if following - stretch.end >= seconds:
            return stretch.end
    return None


def place_of(clip: Samples, channel: Samples, start: float, end: float, alike: float = 0.6) -> Stretch | None:
    """Where a known clip is played between two times, however loud: by normalised correlation of at least ``alike``."""
    window = channel[round(start * RATE) : round(end * RATE)].astype(np.float64)
    wanted = clip.astype(np.float64)
    if len(window) < len(wanted) or not wanted.any():
        return None
    size = len(window) + len(wanted)
    product = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(wanted, size)), size)
    product = product[: len(window) - len(wanted) + 1]
    energy = np.concatenate(([0.0], np.cumsum(window**2)))
    norm = np.sqrt((energy[len(wanted) :] - energy[: -len(wanted)]) * np.square(wanted).sum())
    likeness = product / np.maximum(norm, 1.0)
    best = int(np.argmax(likeness))
    if likeness[best] < alike:
        return None
    return Stretch(start + best / RATE, start + (best + len(wanted)) / RATE)


def samples(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, "<i2").astype(np.int16)


def read_stereo(path: Path) -> tuple[Samples, Samples]:
    """(caller, agent) of a recording. Raises ValueError for another format."""
    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (2, 2, RATE):
            raise ValueError(f"{path} is not 16 bit stereo at {RATE} samples a second")
        both = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()
