"""The business records at one moment in one fixed form: people by handle, quantities and amounts as normalised text
("500", "12.8"), instants in UTC, without ids that mean nothing but those of drafts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Table, select

from evals.trials.record import Snapshot
from procurement import schema
from procurement.store import UnitOfWork

OTHERS: Final[tuple[Table, ...]] = (
    schema.party,
    schema.contact,
    schema.warehouse,
    schema.item,
    schema.item_pack,
    schema.supplier_item,
    schema.price_break,
    schema.capacity_bucket,
    schema.supply,
    schema.order_response,
    schema.order_response_line,
    schema.shipment,
    schema.shipment_line,
    schema.tracking_event,
    schema.goods_receipt,
    schema.lot,
    schema.lot_edge,
    schema.inspection,
    schema.stock_level,
)
"""Tables whose rows mean the same in every store; the rest is shaped by hand or says how the service works."""


async def take_snapshot(uow: UnitOfWork) -> Snapshot:
    handles = await handles_of(uow)
    return Snapshot(
        orders=await _orders(uow),
        drafts=await _drafts(uow, handles),
        cancellations=sorted(await _column(uow, schema.cancellation, "order_number")),
        commitments=await _commitments(uow),
        others={table.name: await _rows(uow, table) for table in OTHERS},
    )


async def handles_of(uow: UnitOfWork) -> dict[str, str]:
    """Contact id to handle."""
    person = schema.contact.c
    return {row.id: row.handle for row in await uow.conn.execute(select(person.id, person.handle))}


def plain(value: Any) -> Any:
    """A value of a row as JSON."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _number(text: str) -> str:
    return str(plain(Decimal(text)))


async def _orders(uow: UnitOfWork) -> dict[str, dict[str, Any]]:
    line = schema.order_line.c
    lines: dict[str, list[dict[str, Any]]] = {}
    for row in await uow.conn.execute(select(schema.order_line).order_by(line.order_number, line.line_no)):
        lines.setdefault(row.order_number, []).append(
            {
                "item": row.item_id,
                "quantity": plain(row.quantity),
                "unit": row.unit,
                "unit_price": plain(row.unit_price),
            }
        )
    order = schema.purchase_order
    return {
        row.number: {
            "supplier": row.supplier_id,
            "document_status": row.document_status,
            "response_status": row.response_status,
            "date": plain(row.requested_date),
            "place": row.warehouse_id,
            "currency": row.currency,
            "gross": plain(row.gross),
            "transmitted": row.transmitted_at is not None,
            "draft": row.draft_id,
            "lines": lines.get(row.number, []),
        }
        for row in await uow.conn.execute(select(order).order_by(order.c.number))
    }


async def _drafts(uow: UnitOfWork, handles: Mapping[str, str]) -> list[dict[str, Any]]:
    """In the order in which they were opened; of one instant, as the outbox has them."""
    draft, opened = schema.draft, schema.outbox
    first = (opened.c.aggregate == draft.c.id) & (opened.c.aggregate_seq == 1)
    query = select(draft).outerjoin(opened, first).order_by(draft.c.created_at, opened.c.seq)
    return [
        {
            "id": row.id,
            "tool": row.tool,
            "status": row.status,
            "actor": handles[row.proposed_by],
            "decided_by": row.decided_by and handles[row.decided_by],
            "supplier": row.command["supplier_id"],
            "lines": _command_lines(row.command["lines"]),
            "date": row.command["date"],
            "place": row.command["warehouse_id"],
            "gross": _number(row.command["gross"]),
            "order": row.command.get("order_number"),
        }
        for row in await uow.conn.execute(query)
    ]


def _command_lines(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "item": line["item_id"],
            "quantity": _number(line["quantity"]),
            "unit": line["unit"],
            "unit_price": _number(line["unit_price"]),
        }
        for line in lines
    ]


async def _commitments(uow: UnitOfWork) -> list[dict[str, Any]]:
    given, promise = schema.commitment, schema.promise
    query = select(given, promise.c.status).join(promise, promise.c.id == given.c.promise_id)
    found = [
        {
            "supplier": row.supplier_id,
            "item": row.item_id,
            "source": row.source,
            "bucket": plain(row.bucket),
            "quantity": plain(row.quantity),
            "status": row.status,
        }
        for row in await uow.conn.execute(query)
    ]
    return sorted(found, key=lambda one: tuple(one.values()))


async def _column(uow: UnitOfWork, table: Table, name: str) -> list[Any]:
    return list(await uow.conn.scalars(select(table.c[name])))


async def _rows(uow: UnitOfWork, table: Table) -> dict[str, dict[str, Any]]:
    """By primary key; one of several columns is joined by "/"."""
    keys = [column.name for column in table.primary_key]
    rows = (await uow.conn.execute(select(table).order_by(*table.primary_key))).mappings()
    return {"/".join(str(plain(row[key])) for key in keys): {k: plain(v) for k, v in row.items()} for row in rows}
