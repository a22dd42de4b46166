"""Orders in full, many at a time: a fixed number of queries however many orders there are."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, exists, func, not_, select

from procurement.entities import Name, OrderLineView, OrderView, ResponseLineView, ResponseView
from procurement.fulfilment import fulfilment
from procurement.schema import (
    contact,
    goods_receipt,
    item,
    order_line,
    order_response,
    order_response_line,
    party,
    purchase_order,
    shipment,
    shipment_line,
    tracking_event,
    warehouse,
)
from procurement.store import UnitOfWork

LineKey = tuple[str, int]  # order number, line number

# Statements are built once: building one takes longer than running it.
_NUMBERS: BindParameter[Sequence[str]] = bindparam("numbers", expanding=True)
_buyer, _supplier = party.alias("buyer"), party.alias("supplier")
_HEADS = (
    select(
        purchase_order,
        _buyer.c.name_zh.label("buyer_zh"),
        _buyer.c.name_en.label("buyer_en"),
        _supplier.c.name_zh.label("supplier_zh"),
        _supplier.c.name_en.label("supplier_en"),
        warehouse.c.name_zh.label("warehouse_zh"),
        warehouse.c.name_en.label("warehouse_en"),
        contact.c.name_zh.label("issuer_zh"),
        contact.c.name_en.label("issuer_en"),
    )
    .join(_buyer, _buyer.c.id == purchase_order.c.buyer_id)
    .join(_supplier, _supplier.c.id == purchase_order.c.supplier_id)
    .join(warehouse, warehouse.c.id == purchase_order.c.warehouse_id)
    .join(contact, contact.c.id == purchase_order.c.issued_by)
    .where(purchase_order.c.number.in_(_NUMBERS))
)
_LINES = (
    select(order_line, item.c.part_no, item.c.name_zh, item.c.name_en)
    .join(item, item.c.id == order_line.c.item_id)
    .where(order_line.c.order_number.in_(_NUMBERS))
    .order_by(order_line.c.order_number, order_line.c.line_no)
)
_CANCELLED = exists().where(
    tracking_event.c.shipment_number == shipment_line.c.shipment_number, tracking_event.c.status == "cancelled"
)
_SHIPPED = (
    select(
        shipment_line.c.order_number,
        shipment_line.c.order_line_no,
        func.sum(shipment_line.c.quantity).label("quantity"),
    )
    .where(shipment_line.c.order_number.in_(_NUMBERS), not_(_CANCELLED))
    .group_by(shipment_line.c.order_number, shipment_line.c.order_line_no)
)
_RECEIVED = (
    select(
        goods_receipt.c.order_number,
        goods_receipt.c.order_line_no,
        func.sum(goods_receipt.c.received).label("quantity"),
    )
    .where(goods_receipt.c.order_number.in_(_NUMBERS))
    .group_by(goods_receipt.c.order_number, goods_receipt.c.order_line_no)
)
_SHIPMENTS = (
    select(shipment_line.c.order_number, shipment.c.number)
    .join(shipment, shipment.c.number == shipment_line.c.shipment_number)
    .where(shipment_line.c.order_number.in_(_NUMBERS))
    .order_by(shipment.c.created_at, shipment.c.number)
    .distinct()
)
_RESPONSES = (
    select(order_response, contact.c.name_zh, contact.c.name_en)
    .join(contact, contact.c.id == order_response.c.responded_by)
    .where(order_response.c.order_number.in_(_NUMBERS))
    .order_by(order_response.c.responded_at, order_response.c.id)
)
_RESPONSE_LINES = (
    select(order_response_line)
    .where(order_response_line.c.response_id.in_(bindparam("responses", expanding=True)))
    .order_by(order_response_line.c.response_id, order_response_line.c.line_no, order_response_line.c.part)
)


async def views(uow: UnitOfWork, numbers: Sequence[str]) -> list[OrderView]:
    """The orders with these numbers, in this order. What the Actor may see has been decided before."""
    if not numbers:
        return []
    heads = {row.number: row for row in await uow.conn.execute(_HEADS, {"numbers": numbers})}
    lines = await _lines(uow, numbers)
    responses = await _responses(uow, numbers)
    shipments = await _shipments(uow, numbers)
    return [_view(uow, heads[one], lines[one], responses.get(one), shipments[one]) for one in numbers]


async def _lines(uow: UnitOfWork, numbers: Sequence[str]) -> dict[str, list[OrderLineView]]:
    rows = (await uow.conn.execute(_LINES, {"numbers": numbers})).all()
    shipped, received = await _shipped(uow, numbers), await _received(uow, numbers)
    lines: dict[str, list[OrderLineView]] = defaultdict(list)
    for row in rows:
        key = (row.order_number, row.line_no)
        lines[row.order_number].append(
            OrderLineView(
                line_no=row.line_no,
                item_id=row.item_id,
                part_no=row.part_no,
                name=Name(row.name_zh, row.name_en),
                quantity=row.quantity,
                unit=row.unit,
                unit_price=row.unit_price,
                net=row.net,
                gross=row.gross,
                shipped=shipped.get(key, Decimal(0)),
                received=received.get(key, Decimal(0)),
            )
        )
    return lines


async def _shipped(uow: UnitOfWork, numbers: Sequence[str]) -> dict[LineKey, Decimal]:
    """What was sent of each line; a cancelled shipment sent nothing."""
    rows = await uow.conn.execute(_SHIPPED, {"numbers": numbers})
    return {(row.order_number, row.order_line_no): row.quantity for row in rows}


async def _received(uow: UnitOfWork, numbers: Sequence[str]) -> dict[LineKey, Decimal]:
    rows = await uow.conn.execute(_RECEIVED, {"numbers": numbers})
    return {(row.order_number, row.order_line_no): row.quantity for row in rows}


async def _shipments(uow: UnitOfWork, numbers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Shipment numbers of each order, the first sent first."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in await uow.conn.execute(_SHIPMENTS, {"numbers": numbers}):
        found[row.order_number] += (row.number,)
    return found


async def _responses(uow: UnitOfWork, numbers: Sequence[str]) -> dict[str, ResponseView]:
    """The head of the latest response of each order, and for each line what the supplier said of it last."""
    heads = (await uow.conn.execute(_RESPONSES, {"numbers": numbers})).all()
    lines: dict[str, list[Row[Any]]] = defaultdict(list)
    if heads:
        for row in await uow.conn.execute(_RESPONSE_LINES, {"responses": [head.id for head in heads]}):
            lines[row.response_id].append(row)
    return {
        number: _response(uow, [head for head in heads if head.order_number == number], lines)
        for number in {head.order_number for head in heads}
    }


def _response(uow: UnitOfWork, heads: Sequence[Row[Any]], lines: dict[str, list[Row[Any]]]) -> ResponseView:
    said: dict[int, list[ResponseLineView]] = {}
    for head in heads:
        of_this: dict[int, list[ResponseLineView]] = defaultdict(list)
        for row in lines[head.id]:
            view = ResponseLineView(row.line_no, row.part, row.code, row.quantity, row.promised_date, row.unit_price)
            of_this[row.line_no].append(view)
        said |= of_this
    latest = heads[-1]
    return ResponseView(
        code=latest.code,
        responded_by=Name(latest.name_zh, latest.name_en),
        responded_at=uow.local(latest.responded_at),
        note=latest.note,
        lines=tuple(view for line_no in sorted(said) for view in said[line_no]),
    )


def _view(
    uow: UnitOfWork,
    head: Row[Any],
    lines: Sequence[OrderLineView],
    response: ResponseView | None,
    shipments: tuple[str, ...],
) -> OrderView:
    return OrderView(
        number=head.number,
        version=head.version,
        buyer_id=head.buyer_id,
        buyer=Name(head.buyer_zh, head.buyer_en),
        supplier_id=head.supplier_id,
        supplier=Name(head.supplier_zh, head.supplier_en),
        document_status=head.document_status,
        response_status=head.response_status,
        fulfilment=fulfilment([(line.quantity, line.shipped, line.received) for line in lines]),
        currency=head.currency,
        requested_date=head.requested_date,
        warehouse_id=head.warehouse_id,
        warehouse=Name(head.warehouse_zh, head.warehouse_en),
        net=head.net,
        vat=head.vat,
        gross=head.gross,
        issued_by=Name(head.issuer_zh, head.issuer_en),
        issued_at=uow.local(head.issued_at),
        lines=tuple(lines),
        response=response,
        shipments=shipments,
    )
