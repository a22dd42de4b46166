"""Can a supplier deliver a quantity by a date? Pure, deterministic, explained: the rules are in ``compute_promise``.

Supply that is made already (on hand, scheduled) goes first by cumulative available-to-promise (APICS ATP), then free
weekly production capacity after the lead time (CTP). Quantities are base units; weeks are named by their Monday.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Literal

from procurement.entities import Promise, PromiseStep, SupplierItem, Verdict
from procurement.money import price_text
from procurement.working_calendar import WorkingCalendar, monday_of

LOOK_AHEAD_WEEKS = 26
HANDLING_DAYS = 1  # working days before goods in stock can leave
_ZERO = Decimal(0)
_WEEK = timedelta(weeks=1)

Source = Literal["stock", "capacity"]
Constraint = Literal["none", "lead_time", "capacity", "minimum_quantity", "order_multiple"]


@dataclass(frozen=True, slots=True)
class PromiseRequest:
    quantity: Decimal
    need_by: date | None  # None: as early as it goes


@dataclass(frozen=True, slots=True)
class Supply:
    """What the supplier holds (``available_on`` in the past) or is to receive."""

    available_on: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Committed:
    """What is promised to others already: by the day of the supply it comes from, by the week that makes it."""

    stock: Mapping[date, Decimal] = field(default_factory=dict)
    capacity: Mapping[date, Decimal] = field(default_factory=dict)


def cumulative_atp(receipts: Sequence[Decimal], demands: Sequence[Decimal]) -> list[Decimal]:
    """Cumulative available-to-promise of each period, with look-ahead.

    ``CATP(t) = CATP(t-1) + receipt(t) - demand until the next receipt``: a receipt has to last until the next one, so
    the demand up to then is taken off in its own period. A later period that its own receipt does not cover takes from
    the earlier ones; nothing is below zero. Both have one entry a period; the first receipt is what is on hand.
    """
    raw: list[Decimal] = []
    total = _ZERO
    for period, receipt in enumerate(receipts):
        if receipt or period == 0:
            until = next((later for later in range(period + 1, len(receipts)) if receipts[later]), len(receipts))
            total += receipt - sum(demands[period:until], _ZERO)
        raw.append(total)
    for period in reversed(range(len(raw) - 1)):
        raw[period] = min(raw[period], raw[period + 1])
    return [max(value, _ZERO) for value in raw]


def compute_promise(
    request: PromiseRequest,
    terms: SupplierItem,
    supply: Sequence[Supply],
    committed: Committed,
    capacity: Mapping[date, Decimal],
    today: date,
    calendar: WorkingCalendar,
) -> Promise:
    """The promise of one supplier for one item.

    - Goods in stock leave after HANDLING_DAYS, scheduled ones not before their date.
    - Goods to be made come after the lead time, in working days from today: a week's free capacity (``capacity`` where
      the week is listed, else the weekly capacity, less what is committed) can be delivered from the later of that day
      and the week's first working day. A week of holidays makes nothing.
    - Below the minimum quantity: no, and the least that can be ordered is suggested. Off the order multiple: the lower
      multiple is promised, the next higher one is suggested.
    - ``completion`` is the day the promised whole is there, None when LOOK_AHEAD_WEEKS do not suffice.

    ``alternatives`` is left empty; they are other suppliers' promises.
    """
    orderable = orderable_below(request.quantity, terms)
    earliest = calendar.add(today, terms.lead_time_days)
    detail = {"earliest": earliest.isoformat(), "lead_time_days": str(terms.lead_time_days)}
    if orderable == _ZERO:
        constraint: Constraint = "minimum_quantity"
        if request.quantity >= terms.minimum_quantity:
            constraint = "order_multiple"
        return _promise(request, terms, (), _ZERO, constraint, detail | _bounds(terms), calendar)
    stock = _stock(supply, committed.stock, today, calendar)
    made = _made(terms, committed.capacity, capacity, earliest, calendar)
    free = sorted([*stock, *made], key=lambda step: (step.date, step.source != "stock", step.bucket))
    steps = _take(free, orderable)
    constraint, more = _constraint(request, terms, steps, orderable, earliest)
    return _promise(request, terms, steps, orderable, constraint, detail | more, calendar)


def orderable_below(quantity: Decimal, terms: SupplierItem) -> Decimal:
    """The largest orderable quantity that is not above ``quantity``; 0 when there is none."""
    lower = (quantity / terms.order_multiple).to_integral_value(ROUND_FLOOR) * terms.order_multiple
    return lower if lower >= terms.minimum_quantity else _ZERO


def orderable_above(quantity: Decimal, terms: SupplierItem) -> Decimal:
    """The smallest orderable quantity that is not below ``quantity``."""
    wanted = max(quantity, terms.minimum_quantity)
    return (wanted / terms.order_multiple).to_integral_value(ROUND_CEILING) * terms.order_multiple


def _stock(
    supply: Sequence[Supply], committed: Mapping[date, Decimal], today: date, calendar: WorkingCalendar
) -> Iterator[PromiseStep]:
    ready = calendar.add(today, HANDLING_DAYS)
    horizon = today + LOOK_AHEAD_WEEKS * _WEEK
    by_day = sorted((one for one in supply if one.available_on <= horizon), key=lambda one: one.available_on)
    demands = [committed.get(one.available_on, _ZERO) for one in by_day]
    available = cumulative_atp([one.quantity for one in by_day], demands)
    before = _ZERO
    for one, until_then in zip(by_day, available, strict=True):
        if until_then > before:
            day = max(ready, calendar.on_or_after(one.available_on))
            yield PromiseStep(until_then - before, day, "stock", one.available_on)
        before = until_then


def _made(
    terms: SupplierItem,
    committed: Mapping[date, Decimal],
    capacity: Mapping[date, Decimal],
    earliest: date,
    calendar: WorkingCalendar,
) -> Iterator[PromiseStep]:
    for week in (monday_of(earliest) + number * _WEEK for number in range(LOOK_AHEAD_WEEKS)):
        first = calendar.first_in_week(week)
        free = capacity.get(week, terms.weekly_capacity) - committed.get(week, _ZERO)
        if first is not None and free > 0:
            yield PromiseStep(free, max(earliest, first), "capacity", week)


def _take(free: Sequence[PromiseStep], quantity: Decimal) -> tuple[PromiseStep, ...]:
    steps: list[PromiseStep] = []
    left = quantity
    for step in free:
        if left <= 0:
            break
        taken = min(step.quantity, left)
        steps.append(PromiseStep(taken, step.date, step.source, step.bucket))
        left -= taken
    return tuple(steps)


def _in_time(steps: Sequence[PromiseStep], need_by: date | None) -> Decimal:
    return sum((step.quantity for step in steps if need_by is None or step.date <= need_by), _ZERO)


def _bounds(terms: SupplierItem) -> dict[str, str]:
    return {
        "minimum_quantity": f"{terms.minimum_quantity.normalize():f}",
        "order_multiple": f"{terms.order_multiple.normalize():f}",
    }


def _constraint(
    request: PromiseRequest, terms: SupplierItem, steps: Sequence[PromiseStep], orderable: Decimal, earliest: date
) -> tuple[Constraint, dict[str, str]]:
    if _in_time(steps, request.need_by) >= orderable:
        return ("none", {}) if orderable == request.quantity else ("order_multiple", _bounds(terms))
    if request.need_by is not None and request.need_by < earliest:
        return "lead_time", {}
    return "capacity", {"weekly_capacity": f"{terms.weekly_capacity.normalize():f}"}


def _promise(
    request: PromiseRequest,
    terms: SupplierItem,
    steps: tuple[PromiseStep, ...],
    orderable: Decimal,
    constraint: Constraint,
    detail: dict[str, str],
    calendar: WorkingCalendar,
) -> Promise:
    on_time = _in_time(steps, request.need_by)
    whole = orderable > 0 and sum((step.quantity for step in steps), _ZERO) >= orderable
    verdict: Verdict
    if on_time >= request.quantity:
        verdict = "yes"
    elif on_time > 0:
        verdict = "part"
    else:
        verdict = "later" if whole and orderable == request.quantity else "no"
    dates = [step.date for step in steps] + ([request.need_by] if request.need_by else [])
    return Promise(
        supplier_id=terms.supplier_id,
        item_id=terms.item_id,
        requested=request.quantity,
        need_by=request.need_by,
        verdict=verdict,
        on_time=on_time,
        steps=steps,
        completion=steps[-1].date if whole else None,
        constraint=constraint,
        constraint_detail=detail,
        suggested_quantity=None if orderable == request.quantity else orderable_above(request.quantity, terms),
        alternatives=(),
        provisional=any(calendar.provisional(day) for day in dates),
    )


def promise_dict(promise: Promise) -> dict[str, Any]:
    """JSON of a promise, as a Draft keeps it: Decimals as strings, dates ISO."""

    def plain(value: Decimal) -> str:
        return f"{value.normalize():f}"

    return {
        "supplier_id": promise.supplier_id,
        "item_id": promise.item_id,
        "requested": plain(promise.requested),
        "need_by": promise.need_by.isoformat() if promise.need_by else None,
        "verdict": promise.verdict,
        "on_time": plain(promise.on_time),
        "steps": [
            {
                "quantity": plain(step.quantity),
                "date": step.date.isoformat(),
                "source": step.source,
                "bucket": step.bucket.isoformat(),
            }
            for step in promise.steps
        ],
        "completion": promise.completion.isoformat() if promise.completion else None,
        "constraint": promise.constraint,
        "constraint_detail": dict(promise.constraint_detail),
        "suggested_quantity": None if promise.suggested_quantity is None else plain(promise.suggested_quantity),
        "alternatives": [
            {
                "supplier_id": other.supplier_id,
                "supplier": {"zh": other.supplier.zh, "en": other.supplier.en},
                "unit_price": price_text(other.unit_price),
                "currency": other.currency,
                "verdict": other.verdict,
                "quantity": plain(other.quantity),
                "date": other.date.isoformat() if other.date else None,
            }
            for other in promise.alternatives
        ],
        "provisional": promise.provisional,
    }
