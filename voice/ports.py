"""What a Call is given from outside: speech models, the conversation, and a way for audio to arrive.

``voice`` knows none of our other packages. Whoever opens a Call hands it callables and objects of these shapes;
``agent.Conversation`` has methods of exactly these shapes.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

Language = Literal["zh", "en"]

RATE = 16_000  # samples a second, mono, 16 bit little endian: the only format inside ``voice``
FRAME_MS = 20
FRAME_SAMPLES = RATE * FRAME_MS // 1000
FRAME_BYTES = FRAME_SAMPLES * 2


# --- speech models --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recogniser wrote. ``no_speech``: probability that nobody spoke; ``log_probability``: mean per token;
    ``seconds``: how long decoding took. Empty text when it is held for silence."""

    text: str
    language: Language
    no_speech: float = 0.0
    log_probability: float = 0.0
    seconds: float = 0.0


class Recogniser(Protocol):
    """One serves many calls. Raises Unavailable-like errors of its own; never blocks the event loop."""

    async def transcribe(
        self,
        pcm: bytes,
        *,
        language: Language | None = None,
        prompts: Mapping[Language, str] | None = None,
        urgent: bool = True,
    ) -> Transcript | None:
        """``pcm``: RATE mono PCM16. ``language`` None: the recogniser chooses between zh and en. ``prompts``: words it
        may expect, by language. A request that is not ``urgent`` (a partial) gives way to those that are, and comes
        back as None when it was dropped because the queue is full."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """``text``: a stretch of the synthesised text; ``end``: the sample, from the clip's start, where it is said."""

    text: str
    end: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Synthesised speech: RATE mono PCM16; the marks' texts, joined, are the text that was asked for."""

    pcm: bytes
    marks: tuple[Mark, ...]


class Synthesiser(Protocol):
    """One serves many calls."""

    async def synthesise(self, text: str, language: Language) -> Clip: ...


# --- the conversation -----------------------------------------------------------------------------------------------


class Hearing(Protocol):
    """What a recogniser's words mean to this conversation, judged by their sound.

    ``raw``: as recognised; ``text``: repaired, what everything behind sees. ``kind``: "stop" asks for silence (停,
    等一下, wait), "backchannel" only shows that somebody listens (嗯, uh-huh), for certain where ``state`` is
    "decision". ``state`` says how long a pause may still belong to the sentence: "complete" command, "decision" (a bare
    yes or no), "open", "trailing" (ends in a conjunction or comma), "spelling" (digits or a part number under way).
    """

    @property
    def raw(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def kind(self) -> Literal["words", "backchannel", "stop", "nothing"]: ...
    @property
    def state(self) -> Literal["complete", "decision", "open", "trailing", "spelling"]: ...


class Reply(Protocol):
    """One answer being made. ``id`` names it for ``on_heard``."""

    @property
    def id(self) -> str: ...

    @property
    def language(self) -> Language: ...

    def sentences(self) -> AsyncIterator[str]:
        """Spoken sentences as they come, written for speech (no digits that a voice could misread)."""
        ...

    @property
    def asks(self) -> bool:
        """Whether it ends in a question or a confirmation; known when ``sentences`` is exhausted."""
        ...

    def cancel(self) -> None:
        """Stop talking. A write under way finishes."""
        ...

    async def outcome(self) -> dict[str, Any]:
        """{tool_calls, reply, drafts, records, ...} of the turn, once it is over; JSON."""
        ...


PhraseName = Literal["greeting", "wait", "are_you_there", "pardon", "busy", "trouble", "recording", "goodbye"]
"""Fixed sentences of a call: what fills a long silence, and the like."""

H = TypeVar("H", bound=Hearing)


class Talk(Protocol[H]):
    """The conversation behind a Call; ``agent`` has one of this shape for every Conversation. A Call takes a Talk of
    any kind of Hearing, and gives back what it was given."""

    language: Language

    async def understand(self, raw: str, language: Language) -> H: ...
    async def respond(self, heard: H, continues: str | None = None) -> Reply:
        """Answer it. ``continues``: the id of the reply of which nothing was heard when the caller went on."""
        ...

    async def on_heard(self, reply: str, heard: str, whole: bool) -> None:
        """The words of a reply that were played, and whether those were all. Before the next ``respond``."""
        ...

    def phrase(self, name: PhraseName, language: Language) -> str: ...
    def vocabulary(self, language: Language) -> str:
        """Words the recogniser may expect: its prompt."""
        ...

    def phrases(self) -> Sequence[tuple[str, Language]]:
        """What is worth synthesising before it is needed."""
        ...


# --- transports -----------------------------------------------------------------------------------------------------


class Transport(Protocol):
    """A way audio arrives and leaves. Every transport can flush and knows what was played: that is required."""

    def frames(self) -> AsyncIterator[bytes]:
        """The caller's frames of FRAME_BYTES, in real (or virtual) time; ends when the caller hangs up."""
        ...

    async def send(self, pcm: bytes) -> None:
        """Queue agent audio behind what is queued. The Call keeps the queue short (at most 200 ms)."""
        ...

    def played(self) -> int:
        """Agent samples the far end has played since the call began."""
        ...

    async def flush(self) -> int:
        """Drop what is queued and not played; returns ``played()`` as of then."""
        ...

    async def duck(self, gain: float) -> None:
        """Scale what is played from now on; 1.0 is normal."""
        ...

    async def tell(self, event: dict[str, Any]) -> None:
        """Something a screen beside the call may show; nothing happens where there is none."""
        ...

    async def close(self) -> None: ...
