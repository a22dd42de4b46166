"""The working calendar of a country: weekends, public holidays and the weekend days worked in their stead.

Source: the ``holidays`` library. For mainland China the State Council publishes the days off and the make-up workdays
of a year in the November before it; the library carries that list as ``special_public_holidays`` (year to days) and
the make-up days as ``weekend_workdays``. A later year has only the statutory dates it can compute: provisional.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from procurement.errors import InvalidInput

_DAY = timedelta(days=1)
MAX_SPAN = 3660  # working days; a longer lead time is a typing error


@dataclass(frozen=True, slots=True)
class _Year:
    off: frozenset[date]
    worked: frozenset[date]
    weekend: frozenset[int]
    published: bool


@lru_cache(maxsize=256)
def _year(country: str, year: int) -> _Year:
    # The year after is asked for too: its New Year break can move a workday into this December.
    calendar = holidays.country_holidays(country, years=(year, year + 1))
    published = getattr(calendar, "special_public_holidays", {}) if country == "CN" else {}
    return _Year(
        off=frozenset(day for day in calendar if day.year == year),
        worked=frozenset(day for day in calendar.weekend_workdays if day.year == year),
        weekend=frozenset(calendar.weekend),
        published=not published or year <= max(published),
    )


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """``country`` is an ISO 3166-1 alpha-2 code."""

    country: str = "CN"

    def __post_init__(self) -> None:
        if self.country not in holidays.list_supported_countries():
            raise InvalidInput(
                f"No working calendar is known for '{self.country}'.",
                field="calendar",
                remedy="Use a two-letter country code such as CN.",
            )

    def is_working(self, day: date) -> bool:
        year = _year(self.country, day.year)
        if day in year.worked:
            return True
        return day.weekday() not in year.weekend and day not in year.off

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before ``day``."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day after ``day``; 0 is ``day`` itself. Raises InvalidInput beyond MAX_SPAN or below 0."""
        if not 0 <= working_days <= MAX_SPAN:
            raise InvalidInput(
                f"{working_days} working days cannot be counted.",
                field="working_days",
                remedy=f"Use 0 to {MAX_SPAN}.",
            )
        for _ in range(working_days):
            day = self.on_or_after(day + _DAY)
        return day

    def last_working_day(self, year: int, month: int) -> date:
        """The last working day of a month. A month without any does not occur."""
        day = date(year, month, monthrange(year, month)[1])
        while not self.is_working(day):
            day -= _DAY
        return day

    def first_in_week(self, monday: date) -> date | None:
        """The first working day of the week that starts on ``monday``; None in a week of holidays."""
        return next((day for day in (monday + n * _DAY for n in range(7)) if self.is_working(day)), None)

    def provisional(self, day: date) -> bool:
        """True when the official list of days off of that year is not published yet, so that the date may shift."""
        return not _year(self.country, day.year).published


def monday_of(day: date) -> date:
    """The Monday of the week ``day`` lies in; capacity is counted by these weeks."""
    return day - timedelta(days=day.weekday())
