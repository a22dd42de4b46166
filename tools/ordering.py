"""Tools that propose to order or to cancel. They only ever make Drafts; a decision executes them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import Field

from procurement.actor import Actor
from procurement.drafts import draft_cancellation, draft_order, drafts_of
from procurement.entities import Draft, Item, LineRequest, OrderRequest, Party, Warehouse
from procurement.errors import InvalidInput, NotAllowed
from procurement.store import UnitOfWork
from tools.arguments import LINE_COUNT, Arguments, MaybeDate, MaybeQuantity, MaybeSaid
from tools.choice import Wanted, choose_suppliers
from tools.resolve import delivery_place, item_of, order_of, quantity_of
from tools.spec import Question, Tool, ToolContext, ToolResult
from tools.views import number

DATE_HORIZON = dt.timedelta(days=730)  # a date beyond it is a slip


class CreateOrderLine(Arguments):
    item: MaybeSaid = Field(None, description="Item as the person named it: part number, name or nickname.")
    quantity: MaybeQuantity = Field(None, description="How many, in `unit`, exactly as said. Leave out if not said.")
    unit: MaybeSaid = Field(
        None,
        description="Unit as said (piece, 件, 箱, box, kg, 吨, 斤 ...) or a UN/ECE code. Leave out for the item's own unit.",
    )


class CreateOrder(Arguments):
    """Propose a purchase order. Nothing is ordered until the person confirms the draft it returns."""

    lines: list[CreateOrderLine] = Field(
        default_factory=list, max_length=LINE_COUNT, description="One entry for each item wanted."
    )
    supplier: MaybeSaid = Field(None, description="Supplier as named. Leave out if the person named none.")
    date: MaybeDate = Field(
        None, description="Latest day of arrival, YYYY-MM-DD. Leave out if none was said: then the earliest possible."
    )
    place: MaybeSaid = Field(None, description="Delivery place as named. Leave out for the person's usual one.")
    replaces: MaybeSaid = Field(
        None, description="Id of the open draft that this one corrects. Give the whole order, not only the change."
    )


class CancelOrder(Arguments):
    """Propose to cancel an issued order. Nothing is asked of the supplier until the person confirms."""

    order: MaybeSaid = Field(None, description="Order number as said, in full or its last digits.")


@dataclass(frozen=True, slots=True)
class Wish:
    """A create_order call with every name resolved except the suppliers."""

    lines: tuple[Wanted, ...]
    place: Warehouse
    need_by: dt.date | None


def require_buyer(actor: Actor) -> None:
    if actor.party_kind != "buyer":
        raise NotAllowed(
            "Only people of the buying company place orders.",
            field="actor",
            remedy="Ask the buyer to place the order; a supplier answers orders instead.",
        )


def refuse_produced(item: Item) -> None:
    if item.produced:
        raise InvalidInput(
            f"{item.name.en} ({item.part_no}) is made in-house; no supplier sells it.",
            field="item",
            remedy="Order its raw materials, or ask production planning.",
        )


def merged(lines: list[Wanted]) -> tuple[Wanted, ...]:
    """One line an item: an item named twice is wanted as often."""
    by_item: dict[str, Wanted] = {}
    for line in lines:
        earlier = by_item.get(line.item.id)
        by_item[line.item.id] = line if earlier is None else Wanted(line.item, earlier.quantity + line.quantity)
    return tuple(by_item.values())


def wish_of(ctx: ToolContext, args: CreateOrder) -> Wish | Question:
    """The first thing that is missing is asked first: item, quantity, date, place."""
    items: list[Item] = []
    for line in args.lines or [CreateOrderLine()]:
        item = item_of(ctx.catalogue, line.item)
        if isinstance(item, Question):
            return item
        refuse_produced(item)
        items.append(item)
    wanted: list[Wanted] = []
    for line, item in zip(args.lines, items, strict=True):
        quantity = quantity_of(item, line.quantity, line.unit)
        if isinstance(quantity, Question):
            return quantity
        wanted.append(Wanted(item, quantity))
    if args.date is not None and not ctx.today <= args.date <= ctx.today + DATE_HORIZON:
        return Question("date", "invalid", args.date.isoformat())
    place = delivery_place(ctx.catalogue, args.place)
    if isinstance(place, Question):
        return place
    return Wish(merged(wanted), place, args.date)


async def create_order(ctx: ToolContext, args: CreateOrder) -> ToolResult:
    require_buyer(ctx.actor)
    wish = wish_of(ctx, args)
    if isinstance(wish, Question):
        return ToolResult("question", question=wish)
    async with ctx.store.read() as uow:
        shares = await choose_suppliers(uow, ctx, wish.lines, args.supplier, wish.need_by, args.replaces)
    if isinstance(shares, Question):
        return ToolResult("question", question=shares)
    async with ctx.store.begin() as uow:
        drafts, superseded = await propose(uow, ctx, wish, shares, args.replaces)
        await uow.commit()
    data: dict[str, Any] = {"asked": asked(args, wish), "earliest": wish.need_by is None}
    return ToolResult("ok", data=data, drafts=tuple(drafts), superseded=tuple(superseded))


def asked(args: CreateOrder, wish: Wish) -> list[dict[str, Any]]:
    """How the quantities were said, for lines said in another unit than the item's own."""
    units = {line.item.part_no: line.item for line in wish.lines}
    said = []
    if len(args.lines) == len(wish.lines):
        for line, (part, item) in zip(args.lines, units.items(), strict=True):
            if line.quantity is not None and line.unit is not None and line.unit != item.base_unit:
                said.append({"part": part, "quantity": number(line.quantity), "unit": line.unit})
    return said


async def propose(
    uow: UnitOfWork,
    ctx: ToolContext,
    wish: Wish,
    shares: list[tuple[Party, tuple[Wanted, ...]]],
    replaces: str | None,
) -> tuple[list[Draft], list[str]]:
    """One draft a supplier. Each replaces the draft named, or the open one it makes obsolete; the ids of those replaced
    come second."""
    earlier = await drafts_of(uow, ctx.actor, ctx.conversation_id)
    drafts: list[Draft] = []
    superseded: list[str] = []
    for part, (supplier, lines) in enumerate(shares, start=1):
        request = OrderRequest(
            supplier_id=supplier.id,
            lines=tuple(LineRequest(line.item.id, line.quantity) for line in lines),
            need_by=wish.need_by,
            warehouse_id=wish.place.id,
        )
        taken = replaces if part == 1 and replaces else obsolete(earlier, ctx.call_key, request, superseded)
        draft = await draft_order(
            uow,
            ctx.actor,
            conversation_id=ctx.conversation_id,
            proposal_key=ctx.call_key if len(shares) == 1 else f"{ctx.call_key}:{part}",
            request=request,
            replaces=taken,
        )
        drafts.append(draft)
        if taken is not None:
            superseded.append(taken)
    return drafts, superseded


def obsolete(drafts: list[Draft], call_key: str, request: OrderRequest, gone: list[str]) -> str | None:
    """The open draft that ``request`` says anew: same supplier, an item in common. Within one turn the same goods may be
    wanted at two places or dates, so there those have to agree as well."""
    turn = call_key.rpartition(":")[0]
    items = {line.item_id for line in request.lines}
    for draft in reversed(drafts):
        command = draft.command
        if draft.tool != "create_order" or draft.status != "open" or draft.id in gone:
            continue
        if f"{draft.proposal_key}:".startswith(f"{call_key}:"):
            continue
        same_turn = draft.proposal_key.startswith(f"{turn}:")
        if same_turn and command["warehouse_id"] != request.warehouse_id:
            continue
        if same_turn and request.need_by is not None and command["date"] != request.need_by.isoformat():
            continue
        if command["supplier_id"] == request.supplier_id and items & {line["item_id"] for line in command["lines"]}:
            return draft.id
    return None


async def cancel_order(ctx: ToolContext, args: CancelOrder) -> ToolResult:
    require_buyer(ctx.actor)
    async with ctx.store.begin() as uow:
        number_or_question = await order_of(uow, ctx.actor, args.order)
        if isinstance(number_or_question, Question):
            return ToolResult("question", question=number_or_question)
        draft = await draft_cancellation(
            uow,
            ctx.actor,
            conversation_id=ctx.conversation_id,
            proposal_key=ctx.call_key,
            order_number=number_or_question,
        )
        await uow.commit()
    return ToolResult("ok", drafts=(draft,))


CREATE_ORDER = Tool(
    name="create_order",
    effect="write",
    parameters=CreateOrder,
    run=create_order,
    description=(
        "Propose a purchase order, also to correct one that is still open (then give `replaces`). Call it once for the "
        "whole order, with whatever was said; the tool asks for what is missing. It checks prices and the supplier's "
        "capacity and returns a draft with its promise. Nothing is ordered until the person says yes to that draft."
    ),
)

CANCEL_ORDER = Tool(
    name="cancel_order",
    effect="write",
    parameters=CancelOrder,
    run=cancel_order,
    description=(
        "Propose to cancel an order that has been issued. Returns a draft; nothing is sent until the person says yes. "
        "Not for a draft that is still open: the person declines that one in words."
    ),
)
