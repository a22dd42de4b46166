"""The write half of orders: what executing a Draft does to them, inside the transaction that decides the Draft."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from procurement import audit, outbox, schema
from procurement.actor import Actor
from procurement.entities import DocumentStatus, Draft
from procurement.errors import Conflict, Corrupt, NotFound
from procurement.money import amount_text, price_text
from procurement.reservations import commit_to
from procurement.store import UnitOfWork

SERIES = "PO"

_order, _line, _receipt = schema.purchase_order.c, schema.order_line.c, schema.goods_receipt.c
_supplier, _place = schema.party.c, schema.warehouse.c
_ADD_ORDER = insert(schema.purchase_order)
_ADD_LINES = insert(schema.order_line)
_TAKE_NUMBER = (
    update(schema.number_series)
    .where(schema.number_series.c.name == bindparam("series"))
    .values(next=schema.number_series.c.next + 1)
    .returning(schema.number_series.c.next)
)
_ORDER_OF = (
    select(
        schema.purchase_order,
        _supplier.name_zh.label("supplier_zh"),
        _supplier.name_en.label("supplier_en"),
        _place.name_zh.label("place_zh"),
        _place.name_en.label("place_en"),
    )
    .join(schema.party, _supplier.id == _order.supplier_id)
    .join(schema.warehouse, _place.id == _order.warehouse_id)
    .where(_order.number == bindparam("numbered"), _order.buyer_id == bindparam("of_buyer"))
)
_RECEIVED = (
    select(func.coalesce(func.sum(_receipt.received), 0))
    .where(_receipt.order_number == _line.order_number, _receipt.order_line_no == _line.line_no)
    .scalar_subquery()
)
_LINES_OF = (
    select(
        schema.order_line,
        schema.item.c.part_no,
        schema.item.c.name_zh,
        schema.item.c.name_en,
        _RECEIVED.label("received"),
    )
    .join(schema.item, schema.item.c.id == _line.item_id)
    .where(_line.order_number == bindparam("of_order"))
    .order_by(_line.line_no)
)


async def place_order(uow: UnitOfWork, actor: Actor, draft: Draft) -> str:
    """Issue the order the draft holds and return its number, PO-YYYY-NNNNN.

    Every value comes from the frozen command. Its issuer is the proposer; the audit entry names who decided.
    The database takes one order for a draft, so that a second one cannot exist.
    """
    command, number = draft.command, await _next_number(uow)
    order = {
        "number": number,
        "buyer_id": draft.party_id,
        "supplier_id": command["supplier_id"],
        "version": 1,
        "document_status": "issued",
        "response_status": "none",
        "currency": command["currency"],
        "requested_date": date.fromisoformat(command["date"]),
        "warehouse_id": command["warehouse_id"],
        "net": Decimal(command["net"]),
        "vat": Decimal(command["vat"]),
        "gross": Decimal(command["gross"]),
        "draft_id": draft.id,
        "issued_by": draft.proposed_by,
        "issued_at": uow.now(),
    }
    await uow.conn.execute(_ADD_ORDER, order)
    lines = enumerate(command["lines"], start=1)
    rows = [_line_row(uow, number, line_no, line) for line_no, line in lines]
    await uow.conn.execute(_ADD_LINES, rows)
    await commit_to(uow, draft.id, number)
    await _tell(
        uow,
        actor,
        "order.issued",
        number,
        draft,
        before=None,
        after={"document_status": "issued", "version": 1, "gross": command["gross"], "currency": command["currency"]},
    )
    return number


async def _next_number(uow: UnitOfWork) -> str:
    """Take the next number of the series. One that was never set up goes on after the highest number in use."""
    following = await uow.conn.scalar(_TAKE_NUMBER, {"series": SERIES})
    if following is None:
        tail = func.substr(schema.purchase_order.c.number, len("PO-YYYY-") + 1)
        used = (await uow.conn.scalars(select(tail).where(schema.purchase_order.c.number.like("PO-____-%")))).all()
        following = 2 + max((int(text) for text in used if text.isdigit()), default=0)
        await uow.conn.execute(insert(schema.number_series).values(name=SERIES, next=following))
    return f"{SERIES}-{uow.today().year}-{following - 1:05d}"


def _line_row(uow: UnitOfWork, number: str, line_no: int, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "order_number": number,
        "line_no": line_no,
        "item_id": line["item_id"],
        "issued_at": uow.now(),
        "quantity": Decimal(line["quantity"]),
        "unit": line["unit"],
        "unit_price": Decimal(line["unit_price"]),
        "vat_rate": Decimal(line["vat_rate"]),
        "price_includes_vat": line["price_includes_vat"],
        "net": Decimal(line["net"]),
        "gross": Decimal(line["gross"]),
    }


async def request_cancellation(uow: UnitOfWork, actor: Actor, draft: Draft) -> str:
    """Ask the supplier to cancel the order the draft names: issued -> cancel_requested. Returns its number.

    Raises Conflict when the order is not issued any more or has a newer version than the draft showed.
    """
    number = str(draft.command["order_number"])
    order = await cancellable(uow, draft.party_id, number)
    if order.version != draft.command["version"]:
        raise Conflict(f"{number} has changed since it was shown.", field="order", remedy="Look at it and ask again.")
    await _set_document_status(uow, number, "cancel_requested")
    # An earlier request that came to nothing leaves its row; the audit trail keeps both.
    await uow.conn.execute(delete(schema.cancellation).where(schema.cancellation.c.order_number == number))
    await uow.conn.execute(
        insert(schema.cancellation).values(
            order_number=number, draft_id=draft.id, requested_by=draft.proposed_by, requested_at=uow.now()
        )
    )
    await _tell(
        uow,
        actor,
        "order.cancel_requested",
        number,
        draft,
        before={"document_status": "issued"},
        after={"document_status": "cancel_requested"},
    )
    return number


async def _set_document_status(uow: UnitOfWork, number: str, status: DocumentStatus) -> None:
    order = schema.purchase_order
    await uow.conn.execute(update(order).where(order.c.number == number).values(document_status=status))


async def _tell(
    uow: UnitOfWork,
    actor: Actor,
    event: str,
    number: str,
    draft: Draft,
    *,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    command = draft.command
    await audit.append(
        uow,
        actor=actor.contact_id,
        on_behalf_of=draft.party_id,
        action=event,
        subject=number,
        arguments_digest=draft.digest,
        before=before,
        after=after | {"draft_id": draft.id},
    )
    await outbox.emit(
        uow,
        aggregate=number,
        type=event,
        data={
            "order_number": number,
            "buyer_id": draft.party_id,
            "supplier_id": command["supplier_id"],
            "draft_id": draft.id,
            "date": command["date"],
            "gross": command["gross"],
            "currency": command["currency"],
        },
    )


# --- what a cancellation is about -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CancellableOrder:
    """``summary`` has the shape of a create_order command (see Draft)."""

    number: str
    version: int
    summary: dict[str, Any]


async def cancellable(uow: UnitOfWork, buyer_id: str, number: str) -> CancellableOrder:
    """The buyer's order if its cancellation can be asked for.

    Raises NotFound for an order the buyer does not have, Conflict when it is not issued or all of it has arrived.
    """
    row = (await uow.conn.execute(_ORDER_OF, {"numbered": number, "of_buyer": buyer_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such order.", field="order", remedy="Give the number of one of your orders.")
    if row.document_status != "issued":
        raise Conflict(
            f"{number} cannot be cancelled: {_status_words(row.document_status)}.",
            field="order",
            remedy="Look at the order for where it stands.",
        )
    lines = (await uow.conn.execute(_LINES_OF, {"of_order": number})).all()
    if lines and all(line.received >= line.quantity for line in lines):
        raise Conflict(
            f"{number} cannot be cancelled: all of it has been received.",
            field="order",
            remedy="Arrange a return with the supplier.",
        )
    return CancellableOrder(number, row.version, _summary(row, [_line_summary(line, row.currency) for line in lines]))


def _status_words(status: str) -> str:
    if status not in get_args(DocumentStatus):
        raise Corrupt(f"An order has the unknown status '{status}'.")
    return {
        "cancel_requested": "its cancellation has been asked for already",
        "cancelled": "it is cancelled already",
        "on_hold": "it is on hold",
        "closed": "it is closed",
    }[status]


def _summary(row: Row[Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "supplier_id": row.supplier_id,
        "supplier": {"zh": row.supplier_zh, "en": row.supplier_en},
        "lines": lines,
        "date": row.requested_date.isoformat(),
        "warehouse_id": row.warehouse_id,
        "warehouse": {"zh": row.place_zh, "en": row.place_en},
        "net": amount_text(row.net),
        "vat": amount_text(row.vat),
        "gross": amount_text(row.gross),
        "currency": row.currency,
    }


def _line_summary(line: Row[Any], currency: str) -> dict[str, Any]:
    return {
        "item_id": line.item_id,
        "part": line.part_no,
        "name": {"zh": line.name_zh, "en": line.name_en},
        "quantity": f"{line.quantity.normalize():f}",
        "unit": line.unit,
        "unit_price": price_text(line.unit_price),
        "currency": currency,
        "vat_rate": f"{line.vat_rate.normalize():f}",
        "price_includes_vat": line.price_includes_vat,
        "net": amount_text(line.net),
        "gross": amount_text(line.gross),
    }
