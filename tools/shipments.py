"""The tool that locates shipments."""

from pydantic import Field

from procurement.shipments import find_shipments
from tools.arguments import Arguments, MaybeSaid
from tools.resolve import as_number, item_of, order_of, supplier_of
from tools.spec import Question, Tool, ToolContext, ToolResult
from tools.views import shipment_view

LISTED = 10


class FindShipment(Arguments):
    """Where goods are. Give what the person named; with nothing, the shipments now on their way."""

    order: MaybeSaid = Field(None, description="Order number as said, in full or its last digits.")
    shipment: MaybeSaid = Field(None, description="Shipment number, such as SH10042.")
    tracking_number: MaybeSaid = Field(None, description="The carrier's waybill number.")
    item: MaybeSaid = Field(None, description="Shipments that carry this item.")
    supplier: MaybeSaid = Field(None, description="Shipments from this supplier.")


async def find_shipment(ctx: ToolContext, args: FindShipment) -> ToolResult:
    item = None if args.item is None else item_of(ctx.catalogue, args.item)
    if isinstance(item, Question):
        return ToolResult("question", question=item)
    supplier = None if args.supplier is None else supplier_of(ctx.catalogue, args.supplier, [item.id] if item else [])
    if isinstance(supplier, Question):
        return ToolResult("question", question=supplier)
    shipment, tracking_number = as_number(args.shipment), as_number(args.tracking_number)
    async with ctx.store.read() as uow:
        order = None if args.order is None else await order_of(uow, ctx.actor, args.order)
        if isinstance(order, Question):
            return ToolResult("question", question=order)
        shipments = await find_shipments(
            uow,
            ctx.actor,
            order=order,
            shipment=shipment,
            tracking_number=tracking_number,
            item_id=item.id if item else None,
            supplier_id=supplier.id if supplier else None,
            limit=LISTED,
        )
    if not (order or shipment or tracking_number or item or supplier):
        shipments = [one for one in shipments if one.status not in ("delivered", "cancelled")]
    if not shipments and (shipment or tracking_number):
        return ToolResult("question", question=Question("shipment", "unknown", args.shipment or args.tracking_number))
    sought = {
        "order": order,
        "part": item.part_no if item else None,
        "supplier": supplier.id if supplier else None,
    }
    return ToolResult("ok", data={"filter": sought, "shipments": [shipment_view(one) for one in shipments]})


FIND_SHIPMENT = Tool(
    name="find_shipment",
    effect="read",
    parameters=FindShipment,
    run=find_shipment,
    description=(
        "Locate shipments by order, shipment number, waybill, item or supplier: where they are, when they arrive, "
        "and why one is late."
    ),
)
