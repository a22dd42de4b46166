"""Tools that propose to order or to cancel. They only ever make Drafts; a decision executes them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import Field

from procurement.actor import Actor
from procurement.drafts import draft_cancellation, draft_order, latest_drafts
from procurement.entities import Draft, Item, LineRequest, OrderRequest, Warehouse
from procurement.errors import Conflict, NotAllowed, NotFound
from procurement.orders import get_order
from procurement.store import UnitOfWork
from tools.arguments import LINE_COUNT, Arguments, MaybeQuantity, MaybeSaid
from tools.choice import Share, Wanted, choose_suppliers
from tools.resolve import day_of, delivery_place, item_of, not_sold, order_of, party_option, quantity_of
from tools.spec import Question, Tool, ToolContext, ToolResult
from tools.views import number, order_view

REPLACEABLE = ("open", "pending_approval", "executed")


class CreateOrderLine(Arguments):
    item: MaybeSaid = Field(None, description="Item as the person named it: part number, name or nickname.")
    quantity: MaybeQuantity = Field(None, description="How many, in `unit`, exactly as said. Leave out if not said.")
    unit: MaybeSaid = Field(
        None,
        description="Unit as said (件, 箱, box, kg, 吨 ...) or a UN/ECE code. Leave out for the item's own unit.",
    )


class CreateOrder(Arguments):
    """Propose a purchase order. Nothing is ordered until the person confirms the draft it returns."""

    lines: list[CreateOrderLine] = Field(
        default_factory=list, max_length=LINE_COUNT, description="One entry for each item wanted."
    )
    supplier: MaybeSaid = Field(None, description="Supplier as named. Leave out if the person named none.")
    date: MaybeSaid = Field(
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
    """A create_order call with every name resolved except the suppliers. ``asked``: quantities said in another unit
    than the item's own, [{part, quantity, unit}]."""

    lines: tuple[Wanted, ...]
    place: Warehouse
    need_by: dt.date | None
    asked: tuple[dict[str, Any], ...]


def require_authority(actor: Actor) -> None:
    if actor.party_kind != "buyer":
        raise NotAllowed(
            "Only the buying company places and cancels orders.", field="actor", remedy="Ask the buyer to do it."
        )
    if actor.order_limit is None:
        raise NotAllowed(
            "You do not have the authority to order.", field="actor", remedy="Ask a buyer of your company to do it."
        )


def wish_of(ctx: ToolContext, args: CreateOrder) -> Wish | Question:
    """What is missing is asked in this order: item, quantity, date, place."""
    wanted: dict[str, Wanted] = {}
    asked: list[dict[str, Any]] = []
    items = [item_of(ctx.catalogue, line.item) for line in args.lines] or [Question("item", "missing")]
    for item in items:
        if isinstance(item, Question):
            return item
        unsold = not_sold(item)
        if unsold is not None:
            return unsold
    for line, item in zip(args.lines, items, strict=True):
        assert isinstance(item, Item)
        quantity = quantity_of(item, line.quantity, line.unit)
        if isinstance(quantity, Question):
            return quantity
        if line.quantity is not None and line.unit is not None and line.quantity != quantity:
            asked.append({"part": item.part_no, "quantity": number(line.quantity), "unit": line.unit})
        already = wanted[item.id].quantity if item.id in wanted else Decimal(0)
        wanted[item.id] = Wanted(item, already + quantity)
    need_by = day_of(args.date, ctx.today)
    if isinstance(need_by, Question):
        return need_by
    place = delivery_place(ctx.catalogue, args.place)
    if isinstance(place, Question):
        return place
    return Wish(tuple(wanted.values()), place, need_by, tuple(asked) if len(wanted) == len(args.lines) else ())


async def create_order(ctx: ToolContext, args: CreateOrder) -> ToolResult:
    require_authority(ctx.actor)
    wish = wish_of(ctx, args)
    if isinstance(wish, Question):
        return ToolResult("question", question=wish)
    data: dict[str, Any] = {"asked": list(wish.asked), "earliest": wish.need_by is None}
    drafts: list[Draft] = []
    superseded: list[str] = []
    async with ctx.store.begin() as uow:
        earlier = await latest_drafts(uow, ctx.actor, ctx.conversation_id)
        made = [draft for draft in earlier if is_of_call(draft, ctx.call_key)]
        if made:
            return ToolResult("ok", data=data, drafts=tuple(made))
        if args.replaces is not None:
            require_replaceable(earlier, args.replaces)
        shares = await choose_suppliers(uow, ctx, wish.lines, args.supplier, wish.need_by, args.replaces)
        if isinstance(shares, Question):
            return ToolResult("question", question=shares)
        named = ctx.catalogue.find_supplier(args.supplier).found if args.supplier else None
        if named is not None and len(shares) > 1:
            data["named"] = party_option(named)  # who does not sell all of it: the reply says so
        for part, share in enumerate(shares, start=1):
            request = order_request(wish, share)
            taken = args.replaces if part == 1 else None
            taken = taken or obsolete(earlier, ctx.call_key, request, superseded)
            key = ctx.call_key if len(shares) == 1 else f"{ctx.call_key}:{part}"
            drafts.append(await propose(uow, ctx, key, request, taken))
            superseded += [taken] if taken else []
        await uow.commit()
    return ToolResult("ok", data=data, drafts=tuple(drafts), superseded=tuple(superseded))


def is_of_call(draft: Draft, call_key: str) -> bool:
    return draft.proposal_key == call_key or draft.proposal_key.startswith(f"{call_key}:")


def require_replaceable(drafts: list[Draft], draft_id: str) -> None:
    """A draft of this conversation that still waits; of one that was executed the service tells what it became."""
    if not any(draft.id == draft_id and draft.status in REPLACEABLE for draft in drafts):
        raise NotFound(
            "There is no such open draft in this conversation.",
            field="replaces",
            remedy="Leave `replaces` out to propose a new order.",
        )


def order_request(wish: Wish, share: Share) -> OrderRequest:
    supplier, lines = share
    return OrderRequest(
        supplier_id=supplier.id,
        lines=tuple(LineRequest(line.item.id, line.quantity) for line in lines),
        need_by=wish.need_by,
        warehouse_id=wish.place.id,
    )


async def propose(uow: UnitOfWork, ctx: ToolContext, key: str, request: OrderRequest, taken: str | None) -> Draft:
    return await draft_order(
        uow,
        ctx.actor,
        conversation_id=ctx.conversation_id,
        proposal_key=key,
        request=request,
        replaces=taken,
    )


def obsolete(drafts: list[Draft], call_key: str, request: OrderRequest, gone: list[str]) -> str | None:
    """The open draft that ``request`` says anew: same supplier, an item in common. Within one turn the same goods may
    be wanted at two places or dates, so there those have to agree as well."""
    turn = call_key.rpartition(":")[0]
    items = {line.item_id for line in request.lines}
    for draft in reversed(drafts):
        command = draft.command
        if draft.tool != "create_order" or draft.status != "open" or draft.id in gone:
            continue
        if draft.proposal_key.startswith(f"{turn}:"):
            if command["warehouse_id"] != request.warehouse_id:
                continue
            if request.need_by is not None and command["date"] != request.need_by.isoformat():
                continue
        if command["supplier_id"] == request.supplier_id and items & {line["item_id"] for line in command["lines"]}:
            return draft.id
    return None


async def cancel_order(ctx: ToolContext, args: CancelOrder) -> ToolResult:
    require_authority(ctx.actor)
    async with ctx.store.begin() as uow:
        order = await order_of(uow, ctx.actor, args.order)
        if isinstance(order, Question):
            return ToolResult("question", question=order)
        for draft in await latest_drafts(uow, ctx.actor, ctx.conversation_id):
            if draft.tool == "cancel_order" and draft.status == "open" and draft.command["order_number"] == order:
                return ToolResult("ok", drafts=(draft,))  # asked twice: one question is enough
        view = await get_order(uow, ctx.actor, order)
        if view.document_status != "issued":
            return ToolResult("refused", data={**not_cancellable(order).as_dict(), "order": order_view(view)})
        draft = await draft_cancellation(
            uow,
            ctx.actor,
            conversation_id=ctx.conversation_id,
            proposal_key=ctx.call_key,
            order_number=order,
        )
        await uow.commit()
    return ToolResult("ok", drafts=(draft,))


def not_cancellable(order: str) -> Conflict:
    return Conflict(f"{order} is not open for cancelling.", field="order", remedy="Its status says why.")


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
