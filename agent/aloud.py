"""The spoken side of a turn's reply: sentences in words of their own, or a model's free text made fit for a voice."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from agent.events import AgentEvent, ReadOut, Spoken
from agent.sentences import cut, sentences
from agent.speech_text import speakable
from procurement.actor import Language
from prompts.loader import load_catalog

PROSE_SENTENCES = 4  # of a model's own text; the rest is on the page
PROSE_CHARACTERS = 320


@dataclass(slots=True)
class Aloud:
    """``said`` are the sentences that have been given to the voice; none of them can be taken back. ``parts``: part
    numbers, to be read digit by digit."""

    language: Language
    parts: Collection[str]
    emit: Callable[[AgentEvent], None]
    said: list[str] = field(default_factory=list)
    _prose: str = ""
    _prose_said: int = 0
    _prose_sentences: int = 0

    def speak(self, text: str) -> None:
        """Say text that was written for speech."""
        for sentence in sentences(text):
            sentence = sentence[0].upper() + sentence[1:]
            self.said.append(sentence)
            self.emit(Spoken(sentence))

    def reads_out(self, drafts: Collection[str]) -> None:
        """What is said in this turn reads these drafts (ids) out in full."""
        if drafts:
            self.emit(ReadOut(list(drafts)))

    def hold(self, text: str) -> None:
        """A piece of a model's own text; it is said by ``release``."""
        self._prose += text

    def drop(self) -> None:
        """Forget what is held: it was not the reply."""
        self._prose = ""

    def release(self, *, whole: bool) -> None:
        """Say the sentences of what is held that are complete, or all of it when it is ``whole``: as many as a person
        cares to listen to."""
        complete, rest = (sentences(self._prose), "") if whole else cut(self._prose)
        if not whole and not complete:
            return
        self._prose = rest
        for sentence in complete:
            text = speakable(sentence, self.language, self.parts)
            if not text:
                continue
            self._prose_said += len(text)
            if self._prose_sentences >= PROSE_SENTENCES or (
                self._prose_sentences and self._prose_said > PROSE_CHARACTERS
            ):
                self._cut_short()
                return
            self._prose_sentences += 1
            self.speak(text)

    def _cut_short(self) -> None:
        rest = load_catalog("spoken", self.language)("prose.rest")
        if rest not in self.said:
            self.speak(rest)

    @property
    def text(self) -> str:
        """All that was said, as the history keeps it."""
        return ("" if self.language == "zh" else " ").join(self.said)
