"""The offline grammar as a Model: needs no network and no weights, and ends every list of models."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from agent.grammar.understanding import Understanding, understand
from agent.model import Chunk, ModelRequest, ToolCallRequest
from agent.replies import render_act, render_result
from agent.scene import Scene
from agent.wording import wording
from procurement.actor import Language


class Grammar:
    """Understands the person's words, calls tools, and puts their results into fixed words."""

    name = "grammar"

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        text, results = _of_this_turn(request.said)
        language = request.scene.language
        if results:
            parts = [render_result(tool, result, language, request.scene.today) for tool, result in results]
            yield Chunk(text="\n\n".join(dict.fromkeys(parts)))
            return
        understood = understand(text, request.scene)
        offered = {tool.name for tool in request.tools}
        if understood.calls and all(call.tool in offered for call in understood.calls):
            yield Chunk(calls=_requests(understood))
        else:
            yield Chunk(text=_said(understood, request.scene, language))

    async def close(self) -> None:
        """It holds nothing."""


def _requests(understood: Understanding) -> tuple[ToolCallRequest, ...]:
    return tuple(
        ToolCallRequest(f"grammar-{number}", call.tool, json.dumps(call.arguments, ensure_ascii=False))
        for number, call in enumerate(understood.calls, start=1)
    )


def _said(understood: Understanding, scene: Scene, language: Language) -> str:
    act = understood.act or "none"
    if act == "greet":
        return render_act("greet", language, name=scene.actor.name(language))
    if act == "unclear":
        return wording(language)("act.unclear_one") if len(scene.drafts) == 1 else render_act("which_draft", language)
    return render_act(act, language)


def _of_this_turn(messages: Sequence[dict[str, Any]]) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """(the person's last words, the results of the tools called since)."""
    start = max((at for at, message in enumerate(messages) if message["role"] == "user"), default=-1)
    text = str(messages[start]["content"]) if start >= 0 else ""
    names: dict[str, str] = {}
    results = []
    for message in messages[start + 1 :]:
        for call in message.get("tool_calls") or ():
            names[call["id"]] = call["function"]["name"]
        if message["role"] == "tool":
            results.append((names.get(message["tool_call_id"], ""), json.loads(message["content"])))
    return text, results
