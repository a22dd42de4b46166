"""What searches, promises and traces cost in a grown chain."""

import itertools
import random
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.bench.latency import figures
from evals.stage import Size, stage
from procurement import capacity, lots, orders, shipments
from procurement.actor import Actor
from procurement.catalogue import load_catalogue
from procurement.growth import grow
from procurement.store import Store, UnitOfWork

SEED = 20261123
STATUSES = ("open", "late", "unanswered", "waiting_for_buyer", "shipped", "received", "cancelled")

Search = Callable[[UnitOfWork], Awaitable[object]]


async def chain_cost(folder: Path, size: Size) -> dict[str, Any]:
    path = folder / "grown.db"
    async with stage(path) as (store, buyer):
        started = time.perf_counter()
        grown = await grow(store, size.orders, edges=size.edges)
        seconds = time.perf_counter() - started
        report = {
            "grown": {
                "orders": grown.orders,
                "edges": grown.edges,
                "seconds": round(seconds, 1),
                "megabytes": path.stat().st_size // 1_000_000,
            }
        }
        for name, searches in await _searches(store, buyer):
            report[name] = await _measured(store, searches, size.searches)
        if grown.lot_no is not None:
            report["trace_lot"] = await _traces(store, buyer, grown.lot_no, size.searches // 10)
    return report


async def _measured(store: Store, searches: list[Search], count: int) -> dict[str, Any]:
    """Each search in a read of its own, taken in turn, after one round to warm up."""
    durations = []
    for number, search in enumerate(itertools.islice(itertools.cycle(searches), count + len(searches))):
        started = time.perf_counter()
        async with store.read() as uow:
            await search(uow)
        if number >= len(searches):
            durations.append(time.perf_counter() - started)
    return figures(durations)


async def _searches(store: Store, buyer: Actor) -> list[tuple[str, list[Search]]]:
    """Every kind of search over names the chain has, in an order that is the same each time."""
    async with store.read() as uow:
        catalogue = await load_catalogue(uow, buyer)
        bought = [item for item in catalogue.items if item.suppliers]
        suppliers = [party.id for party in catalogue.suppliers]
        found_orders, found_shipments = [], []
        for item in bought:
            found_orders += await orders.find_orders(uow, buyer, item_id=item.id, limit=100)
            found_shipments += await shipments.find_shipments(uow, buyer, item_id=item.id, limit=100)
        today = uow.today()
    numbers = [order.number for order in found_orders]
    by_order = [_by(orders.get_order, buyer, number) for number in numbers]
    lists = [_by(orders.find_orders, buyer, status=status) for status in STATUSES]
    lists += [_by(orders.find_orders, buyer, item_id=item.id) for item in bought]
    lists += [_by(orders.find_orders, buyer, supplier_id=supplier) for supplier in suppliers]
    goods = [_by(shipments.find_shipments, buyer, shipment=one.number) for one in found_shipments]
    goods += [_by(shipments.find_shipments, buyer, tracking_number=one.tracking_no) for one in found_shipments]
    goods += [_by(shipments.find_shipments, buyer, order=number) for number in numbers]
    goods += [_by(shipments.find_shipments, buyer, item_id=item.id) for item in bought]
    goods += [_by(shipments.find_shipments, buyer, supplier_id=supplier) for supplier in suppliers]
    promises = [
        _by(
            capacity.check_promise,
            buyer,
            item_id=item.id,
            supplier_id=supplier,
            quantity=Decimal(quantity),
            need_by=need_by,
        )
        for item in bought
        for supplier in item.suppliers
        for quantity in (100, 1_000, 5_000)
        for need_by in (None, today + timedelta(days=10))
    ]
    shuffled = random.Random(SEED).shuffle
    for searches in (by_order, goods, promises):
        shuffled(searches)
    return [
        ("get_order", by_order),
        ("find_orders", lists),
        ("find_shipment", goods),
        ("check_promise", promises),
    ]


def _by(service: Callable[..., Awaitable[object]], actor: Actor, *said: object, **named: object) -> Search:
    def search(uow: UnitOfWork) -> Awaitable[object]:
        return service(uow, actor, *said, **named)

    return search


async def _traces(store: Store, buyer: Actor, lot_no: str, count: int) -> dict[str, Any]:
    """Forward from a lot that a thousand others were made of; ``reached`` says how many a trace found."""
    async with store.read() as uow:
        reached = len((await lots.trace_lot(uow, buyer, lot_no, "forward")).lots)
    search = _by(lots.trace_lot, buyer, lot_no, "forward")
    return {"reached": reached, **await _measured(store, [search], count)}
