"""What the agent makes of a recogniser's text without a call: the hearing of a fresh conversation, and the grammar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.conversation import Conversation
from agent.grammar.model import Grammar
from agent.hearing.ears import Ears
from agent.hearing.hearing import hear
from agent.hearing.vocabulary import vocabulary
from agent.model import ModelRequest
from agent.scene import Scene
from evals.bench.dictation import Clip, Written, accuracy, calls_of, entities
from procurement.catalogue import load_catalogue
from procurement.recent_numbers import recent_numbers
from procurement.working_calendar import WorkingCalendar
from tools.registry import TOOLS
from voice.ports import Language


@dataclass(frozen=True, slots=True)
class Understanding:
    ears: Ears
    grammar: Grammar

    @classmethod
    async def of(cls, conversation: Conversation) -> "Understanding":
        async with conversation.agent.store.read() as uow:
            catalogue = await load_catalogue(uow, conversation.actor)
            numbers = await recent_numbers(uow, conversation.actor)
            scene = Scene(conversation.actor, conversation.actor.language, uow.today(), WorkingCalendar(), catalogue)
        return cls(Ears(scene, numbers), Grammar())

    def prompts(self) -> dict[Language, str]:
        return {"zh": self._prompt("zh"), "en": self._prompt("en")}

    def _prompt(self, language: Language) -> str:
        return vocabulary(language, self.ears.scene.catalogue)

    def correct(self, raw: str, language: Language) -> str:
        return hear(raw, language, self.ears).text

    async def calls(self, text: str, language: Language) -> Sequence[tuple[str, Mapping[str, Any]]]:
        request = ModelRequest([{"role": "user", "content": text}], tuple(TOOLS.values()), self.ears.scene)
        made = [call async for chunk in self.grammar.stream(request) for call in chunk.calls]
        return calls_of((call.name, call.arguments) for call in made)

    async def ceiling(self, clips: Sequence[Clip]) -> float | None:
        """The entity accuracy if every sentence had been written down as it was said."""
        perfect = []
        for clip in {clip.sentence.id: clip for clip in clips}.values():
            text = self.correct(clip.sentence.say, clip.sentence.language)
            found = entities(await self.calls(text, clip.sentence.language))
            perfect.append(Written(clip, clip.sentence.language, clip.sentence.say, text, found))
        right, said = accuracy(perfect)
        return round(right / said, 4) if said else None
