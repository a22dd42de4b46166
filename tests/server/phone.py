"""Calls without speech models: a page that speaks the socket's language in-process, and a Call of a few lines.

The Call knows one thing: a loud stretch followed by silence is a sentence. It says it to the real conversation, answers
with a tone, and stops when somebody is loud meanwhile.
"""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Self

from fastapi import FastAPI
from starlette.types import Message

from agent.talking import Talking
from server.hotline import Parts, Speech
from tests.voice.scripted import Loud
from voice.call import Call
from voice.ports import FRAME_BYTES, RATE, Clip, Language, Mark, Transcript, Transport

LOUD = b"\x00\x20" * (FRAME_BYTES // 2)
SILENT = bytes(FRAME_BYTES)
HELLO: dict[str, Any] = {"type": "hello", "version": 1, "rate": RATE, "conversation": None, "language": "en"}
ANSWER = b"\x00\x10" * (RATE // 4)


# --- the service's side -----------------------------------------------------------------------------------------------


@dataclass
class Models:
    """Recogniser and Synthesiser in one. ``hears``: what is understood, one after the other, whatever is said;
    ``missing``: what opening them fails with."""

    hears: Iterator[str] = field(default_factory=lambda: repeat("where is it"))
    opened: int = 0
    closed: int = 0
    missing: Exception | None = None
    spoken: list[str] = field(default_factory=list)

    async def open(self) -> Speech:
        await asyncio.sleep(0)
        if self.missing is not None:
            raise self.missing
        self.opened += 1
        return Speech(recogniser=self, synthesiser=self, close=self.close)

    async def close(self) -> None:
        self.closed += 1

    async def transcribe(self, pcm: bytes, **_: Any) -> Transcript:
        return Transcript(next(self.hears), "en")

    async def synthesise(self, text: str, language: Language) -> Clip:
        self.spoken.append(text)
        return Clip(ANSWER, (Mark(text, len(ANSWER) // 2),))


@dataclass
class SmallCall:
    """See the module. ``stubborn``: it does not end when the caller is gone."""

    transport: Transport
    talk: Talking
    speech: Speech
    stubborn: bool = False
    announced: list[tuple[str, Language]] = field(default_factory=list)

    async def run(self) -> None:
        loud = quiet = 0
        async for frame in self.transport.frames():
            if frame == SILENT:
                quiet += 1
            else:
                loud, quiet = loud + 1, 0
                if loud == 5:
                    await self.transport.duck(0.3)
                    await self.transport.tell({"event": "partial", "text": "where"})
                    await self.transport.flush()
            if loud >= 5 and quiet == 5:
                loud = 0
                await self._answer()
        if self.stubborn:
            await asyncio.sleep(3600)

    def announce(self, text: str, language: Language) -> None:
        self.announced.append((text, language))

    async def _answer(self) -> None:
        heard = await self.speech.recogniser.transcribe(b"")
        assert heard is not None
        await self.transport.tell({"event": "final", "text": heard.text})
        run = await self.talk.conversation.say(heard.text, channel="voice")
        ended = await run.result()
        await self.transport.tell({"event": "reply", "text": ended.reply})
        clip = await self.speech.synthesiser.synthesise(ended.reply, "en")
        for start in range(0, len(clip.pcm), FRAME_BYTES):
            await self.transport.send(clip.pcm[start : start + FRAME_BYTES])


def real_calls(models: Models) -> Parts:
    """The voice package's own Call, with a gate that takes whatever is not silent for speech."""

    def make_call(transport: Transport, talk: Talking, speech: Speech) -> Call:
        return Call(transport, talk, speech.recogniser, speech.synthesiser, Loud())

    return Parts(open_speech=models.open, make_call=make_call)


def parts(models: Models, *, stubborn: bool = False) -> Parts:
    def make_call(transport: Transport, talk: Talking, speech: Speech) -> SmallCall:
        return SmallCall(transport, talk, speech, stubborn)

    return Parts(open_speech=models.open, make_call=make_call)


def working() -> Counter[str]:
    """What the tasks of this loop do, by the name of their coroutine; the waits of tasks that sleep left out."""
    names = (getattr(task.get_coro(), "__qualname__", "?") for task in asyncio.all_tasks())
    return Counter(name for name in names if name != "Event.wait")


async def quiet(before: Counter[str]) -> bool:
    """The loop does again what it did ``before``; what a closed connection still tidies up has five seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(5):
            while working() != before:  # noqa: ASYNC110  # tasks that end set no event
                await asyncio.sleep(0.01)
    return working() == before


# --- the page's side --------------------------------------------------------------------------------------------------


class Page:
    """One WebSocket to the application, its guard included. ``told``: what came, sound left out; ``plays``: reports
    what it has got as played at once, as a page does 40 ms later."""

    def __init__(self, *, plays: bool = True) -> None:
        self.plays = plays
        self.told: list[dict[str, Any]] = []
        self.samples = 0
        self.accepted: bool | None = None
        self.closed: int | None = None
        self.status: int | None = None
        self._to_service: asyncio.Queue[Message] = asyncio.Queue()
        self._changed = asyncio.Event()

    async def _send(self, message: Message) -> None:
        match message["type"]:
            case "websocket.accept":
                self.accepted = True
            case "websocket.close":
                self.closed = message["code"]
                self.accepted = bool(self.accepted)
            case "websocket.http.response.start":
                self.accepted, self.status = False, message["status"]
            case "websocket.send":
                self._take(message)
        self._changed.set()

    def _take(self, message: Message) -> None:
        if message.get("bytes") is not None:
            self.samples += len(message["bytes"]) // 2
            if self.plays:
                self.say({"type": "played", "samples": self.samples})
            return
        told = json.loads(message["text"])
        self.told.append(told)
        if told["event"] == "flush" and self.plays:
            self.say({"type": "flushed", "id": told["id"], "samples": self.samples})

    def say(self, message: dict[str, Any] | str | bytes) -> None:
        if isinstance(message, bytes):
            self._to_service.put_nowait({"type": "websocket.receive", "bytes": message})
            return
        text = message if isinstance(message, str) else json.dumps(message)
        self._to_service.put_nowait({"type": "websocket.receive", "text": text})

    def drop(self) -> None:
        """The line breaks."""
        self._to_service.put_nowait({"type": "websocket.disconnect", "code": 1006})

    async def until(self, kind: str, count: int = 1) -> dict[str, Any]:
        """The ``count``-th message of a kind, once it has come. Fails when the service closes before."""
        while True:
            found = [told for told in self.told if told["event"] == kind]
            if len(found) >= count:
                return found[count - 1]
            assert self.closed is None, f"closed with {self.closed} before {kind}: {self.told}"
            await self.change()

    async def until_closed(self) -> int:
        while self.closed is None:
            await self.change()
        return self.closed

    async def handled(self) -> None:
        """The service has taken what was said, and done what follows from it at once."""
        while not self._to_service.empty() and self.closed is None:  # noqa: ASYNC110  # a queue tells nobody that it is empty
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)

    async def change(self) -> None:
        self._changed.clear()
        async with asyncio.timeout(10):
            await self._changed.wait()

    async def sentence(self) -> None:
        """Something of 200 ms, then as much silence, faster than real time."""
        for frame in (LOUD,) * 10 + (SILENT,) * 10:
            self.say(frame)
            await asyncio.sleep(0)

    @asynccontextmanager
    async def calling(self, app: FastAPI, **headers: str) -> AsyncIterator[Self]:
        """Connected, or refused: see ``accepted``. At the end the line drops, and the service has let go of it."""
        names = {"host": "localhost:8000", **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "path": "/call",
            "raw_path": b"/call",
            "query_string": b"",
            "scheme": "ws",
            "headers": [(name.encode(), value.encode()) for name, value in names.items()],
            "client": ("127.0.0.1", 50_000),
            "server": ("localhost", 8000),
            "subprotocols": [],
            "extensions": {"websocket.http.response": {}},
        }
        self._to_service.put_nowait({"type": "websocket.connect"})
        task = asyncio.create_task(app(scope, self._to_service.get, self._send))
        try:
            while self.accepted is None:
                await self.change()
            yield self
        finally:
            self.drop()
            async with asyncio.timeout(10):
                await task
