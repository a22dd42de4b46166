"""Stopping: no new work, running turns end, then the process goes."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn

from agent.assistant import Agent
from agent.model import Chunk, ModelRequest
from procurement.errors import NotAllowed
from procurement.store import Store
from server.app import create_app
from server.serve import DrainingServer, serve
from server.settings import Settings
from tests.server.conftest import key, started


@dataclass(slots=True)
class SlowModel:
    """Answers when it is let."""

    name: str = "slow"
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    let: asyncio.Event = field(default_factory=asyncio.Event)

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        self.asked.set()
        await self.let.wait()
        yield Chunk(text="here you are")

    async def close(self) -> None:
        """Nothing to give up."""


async def until_ready(client: httpx.AsyncClient) -> None:
    """The socket takes connections from the start; they are answered once the application is up."""
    assert (await client.get("/health/ready")).status_code == 200


async def test_a_running_turn_ends_before_the_service_does(store: Store) -> None:
    model = SlowModel()
    agent = Agent(store, model)
    app = create_app(Settings(grace=20.0), agent, store, pages=False)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        server = DrainingServer(uvicorn.Config(app, log_level="warning"), app.state.service)
        serving = asyncio.create_task(server.serve([listening]))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            await until_ready(client)
            conversation = await started(client)
            messages = f"/api/conversations/{conversation}/messages"
            answer = asyncio.create_task(client.post(messages, json={"text": "anything"}, headers=key("m1")))
            await model.asked.wait()

            server.handle_exit(signal.SIGTERM, None)
            await asyncio.sleep(0)
            assert (await client.get("/health/ready")).status_code == 503
            assert (await client.get("/health/live")).status_code == 200
            refused = await client.post(messages, json={"text": "more"}, headers=key("m2"))
            assert (refused.status_code, refused.json()["retry"]) == (503, True)
            assert not serving.done()

            model.let.set()
            assert (await answer).json()["reply"] == "here you are"
        await asyncio.wait_for(serving, 20)


async def test_it_does_not_listen_to_the_world_without_keys(store: Store) -> None:
    async with Agent(store, SlowModel()) as agent:
        app = create_app(Settings(host="0.0.0.0"), agent, store, pages=False)
        with pytest.raises(NotAllowed, match="no API key"):
            await serve(app, store)
