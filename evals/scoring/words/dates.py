"""Absolute dates in a text whose numbers are in figures (``figures.in_figures``)."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|(?-i:May)|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:,?\s*(?P<year>20\s?\d\d)(?!\d))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?:(?<!\d)(?P<year>20\d\d)\s*年\s*)?(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?(?!\d)",
        rf"(?<![\d.,]){_DAY}(?:\s+of)?\s+{_MONTH}{_YEAR}",
        rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}(?!\d|[.,]\d){_YEAR}",
    )
)


class Day(NamedTuple):
    """``year`` None: not said."""

    year: int | None
    month: int
    day: int

    def means(self, date: dt.date) -> bool:
        return (self.month, self.day) == (date.month, date.day) and self.year in (None, date.year)


def dates(text: str) -> Iterator[tuple[Day, tuple[int, int]]]:
    """Each with where it stands."""
    for form in _FORMS:
        for match in form.finditer(text):
            month = match["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            year = match["year"]
            day = Day(int(re.sub(r"\s", "", year)) if year else None, number, int(match["day"]))
            if 1 <= day.month <= 12 and 1 <= day.day <= 31:
                yield day, match.span()


def says_date(text: str, date: dt.date) -> bool:
    return any(day.means(date) for day, _ in dates(text))
