"""Talking: the spoken face of a Conversation, of the shape that a Call takes (``Talk`` and ``Reply`` of its ports)."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, get_args

from agent.asides import aside_of
from agent.events import ReadOut, Spoken, turn_json
from agent.grammar.language import language_of
from agent.hearing.ears import Ears
from agent.hearing.heard import Heard, Option
from agent.hearing.hearing import hear, prepare
from agent.hearing.vocabulary import vocabulary
from agent.intake import clean_text
from agent.run import Run
from agent.sentences import cut, sentences
from agent.surroundings import surroundings
from agent.which_reading import answered, bare
from procurement import conversations
from procurement.actor import Language
from procurement.conversations import TurnRecord
from procurement.errors import NotFound
from procurement.recent_numbers import recent_numbers
from procurement.voice_turns import VOICE, note_heard
from prompts.loader import load_catalog

if TYPE_CHECKING:
    from agent.conversation import Conversation

PhraseName = Literal["greeting", "wait", "are_you_there", "pardon", "busy", "trouble", "recording", "goodbye"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
QUESTION_MARKS = ("?", "\uff1f")
FIXED = ("aside.", "act.", "draft.", "promise.yes", "outcome.ordered")
DECIDED = ("executed", "declined", "pending_approval")
FRESH = 1.0  # seconds that a Scene serves for partial transcripts; a page beside the call may change records


class TurnReply:
    """The reply of one voice turn, which answers ``heard``."""

    def __init__(self, run: Run, heard: Heard, language: Language) -> None:
        self.id = run.turn_id
        self.language = language
        self.run = run
        self._heard = heard
        self._reads_out = False
        self._last = ""

    async def sentences(self) -> AsyncIterator[str]:
        """Each as soon as it is made."""
        async for _, event in self.run.events():
            if isinstance(event, ReadOut):
                self._reads_out = True
            elif isinstance(event, Spoken):
                self._last = event.text
                yield event.text

    @property
    def asks(self) -> bool:
        return self._reads_out or self._last.rstrip().endswith(QUESTION_MARKS)

    def cancel(self) -> None:
        self.run.cancel()

    async def outcome(self) -> dict[str, Any]:
        """What ``supplyline ask --json`` prints of a turn, and ``turn`` (its id), ``raw_text`` as recognised, ``text``
        as understood, ``spoken``: the sentences that a voice was given."""
        ended = await self.run.result()
        said = [event.text for event in self.run.emitted() if isinstance(event, Spoken)]
        heard = {"turn": self.id, "raw_text": self._heard.raw, "text": self._heard.text}
        return turn_json(ended) | heard | {"spoken": said}


class PhraseReply:
    """A fixed phrase where nothing was said that could be a turn. It has no id: what of it is heard is not stored."""

    id = ""

    def __init__(self, text: str, heard: Heard, language: Language) -> None:
        self.language = language
        self._text = text
        self._heard = heard

    async def sentences(self) -> AsyncIterator[str]:
        yield self._text

    @property
    def asks(self) -> bool:
        return True

    def cancel(self) -> None:
        """There is nothing to stop."""

    async def outcome(self) -> dict[str, Any]:
        nothing: dict[str, Any] = {"tool_calls": [], "drafts": [], "records": []}
        heard = {"turn": None, "raw_text": self._heard.raw, "text": self._heard.text}
        return {"reply": self._text, "language": self.language, "spoken": [self._text]} | nothing | heard


class Talking:
    """One per call; made by ``Conversation.talk``. ``language`` is that of the last utterance."""

    def __init__(self, conversation: "Conversation") -> None:
        self.conversation = conversation
        self.language: Language = conversation.record.language
        self._ears: Ears | None = None
        self._ears_until = 0.0
        self._spoke: Language | None = None  # the language of the last reply
        self._doubt: dict[str, Any] | None = None  # what the last reply asked: which of these readings was meant
        self._runs: dict[str, Run] = {}

    # --- hearing ------------------------------------------------------------------------------------------------

    async def understand(self, raw: str, language: Language) -> Heard:
        """What a transcript, partial or final, says to this conversation as it stands."""
        return hear(raw, language, await self._listening())

    async def listen(self) -> None:
        """Read what may be said, so that the recogniser knows it before the first word."""
        await asyncio.to_thread(prepare, await self._listening())

    async def _listening(self) -> Ears:
        """Read anew after every turn, and when it is a while old: the page beside the call may have changed things."""
        over = [turn_id for turn_id, run in self._runs.items() if run.ended]
        for turn_id in over:
            del self._runs[turn_id]
        if self._ears is None or over or time.monotonic() > self._ears_until:
            self._ears = await self._read_ears()
            self._ears_until = time.monotonic() + FRESH
        return self._ears

    async def _read_ears(self) -> Ears:
        agent, actor = self.conversation.agent, self.conversation.actor
        async with agent.store.read() as uow:
            seq = await conversations.next_seq(uow, self.conversation.id)
            around = await surroundings(
                uow,
                agent.catalogues,
                actor,
                self.conversation.id,
                before=seq,
                said_at=uow.now(),
                text=None,
                language=self.language,
            )
            numbers = await recent_numbers(uow, actor)
        self._spoke = around.spoken[-1].input["language"] if around.spoken else None
        last = around.spoken[-1] if around.spoken and around.spoken[-1].seq == seq - 1 else None
        self._doubt = last.input.get("question") if last else None
        return Ears(around.scene, numbers, asked=self._doubt is not None)

    def vocabulary(self, language: Language) -> str:
        """Empty before anything was listened for."""
        return vocabulary(language, self._ears.scene.catalogue) if self._ears is not None else ""

    # --- answering ----------------------------------------------------------------------------------------------

    async def respond(
        self, heard: Heard, continues: str | None = None, *, key: str | None = None
    ) -> TurnReply | PhraseReply:
        """Store the words as a voice turn and start on the answer. ``continues``: the reply of which nothing had been
        heard when the caller went on; its words become the beginning of these. The same ``key``, the same reply."""
        if not heard.text.strip():
            return PhraseReply(self.phrase("pardon", heard.language), heard, heard.language)
        given = await self._input(heard, continues)
        again = self._spoke if aside_of(given["text"]) == "repeat" else None  # the same words, so the same voice
        self.language = again or language_of(given["text"], heard.language)
        given["language"] = self.language
        run = await self.conversation.submit(given, channel=VOICE, key=key)
        self._runs[run.turn_id] = run
        return TurnReply(run, heard, self.language)

    async def _input(self, heard: Heard, continues: str | None) -> dict[str, Any]:
        """What is stored of the words: {"text", "raw", "language"} and, where there is one, "kind", "question",
        "continues"."""
        given: dict[str, Any] = {"text": clean_text(heard.text), "raw": heard.raw}
        if heard.kind == "stop":
            return given | {"kind": "stop"}
        options = _options(self._doubt)
        picked = answered(heard.text, options)
        verdict = bare(heard.text) if options else None
        if picked is not None:
            given["text"] = clean_text(picked.text)
        elif verdict == "yes":
            return given | {"question": self._doubt}
        elif verdict == "neither":
            return given | {"kind": "neither"}
        elif heard.question is not None:
            given["question"] = asdict(heard.question)
        earlier = await self._gone_on_from(continues) if continues else None
        if earlier is not None:
            said = earlier.input["text"]
            given["text"] = _joined(said, given["text"])
            given["raw"] = _joined(earlier.input["raw"], heard.raw)
            given["continues"] = earlier.id
            for option in given.get("question", {}).get("options", ()):
                option["text"] = _joined(said, option["text"])
        return given

    async def _gone_on_from(self, reply: str) -> TurnRecord | None:
        """The turn of that reply, over by now; None when its words were acted on already, so that they are not said
        anew. Raises NotFound for a reply of another conversation."""
        run = self._runs.get(reply)
        if run is not None:
            run.cancel()
            await run.result()
        async with self.conversation.agent.store.read() as uow:
            turn = await conversations.get_turn(uow, reply)
        if turn is None or turn.conversation_id != self.conversation.id or turn.channel != VOICE:
            raise NotFound(f"No reply {reply!r} in this conversation.", field="continues")
        return None if _decided(turn) or "kind" in turn.input else turn

    async def on_heard(self, reply: str, heard: str, whole: bool) -> None:
        """Store which words of a reply were played, and whether that was all of it. It may be told twice; await it
        before the words that follow are responded to. Raises NotFound for a reply of somebody else."""
        if not reply:
            return
        agent, actor = self.conversation.agent, self.conversation.actor
        async with agent.store.begin() as uow:
            await note_heard(uow, actor, reply, heard, whole)
            await uow.commit()
        self._ears_until = 0.0

    # --- phrases ------------------------------------------------------------------------------------------------

    def phrase(self, name: PhraseName, language: Language) -> str:
        return load_catalog("spoken", language)(f"phrase.{name}")

    def phrases(self) -> Sequence[tuple[str, Language]]:
        """The fixed phrases, and the fixed sentences of replies."""
        return [(text, language) for language in LANGUAGES for text in fixed_sentences(language)]


def fixed_sentences(language: Language) -> list[str]:
    """The call's own phrases, and the sentences and clauses with which replies begin that are the same every time."""
    texts = load_catalog("spoken", language)
    found = [texts(key) for key in sorted(texts.keys) if key.startswith("phrase.")]
    for key, template in texts.templates.items():
        if key.startswith(FIXED):
            found += openings(template.text.partition("{")[0], language, whole=not template.variables)
    return list(dict.fromkeys(found))


def openings(text: str, language: Language, *, whole: bool) -> list[str]:
    """The sentences of a text, and the clause it breaks off in if that ends in a colon. ``whole``: it is all there."""
    complete, rest = (sentences(text), "") if whole else cut(text)
    gap = " " if language == "en" else ""
    return [f"{one}{gap}" if one.endswith(":") else one for one in [*complete, *([rest] if rest.endswith(":") else [])]]


def _joined(first: str, second: str) -> str:
    """What was said in one breath after all."""
    joint = " " if first[-1:].isascii() and second[:1].isascii() else ""
    return clean_text(f"{first}{joint}{second}")


def _options(question: dict[str, Any] | None) -> tuple[Option, ...]:
    return tuple(Option(one["label"], one["text"]) for one in question["options"]) if question else ()


def _decided(turn: TurnRecord) -> bool:
    """Whether the turn decided a draft; that stands, whatever is said afterwards."""
    return any(event["event"] == "DraftChanged" and event["draft"]["status"] in DECIDED for event in turn.events or ())
