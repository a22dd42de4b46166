"""AG-UI over server-sent events. A reader that goes away stops nothing: the turn has its own task, and the same run can
be read again, from any event on."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Annotated, Any

from ag_ui.core import BaseEvent, RunAgentInput, RunErrorEvent
from fastapi import APIRouter, Header, Query
from starlette.responses import StreamingResponse

from agent.conversation import Conversation, open_conversation
from agent.run import Run
from procurement import conversations, drafts
from procurement.actor import Actor
from procurement.errors import InvalidInput, NotFound, SupplyLineError
from server.agui_events import Translation
from server.agui_input import Wish, turn_keys, wish_of
from server.service import Caller, Said, Served, Service
from server.talk import existing_conversation

log = logging.getLogger(__name__)

router = APIRouter(prefix="/agui", tags=["AG-UI"])

HEARTBEAT = 15.0  # seconds of silence before a comment is sent
QUEUED_EVENTS = 64
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "AG-UI events"}
}

LastEventId = Annotated[str | None, Header(alias="Last-Event-ID", description="Go on after this event.", max_length=20)]


class EventStream(StreamingResponse):
    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes]) -> None:
        super().__init__(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


@router.post("", status_code=200, response_class=EventStream, responses=STREAM)
async def run_agent(
    served: Served, actor: Caller, given: RunAgentInput, last_event_id: LastEventId = None
) -> EventStream:
    """Run the agent: say the last user message, or answer interrupts (drafts) in ``resume``. ``threadId`` is the
    conversation; ``runId`` is the idempotency key, so the same input sent again reads the same run."""
    wish = wish_of(given)
    keys = turn_keys(given.run_id, wish.turns)
    after = position(last_event_id)
    conversation = await open_conversation(served.agent, actor, given.thread_id)
    await _ensure_drafts(served, actor, conversation, wish)
    runs = await _begin(conversation, wish, keys)
    return EventStream(stream(Translation(given.thread_id, given.run_id, given.messages), runs, after))


@router.get("/runs/{run_id}/events", status_code=200, response_class=EventStream, responses=STREAM)
async def read_run(
    served: Served,
    actor: Caller,
    run_id: Said,
    thread_id: Annotated[Said, Query(alias="threadId")],
    last_event_id: LastEventId = None,
) -> EventStream:
    """The events of a run, again or still."""
    after = position(last_event_id)
    conversation = await existing_conversation(served, actor, thread_id)
    turn_ids: list[str] = []
    async with served.store.read() as uow:
        for key in turn_keys(run_id, 20):
            turn = await conversations.turn_by_key(uow, conversation.id, key)
            if turn is None:
                break
            turn_ids.append(turn.id)
    if not turn_ids:
        raise NotFound(f"No run {run_id!r} in this thread.", field="runId")
    runs = [await served.agent.run(actor, turn_id) for turn_id in turn_ids]
    return EventStream(stream(Translation(thread_id, run_id), runs, after))


async def _ensure_drafts(served: Service, actor: Actor, conversation: Conversation, wish: Wish) -> None:
    """Raises NotFound when an interrupt answered is not one of this thread's."""
    async with served.store.read() as uow:
        for answered in wish.decisions:
            draft = await drafts.get_draft(uow, actor, answered.draft_id)
            if draft.conversation_id != conversation.id:
                raise NotFound(f"No interrupt {answered.draft_id!r} in this thread.", field="resume.interruptId")


async def _begin(conversation: Conversation, wish: Wish, keys: Sequence[str]) -> list[Run]:
    """Store all turns of the run; they are worked on in this order."""
    runs = [
        await conversation.decide(answered.draft_id, answered.decision, digest=answered.digest, key=key, channel="agui")
        for answered, key in zip(wish.decisions, keys, strict=False)
    ]
    if wish.text is not None:
        runs.append(await conversation.say(wish.text, key=keys[-1], channel="agui"))
    return runs


def position(last_event_id: str | None) -> int:
    """The number of the last event seen. Raises InvalidInput for an id that was never given out."""
    if last_event_id is None or last_event_id == "":
        return 0
    if not (last_event_id.isascii() and last_event_id.isdigit()):
        raise InvalidInput("Last-Event-ID is not one of ours.", field="Last-Event-ID", remedy="Leave it out.")
    return int(last_event_id)


async def translated(translation: Translation, runs: Sequence[Run]) -> AsyncIterator[BaseEvent]:
    """The AG-UI events of turns one after the other; a turn that failed is the last."""
    for number, run in enumerate(runs, start=1):
        async for _, event in run.events():
            for out in translation.of(event, last_turn=number == len(runs)):
                yield out
                if isinstance(out, RunErrorEvent):
                    return


async def stream(
    translation: Translation, runs: Sequence[Run], after: int, heartbeat: float = HEARTBEAT
) -> AsyncGenerator[bytes, None]:
    """Frames with ids counting from 1, those after ``after``; comments while nothing happens."""
    queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUED_EVENTS)
    reader = asyncio.create_task(_read(translation, runs, after, queue))
    try:
        while True:
            try:
                async with asyncio.timeout(heartbeat):
                    frame = await queue.get()
            except TimeoutError:
                frame = b": heartbeat\n\n"
            if frame is None:
                return
            yield frame
    finally:
        reader.cancel()


async def _read(translation: Translation, runs: Sequence[Run], after: int, queue: asyncio.Queue[bytes | None]) -> None:
    number = 0
    try:
        async for event in translated(translation, runs):
            number += 1
            if number > after:
                await queue.put(framed(number, event))
    except SupplyLineError as error:
        log.warning("run not readable", extra={"code": error.code})
        await queue.put(framed(number + 1, RunErrorEvent(message=error.message, code=error.code)))
    except Exception:  # the reader waits for an end, whatever happens
        log.exception("run not readable")
        await queue.put(framed(number + 1, RunErrorEvent(message="The run cannot be read.", code="failed")))
    await queue.put(None)


def framed(number: int, event: BaseEvent) -> bytes:
    return f"id: {number}\ndata: {event.model_dump_json(by_alias=True)}\n\n".encode()
