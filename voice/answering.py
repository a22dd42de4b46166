"""An Answer: one reply on its way from the conversation to sound. Its pieces go to the inbox of the call."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from voice.clauses import clauses
from voice.ports import Clip, Hearing, Reply, Synthesiser, Talk

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Piece:
    """The next clip of an answer. ``opens``: a sentence begins with it."""

    answer: "Answer"
    clip: Clip
    opens: bool


@dataclass(frozen=True, slots=True)
class Made:
    """All of an answer has been made. ``asks``: its last sentence asks; ``failed``: it broke off, for a reason that was
    logged."""

    answer: "Answer"
    asks: bool = False
    failed: bool = False


class Answer:
    """``hearing``: what it answers; ``earlier``: the answer whose making these words continue, or interrupt."""

    def __init__(self, hearing: Hearing, earlier: "Answer | None", *, continues: bool) -> None:
        self.hearing = hearing
        self.reply: Reply | None = None
        self.said_any = False
        self.cancelled = False
        self._muted = False
        self._earlier = earlier
        self._continues = continues
        self._task: asyncio.Task[None] | None = None
        self._replied = asyncio.Event()

    @property
    def making_first(self) -> bool:
        """Its first sound is being made: nothing else may take the processor now."""
        return self._task is not None and not self._task.done() and not self.said_any

    def start(
        self,
        talk: Talk[Any],
        synthesiser: Synthesiser,
        post: Callable[[Piece | Made], None],
        before: "asyncio.Task[None] | None",
    ) -> None:
        """``before``: what has to be recorded of the talk so far."""
        self._task = asyncio.create_task(self._make(talk, synthesiser, post, before), name="answer")

    def cancel(self) -> None:
        """Say no more. The conversation finishes a write it has begun."""
        self.cancelled = True
        if self.reply is not None:
            self.reply.cancel()

    def mute(self) -> None:
        """Synthesise no more; the reply itself is made to its end."""
        self._muted = True

    async def settled(self) -> None:
        """Wait until no more comes of it."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _make(
        self,
        talk: Talk[Any],
        synthesiser: Synthesiser,
        post: Callable[[Piece | Made], None],
        before: "asyncio.Task[None] | None",
    ) -> None:
        try:
            if before is not None:
                await before
            continued = await self._id_continued()
            self.reply = await talk.respond(self.hearing, continued)
            self._replied.set()
            if self.cancelled:
                self.reply.cancel()
            await self._say(self.reply, synthesiser, post)
            post(Made(self, asks=self.reply.asks))
        except Exception:
            log.exception("an answer failed")
            post(Made(self, failed=True))
        finally:
            self._replied.set()

    async def _id_continued(self) -> str | None:
        """The turn that an earlier answer was for, once the conversation has it."""
        if self._earlier is None or not self._continues:
            return None
        await self._earlier._replied.wait()
        earlier = self._earlier.reply
        self._earlier = None
        return earlier.id if earlier is not None else None

    async def _say(self, reply: Reply, synthesiser: Synthesiser, post: Callable[[Piece | Made], None]) -> None:
        """One clause is synthesised while the one before is played."""
        async for sentence in reply.sentences():
            opens = True
            if self._muted:
                continue
            if reply.language == "en":
                sentence = f"{sentence.rstrip()} "  # the next one follows
            for clause in clauses(sentence, reply.language, first=not self.said_any):
                if self.cancelled:
                    return
                clip = await synthesiser.synthesise(clause, reply.language)
                post(Piece(self, clip, opens))
                self.said_any, opens = True, False
