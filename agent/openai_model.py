"""A language model behind any OpenAI-compatible Chat Completions endpoint, hosted or local.

Every failure is Unavailable with a sentence made here: what a server says about a failure may quote the conversation or
the key, so none of it goes into a message. Nothing is retried; the caller falls back to another model instead.
"""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

import openai
from openai import AsyncOpenAI, AsyncStream, Omit, omit
from openai.types.chat import (
    ChatCompletionChunk,
    ChatCompletionFunctionToolParam,
    ChatCompletionMessageParam,
    ChatCompletionStreamOptionsParam,
)
from openai.types.chat.chat_completion_chunk import ChoiceDeltaToolCall

from agent.model import Chunk, ModelRequest, ToolCallRequest, Usage
from agent.shortening import shortened
from procurement.errors import InvalidInput, Unavailable
from tools.spec import Tool

AFTER_FINISH = 1.0  # seconds to wait for the end of a stream whose answer is already complete
REFUSED_REQUEST = frozenset({400, 413, 422})  # the endpoint works, it does not take this request
CUT_SHORT = {"length": "reached its length limit", "content_filter": "was filtered", "error": "broke off"}
ILLEGAL_IN_NAME = re.compile(r"[^A-Za-z0-9_-]")


class OpenAIModel:
    """``first_token_deadline`` and ``total_deadline`` are seconds from the request to the first piece of text or call,
    and to the end of the answer. ``count_tokens`` asks the server for the usage of each request, which not every server
    knows. Without an ``api_key`` (local servers) a placeholder is sent, never the environment's.

    Raises InvalidInput for an address or a key that cannot be one.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | None,
        model: str,
        *,
        first_token_deadline: float = 8.0,
        total_deadline: float = 60.0,
        count_tokens: bool = False,
    ) -> None:
        self.name = model
        self._options: ChatCompletionStreamOptionsParam | Omit = {"include_usage": True} if count_tokens else omit
        self._first_token_deadline = first_token_deadline
        self._total_deadline = total_deadline
        self._client = AsyncOpenAI(
            base_url=_checked_url(base_url), api_key=_checked_key(api_key), max_retries=0, timeout=total_deadline
        )

    async def close(self) -> None:
        await self._client.close()

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        """Yields text as it comes, blank text only once words follow, and at the end all tool calls in one chunk.

        Raises Unavailable, also after text was yielded.
        """
        start = asyncio.get_running_loop().time()
        last = start + self._total_deadline
        first = min(start + self._first_token_deadline, last)
        answer = _Answer(taken=_call_ids(request))
        async with await self._opened(request, first) as events:
            while event := await self._next(events, answer, last if answer.begun else first):
                if text := self._absorb(answer, event):
                    yield Chunk(text=text, answered_by=self.name)
        if answer.usage is not None:
            yield Chunk(answered_by=self.name, usage=answer.usage)
        self._check_complete(answer)
        if calls := answer.calls():
            yield Chunk(calls=calls, answered_by=self.name)

    async def _opened(self, request: ModelRequest, deadline: float) -> AsyncStream[ChatCompletionChunk]:
        tools: list[ChatCompletionFunctionToolParam] | Omit = [tool_schema(tool) for tool in request.tools] or omit
        try:
            async with asyncio.timeout_at(deadline):
                return await self._client.chat.completions.create(
                    model=self.name,
                    messages=cast(Sequence[ChatCompletionMessageParam], [*map(shortened, request.messages)]),
                    tools=tools,
                    stream=True,
                    stream_options=self._options,
                )
        except ValueError:  # text that has no encoding
            raise self._failure("cannot be sent this request", field="messages") from None
        except (openai.OpenAIError, TimeoutError) as error:
            raise self._unavailable(error, begun=False) from None

    async def _next(
        self, events: AsyncStream[ChatCompletionChunk], answer: "_Answer", deadline: float
    ) -> ChatCompletionChunk | None:
        """The next event, None at the end. Once the answer is complete, how the connection ends is of no interest."""
        if answer.finish is not None:
            deadline = min(deadline, asyncio.get_running_loop().time() + AFTER_FINISH)
        try:
            async with asyncio.timeout_at(deadline):
                return await anext(events, None)
        except (openai.OpenAIError, ValueError, TimeoutError) as error:
            if answer.finish is not None:
                return None
            raise self._unavailable(error, begun=answer.begun) from None

    def _absorb(self, answer: "_Answer", event: ChatCompletionChunk) -> str:
        try:
            return answer.absorb(event)
        except (AttributeError, TypeError):  # the library does not check what it reads
            raise self._failure("sent something that is not a chat completion") from None

    def _check_complete(self, answer: "_Answer") -> None:
        if answer.finish is None:
            raise self._failure("stopped in the middle of its answer" if answer.begun else "sent no answer")
        if answer.finish in CUT_SHORT:
            raise self._failure(f"gave an answer that {CUT_SHORT[answer.finish]}", field="messages")
        if not answer.begun:
            raise self._failure("gave an empty answer")

    def _unavailable(self, error: Exception, *, begun: bool) -> Unavailable:
        match error:
            case openai.APIStatusError(status_code=429):
                return self._failure("is over its rate limit or quota (HTTP 429)")
            case openai.APIStatusError(status_code=401 | 403 as code):
                return self._failure(f"does not accept the API key (HTTP {code})", remedy="Check the model's API key.")
            case openai.APIStatusError(status_code=404):
                return self._failure(
                    "is not known at the configured address (HTTP 404)",
                    remedy="Check the model's base URL and name.",
                )
            case openai.APIStatusError(status_code=code):
                return self._failure(
                    f"refused the request (HTTP {code})", field="messages" if code in REFUSED_REQUEST else None
                )
            case openai.APITimeoutError() | TimeoutError():
                return self._failure("did not finish in time" if begun else "did not begin to answer in time")
            case openai.APIConnectionError():
                return self._failure(
                    "lost the connection in the middle of its answer" if begun else "cannot be reached"
                )
            case openai.APIError():
                return self._failure("reported an error while answering")
            case _:
                return self._failure("sent something that is not a chat completion")

    def _failure(self, what: str, *, field: str | None = None, remedy: str | None = None) -> Unavailable:
        return Unavailable(f"The language model {self.name} {what}.", field=field, remedy=remedy)


@dataclass(slots=True)
class _Call:
    id: str
    name: str = ""
    arguments: str = ""


@dataclass(slots=True)
class _Answer:
    """What has arrived so far. ``taken``: call ids the history uses already; ``finish``: the server's finish_reason."""

    taken: Collection[str]
    finish: str | None = None
    usage: Usage | None = None
    _blank: str = ""
    _worded: bool = False
    _calls: list[_Call] = field(default_factory=list)
    _at: dict[int | None, _Call] = field(default_factory=dict)  # by the index the server counts with

    @property
    def begun(self) -> bool:
        return self._worded or bool(self._calls)

    def absorb(self, event: ChatCompletionChunk) -> str:
        """Takes one event in; returns the text it adds, if any."""
        said = ""
        if event.usage is not None:
            self.usage = Usage(event.usage.prompt_tokens, event.usage.completion_tokens)
        for choice in event.choices or ():
            if choice.index not in (0, None):
                continue
            if delta := choice.delta:
                said += _encodable((delta.content or "") + (delta.refusal or ""))
                for piece in delta.tool_calls or ():
                    self._absorb_call(piece)
            self.finish = choice.finish_reason or self.finish
        if not self._worded and not said.strip():
            self._blank += said
            return ""
        said, self._blank, self._worded = self._blank + said, "", True
        return said

    def _absorb_call(self, piece: ChoiceDeltaToolCall) -> None:
        """Servers differ: some number all calls 0 or not at all and tell them apart by id, some give every piece of a
        call an id of its own, some repeat the name."""
        index: int | None = piece.index
        call = self._at.get(index)
        named = piece.function is not None and bool(piece.function.name)
        if call is None or (named and piece.id and piece.id != call.id):
            call = self._at[index] = _Call(id="")
            self._calls.append(call)
        call.id = call.id or piece.id or ""
        if piece.function:
            call.name = call.name or piece.function.name or ""
            call.arguments += _encodable(piece.function.arguments or "")

    def calls(self) -> tuple[ToolCallRequest, ...]:
        """The calls in order, each with an id of its own, a name the API takes back and the arguments as they came."""
        used = set(self.taken)
        requests = []
        for call in self._calls:
            call_id = call.id if call.id and call.id not in used else f"call_{secrets.token_hex(12)}"
            used.add(call_id)
            name = ILLEGAL_IN_NAME.sub("_", call.name)[:64] or "unnamed"
            requests.append(ToolCallRequest(id=call_id, name=name, arguments=call.arguments or "{}"))
        return tuple(requests)


def _encodable(text: str) -> str:
    """Without halves of surrogate pairs, which JSON can carry and nothing can store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise InvalidInput(
            "The address of the language model is not an http(s) URL.",
            field="base_url",
            remedy="Give one like http://localhost:8080/v1.",
        )
    return url.strip()


def _checked_key(key: str | None) -> str:
    key = (key or "").strip()
    if not (key.isascii() and key.isprintable()):
        raise InvalidInput("The API key of the language model has characters no key has.", field="api_key")
    return key or "none"


def _call_ids(request: ModelRequest) -> frozenset[str]:
    return frozenset(call["id"] for message in request.messages for call in message.get("tool_calls") or ())


@lru_cache(maxsize=64)
def tool_schema(tool: Tool) -> ChatCompletionFunctionToolParam:
    """The tool as the API describes one. The JSON Schema is as plain as it gets, which small servers need: references
    inlined, no titles, no defaults, an optional field is one that may be left out, a Decimal is a number.
    """
    schema = tool.parameters.model_json_schema()
    parameters = _plain(schema, schema.get("$defs", {}))
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": parameters},
    }


def _plain(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        target = definitions[schema["$ref"].rpartition("/")[2]]
        return _plain({**target, **{key: value for key, value in schema.items() if key != "$ref"}}, definitions)
    if "anyOf" in schema:
        rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default", "title")}
        options = [option for option in schema["anyOf"] if option.get("type") != "null"]
        if any(option.get("type") == "number" for option in options):
            options = [option for option in options if option.get("type") != "string"]
        if len(options) == 1:
            return _plain({**options[0], **rest}, definitions)
        return {**rest, "anyOf": [_plain(option, definitions) for option in options]}
    plain = {key: value for key, value in schema.items() if key not in ("title", "default", "$defs")}
    if schema.get("type") == "object" and "properties" in schema:
        plain["properties"] = {key: _plain(value, definitions) for key, value in schema["properties"].items()}
        plain["additionalProperties"] = False
    if isinstance(schema.get("items"), dict):
        plain["items"] = _plain(schema["items"], definitions)
    return plain
