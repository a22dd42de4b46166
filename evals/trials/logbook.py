"""What the service wrote down of itself during a trial, and what names mean in it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from evals.trials.record import EventLog
from evals.trials.snapshot import handles_of
from procurement import audit, schema
from procurement.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Mark:
    """The last audit entry and the last event before the trial."""

    audit: int
    event: int


async def mark(uow: UnitOfWork) -> Mark:
    last_entry = await uow.conn.scalar(select(func.max(schema.audit_entry.c.seq)))
    last_event = await uow.conn.scalar(select(func.max(schema.outbox.c.seq)))
    return Mark(last_entry or 0, last_event or 0)


async def read_log(uow: UnitOfWork, since: Mark) -> EventLog:
    """People by handle; "system" acts for the service itself."""
    handles = await handles_of(uow)
    entry, event, confirmed = schema.audit_entry.c, schema.outbox.c, schema.confirmation.c
    confirmations = select(schema.confirmation, schema.draft.c.digest.label("frozen")).join(
        schema.draft, schema.draft.c.id == confirmed.draft_id
    )
    return EventLog(
        audit=[
            {
                "seq": row.seq,
                "actor": handles.get(row.actor, row.actor),
                "on_behalf_of": row.on_behalf_of,
                "action": row.action,
                "subject": row.subject,
            }
            for row in await _rows(uow, select(schema.audit_entry).where(entry.seq > since.audit).order_by(entry.seq))
        ],
        audit_whole=(await audit.verify(uow)).ok,
        events=[
            {
                "aggregate": row.aggregate,
                "aggregate_seq": row.aggregate_seq,
                "type": row.type,
                "published": row.published_at is not None,
            }
            for row in await _rows(uow, select(schema.outbox).where(event.seq > since.event).order_by(event.seq))
        ],
        confirmations=[
            {
                "draft": row.draft_id,
                "actor": handles[row.contact_id],
                "decision": row.decision,
                "channel": row.channel,
                "digest_matches": row.digest == row.frozen,
            }
            for row in await _rows(uow, confirmations.order_by(confirmed.id))
        ],
        ledger=[
            {"scope": row.scope, "key": row.key}
            for row in await _rows(uow, select(schema.ledger).order_by(schema.ledger.c.scope, schema.ledger.c.key))
        ],
        turns=[
            {"conversation": row.conversation_id, "seq": row.seq, "status": row.status, "channel": row.channel}
            for row in await _rows(uow, select(schema.turn).order_by(schema.turn.c.conversation_id, schema.turn.c.seq))
        ],
    )


async def _rows(uow: UnitOfWork, query: Any) -> list[Any]:
    return list(await uow.conn.execute(query))
