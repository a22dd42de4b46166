"""Mutants that take a decision wrongly: who said yes, to what, and whether anybody did."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from agent.grammar.consent import Consent
from agent.scene import Scene
from evals.subjects.mutants.mutant import replaces
from procurement import drafts, schema
from procurement.actor import Actor
from procurement.draft_records import close, draft_of, insert_draft, stored_draft
from procurement.entities import DecisionOutcome, Draft
from procurement.store import UnitOfWork


@replaces("tools.ordering.draft_order", hint=("decline", "order", "confirm"))
async def orders_without_asking(draft_order: Any, uow: UnitOfWork, actor: Actor, **proposal: Any) -> Draft:
    """An order is issued as soon as it is asked for; nobody confirms it."""
    draft = await draft_order(uow, actor, **proposal)
    return (await drafts._execute(uow, actor, draft)).draft


@replaces("tools.ordering.draft_cancellation", hint=("cancel", "guard-cancellation"))
async def cancels_without_asking(draft_cancellation: Any, uow: UnitOfWork, actor: Actor, **proposal: Any) -> Draft:
    """A cancellation is sent as soon as it is asked for; nobody confirms it."""
    draft = await draft_cancellation(uow, actor, **proposal)
    return (await drafts._execute(uow, actor, draft)).draft


@replaces("agent.settling.read_decision", hint=("question", "hesit", "unclear", "correct"))
def anything_is_yes(read_decision: Any, text: str, scene: Scene) -> Consent | None:
    """While a draft waits, whatever is not a clear no counts as a yes."""
    decided: Consent | None = read_decision(text, scene)
    return decided or (Consent("yes", tuple(draft.id for draft in scene.drafts)) if scene.drafts else None)


@replaces("agent.settling.read_decision", hint=("decline",))
def no_is_not_heard(read_decision: Any, text: str, scene: Scene) -> Consent | None:
    """A no is not understood as one."""
    decided: Consent | None = read_decision(text, scene)
    return None if decided and decided.decision == "no" else decided


@replaces("procurement.drafts.close", hint=("decline",))
async def decline_ignored(close: Any, uow: UnitOfWork, draft: Draft, status: Any, *decided: Any) -> Draft:
    """A declined draft is said to be gone and goes on waiting."""
    return replace(draft, status=status) if status == "declined" else await close(uow, draft, status, *decided)


@replaces("procurement.drafts.stored_draft", hint=("correct", "replace", "supersede"))
async def yes_to_what_was_replaced(
    stored_draft: Any, uow: UnitOfWork, actor: Actor, draft_id: str, *, to_change: bool = False
) -> Draft:
    """A yes counts for the draft that was replaced by the one that was shown."""
    draft: Draft = await stored_draft(uow, actor, draft_id, to_change=to_change)
    query = select(schema.draft).where(
        schema.draft.c.conversation_id == draft.conversation_id,
        schema.draft.c.status == "cancelled",
        schema.draft.c.position < draft.position,
    )
    replaced = (await uow.conn.execute(query)).first()
    return draft if replaced is None else replace(draft_of(replaced), status=draft.status)


@replaces("procurement.drafts.decide", hint=("digest", "stale"))
async def digest_not_compared(decide: Any, uow: UnitOfWork, actor: Actor, **decision: Any) -> DecisionOutcome:
    """A button decides whatever is stored, not what was shown beside it."""
    outcome: DecisionOutcome = await decide(uow, actor, **decision | {"digest": None})
    return outcome


@replaces("procurement.proposals.insert_draft", hint=("guard-yes-comes-too-late", "expired"))
async def drafts_last_for_ever(insert_draft: Any, uow: UnitOfWork, actor: Actor, **draft: Any) -> Draft:
    """A draft can be confirmed long after its half hour is over."""
    found: Draft = await insert_draft(uow, actor, **draft | {"lifetime": timedelta(days=365)})
    return found


@replaces("procurement.drafts.above_limit", "procurement.proposals.above_limit", hint=("limit", "approval"))
def limit_ignored(above_limit: Any, command: Any, actor: Actor) -> bool:
    """Orders above a person's limit are issued on her own word."""
    return False


@replaces("procurement.drafts.decide", hint=("approval", "approve"))
async def approves_own_order(
    decide: Any, uow: UnitOfWork, actor: Actor, *, draft_id: str, **decision: Any
) -> DecisionOutcome:
    """Who proposed an order above her limit approves it with a second yes."""
    draft = await stored_draft(uow, actor, draft_id)
    if draft.status == "pending_approval" and decision["decision"] == "yes":
        return await drafts._execute(uow, actor, draft)
    outcome: DecisionOutcome = await decide(uow, actor, draft_id=draft_id, **decision)
    return outcome


@replaces("procurement.access._actor", hint=("approval", "authority"))
def everybody_approves(actor: Any, row: Any) -> Actor:
    """Everybody counts as somebody who may approve other people's orders."""
    found: Actor = actor(row)
    return replace(found, may_approve=True)


@replaces(
    "procurement.proposals.require_authority", "tools.ordering.require_authority", hint=("authority", "not_allowed")
)
def authority_not_checked(require_authority: Any, actor: Actor) -> None:
    """Who may not order proposes orders all the same."""


@replaces("tools.ordering.draft_order", hint=("correct",))
async def correction_adds_a_draft(draft_order: Any, uow: UnitOfWork, actor: Actor, **proposal: Any) -> Draft:
    """A correction makes a second draft beside the one it corrects."""
    draft: Draft = await draft_order(uow, actor, **proposal | {"replaces": None})
    return draft


@replaces("procurement.drafts.place_order", hint=("order",))
async def order_doubled(place_order: Any, uow: UnitOfWork, actor: Actor, draft: Draft) -> str:
    """One yes issues the order twice."""
    twin = await insert_draft(
        uow,
        actor,
        conversation_id=draft.conversation_id,
        proposal_key=f"{draft.proposal_key}:twin",
        tool=draft.tool,
        command=draft.command,
        promise=draft.promise,
        needs_approval=False,
        lifetime=timedelta(minutes=30),
    )
    await place_order(uow, actor, twin)
    await close(uow, twin, "executed", actor.contact_id)
    number: str = await place_order(uow, actor, draft)
    return number


@replaces("procurement.drafts._confirm", hint=("order",))
async def confirmation_not_kept(confirm: Any, *decision: Any) -> None:
    """Who confirmed what is not written down."""
