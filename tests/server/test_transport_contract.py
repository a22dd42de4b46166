"""What a Call may count on, whatever the way the audio goes: one suite for every Transport."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from fastapi import FastAPI, WebSocket

from server.socket_transport import SocketTransport
from tests.server.phone import HELLO, SILENT, Page
from voice.ports import FRAME_BYTES, FRAME_SAMPLES, Transport
from voice.transports.line import Cue, Line

SOUND = b"\x05\x00" * FRAME_SAMPLES


@dataclass
class Wire:
    """A Transport and its far end. ``play``: frames of the caller come in, and so many of the agent's are played."""

    transport: Transport
    play: Callable[[int], Awaitable[None]]
    hang_up: Callable[[], Awaitable[None]]


@asynccontextmanager
async def in_process() -> AsyncIterator[Wire]:
    line = Line([Cue(SILENT, at=1e9)])
    frames = line.frames()

    async def play(count: int) -> None:
        for _ in range(count):
            assert len(await anext(frames)) == FRAME_BYTES

    yield Wire(line, play, line.close)


@asynccontextmanager
async def over_a_socket() -> AsyncIterator[Wire]:
    app, transports, done = FastAPI(), asyncio.Queue[SocketTransport](), asyncio.Event()

    @app.websocket("/call")
    async def call(socket: WebSocket) -> None:
        await socket.accept()
        async with SocketTransport(socket) as transport:
            await transport.hello()
            transports.put_nowait(transport)
            await done.wait()

    page = Page(plays=False)
    async with page.calling(app):
        page.say(HELLO)
        transport = await transports.get()
        frames, played = transport.frames(), 0
        dropped: list[int] = []  # samples, by each flush

        async def play(count: int) -> None:
            nonlocal played
            await page.handled()
            for _ in range(count):
                page.say(SILENT)
                assert len(await anext(frames)) == FRAME_BYTES
                played = min(page.samples - sum(dropped), played + FRAME_SAMPLES)
            page.say({"type": "played", "samples": played})
            await page.handled()

        async def answer_flushes() -> None:
            for number in range(1, 100):
                flush = await page.until("flush", number)
                dropped.append(page.samples - sum(dropped) - played)
                page.say({"type": "flushed", "id": flush["id"], "samples": played})

        async def hang_up() -> None:
            page.say({"type": "hang_up"})
            await page.handled()

        answering = asyncio.create_task(answer_flushes())
        try:
            yield Wire(transport, play, hang_up)
        finally:
            answering.cancel()
            await asyncio.wait({answering})
            done.set()


WIRES: dict[str, Callable[[], AbstractAsyncContextManager[Wire]]] = {"line": in_process, "socket": over_a_socket}


@pytest.fixture(params=list(WIRES))
async def wire(request: pytest.FixtureRequest) -> AsyncIterator[Wire]:
    async with WIRES[request.param]() as wire:
        yield wire


async def sent(transport: Transport, count: int) -> None:
    for _ in range(count):
        await transport.send(SOUND)


async def test_what_was_sent_is_not_yet_played(wire: Wire) -> None:
    await sent(wire.transport, 5)
    assert wire.transport.played() == 0
    await wire.play(2)
    assert wire.transport.played() == 2 * FRAME_SAMPLES


async def test_nothing_is_played_that_was_not_sent(wire: Wire) -> None:
    await sent(wire.transport, 2)
    await wire.play(6)
    assert wire.transport.played() == 2 * FRAME_SAMPLES


async def test_a_flush_drops_the_rest_and_says_what_was_played(wire: Wire) -> None:
    await sent(wire.transport, 10)
    await wire.play(3)
    assert await wire.transport.flush() == wire.transport.played() == 3 * FRAME_SAMPLES
    await wire.play(4)
    assert wire.transport.played() == 3 * FRAME_SAMPLES


async def test_counting_goes_on_after_a_flush(wire: Wire) -> None:
    await sent(wire.transport, 10)
    await wire.play(3)
    await wire.transport.flush()
    await sent(wire.transport, 2)
    await wire.play(4)
    assert wire.transport.played() == 5 * FRAME_SAMPLES


async def test_ducking_is_not_heard_in_the_count(wire: Wire) -> None:
    await sent(wire.transport, 4)
    await wire.transport.duck(0.2)
    await wire.play(2)
    await wire.transport.duck(1.0)
    await wire.play(2)
    assert wire.transport.played() == 4 * FRAME_SAMPLES


async def test_frames_end_when_the_caller_hangs_up_and_nothing_fails_afterwards(wire: Wire) -> None:
    await wire.hang_up()
    async with asyncio.timeout(5):
        assert [frame async for frame in wire.transport.frames()] == []
    await wire.transport.send(SOUND)
    await wire.transport.tell({"event": "final", "text": "yes"})
    await wire.transport.duck(0.5)
    await wire.transport.flush()
    await wire.transport.close()
