"""Drafts: a write is proposed, frozen, shown, and executed by a person's decision exactly once.

A draft waits as open, or as pending_approval when its total is above what the proposer may issue alone. Everything a
decision does, from the ledger claim to the order and its events, is in the caller's one transaction.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, func, insert, or_, select

from procurement import ledger, schema
from procurement.actor import Actor
from procurement.capacity import terms
from procurement.draft_records import (
    WAITING,
    close,
    draft_of,
    drafts_where,
    hand_to_approver,
    has_run_out,
    run_out,
    stored_draft,
)
from procurement.entities import Decision, DecisionOutcome, Draft, WrittenRecord
from procurement.errors import Conflict, Corrupt, NotAllowed, NotFound
from procurement.money import price_for
from procurement.placing import place_order, request_cancellation
from procurement.promise import orderable_below
from procurement.proposals import DRAFT_TTL as DRAFT_TTL
from procurement.proposals import above_limit, frozen_terms, require_authority
from procurement.proposals import draft_cancellation as draft_cancellation
from procurement.proposals import draft_order as draft_order
from procurement.store import UnitOfWork

APPROVAL_TTL = timedelta(hours=24)  # from the proposer's yes on; another person has to come to it
LATEST = 5

_CONFIRM = insert(schema.confirmation)
_draft = schema.draft.c
_last = select(func.max(_draft.position)).where(_draft.conversation_id == bindparam("of_conversation"))
_LATEST_DRAFTS = (
    select(schema.draft)
    .where(
        _draft.conversation_id == bindparam("of_conversation"),
        _draft.party_id == bindparam("of_party"),
        or_(_draft.position > _last.scalar_subquery() - bindparam("many"), _draft.status.in_(WAITING)),
    )
    .order_by(_draft.position)
)


# --- deciding -------------------------------------------------------------------------------------------------------


async def decide(
    uow: UnitOfWork, actor: Actor, *, draft_id: str, decision: Decision, channel: str, digest: str | None = None
) -> DecisionOutcome:
    """Apply a person's yes or no to a draft; the caller commits.

    The proposer decides, or a person of the company who may approve. The proposer's yes above the limit hands over to
    such a person; after that the proposer can only take it back. A draft whose time is over comes back as expired, so
    that the caller commits that. A draft decided before comes back as it is, ``repeated``.
    Raises NotFound for a foreign draft, NotAllowed, Conflict when ``digest`` is not that of the draft or when the
    supplier's terms are no longer those shown.
    """
    draft = await stored_draft(uow, actor, draft_id, to_change=True)
    proposer = actor.contact_id == draft.proposed_by
    if not proposer and not actor.may_approve:
        raise NotAllowed(
            "Somebody else proposed this draft.", field="draft", remedy="Ask the proposer or the purchasing manager."
        )
    if digest is not None and digest != draft.digest:
        raise Conflict("This is not the draft that was shown.", field="digest", remedy="Look at the draft again.")
    if draft.status not in WAITING:
        return DecisionOutcome(draft, (), repeated=True)
    if has_run_out(draft, uow.now()):
        return DecisionOutcome(await close(uow, draft, "expired", None), ())
    if proposer and draft.status == "pending_approval" and decision == "yes":
        return DecisionOutcome(draft, (), repeated=True)
    await _confirm(uow, actor, draft, decision, channel)
    if decision == "no":
        return DecisionOutcome(await close(uow, draft, "declined", actor.contact_id), ())
    if proposer:
        require_authority(actor)
        if draft.needs_approval or (draft.tool == "create_order" and above_limit(draft.command, actor)):
            return DecisionOutcome(await hand_to_approver(uow, draft, actor, uow.now() + APPROVAL_TTL), ())
    return await _execute(uow, actor, draft)


async def _confirm(uow: UnitOfWork, actor: Actor, draft: Draft, decision: Decision, channel: str) -> None:
    values = {
        "draft_id": draft.id,
        "digest": draft.digest,
        "contact_id": actor.contact_id,
        "decision": decision,
        "channel": channel,
        "decided_at": uow.now(),
    }
    await uow.conn.execute(_CONFIRM, values)


async def _execute(uow: UnitOfWork, actor: Actor, draft: Draft) -> DecisionOutcome:
    if await ledger.claim(uow, "draft", draft.id, draft.digest) is not None:
        raise Corrupt(f"Draft {draft.id} waits although it was executed.", field="draft")
    if draft.tool == "create_order":
        await _require_same_terms(uow, draft)
        record_id = await place_order(uow, actor, draft)
        record = WrittenRecord("order", record_id, "created")
    else:
        record_id = await request_cancellation(uow, actor, draft)
        record = WrittenRecord("order", record_id, "changed")
    await ledger.record(uow, "draft", draft.id, draft.digest, {"record_id": record_id})
    return DecisionOutcome(await close(uow, draft, "executed", actor.contact_id, record_id), (record,))


async def _require_same_terms(uow: UnitOfWork, draft: Draft) -> None:
    command = draft.command
    if date.fromisoformat(command["date"]) < uow.today():
        raise _moved_on("The delivery date has passed.")
    for line, promise in zip(command["lines"], draft.promise or (), strict=True):
        quantity = Decimal(line["quantity"])
        try:
            offer = await terms(uow, command["supplier_id"], line["item_id"])
        except NotFound as error:
            raise _moved_on(f"The supplier no longer offers {line['part']}.") from error
        now = frozen_terms(offer, price_for(offer.price_breaks, quantity))
        fitted = promise["suggested_quantity"] is None
        if now != {key: line[key] for key in now} or (fitted and orderable_below(quantity, offer) != quantity):
            raise _moved_on(f"The supplier's terms for {line['part']} have changed since the draft was made.")


def _moved_on(message: str) -> Conflict:
    return Conflict(message, field="draft", remedy="Ask for the order again to see the current terms.")


# --- reading --------------------------------------------------------------------------------------------------------


async def get_draft(uow: UnitOfWork, actor: Actor, draft_id: str) -> Draft:
    """A draft of the Actor's company; one whose time is over reads as expired. Raises NotFound."""
    return _as_of_now(uow, await stored_draft(uow, actor, draft_id))


async def drafts_of(uow: UnitOfWork, actor: Actor, conversation_id: str) -> list[Draft]:
    """The drafts of a conversation that belong to the Actor's company, oldest first."""
    table = schema.draft
    query = select(table).where(table.c.conversation_id == conversation_id, table.c.party_id == actor.party_id)
    return [_as_of_now(uow, draft) for draft in await drafts_where(uow, query)]


async def latest_drafts(uow: UnitOfWork, actor: Actor, conversation_id: str) -> list[Draft]:
    """The drafts of a conversation that wait, and the LATEST of the others, oldest first: what is still talked of."""
    rows = await uow.conn.execute(
        _LATEST_DRAFTS, {"of_conversation": conversation_id, "of_party": actor.party_id, "many": LATEST}
    )
    return [_as_of_now(uow, draft_of(row)) for row in rows]


async def drafts_to_approve(uow: UnitOfWork, actor: Actor) -> list[Draft]:
    """What waits for this Actor to approve, oldest first; empty for who may not approve."""
    if not actor.may_approve:
        return []
    table = schema.draft
    query = select(table).where(
        table.c.party_id == actor.party_id,
        table.c.status == "pending_approval",
        table.c.proposed_by != actor.contact_id,
        table.c.expires_at > uow.now(),
    )
    return await drafts_where(uow, query)


def _as_of_now(uow: UnitOfWork, draft: Draft) -> Draft:
    return replace(draft, status="expired") if has_run_out(draft, uow.now()) else draft


async def expire_drafts(uow: UnitOfWork) -> int:
    """Close the waiting drafts whose time is over and release what was reserved for them; how many."""
    gone = await run_out(uow)
    for draft in gone:
        await close(uow, draft, "expired", None)
    return len(gone)
