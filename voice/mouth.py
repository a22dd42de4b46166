"""The mouth of a call: what is said, in which order, and how far it was heard."""

from collections import deque

from voice.playout import Happening, Playout
from voice.ports import Transport
from voice.speech import Speech
from voice.turns import Asking, Began, Finished

EVENTS: dict[Happening, Began | Asking | Finished] = {"began": Began(), "asking": Asking(), "finished": Finished()}


class Mouth:
    """Says one Speech after another. A filler only bridges the wait for an answer: it is not the agent's turn."""

    def __init__(self, transport: Transport) -> None:
        self._playout = Playout(transport)
        self._next: deque[Speech] = deque()
        self._held = False
        self._position = 0
        self.played = b""  # what the far end played since the tick before the last

    @property
    def speech(self) -> Speech | None:
        """What is being said."""
        return self._playout.speech

    def heard(self) -> str:
        """The words of it that were played."""
        return self.speech.heard(self._playout.position) if self.speech is not None else ""

    def say(self, speech: Speech) -> None:
        """Behind what is being said."""
        self._next.append(speech)

    async def tick(self) -> list[tuple[Speech, Began | Asking | Finished]]:
        """Once a frame: send on, and what the far end has come to since."""
        if self._playout.speech is None and self._next and not self._held:
            self._playout.say(self._next.popleft())
            self._position = 0
        speech = self._playout.speech
        if speech is None:
            self.played = b""
            return []
        happened = await self._playout.tick()
        position = self._playout.position if self._playout.speech is speech else speech.length
        self.played = speech.between(self._position, position)
        self._position = position
        return [(speech, EVENTS[name]) for name in happened]

    async def hold(self) -> None:
        """Begin nothing; what has begun without being heard waits."""
        self._held = True
        if self.speech is not None:
            await self._playout.stop()

    def release(self) -> None:
        self._held = False
        self._playout.resume()

    async def duck(self, ducked: bool) -> None:
        await self._playout.duck(ducked)

    async def pause(self) -> None:
        await self._playout.stop()

    async def resume(self) -> None:
        """Go on at full voice from the start of the word that was cut."""
        await self._playout.duck(False)
        self._playout.resume()

    async def cut(self) -> tuple[Speech, str] | None:
        """Silence; what was being said and the words of it that were heard. Nothing of it is said later."""
        self._next.clear()
        self._held = False
        cut = await self._playout.cut()
        await self._playout.duck(False)
        return (cut[0], cut[0].heard(cut[1])) if cut is not None else None
