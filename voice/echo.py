"""Our own voice in the caller's microphone: a loudspeaker without echo cancellation would have us interrupt ourselves.

What the caller sends is compared with what the far end has just played, over every delay a room or a network makes.
Correlation is certain only after a third of a second; before, the level helps: an echo is as much quieter than what
was played as the echo before it was.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from voice.frames import level, samples_of
from voice.ports import FRAME_BYTES, FRAME_MS

Floats = NDArray[np.float32]

REFERENCE = 800 // FRAME_MS  # frames of what was played that an echo may be of: delays up to half a second
WINDOW = 320 // FRAME_MS  # frames of the caller that are compared with it
SHORTEST = 120 // FRAME_MS
PLAYING_DBFS = -50.0
MARGIN_DB = 6.0  # above the level of the echo before it may still be one
# Correlations from which it is one, by frames compared: alone, and where the level agrees.
ALONE = ((WINDOW, 0.22), (SHORTEST, 0.36))
AGREEING = ((WINDOW, 0.15), (SHORTEST, 0.10), (0, 0.0))


class EchoJudge:
    """Fed with every frame of a call, from the first on."""

    def __init__(self) -> None:
        self._caller: deque[bytes] = deque(maxlen=WINDOW)
        self._played: deque[bytes] = deque([bytes(FRAME_BYTES)] * REFERENCE, maxlen=REFERENCE)
        self._levels: deque[float] = deque(maxlen=WINDOW + 10)  # of what was played
        self._loss: float | None = None  # dB between what was played and its echo

    def feed(self, frame: bytes, played: bytes, frames: int) -> bool:
        """Whether what the caller has sent lately is our own voice. ``played``: by the far end in this frame, empty for
        silence; ``frames``: since the caller's sound began, 0 for silence."""
        played = played[:FRAME_BYTES].ljust(FRAME_BYTES, b"\0")
        self._caller.append(frame)
        self._played.append(played)
        self._levels.append(level(played))
        loudest = max(self._levels)
        if frames == 0 or loudest < PLAYING_DBFS:
            return False
        compared = min(frames, WINDOW)
        below = loudest - level(b"".join(list(self._caller)[-compared:]))
        alike = self._likeness(compared) if compared >= SHORTEST else 0.0
        if alike >= _needed(ALONE, compared):
            self._loss = below if self._loss is None else max(below, self._loss)
            return True
        agrees = self._loss is not None and below >= self._loss - MARGIN_DB
        echo = agrees and alike >= _needed(AGREEING, compared)
        if compared == WINDOW and not echo:
            self._loss = None  # somebody speaks; what was learned may have been learned from them
        return echo

    def _likeness(self, frames: int) -> float:
        """The highest correlation of the latest frames with what was played, at any delay; between 0 and 1."""
        caller = _sharpened(samples_of(b"".join(list(self._caller)[-frames:])))
        played = _sharpened(samples_of(b"".join(self._played)))
        size = 1 << (len(caller) + len(played) - 1).bit_length()
        spectrum = np.fft.rfft(played, size) * np.conj(np.fft.rfft(caller, size))
        shifted = np.fft.irfft(spectrum, size)[: len(played) - len(caller) + 1]
        energy = np.cumsum(np.concatenate([[0.0], np.square(played, dtype=np.float64)]))
        windows = energy[len(caller) :] - energy[: -len(caller)]
        scale = np.sqrt(np.sum(np.square(caller, dtype=np.float64)) * windows + 1e-9)
        return float(np.max(np.abs(shifted) / scale))


def _needed(steps: tuple[tuple[int, float], ...], frames: int) -> float:
    return next((likeness for least, likeness in steps if frames >= least), 2.0)


def _sharpened(samples: Floats) -> Floats:
    """With its high frequencies lifted: a likeness of the low ones alone means little."""
    return np.append(samples[:1], samples[1:] - np.float32(0.95) * samples[:-1]).astype(np.float32)
