"""Builds the Scene of a turn from records: open drafts, the question the last turn ended in, what was talked about."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent.scene import OpenDraft, OpenQuestion
from agent.work import call_of
from procurement.entities import Draft
from procurement.voice_turns import VoiceTurn

History = Sequence[tuple[str, dict[str, Any]]]  # (turn id, chat-completions message), oldest first

_FOCUS_KEYS = ("item", "supplier", "order", "shipment", "tracking_number", "lot", "place", "quantity", "date")


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call of an earlier turn; ``result`` is empty when it was cut off."""

    turn_id: str
    id: str
    tool: str
    arguments: dict[str, Any]
    result: dict[str, Any]


def calls_of(history: History) -> list[PastCall]:
    """Every readable call of the history, in order."""
    results = {
        message["tool_call_id"]: json.loads(message["content"])
        for _, message in history
        if message.get("role") == "tool"
    }
    calls = []
    for turn_id, message in history:
        for call in message.get("tool_calls") or ():
            try:
                arguments = json.loads(call["function"]["arguments"] or "{}")
            except json.JSONDecodeError:
                continue
            if isinstance(arguments, dict):
                name = call["function"]["name"]
                calls.append(PastCall(turn_id, call["id"], name, arguments, results.get(call["id"], {})))
    return calls


def open_drafts(
    drafts: Sequence[Draft],
    calls: Sequence[PastCall],
    *,
    last_turn: str | None,
    said_at: datetime,
    spoken: Sequence[VoiceTurn] = (),
    revived: Collection[str] = (),
) -> tuple[OpenDraft, ...]:
    """The drafts still open, as the calls that would make them again.

    A date the person did not give stays open, so that a corrected order finds its own earliest date. Presented are
    those that came out of the latest turn that proposed anything, or that the last turn read out once more.
    ``last_turn`` is the turn before this one, ``said_at`` when this one was stored: nobody agrees to a draft that was
    made later, as when several messages wait. ``spoken``: the voice turns before this one, oldest first. ``revived``:
    drafts that are cancelled but talked about as if they were not; there is no yes to one.
    """
    waiting = [draft for draft in drafts if draft.status == "open" or draft.id in revived]
    if not waiting:
        return ()
    asked = {call.id: call.arguments for call in calls}
    latest_turn = turn_of(max(drafts, key=lambda draft: draft.position))
    heard = heard_drafts(spoken)
    again = read_out(spoken[-1]) if spoken and spoken[-1].id == last_turn else ()
    result = []
    for draft in waiting:
        just_asked = turn_of(draft) == last_turn or draft.id in again
        result.append(
            OpenDraft(
                id=draft.id,
                tool=draft.tool,
                arguments=_arguments_again(draft, asked.get(call_of(draft.proposal_key))),
                presented=draft.id in again if again else turn_of(draft) == latest_turn,
                takes="none" if draft.created_at > said_at or draft.id in revived else "any" if just_asked else "firm",
                heard=heard.get(draft.id, False),
            )
        )
    return tuple(result)


def handed_on(drafts: Sequence[Draft], calls: Sequence[PastCall]) -> tuple[OpenDraft, ...]:
    """Of the latest proposal, what waits for approval. There is no yes to it here: its proposer has said that."""
    waiting = [draft for draft in drafts if draft.status == "pending_approval"]
    if not waiting:
        return ()
    asked = {call.id: call.arguments for call in calls}
    latest_turn = turn_of(max(drafts, key=lambda draft: draft.position))
    return tuple(
        OpenDraft(
            id=draft.id,
            tool=draft.tool,
            arguments=_arguments_again(draft, asked.get(call_of(draft.proposal_key))),
            presented=True,
            takes="none",
        )
        for draft in waiting
        if turn_of(draft) == latest_turn
    )


def read_out(turn: VoiceTurn) -> tuple[str, ...]:
    """The drafts that its reply read out in full."""
    return tuple(draft for event in turn.events if event["event"] == "ReadOut" for draft in event["drafts"])


def heard_drafts(spoken: Sequence[VoiceTurn]) -> dict[str, bool]:
    """By draft: whether the latest reply that read it out was heard to its end."""
    return {draft: turn.whole is True for turn in spoken for draft in read_out(turn)}


def turn_of(draft: Draft) -> str:
    """The id of the turn that proposed it."""
    return draft.proposal_key.split(":")[0]


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


def open_question(history: History, calls: Sequence[PastCall]) -> OpenQuestion | None:
    """The question the last turn ended in; a turn that only read something in between does not close it."""
    turn_ids = list(dict.fromkeys(turn_id for turn_id, _ in history))
    for turn_id in reversed(turn_ids[-2:]):
        of_turn = [call for call in calls if call.turn_id == turn_id]
        for call in reversed(of_turn):
            if call.result.get("status") == "question":
                question = call.result["question"]
                return OpenQuestion(call.tool, call.arguments, question["slot"], tuple(question.get("options") or ()))
        if not of_turn or any(call.result.get("drafts") for call in of_turn):
            return None
    return None


def focus_of(calls: Sequence[PastCall], issued: Mapping[str, str]) -> dict[str, Any]:
    """What was last talked about, later mentions first. ``issued``: the order a call's draft became, by call id;
    it counts as mentioned where the call was made."""
    focus: dict[str, Any] = {}
    for call in reversed(calls):
        if call.result.get("status") == "refused":
            continue  # it may be anything, and nothing came of it
        focus.setdefault("tool", call.tool)
        if call.id in issued:
            focus.setdefault("order", issued[call.id])
        lines = call.arguments.get("lines")
        first = lines[0] if isinstance(lines, list) and lines and isinstance(lines[0], dict) else {}
        for source in (call.arguments, first):
            for key in _FOCUS_KEYS:
                if source.get(key) is not None:
                    focus.setdefault(key, source[key])
    return focus
