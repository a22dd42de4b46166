"""What a model is told of an interrupted reply."""

from typing import Any

from agent.heard_history import CUT, UNHEARD, as_heard
from procurement.voice_turns import VoiceTurn

CALL: dict[str, Any] = {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}


def turn(turn_id: str, heard: str | None, whole: bool | None) -> VoiceTurn:
    return VoiceTurn(turn_id, 1, {"text": "x"}, "written", heard, whole, ())


def test_only_what_was_heard_is_kept() -> None:
    history = [
        ("a", {"role": "user", "content": "order"}),
        ("a", CALL),
        ("a", {"role": "tool", "tool_call_id": "1", "content": "{}"}),
        ("a", {"role": "assistant", "content": "To confirm: five hundred pieces. Shall I?"}),
        ("b", {"role": "assistant", "content": "never begun"}),
        ("c", {"role": "assistant", "content": "all of it"}),
        ("d", {"role": "assistant", "content": "typed"}),
        ("e", {"role": "assistant", "content": "the call never told"}),
    ]
    spoken = [turn("a", "To confirm: five", False), turn("b", "", False), turn("c", "x", True), turn("e", None, None)]
    heard = [message["content"] for _, message in as_heard(history, spoken)]
    assert heard == [
        *("order", None, "{}", f"To confirm: five {CUT}"),
        *(UNHEARD, "all of it", "typed", UNHEARD),
    ]
    assert history[3][1]["content"].endswith("Shall I?")  # the record itself is not changed
