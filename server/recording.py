"""A Recording: one call as it was heard, in stereo: the caller left, the agent right.

The caller's frames are the clock. What the agent sent is put where the page says it was played, so that the two
sides lie beside each other as they did in the caller's ears, to about 40 ms.
"""

import logging
import wave
from array import array
from pathlib import Path

from voice.ports import FRAME_BYTES, RATE

log = logging.getLogger(__name__)

BYTES_A_SECOND = 2 * 2 * RATE
SETTLED = 25 * FRAME_BYTES  # half a second: reports of what was played come no later
WRITTEN = 50 * FRAME_BYTES  # bytes of one side that are written at once
JITTER = 15 * FRAME_BYTES  # how far a report may be off before a gap is one


class Recording:
    """Taken down into ``part``, which becomes ``whole`` when it is finished. ``since`` is how many samples of the agent
    were played before. A disk that is full ends the recording, not the call."""

    def __init__(self, part: Path, whole: Path, since: int = 0) -> None:
        self.seconds = 0.0
        self._part = part
        self._whole = whole
        self._played = since
        self._agent = bytearray()  # sent, not played
        self._left = bytearray()
        self._right = bytearray()
        self._broken = False
        self._file = wave.open(str(part), "wb")  # noqa: SIM115  # closed by finish
        self._file.setnchannels(2)
        self._file.setsampwidth(2)
        self._file.setframerate(RATE)

    def heard_caller(self, frame: bytes) -> None:
        self._left += frame
        if len(self._left) >= WRITTEN + SETTLED:
            self._write(WRITTEN)

    def sent_agent(self, pcm: bytes) -> None:
        self._agent += pcm

    def played_agent(self, samples: int) -> None:
        size = 2 * (samples - self._played)
        self._played = samples
        played = self._agent[:size]
        del self._agent[:size]
        start = len(self._left) - len(played)
        if start - len(self._right) > JITTER:
            self._right += bytes(start - len(self._right))
        self._right += played

    def flushed_agent(self) -> None:
        self._agent.clear()

    def finish(self) -> bool:
        """Write the rest; whether there is a whole recording now. Nothing of a broken or empty one is left."""
        self._write(max(len(self._left), len(self._right)))
        try:
            self._file.close()
            if self.seconds and not self._broken:
                self._part.rename(self._whole)
                return True
        except OSError:
            log.exception("a recording could not be finished")
        self._part.unlink(missing_ok=True)
        return False

    def _write(self, size: int) -> None:
        both = array("h", bytes(2 * size))
        both[0::2] = array("h", bytes(self._left[:size]).ljust(size, b"\0"))
        both[1::2] = array("h", bytes(self._right[:size]).ljust(size, b"\0"))
        del self._left[:size], self._right[:size]
        self.seconds += size / 2 / RATE
        if self._broken:
            return
        try:
            self._file.writeframesraw(both.tobytes())
        except OSError:
            self._broken = True
            log.exception("a recording broke off")
