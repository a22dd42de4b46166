"""Speech models and a conversation by script: sound whose samples say which words they stand for."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from voice.gate import GateReading
from voice.ports import FRAME_SAMPLES, Clip, Language, Mark, PhraseName, Transcript

WORD = 3_200  # samples a word takes to say: 200 ms


class Loud:
    """A gate that opens on anything louder than silence."""

    def feed(self, frame: bytes) -> GateReading:
        voiced = bool(np.frombuffer(frame, "<i2").any())
        return GateReading(voiced, voiced, 0.0 if voiced else -96.0, float(voiced))


@dataclass(frozen=True, slots=True)
class Said:
    raw: str
    text: str
    language: Language = "en"
    kind: Literal["words", "backchannel", "stop", "nothing"] = "words"
    state: Literal["complete", "decision", "open", "trailing", "spelling"] = "complete"


class Sounds:
    """Utterances as sound: every sample of the n-th is n + 1. A recogniser that reads them back."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.fails = 0

    def say(self, text: str, seconds: float | None = None) -> bytes:
        self.texts.append(text)
        samples = int((seconds or 0.2 * len(text.split())) * 16_000)
        return np.full(samples, len(self.texts), "<i2").tobytes()

    async def transcribe(
        self,
        pcm: bytes,
        *,
        language: Language | None = None,
        prompts: Mapping[Language, str] | None = None,
        urgent: bool = True,
    ) -> Transcript | None:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the recogniser died")
        samples = np.frombuffer(pcm, "<i2")
        found = list(dict.fromkeys(int(value) for value in samples if value))
        text = " ".join(self.texts[value - 1] for value in found)
        return Transcript(text, "en", seconds=0.2)


NOISE = np.where(np.random.default_rng(1).random(WORD * 100) < 0.5, 7_000, -7_000).astype("<i2")


class Beeps:
    """Every word lasts 200 ms, and sounds like nothing a caller says."""

    async def synthesise(self, text: str, language: Language) -> Clip:
        words = text.split()
        marks = tuple(Mark(word + " ", (at + 1) * WORD) for at, word in enumerate(words))
        return Clip(NOISE[: len(words) * WORD].tobytes(), marks)


@dataclass
class Answering:
    """A reply of given sentences."""

    id: str
    said: Sequence[str]
    asks: bool = False
    language: Language = "en"
    cancelled: bool = False

    async def sentences(self) -> AsyncIterator[str]:
        for sentence in self.said:
            if self.cancelled:
                return
            yield sentence

    def cancel(self) -> None:
        self.cancelled = True

    async def outcome(self) -> dict[str, Any]:
        return {"reply": " ".join(self.said)}


KINDS: dict[str, tuple[str, str]] = {
    "uh-huh": ("backchannel", "decision"),
    "stop": ("stop", "complete"),
    "yes": ("words", "decision"),
    "order five hundred and": ("words", "trailing"),
    "mumble": ("nothing", "open"),
}


@dataclass
class Script:
    """A conversation: what is answered to what; everything heard and asked is kept."""

    answers: dict[str, Answering] = field(default_factory=dict)
    language: Language = "en"
    responded: list[tuple[str, str | None]] = field(default_factory=list)
    heard: list[tuple[str, str, bool]] = field(default_factory=list)
    replies: list[Answering] = field(default_factory=list)

    async def understand(self, raw: str, language: Language) -> Said:
        kind, state = KINDS.get(raw, ("words" if raw else "nothing", "complete"))
        return Said(raw, raw.strip(), language, kind, state)  # type: ignore[arg-type]

    async def respond(self, heard: Any, continues: str | None = None) -> Answering:
        self.responded.append((heard.text, continues))
        scripted = self.answers.get(heard.text) or Answering("", ["Very well."])
        reply = Answering(f"reply-{len(self.responded)}", scripted.said, scripted.asks)
        self.replies.append(reply)
        return reply

    async def on_heard(self, reply: str, heard: str, whole: bool) -> None:
        self.heard.append((reply, heard.strip(), whole))

    def phrase(self, name: PhraseName, language: Language) -> str:
        return {"greeting": "Hello.", "are_you_there": "Are you there?", "wait": "One moment."}.get(name, name)

    def vocabulary(self, language: Language) -> str:
        return "bearing"

    def phrases(self) -> Sequence[tuple[str, Language]]:
        return ()


def silence(seconds: float) -> bytes:
    return bytes(int(seconds * 16_000) // FRAME_SAMPLES * FRAME_SAMPLES * 2)
