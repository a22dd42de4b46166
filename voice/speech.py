"""A Speech: the thing being said. It knows its sound, and which of its words end where."""

from voice.ports import Clip, Mark


class Speech:
    """Grows while it is synthesised and is sent while it grows. Positions are samples from its beginning.

    ``asks``: the position from which a yes is an answer, None while nothing is asked. ``filler``: it only bridges a
    wait.
    """

    def __init__(self, *, filler: bool = False) -> None:
        self.filler = filler
        self.complete = False
        self.asks: int | None = None
        self.sent = 0
        self._sentence = 0  # where the sentence begun last begins
        self._pcm = bytearray()
        self._marks: list[Mark] = []

    @property
    def length(self) -> int:
        return len(self._pcm) // 2

    @property
    def text(self) -> str:
        return "".join(mark.text for mark in self._marks)

    def add(self, clip: Clip, *, opens: bool = False) -> None:
        """Say this next; a sentence begins with it if it ``opens`` one. Its marks become positions of the whole."""
        start = self.length
        if opens:
            self._sentence = start
        self._pcm += clip.pcm
        self._marks += [Mark(mark.text, start + mark.end) for mark in clip.marks]

    def finish(self, *, asks: bool) -> None:
        """Nothing more comes. ``asks``: the sentence begun last wants an answer."""
        self.complete = True
        if asks:
            self.asks = self._sentence

    def take(self, samples: int) -> bytes:
        """The next samples to send; fewer, or none, when no more are there."""
        pcm = bytes(self._pcm[self.sent * 2 : (self.sent + samples) * 2])
        self.sent += len(pcm) // 2
        return pcm

    def between(self, start: int, end: int) -> bytes:
        return bytes(self._pcm[start * 2 : end * 2])

    def heard(self, position: int) -> str:
        """The words whose last sample lies before ``position``."""
        return "".join(mark.text for mark in self._marks if mark.end <= position)

    def whole(self, position: int) -> bool:
        """Whether everything was said when the far end had played up to ``position``."""
        return self.complete and position >= self.length

    def rewind(self, position: int) -> None:
        """Go on from the start of the word that ``position`` lies in."""
        self.sent = max((mark.end for mark in self._marks if mark.end <= position), default=0)
