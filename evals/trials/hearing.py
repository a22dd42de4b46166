"""A subject that hears badly: what is typed to it reaches its conversation as on a call, with a recogniser's errors.

No sound is made. The words are understood by ``Conversation.talk()`` and the reply is heard to its end, so that reading
out, confirming and asking again are those of a call.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from agent.events import TurnFinished
from agent.grammar.language import language_of
from agent.model import Model
from agent.run import Run
from agent.talking import Talking, TurnReply
from evals.asr_errors import misheard
from evals.scenarios.scenario import Variant
from evals.subjects.subject import Factory, Subject, SubjectConversation
from procurement.actor import Actor, Language
from procurement.entities import Decision
from procurement.store import Store

CHARACTERS: dict[Variant, tuple[Language, ...]] = {"zh": ("zh",), "en": ("en",), "mixed": ("zh", "en")}


@dataclass(slots=True)
class Recognition:
    """``rate``: of characters, words and figures mistaken. The ``seed`` and how much was said before decide which.
    ``cut``: the utterances, counted from 1, whose answers are spoken into: half of such an answer is heard."""

    variant: Variant
    rate: float
    seed: str
    cut: frozenset[int] = frozenset()
    said: int = 0

    def of(self, text: str) -> tuple[str, Language]:
        """What is written of it, and the language it is taken for."""
        self.said += 1
        rng = random.Random(f"{self.seed}.{self.said}")
        language = language_of(text, "en" if self.variant == "en" else "zh")
        for number, characters in enumerate(CHARACTERS[self.variant]):
            text = misheard(text, characters, rng, self.rate, figures=number == 0)
        return text, language


@dataclass(slots=True)
class Misheard:
    """A SubjectConversation."""

    conversation: SubjectConversation
    recognition: Recognition
    _talk: Talking | None = field(default=None, init=False)

    @property
    def id(self) -> str:
        return self.conversation.id

    async def say(self, text: str, *, key: str | None = None, channel: str = "chat") -> Run:
        """Comes back when the reply was heard. ``channel`` is always voice."""
        talk = self._talk = self._talk or self.conversation.talk()
        heard = await talk.understand(*self.recognition.of(text))
        reply = await talk.respond(heard, key=key)
        spoken = "".join([sentence async for sentence in reply.sentences()])
        whole = self.recognition.said not in self.recognition.cut
        await talk.on_heard(reply.id, spoken if whole else spoken[: len(spoken) // 2], whole)
        if isinstance(reply, TurnReply):
            return reply.run
        asked = Run(self.id, "")  # nothing was left of the words: the caller is asked to say them again
        asked.emit(TurnFinished(self.id, "", reply.language, spoken))
        return asked

    async def decide(
        self,
        draft_id: str,
        decision: Decision,
        *,
        digest: str | None = None,
        key: str | None = None,
        channel: str = "button",
    ) -> Run:
        return await self.conversation.decide(draft_id, decision, digest=digest, key=key, channel=channel)

    def talk(self) -> Talking:
        return self.conversation.talk()


@dataclass(slots=True)
class HardOfHearing:
    """A Subject."""

    subject: Subject
    recognition: Recognition

    async def __aenter__(self) -> Self:
        await self.subject.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.subject.__aexit__(kind, error, trace)

    async def conversation(self, actor: Actor, conversation_id: str | None = None) -> Misheard:
        return Misheard(await self.subject.conversation(actor, conversation_id), self.recognition)


def hard_of_hearing(
    subject: Factory, variant: Variant, rate: float, seed: str, cut: frozenset[int] = frozenset()
) -> Factory:
    """Opens the same subject behind a recogniser that errs; a fresh one, with the same errors, each time."""

    async def open_it(store: Store, models: Sequence[Model] = ()) -> HardOfHearing:
        return HardOfHearing(await subject(store, models), Recognition(variant, rate, seed, cut))

    return open_it
