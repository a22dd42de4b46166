"""Mutants whose terms are wrong: prices, taxes, minimum quantities, and what suppliers are said to be able to do."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from evals.subjects.mutants.mutant import replaces
from procurement.entities import Promise, PromiseStep, SupplierItem
from procurement.money import LineAmounts
from procurement.promise import Committed, PromiseRequest

Breaks = Sequence[tuple[Decimal, Decimal]]


@replaces(
    "procurement.proposals.price_for", "tools.choice.price_for", "tools.capacity.price_for", hint=("price", "order")
)
def stale_price(price_for: Any, breaks: Breaks, quantity: Decimal) -> Decimal:
    """Prices are those of last year, four per cent below the supplier's terms."""
    price: Decimal = price_for(breaks, quantity)
    return price * Decimal("0.96")


@replaces(
    "procurement.proposals.price_for",
    "tools.choice.price_for",
    "tools.capacity.price_for",
    hint=("price_break", "break"),
)
def price_break_ignored(price_for: Any, breaks: Breaks, quantity: Decimal) -> Decimal:
    """A large quantity is charged at the price of a small one."""
    return breaks[0][1]


@replaces("procurement.proposals.line_amounts", "tools.choice.line_amounts", hint=("total", "price", "order"))
def vat_left_out(line_amounts: Any, *terms: Any) -> LineAmounts:
    """The total is without the value-added tax that the price includes."""
    amounts: LineAmounts = line_amounts(*terms)
    return LineAmounts(amounts.net, Decimal(0), amounts.net)


@replaces("procurement.proposals.line_amounts", "tools.choice.line_amounts", hint=("total", "price", "order"))
def vat_added_twice(line_amounts: Any, quantity: Decimal, price: Decimal, rate: Decimal, includes_vat: bool) -> Any:
    """Value-added tax is put on top of prices that include it."""
    return line_amounts(quantity, price, rate, False)


@replaces("procurement.capacity.compute_promise", hint=("capacity", "promise", "part", "later"))
def always_promises(compute_promise: Any, request: PromiseRequest, *records: Any) -> Promise:
    """Every supplier can deliver everything in time."""
    promise: Promise = compute_promise(request, *records)
    day = request.need_by or records[-2]
    step = PromiseStep(request.quantity, day, "capacity", day)
    return replace(
        promise, verdict="yes", on_time=request.quantity, steps=(step,), completion=day, suggested_quantity=None
    )


@replaces(
    "procurement.promise.orderable_below", "procurement.drafts.orderable_below", hint=("minimum", "moq", "multiple")
)
def minimum_ignored(orderable_below: Any, quantity: Decimal, terms: SupplierItem) -> Decimal:
    """Minimum quantity and order multiple of a supplier do not count."""
    return quantity


@replaces("procurement.capacity.committed", hint=("capacity", "commitment", "reserved"))
async def promised_twice(committed: Any, *asked: Any, **of: Any) -> Committed:
    """What is set aside for others is promised again."""
    return Committed()


@replaces("procurement.capacity._offer", hint=("lead", "capacity", "date", "promise"))
def lead_time_ignored(offer: Any, rows: Any) -> SupplierItem:
    """Suppliers need no time at all to make what is ordered."""
    terms: SupplierItem = offer(rows)
    return replace(terms, lead_time_days=0)


@replaces("procurement.proposals.reserve", hint=("reserv", "order"))
async def nothing_reserved(reserve: Any, *draft: Any) -> None:
    """No capacity is set aside for a draft that waits."""


@replaces("procurement.reservations.release", hint=("decline", "expired", "reserv"))
async def reservation_kept(release: Any, *draft: Any) -> None:
    """What was set aside for a draft stays so after the draft has come to nothing."""


@replaces("procurement.placing.commit_to", hint=("order", "reserv"))
async def reservation_not_committed(commit_to: Any, *draft: Any) -> None:
    """What was set aside for a draft runs out although it was ordered."""
