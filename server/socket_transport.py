"""A Transport over a WebSocket: a page that sends its microphone and plays the agent.

One task reads, one writes; both ends are bounded, so that a page that floods, stalls or falls silent ends its own
call and costs nobody else. How far the page has played is what it reports, never what was sent.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, Self

from starlette.websockets import WebSocket, WebSocketDisconnect

from procurement.errors import InvalidInput, SupplyLineError, Unavailable
from server.allowance import Allowance
from server.call_messages import CloseCode, Flushed, HangUp, Hello, Hold, Played, page_message, told
from voice.ports import FRAME_BYTES, RATE

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, unless said otherwise. ``gap`` is how long no sound may come, ``quiet`` how long the caller may say
    nothing, on hold or not; ``ahead`` is sound that may come at once after the network held it up."""

    hello: float = 5.0
    gap: float = 10.0
    ahead: float = 5.0
    quiet: float = 300.0
    flush: float = 0.15
    write: float = 5.0
    chunk: int = 10 * FRAME_BYTES  # bytes of one binary message
    messages: int = 150  # a second
    outgoing: int = 500  # messages that wait to be sent
    waiting: int = 500  # frames that wait to be listened to


LIMITS = Limits()
KEPT_FRAMES = 15  # what was said just before anybody listens
CALL_AGAIN = "Check the connection and call again."


class _Fault(Exception):
    """What the page did wrong, for it to read, and the code that closes its socket."""

    def __init__(self, error: SupplyLineError, code: CloseCode = 1008) -> None:
        super().__init__(error.message)
        self.error = error
        self.code = code


Message = str | bytes | int
"""JSON, sound, or the number of a flush."""


class Tape(Protocol):
    """Takes down a call as it was heard: see ``server.recording``."""

    def heard_caller(self, frame: bytes) -> None: ...
    def sent_agent(self, pcm: bytes) -> None: ...
    def played_agent(self, samples: int) -> None: ...
    def flushed_agent(self) -> None: ...


class SocketTransport:
    """Use as ``async with``: the socket is read and written inside, and closed at the end."""

    def __init__(self, socket: WebSocket, limits: Limits = LIMITS) -> None:
        self.tape: Tape | None = None
        self._socket = socket
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._messages = Allowance(limits.messages, limits.messages * limits.ahead)
        self._sound = Allowance(RATE, RATE * (limits.ahead + 1))
        self._hello: Hello | None = None
        self._hello_came = asyncio.Event()
        self._over = asyncio.Event()  # the caller is gone, or has to go
        self._frames: deque[bytes] = deque()
        self._frames_came = asyncio.Event()
        self._listened_to = False
        self._on_hold = False
        self._rest = b""
        self._outgoing: deque[Message] = deque()
        self._outgoing_came = asyncio.Event()
        self._closing: CloseCode | None = None
        self._finished = False
        self._gone = False
        self._sent = 0  # samples, without those that the page was told to drop
        self._played = 0
        self._progress = self._sound_came = self._spoken = self._loop.time()
        self._flushes = 0
        self._sent_before: dict[int, int] = {}  # samples sent before each flush that is not answered yet
        self._flushed: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Self:
        self._reader = asyncio.create_task(self._read(), name="call reader")
        self._writer = asyncio.create_task(self._write(), name="call writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Only now the socket is closed, so that whoever sees it closed can call again at once."""
        self._end(1000)
        self._finished = True
        self._outgoing_came.set()
        await asyncio.wait({self._writer})
        self._writer.result()
        self._reader.cancel()
        await asyncio.wait({self._reader})
        if not self._reader.cancelled():
            self._reader.result()

    # --- Transport ----------------------------------------------------------------------------------------------

    async def hello(self) -> Hello:
        """The page's first message. Raises ConnectionError when it does not come."""
        await self._hello_came.wait()
        if self._hello is None:
            raise ConnectionError("the page went before it said hello")
        return self._hello

    async def frames(self) -> AsyncIterator[bytes]:
        """What came before the end and was not listened to yet is left out: nobody waits for an answer to it."""
        self._listened_to = True
        while not self._over.is_set():
            if self._frames:
                yield self._frames.popleft()
            else:
                self._frames_came.clear()
                await self._frames_came.wait()

    async def send(self, pcm: bytes) -> None:
        if pcm:
            self._post(pcm)

    def played(self) -> int:
        return self._played

    async def flush(self) -> int:
        waiting = [message for message in self._outgoing if not isinstance(message, bytes)]
        self._outgoing.clear()
        self._outgoing.extend(waiting)
        if self._over.is_set():
            return self._played
        self._flushes += 1
        self._flushed = self._loop.create_future()
        self._post(self._flushes)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._flushed), self._limits.flush)
        if self.tape:
            self.tape.flushed_agent()
        return self._played

    async def duck(self, gain: float) -> None:
        self._post(told({"event": "gain", "gain": gain}))

    async def tell(self, event: dict[str, Any]) -> None:
        if event.get("event") in ("partial", "final"):
            self._spoken = self._loop.time()
        self._post(told(event))

    async def close(self) -> None:
        """End the call. What waits is still sent."""
        self._end(1000)

    # --- for the line -------------------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        return self._over.is_set()

    async def ended(self) -> None:
        """Returns when the caller has hung up, has gone, or had to go."""
        await self._over.wait()

    def end(self, code: CloseCode) -> None:
        """Close with ``code`` once what waits is sent."""
        self._end(code)

    def refuse(self, error: SupplyLineError, code: CloseCode = 1008) -> None:
        """Tell the page what is wrong and what to do, then end the call."""
        if not self._over.is_set():
            self._post(told({"event": "error", **error.as_dict()}))
        self._end(code)

    # --- reading ------------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        try:
            while not self._over.is_set():
                message = await self._next_message()
                if message["type"] == "websocket.disconnect":
                    self._gone = True
                    break
                self._take(message)
        except _Fault as fault:
            self.refuse(fault.error, fault.code)
        finally:
            self._end(1000)

    async def _next_message(self) -> Any:
        greeted = self._hello is not None
        limits = self._limits
        patience = limits.hello if not greeted else limits.quiet if self._on_hold else limits.gap
        try:
            async with asyncio.timeout_at(self._sound_came + patience):
                return await self._socket.receive()
        except TimeoutError:
            what = "Nothing came from the microphone" if greeted else "No hello came"
            raise _Fault(Unavailable(f"{what} for too long.", field="sound", remedy=CALL_AGAIN)) from None

    def _take(self, message: Any) -> None:
        now = self._loop.time()
        if not self._messages.take(1, now):
            raise _Fault(
                InvalidInput(
                    f"More than {self._limits.messages} messages a second.", field="messages", remedy="Send slower."
                )
            )
        text, sound = message.get("text"), message.get("bytes")
        if sound is None:
            self._take_text(text or "", now)
            return
        self._take_sound(sound, now)
        if self._played < self._sent and now - self._progress > self._limits.gap:
            raise _Fault(Unavailable("The page has stopped playing.", field="played", remedy=CALL_AGAIN))
        if now - self._spoken > self._limits.quiet:
            raise _Fault(Unavailable("Nothing was said for a long time.", field="quiet", remedy=CALL_AGAIN), 1000)

    def _take_sound(self, sound: bytes, now: float) -> None:
        limit = self._limits.chunk
        if self._hello is None:
            raise _Fault(InvalidInput("Sound came before hello.", field="type", remedy="Say hello first."))
        if not sound or len(sound) % 2 or len(sound) > limit:
            raise _Fault(
                InvalidInput(
                    f"A frame has {len(sound)} bytes; it is an even number from 2 to {limit}.",
                    field="frame",
                    remedy=f"Send frames of {FRAME_BYTES} bytes: 16 bits, one channel.",
                ),
                1009 if len(sound) > limit else 1003,
            )
        if not self._sound.take(len(sound) // 2, now):
            raise _Fault(
                InvalidInput(
                    "Sound comes faster than it is spoken.", field="rate", remedy=f"Send {RATE} samples a second."
                )
            )
        self._sound_came = now
        self._rest += sound
        while len(self._rest) >= FRAME_BYTES:
            frame, self._rest = self._rest[:FRAME_BYTES], self._rest[FRAME_BYTES:]
            self._hear(frame)

    def _hear(self, frame: bytes) -> None:
        """Before anybody listens only the latest frames are kept."""
        if self.tape:
            self.tape.heard_caller(frame)
        if not self._listened_to and len(self._frames) >= KEPT_FRAMES:
            self._frames.popleft()
        if len(self._frames) >= self._limits.waiting:
            raise _Fault(Unavailable("The service is too busy to listen.", remedy=CALL_AGAIN), 1013)
        self._frames.append(frame)
        self._frames_came.set()

    def _take_text(self, text: str, now: float) -> None:
        try:
            message = page_message(text)
        except InvalidInput as error:
            raise _Fault(error, 1009 if error.field == "message" else 1007) from None
        if isinstance(message, Hello) == (self._hello is not None):
            said_once = "Hello is said once, as the first message."
            raise _Fault(InvalidInput(said_once, field="type", remedy="Reload the page and call again."), 1007)
        match message:
            case Hello():
                self._sound_came = self._spoken = now
                self._hello = message
                self._hello_came.set()
            case Played(samples=samples):
                self._advance(samples, now)
            case Flushed(id=number, samples=samples):
                self._advance(samples, now)
                self._sent -= self._sent_before.pop(number, samples) - samples
                if self._flushed and not self._flushed.done() and number == self._flushes:
                    self._flushed.set_result(None)
            case Hold(on=on):
                self._on_hold = on
                self._sound_came = now
            case HangUp():
                self._end(1000)

    def _advance(self, samples: int, now: float) -> None:
        if not self._played <= samples <= self._sent:
            raise _Fault(
                InvalidInput(
                    f"{samples} samples played, of {self._sent} sent and {self._played} played before.",
                    field="samples",
                    remedy="Count the samples that were played since the call began.",
                ),
                1007,
            )
        if samples > self._played:
            self._played, self._progress = samples, now
            if self.tape:
                self.tape.played_agent(samples)

    # --- writing ------------------------------------------------------------------------------------------------

    def _post(self, message: Message) -> None:
        if self._over.is_set():
            return
        if len(self._outgoing) >= self._limits.outgoing:
            log.warning("call ended: the page does not read")
            self._outgoing.clear()
            self._end(1008)
            return
        self._outgoing.append(message)
        self._outgoing_came.set()

    async def _write(self) -> None:
        """Send what waits, in order; at the end, close. A page that does not read is given up."""
        try:
            while True:
                while self._outgoing and not self._gone:
                    await self._send(self._outgoing.popleft())
                if self._finished:
                    break
                self._outgoing_came.clear()
                await self._outgoing_came.wait()
            if not self._gone:
                async with asyncio.timeout(self._limits.write):
                    await self._socket.close(self._closing or 1000)
        except (WebSocketDisconnect, RuntimeError, TimeoutError):
            # Gone while it was written to: starlette says so with any of the first two.
            self._gone = True
        finally:
            self._end(1000)

    async def _send(self, message: Message) -> None:
        async with asyncio.timeout(self._limits.write):
            if isinstance(message, int):
                self._sent_before[message] = self._sent
                await self._socket.send_text(told({"event": "flush", "id": message}))
                return
            if isinstance(message, str):
                await self._socket.send_text(message)
                return
            if self._played == self._sent:
                self._progress = self._loop.time()  # nothing was there to play until now
            self._sent += len(message) // 2
            if self.tape:
                self.tape.sent_agent(message)
            await self._socket.send_bytes(message)

    def _end(self, code: CloseCode) -> None:
        """The first code given is the one the page sees."""
        if self._closing is None:
            self._closing = code
        self._over.set()
        self._hello_came.set()
        self._frames_came.set()
        self._outgoing_came.set()
        if self._flushed and not self._flushed.done():
            self._flushed.set_result(None)
