"""Tools that read purchase orders."""

from typing import Any, get_args

from pydantic import Field

from procurement.entities import OrderFilter
from procurement.orders import find_orders, get_order
from tools.arguments import Arguments, MaybeSaid
from tools.resolve import item_of, order_of, supplier_of
from tools.spec import Question, Tool, ToolContext, ToolResult
from tools.views import order_view

LISTED = 20


class GetOrder(Arguments):
    """Everything about one order: document, the supplier's answer, what has been shipped and received."""

    order: MaybeSaid = Field(None, description="Order number as said, in full or its last digits.")


class FindOrders(Arguments):
    """The company's orders, latest first."""

    status: OrderFilter | None = Field(
        None,
        description=(
            "open: not yet received; late: past their date; unanswered: no answer from the supplier; "
            "waiting_for_buyer: the supplier proposed changes; shipped; received; cancelled. Leave out for all."
        ),
    )
    item: MaybeSaid = Field(None, description="Only orders of this item.")
    supplier: MaybeSaid = Field(None, description="Only orders from this supplier.")


async def read_order(ctx: ToolContext, args: GetOrder) -> ToolResult:
    async with ctx.store.read() as uow:
        number = await order_of(uow, ctx.actor, args.order)
        if isinstance(number, Question):
            return ToolResult("question", question=number)
        return ToolResult("ok", data={"order": order_view(await get_order(uow, ctx.actor, number))})


async def list_orders(ctx: ToolContext, args: FindOrders) -> ToolResult:
    item = None if args.item is None else item_of(ctx.catalogue, args.item)
    if isinstance(item, Question):
        return ToolResult("question", question=item)
    supplier = None if args.supplier is None else supplier_of(ctx.catalogue, args.supplier, [item.id] if item else [])
    if isinstance(supplier, Question):
        return ToolResult("question", question=supplier)
    async with ctx.store.read() as uow:
        orders = await find_orders(
            uow,
            ctx.actor,
            status=args.status,
            item_id=item.id if item else None,
            supplier_id=supplier.id if supplier else None,
            limit=LISTED + 1,
        )
    data: dict[str, Any] = {
        "filter": {
            "status": args.status,
            "part": item.part_no if item else None,
            "supplier": supplier.id if supplier else None,
        },
        "orders": [order_view(order) for order in orders[:LISTED]],
        "more": len(orders) > LISTED,
    }
    return ToolResult("ok", data=data)


GET_ORDER = Tool(
    name="get_order",
    effect="read",
    parameters=GetOrder,
    run=read_order,
    description="Look up one issued order by its number: lines, status, the supplier's answer, deliveries.",
)

FIND_ORDERS = Tool(
    name="find_orders",
    effect="read",
    parameters=FindOrders,
    run=list_orders,
    description=f"List orders, by status ({', '.join(get_args(OrderFilter))}), item or supplier; all may be left out.",
)
