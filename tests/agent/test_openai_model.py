import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from agent.model import Chunk, Usage
from agent.openai_model import OpenAIModel, tool_schema
from procurement.errors import InvalidInput, Unavailable
from tests.agent.requests import ASKED, LOOK, ORDER, asking, hear
from tests.model_server import EMPTY, Call, Ending, ModelServer, Reply, calls, chunk, cut, fails, model_server, says
from tools.registry import TOOLS

FIRST, TOTAL = 0.3, 1.2
SLACK = 0.7  # what a busy machine adds


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with model_server() as running:
        yield running


@pytest.fixture
async def model(server: ModelServer) -> AsyncIterator[OpenAIModel]:
    opened = OpenAIModel(server.base_url, server.api_key, "tiny", first_token_deadline=FIRST, total_deadline=TOTAL)
    yield opened
    await opened.close()


async def failure(model: OpenAIModel) -> Unavailable:
    started = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        await hear(model)
    begun = "did not finish" in caught.value.message
    assert time.monotonic() - started < (TOTAL if begun else FIRST) + SLACK
    assert caught.value.message.startswith("The language model tiny ")
    return caught.value


# --- good answers ---------------------------------------------------------------------------------------------------


async def test_text_comes_in_pieces(server: ModelServer, model: OpenAIModel) -> None:
    server.then(says("好的,", "五百个", "。"))
    heard = await hear(model)
    assert [piece.text for piece in heard.chunks] == ["好的,", "五百个", "。"]
    assert {piece.answered_by for piece in heard.chunks} == {"tiny"}


async def test_text_comes_early(server: ModelServer, model: OpenAIModel) -> None:
    server.then(replace(says("好的", "。"), ending="hang"))
    answer = model.stream(asking())
    started = time.monotonic()
    assert await anext(answer) == Chunk(text="好的", answered_by="tiny")
    assert time.monotonic() - started < FIRST


async def test_what_is_sent(server: ModelServer, model: OpenAIModel) -> None:
    server.then(says("ok"))
    await hear(model)
    sent = server.requests[0]
    assert sent["messages"] == list(ASKED)
    assert (sent["model"], sent["stream"]) == ("tiny", True)
    assert [tool["function"]["name"] for tool in sent["tools"]] == ["order", "look"]


async def test_tokens_are_counted_by_the_server_when_asked_for(server: ModelServer) -> None:
    usage = {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150}
    counted = {**chunk({}), "choices": [], "usage": usage}
    server.then(replace(said := says("ok"), events=(*said.events, counted)))
    model = OpenAIModel(server.base_url, server.api_key, "tiny", count_tokens=True)
    heard = await hear(model)
    await model.close()
    assert server.requests[0]["stream_options"] == {"include_usage": True}
    assert (heard.text, heard.chunks[-1].usage) == ("ok", Usage(120, 30))


async def test_nobody_counts_unasked(server: ModelServer, model: OpenAIModel) -> None:
    server.then(says("ok"))
    await hear(model)
    assert "stream_options" not in server.requests[0]


async def test_no_tools_are_sent_as_none(server: ModelServer, model: OpenAIModel) -> None:
    server.then(says("ok"))
    await hear(model, asking(tools=()))
    assert "tools" not in server.requests[0]


async def test_parallel_calls_come_whole_and_last(server: ModelServer, model: OpenAIModel) -> None:
    lines = {"lines": [{"item": "6204", "quantity": 500}]}
    server.then(calls(Call("order", lines, "a"), Call("look", {"order": "119"}, "b"), text="我看看"))
    heard = await hear(model)
    assert heard.text == "我看看"
    assert [(call.id, call.name, json.loads(call.arguments)) for call in heard.calls] == [
        ("a", "order", lines),
        ("b", "look", {"order": "119"}),
    ]
    assert heard.chunks[-1].calls == heard.calls


async def test_two_writes_in_one_turn(server: ModelServer, model: OpenAIModel) -> None:
    server.then(calls(Call("order", {"lines": []}, "a"), Call("order", {"lines": []}, "b")))
    assert [call.name for call in (await hear(model)).calls] == ["order", "order"]


@pytest.mark.parametrize("raw", ['{"lines": [', "not json", "[1]", '{"a":1}{"b":2}'])
async def test_malformed_arguments_come_as_they_are(server: ModelServer, model: OpenAIModel, raw: str) -> None:
    server.then(calls(Call("order", raw)))
    assert (await hear(model)).calls[0].arguments == raw


async def test_half_characters_are_replaced(server: ModelServer, model: OpenAIModel) -> None:
    server.then(says("好\ud83d", "的"), calls(Call("look", "\udc00{}")))
    assert (await hear(model)).text == "好?的"
    assert (await hear(model)).calls[0].arguments == "?{}"


async def test_no_arguments_are_an_empty_object(server: ModelServer, model: OpenAIModel) -> None:
    server.then(calls(Call("look", "")))
    assert (await hear(model)).calls[0].arguments == "{}"


@pytest.mark.parametrize(("said", "name"), [("drop_table", "drop_table"), ("函数.order", "___order"), ("", "unnamed")])
async def test_an_unknown_tool_gets_a_name_history_can_hold(
    server: ModelServer, model: OpenAIModel, said: str, name: str
) -> None:
    server.then(calls(Call(said, {})))
    assert (await hear(model)).calls[0].name == name


async def test_each_call_has_an_id_of_its_own(server: ModelServer, model: OpenAIModel) -> None:
    asked_before = [
        *ASKED,
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "a", "type": "function", "function": {"name": "look", "arguments": "{}"}}],
        },
        {"role": "tool", "tool_call_id": "a", "content": "{}"},
    ]
    made = [Call("look", {"order": "1"}, "a"), Call("look", {"order": "2"}, None), Call("look", {"order": "3"}, "b")]
    server.then(calls(*made), calls(*(replace(call, id="b") for call in made)))
    for _ in range(2):
        ids = [call.id for call in (await hear(model, asking(asked_before))).calls]
        assert len({*ids, "a", ""}) == 5
        assert "b" in ids


def head(index: int | None, call: Call) -> dict[str, object]:
    return {"index": index, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.raw}}


@pytest.mark.parametrize("index", [0, None])
async def test_calls_that_the_server_does_not_number(
    server: ModelServer, model: OpenAIModel, index: int | None
) -> None:
    made = [Call("look", {"order": "1"}, "a"), Call("look", {"order": "2"}, "b")]
    server.then(Reply((*(chunk({"tool_calls": [head(index, call)]}) for call in made), chunk({}, "tool_calls"))))
    assert [call.arguments for call in (await hear(model)).calls] == [call.raw for call in made]


async def test_a_new_id_for_each_piece_is_one_call(server: ModelServer, model: OpenAIModel) -> None:
    pieces = ['{"ord', 'er":"1"}']
    deltas = [
        {"tool_calls": [{"index": 0, "id": f"x{at}", "function": {"name": "" if at else "look", "arguments": piece}}]}
        for at, piece in enumerate(pieces)
    ]
    server.then(Reply((*(chunk(delta) for delta in deltas), chunk({}, "tool_calls"))))
    assert [(call.id, call.arguments) for call in (await hear(model)).calls] == [("x0", '{"order":"1"}')]


@pytest.mark.parametrize("ending", ["silent", "cut", "hang"])
async def test_how_the_connection_ends_after_a_whole_answer_is_of_no_interest(
    server: ModelServer, model: OpenAIModel, ending: Ending
) -> None:
    server.then(replace(calls(Call("look", {"order": "1"})), ending=ending))
    started = time.monotonic()
    assert len((await hear(model)).calls) == 1
    assert time.monotonic() - started < TOTAL + SLACK


async def test_many_conversations_at_once(server: ModelServer, model: OpenAIModel) -> None:
    def echo(body: dict[str, Any]) -> Reply:
        return replace(says(*body["messages"][-1]["content"]), pause=0.005)

    server.then(*[echo] * 20)
    words = [f"{at:03}" for at in range(20)]
    heard = await asyncio.gather(*(hear(model, asking([{"role": "user", "content": word}])) for word in words))
    assert [answer.text for answer in heard] == words


# --- failures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "field", "words"),
    [
        (400, "messages", "refused the request"),
        (401, None, "API key"),
        (404, None, "not known at the configured address"),
        (422, "messages", "refused the request"),
        (429, None, "rate limit"),
        (500, None, "refused the request"),
        (503, None, "refused the request"),
    ],
)
async def test_an_error_status(
    server: ModelServer, model: OpenAIModel, status: int, field: str | None, words: str
) -> None:
    server.then(fails(status), says("a retry would hear this"))
    error = await failure(model)
    assert words in error.message
    assert f"HTTP {status}" in error.message
    assert error.field == field
    assert len(server.requests) == 1


BROKEN = {
    "empty": (EMPTY, "empty answer"),
    "blank": (says(" ", "\n"), "empty answer"),
    "nothing": (Reply(), "sent no answer"),
    "nothing at all": (Reply(ending="silent"), "sent no answer"),
    "late": (replace(says("zu spät"), late=5), "did not begin"),
    "only a role": (replace(says(), events=says().events[:1], ending="hang"), "did not begin"),
    "blank for long": (replace(says(*" " * 100), pause=0.02), "did not begin"),
    "stalls in text": (replace(says("好", finish=None), ending="hang"), "did not finish"),
    "endless": (replace(says(*"x" * 1000), pause=0.02), "did not finish"),
    "cut in text": (cut(says("好", "的"), 2), "lost the connection"),
    "cut in a call": (cut(calls(Call("order", {"lines": [1, 2, 3]})), 4), "lost the connection"),
    "cut before": (cut(says("好"), 0), "cannot be reached"),
    "ends in text": (says("好", finish=None), "in the middle"),
    "ends in a call": (calls(Call("order", {"lines": [1, 2]}), finish=None), "in the middle"),
    "too long": (says("好", finish="length"), "length limit"),
    "a call too long": (calls(Call("order", '{"lines":'), finish="length"), "length limit"),
    "filtered": (says("好", finish="content_filter"), "filtered"),
    "error event": (Reply(({"error": {"message": "订五百个6204轴承", "code": 500}},)), "reported an error"),
    "bad json": (Reply(('{"choices": [',)), "not a chat completion"),
    "not an object": (Reply(("[1]", "7", '"x"')), "not a chat completion"),
    "other shape": (Reply(('{"choices": 7}',)), "not a chat completion"),
    "other delta": (Reply(('{"choices": [{"index": 0, "delta": "好"}]}',)), "not a chat completion"),
    "other content": (Reply((chunk({"content": {"a": 1}}),)), "not a chat completion"),
    "other encoding": (replace(says("好"), headers=(("content-encoding", "gzip"),)), ""),
    "another place": (Reply(status=302, headers=(("location", "http://127.0.0.1:9/"),)), ""),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_answer(server: ModelServer, model: OpenAIModel, name: str) -> None:
    reply, words = BROKEN[name]
    server.then(reply)
    assert words in (await failure(model)).message


async def test_text_before_the_break_was_heard(server: ModelServer, model: OpenAIModel) -> None:
    server.then(cut(replace(says("好", "的"), pause=0.05), 3))
    texts = []
    with pytest.raises(Unavailable):  # noqa: PT012
        async for piece in model.stream(asking()):
            texts.append(piece.text)
    assert texts == ["好", "的"]


async def test_a_history_with_a_dangling_call_is_refused(server: ModelServer, model: OpenAIModel) -> None:
    call = {"id": "a", "type": "function", "function": {"name": "look", "arguments": "{}"}}
    dangling = [*ASKED, {"role": "assistant", "content": None, "tool_calls": [call]}, {"role": "user", "content": "?"}]
    server.then(says("ok"))
    with pytest.raises(Unavailable) as caught:
        await hear(model, asking(dangling))
    assert caught.value.field == "messages"


async def test_nobody_there(unused_tcp_port: int) -> None:
    model = OpenAIModel(f"http://127.0.0.1:{unused_tcp_port}/v1", None, "tiny", first_token_deadline=FIRST)
    assert "cannot be reached" in (await failure(model)).message
    await model.close()


@pytest.mark.parametrize(
    "url", ["nonsense", "", "http://", "ftp://127.0.0.1/v1", "http://[::1/v1", "http://127.0.0.1:99999/v1"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        OpenAIModel(url, None, "tiny")
    assert caught.value.field == "base_url"


@pytest.mark.parametrize("key", ["schlüssel", "a\nb"])
def test_a_key_that_is_none(key: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        OpenAIModel("http://127.0.0.1/v1", key, "tiny")
    assert caught.value.field == "api_key"
    assert key not in str(caught.value)


async def test_words_that_cannot_be_sent(model: OpenAIModel) -> None:
    with pytest.raises(Unavailable) as caught:
        await hear(model, asking([{"role": "user", "content": "\ud800"}]))
    assert caught.value.field == "messages"


async def test_cancelling_closes_the_connection(server: ModelServer, model: OpenAIModel) -> None:
    asked = asyncio.Event()

    def endless(_: dict[str, Any]) -> Reply:
        asked.set()
        return replace(says(*"x" * 10_000), pause=0.01)

    server.then(endless, says("again"))
    answer = asyncio.create_task(hear(model))
    await asked.wait()
    answer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await answer
    async with asyncio.timeout(5):
        await server.idle()
    assert (await hear(model)).text == "again"


# --- what is kept to itself -----------------------------------------------------------------------------------------


async def test_neither_key_nor_words_get_out(server: ModelServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "sk-very-secret"
    model = OpenAIModel(server.base_url, secret, "tiny", first_token_deadline=FIRST)
    error = await failure(model)
    assert "API key (HTTP 401)" in error.message
    server.api_key = secret
    server.then(fails(400, "订五百个6204轴承"), says("回答"))
    refused = await failure(model)
    await hear(model)
    await model.close()
    for kept in (secret, "6204", "回答"):
        assert kept not in caplog.text
        assert kept not in f"{error!r} {error.as_dict()} {refused.as_dict()} {model!r} {vars(model)}"
    assert refused.__cause__ is None
    assert refused.__suppress_context__


async def test_no_key_is_never_the_key_of_the_environment(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-service")
    server.api_key = "none"
    server.then(says("ok"))
    model = OpenAIModel(server.base_url, None, "tiny")
    assert (await hear(model)).text == "ok"
    await model.close()


# --- schemas --------------------------------------------------------------------------------------------------------


def test_a_schema_is_plain_and_closed() -> None:
    assert tool_schema(ORDER) == {
        "type": "function",
        "function": {
            "name": "order",
            "description": "Propose an order.",
            "parameters": {
                "type": "object",
                "description": "One purchase order.",
                "additionalProperties": False,
                "required": ["lines"],
                "properties": {
                    "lines": {
                        "type": "array",
                        "description": "One entry an item.",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {
                                "item": {"type": "string", "description": "Part number or name."},
                                "quantity": {"type": "number", "description": "How many.", "exclusiveMinimum": 0.0},
                            },
                        },
                    },
                    "title": {"type": "string"},
                    "date": {"type": "string", "format": "date", "description": "Latest day of arrival."},
                },
            },
        },
    }


def test_an_open_schema_is_closed() -> None:
    assert tool_schema(LOOK)["function"]["parameters"]["additionalProperties"] is False


async def test_the_endpoint_takes_the_product_s_tools(server: ModelServer, model: OpenAIModel) -> None:
    server.then(says("ok"))
    await hear(model, asking(tools=tuple(TOOLS.values())))
    for tool in server.requests[0]["tools"]:
        Draft202012Validator.check_schema(tool["function"]["parameters"])
        assert not {"$ref", "$defs", "default", "null"} & set(words_in(tool))


def words_in(value: object) -> Iterator[object]:
    """Every key and plain value in JSON."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from words_in(inner)
    else:
        yield value
