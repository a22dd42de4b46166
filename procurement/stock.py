"""Stock of the Actor's company: what is on hand, how long it lasts, what is on its way in."""

from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, func, select

from procurement.actor import Actor
from procurement.entities import Name, StockView
from procurement.schema import goods_receipt, item, order_line, purchase_order, stock_level, warehouse
from procurement.store import UnitOfWork

StockKey = tuple[str, str]  # item id, warehouse id
KEPT = 256  # statements; building one takes longer than running it


async def stock_status(
    uow: UnitOfWork, actor: Actor, *, item_id: str | None = None, warehouse_id: str | None = None
) -> list[StockView]:
    """The stock levels that fit, by item and warehouse; empty for what the Actor's company does not own.

    ``inbound`` is ordered, neither rejected nor being cancelled, and not received yet.
    """
    rows = (await uow.conn.execute(_levels(actor.party_id, item_id, warehouse_id))).all()
    inbound = await _inbound(uow, actor, item_id) if rows else {}
    return [_view(row, inbound.get((row.item_id, row.warehouse_id), Decimal(0))) for row in rows]


@lru_cache(maxsize=KEPT)
def _levels(party_id: str, item_id: str | None, warehouse_id: str | None) -> Select[Any]:
    query = (
        select(
            stock_level,
            item.c.part_no,
            item.c.name_zh,
            item.c.name_en,
            item.c.base_unit,
            warehouse.c.name_zh.label("warehouse_zh"),
            warehouse.c.name_en.label("warehouse_en"),
        )
        .join(item, item.c.id == stock_level.c.item_id)
        .join(warehouse, warehouse.c.id == stock_level.c.warehouse_id)
        .where(warehouse.c.party_id == party_id, item.c.party_id == party_id)
        .order_by(item.c.part_no, warehouse.c.id)
    )
    if item_id is not None:
        query = query.where(stock_level.c.item_id == item_id)
    return query if warehouse_id is None else query.where(stock_level.c.warehouse_id == warehouse_id)


async def _inbound(uow: UnitOfWork, actor: Actor, item_id: str | None) -> dict[StockKey, Decimal]:
    rows = await uow.conn.execute(_still_to_come(actor.party_id, item_id))
    return {(row.item_id, row.warehouse_id): row.quantity for row in rows}


@lru_cache(maxsize=KEPT)
def _still_to_come(party_id: str, item_id: str | None) -> Select[Any]:
    order, line, receipt = purchase_order.c, order_line.c, goods_receipt.c
    received = (
        select(func.coalesce(func.sum(receipt.received), 0))
        .where(receipt.order_number == line.order_number, receipt.order_line_no == line.line_no)
        .scalar_subquery()
    )
    still_to_come = func.sum(func.max(line.quantity - received, 0), type_=line.quantity.type)
    query = (
        select(line.item_id, order.warehouse_id, still_to_come.label("quantity"))
        .select_from(purchase_order.join(order_line, line.order_number == order.number))
        .where(
            order.buyer_id == party_id,
            order.document_status.in_(("issued", "on_hold")),
            order.response_status != "rejected",
        )
        .group_by(line.item_id, order.warehouse_id)
    )
    if item_id is not None:
        query = query.where(line.item_id.concat("") == item_id)  # along the open orders, not the lines of the item
    return query


def _view(row: Row[Any], inbound: Decimal) -> StockView:
    return StockView(
        item_id=row.item_id,
        part_no=row.part_no,
        name=Name(row.name_zh, row.name_en),
        unit=row.base_unit,
        warehouse_id=row.warehouse_id,
        warehouse=Name(row.warehouse_zh, row.warehouse_en),
        on_hand=row.on_hand,
        reorder_point=row.reorder_point,
        daily_use=row.daily_use,
        days_left=days_left(row.on_hand, row.daily_use),
        below_reorder_point=row.on_hand < row.reorder_point,
        inbound=inbound,
    )


def days_left(on_hand: Decimal, daily_use: Decimal) -> Decimal | None:
    """Days the stock lasts, to a tenth and never rounded up; None without a daily use."""
    if daily_use <= 0:
        return None
    return (on_hand / daily_use).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
