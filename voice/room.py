"""How loud it is around the caller, and whether a frame stands out from it.

People talking in the room sound like speech to any detector, since they are speech; what tells the caller from them is
that the caller is nearer, so louder. The room is what the quieter fifth of the last eight seconds reached, whether or
not somebody spoke meanwhile: speech has pauses, babble has none.
"""

import math
from collections import deque

FRAMES = 400  # that are looked at: 8 s, longer than people speak without a pause
SHARE = 0.2  # of them are no louder than the room
FIRST = 25  # frames before anything is known of the room
EVERY = 5  # frames between looks
MARGIN = 6.0  # dB by which the caller is louder
FALL = 0.6  # of the level's power is kept from frame to frame when it falls: syllables end softly
SILENT = 1e-12  # power: -120 dBFS, so that the logarithm is there


class Room:
    """Fed with every frame of the microphone, in order."""

    def __init__(self) -> None:
        self.level = -math.inf  # dBFS; what is known of the room
        self._levels: deque[float] = deque(maxlen=FRAMES)
        self._power = 0.0
        self._heard = 0

    def stands_out(self, level: float) -> bool:
        """``level``: dBFS of the next frame. Everything does while nothing is known."""
        power = 10 ** (level / 10)
        self._power = max(power, FALL * self._power + (1 - FALL) * power)
        smooth = 10 * math.log10(self._power + SILENT)
        self._levels.append(smooth)
        self._heard += 1
        if self._heard >= FIRST and self._heard % EVERY == 0:
            self.level = sorted(self._levels)[int(len(self._levels) * SHARE)]
        return smooth > self.level + MARGIN
