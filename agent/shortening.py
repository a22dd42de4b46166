"""Keeps long tool results from filling a transcript or a model's window: the first rows, and how many more."""

import json
from typing import Any

MAX_CHARACTERS = 8_000


def shortened(message: dict[str, Any]) -> dict[str, Any]:
    """A chat-completions message whose tool result, if it is one, takes about ``MAX_CHARACTERS`` at most.

    Lists lose their tail and end in {"more": n}; the content stays valid JSON.
    """
    content = message.get("content")
    if message.get("role") != "tool" or not isinstance(content, str) or len(content) <= MAX_CHARACTERS:
        return message
    result = json.loads(content)
    rows = 40
    while len(content) > MAX_CHARACTERS and rows > 1:
        rows //= 2
        content = json.dumps(_cut(result, rows), ensure_ascii=False)
    return {**message, "content": content}


def _cut(value: Any, rows: int) -> Any:
    if isinstance(value, dict):
        return {key: _cut(item, rows) for key, item in value.items()}
    if isinstance(value, list):
        kept = [_cut(item, rows) for item in value[:rows]]
        return [*kept, {"more": len(value) - rows}] if len(value) > rows else kept
    return value
