"""A language model endpoint that does what a test tells it to: OpenAI-compatible Chat Completions on a loopback port.

Each request takes the next Reply of the script. Requests the real API would refuse are refused with 400, whatever the
script says: a history with a tool call that has no result, a result without a call, a bad name, a bad schema.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

LEGAL_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST_ID = 40

Delta = dict[str, Any]
Ending = Literal["done", "silent", "cut", "hang"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one request, in seconds and in order.

    ``late`` before the status line; then the ``events`` (SSE data; a str is sent as it is), ``pause`` before each; then
    the ``ending``: [DONE], a clean end without it, a connection reset in mid-stream, or silence on an open connection.
    A ``status`` other than 200 sends an error body instead.
    """

    events: tuple[dict[str, Any] | str, ...] = ()
    status: int = 200
    error: str = "scripted"
    headers: tuple[tuple[str, str], ...] = ()
    late: float = 0.0
    pause: float = 0.0
    ending: Ending = "done"


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call to stream; ``arguments`` is raw text when it should not be JSON, ``id`` None to send none."""

    name: str
    arguments: dict[str, Any] | str
    id: str | None = "call_1"

    @property
    def raw(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments, ensure_ascii=False)


Answer = Callable[[dict[str, Any]], Reply]


def chunk(delta: Delta, finish: str | None = None) -> dict[str, Any]:
    """One chat.completion.chunk."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }


def says(*pieces: str, finish: str | None = "stop") -> Reply:
    """Text in pieces, as servers send it: a role first, a finish reason last."""
    deltas = [chunk({"role": "assistant", "content": ""}), *(chunk({"content": piece}) for piece in pieces)]
    return Reply((*deltas, *([chunk({}, finish)] if finish else [])))


def calls(*made: Call, text: str = "", piece: int = 7, finish: str | None = "tool_calls") -> Reply:
    """Tool calls, arguments in pieces of ``piece`` characters, the pieces of parallel calls interleaved."""
    events: list[dict[str, Any]] = [chunk({"role": "assistant", "content": text or None})]
    for index, call in enumerate(made):
        head: Delta = {"index": index, "type": "function", "function": {"name": call.name, "arguments": ""}}
        events.append(chunk({"tool_calls": [head | ({} if call.id is None else {"id": call.id})]}))
    longest = max((len(call.raw) for call in made), default=0)
    for start in range(0, longest, piece):
        for index, call in enumerate(made):
            if part := call.raw[start : start + piece]:
                events.append(chunk({"tool_calls": [{"index": index, "function": {"arguments": part}}]}))
    return Reply((*events, *([chunk({}, finish)] if finish else [])))


def cut(reply: Reply, after: int) -> Reply:
    """The same reply, the connection reset after so many events."""
    return replace(reply, events=reply.events[:after], ending="cut")


def fails(status: int, error: str = "scripted") -> Reply:
    return Reply(status=status, error=error)


EMPTY = Reply((chunk({"role": "assistant", "content": ""}), chunk({}, "stop")))


def complaint(messages: Sequence[dict[str, Any]]) -> str | None:
    """What the real API says about a history it does not take; None when it takes it."""
    waiting: set[str] = set()
    for at, message in enumerate(messages):
        role = message.get("role")
        if role == "tool":
            if message.get("tool_call_id") not in waiting:
                return f"messages[{at}]: a tool message must follow a message with the tool_calls it answers"
            if not isinstance(message.get("content"), str):
                return f"messages[{at}]: content must be a string"
            waiting.discard(message["tool_call_id"])
            continue
        if waiting:
            return f"messages[{at}]: these tool_call_ids did not have response messages: {sorted(waiting)}"
        if role not in ("system", "user", "assistant"):
            return f"messages[{at}]: unknown role {role!r}"
        if role == "assistant":
            if problem := _assistant_complaint(message):
                return f"messages[{at}]: {problem}"
            waiting = {call["id"] for call in message.get("tool_calls", ())}
        elif not isinstance(message.get("content"), str):
            return f"messages[{at}]: content must be a string"
    return f"these tool_call_ids did not have response messages: {sorted(waiting)}" if waiting else None


def _assistant_complaint(message: dict[str, Any]) -> str | None:
    if "tool_calls" not in message:
        return None if message.get("content") else "content or tool_calls is required"
    made = message["tool_calls"]
    if not made:
        return "tool_calls must not be empty"
    if len({call["id"] for call in made}) < len(made):
        return "two tool_calls have the same id"
    for call in made:
        if not 0 < len(call["id"]) <= LONGEST_ID:
            return "a tool_call id is too long or empty"
        if call["type"] != "function" or not LEGAL_NAME.fullmatch(call["function"]["name"]):
            return "a tool_call has no legal function name"
        if not _is_object(call["function"]["arguments"]):
            return "the arguments of a tool_call are not a JSON object"
    return None


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _tools_complaint(body: dict[str, Any]) -> str | None:
    if "tools" not in body:
        return None
    if not body["tools"]:
        return "tools must not be empty"
    for tool in body["tools"]:
        function = tool["function"]
        if not LEGAL_NAME.fullmatch(function["name"]) or not function["description"]:
            return "a tool needs a legal name and a description"
        if function["parameters"]["type"] != "object" or function["parameters"]["additionalProperties"] is not False:
            return "parameters must be a closed object"
    return None


@dataclass(slots=True)
class ModelServer:
    """``script`` are the replies to come, ``requests`` the bodies received."""

    api_key: str = "sk-test"
    script: list[Reply | Answer] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    _connections: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def then(self, *replies: Reply | Answer) -> None:
        self.script.extend(replies)

    async def idle(self) -> None:
        """Wait until no connection is open."""
        if self._connections:
            await asyncio.wait(self._connections)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away, which is its right
        finally:
            self._connections.discard(task)
            writer.close()

    async def stop(self) -> None:
        for task in set(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = json.loads(await reader.readexactly(int(headers.get("content-length", "0"))) or b"{}")
        self.requests.append(body)
        reply = self._reply(head[0], headers, body)
        await asyncio.sleep(reply.late)
        if reply.status == 200:
            await _stream(writer, reply)
        else:
            _send_error(writer, reply)
            await writer.drain()

    def _reply(self, request_line: str, headers: dict[str, str], body: dict[str, Any]) -> Reply:
        if not request_line.startswith("POST /v1/chat/completions "):
            return fails(404, "no such path")
        if headers.get("authorization") != f"Bearer {self.api_key}":
            return fails(401, f"Incorrect API key provided: {headers.get('authorization')}")
        if problem := complaint(body["messages"]) or _tools_complaint(body):
            return fails(400, problem)
        if not self.script:
            return fails(500, "the script has no more replies")
        reply = self.script.pop(0)
        return reply if isinstance(reply, Reply) else reply(body)


async def _stream(writer: asyncio.StreamWriter, reply: Reply) -> None:
    extra = "".join(f"{name}: {value}\r\n" for name, value in reply.headers)
    writer.write(
        f"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n{extra}transfer-encoding: chunked\r\n"
        "connection: close\r\n\r\n".encode()
    )
    await writer.drain()
    for event in _sent(reply):
        await asyncio.sleep(reply.pause)
        data = f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode()
        writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await writer.drain()
    if reply.ending == "hang":
        await asyncio.sleep(3600)
    if reply.ending == "cut":
        writer.transport.abort()
    else:
        writer.write(b"0\r\n\r\n")
        await writer.drain()


def _sent(reply: Reply) -> Iterable[dict[str, Any] | str]:
    yield from reply.events
    if reply.ending == "done":
        yield "[DONE]"


def _send_error(writer: asyncio.StreamWriter, reply: Reply) -> None:
    body = json.dumps({"error": {"message": reply.error, "type": "scripted", "code": None, "param": None}}).encode()
    extra = "".join(f"{name}: {value}\r\n" for name, value in reply.headers)
    writer.write(
        f"HTTP/1.1 {reply.status} Scripted\r\ncontent-type: application/json\r\n{extra}content-length: {len(body)}\r\n"
        "connection: close\r\n\r\n".encode()
        + body
    )


@asynccontextmanager
async def model_server(*script: Reply | Answer) -> AsyncIterator[ModelServer]:
    """A running server, stopped with all its connections at the end."""
    scripted = ModelServer(script=list(script))
    listening = await asyncio.start_server(scripted.connected, "127.0.0.1", 0)
    scripted.port = listening.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        listening.close()
        await scripted.stop()
        await listening.wait_closed()
