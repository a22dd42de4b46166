"""A Model that answers from a script: the fake at the model seam, for tests and evals."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from agent.model import Chunk, ModelRequest, ToolCallRequest


@dataclass(slots=True)
class ScriptedModel:
    """``script`` maps the person's words to the calls [(tool, arguments)] they lead to, once per turn; after their
    results, and for words it does not know, it answers ``say(request)``."""

    script: dict[str, list[tuple[str, dict[str, Any]]]]
    say: Callable[[ModelRequest], str] = lambda request: "ok"
    name: str = "scripted"
    requests: list[ModelRequest] = field(default_factory=list)

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        self.requests.append(request)
        await asyncio.sleep(0)
        last = request.messages[-1]
        calls = self.script.get(last["content"], []) if last["role"] == "user" else []
        if calls:
            yield Chunk(
                calls=tuple(
                    ToolCallRequest(f"call-{position}", name, json.dumps(arguments, ensure_ascii=False))
                    for position, (name, arguments) in enumerate(calls)
                )
            )
        else:
            yield Chunk(text=self.say(request))

    async def close(self) -> None:
        """Nothing to give up."""
