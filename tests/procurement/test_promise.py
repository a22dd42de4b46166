from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.entities import Promise, PromiseStep, SupplierItem
from procurement.promise import (
    LOOK_AHEAD_WEEKS,
    Committed,
    PromiseRequest,
    Supply,
    compute_promise,
    cumulative_atp,
    orderable_above,
    orderable_below,
    promise_dict,
)
from procurement.working_calendar import WorkingCalendar

TODAY = date(2026, 11, 23)  # a Monday
NEXT_MONDAY = date(2026, 11, 30)  # five working days on
FRIDAY = date(2026, 12, 4)
CHINA = WorkingCalendar()


def offer(minimum: int = 100, multiple: int = 50, lead: int = 5, weekly: int = 600) -> SupplierItem:
    return SupplierItem(
        "s", "i", "CNY", D("0.13"), True, D(minimum), D(multiple), lead, D(weekly), "CN", ((D(0), D("12.80")),)
    )


def promise(
    quantity: int,
    need_by: date | None = None,
    terms: SupplierItem | None = None,
    supply: tuple[tuple[date, int], ...] = (),
    committed: Committed | None = None,
    capacity: dict[date, int] | None = None,
    today: date = TODAY,
) -> Promise:
    return compute_promise(
        PromiseRequest(D(quantity), need_by),
        terms or offer(),
        [Supply(day, D(amount)) for day, amount in supply],
        committed or Committed(),
        {week: D(amount) for week, amount in (capacity or {}).items()},
        today,
        CHINA,
    )


# --- cumulative ATP -------------------------------------------------------------------------------------------------


def decimals(*values: int) -> list[D]:
    return [D(value) for value in values]


def test_the_published_table() -> None:
    """ATP 25, 20, 25 in the periods of the receipts gives CATP 25 25 45 45 45 70 70 70."""
    receipts = decimals(60, 0, 50, 0, 0, 50, 0, 0)
    demands = decimals(20, 15, 10, 15, 5, 10, 10, 5)
    assert cumulative_atp(receipts, demands) == decimals(25, 25, 45, 45, 45, 70, 70, 70)


def test_a_later_shortage_takes_from_earlier_supply() -> None:
    assert cumulative_atp(decimals(100, 0, 20), decimals(10, 0, 50)) == decimals(60, 60, 60)


def test_nothing_is_available_below_zero() -> None:
    assert cumulative_atp(decimals(10, 0, 5), decimals(40, 0, 0)) == decimals(0, 0, 0)
    assert cumulative_atp([], []) == []


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12))
def test_what_is_available_never_shrinks_and_never_exceeds_supply_less_demand(periods: list[tuple[int, int]]) -> None:
    receipts, demands = decimals(*(one for one, _ in periods)), decimals(*(two for _, two in periods))
    available = cumulative_atp(receipts, demands)
    assert available == sorted(available)
    if available:
        assert available[-1] == max(sum(receipts) - sum(demands), D(0))


# --- capacity -------------------------------------------------------------------------------------------------------


def test_all_in_time() -> None:
    result = promise(500, FRIDAY)
    assert (result.verdict, result.on_time, result.completion, result.constraint) == (
        "yes",
        D(500),
        NEXT_MONDAY,
        "none",
    )
    assert result.steps == (PromiseStep(D(500), NEXT_MONDAY, "capacity", NEXT_MONDAY),)
    assert result.suggested_quantity is None


def test_more_than_a_week_makes_comes_in_parts() -> None:
    result = promise(1000, FRIDAY)
    assert (result.verdict, result.on_time, result.completion) == ("part", D(600), date(2026, 12, 7))
    assert result.constraint == "capacity"
    assert result.constraint_detail["weekly_capacity"] == "600"
    assert [(step.quantity, step.date) for step in result.steps] == [
        (D(600), NEXT_MONDAY), (D(400), date(2026, 12, 7)),
    ]  # fmt: skip


def test_before_the_lead_time_is_later() -> None:
    result = promise(500, date(2026, 11, 27))
    assert (result.verdict, result.on_time, result.completion) == ("later", D(0), NEXT_MONDAY)
    assert result.constraint == "lead_time"
    assert result.constraint_detail == {"earliest": "2026-11-30", "lead_time_days": "5"}


def test_the_day_asked_for_counts() -> None:
    assert promise(500, NEXT_MONDAY).verdict == "yes"


def test_without_a_date_it_is_as_early_as_it_goes() -> None:
    result = promise(1000)
    assert (result.verdict, result.completion) == ("yes", date(2026, 12, 7))


def test_beyond_the_look_ahead_there_is_no_completion() -> None:
    most = 600 * LOOK_AHEAD_WEEKS
    assert promise(most).completion is not None
    result = promise(most + 50)
    assert (result.verdict, result.on_time, result.completion, result.constraint) == ("part", D(most), None, "capacity")


def test_nothing_free_at_all_is_no() -> None:
    result = promise(100, FRIDAY, terms=offer(weekly=0))
    assert (result.verdict, result.completion, result.steps) == ("no", None, ())


def test_what_others_hold_is_not_free() -> None:
    taken = Committed(capacity={NEXT_MONDAY: D(450)})
    result = promise(300, FRIDAY, committed=taken)
    assert (result.verdict, result.on_time, result.completion) == ("part", D(150), date(2026, 12, 7))


def test_a_week_can_have_its_own_capacity() -> None:
    assert promise(1000, FRIDAY, capacity={NEXT_MONDAY: 1000}).verdict == "yes"
    assert promise(100, FRIDAY, capacity={NEXT_MONDAY: 0}).verdict == "later"


def test_more_committed_than_there_is_leaves_other_weeks_alone() -> None:
    taken = Committed(capacity={NEXT_MONDAY: D(900)})
    assert promise(600, committed=taken).steps == (
        PromiseStep(D(600), date(2026, 12, 7), "capacity", date(2026, 12, 7)),
    )


def test_the_week_under_way_is_used_from_the_earliest_day_on() -> None:
    result = promise(100, None, terms=offer(lead=3))
    assert result.steps == (PromiseStep(D(100), date(2026, 11, 26), "capacity", TODAY),)


def test_a_week_of_holidays_makes_nothing() -> None:
    result = promise(1200, None, terms=offer(lead=1), today=date(2026, 2, 9))
    assert [step.bucket for step in result.steps] == [date(2026, 2, 9), date(2026, 2, 23)]
    assert result.completion == date(2026, 2, 24)


def test_dates_in_an_unpublished_year_are_provisional() -> None:
    assert not promise(100, FRIDAY).provisional
    assert promise(100, date(2099, 1, 4)).provisional


# --- stock ----------------------------------------------------------------------------------------------------------


def test_stock_leaves_after_a_working_day() -> None:
    result = promise(200, date(2026, 11, 24), supply=((TODAY - timedelta(days=3), 200),))
    assert result.verdict == "yes"
    assert result.steps == (PromiseStep(D(200), date(2026, 11, 24), "stock", TODAY - timedelta(days=3)),)


def test_stock_then_capacity() -> None:
    result = promise(700, date(2026, 11, 27), supply=((TODAY, 200),))
    assert (result.verdict, result.on_time, result.constraint) == ("part", D(200), "lead_time")
    assert [(step.source, step.quantity) for step in result.steps] == [("stock", D(200)), ("capacity", D(500))]


def test_a_receipt_that_is_to_come_never_goes_out_before_its_day() -> None:
    saturday = date(2026, 11, 28)
    result = promise(100, None, terms=offer(lead=10), supply=((saturday, 100),))
    assert result.steps == (PromiseStep(D(100), NEXT_MONDAY, "stock", saturday),)


def test_stock_that_is_set_aside_is_not_promised_again() -> None:
    held = Committed(stock={TODAY: D(150)})
    result = promise(200, date(2026, 11, 25), supply=((TODAY, 200),), committed=held)
    assert (result.verdict, result.on_time) == ("part", D(50))


def test_an_overdrawn_receipt_takes_from_the_stock_before_it() -> None:
    arrival = date(2026, 11, 25)
    held = Committed(stock={arrival: D(130)})
    result = promise(200, None, supply=((TODAY, 100), (arrival, 50)), committed=held)
    assert result.steps[0] == PromiseStep(D(20), date(2026, 11, 24), "stock", TODAY)
    assert [step.source for step in result.steps] == ["stock", "capacity"]


# --- minimum and multiple -------------------------------------------------------------------------------------------


def test_below_the_minimum_is_no_with_the_minimum_suggested() -> None:
    result = promise(60, FRIDAY)
    assert (result.verdict, result.constraint, result.suggested_quantity) == ("no", "minimum_quantity", D(100))
    assert result.steps == ()
    assert result.constraint_detail["minimum_quantity"] == "100"


def test_off_the_multiple_the_lower_one_is_promised_and_the_higher_suggested() -> None:
    result = promise(520, FRIDAY)
    assert (result.verdict, result.constraint, result.suggested_quantity) == ("part", "order_multiple", D(550))
    assert (result.on_time, result.completion) == (D(500), NEXT_MONDAY)


def test_a_minimum_that_is_no_multiple() -> None:
    terms = offer(minimum=100, multiple=30)
    assert (orderable_below(D(110), terms), orderable_above(D(110), terms)) == (D(0), D(120))
    result = promise(110, FRIDAY, terms=terms)
    assert (result.verdict, result.constraint, result.suggested_quantity) == ("no", "order_multiple", D(120))


# --- whatever the numbers -------------------------------------------------------------------------------------------


@given(
    quantity=st.integers(1, 30_000),
    days=st.none() | st.integers(0, 200),
    minimum=st.integers(1, 500),
    multiple=st.integers(1, 100),
    lead=st.integers(0, 30),
    weekly=st.integers(0, 2_000),
    stock=st.lists(st.tuples(st.integers(-30, 60), st.integers(0, 900)), max_size=4, unique_by=lambda one: one[0]),
    held=st.integers(0, 2_500),
)
def test_a_promise_never_exceeds_what_there_is(
    quantity: int,
    days: int | None,
    minimum: int,
    multiple: int,
    lead: int,
    weekly: int,
    stock: list[tuple[int, int]],
    held: int,
) -> None:
    need_by = None if days is None else TODAY + timedelta(days=days)
    supply = tuple((TODAY + timedelta(days=day), amount) for day, amount in stock)
    result = promise(
        quantity,
        need_by,
        terms=offer(minimum, multiple, lead, weekly),
        supply=supply,
        committed=Committed(capacity={NEXT_MONDAY: D(held)}),
    )
    total = sum((step.quantity for step in result.steps), D(0))
    assert total <= quantity
    assert result.on_time <= total
    assert [step.date for step in result.steps] == sorted(step.date for step in result.steps)
    for step in result.steps:
        assert step.quantity > 0
        if step.source == "capacity":
            assert step.quantity <= (max(weekly - held, 0) if step.bucket == NEXT_MONDAY else weekly)
            assert step.date >= CHINA.add(TODAY, lead)
        else:
            assert step.quantity <= dict(supply)[step.bucket]
            assert step.date >= max(step.bucket, TODAY + timedelta(days=1))
    assert (result.verdict == "yes") == (result.on_time == quantity)
    if result.completion is not None:
        assert total == orderable_below(D(quantity), offer(minimum, multiple))


def test_as_json_decimals_are_strings_and_dates_iso() -> None:
    assert promise_dict(promise(520, FRIDAY)) == {
        "supplier_id": "s",
        "item_id": "i",
        "requested": "520",
        "need_by": "2026-12-04",
        "verdict": "part",
        "on_time": "500",
        "steps": [{"quantity": "500", "date": "2026-11-30", "source": "capacity", "bucket": "2026-11-30"}],
        "completion": "2026-11-30",
        "constraint": "order_multiple",
        "constraint_detail": {
            "earliest": "2026-11-30", "lead_time_days": "5", "minimum_quantity": "100", "order_multiple": "50",
        },
        "suggested_quantity": "550",
        "alternatives": [],
        "provisional": False,
    }  # fmt: skip


@pytest.mark.parametrize("need_by", [None, FRIDAY])
def test_the_same_question_has_the_same_answer(need_by: date | None) -> None:
    assert promise(1000, need_by) == promise(1000, need_by)
