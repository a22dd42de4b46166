"""The history as an OpenAI-compatible API takes it: every tool call answered, only the latest turns. Pure functions.

A message is a chat-completions dict: {"role": system|user|assistant|tool, "content", "tool_calls"?, "tool_call_id"?}.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Message = dict[str, Any]

CANCELLED: dict[str, Any] = {
    "status": "cancelled",
    "message": "This call was cut off before it did anything. Call it again if it is still wanted.",
}


def repair(messages: Sequence[Message], results: Mapping[str, dict[str, Any]]) -> list[Message]:
    """The same history with each assistant message followed by exactly one result for each of its calls.

    ``results`` maps a call id to what the call really did, for calls whose turn ended before the result was noted; a
    call that is neither answered nor in it gets CANCELLED. A result that stands too late is moved to its call; one
    without a call, and an assistant message that says nothing, are left out. Never changes its input.
    """
    repaired: list[Message] = []
    for position, message in enumerate(messages):
        if message["role"] == "tool":
            continue
        if message["role"] != "assistant":
            repaired.append(message)
            continue
        calls = _distinct(message.get("tool_calls") or [])
        spoken = {key: value for key, value in message.items() if key != "tool_calls"}
        if calls:
            answers = _answers(messages[position + 1 :], {call["id"] for call in calls})
            repaired.append({**spoken, "content": message.get("content"), "tool_calls": calls})
            repaired.extend(_result(call["id"], answers, results) for call in calls)
        elif message.get("content"):
            repaired.append(spoken)
    return repaired


def window(messages: Sequence[Message], *, max_turns: int, max_chars: int) -> list[Message]:
    """The leading system messages and the latest turns, whole: at most ``max_turns`` and ``max_chars`` of them, but
    always the last one. A turn begins with the person's words, so a call is never parted from its result.
    """
    if max_turns < 1:
        raise ValueError("a window holds at least the turn under way")
    first = next((at for at, message in enumerate(messages) if message["role"] != "system"), len(messages))
    kept: list[Sequence[Message]] = []
    size = 0
    for turn in reversed(_turns(messages[first:])):
        size += sum(characters(message) for message in turn)
        if kept and (len(kept) == max_turns or size > max_chars):
            break
        kept.append(turn)
    return [*messages[:first], *(message for turn in reversed(kept) for message in turn)]


def characters(message: Message) -> int:
    """What a message costs: the characters of its content and of the calls it makes."""
    calls = message.get("tool_calls") or []
    asked = sum(len(call["function"]["name"]) + len(call["function"]["arguments"]) for call in calls)
    return len(message.get("content") or "") + asked


def _turns(messages: Sequence[Message]) -> list[Sequence[Message]]:
    starts = [at for at, message in enumerate(messages) if message["role"] == "user"]
    if messages and (not starts or starts[0] > 0):
        starts.insert(0, 0)
    return [messages[start:end] for start, end in pairwise([*starts, len(messages)])]


def _distinct(calls: Sequence[Message]) -> list[Message]:
    """The calls, each id once, their arguments a JSON object: many servers parse them when they read history."""
    first: dict[str, Message] = {}
    for call in calls:
        first.setdefault(call["id"], call)
    return [_readable(call) for call in first.values()]


def _readable(call: Message) -> Message:
    try:
        readable = isinstance(json.loads(call["function"]["arguments"], parse_constant=_refuse), dict)
    except (ValueError, RecursionError):
        readable = False
    return call if readable else {**call, "function": {**call["function"], "arguments": "{}"}}


def _refuse(constant: str) -> None:
    """NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(constant)


def _answers(later: Sequence[Message], wanted: set[str]) -> dict[str, Message]:
    """The first result of each wanted call, up to where a later message uses its id for another call."""
    open_ids = set(wanted)
    found: dict[str, Message] = {}
    for message in later:
        if message["role"] == "tool":
            call_id = message.get("tool_call_id")
            if call_id in open_ids:
                open_ids.remove(call_id)
                found[call_id] = message
        else:
            open_ids -= {call["id"] for call in message.get("tool_calls") or []}
        if not open_ids:
            break
    return found


def _result(call_id: str, answers: Mapping[str, Message], results: Mapping[str, dict[str, Any]]) -> Message:
    if call_id in answers:
        return answers[call_id]
    content = json.dumps(results.get(call_id, CANCELLED), ensure_ascii=False)
    return {"role": "tool", "tool_call_id": call_id, "content": content}
