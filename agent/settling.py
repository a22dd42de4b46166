"""Settles a decision: the only place of a conversation that executes anything.

The decision's transaction claims the turn's key in the ledger, so a decision turn that is run again reports what its
first run did.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from agent import on_call
from agent.events import DraftChanged, RecordWritten
from agent.grammar.consent import Consent, read_decision
from agent.replies import render_act, render_error, render_outcome
from agent.spoken_replies import speak_act, speak_error, speak_outcome
from agent.work import Work, call_key
from procurement import drafts, ledger
from procurement.conversations import TurnRecord
from procurement.entities import Decision, DecisionOutcome, Draft, WrittenRecord
from procurement.errors import SupplyLineError
from procurement.orders import get_order
from procurement.store import UnitOfWork
from tools.views import draft_view, order_view


async def settle(work: Work) -> None:
    """Decide the draft named by a button, or those that the person's yes or no was about."""
    given = work.turn.input
    if "decision" in given:
        chosen: tuple[str, ...] = (given["draft"],)
        decision: Decision = given["decision"]
        digest = given.get("digest")
    else:
        consent = consent_of(work)
        assert consent is not None, "the graph routes only clear decisions here"
        chosen, decision, digest = consent.drafts, consent.decision, None
    if not chosen:
        work.say(render_act("which_draft", work.language), speak_act("which_draft", work.language))
        return
    unheard = on_call.unheard(work, chosen) if decision == "yes" else []
    if unheard:
        on_call.read_again(work, unheard)
        return
    for draft_id in chosen:
        await work.finish(_decide(work, draft_id, decision, digest, chosen))


def consent_of(work: Work) -> Consent | None:
    """What the person's words decide. A turn that is run again decides what it had begun to: its drafts may not wait
    any more, and then the same words would be about others."""
    text, scene = work.turn.input["text"], work.scene
    if work.begun or scene.drafts or not scene.handed_on:
        return work.begun or read_decision(text, scene)
    return read_decision(text, replace(scene, drafts=scene.handed_on))


async def begun(uow: UnitOfWork, turn: TurnRecord, known: Sequence[Draft]) -> Consent | None:
    """What an earlier run of this turn had begun to decide."""
    if "text" not in turn.input or all(draft.status == "open" for draft in known):
        return None
    first = await ledger.recorded(uow, "decision", call_key(turn, 1))
    return None if first is None else Consent(first["decision"], tuple(first["chosen"]))


async def _decide(work: Work, draft_id: str, decision: Decision, digest: str | None, chosen: tuple[str, ...]) -> None:
    key = work.next_call_key()
    claim = hashlib.sha256(json.dumps([draft_id, decision, digest]).encode()).hexdigest()
    try:
        async with work.store.begin() as uow:
            earlier = await ledger.claim(uow, "decision", key, claim)
            if earlier is None:
                outcome = await drafts.decide(
                    uow, work.actor, draft_id=draft_id, decision=decision, channel=work.turn.channel, digest=digest
                )
                stored = _stored(outcome) | {"decision": decision, "chosen": list(chosen)}
                await ledger.record(uow, "decision", key, claim, stored)
            else:
                outcome = await _outcome_then(uow, work, draft_id, earlier)
            order = None
            if outcome.draft.record_id is not None:
                order = order_view(await get_order(uow, work.actor, outcome.draft.record_id))
            await uow.commit()
    except SupplyLineError as error:
        _add(work, render_error(error.as_dict(), work.language), speak_error(error.as_dict(), work.language))
        return
    _report(work, outcome, order)


async def _outcome_then(uow: UnitOfWork, work: Work, draft_id: str, earlier: dict[str, Any]) -> DecisionOutcome:
    """What the decision did when this turn ran before."""
    draft = await drafts.get_draft(uow, work.actor, draft_id)
    records = tuple(WrittenRecord(**record) for record in earlier["records"])
    return DecisionOutcome(draft, records, earlier["repeated"])


def _stored(outcome: DecisionOutcome) -> dict[str, Any]:
    return {"records": [asdict(record) for record in outcome.records], "repeated": outcome.repeated}


def _report(work: Work, outcome: DecisionOutcome, order: dict[str, Any] | None) -> None:
    """Tell what is stored, read back from there (``order``), not what was meant to be."""
    view = draft_view(outcome.draft)
    work.emit(DraftChanged(view))
    for record in outcome.records:
        work.records.append(record)
        work.emit(RecordWritten(record))
    _add(
        work,
        render_outcome(view, work.language, order=order, repeated=outcome.repeated),
        speak_outcome(view, work.language, work.scene.today, order=order, repeated=outcome.repeated),
    )


def _add(work: Work, text: str, spoken: str) -> None:
    work.say(f"\n\n{text}" if work.text else text, spoken)
