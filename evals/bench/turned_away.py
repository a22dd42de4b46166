"""The call beyond those a service holds: whether it is refused with a sentence that can be heard, and how soon."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from evals.audio.stretches import samples, stretches
from evals.bench.service import free_port, ready, served
from evals.stage import NOW
from voice.ports import FRAME_BYTES, FRAME_MS, RATE

HELLO = {"type": "hello", "version": 1, "rate": RATE, "conversation": None, "language": "en"}
OPENING = 120.0  # seconds for the speech models
HELD = 5.0  # seconds of silence that the held calls still last


async def turned_away(folder: Path, calls: int) -> dict[str, Any]:
    """``calls``: those a service holds at once by default. Starts it, makes so many calls, then one more."""
    port = free_port()
    with served(folder / "calls.db", port, NOW) as process:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            await ready(client, process)
        address = f"ws://127.0.0.1:{port}/call"
        async with AsyncExitStack() as stack:
            held = [await stack.enter_async_context(caller(address)) for _ in range(calls)]
            for one in held:
                await told(one, "welcome")
            return await one_more(address) | {"held": await lasting(held)}


@asynccontextmanager
async def caller(address: str) -> AsyncIterator[ClientConnection]:
    """Silent, but there."""
    async with connect(address, max_size=None, additional_headers={"X-Actor": "buyer"}) as line:
        await line.send(json.dumps(HELLO))
        breathing = asyncio.create_task(breathe(line))
        try:
            yield line
        finally:
            breathing.cancel()
            await asyncio.wait({breathing})


async def breathe(line: ClientConnection) -> None:
    while True:
        await line.send(bytes(FRAME_BYTES))
        await asyncio.sleep(FRAME_MS / 1000)


async def told(line: ClientConnection, event: str) -> dict[str, Any]:
    """The first message of that kind. Raises TimeoutError, ConnectionClosed."""
    async with asyncio.timeout(OPENING):
        while True:
            message = await line.recv()
            if isinstance(message, str) and (found := json.loads(message))["event"] == event:
                return dict(found)


async def one_more(address: str) -> dict[str, Any]:
    began = time.perf_counter()
    refused, heard, first = None, bytearray(), None
    async with caller(address) as line, asyncio.timeout(OPENING):
        try:
            async for message in line:
                if isinstance(message, bytes):
                    first = first or time.perf_counter() - began
                    heard += message
                    await line.send(json.dumps({"type": "played", "samples": len(heard) // 2}))
                elif json.loads(message)["event"] in {"refused", "welcome"}:
                    refused = json.loads(message)
        except ConnectionClosed:
            pass  # as it should: the sentence is over
    spoken = sum(stretch.seconds for stretch in stretches(samples(bytes(heard)))) if heard else 0.0
    return {
        "refused": refused is not None and refused["event"] == "refused",
        "sentence": refused.get("message") if refused else None,
        "sound_after_ms": round(first * 1000) if first is not None else None,
        "seconds_of_speech": round(float(np.round(spoken, 2)), 2),
    }


async def lasting(held: Sequence[ClientConnection]) -> int:
    """How many of the calls are still on the line a while later."""
    await asyncio.sleep(HELD)
    return sum(line.close_code is None for line in held)
