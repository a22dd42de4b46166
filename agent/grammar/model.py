"""The offline grammar as a Model: needs no network and no weights, and ends every list of models."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from agent.grammar.understanding import Understanding, understand
from agent.model import Chunk, ModelRequest, ToolCallRequest
from agent.replies import Act, render_act, render_result
from agent.scene import Scene
from agent.spoken_replies import speak_act, speak_result


class Grammar:
    """Understands the person's words, calls tools, and puts their results into fixed words."""

    name = "grammar"

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        text, results = _of_this_turn(request.said)
        language = request.scene.language
        if results:
            today = request.scene.today
            parts = [render_result(tool, result, language, today) for tool, result in results]
            spoken = [speak_result(tool, result, language, today) for tool, result in results] if request.aloud else []
            yield Chunk(text="\n\n".join(dict.fromkeys(parts)), spoken=" ".join(dict.fromkeys(spoken)))
            return
        understood = understand(text, request.scene)
        offered = {tool.name for tool in request.tools}
        if understood.calls and all(call.tool in offered for call in understood.calls):
            yield Chunk(calls=_requests(understood))
        else:
            act = _act(understood, request.scene)
            name = request.scene.actor.name(language) if act == "greet" else None
            yield Chunk(text=render_act(act, language, name=name), spoken=speak_act(act, language, name=name))

    async def close(self) -> None:
        """It holds nothing."""


def _requests(understood: Understanding) -> tuple[ToolCallRequest, ...]:
    return tuple(
        ToolCallRequest(f"grammar-{number}", call.tool, json.dumps(call.arguments, ensure_ascii=False))
        for number, call in enumerate(understood.calls, start=1)
    )


def _act(understood: Understanding, scene: Scene) -> Act:
    if understood.act == "unclear":
        return "unclear_one" if len(scene.drafts) == 1 else "which_draft"
    return understood.act or "none"


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
