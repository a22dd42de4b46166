"""The playout clock: sends speech a little ahead of the far end, and counts what was really played there."""

from typing import Literal

from voice.ports import FRAME_SAMPLES, RATE, Transport
from voice.speech import Speech

LEAD = RATE * 160 // 1000  # samples sent ahead at most
DUCKED = 0.2  # about -14 dB

Happening = Literal["began", "asking", "finished"]


class Playout:
    """One speech at a time. ``tick`` is to be called every frame; it says what the far end has come to."""

    def __init__(self, transport: Transport) -> None:
        self.speech: Speech | None = None
        self._transport = transport
        self._sent = 0  # samples queued at the far end since the call began, less those flushed
        self._began = False
        self._asked = False
        self._stopped = False

    @property
    def position(self) -> int:
        """Samples of the speech that were played."""
        if self.speech is None:
            return 0
        return self.speech.sent - max(0, self._sent - self._transport.played())

    @property
    def stopped(self) -> bool:
        return self._stopped

    def say(self, speech: Speech) -> None:
        """Begin this one; whatever was being said has been ended before."""
        self.speech = speech
        self._began = self._asked = self._stopped = False

    async def tick(self) -> list[Happening]:
        speech = self.speech
        if speech is None:
            return []
        if not self._stopped:
            await self._feed(speech)
        return self._come_to(speech)

    async def _feed(self, speech: Speech) -> None:
        while self._sent - self._transport.played() < LEAD and (pcm := speech.take(FRAME_SAMPLES)):
            self._sent += len(pcm) // 2
            await self._transport.send(pcm)

    def _come_to(self, speech: Speech) -> list[Happening]:
        happened: list[Happening] = []
        position = self.position
        if not self._began and position > 0:
            self._began = True
            happened.append("began")
        if not self._asked and speech.asks is not None and position >= speech.asks and self._began:
            self._asked = True
            happened.append("asking")
        if speech.whole(position):
            self.speech = None
            happened.append("finished")
        return happened

    async def stop(self) -> None:
        """Silence now; ``resume`` goes on from the start of the word that was cut."""
        speech, ahead = self.speech, self._sent
        played = await self._transport.flush()
        if speech is not None and not self._stopped:
            speech.rewind(speech.sent - max(0, ahead - played))
        self._sent = played
        self._stopped = True

    def resume(self) -> None:
        self._stopped = False

    async def duck(self, ducked: bool) -> None:
        await self._transport.duck(DUCKED if ducked else 1.0)

    async def cut(self) -> tuple[Speech, int] | None:
        """Silence now and for good: the speech and how far it was played."""
        speech, ahead, was_stopped = self.speech, self._sent, self._stopped
        played = await self._transport.flush()
        self._sent = played
        self.speech, self._stopped = None, False
        if speech is None:
            return None
        return speech, speech.sent if was_stopped else speech.sent - max(0, ahead - played)
