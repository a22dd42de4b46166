"""Builds the Scene of a turn from records: open drafts, the question the last turn ended in, what was talked about."""

import json
from collections.abc import Sequence
from typing import Any

from agent.scene import OpenDraft, OpenQuestion
from agent.work import call_of
from procurement.entities import Draft, WrittenRecord

History = Sequence[tuple[str, dict[str, Any]]]  # (turn id, chat-completions message), oldest first

_FOCUS_KEYS = ("item", "supplier", "order", "shipment", "tracking_number", "lot", "place", "quantity", "date")


def _calls_of(history: History) -> list[tuple[str, str, str, dict[str, Any]]]:
    """(turn id, call id, tool, arguments) of every call in the history, in order."""
    calls = []
    for turn_id, message in history:
        for call in message.get("tool_calls") or ():
            try:
                arguments = json.loads(call["function"]["arguments"] or "{}")
            except json.JSONDecodeError:
                arguments = None
            if isinstance(arguments, dict):
                calls.append((turn_id, call["id"], call["function"]["name"], arguments))
    return calls


def _results_of(history: History) -> dict[str, dict[str, Any]]:
    return {
        message["tool_call_id"]: json.loads(message["content"])
        for _, message in history
        if message.get("role") == "tool"
    }


def open_drafts(drafts: Sequence[Draft], history: History) -> tuple[OpenDraft, ...]:
    """The drafts still open, as the calls that would make them again.

    A date the person did not give stays open, so that a corrected order finds its own earliest date. Presented are
    those that came out of the latest turn that proposed anything.
    """
    waiting = [draft for draft in drafts if draft.status == "open"]
    if not waiting:
        return ()
    asked = {call_id: arguments for _, call_id, _, arguments in _calls_of(history)}
    latest_turn = max(waiting, key=lambda draft: draft.position).proposal_key.split(":")[0]
    result = []
    for draft in waiting:
        result.append(
            OpenDraft(
                id=draft.id,
                tool=draft.tool,
                arguments=_arguments_again(draft, asked.get(call_of(draft.proposal_key))),
                presented=draft.proposal_key.split(":")[0] == latest_turn,
            )
        )
    return tuple(result)


def _arguments_again(draft: Draft, asked: dict[str, Any] | None) -> dict[str, Any]:
    command = draft.command
    if draft.tool == "cancel_order":
        return {"order": command["order_number"]}
    arguments: dict[str, Any] = {
        "lines": [
            {"item": line["part"], "quantity": line["quantity"], "unit": line["unit"]} for line in command["lines"]
        ],
        "supplier": command["supplier_id"],
        "place": command["warehouse_id"],
    }
    if asked is None or asked.get("date"):
        arguments["date"] = command["date"]
    return arguments


def open_question(history: History, drafts: tuple[OpenDraft, ...]) -> OpenQuestion | None:
    """The question the last turn ended in; a turn that only read something in between does not close it."""
    results = _results_of(history)
    turn_ids = list(dict.fromkeys(turn_id for turn_id, _ in history))
    calls = _calls_of(history)
    for turn_id in reversed(turn_ids[-2:]):
        of_turn = [call for call in calls if call[0] == turn_id]
        for _, call_id, tool, arguments in reversed(of_turn):
            result = results.get(call_id, {})
            if result.get("status") == "question":
                question = result["question"]
                return OpenQuestion(tool, arguments, question["slot"], tuple(question.get("options") or ()))
        if not of_turn or any(results.get(call[1], {}).get("drafts") for call in of_turn):
            return None
    return None


def focus_of(history: History, written: Sequence[WrittenRecord]) -> dict[str, Any]:
    """What was last talked about, later mentions first; an order just written counts as mentioned."""
    focus: dict[str, Any] = {}
    results = _results_of(history)
    for record in written:
        if record.type == "order":
            focus["order"] = record.id
    for _, call_id, tool, arguments in reversed(_calls_of(history)):
        if results.get(call_id, {}).get("status") == "refused":
            continue  # it may be anything, and nothing came of it
        focus.setdefault("tool", tool)
        lines = arguments.get("lines")
        first = lines[0] if isinstance(lines, list) and lines and isinstance(lines[0], dict) else {}
        for source in (arguments, first):
            for key in _FOCUS_KEYS:
                if source.get(key) is not None:
                    focus.setdefault(key, source[key])
    return focus
