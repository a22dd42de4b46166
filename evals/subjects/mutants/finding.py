"""Mutants that read wrongly: other records than those that were asked for, or less of them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from evals.subjects.mutants.mutant import replaces
from procurement import schema
from procurement.entities import InspectionView, LotView, Name, OrderView, ShipmentView, StockView, Trace
from procurement.store import UnitOfWork


@replaces(
    "tools.resolve.find_order_numbers",
    "procurement.orders.find_order_numbers",
    hint=("foreign", "other-company", "company"),
)
async def foreign_orders_found(find_order_numbers: Any, uow: UnitOfWork, actor: Any, said: str) -> list[str]:
    """Orders of other companies can be read by who knows their number."""
    numbers: list[str] = await find_order_numbers(uow, actor, said)
    order = schema.purchase_order.c
    return numbers or list(await uow.conn.scalars(select(order.number).where(order.number.endswith(said[-5:]))))


@replaces("procurement.shipments._mine", hint=("foreign", "other-company", "company"))
def foreign_shipments_found(mine: Any, actor: Any) -> Any:
    """Shipments of other companies can be followed by who knows their number."""
    return schema.shipment.c.number.is_not(None)


@replaces("tools.shipments.find_shipments", hint=("shipment", "where"))
async def another_shipment_found(find_shipments: Any, uow: UnitOfWork, actor: Any, **sought: Any) -> list[ShipmentView]:
    """Asked for one shipment it tells about another one."""
    meant = {one.number for one in await find_shipments(uow, actor, **sought)}
    everything = await find_shipments(uow, actor)
    return [one for one in everything if one.number not in meant][:1] or everything


@replaces("procurement.shipment_views._view", hint=("delay", "weather", "shipment"))
def delay_hidden(view: Any, *records: Any) -> ShipmentView:
    """That a shipment is late, and why, is left out."""
    shipment: ShipmentView = view(*records)
    smooth = tuple(replace(event, status="in_transit", incident=None, note=None) for event in shipment.events)
    return replace(shipment, status="in_transit", incident=None, events=smooth)


@replaces("procurement.shipment_views._view", hint=("delay", "weather", "shipment"))
def delay_reason_hidden(view: Any, *records: Any) -> ShipmentView:
    """A shipment is said to be late without the reason."""
    shipment: ShipmentView = view(*records)
    return replace(
        shipment, incident=None, events=tuple(replace(event, incident=None, note=None) for event in shipment.events)
    )


@replaces("procurement.shipment_views._view", hint=("shipment", "delay", "late_event"))
def status_of_the_first_event(view: Any, *records: Any) -> ShipmentView:
    """A shipment stands where its first event left it."""
    shipment: ShipmentView = view(*records)
    events = shipment.events[-1:]
    return replace(shipment, status=events[0].status if events else "pending", events=events)


@replaces("tools.lots.trace_lot", hint=("lot", "trace"))
async def lot_of_another_supplier(trace_lot: Any, *asked: Any, **limit: Any) -> Trace:
    """A lot is traced to a supplier who never delivered it."""
    trace: Trace = await trace_lot(*asked, **limit)
    wrong = Name("海糖糖业", "Haitang Sugar")

    def misplaced(lot: LotView) -> LotView:
        return replace(lot, supplier=wrong) if lot.supplier else lot

    return replace(trace, root=misplaced(trace.root), lots=tuple(map(misplaced, trace.lots)))


@replaces("procurement.lot_views._inspection", hint=("lot", "inspect", "confirm"))
def inspector_named_as_confirmer(inspection: Any, *row: Any) -> InspectionView:
    """Who inspected a lot is named as who confirmed the report."""
    view: InspectionView = inspection(*row)
    return replace(view, confirmed_by=view.inspected_by)


@replaces("tools.lots.trace_lot", hint=("lot", "dealer", "forward", "recall"))
async def receivers_left_out(trace_lot: Any, *asked: Any, **limit: Any) -> Trace:
    """Who received goods made of a lot is left out."""
    trace: Trace = await trace_lot(*asked, **limit)
    return replace(trace, deliveries=())


@replaces("procurement.order_views._view", hint=("partial-answer",))
def supplier_answer_hidden(view: Any, *records: Any) -> OrderView:
    """What the supplier answered to an order is left out."""
    order: OrderView = view(*records)
    return replace(order, response=None, response_status="none")


@replaces("procurement.order_views._view", hint=("partly", "partly_shipped"))
def everything_counts_as_received(view: Any, *records: Any) -> OrderView:
    """An order that was delivered in part is said to have arrived."""
    order: OrderView = view(*records)
    lines = tuple(replace(line, shipped=line.quantity, received=line.quantity) for line in order.lines)
    return replace(order, fulfilment="received", lines=lines)


@replaces("procurement.stock._view", hint=("stock",))
def inbound_counted_as_stock(view: Any, *row: Any) -> StockView:
    """Goods that are still on their way count as stock on hand."""
    level: StockView = view(*row)
    return replace(level, on_hand=level.on_hand + level.inbound)


@replaces("procurement.stock._view", hint=("stock", "reorder", "low"))
def shortage_not_seen(view: Any, *row: Any) -> StockView:
    """Stock below its reorder point is said to be enough for a month."""
    level: StockView = view(*row)
    return replace(level, below_reorder_point=False, days_left=Decimal(30))
