"""AG-UI over HTTP: a whole order, reading again, and a reader that goes away."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from ag_ui.core import AssistantMessage
from fastapi import FastAPI

from agent.assistant import Agent
from agent.events import TextDelta, TextRestarted, TurnStarted
from agent.run import Run
from server.agui import stream
from server.agui_events import Translation

Frame = tuple[int, dict[str, Any]]


def frames(text: str) -> list[Frame]:
    """(id, event) of an event stream."""
    found: list[Frame] = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((int(fields["id"]), json.loads(fields["data"])))
    return found


def body(run_id: str, text: str | None = None, **changes: Any) -> dict[str, Any]:
    messages = [] if text is None else [{"id": "u1", "role": "user", "content": text}]
    return {"threadId": "thread-1", "runId": run_id, "messages": messages, **changes}


async def run(client: httpx.AsyncClient, given: dict[str, Any], **headers: str) -> list[Frame]:
    response = await client.post("/agui", json=given, headers=headers)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return frames(response.text)


def answer(draft_id: str, decision: str) -> list[dict[str, Any]]:
    return [{"interruptId": draft_id, "status": "resolved", "payload": {"decision": decision}}]


async def test_message_interrupt_answer_order(client: httpx.AsyncClient) -> None:
    told = await run(client, body("r1", "order"))
    assert [number for number, _ in told] == list(range(1, len(told) + 1))
    assert told[0][1]["type"] == "RUN_STARTED"
    end = told[-1][1]
    (interrupt,) = end["outcome"]["interrupts"]
    resumed = await run(client, body("r2", resume=answer(interrupt["id"], "yes")))
    assert resumed[-1][1]["outcome"] == {"type": "success"}
    (record,) = resumed[-1][1]["result"]["records"]
    assert (await client.get(f"/api/orders/{record['id']}")).status_code == 200
    (snapshot,) = [event for _, event in resumed if event["type"] == "STATE_SNAPSHOT"]
    assert [draft["status"] for draft in snapshot["snapshot"]["drafts"]] == ["executed"]


async def test_the_same_run_is_read_again_from_any_event(client: httpx.AsyncClient) -> None:
    told = await run(client, body("r1", "where is it"))
    assert await run(client, body("r1", "where is it")) == told
    middle = len(told) // 2
    assert await run(client, body("r1", "where is it"), **{"Last-Event-ID": str(middle)}) == told[middle:]
    url = "/agui/runs/r1/events"
    again = await client.get(url, params={"threadId": "thread-1"}, headers={"Last-Event-ID": str(middle)})
    assert [number for number, _ in frames(again.text)] == [number for number, _ in told[middle:]]
    turns = (await client.get("/api/conversations/thread-1/turns")).json()
    assert len(turns) == 1


async def test_several_answers_in_one_run(client: httpx.AsyncClient) -> None:
    first, second = (one["id"] for one in (await run(client, body("r1", "two orders")))[-1][1]["outcome"]["interrupts"])
    told = await run(client, body("r3", resume=answer(first, "no") + answer(second, "yes")))
    assert [event["type"] for _, event in told].count("RUN_STARTED") == 1
    statuses = {draft["id"]: draft["status"] for draft in told[-2][1]["snapshot"]["drafts"]}
    assert statuses == {first: "declined", second: "executed"}
    assert await run(client, body("r3", resume=answer(first, "no") + answer(second, "yes"))) == told


@pytest.mark.parametrize(
    ("given", "headers", "status"),
    [
        (body("r1"), {}, 422),
        (body("r1", "x" * 4001), {}, 422),
        (body("r 1", "hi"), {}, 422),
        (body("r1", "hi", threadId="a b"), {}, 422),
        (body("r1", "hi"), {"Last-Event-ID": "abc"}, 422),
        (body("r1", resume=answer("drf_unknown", "yes")), {}, 404),
        ({"threadId": "t"}, {}, 422),
    ],
)
async def test_bad_input_is_a_problem_not_a_stream(
    client: httpx.AsyncClient, given: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    response = await client.post("/agui", json=given, headers=headers)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"


async def test_the_same_run_with_other_words_is_a_conflict(client: httpx.AsyncClient) -> None:
    await run(client, body("r1", "where is it"))
    assert (await client.post("/agui", json=body("r1", "order"))).status_code == 409


async def test_runs_that_are_not_there(client: httpx.AsyncClient) -> None:
    await run(client, body("r1", "where is it"))
    assert (await client.get("/agui/runs/r2/events", params={"threadId": "thread-1"})).status_code == 404
    assert (await client.get("/agui/runs/r1/events", params={"threadId": "other"})).status_code == 404
    assert (await client.get("/agui/runs/r1/events")).json()["field"] == "threadId"


async def test_a_reader_that_goes_away_stops_nothing(app: FastAPI, agent: Agent, client: httpx.AsyncClient) -> None:
    from procurement.access import actor_by_handle

    async with agent.store.read() as uow:
        buyer = await actor_by_handle(uow, "buyer")
    talk = await agent.conversation(buyer, "thread-1")
    turn = await talk.say("order", key="r1")
    reader = stream(Translation("thread-1", "r1"), [turn], 0)
    assert b"RUN_STARTED" in await anext(reader)
    await reader.aclose()
    ended = await asyncio.wait_for(turn.result(), 10)
    assert ended.reply
    told = await run(client, body("r1", "order"))
    assert told[-1][1]["outcome"]["type"] == "interrupt"


async def test_silence_is_filled_with_comments() -> None:
    waiting = Run("thread-1", "t1")
    reader = stream(Translation("thread-1", "r1"), [waiting], 0, heartbeat=0.01)
    assert await anext(reader) == b": heartbeat\n\n"
    assert await anext(reader) == b": heartbeat\n\n"
    await reader.aclose()


async def test_a_stream_that_cannot_be_written_still_ends() -> None:
    """A lone surrogate in a message the caller sent along cannot be sent back."""
    run = Run("thread-1", "trn_1")
    sent = [AssistantMessage(id="\ud800", content="Hello")]
    for said in (TurnStarted("thread-1", "trn_1", 1), TextDelta("so"), TextRestarted(), TextDelta("well")):
        run.emit(said)
    async with asyncio.timeout(5):
        last = [frame async for frame in stream(Translation("thread-1", "run-1", sent), [run], 0)][-1]
    [(_, event)] = frames(last.decode())
    assert (event["type"], event["code"]) == ("RUN_ERROR", "failed")
