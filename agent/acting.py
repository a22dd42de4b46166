"""Carries out a model's tool calls: reads side by side, proposals one after the other, every call answered."""

import asyncio
import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from agent.events import DraftChanged
from agent.model import ToolCallRequest
from agent.replies import render_result
from agent.spoken_replies import speak_result
from agent.work import CallResult, Work, message_id
from tools.registry import ARGUMENTS_LENGTH, TOOLS, call
from tools.spec import ToolContext
from tools.views import result_dict

MAX_CALLS = 16  # in one step; a model that asks for more is not in its right mind
MAX_LEVELS = 20  # of nested arguments; no tool has more than four

log = logging.getLogger(__name__)


def needs_person(result: dict[str, Any]) -> bool:
    """The result waits for a person: a draft to decide on, or a question."""
    return bool(result.get("drafts")) or result["status"] == "question"


async def act(work: Work) -> None:
    """Run ``work.pending``. Cancelling drops reads; a proposal that has begun finishes and is recorded."""
    named = [(work.next_call_key(), _standing_alone(request, work.revived)) for request in work.pending[:MAX_CALLS]]
    if len(work.pending) > MAX_CALLS:
        log.warning("calls dropped", extra={"turn": work.turn.id, "calls": len(work.pending)})
    work.pending = ()
    # A refusal that the model has read and gone on from is not the person's affair.
    work.results = [done for done in work.results if done.result["status"] != "refused"]
    work.messages.append(
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": message_id(call_key),
                    "type": "function",
                    "function": {
                        "name": request.name,
                        "arguments": json.dumps(_arguments(request), ensure_ascii=False),
                    },
                }
                for call_key, request in named
            ],
        }
    )
    for call_key, request in named:
        work.called(message_id(call_key), request.name, _arguments(request))
    reads = [(call_key, request) for call_key, request in named if not _writes(request)]
    writes = [(call_key, request) for call_key, request in named if _writes(request)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_run(work, call_key, request)) for call_key, request in reads]
    for task in tasks:
        work.returned(task.result())
    for call_key, request in writes:
        await work.finish(_propose(work, call_key, request))


def _standing_alone(request: ToolCallRequest, revived: Collection[str]) -> ToolCallRequest:
    """A correction of a draft that is cancelled already proposes anew."""
    arguments = _arguments(request)
    if arguments.get("replaces") not in revived:
        return request
    del arguments["replaces"]
    return replace(request, arguments=json.dumps(arguments, ensure_ascii=False))


def _writes(request: ToolCallRequest) -> bool:
    return request.name in TOOLS and TOOLS[request.name].effect == "write"


def _arguments(request: ToolCallRequest) -> dict[str, Any]:
    """The arguments as an object, for the record; of unreadable ones, what can be stored of their beginning."""
    try:
        arguments = json.loads(request.arguments or "{}") if len(request.arguments) <= ARGUMENTS_LENGTH else None
        json.dumps(arguments, ensure_ascii=False, allow_nan=False).encode()  # refuses lone surrogates
    except (ValueError, RecursionError):
        arguments = None
    if isinstance(arguments, dict) and _is_flat(arguments, MAX_LEVELS):
        return arguments
    return {"unreadable": request.arguments[:200].encode("utf-8", "replace").decode()}


def _is_flat(value: object, levels: int) -> bool:
    """Nested no deeper than ``levels``: what is deeper cannot be copied, stored and read again everywhere."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_is_flat(part, levels - 1) for part in parts)


async def _run(work: Work, call_key: str, request: ToolCallRequest) -> CallResult:
    context = ToolContext(
        store=work.store,
        actor=work.actor,
        catalogue=work.scene.catalogue,
        today=work.scene.today,
        conversation_id=work.turn.conversation_id,
        call_key=call_key,
    )
    outcome = await call(context, request.name, request.arguments)
    return CallResult(message_id(call_key), request.name, _arguments(request), result_dict(outcome))


async def _propose(work: Work, call_key: str, request: ToolCallRequest) -> None:
    result = await _run(work, call_key, request)
    work.returned(result)
    for draft in result.result.get("drafts") or ():
        work.emit(DraftChanged(draft))


def quote(work: Work) -> None:
    """Answer in fixed words from the results of this turn, so that what a person agrees to is what is stored."""
    work.unsay()
    language, today = work.language, work.scene.today
    standing = _standing(work.results)
    parts = [render_result(name, result, language, today) for name, result in standing]
    spoken = [speak_result(name, result, language, today) for name, result in standing] if work.aloud else []
    work.say("\n\n".join(dict.fromkeys(parts)), " ".join(dict.fromkeys(spoken)))
    if work.aloud is not None:
        work.aloud.reads_out([draft["id"] for _, result in standing for draft in result.get("drafts") or ()])


def _standing(results: Sequence[CallResult]) -> list[tuple[str, dict[str, Any]]]:
    """(tool, result) without the drafts that a later call of the same turn replaced: nobody has seen those."""
    made = {draft["id"] for done in results for draft in done.result.get("drafts") or ()}
    gone = {draft_id for done in results for draft_id in done.result.get("superseded") or ()}
    standing = []
    for done in results:
        result = done.result
        if result.get("drafts"):
            drafts = [draft for draft in result["drafts"] if draft["id"] not in gone]
            replaced = [draft_id for draft_id in result.get("superseded") or () if draft_id not in made]
            result = {**result, "drafts": drafts, "superseded": replaced}
        if result.get("drafts") != []:
            standing.append((done.name, result))
    return standing
