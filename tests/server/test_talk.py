"""REST, write side: every POST happens once, and bad input changes nothing."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from agent.assistant import Agent
from agent.hearing.heard import Heard
from procurement.actor import Actor
from procurement.clock import FixedClock
from tests.server.conftest import client_of, key, said, started


async def decided(
    client: httpx.AsyncClient, draft: dict[str, Any], decision: str, name: str, **changes: Any
) -> httpx.Response:
    body = {"decision": decision, "digest": draft["digest"], **changes}
    return await client.post(f"/api/drafts/{draft['id']}/decision", json=body, headers=key(name))


async def count_orders(client: httpx.AsyncClient) -> int:
    return len((await client.get("/api/orders", params={"limit": 500})).json())


async def test_an_order_from_message_to_record(client: httpx.AsyncClient) -> None:
    before = await count_orders(client)
    conversation = await started(client)
    result = await said(client, conversation, "order", "m1")
    (draft,) = result["drafts"]
    assert (draft["status"], draft["order"]["total"], draft["order"]["date"]) == ("open", "6400.00", "2026-12-04")
    assert await count_orders(client) == before
    assert (await client.get(f"/api/drafts/{draft['id']}")).json() == draft
    assert (await client.get("/api/drafts", params={"conversation": conversation})).json() == [draft]

    response = await decided(client, draft, "yes", "d1")
    assert response.status_code == 200
    (record,) = response.json()["records"]
    order = (await client.get(f"/api/orders/{record['id']}")).json()
    assert (order["total"], order["lines"][0]["quantity"], order["document"]) == ("6400.00", 500, "issued")
    turns = (await client.get(f"/api/conversations/{conversation}/turns")).json()
    assert [turn["input"].get("text") or turn["input"]["decision"] for turn in turns] == ["order", "yes"]


async def test_the_same_key_gives_the_same_result(client: httpx.AsyncClient) -> None:
    assert await started(client, "k") == await started(client, "k")
    conversation = await started(client, "k")
    first = await said(client, conversation, "order", "m1")
    assert await said(client, conversation, "order", "m1") == first
    other = await client.post(
        f"/api/conversations/{conversation}/messages", json={"text": "where is it"}, headers=key("m1")
    )
    assert (other.status_code, other.json()["field"]) == (409, "Idempotency-Key")

    draft = first["drafts"][0]
    before = await count_orders(client)
    answers = await asyncio.gather(*(decided(client, draft, "yes", "d1") for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["records"][0]["id"] for answer in answers}) == 1
    assert (await decided(client, draft, "no", "d1")).status_code == 409
    assert await count_orders(client) == before + 1


async def test_a_second_decision_with_another_key_orders_nothing_more(client: httpx.AsyncClient) -> None:
    draft = (await said(client, await started(client), "order", "m1"))["drafts"][0]
    before = await count_orders(client)
    assert (await decided(client, draft, "yes", "d1")).status_code == 200
    again = await decided(client, draft, "yes", "d2")
    assert (again.status_code, again.json()["records"]) == (200, [])
    assert (await decided(client, draft, "no", "d3")).status_code == 409
    assert await count_orders(client) == before + 1


async def test_a_yes_counts_only_for_what_was_shown_and_in_time(client: httpx.AsyncClient, clock: FixedClock) -> None:
    from datetime import timedelta

    draft = (await said(client, await started(client), "order", "m1"))["drafts"][0]
    before = await count_orders(client)
    assert (await decided(client, draft, "yes", "d1", digest="0" * 64)).status_code == 409
    clock.instant += timedelta(minutes=31)
    late = await decided(client, draft, "yes", "d2")
    assert late.status_code == 410, late.text
    assert await count_orders(client) == before


async def test_above_the_limit_another_person_decides(app: FastAPI, client: httpx.AsyncClient) -> None:
    draft = (await said(client, await started(client), "order more", "m1"))["drafts"][0]
    assert draft["needs_approval"]
    handed_over = await decided(client, draft, "yes", "d1")
    assert handed_over.json()["drafts"][0]["status"] == "pending_approval"
    assert handed_over.json()["records"] == []
    async with client_of(app, **{"X-Actor": "manager"}) as manager:
        approved = await decided(manager, draft, "yes", "d2")
    assert approved.json()["records"][0]["action"] == "created"


async def test_other_companies_see_neither_conversation_nor_draft(app: FastAPI, client: httpx.AsyncClient) -> None:
    conversation = await started(client)
    draft = (await said(client, conversation, "order", "m1"))["drafts"][0]
    async with client_of(app, **{"X-Actor": "suzhou-precision"}) as other:
        for path in (
            f"/api/drafts/{draft['id']}",
            f"/api/drafts?conversation={conversation}",
            f"/api/conversations/{conversation}/turns",
        ):
            assert (await other.get(path)).status_code == 404
        assert (await decided(other, draft, "yes", "d1")).status_code == 404
        message = await other.post(
            f"/api/conversations/{conversation}/messages", json={"text": "order"}, headers=key("m2")
        )
        assert message.status_code == 404


@pytest.mark.parametrize(
    ("body", "headers", "field"),
    [
        ({"text": "hi"}, {}, "Idempotency-Key"),
        ({"text": "hi"}, key("with space"), "Idempotency-Key"),
        ({"text": "hi"}, key("x" * 81), "Idempotency-Key"),
        ({}, key("k"), "text"),
        ({"text": ""}, key("k"), "text"),
        ({"text": "  \u200b "}, key("k"), "text"),
        ({"text": "a\x00b"}, key("k"), "text"),
        ({"text": "x" * 4001}, key("k"), "text"),
        ({"text": 5}, key("k"), "text"),
        ({"text": "hi", "actor": "manager"}, key("k"), "actor"),
    ],
)
async def test_a_message_that_cannot_be_taken_names_the_field(
    client: httpx.AsyncClient, body: dict[str, Any], headers: dict[str, str], field: str
) -> None:
    conversation = await started(client)
    response = await client.post(f"/api/conversations/{conversation}/messages", json=body, headers=headers)
    assert response.status_code == 422, response.text
    assert response.json()["field"] == field
    assert field in response.json()["detail"] or response.json()["remedy"]
    assert (await client.get(f"/api/conversations/{conversation}/turns")).json() == []


async def test_raw_bytes_that_are_no_message_are_refused(client: httpx.AsyncClient) -> None:
    conversation = await started(client)
    url = f"/api/conversations/{conversation}/messages"
    for content in (b"", b"{", b"\xff\xfe", b'{"text": "\\ud800"}', b"[" * 20_000, b'{"text": ' + b"9" * 5000 + b"}"):
        response = await client.post(url, content=content, headers={**key("k"), "Content-Type": "application/json"})
        assert response.status_code in (400, 422), (content[:20], response.text)
    assert (await client.get(f"/api/conversations/{conversation}/turns")).json() == []


async def test_marks_that_turn_text_around_are_dropped(client: httpx.AsyncClient) -> None:
    result = await said(client, await started(client), "\u202eor\u200fder\u2069", "m1")
    assert result["drafts"][0]["status"] == "open"


async def test_reading_starts_no_conversation(client: httpx.AsyncClient) -> None:
    for path in ("/api/conversations/none/turns", "/api/drafts?conversation=none"):
        assert (await client.get(path)).status_code == 404
    response = await client.post("/api/conversations/none/messages", json={"text": "hi"}, headers=key("k"))
    assert response.status_code == 404


async def test_readiness_follows_the_service(app: FastAPI, client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/ready")).status_code == 200
    app.state.service.phase = "draining"
    response = await client.get("/health/ready")
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert (await client.get("/health/live")).status_code == 200


async def test_words_on_a_call_are_kept_with_what_was_heard_of_the_answer(
    client: httpx.AsyncClient, agent: Agent, buyer: Actor
) -> None:
    conversation = await started(client)
    talk = (await agent.conversation(buyer, conversation)).talk()
    reply = await talk.respond(Heard("odor", "order", "en"))
    await reply.outcome()
    await talk.on_heard(reply.id, "To confirm", False)
    (turn,) = (await client.get(f"/api/conversations/{conversation}/turns")).json()
    assert (turn["channel"], turn["input"]["text"], turn["input"]["raw"]) == ("voice", "order", "odor")
    assert (turn["heard"], turn["heard_whole"]) == ("To confirm", False)
