"""Performs one turn: gathers what it needs, runs the graph, and says how it ended. A call boundary: errors end here."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from agent import settling
from agent.aloud import Aloud
from agent.catalogues import Catalogues
from agent.events import (
    AgentEvent,
    DraftChanged,
    RecordWritten,
    ToolCalled,
    ToolReturned,
    TurnFailed,
    TurnFinished,
    TurnStarted,
    event_dict,
    event_from,
)
from agent.graph import TurnGraph, run_turn
from agent.heard_history import as_heard
from agent.history import repair, window
from agent.prompt import system_prompt
from agent.replies import render_act, render_error
from agent.run import Run
from agent.shortening import shortened
from agent.spoken_replies import speak_error
from agent.surroundings import HISTORY_TURNS, language_in, surroundings
from agent.work import Work, call_of
from procurement import access, drafts
from procurement.actor import Actor, Language
from procurement.conversations import TurnRecord, find_conversation
from procurement.entities import Draft
from procurement.errors import SupplyLineError
from procurement.store import Store
from procurement.voice_turns import VOICE, withdraw_proposals
from tools.views import draft_view

HISTORY_CHARACTERS = 60_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a turn ended: its last event, and what is stored of it."""

    status: Literal["done", "failed", "cancelled"]
    event: TurnFinished | TurnFailed
    events: list[dict[str, Any]]
    messages: list[dict[str, Any]]


async def perform(store: Store, graph: TurnGraph, catalogues: Catalogues, turn: TurnRecord, run: Run) -> Ending:
    """Run the turn; never raises but for a bug in storing. A cancelled run ends as "cancelled"."""
    run.emit(TurnStarted(turn.conversation_id, turn.id, turn.seq))
    work: Work | None = None
    try:
        await take_back(store, turn)
        work = await prepare(store, catalogues, turn, run)
        await run_turn(graph, work)
        return await _ended(work, run, "done")
    except asyncio.CancelledError:
        if not run.cancelled:
            raise
        if work is None:
            language = await _language(store, turn)
            return _failed(turn, run, language, _stopped(language), [], "cancelled", {})
        work.unsay()
        work.say(_stopped(work.language))
        return await _ended(work, run, "cancelled")
    except SupplyLineError as error:
        log.warning("turn failed", extra={"turn": turn.id, "code": error.code})
        language = work.language if work else turn.language or "zh"
        messages = work.messages if work else []
        return _failed(
            turn, run, language, render_error(error.as_dict(), language), messages, "failed", error.as_dict()
        )
    except Exception:
        log.exception("turn failed unexpectedly", extra={"turn": turn.id})
        language = work.language if work else turn.language or "zh"
        messages = work.messages if work else []
        fault = SupplyLineError("The assistant met an internal error.").as_dict()
        return _failed(turn, run, language, render_act("internal_error", language), messages, "failed", fault)


async def _language(store: Store, turn: TurnRecord) -> Language:
    """Of a turn that was not prepared: that of its words, or else of the conversation."""
    async with store.read() as uow:
        actor = await access.actor_by_contact(uow, turn.contact_id)
        record = await find_conversation(uow, actor, turn.conversation_id)
    return language_in(turn.input, record.language if record else actor.language)


def _stopped(language: Language) -> str:
    return render_act("stopped", language)


# --- before ---------------------------------------------------------------------------------------------------------


async def take_back(store: Store, turn: TurnRecord) -> None:
    """What the turn goes on from, before anything of its reply was heard, has proposed to nobody."""
    continued = turn.input.get("continues")
    if continued is None:
        return
    async with store.begin() as uow:
        actor = await access.actor_by_contact(uow, turn.contact_id)
        await withdraw_proposals(uow, actor, turn.conversation_id, continued)
        await uow.commit()


async def prepare(store: Store, catalogues: Catalogues, turn: TurnRecord, run: Run) -> Work:
    """Read what the turn may look at, in one snapshot."""
    text = turn.input.get("text")
    async with store.read() as uow:
        actor = await access.actor_by_contact(uow, turn.contact_id)
        around = await surroundings(
            uow,
            catalogues,
            actor,
            turn.conversation_id,
            before=turn.seq,
            said_at=turn.created_at,
            text=text,
            language=turn.input.get("language"),
            continues=turn.input.get("continues"),
        )
        begun = await settling.begun(uow, turn, around.known)
    scene = around.scene

    @cache
    def context() -> list[dict[str, Any]]:
        """What a hosted or local model reads before the turn; the offline grammar does without."""
        on_call = aloud is not None
        prompt = system_prompt(scene.language, actor, scene.today, scene.drafts, scene.calendar, aloud=on_call)
        heard = as_heard(around.history, around.spoken)
        repaired = repair([message for _, message in heard], _done_by(around.known))
        messages = [{"role": "system", "content": prompt}, *repaired]
        return window(messages, max_turns=HISTORY_TURNS, max_chars=HISTORY_CHARACTERS)

    aloud = Aloud(scene.language, scene.catalogue.items_by_part, run.emit) if turn.channel == VOICE else None
    return Work(
        store=store,
        turn=turn,
        actor=actor,
        scene=scene,
        language=scene.language,
        drafts=around.known,
        context=context,
        emit=run.emit,
        begun=begun,
        aloud=aloud,
        spoken_before=around.spoken,
        revived=around.revived,
        messages=[{"role": "user", "content": _words(turn)}],
    )


def _words(turn: TurnRecord) -> str:
    if "text" in turn.input:
        return str(turn.input["text"])
    return f"[{turn.input['decision']}: {turn.input['draft']}]"


def _done_by(known: list[Draft]) -> dict[str, dict[str, Any]]:
    """What calls really did, by call id, for calls whose turn ended before it noted their result."""
    done: dict[str, dict[str, Any]] = {}
    for draft in known:
        done.setdefault(call_of(draft.proposal_key), {"status": "ok", "drafts": []})["drafts"].append(draft_view(draft))
    return done


# --- after ----------------------------------------------------------------------------------------------------------


async def _ended(work: Work, run: Run, status: Literal["done", "cancelled"]) -> Ending:
    finished = TurnFinished(
        conversation_id=work.turn.conversation_id,
        turn_id=work.turn.id,
        language=work.language,
        reply=work.text,
        tool_calls=_tool_calls(run.emitted()),
        drafts=await _drafts_after(work, run),
        records=work.records,
        model=work.answered_by,
    )
    said = work.aloud.text if work.aloud is not None else work.text
    if said:
        work.messages.append({"role": "assistant", "content": said})
    return Ending(status, finished, _stored(run), [shortened(message) for message in work.messages])


def _failed(
    turn: TurnRecord,
    run: Run,
    language: Language,
    reply: str,
    messages: list[dict[str, Any]],
    status: Literal["failed", "cancelled"],
    error: dict[str, object],
) -> Ending:
    if turn.channel == VOICE and status == "failed":
        Aloud(language, (), run.emit).speak(speak_error(error, language))
    event = TurnFailed(turn.conversation_id, turn.id, language, reply, error)
    stored = [shortened(message) for message in messages]
    events = [*_stored(run), event_dict(event)]  # the error is nowhere else in the record
    return Ending(status, event, events, [*stored, {"role": "assistant", "content": reply}])


async def _drafts_after(work: Work, run: Run) -> list[dict[str, Any]]:
    """The drafts as the turn leaves them; read again only if it touched any."""
    if not any(isinstance(event, DraftChanged) for event in run.emitted()):
        return _shown(work.drafts)
    async with work.store.read() as uow:
        return _shown(await drafts.latest_drafts(uow, work.actor, work.turn.conversation_id))


def _shown(known: Sequence[Draft]) -> list[dict[str, Any]]:
    return [draft_view(draft) for draft in known]


def _stored(run: Run) -> list[dict[str, Any]]:
    return [event_dict(event) for event in run.emitted()]


def _tool_calls(events: list[AgentEvent]) -> list[dict[str, Any]]:
    returned = {event.call_id: event.result for event in events if isinstance(event, ToolReturned)}
    return [
        {"name": event.name, "arguments": event.arguments, "result": returned.get(event.call_id)}
        for event in events
        if isinstance(event, ToolCalled)
    ]


async def replayed(store: Store, actor: Actor | None, turn: TurnRecord) -> Run:
    """The Run of a turn that is over, from its record; its drafts are shown as they are now."""
    run = Run(turn.conversation_id, turn.id)
    for stored in turn.events or ():
        run.emit(event_from(stored))
    events = run.emitted()
    language: Language = turn.language or "zh"
    if run.ended:
        return run
    async with store.read() as uow:
        reader = actor or await access.actor_by_contact(uow, turn.contact_id)
        views = _shown(await drafts.latest_drafts(uow, reader, turn.conversation_id))
    run.emit(
        TurnFinished(
            conversation_id=turn.conversation_id,
            turn_id=turn.id,
            language=language,
            reply=turn.reply or "",
            tool_calls=_tool_calls(events),
            drafts=views,
            records=[event.record for event in events if isinstance(event, RecordWritten)],
        )
    )
    return run
