"""The gate: whether somebody speaks in this frame, so that everything behind it only looks at speech."""

from dataclasses import dataclass

import numpy as np
import webrtcvad  # type: ignore[import-untyped]

from voice.ports import FRAME_BYTES, RATE
from voice.room import Room
from voice.silero import SileroStream

SILENCE_DBFS = -96.0  # what an all-zero frame is said to have


@dataclass(frozen=True, slots=True)
class GateReading:
    """``speech``: the gate is open after this frame; ``voiced``: this frame alone sounds like speech; ``level``: dBFS
    of the frame (RMS; 0 is a full-scale square wave); ``probability``: Silero's, of the last whole 32 ms."""

    speech: bool
    voiced: bool
    level: float
    probability: float


@dataclass(frozen=True, slots=True)
class GateSettings:
    """``aggressiveness``: of webrtcvad, 0 to 3. ``likely``: the probability from which a closed gate counts a frame as
    voiced; ``unlikely``: the one below which an open gate counts it as silent. ``opening``, ``closing``: frames in a
    row that open and close it. ``floor``: dBFS under which nothing is speech.

    It opens easily: on speech of test callers 60 ms after the first sound (p95 160 ms) instead of 100 (p95 200), at the
    price of opening for one cough or knock in four instead of one in nine, which ``voice.onset`` tells from speech."""

    aggressiveness: int = 2
    likely: float = 0.3
    unlikely: float = 0.3
    opening: int = 1
    closing: int = 3
    floor: float = -55.0


class Gate:
    """webrtcvad proposes, at once but easily fooled; Silero confirms, a window later. Frames go in, readings come out.

    Both see every frame, since Silero's memory suffers from gaps; the two together cost less than 0.1 ms a frame.
    An open gate stays open on Silero's word alone: webrtcvad drops soft endings. Neither can tell the caller from
    others who talk in the room: a frame counts only where it stands out from that (``voice.room``).
    """

    def __init__(self, silero: SileroStream, settings: GateSettings | None = None) -> None:
        self.settings = settings or GateSettings()
        self._silero = silero
        self._room = Room()
        self._vad = webrtcvad.Vad(self.settings.aggressiveness)
        self._speech = False
        self._run = 0  # frames in a row that speak against the present state

    def feed(self, frame: bytes) -> GateReading:
        """``frame``: FRAME_BYTES of PCM16. Raises ValueError for another length."""
        if len(frame) != FRAME_BYTES:
            raise ValueError(f"a frame has {FRAME_BYTES} bytes, not {len(frame)}")
        level = dbfs(frame)
        probability = self._silero.feed(frame)
        audible = self._room.stands_out(level) and level > self.settings.floor
        proposed = self._vad.is_speech(frame, RATE) and audible
        if self._speech:
            voiced = audible and probability >= self.settings.unlikely
        else:
            voiced = proposed and probability >= self.settings.likely
        self._turn(voiced)
        return GateReading(self._speech, voiced, level, probability)

    def _turn(self, voiced: bool) -> None:
        self._run = self._run + 1 if voiced != self._speech else 0
        if self._run >= (self.settings.closing if self._speech else self.settings.opening):
            self._speech = not self._speech
            self._run = 0


def dbfs(pcm: bytes) -> float:
    """Root mean square of PCM16 in dB below full scale, SILENCE_DBFS at least."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float64) / 32768
    power = float(np.mean(samples * samples)) if len(samples) else 0.0
    return max(SILENCE_DBFS, 10 * float(np.log10(power))) if power > 0 else SILENCE_DBFS
