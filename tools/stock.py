"""The tool that reads stock."""

from pydantic import Field

from procurement.stock import stock_status
from tools.arguments import Arguments, MaybeSaid
from tools.resolve import item_of, place_of
from tools.spec import Question, Tool, ToolContext, ToolResult
from tools.views import stock_view


class StockStatus(Arguments):
    """What is on hand, how long it lasts, what is on order."""

    item: MaybeSaid = Field(None, description="Item as named. Leave out for everything that is in stock.")
    place: MaybeSaid = Field(None, description="Warehouse as named. Leave out for all.")


async def read_stock(ctx: ToolContext, args: StockStatus) -> ToolResult:
    item = None if args.item is None else item_of(ctx.catalogue, args.item)
    if isinstance(item, Question):
        return ToolResult("question", question=item)
    place = None if args.place is None else place_of(ctx.catalogue, args.place)
    if isinstance(place, Question):
        return ToolResult("question", question=place)
    async with ctx.store.read() as uow:
        levels = await stock_status(
            uow, ctx.actor, item_id=item.id if item else None, warehouse_id=place.id if place else None
        )
    sought = {"part": item.part_no if item else None, "place": place.id if place else None}
    return ToolResult("ok", data={"filter": sought, "stock": [stock_view(level) for level in levels]})


STOCK_STATUS = Tool(
    name="stock_status",
    effect="read",
    parameters=StockStatus,
    run=read_stock,
    description="What is in stock, in which warehouse, for how many days, below the reorder point or not, and inbound.",
)
