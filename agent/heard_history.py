"""The history as the person knows it: of a spoken reply that was interrupted, only what was heard. Pure."""

from collections.abc import Sequence
from typing import Any

from agent.scenes import History
from procurement.voice_turns import VoiceTurn

CUT = "[interrupted: the person heard nothing after this]"
UNHEARD = "[interrupted: the person heard nothing of this reply]"


def as_heard(history: History, spoken: Sequence[VoiceTurn]) -> list[tuple[str, dict[str, Any]]]:
    """``history`` with the last words of each interrupted voice turn cut where they were heard to. A reply of which the
    call has told nothing was interrupted before its first word."""
    cut = {turn.id: _heard(turn.heard or "") for turn in spoken if not turn.whole}
    return [
        (turn_id, {**message, "content": cut[turn_id]} if turn_id in cut and _is_reply(message) else message)
        for turn_id, message in history
    ]


def _heard(words: str) -> str:
    return f"{words.strip()} {CUT}" if words.strip() else UNHEARD


def _is_reply(message: dict[str, Any]) -> bool:
    return message["role"] == "assistant" and not message.get("tool_calls")
