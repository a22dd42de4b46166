"""Carries out a model's tool calls: reads side by side, proposals one after the other, every call answered."""

import asyncio
import json
from typing import Any

from agent.events import DraftChanged
from agent.model import ToolCallRequest
from agent.replies import render_result
from agent.work import CallResult, Work
from tools.registry import TOOLS, call
from tools.spec import ToolContext
from tools.views import result_dict


def needs_person(result: dict[str, Any]) -> bool:
    """The result waits for a person: a draft to decide on, or a question."""
    return bool(result.get("drafts")) or result["status"] == "question"


async def act(work: Work) -> None:
    """Run ``work.pending``. Cancelling drops reads; a proposal that has begun finishes and is recorded."""
    named = [(work.next_call_id(), request) for request in work.pending]
    work.pending = ()
    work.messages.append(
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": call_id,
                    "type": "function",
                    "function": {
                        "name": request.name,
                        "arguments": json.dumps(_arguments(request), ensure_ascii=False),
                    },
                }
                for call_id, request in named
            ],
        }
    )
    for call_id, request in named:
        work.called(call_id, request.name, _arguments(request))
    reads = [(call_id, request) for call_id, request in named if not _writes(request)]
    writes = [(call_id, request) for call_id, request in named if _writes(request)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_run(work, call_id, request)) for call_id, request in reads]
    for task in tasks:
        work.returned(task.result())
    for call_id, request in writes:
        await work.finish(_propose(work, call_id, request))


def _writes(request: ToolCallRequest) -> bool:
    return request.name in TOOLS and TOOLS[request.name].effect == "write"


def _arguments(request: ToolCallRequest) -> dict[str, Any]:
    """The arguments as an object, for the record; unreadable ones are kept as they came."""
    try:
        arguments = json.loads(request.arguments or "{}")
    except json.JSONDecodeError:
        return {"unreadable": request.arguments[:500]}
    return arguments if isinstance(arguments, dict) else {"unreadable": request.arguments[:500]}


async def _run(work: Work, call_id: str, request: ToolCallRequest) -> CallResult:
    context = ToolContext(
        store=work.store,
        actor=work.actor,
        catalogue=work.scene.catalogue,
        today=work.scene.today,
        conversation_id=work.turn.conversation_id,
        call_key=call_id,
    )
    outcome = await call(context, request.name, request.arguments)
    return CallResult(call_id, request.name, _arguments(request), result_dict(outcome))


async def _propose(work: Work, call_id: str, request: ToolCallRequest) -> None:
    result = await _run(work, call_id, request)
    work.returned(result)
    for draft in result.result.get("drafts") or ():
        work.emit(DraftChanged(draft))


def quote(work: Work) -> None:
    """Answer in fixed words from the results of this turn, so that what a person agrees to is what is stored."""
    work.unsay()
    parts = [render_result(done.name, done.result, work.language, work.scene.today) for done in work.results]
    text = "\n\n".join(dict.fromkeys(parts))
    work.say(text)
