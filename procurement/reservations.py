"""Capacity set aside: reserved for a Draft until it expires, committed with its order, or released again."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from procurement import schema
from procurement.entities import Promise
from procurement.promise import Committed, promise_dict
from procurement.store import UnitOfWork, new_id
from procurement.working_calendar import monday_of

_promise, _commitment = schema.promise.c, schema.commitment.c
_RESERVE = insert(schema.promise)
_SET_ASIDE = insert(schema.commitment)
_OF_DRAFT = update(schema.promise).where(_promise.draft_id == bindparam("of_draft"), _promise.status == "reserved")
_EXTEND = _OF_DRAFT.values(expires_at=bindparam("until"))
_RELEASE = _OF_DRAFT.values(status="released")
_COMMIT = _OF_DRAFT.values(status="committed", order_number=bindparam("to_order"), expires_at=None)
_LIVE = or_(_promise.status == "committed", and_(_promise.status == "reserved", _promise.expires_at > bindparam("now")))
_COMMITTED = (
    select(_commitment.source, _commitment.bucket, func.sum(_commitment.quantity).label("quantity"))
    .join(schema.promise, _promise.id == _commitment.promise_id)
    .where(_commitment.supplier_id == bindparam("of_supplier"), _commitment.item_id == bindparam("of_item"), _LIVE)
    .where(or_(_commitment.source == "stock", _commitment.bucket >= bindparam("this_week")))
    .where(_promise.draft_id != bindparam("left_out"))
    .group_by(_commitment.source, _commitment.bucket)
)


async def reserve(uow: UnitOfWork, draft_id: str, promises: Sequence[Promise], expires_at: datetime) -> None:
    """Set aside every step of the promises, one promise a line, in the order of the lines."""
    promise_id = new_id("prm")
    reserved = {
        "id": promise_id,
        "draft_id": draft_id,
        "status": "reserved",
        "expires_at": expires_at,
        "detail": [promise_dict(promise) for promise in promises],
    }
    await uow.conn.execute(_RESERVE, reserved)
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
        await uow.conn.execute(_SET_ASIDE, rows)


async def extend(uow: UnitOfWork, draft_id: str, expires_at: datetime) -> None:
    await uow.conn.execute(_EXTEND, {"of_draft": draft_id, "until": expires_at})


async def release(uow: UnitOfWork, draft_id: str) -> None:
    await uow.conn.execute(_RELEASE, {"of_draft": draft_id})


async def commit_to(uow: UnitOfWork, draft_id: str, order_number: str) -> None:
    """What was reserved for the draft now belongs to the order and no longer expires."""
    await uow.conn.execute(_COMMIT, {"of_draft": draft_id, "to_order": order_number})


async def committed(uow: UnitOfWork, supplier_id: str, item_id: str, *, exclude_draft: str | None = None) -> Committed:
    """What is set aside from this week on, by where it comes from; reservations that have run out do not count."""
    asked = {
        "of_supplier": supplier_id,
        "of_item": item_id,
        "now": uow.now(),
        "this_week": monday_of(uow.today()),
        "left_out": exclude_draft or "",
    }
    by_source: dict[str, dict[date, Decimal]] = {"stock": {}, "capacity": {}}
    for row in await uow.conn.execute(_COMMITTED, asked):
        by_source[row.source][row.bucket] = row.quantity
    return Committed(by_source["stock"], by_source["capacity"])
