"""The seam between the conversation and whatever understands it: a hosted or local model, or the offline grammar."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agent.scene import Scene
from tools.spec import Tool


@dataclass(frozen=True, slots=True)
class ToolCallRequest:
    """A tool call as the model made it. ``arguments`` is the raw JSON text: it may be malformed, which is the
    conversation's to answer."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """``said``: the chat-completions messages of this turn, the person's words first, then those of the assistant and
    the tools. ``context`` gives what stands before them, the system prompt and the turns before; it is made when a
    model first reads it. ``tools``: what may be called now; empty means answer in words. ``aloud``: the answer will be
    said on a call, so a model that has words for a voice gives those as well."""

    said: Sequence[dict[str, Any]]
    tools: Sequence[Tool]
    scene: Scene
    context: Callable[[], Sequence[dict[str, Any]]] = tuple
    aloud: bool = False

    @property
    def messages(self) -> list[dict[str, Any]]:
        """All of them, system first."""
        return [*self.context(), *self.said]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, as the server counted them."""

    input: int
    output: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of text, the complete tool calls (once, last), or what it took.

    ``restart``: forget the text of this step so far, this chunk begins it anew (the model that had begun it broke).
    ``answered_by``: the name of the model that said it; empty when it is the one that was asked.
    ``spoken``: how a voice says the text; empty when that is to be made of the text itself.
    ``usage``: comes by itself, from a model that was told to count.
    """

    text: str = ""
    calls: tuple[ToolCallRequest, ...] = ()
    restart: bool = False
    answered_by: str = ""
    spoken: str = ""
    usage: Usage | None = None


class Model(Protocol):
    """``stream`` yields text as it comes and, at the end, the tool calls if there are any.

    Raises procurement.errors.Unavailable when no answer can be had within the model's own deadlines; a stream that
    breaks raises too, it never ends quietly half-way. Its ``field`` is "messages" when the model works but does not
    take this very request. One model serves many conversations at once.
    """

    name: str

    def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]: ...

    async def close(self) -> None:
        """Give up what it holds (connections); it is not asked again."""
        ...
