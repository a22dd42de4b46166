"""What suppliers offer, on what terms, and whether they can deliver: the records around ``compute_promise``."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.sql.elements import ColumnElement

from procurement import schema
from procurement.actor import Actor
from procurement.entities import Alternative, Name, Promise, SupplierItem, Verdict
from procurement.errors import InvalidInput, NotFound
from procurement.money import price_for
from procurement.promise import PromiseRequest, Supply, compute_promise
from procurement.reservations import committed
from procurement.store import UnitOfWork
from procurement.working_calendar import WorkingCalendar, monday_of

_item, _offered, _price = schema.item.c, schema.supplier_item.c, schema.price_break.c
_made, _bucket = schema.supply.c, schema.capacity_bucket.c
_OWN: ColumnElement[bool] = and_(_item.id == bindparam("of_item"), _item.party_id == bindparam("of_party"))
_OWNED = select(_item.id).where(_OWN)
_OFFERS = (
    select(schema.supplier_item, _price.from_quantity, _price.unit_price)
    .outerjoin(schema.price_break, and_(_price.supplier_id == _offered.supplier_id, _price.item_id == _offered.item_id))
    .where(_offered.item_id == bindparam("of_item"))
    .order_by(_offered.supplier_id, _price.from_quantity)
)
_OFFERS_TO = _OFFERS.join(schema.item, _item.id == _offered.item_id).where(_OWN)
_OFFER_OF = _OFFERS.where(_offered.supplier_id == bindparam("of_party"))
_SUPPLY = select(_made.available_on, _made.quantity).where(
    _made.supplier_id == bindparam("of_party"), _made.item_id == bindparam("of_item")
)
_CAPACITY = select(_bucket.week, _bucket.capacity).where(
    _bucket.supplier_id == bindparam("of_party"),
    _bucket.item_id == bindparam("of_item"),
    _bucket.week >= bindparam("this_week"),
)
_PARTY_NAME = select(schema.party.c.name_zh, schema.party.c.name_en).where(schema.party.c.id == bindparam("of_party"))


async def check_promise(
    uow: UnitOfWork,
    actor: Actor,
    *,
    item_id: str,
    supplier_id: str,
    quantity: Decimal,
    need_by: date | None,
    exclude_draft: str | None = None,
) -> Promise:
    """Can this supplier deliver ``quantity`` (base units) by ``need_by``, given what is set aside for others?

    When it cannot and the Actor buys, ``alternatives`` are the other suppliers of the item, best first, and the verdict
    becomes another_supplier if nothing comes in time here while one of them can. ``exclude_draft``: a draft whose own
    reservation does not count. Raises NotFound for an item or offer the Actor does not see, InvalidInput.
    """
    visible = await offers(uow, actor, item_id)
    chosen = offer_of(visible, supplier_id)
    return await promise_among(uow, visible, chosen, quantity, need_by, exclude_draft)


def offer_of(visible: Sequence[SupplierItem], supplier_id: str) -> SupplierItem:
    """The supplier's among the offers of an item. Raises NotFound."""
    for offer in visible:
        if offer.supplier_id == supplier_id:
            return offer
    raise NotFound(
        "That supplier does not offer this item.", field="supplier", remedy="Ask who offers it and choose one."
    )


async def promise_among(
    uow: UnitOfWork,
    visible: Sequence[SupplierItem],
    chosen: SupplierItem,
    quantity: Decimal,
    need_by: date | None,
    exclude_draft: str | None = None,
) -> Promise:
    """``check_promise`` for who has read the item's ``offers`` already."""
    request = _request(quantity, need_by, uow.today())
    promise = await _promise_of(uow, chosen, request, exclude_draft)
    others = [offer for offer in visible if offer is not chosen]
    if promise.verdict == "yes" or not others:
        return promise
    alternatives = [await _alternative(uow, offer, request, exclude_draft) for offer in others]
    alternatives.sort(key=_preference)
    elsewhere = promise.verdict in ("later", "no") and alternatives[0].verdict == "yes"
    verdict: Verdict = "another_supplier" if elsewhere else promise.verdict
    return replace(promise, verdict=verdict, alternatives=tuple(alternatives))


def _preference(other: Alternative) -> tuple[bool, Decimal, date, str]:
    return (other.verdict != "yes", -other.quantity, other.date or date.max, other.supplier_id)


def _request(quantity: Decimal, need_by: date | None, today: date) -> PromiseRequest:
    if not quantity.is_finite() or quantity <= 0:
        raise InvalidInput("The quantity must be more than zero.", field="quantity", remedy="Give a positive number.")
    if need_by is not None and need_by < today:
        raise InvalidInput(
            f"{need_by.isoformat()} has passed.", field="date", remedy=f"Give a date from {today.isoformat()} on."
        )
    return PromiseRequest(quantity, need_by)


async def _promise_of(
    uow: UnitOfWork, offer: SupplierItem, request: PromiseRequest, exclude_draft: str | None
) -> Promise:
    return compute_promise(
        request,
        offer,
        await _supply(uow, offer),
        await committed(uow, offer.supplier_id, offer.item_id, exclude_draft=exclude_draft),
        await _capacity(uow, offer),
        uow.today(),
        WorkingCalendar(offer.calendar),
    )


async def _alternative(
    uow: UnitOfWork, offer: SupplierItem, request: PromiseRequest, exclude_draft: str | None
) -> Alternative:
    promise = await _promise_of(uow, offer, request, exclude_draft)
    name = (await uow.conn.execute(_PARTY_NAME, {"of_party": offer.supplier_id})).one()
    return Alternative(
        supplier_id=offer.supplier_id,
        supplier=Name(name.name_zh, name.name_en),
        unit_price=price_for(offer.price_breaks, request.quantity),
        currency=offer.currency,
        verdict=promise.verdict,
        quantity=promise.on_time,
        date=promise.completion,
    )


async def offers(uow: UnitOfWork, actor: Actor, item_id: str) -> list[SupplierItem]:
    """The offers of an item the Actor may see: all of them for its buyer, its own for a supplier.

    Raises NotFound for a foreign item, which to a supplier is one it does not offer.
    """
    asked = {"of_item": item_id, "of_party": actor.party_id}
    found: list[SupplierItem] = []
    if actor.party_kind == "buyer":
        found = await _offers(uow, _OFFERS_TO, asked)
        if not found and await uow.conn.scalar(_OWNED, asked) is not None:
            return []  # the buyer makes it, or nobody sells it
    elif actor.party_kind == "supplier":
        found = await _offers(uow, _OFFER_OF, asked)
    if not found:
        raise NotFound("There is no such item.", field="item", remedy="Use a part number from the catalogue.")
    return found


async def terms(uow: UnitOfWork, supplier_id: str, item_id: str) -> SupplierItem:
    """The current terms of one supplier for one item. Raises NotFound when it does not offer the item."""
    return offer_of(await _offers(uow, _OFFER_OF, {"of_item": item_id, "of_party": supplier_id}), supplier_id)


async def free_capacity(
    uow: UnitOfWork, actor: Actor, item_id: str, supplier_id: str, weeks: int = 4
) -> list[tuple[date, Decimal, Decimal]]:
    """(Monday, capacity, committed) of this week and those after it. Raises NotFound like ``offers``."""
    offer = offer_of(await offers(uow, actor, item_id), supplier_id)
    return await free_weeks(uow, offer, weeks)


async def free_weeks(uow: UnitOfWork, offer: SupplierItem, weeks: int) -> list[tuple[date, Decimal, Decimal]]:
    """``free_capacity`` for who has read the offer already."""
    listed = await _capacity(uow, offer)
    taken = (await committed(uow, offer.supplier_id, offer.item_id)).capacity
    mondays = [monday_of(uow.today()) + timedelta(weeks=number) for number in range(weeks)]
    return [(week, listed.get(week, offer.weekly_capacity), taken.get(week, Decimal(0))) for week in mondays]


async def _offers(uow: UnitOfWork, query: Select[Any], asked: dict[str, str]) -> list[SupplierItem]:
    grouped: dict[str, list[Row[Any]]] = {}
    for row in await uow.conn.execute(query, asked):
        grouped.setdefault(row.supplier_id, []).append(row)
    return [_offer(rows) for rows in grouped.values()]


def _offer(rows: Sequence[Row[Any]]) -> SupplierItem:
    first = rows[0]
    return SupplierItem(
        supplier_id=first.supplier_id,
        item_id=first.item_id,
        currency=first.currency,
        vat_rate=first.vat_rate,
        price_includes_vat=first.price_includes_vat,
        minimum_quantity=first.minimum_quantity,
        order_multiple=first.order_multiple,
        lead_time_days=first.lead_time_days,
        weekly_capacity=first.weekly_capacity,
        calendar=first.calendar,
        price_breaks=tuple((row.from_quantity, row.unit_price) for row in rows if row.unit_price is not None),
    )


async def _supply(uow: UnitOfWork, offer: SupplierItem) -> list[Supply]:
    asked = {"of_party": offer.supplier_id, "of_item": offer.item_id}
    return [Supply(row.available_on, row.quantity) for row in await uow.conn.execute(_SUPPLY, asked)]


async def _capacity(uow: UnitOfWork, offer: SupplierItem) -> dict[date, Decimal]:
    asked = {"of_party": offer.supplier_id, "of_item": offer.item_id, "this_week": monday_of(uow.today())}
    return {row.week: row.capacity for row in await uow.conn.execute(_CAPACITY, asked)}
