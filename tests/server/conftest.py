"""The application without pages, over a seeded Store and a scripted model, called in-process."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from agent.assistant import Agent
from agent.scripted import ScriptedModel
from procurement.store import Store
from server.app import create_app
from server.settings import Settings

ORDER: dict[str, Any] = {
    "lines": [{"item": "6204", "quantity": 500, "unit": "H87"}],
    "supplier": "suzhou-precision",
    "date": "2026-12-04",
}
SCRIPT: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "order": [("create_order", ORDER)],
    "order more": [("create_order", {**ORDER, "lines": [{"item": "6204", "quantity": 5000, "unit": "H87"}]})],
    "two orders": [("create_order", ORDER), ("create_order", {"lines": [{"item": "CT-40", "quantity": 1000}]})],
    "where is it": [("find_shipment", {"shipment": "SH10042"})],
}


@pytest.fixture
async def agent(store: Store) -> AsyncIterator[Agent]:
    model = ScriptedModel(SCRIPT, say=lambda request: f"heard: {request.messages[-1]['content']}")
    async with Agent(store, model, lease=timedelta(seconds=2)) as agent:
        yield agent


@pytest.fixture
async def app(store: Store, agent: Agent) -> AsyncIterator[FastAPI]:
    app = create_app(Settings(grace=2.0), agent, store, pages=False)
    async with app.router.lifespan_context(app):
        yield app


def client_of(app: FastAPI, address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
    """A client at ``address``."""
    transport = httpx.ASGITransport(app, client=(address, 50_000))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", headers=headers)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name}


async def started(client: httpx.AsyncClient, name: str = "c1") -> str:
    """The id of a new conversation."""
    response = await client.post("/api/conversations", json={}, headers=key(name))
    assert response.status_code == 201, response.text
    conversation: str = response.json()["conversation"]
    return conversation


async def said(client: httpx.AsyncClient, conversation: str, text: str, name: str) -> dict[str, Any]:
    """The turn's result."""
    response = await client.post(f"/api/conversations/{conversation}/messages", json={"text": text}, headers=key(name))
    assert response.status_code == 200, response.text
    result: dict[str, Any] = response.json()
    return result
