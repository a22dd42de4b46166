"""The ear of a call: frames in, what the turn rules want to know of each out; keeps the sound of the utterance."""

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from voice.echo import EchoJudge
from voice.gate import GateReading
from voice.ports import FRAME_MS
from voice.turns import Frame, Verdict

PRE_ROLL = 320 // FRAME_MS  # frames kept from before the gate opened: soft beginnings


class Gate(Protocol):
    """Whether somebody speaks in a frame; ``voice.gate`` has the real one."""

    def feed(self, frame: bytes) -> GateReading: ...


class Onset(Protocol):
    """Judges a sound by its first few hundred milliseconds. ``begin`` at its first frame, ``pre`` is what came before;
    ``feed`` gives the verdict so far."""

    def begin(self, pre: bytes) -> None: ...
    def feed(self, frame: bytes, *, played: bytes) -> Verdict | None: ...


class Ear:
    """Fed with every frame of the caller, in order."""

    def __init__(self, gate: Gate, onset: Onset | None = None) -> None:
        self._gate = gate
        self._onset = onset
        self._echo = EchoJudge()
        self._echoing = False
        self._sounding = 0  # frames since the present sound began
        self._before: deque[bytes] = deque(maxlen=PRE_ROLL)
        self._segment: list[bytes] | None = None

    def feed(self, frame: bytes, *, played: bytes = b"") -> Frame:
        """``played``: what the agent said in these 20 ms, empty while it is silent."""
        reading = self._gate.feed(frame)
        self._sounding += self._sounding > 0 or reading.speech
        echo = self._echo.feed(frame, played, self._sounding)
        if self._segment is None:
            if not reading.speech:
                self._before.append(frame)
                return Frame(False)
            self._begin()
        assert self._segment is not None
        if self._echoing and not echo:
            self._begin(self._segment[-PRE_ROLL:])  # somebody speaks over our own voice: that is where it begins
        self._echoing = echo
        self._segment.append(frame)
        verdict = self._onset.feed(frame, played=played) if self._onset is not None else None
        return Frame(reading.voiced, "echo" if echo else verdict)

    def _begin(self, before: Sequence[bytes] | None = None) -> None:
        self._segment = list(self._before if before is None else before)
        if self._onset is not None:
            self._onset.begin(b"".join(self._segment))

    def segment(self) -> bytes:
        """The utterance so far, with what came just before it."""
        return b"".join(self._segment or ())

    def clear(self) -> None:
        """The utterance is over; its last frames may be the beginning of the next."""
        self._before.extend((self._segment or [])[-PRE_ROLL // 2 :])
        self._segment = None
        self._echoing, self._sounding = False, 0
