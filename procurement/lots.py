"""Lots and their genealogy: where a lot came from, what it went into, who received that. Only the owner sees a lot."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import String, func, literal, select

from procurement.actor import Actor
from procurement.entities import Direction, LotDelivery, LotStep, LotView, Name, Trace
from procurement.errors import NotFound
from procurement.in_values import among
from procurement.lot_views import views
from procurement.order_number import normal
from procurement.schema import item, lot, lot_edge, party, shipment, shipment_line, tracking_event
from procurement.store import UnitOfWork

LIMIT = 5000

Way = Literal["backward", "forward"]
LotEdge = tuple[str, str, Decimal]  # numbers of the lots consumed and produced, quantity


async def get_lot(uow: UnitOfWork, actor: Actor, lot_no: str) -> LotView:
    """The Actor's lot with this number, case and spaces aside. Raises NotFound."""
    return (await views(uow, [await _lot_id(uow, actor, lot_no)]))[0]


async def trace_lot(uow: UnitOfWork, actor: Actor, lot_no: str, direction: Direction, limit: int = LIMIT) -> Trace:
    """The lots this one was made from (backward), went into (forward), or both; nearest first, ``limit`` each way.

    ``steps`` are the edges between the lots named; ``deliveries`` the outbound lines that carried the lot or one it
    went into. A genealogy with a cycle is followed once around. Raises NotFound.
    """
    root = await _lot_id(uow, actor, lot_no)
    ways: tuple[Way, ...] = ("backward", "forward") if direction == "both" else (direction,)
    reached = {way: await _reached(uow, actor, root, way, limit) for way in ways}
    named = list(dict.fromkeys([root, *(one for lots in reached.values() for one in lots[:limit])]))
    shown = await views(uow, named)
    numbers = {view.id: view.lot_no for view in shown}
    steps = [step for way in ways for step in await _steps(uow, root, way, numbers)]
    sent = [root, *reached["forward"][:limit]] if "forward" in reached else []
    return Trace(
        root=shown[0],
        direction=direction,
        lots=tuple(shown[1:]),
        steps=tuple(steps),
        deliveries=await _deliveries(uow, actor, sent),
        truncated=any(len(lots) > limit for lots in reached.values()),
    )


async def _lot_id(uow: UnitOfWork, actor: Actor, lot_no: str) -> str:
    said = normal(lot_no)
    spellings = {lot_no.strip(), said, said.replace(" ", "")}
    query = select(lot.c.id).where(lot.c.party_id == actor.party_id, lot.c.lot_no.in_(spellings))
    found = (await uow.conn.scalars(query)).first()
    if found is None:
        raise NotFound(f"There is no lot {lot_no}.", field="lot", remedy="Give the number of one of your lots.")
    return str(found)


def _from_and_to(way: Way) -> tuple[Any, Any]:
    """The columns of an edge, near end first."""
    edge = lot_edge.c
    return (
        (edge.consumed_lot_id, edge.produced_lot_id)
        if way == "forward"
        else (edge.produced_lot_id, edge.consumed_lot_id)
    )


async def _reached(uow: UnitOfWork, actor: Actor, root: str, way: Way, limit: int) -> list[str]:
    """Ids of the Actor's lots in reach, nearest first, the root excluded; one more than ``limit`` when cut off."""
    near, far = _from_and_to(way)
    reach = select(literal(root, String).label("id")).cte("reach", recursive=True)
    # A subquery for each lot reached: joined, SQLite may prefer to read all the lots there are into a filter.
    own = select(lot.c.party_id).where(lot.c.id == reach.c.id).scalar_subquery() == actor.party_id
    # UNION drops what was reached before: a cycle ends there.
    reach = reach.union(select(far).select_from(reach.join(lot_edge, near == reach.c.id)).where(own))
    own = select(lot.c.party_id).where(lot.c.id == reach.c.id).scalar_subquery() == actor.party_id
    found = list(await uow.conn.scalars(select(reach.c.id).where(own).limit(limit + 2)))
    return [one for one in found if one != root]


async def _steps(uow: UnitOfWork, root: str, way: Way, numbers: dict[str, str]) -> list[LotStep]:
    """The edges among the lots of ``numbers`` (id to lot number) on the way from the root, nearest first."""
    near, _ = _from_and_to(way)
    edge = lot_edge.c
    query = (
        select(edge.consumed_lot_id, edge.produced_lot_id, edge.quantity)
        .where(near.in_(among(numbers)))
        .order_by(edge.consumed_lot_id, edge.produced_lot_id)
    )
    leaving: dict[str, list[tuple[str, LotEdge]]] = defaultdict(list)
    for consumed, produced, quantity in (await uow.conn.execute(query)).all():
        if consumed in numbers and produced in numbers:
            start, end = (consumed, produced) if way == "forward" else (produced, consumed)
            leaving[start].append((end, (numbers[consumed], numbers[produced], quantity)))
    steps: list[LotStep] = []
    front, seen, depth = [root], {root}, 0
    while front:
        depth += 1
        following: dict[str, None] = {}
        for start in front:
            for end, (consumed, produced, quantity) in leaving[start]:
                steps.append(LotStep(consumed, produced, quantity, depth))
                following[end] = None
        front = [one for one in following if one not in seen]
        seen.update(front)
    return steps


async def _deliveries(uow: UnitOfWork, actor: Actor, lots: Sequence[str]) -> tuple[LotDelivery, ...]:
    """What the Actor's company sent of these lots, earliest first."""
    if not lots:
        return ()
    line = shipment_line.c
    left = select(func.min(tracking_event.c.occurred_at)).where(tracking_event.c.shipment_number == shipment.c.number)
    query = (
        select(
            lot.c.lot_no,
            shipment.c.number,
            party.c.name_zh,
            party.c.name_en,
            line.quantity,
            item.c.base_unit,
            func.coalesce(left.scalar_subquery(), shipment.c.created_at).label("shipped_at"),
        )
        .select_from(shipment_line)
        .join(shipment, shipment.c.number == line.shipment_number)
        .join(party, party.c.id == shipment.c.receiver_id)
        .join(item, item.c.id == line.item_id)
        .join(lot, lot.c.id == line.lot_id)
        .where(line.lot_id.in_(among(lots)), shipment.c.shipper_id == actor.party_id)
    )
    found = [
        LotDelivery(
            lot_no=row.lot_no,
            shipment_number=row.number,
            receiver=Name(row.name_zh, row.name_en),
            quantity=row.quantity,
            unit=row.base_unit,
            shipped_at=uow.local(row.shipped_at),
        )
        for row in (await uow.conn.execute(query)).all()
    ]
    return tuple(sorted(found, key=lambda one: (one.shipped_at, one.shipment_number, one.lot_no)))
