"""The tool that traces lots."""

from pydantic import Field

from procurement.entities import Direction
from procurement.errors import NotFound
from procurement.lots import trace_lot
from tools.arguments import Arguments, MaybeSaid
from tools.resolve import as_number
from tools.spec import Question, Tool, ToolContext, ToolResult
from tools.views import trace_view

LOTS = 1000  # a chat answer; beyond it the result says that it is cut off


class TraceLot(Arguments):
    """A lot's history: backward to supplier, delivery, inspection; forward to what it went into and who received it."""

    lot: MaybeSaid = Field(None, description="Lot number, such as L20261101.")
    direction: Direction = Field(
        "both", description="backward: where it came from; forward: where it went; both if the person did not say."
    )


async def trace(ctx: ToolContext, args: TraceLot) -> ToolResult:
    lot_no = as_number(args.lot)
    if lot_no is None:
        return ToolResult("question", question=Question("lot", "missing"))
    async with ctx.store.read() as uow:
        try:
            found = await trace_lot(uow, ctx.actor, lot_no, args.direction, limit=LOTS)
        except NotFound:
            return ToolResult("question", question=Question("lot", "unknown", args.lot))
    return ToolResult("ok", data={"trace": trace_view(found)})


TRACE_LOT = Tool(
    name="trace_lot",
    effect="read",
    parameters=TraceLot,
    run=trace,
    description=(
        "Trace a lot: which supplier, when delivered, who inspected it and who confirmed the report; and forward, "
        "which lots it went into and which dealers received those."
    ),
)
