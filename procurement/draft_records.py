"""Drafts as rows: insert one, read one, move one to its next status. Who may do what is not decided here."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, Select, and_, bindparam, func, insert, or_, select, update

from procurement import audit, outbox, reservations, schema
from procurement.actor import Actor
from procurement.entities import Draft, DraftStatus
from procurement.errors import NotFound
from procurement.store import UnitOfWork, new_id

WAITING: Final[tuple[DraftStatus, ...]] = ("open", "pending_approval")
SYSTEM = "system"
_EVENTS: Final[dict[DraftStatus, str]] = {
    "open": "draft.opened",
    "pending_approval": "draft.pending_approval",
    "executed": "draft.executed",
    "declined": "draft.declined",
    "cancelled": "draft.cancelled",
    "expired": "draft.expired",
}

_draft = schema.draft.c
_ADD = insert(schema.draft).returning(schema.draft)
_LAST_POSITION = select(func.max(_draft.position)).where(_draft.conversation_id == bindparam("of_conversation"))
_STORED = select(schema.draft).where(_draft.id == bindparam("of_draft"), _draft.party_id == bindparam("of_party"))
_TO_CHANGE = _STORED.with_for_update()
_PROPOSED = select(schema.draft).where(_draft.proposal_key == bindparam("by_key"))
_HAND_OVER = (
    update(schema.draft)
    .where(_draft.id == bindparam("of_draft"))
    .values(status="pending_approval", needs_approval=True, expires_at=bindparam("until"))
    .returning(schema.draft)
)
_CLOSE = (
    update(schema.draft)
    .where(_draft.id == bindparam("of_draft"))
    .values(
        status=bindparam("ended"),
        decided_by=bindparam("decider"),
        decided_at=bindparam("at"),
        record_id=bindparam("record"),
    )
    .returning(schema.draft)
)


def digest_of(tool: str, command: dict[str, Any]) -> str:
    """What a person agrees to, in one word: SHA-256 of the canonical JSON of tool and command."""
    return hashlib.sha256(audit.canonical({"tool": tool, "command": command}).encode()).hexdigest()


async def insert_draft(
    uow: UnitOfWork,
    actor: Actor,
    *,
    conversation_id: str,
    proposal_key: str,
    tool: str,
    command: dict[str, Any],
    promise: list[dict[str, Any]] | None,
    needs_approval: bool,
    lifetime: timedelta,
) -> Draft:
    position = (await uow.conn.scalar(_LAST_POSITION, {"of_conversation": conversation_id})) or 0
    values = {
        "id": new_id("drf"),
        "conversation_id": conversation_id,
        "position": position + 1,
        "proposal_key": proposal_key,
        "party_id": actor.party_id,
        "proposed_by": actor.contact_id,
        "tool": tool,
        "command": command,
        "digest": digest_of(tool, command),
        "promise": promise,
        "status": "open",
        "needs_approval": needs_approval,
        "created_at": uow.now(),
        "expires_at": uow.now() + lifetime,
    }
    draft = draft_of((await uow.conn.execute(_ADD, values)).one())
    await _tell(uow, draft, actor.contact_id, before=None)
    return draft


async def stored_draft(uow: UnitOfWork, actor: Actor, draft_id: str, *, to_change: bool = False) -> Draft:
    """The draft as stored, locked until the end if it is ``to_change``. Raises NotFound for a foreign one."""
    query = _TO_CHANGE if to_change else _STORED
    row = (await uow.conn.execute(query, {"of_draft": draft_id, "of_party": actor.party_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such draft.", field="draft", remedy="Look at the drafts of the conversation.")
    return draft_of(row)


async def proposed_earlier(uow: UnitOfWork, proposal_key: str) -> Draft | None:
    row = (await uow.conn.execute(_PROPOSED, {"by_key": proposal_key})).one_or_none()
    return None if row is None else draft_of(row)


async def drafts_where(uow: UnitOfWork, query: Select[Any]) -> list[Draft]:
    """The drafts of a select, oldest first; those of one instant in the order of their first events."""
    opened = schema.outbox
    first = and_(opened.c.aggregate == schema.draft.c.id, opened.c.aggregate_seq == 1)
    ordered = query.outerjoin(opened, first).order_by(schema.draft.c.created_at, opened.c.seq)
    return [draft_of(row) for row in await uow.conn.execute(ordered)]


def has_run_out(draft: Draft, now: datetime) -> bool:
    return draft.status in WAITING and draft.expires_at <= now


async def hand_to_approver(uow: UnitOfWork, draft: Draft, actor: Actor, expires_at: datetime) -> Draft:
    """open -> pending_approval; what is reserved is kept as long as the approver has."""
    row = (await uow.conn.execute(_HAND_OVER, {"of_draft": draft.id, "until": expires_at})).one()
    await reservations.extend(uow, draft.id, expires_at)
    moved = draft_of(row)
    await _tell(uow, moved, actor.contact_id, before=draft.status)
    return moved


async def close(
    uow: UnitOfWork, draft: Draft, status: DraftStatus, decided_by: str | None, record_id: str | None = None
) -> Draft:
    """Move a waiting draft to its final status; what was reserved for it is released unless it was executed.

    ``decided_by`` is a contact, None when time decided.
    """
    values = {"of_draft": draft.id, "ended": status, "decider": decided_by, "at": uow.now(), "record": record_id}
    closed = draft_of((await uow.conn.execute(_CLOSE, values)).one())
    if status != "executed":
        await reservations.release(uow, draft.id)
    await _tell(uow, closed, decided_by or SYSTEM, before=draft.status)
    return closed


async def run_out(uow: UnitOfWork) -> list[Draft]:
    """The waiting drafts whose time is over, oldest first."""
    table = schema.draft
    waiting = or_(*(table.c.status == status for status in WAITING))
    return await drafts_where(uow, select(table).where(waiting, table.c.expires_at <= uow.now()))


async def _tell(uow: UnitOfWork, draft: Draft, contact: str, *, before: DraftStatus | None) -> None:
    facts = {"status": draft.status, "needs_approval": draft.needs_approval, "record_id": draft.record_id}
    await audit.append(
        uow,
        actor=contact,
        on_behalf_of=draft.party_id,
        action=_EVENTS[draft.status],
        subject=draft.id,
        arguments_digest=draft.digest,
        before=None if before is None else {"status": before},
        after=facts,
    )
    await outbox.emit(
        uow,
        aggregate=draft.id,
        type=_EVENTS[draft.status],
        data={
            "draft_id": draft.id,
            "conversation_id": draft.conversation_id,
            "party_id": draft.party_id,
            "proposed_by": draft.proposed_by,
            "tool": draft.tool,
            "digest": draft.digest,
            "decided_by": draft.decided_by,
            "expires_at": draft.expires_at.isoformat(),
            **facts,
        },
    )


def draft_of(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        conversation_id=row.conversation_id,
        position=row.position,
        proposal_key=row.proposal_key,
        party_id=row.party_id,
        proposed_by=row.proposed_by,
        tool=row.tool,
        command=row.command,
        digest=row.digest,
        promise=row.promise,
        status=row.status,
        needs_approval=row.needs_approval,
        created_at=row.created_at,
        expires_at=row.expires_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        record_id=row.record_id,
    )
