"""The tool that asks what suppliers can deliver: a promise for a quantity, or what is free week by week."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from pydantic import Field

from procurement.capacity import check_promise, free_capacity, offers
from procurement.entities import Item, Party, SupplierItem
from procurement.money import price_for
from procurement.store import UnitOfWork
from tools.arguments import Arguments, MaybeQuantity, MaybeSaid
from tools.resolve import day_of, item_of, item_option, not_sold, party_option, quantity_of, supplier_of
from tools.spec import Question, Tool, ToolContext, ToolResult
from tools.views import View, name_view, number, price, promise_view

WEEKS = 4
LONGEST_LOOK = 26  # weeks


class CheckSupplierCapacity(Arguments):
    """Can it be delivered, by whom, when, how many. A question only: nothing is ordered or reserved."""

    item: MaybeSaid = Field(None, description="Item as the person named it.")
    supplier: MaybeSaid = Field(None, description="Supplier as named. Leave out to compare all who sell the item.")
    quantity: MaybeQuantity = Field(None, description="How many are in question, in `unit`. Leave out if not said.")
    unit: MaybeSaid = Field(None, description="Unit as said, or a UN/ECE code. Leave out for the item's own unit.")
    date: MaybeSaid = Field(None, description="Latest day of arrival, YYYY-MM-DD. Leave out if not said.")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """``quantity`` in base units; ``supplier`` None compares all."""

    item: Item
    supplier: Party | None
    quantity: Decimal | None
    need_by: dt.date | None


def inquiry_of(ctx: ToolContext, args: CheckSupplierCapacity) -> Inquiry | Question:
    item = item_of(ctx.catalogue, args.item)
    if isinstance(item, Question):
        return item
    unsold = not_sold(item)
    if unsold is not None:
        return unsold
    supplier = None if args.supplier is None else supplier_of(ctx.catalogue, args.supplier, [item.id])
    if isinstance(supplier, Question):
        return supplier
    quantity = None if args.quantity is None else quantity_of(item, args.quantity, args.unit)
    if isinstance(quantity, Question):
        return quantity
    need_by = day_of(args.date, ctx.today)
    if isinstance(need_by, Question):
        return need_by
    return Inquiry(item, supplier, quantity, need_by)


async def check_capacity(ctx: ToolContext, args: CheckSupplierCapacity) -> ToolResult:
    inquiry = inquiry_of(ctx, args)
    if isinstance(inquiry, Question):
        return ToolResult("question", question=inquiry)
    async with ctx.store.read() as uow:
        sellers = list(await offers(uow, ctx.actor, inquiry.item.id))
        asked = [one for one in sellers if inquiry.supplier is None or one.supplier_id == inquiry.supplier.id]
        names = ctx.catalogue.parties_by_id
        if not asked:
            options = tuple(party_option(names[one.supplier_id]) for one in sellers)
            about = item_option(inquiry.item)
            return ToolResult("question", question=Question("supplier", "invalid", args.supplier, options, about))
        views = [await offer_view(uow, ctx, inquiry, one, names[one.supplier_id]) for one in asked]
    item = inquiry.item
    return ToolResult(
        "ok",
        data={
            "part": item.part_no,
            "name": name_view(item.name),
            "unit": item.base_unit,
            "quantity": None if inquiry.quantity is None else number(inquiry.quantity),
            "date": None if inquiry.need_by is None else inquiry.need_by.isoformat(),
            "offers": views,
        },
    )


async def offer_view(uow: UnitOfWork, ctx: ToolContext, inquiry: Inquiry, terms: SupplierItem, supplier: Party) -> View:
    """Terms, free weeks and, for a quantity, the promise. ``available`` is what could arrive by the date asked."""
    promise = None
    if inquiry.quantity is not None:
        promise = await check_promise(
            uow,
            ctx.actor,
            item_id=inquiry.item.id,
            supplier_id=terms.supplier_id,
            quantity=inquiry.quantity,
            need_by=inquiry.need_by,
        )
    weeks = WEEKS
    if inquiry.need_by is not None:
        weeks = min(LONGEST_LOOK, (inquiry.need_by - ctx.today).days // 7 + 1)
    rows = await free_capacity(uow, ctx.actor, inquiry.item.id, terms.supplier_id, weeks=weeks)
    free = [(week, capacity, committed, max(capacity - committed, Decimal(0))) for week, capacity, committed in rows]
    available = None
    if promise is None and inquiry.need_by is not None:
        available = await deliverable(uow, ctx, inquiry, terms)
    return {
        "supplier": supplier.id,
        "supplier_name": name_view(supplier.name),
        "unit_price": price(price_for(terms.price_breaks, inquiry.quantity or terms.minimum_quantity)),
        "currency": terms.currency,
        "minimum_quantity": number(terms.minimum_quantity),
        "order_multiple": number(terms.order_multiple),
        "lead_time_days": terms.lead_time_days,
        "promise": None if promise is None else promise_view(promise),
        "available": None if available is None else number(available),
        "weeks": [
            {
                "week": week.isoformat(),
                "capacity": number(capacity),
                "committed": number(committed),
                "free": number(left),
            }
            for week, capacity, committed, left in free
        ],
    }


async def deliverable(uow: UnitOfWork, ctx: ToolContext, inquiry: Inquiry, terms: SupplierItem) -> Decimal:
    """How much could arrive by the date: the on-time part of a promise for more than the weeks until then can make."""
    weeks = (LONGEST_LOOK + 1) * terms.weekly_capacity + terms.minimum_quantity
    plenty = (weeks // terms.order_multiple + 1) * terms.order_multiple
    promise = await check_promise(
        uow,
        ctx.actor,
        item_id=inquiry.item.id,
        supplier_id=terms.supplier_id,
        quantity=plenty,
        need_by=inquiry.need_by,
    )
    return promise.on_time


CHECK_SUPPLIER_CAPACITY = Tool(
    name="check_supplier_capacity",
    effect="read",
    parameters=CheckSupplierCapacity,
    run=check_capacity,
    description=(
        "Answer whether, when and how much suppliers can deliver of an item, without ordering: prices, minimum, lead "
        "time, free capacity by week, and a promise when a quantity is given. Compares all suppliers if none is named."
    ),
)
