"""Settles a decision: the only place of a conversation that executes anything.

The decision's transaction claims the turn's key in the ledger, so a decision turn that is run again reports what its
first run did.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from agent.events import DraftChanged, RecordWritten
from agent.grammar.consent import read_decision
from agent.replies import render_act, render_error, render_outcome
from agent.work import Work
from procurement import drafts, ledger
from procurement.entities import Decision, DecisionOutcome, WrittenRecord
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
        consent = read_decision(given["text"], work.scene)
        assert consent is not None, "the graph routes only clear decisions here"
        chosen, decision, digest = consent.drafts, consent.decision, None
    if not chosen:
        work.say(render_act("which_draft", work.language))
        return
    for draft_id in chosen:
        await work.finish(_decide(work, draft_id, decision, digest))


async def _decide(work: Work, draft_id: str, decision: Decision, digest: str | None) -> None:
    key = work.next_call_key()
    claim = hashlib.sha256(json.dumps([draft_id, decision, digest]).encode()).hexdigest()
    try:
        async with work.store.begin() as uow:
            outcome = await _settled(uow, work, key, claim, draft_id, decision, digest)
            order = None
            if outcome.draft.record_id is not None:
                order = order_view(await get_order(uow, work.actor, outcome.draft.record_id))
            await uow.commit()
    except SupplyLineError as error:
        _add(work, render_error(error.as_dict(), work.language))
        return
    _report(work, outcome, order)


async def _settled(
    uow: UnitOfWork, work: Work, key: str, claim: str, draft_id: str, decision: Decision, digest: str | None
) -> DecisionOutcome:
    """What the decision did, now or when this turn ran before."""
    earlier = await ledger.claim(uow, "decision", key, claim)
    if earlier is not None:
        draft = await drafts.get_draft(uow, work.actor, draft_id)
        records = tuple(WrittenRecord(**record) for record in earlier["records"])
        return DecisionOutcome(draft, records, earlier["repeated"])
    outcome = await drafts.decide(
        uow, work.actor, draft_id=draft_id, decision=decision, channel=work.turn.channel, digest=digest
    )
    await ledger.record(uow, "decision", key, claim, _stored(outcome))
    return outcome


def _stored(outcome: DecisionOutcome) -> dict[str, Any]:
    return {"records": [asdict(record) for record in outcome.records], "repeated": outcome.repeated}


def _report(work: Work, outcome: DecisionOutcome, order: dict[str, Any] | None) -> None:
    """Tell what is stored, read back from there (``order``), not what was meant to be."""
    view = draft_view(outcome.draft)
    work.emit(DraftChanged(view))
    for record in outcome.records:
        work.records.append(record)
        work.emit(RecordWritten(record))
    _add(work, render_outcome(view, work.language, order=order, repeated=outcome.repeated))


def _add(work: Work, text: str) -> None:
    work.say(f"\n\n{text}" if work.text else text)
