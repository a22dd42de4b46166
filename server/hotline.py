"""The Hotline: where calls are taken. Here the voice that talks and the agent that answers are joined.

What a call is made of is handed in as Parts, so that tests need no models. Speech models are opened once in a process.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from agent.assistant import Agent
from agent.conversation import open_conversation
from agent.speech_text import speakable
from agent.talking import LANGUAGES, Talking, fixed_sentences
from procurement import conversations
from procurement.actor import Actor
from procurement.errors import Conflict, NotFound, SupplyLineError, Unavailable
from procurement.ids import new_id
from prompts.loader import load_catalog
from server.call_messages import VERSION, Hello
from server.recordings import RecordingEntry, Recordings
from server.socket_transport import SocketTransport
from voice.errors import VoiceError
from voice.ports import FRAME_BYTES, RATE, Language, Recogniser, Synthesiser, Transport

log = logging.getLogger(__name__)

GRACE = 5.0  # seconds that a call may take to end after the caller has gone
AHEAD = RATE // 5  # samples of an announcement that are sent before they are played


class Calling(Protocol):
    """A Call as the hotline sees it."""

    async def run(self) -> object:
        """Returns when the caller has hung up, or has been told goodbye."""
        ...

    def announce(self, text: str, language: Language) -> None:
        """Stop what is being said, and say this, which was not asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Speech:
    """The models of this process, loaded."""

    recogniser: Recogniser
    synthesiser: Synthesiser
    close: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What calls are made of. ``open_speech`` raises Unavailable when a package or model is missing."""

    open_speech: Callable[[], Coroutine[Any, Any, Speech]]
    make_call: Callable[[Transport, Talking, Speech], Calling]


@dataclass(slots=True)
class Line:
    """One place at the hotline. ``call`` is None until it is put through."""

    conversation_id: str
    transport: SocketTransport
    call: Calling | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Hotline:
    """One per process. ``capacity``: calls at once; ``recordings`` None: none are made here."""

    agent: Agent
    parts: Parts
    capacity: int
    recordings: Recordings | None = None
    lines: dict[str, Line] = field(default_factory=dict)
    _refusing: int = 0
    _speech: "asyncio.Task[Speech] | None" = None
    _rehearsed: bool = False
    _closing: bool = False

    async def take(self, transport: SocketTransport, actor: Actor, hello: Hello) -> None:
        """A call from its hello to its end. Raises NotFound for a conversation that is not the Actor's, Conflict for
        one that is on a call already, Unavailable when there is no place or no speech."""
        conversation_id = await self._known(actor, hello.conversation)
        if self._closing:
            raise Unavailable("The service is stopping.", remedy="Call again in a moment.")
        if conversation_id in self.lines:
            raise Conflict(
                "This conversation is on a call already.",
                field="conversation",
                remedy="Hang up there first, or start a new conversation.",
            )
        if len(self.lines) >= self.capacity:
            await self._turn_away(transport, hello.language)
            return
        line = Line(conversation_id or new_id("cnv"), transport)
        self.lines[line.conversation_id] = line
        try:
            await self._put_through(line, actor, hello)
        finally:
            del self.lines[line.conversation_id]
            line.ended.set()

    def mention(self, conversation_id: str, text: str, language: Language) -> None:
        """Have the call of a conversation, if there is one, say what was done beside it."""
        line = self.lines.get(conversation_id)
        if line is not None and line.call is not None:
            line.call.announce(speakable(text, language), language)

    async def warm(self) -> None:
        """Open the models and say the fixed sentences once, so that the first caller waits for neither. A failure is
        logged; whoever calls tries again and is told."""
        try:
            speech = await self._opened()
            for language in LANGUAGES:
                for text in fixed_sentences(language):
                    await speech.synthesiser.synthesise(text, language)
        except SupplyLineError as error:
            log.warning("no speech yet", extra={"code": error.code, "field": error.field})
        except VoiceError as error:  # among others, when the service stops before it has said them all
            log.warning("the fixed sentences could not be said: %s", error, extra={"field": error.field})
        except Exception:
            log.exception("the fixed sentences could not be said")

    async def close(self) -> None:
        """End every call, then give the models up. May be called again."""
        self._closing = True
        stopping = Unavailable("The service is stopping.", remedy="Call again in a moment.")
        open_lines = list(self.lines.values())
        for line in open_lines:
            line.transport.refuse(stopping, 1001)
        for line in open_lines:
            await line.ended.wait()
        opening, self._speech = self._speech, None
        if opening is not None:
            await asyncio.wait({opening})
            if opening.exception() is None:
                await opening.result().close()

    # --- one call -----------------------------------------------------------------------------------------------

    async def _known(self, actor: Actor, conversation_id: str | None) -> str | None:
        if conversation_id is None:
            return None
        async with self.agent.store.read() as uow:
            record = await conversations.find_conversation(uow, actor, conversation_id)
        if record is None or record.contact_id != actor.contact_id:
            raise NotFound(f"No conversation {conversation_id!r}.", field="conversation", remedy="Start a new one.")
        return record.id

    async def _put_through(self, line: Line, actor: Actor, hello: Hello) -> None:
        if not self._ready:
            await line.transport.tell({"event": "preparing"})
        speech = await self._opened()
        if line.transport.over:
            return
        conversation = await open_conversation(self.agent, actor, line.conversation_id)
        talk = conversation.talk()
        talk.language = hello.language
        await talk.listen()
        await self._rehearse(talk)
        recording = self.recordings if hello.record else None
        await line.transport.tell(
            {
                "event": "welcome",
                "version": VERSION,
                "rate": RATE,
                "conversation": conversation.id,
                "recording": recording is not None,
            }
        )
        if recording is None:
            await self._run(line, talk, speech)
        else:
            await self._run_recorded(line, talk, speech, recording, actor, hello.language)

    async def _rehearse(self, talk: Talking) -> None:
        """Understand something in each language once in a process: what that compiles takes a third of a second, and
        belongs before the first caller's greeting, not into their first answer."""
        if not self._rehearsed:
            self._rehearsed = True
            for language in LANGUAGES:
                await talk.understand(talk.phrase("greeting", language), language)

    async def _run_recorded(
        self, line: Line, talk: Talking, speech: Speech, recordings: Recordings, actor: Actor, language: Language
    ) -> None:
        """The caller hears of the recording first; only what comes after is recorded."""
        notice = talk.phrase("recording", language)
        await line.transport.tell({"event": "notice", "text": notice})
        await announced(line.transport, (await speech.synthesiser.synthesise(notice, language)).pcm)
        if line.transport.over:
            return
        entry = RecordingEntry(new_id("rec"), actor.contact_id, line.conversation_id, datetime.now(UTC), 0.0)
        recording = recordings.begin(entry.id, line.transport.played())
        line.transport.tape = recording
        await line.transport.tell({"event": "recording", "id": entry.id, "days": recordings.days})
        try:
            await self._run(line, talk, speech)
        finally:
            line.transport.tape = None
            recordings.finish(recording, entry)

    async def _run(self, line: Line, talk: Talking, speech: Speech) -> None:
        """Run the call; once the caller is gone it has GRACE to end by itself."""
        line.call = self.parts.make_call(line.transport, talk, speech)
        call = asyncio.create_task(line.call.run(), name=f"call {line.conversation_id}")
        gone = asyncio.create_task(line.transport.ended())
        try:
            await asyncio.wait({call, gone}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({call}, timeout=GRACE)
            if not call.done():
                log.error("a call did not end by itself", extra={"conversation": line.conversation_id})
        finally:
            gone.cancel()
            call.cancel()
            await asyncio.wait({call, gone})
        if not call.cancelled():
            call.result()

    # --- speech -------------------------------------------------------------------------------------------------

    @property
    def _ready(self) -> bool:
        return self._speech is not None and self._speech.done() and self._speech.exception() is None

    async def _opened(self) -> Speech:
        """The models; a failure is forgotten, so that the next call tries again."""
        if self._speech is None or (self._speech.done() and not self._ready):
            self._speech = asyncio.create_task(self.parts.open_speech(), name="open speech")
        return await asyncio.shield(self._speech)

    async def _turn_away(self, transport: SocketTransport, language: Language) -> None:
        """No place: say so, in a sentence that can be heard if that slows nobody down, and in a message."""
        sentence = load_catalog("spoken", language)("phrase.busy")
        await transport.tell({"event": "refused", "code": "busy", "message": sentence})
        if self._ready and self._refusing < self.capacity:
            self._refusing += 1
            try:
                clip = await (await self._opened()).synthesiser.synthesise(sentence, language)
                await announced(transport, clip.pcm)
            finally:
                self._refusing -= 1
        transport.end(1013)


async def announced(transport: SocketTransport, pcm: bytes) -> None:
    """Returns when it was played, the caller has gone, or it takes much longer than it should."""
    start = transport.played()
    sent, samples = 0, len(pcm) // 2
    try:
        async with asyncio.timeout(samples / RATE + GRACE):
            while transport.played() - start < samples and not transport.over:
                while sent < samples and sent - (transport.played() - start) < AHEAD:
                    await transport.send(pcm[2 * sent : 2 * sent + FRAME_BYTES])
                    sent += FRAME_BYTES // 2
                await asyncio.sleep(0.02)
    except TimeoutError:
        log.warning("an announcement was not played to its end")
