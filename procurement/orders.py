"""Finding orders: one by the number as said, or the newest that fit. Placing them is ``placing.py``.

The buyer sees the orders it placed, the supplier those placed with it; to anybody else there are none.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, func, not_, or_, select

from procurement import order_number
from procurement.actor import Actor
from procurement.entities import DocumentStatus, OrderFilter, OrderView, ResponseStatus
from procurement.errors import InvalidInput, NotFound
from procurement.newest import newest
from procurement.order_views import views
from procurement.schema import (
    ISSUED,
    goods_receipt,
    order_line,
    order_response,
    order_response_line,
    purchase_order,
    shipment,
    shipment_line,
)
from procurement.store import UnitOfWork

LIMIT = 20
MOST = 200
RECENT = 5000  # orders that a number's ending is looked for in

SHORTEST_ENDING = 2

KEPT = 256  # statements; building one takes longer than running it

_order = purchase_order.c
_BY_DATE = select(_order.number, _order.issued_at).order_by(_order.issued_at.desc(), _order.number.desc())
_NUMBERED = (
    select(_order.number).where(_order.number.in_(bindparam("meant", expanding=True))).order_by(_order.issued_at.desc())
)
_FIRST_ISSUED = select(func.min(_order.issued_at))


async def get_order(uow: UnitOfWork, actor: Actor, number: str) -> OrderView:
    """The order with this number, or the only one with this ending.

    Raises NotFound, and InvalidInput when several fit (``find_order_numbers`` has them).
    """
    numbers = await find_order_numbers(uow, actor, number)
    if not numbers:
        raise NotFound(f"There is no order {number}.", field="order", remedy="Give the number of one of your orders.")
    if len(numbers) > 1:
        raise InvalidInput(
            f"{number} can be {' or '.join(numbers[:5])}.", field="order", remedy="Give the whole number."
        )
    return (await views(uow, numbers))[0]


async def find_order_numbers(uow: UnitOfWork, actor: Actor, said: str) -> list[str]:
    """The numbers of the Actor's orders that may be meant, newest first; one when it is clear.

    A full number or its sequence ("119" is PO-....-00119) is meant before a mere ending, and an ending is looked for
    among the newest 5,000 orders only.
    """
    years = [] if order_number.names_year(said) else await _years(uow, actor)
    meant = order_number.spellings(said, years)
    numbers = list(await uow.conn.scalars(_of_actor(_NUMBERED, actor), {"meant": meant}))
    exact = [number for number in numbers if number == order_number.normal(said)]
    if numbers:
        return exact or numbers
    ending = order_number.ending(said)
    if len(ending) < SHORTEST_ENDING or order_number.names_year(said):
        return []
    recent = _of_actor(_BY_DATE, actor).limit(RECENT).subquery()
    matches = select(recent.c.number).where(recent.c.number.endswith(ending, autoescape=True))
    return list(await uow.conn.scalars(matches.order_by(recent.c.issued_at.desc()).limit(LIMIT)))


async def _years(uow: UnitOfWork, actor: Actor) -> list[int]:
    """The years that the Actor's order numbers may carry, newest first."""
    today = uow.today().year
    first = await uow.conn.scalar(_of_actor(_FIRST_ISSUED, actor))
    # Records brought in with the master data may carry a number of the year before they were issued.
    return list(range(today, (first.year if first else today) - 2, -1))


async def find_orders(
    uow: UnitOfWork,
    actor: Actor,
    *,
    status: OrderFilter | None = None,
    item_id: str | None = None,
    supplier_id: str | None = None,
    limit: int = LIMIT,
) -> list[OrderView]:
    """The newest orders that fit every condition given; at most 200.

    ``late``: open, not all received, and past its date or known to come after it. ``unanswered``: the supplier said
    nothing. ``waiting_for_buyer``: the supplier rejected it or accepted with changes. ``shipped``: open and something
    is or was on its way. ``received``: all of it. ``cancelled``: or its cancellation asked for.
    """
    search = _search(actor, status, item_id, supplier_id, uow.today(), min(limit, MOST))
    return await views(uow, list(await uow.conn.scalars(search)))


@lru_cache(maxsize=KEPT)
def _search(
    actor: Actor, status: OrderFilter | None, item_id: str | None, supplier_id: str | None, today: date, limit: int
) -> Select[tuple[str]]:
    lists = [one.where(mine(actor)) for one in _lists(status, item_id, supplier_id, today)]
    return newest(lists, limit)


@lru_cache(maxsize=KEPT)
def _of_actor(query: Select[Any], actor: Actor) -> Select[Any]:
    return query.where(mine(actor))


def mine(actor: Actor) -> ColumnElement[bool]:
    """The orders the Actor's company is a side of."""
    if actor.party_kind == "buyer":
        return _order.buyer_id == actor.party_id
    if actor.party_kind == "supplier":
        return _order.supplier_id == actor.party_id
    return false()


def _lists(status: OrderFilter | None, item_id: str | None, supplier_id: str | None, today: date) -> list[Select[Any]]:
    """Lists of (number, issued_at), newest first, that make up the answer; each can be read along an index."""
    match status:
        case None | "received":
            lists = [_by_item(item_id) if item_id else _BY_DATE]
            if status:
                lists = [one.where(_order.document_status != "cancelled", not_(_not_all_received())) for one in lists]
            return [one.where(_order.supplier_id == supplier_id) for one in lists] if supplier_id else lists
        case "cancelled":
            lists = [_in_state(state) for state in ("cancelled", "cancel_requested")]
        case "open":
            lists = _open()
        case "late":
            late = or_(_order.requested_date < today, _promised_late(), _arrives_late())
            lists = [one.where(_not_all_received(), late) for one in _open()]
        case "unanswered":
            lists = [_answered("none")]
        case "waiting_for_buyer":
            lists = [_answered("accepted_with_changes"), _answered("rejected")]
        case "shipped":
            lists = [one.where(exists().where(shipment_line.c.order_number == _order.number)) for one in _open()]
    # Concatenated, a column cannot be looked up in an index of its own: the few orders in the state are to be read.
    if supplier_id:
        lists = [one.where(_order.supplier_id.concat("") == supplier_id) for one in lists]
    return [one.where(_has(item_id)) for one in lists] if item_id else lists


def _in_state(state: DocumentStatus) -> Select[Any]:
    return _BY_DATE.where(_order.document_status == state)


def _open() -> list[Select[Any]]:
    return [_in_state("issued"), _in_state("cancel_requested"), _in_state("on_hold")]


def _answered(response: ResponseStatus) -> Select[Any]:
    return _BY_DATE.where(ISSUED, _order.response_status == response)


def _by_item(item_id: str) -> Select[Any]:
    """Along the lines of the item; of several lines of one order the first stands for it."""
    other = order_line.alias("other")
    earlier = exists().where(
        other.c.order_number == order_line.c.order_number,
        other.c.item_id == item_id,
        other.c.line_no < order_line.c.line_no,
    )
    return (
        select(_order.number, order_line.c.issued_at)
        .select_from(order_line.join(purchase_order, _order.number == order_line.c.order_number))
        .where(order_line.c.item_id == item_id, not_(earlier))
        .order_by(order_line.c.issued_at.desc(), _order.number.desc())
    )


def _has(item_id: str) -> ColumnElement[bool]:
    line = order_line.alias("of_item")
    return exists().where(line.c.order_number == _order.number, line.c.item_id.concat("") == item_id)


def _not_all_received() -> ColumnElement[bool]:
    line = order_line.alias("any_line")
    received = (
        select(func.coalesce(func.sum(goods_receipt.c.received), 0))
        .where(goods_receipt.c.order_number == line.c.order_number, goods_receipt.c.order_line_no == line.c.line_no)
        .correlate(line)
        .scalar_subquery()
    )
    return exists().where(line.c.order_number == _order.number, line.c.quantity > received)


def _promised_late() -> ColumnElement[bool]:
    """What the supplier said last of some line is a date after the requested one."""
    line, response = order_response_line, order_response
    later_line, later = order_response_line.alias(), order_response.alias()
    superseded = exists().where(
        later.c.order_number == response.c.order_number,
        later.c.responded_at > response.c.responded_at,
        later_line.c.response_id == later.c.id,
        later_line.c.line_no == line.c.line_no,
    )
    return exists().where(
        response.c.order_number == _order.number,
        line.c.response_id == response.c.id,
        line.c.promised_date > _order.requested_date,
        not_(superseded),
    )


def _arrives_late() -> ColumnElement[bool]:
    return exists().where(
        shipment_line.c.order_number == _order.number,
        shipment.c.number == shipment_line.c.shipment_number,
        shipment.c.eta > _order.requested_date,
    )
