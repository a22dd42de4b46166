"""REST, read side: orders, shipments, lots and stock as the caller may see them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from procurement import lots, orders, shipments, stock
from procurement.actor import Actor
from procurement.catalogue import Catalogue, load_catalogue
from procurement.entities import Direction, Item, OrderFilter, Party, Warehouse
from procurement.errors import InvalidInput, NotFound
from procurement.store import UnitOfWork
from server import shapes
from server.service import Caller, Limit, Said, Served
from tools.resolve import as_number, item_of, place_of, supplier_of
from tools.spec import Question
from tools.views import order_view, shipment_view, stock_view, trace_view

router = APIRouter(prefix="/api", tags=["records"])

View = dict[str, Any]
TRACED_LOTS = 5000


@router.get("/orders", response_model=list[shapes.Order])
async def list_orders(
    served: Served,
    actor: Caller,
    status: OrderFilter | None = None,
    item: Annotated[Said | None, Query(description="A part number or name.")] = None,
    supplier: Annotated[Said | None, Query(description="A supplier's id or name.")] = None,
    limit: Limit = 50,
) -> list[View]:
    """Orders, latest first."""
    async with served.store.read() as uow:
        item_id, supplier_id = await named(uow, actor, item, supplier)
        found = await orders.find_orders(
            uow, actor, status=status, item_id=item_id, supplier_id=supplier_id, limit=limit
        )
    return [order_view(order) for order in found]


@router.get("/orders/{number}", response_model=shapes.Order)
async def read_order(served: Served, actor: Caller, number: Said) -> View:
    """One order, by its number or the number's last digits."""
    async with served.store.read() as uow:
        numbers = await orders.find_order_numbers(uow, actor, number)
        if len(numbers) > 1:
            raise InvalidInput(
                f"Several orders end in {number}: {', '.join(numbers[:5])}.",
                field="number",
                remedy="Give the whole number.",
            )
        return order_view(await orders.get_order(uow, actor, numbers[0] if numbers else number))


@router.get("/shipments", response_model=list[shapes.Shipment])
async def list_shipments(
    served: Served,
    actor: Caller,
    order: Said | None = None,
    tracking_number: Said | None = None,
    item: Said | None = None,
    supplier: Said | None = None,
    limit: Limit = 50,
) -> list[View]:
    """Shipments: those on their way first, then the latest."""
    async with served.store.read() as uow:
        item_id, supplier_id = await named(uow, actor, item, supplier)
        found = await shipments.find_shipments(
            uow,
            actor,
            order=as_number(order),
            tracking_number=as_number(tracking_number),
            item_id=item_id,
            supplier_id=supplier_id,
            limit=limit,
        )
    return [shipment_view(shipment) for shipment in found]


@router.get("/shipments/{number}", response_model=shapes.Shipment)
async def read_shipment(served: Served, actor: Caller, number: Said) -> View:
    """One shipment with its tracking events, latest first."""
    async with served.store.read() as uow:
        found = await shipments.find_shipments(uow, actor, shipment=as_number(number), limit=1)
    if not found:
        raise NotFound(f"No shipment {number}.", field="number", remedy="Look it up in /api/shipments.")
    return shipment_view(found[0])


@router.get("/lots/{lot_no}/trace", response_model=shapes.LotTrace)
async def trace_lot(served: Served, actor: Caller, lot_no: Said, direction: Direction = "both") -> View:
    """Where a lot came from (backward) and what it went into (forward), with the deliveries of those lots."""
    async with served.store.read() as uow:
        return trace_view(await lots.trace_lot(uow, actor, as_number(lot_no) or lot_no, direction, limit=TRACED_LOTS))


@router.get("/stock", response_model=list[shapes.Stock])
async def list_stock(served: Served, actor: Caller, item: Said | None = None, place: Said | None = None) -> list[View]:
    """What is on hand, for how long, and what is on order."""
    async with served.store.read() as uow:
        catalogue = await load_catalogue(uow, actor)
        warehouse = None if place is None else resolved(place_of(catalogue, place), "place")
        item_id = named_item(catalogue, item)
        assert warehouse is None or isinstance(warehouse, Warehouse)
        found = await stock.stock_status(uow, actor, item_id=item_id, warehouse_id=warehouse.id if warehouse else None)
    return [stock_view(level) for level in found]


async def named(uow: UnitOfWork, actor: Actor, item: str | None, supplier: str | None) -> tuple[str | None, str | None]:
    """The ids of an item and a supplier from what was said. Raises InvalidInput when one is unknown or ambiguous."""
    if item is None and supplier is None:
        return None, None
    catalogue = await load_catalogue(uow, actor)
    item_id = named_item(catalogue, item)
    if supplier is None:
        return item_id, None
    party = resolved(supplier_of(catalogue, supplier, [item_id] if item_id else []), "supplier")
    assert isinstance(party, Party)
    return item_id, party.id


def named_item(catalogue: Catalogue, said: str | None) -> str | None:
    if said is None:
        return None
    item = resolved(item_of(catalogue, said), "item")
    assert isinstance(item, Item)
    return item.id


def resolved(found: Item | Party | Warehouse | Question, field: str) -> Item | Party | Warehouse:
    if not isinstance(found, Question):
        return found
    options = ", ".join(str(option["value"]) for option in found.options[:5])
    raise InvalidInput(
        f"{field} {found.said!r} is {'not clear' if found.reason == 'ambiguous' else 'not known'}.",
        field=field,
        remedy=f"Send one of: {options}." if options else f"Send a known {field}.",
    )
