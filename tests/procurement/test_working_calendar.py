from datetime import date

import pytest

from procurement.errors import InvalidInput
from procurement.working_calendar import WorkingCalendar, monday_of

CHINA = WorkingCalendar()


@pytest.mark.parametrize("iso", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_the_make_up_weekends_of_2026_are_worked(iso: str) -> None:
    day = date.fromisoformat(iso)
    assert day.weekday() >= 5
    assert CHINA.is_working(day)


@pytest.mark.parametrize("iso", ["2026-01-02", "2026-02-16", "2026-02-23", "2026-10-07", "2026-11-28"])
def test_holidays_their_substitutes_and_weekends_are_not_worked(iso: str) -> None:
    assert not CHINA.is_working(date.fromisoformat(iso))


def test_a_make_up_day_counts_whatever_was_asked_before() -> None:
    assert WorkingCalendar("CN").is_working(date(2025, 10, 11))


def test_working_days_are_counted_from_the_day_after() -> None:
    assert CHINA.add(date(2026, 11, 23), 5) == date(2026, 11, 30)
    assert CHINA.add(date(2026, 11, 27), 1) == date(2026, 11, 30)  # Friday to Monday
    assert CHINA.add(date(2026, 11, 28), 1) == date(2026, 11, 30)  # from a Saturday
    assert CHINA.add(date(2026, 11, 28), 0) == date(2026, 11, 28)
    # Spring Festival 2026: Saturday 14 is worked, 15-23 are off.
    assert CHINA.add(date(2026, 2, 13), 2) == date(2026, 2, 24)


@pytest.mark.parametrize("count", [-1, 3661])
def test_counting_has_bounds(count: int) -> None:
    with pytest.raises(InvalidInput):
        CHINA.add(date(2026, 11, 23), count)


def test_the_end_of_a_month_is_its_last_working_day() -> None:
    assert CHINA.last_working_day(2026, 11) == date(2026, 11, 30)
    assert CHINA.last_working_day(2026, 10) == date(2026, 10, 30)
    assert CHINA.last_working_day(2026, 2) == date(2026, 2, 28)  # a Saturday, worked


def test_a_week_of_holidays_has_no_first_working_day() -> None:
    assert CHINA.first_in_week(date(2026, 2, 16)) is None
    assert CHINA.first_in_week(date(2026, 10, 5)) == date(2026, 10, 8)
    assert CHINA.first_in_week(date(2026, 11, 23)) == date(2026, 11, 23)


def test_a_year_without_published_holidays_is_provisional() -> None:
    assert not CHINA.provisional(date(2026, 12, 31))
    assert CHINA.provisional(date(2099, 1, 4))


def test_a_country_whose_holidays_are_law_is_never_provisional() -> None:
    germany = WorkingCalendar("DE")
    assert not germany.provisional(date(2099, 1, 4))
    assert not germany.is_working(date(2026, 10, 3))


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        WorkingCalendar("XX")
    assert caught.value.field == "calendar"


def test_the_far_end_of_the_calendar_does_not_break() -> None:
    assert isinstance(CHINA.is_working(date(9999, 12, 30)), bool)
    assert CHINA.provisional(date(9999, 12, 31))


def test_weeks_start_on_monday() -> None:
    assert monday_of(date(2026, 11, 29)) == monday_of(date(2026, 11, 23)) == date(2026, 11, 23)
