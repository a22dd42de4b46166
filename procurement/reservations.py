"""Capacity set aside: reserved for a Draft until it expires, committed with its order, or released again."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from procurement import schema
from procurement.entities import Promise
from procurement.promise import Committed, promise_dict
from procurement.store import UnitOfWork, new_id
from procurement.working_calendar import monday_of


async def reserve(uow: UnitOfWork, draft_id: str, promises: Sequence[Promise], expires_at: datetime) -> None:
    """Set aside every step of the promises, one promise a line, in the order of the lines."""
    promise_id = new_id("prm")
    await uow.conn.execute(
        insert(schema.promise).values(
            id=promise_id,
            draft_id=draft_id,
            status="reserved",
            expires_at=expires_at,
            detail=[promise_dict(promise) for promise in promises],
        )
    )
    amounts: dict[tuple[int, str, date], Decimal] = {}
    for line_no, promise in enumerate(promises, start=1):
        for step in promise.steps:
            key = (line_no, step.source, step.bucket)
            amounts[key] = amounts.get(key, Decimal(0)) + step.quantity
    rows = [
        {
            "promise_id": promise_id,
            "line_no": line_no,
            "source": source,
            "bucket": bucket,
            "supplier_id": promises[line_no - 1].supplier_id,
            "item_id": promises[line_no - 1].item_id,
            "quantity": quantity,
        }
        for (line_no, source, bucket), quantity in amounts.items()
    ]
    if rows:
        await uow.conn.execute(insert(schema.commitment), rows)


async def extend(uow: UnitOfWork, draft_id: str, expires_at: datetime) -> None:
    await uow.conn.execute(update(schema.promise).where(_reserved(draft_id)).values(expires_at=expires_at))


async def release(uow: UnitOfWork, draft_id: str) -> None:
    await uow.conn.execute(update(schema.promise).where(_reserved(draft_id)).values(status="released"))


async def commit_to(uow: UnitOfWork, draft_id: str, order_number: str) -> None:
    """What was reserved for the draft now belongs to the order and no longer expires."""
    values = {"status": "committed", "order_number": order_number, "expires_at": None}
    await uow.conn.execute(update(schema.promise).where(_reserved(draft_id)).values(values))


async def committed(uow: UnitOfWork, supplier_id: str, item_id: str, *, exclude_draft: str | None = None) -> Committed:
    """What is set aside from this week on, by where it comes from; reservations that have run out do not count."""
    promise, commitment = schema.promise.c, schema.commitment.c
    live = or_(promise.status == "committed", and_(promise.status == "reserved", promise.expires_at > uow.now()))
    query = (
        select(commitment.source, commitment.bucket, func.sum(commitment.quantity).label("quantity"))
        .join(schema.promise, promise.id == commitment.promise_id)
        .where(commitment.supplier_id == supplier_id, commitment.item_id == item_id, live)
        .where(or_(commitment.source == "stock", commitment.bucket >= monday_of(uow.today())))
        .group_by(commitment.source, commitment.bucket)
    )
    if exclude_draft is not None:
        query = query.where(promise.draft_id != exclude_draft)
    by_source: dict[str, dict[date, Decimal]] = {"stock": {}, "capacity": {}}
    for row in await uow.conn.execute(query):
        by_source[row.source][row.bucket] = row.quantity
    return Committed(by_source["stock"], by_source["capacity"])


def _reserved(draft_id: str) -> ColumnElement[bool]:
    return and_(schema.promise.c.draft_id == draft_id, schema.promise.c.status == "reserved")
