"""A Model that misreads: another one whose tool calls come out with other arguments."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

from agent.model import Chunk, Model, ModelRequest, ToolCallRequest

Arguments = dict[str, Any]


class MisreadingModel:
    """``change`` gives the arguments that a call of ``tool`` gets in place of those that were meant."""

    def __init__(self, model: Model, tool: str, change: Callable[[Arguments, ModelRequest], Arguments]) -> None:
        self.name = model.name
        self._model = model
        self._tool = tool
        self._change = change

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        async for chunk in self._model.stream(request):
            yield replace(chunk, calls=tuple(self._misread(call, request) for call in chunk.calls))

    def _misread(self, call: ToolCallRequest, request: ModelRequest) -> ToolCallRequest:
        if call.name != self._tool:
            return call
        arguments = self._change(json.loads(call.arguments), request)
        return replace(call, arguments=json.dumps(arguments, ensure_ascii=False))

    async def close(self) -> None:
        await self._model.close()
