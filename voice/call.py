"""A Call: one task that owns the state of one conversation by voice, from the greeting to the hang-up.

Everything that happens comes through one inbox: frames of the caller, decoded texts, clips of an answer. The rules are
in ``voice.turns``; here is done what they decide. The caller's frames are the clock.
"""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from voice import turns
from voice.answering import Answer, Made, Piece
from voice.call_log import CallLog, Timeline, TurnLog
from voice.listening import Ear, Gate, Onset
from voice.mouth import Mouth
from voice.phrasing import Announced, Phrased, announced, phrased
from voice.ports import FRAME_MS, RATE, Hearing, Language, PhraseName, Recogniser, Synthesiser, Talk, Transport
from voice.speech import Speech

log = logging.getLogger(__name__)

BACKLOG = 250  # frames of the caller that may wait before the reader does: 5 s
SHORT_BYTES = int(1.4 * RATE) * 2  # an utterance of up to a second, with the silence around it
HEARD_EVERY = 5  # frames between tellings of how far the agent was heard
LANGUAGES: tuple[Language, ...] = ("zh", "en")

Item = bytes | turns.Decoded | Piece | Made | Phrased | Announced


class Call:
    """``onset`` judges sounds made while the agent speaks; without one all count alike. ``opening``: what is said
    first. ``language``: the only one spoken, None for either."""

    def __init__(
        self,
        transport: Transport,
        talk: Talk[Any],
        recogniser: Recogniser,
        synthesiser: Synthesiser,
        gate: Gate,
        *,
        onset: Onset | None = None,
        pace: turns.Pace = turns.PACE,
        language: Language | None = None,
        opening: Sequence[PhraseName] = ("greeting",),
    ) -> None:
        self.log = CallLog()
        self._transport = transport
        self._talk = talk
        self._recogniser = recogniser
        self._synthesiser = synthesiser
        self._pace = pace
        self._only = language
        self._language: Language = language or talk.language
        self._opening = opening
        self._ear = Ear(gate, onset)
        self._mouth = Mouth(transport)
        self._state = turns.State()
        self._inbox: asyncio.Queue[Item | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(BACKLOG)
        self._answer: Answer | None = None
        self._turn: TurnLog | None = None  # the turn that the answer is for
        self._speech: Speech | None = None  # the answer's, being said or waiting to be
        self._recording: asyncio.Task[None] | None = None  # the latest note of what was heard
        self._tasks: set[asyncio.Task[None]] = set()
        self._final_at = 0
        self._frames = 0
        self._told: object = None
        self._hanging_up = False

    # --- the loop -----------------------------------------------------------------------------------------------

    async def run(self) -> CallLog:
        """Until the caller hangs up. What was begun is finished, what was heard is recorded."""
        self.log.begin()
        reader = asyncio.create_task(self._read(), name="call reader")
        try:
            for name in self._opening:
                self._say(name)
            while (item := await self._inbox.get()) is not None:
                await self._take(item)
        finally:
            reader.cancel()
            await self._end()
        return self.log

    def announce(self, text: str, language: Language) -> None:
        """Something was done beside the call: what is being said is cut, since it may not hold any more, then this is
        said."""
        self._spawn(announced(self._synthesiser, text, language, self._inbox.put_nowait), "announcement")

    async def _read(self) -> None:
        try:
            async for frame in self._transport.frames():
                await self._room.acquire()
                self._inbox.put_nowait(frame)
        finally:
            self._inbox.put_nowait(None)

    async def _take(self, item: Item) -> None:
        if isinstance(item, bytes):
            self._room.release()
            await self._frame(item)
        elif isinstance(item, turns.Decoded):
            await self._decoded(item)
        elif isinstance(item, Piece):
            self._piece(item)
        elif isinstance(item, Made):
            await self._made(item)
        else:
            if isinstance(item, Announced):
                await self._cut()
            self._mouth.say(item.speech)

    async def _frame(self, frame: bytes) -> None:
        self._frames += 1
        for speech, event in await self._mouth.tick():
            await self._said(speech, event)
        await self._step(self._ear.feed(frame, played=self._mouth.played))
        if self._frames % HEARD_EVERY == 0 and self._mouth.speech is not None:
            await self._tell("heard", text=self._mouth.heard(), of=self._mouth.speech.text)

    async def _step(self, event: turns.Event) -> None:
        before = self._state
        self._state, actions = turns.step(self._state, event, self._pace)
        for action in actions:
            await self._do(action)
        if (before.caller, before.agent) != (self._state.caller, self._state.agent):
            await self._tell("state", caller=self._state.caller, agent=self._state.agent)

    # --- what the rules decide ----------------------------------------------------------------------------------

    async def _do(self, action: turns.Action) -> None:
        self.log.count(action if isinstance(action, str) else type(action).__name__.lower())
        if isinstance(action, turns.Decode):
            self._decode(action)
        elif isinstance(action, turns.Commit):
            await self._commit(action)
        elif isinstance(action, turns.Say):
            self._say(action.phrase)
        else:
            await self._signal(action)

    async def _signal(self, signal: turns.Signal) -> None:
        match signal:
            case "duck" | "unduck":
                await self._mouth.duck(signal == "duck")
            case "pause":
                await self._mouth.pause()
            case "resume":
                await self._mouth.resume()
            case "cut" | "give_up":
                await self._cut()
            case "hold":
                await self._mouth.hold()
            case "release":
                self._mouth.release()
            case "discard":
                self._ear.clear()
            case "hang_up":
                self._hanging_up = True

    def _decode(self, asked: turns.Decode) -> None:
        making = self._answer is not None and self._answer.making_first
        if making and not asked.final:
            return  # the first sound of a reply comes before a partial
        self._spawn(self._recognise(asked, self._ear.segment()), "decode")

    def _language_of(self, pcm: bytes) -> Language | None:
        """Too short a sound does not tell its language: 嗯嗯 passes for English. It is taken for that of the call."""
        return self._language if self._only is None and len(pcm) < SHORT_BYTES else self._only

    async def _recognise(self, asked: turns.Decode, pcm: bytes) -> None:
        hearing: Hearing | None = None
        try:
            prompts = {language: self._talk.vocabulary(language) for language in LANGUAGES}
            transcript = await self._recogniser.transcribe(
                pcm, language=self._language_of(pcm), prompts=prompts, urgent=asked.final
            )
            if transcript is not None:
                hearing = await self._talk.understand(transcript.text, transcript.language)
        except Exception:
            log.exception("an utterance could not be recognised")
        self._inbox.put_nowait(turns.Decoded(asked.segment, asked.epoch, asked.final, hearing))

    async def _commit(self, commit: turns.Commit) -> None:
        """The caller's turn is over. Words that continue an answer not heard yet replace what it was for."""
        now, hearing = self.log.now(), commit.hearing
        await self._cut()
        self._ear.clear()
        self._language = hearing.language
        earlier = self._answer
        if commit.continues and self._turn is not None:
            self._turn.continued = True
        spoke = now - self._state.silence * FRAME_MS
        self._turn = TurnLog(hearing, Timeline(speech_end=spoke, final_text=self._final_at, endpoint=now))
        self.log.turns.append(self._turn)
        self._answer = Answer(hearing, earlier, continues=commit.continues)
        self._answer.start(self._talk, self._synthesiser, self._inbox.put_nowait, self._recording)
        await self._tell("final", raw=hearing.raw, text=hearing.text, language=hearing.language)

    def _say(self, name: PhraseName) -> None:
        self._spawn(phrased(self._talk, self._synthesiser, name, self._language, self._inbox.put_nowait), "phrase")
        if name == "wait" and self._turn is not None:
            self._turn.filled = True

    # --- what comes of it ---------------------------------------------------------------------------------------

    async def _decoded(self, decoded: turns.Decoded) -> None:
        if decoded.final:
            self._final_at = self.log.now()
        if decoded.hearing is not None and decoded.segment == self._state.segment:
            await self._tell("partial", text=decoded.hearing.text, final=decoded.final)
        await self._step(decoded)

    def _piece(self, piece: Piece) -> None:
        """The first piece of the answer begins its speech; those of an answer given up are dropped."""
        if piece.answer is not self._answer or piece.answer.cancelled or self._turn is None:
            return
        if self._speech is None:
            self._speech = Speech()
            self._mouth.say(self._speech)
            self._turn.timeline.first_token = self.log.now()
            self._turn.reply = piece.answer.reply
        self._speech.add(piece.clip, opens=piece.opens)

    async def _made(self, made: Made) -> None:
        if made.answer is not self._answer or made.answer.cancelled:
            return
        if self._turn is not None:
            self._turn.reply = made.answer.reply
        if self._speech is not None:
            self._speech.finish(asks=made.asks)
        else:
            await self._step(turns.Finished())
        if made.failed:
            self._say("trouble")

    async def _said(self, speech: Speech, event: turns.Began | turns.Asking | turns.Finished) -> None:
        """The far end has come to the beginning, the question or the end of something."""
        if speech.filler:
            return
        if speech is self._speech and self._turn is not None:
            if isinstance(event, turns.Began):
                self._turn.timeline.first_sound = self.log.now()
                await self._tell("saying", text=speech.text)
            elif isinstance(event, turns.Finished):
                await self._heard(speech.text, whole=True)
        await self._step(event)
        if isinstance(event, turns.Finished) and self._hanging_up:
            await self._transport.close()

    async def _cut(self) -> None:
        """Cancel the answer, silence the far end, note what was heard, in this order."""
        answer = self._answer
        if answer is not None:
            answer.cancel()
        cut = await self._mouth.cut()
        if self._turn is None or answer is None or self._speech is None:
            return
        heard = cut[1] if cut is not None and cut[0] is self._speech else ""
        self._turn.interrupted = True
        await self._tell("cut", text=heard, of=self._speech.text)
        await self._heard(heard, whole=False)

    async def _heard(self, heard: str, *, whole: bool) -> None:
        """The answer is over. Nothing waits for the note but the next answer."""
        turn, answer, speech = self._turn, self._answer, self._speech
        assert turn is not None
        assert answer is not None
        assert speech is not None
        turn.timeline.heard, turn.heard, turn.spoken = self.log.now(), heard, speech.text
        self._speech = None
        self._recording = self._spawn(self._note(answer, heard, whole, self._recording), "heard")
        await self._tell("turn", **turn.summary())

    async def _note(self, answer: Answer, heard: str, whole: bool, before: "asyncio.Task[None] | None") -> None:
        if before is not None:
            await before
        if answer.reply is not None:
            try:
                await self._talk.on_heard(answer.reply.id, heard, whole)
            except Exception:
                # Then the conversation takes the answer for one that was not heard, and asks again: the safe side.
                log.exception("what was heard could not be recorded")

    # --- around -------------------------------------------------------------------------------------------------

    def _spawn(self, work: Coroutine[None, None, None], name: str) -> "asyncio.Task[None]":
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _tell(self, event: str, **values: object) -> None:
        """To the screen beside the call; what has not changed is not told again."""
        told = (event, values)
        if told != self._told:
            self._told = told
            await self._transport.tell({"event": event, "at": self.log.now(), **values})

    async def _end(self) -> None:
        """The far end is gone: what it heard is recorded. Work under way is finished, only nothing more is said."""
        answer = self._answer
        if answer is not None:
            answer.mute()
        if self._speech is not None:
            await self._cut()
        if answer is not None:
            await answer.settled()
        if self._recording is not None:
            await asyncio.wait({self._recording})
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._transport.close()
