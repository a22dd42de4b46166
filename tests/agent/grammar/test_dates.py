"""Dates as people say them, on Monday 2026-11-23."""
# ruff: noqa: E501

from datetime import date, timedelta

import pytest

from agent.grammar.date_cursor import DateCursor
from agent.grammar.date_terms import DateReading
from agent.grammar.dates import date_at
from agent.grammar.tokens import normalise, tokenise
from tests.agent.grammar.simulation import CALENDAR, TODAY

DAYS = {
    "下周五": "12-04", "周五": "11-27", "这周五": "11-27", "本周五": "11-27", "下下周三": "12-09", "礼拜五": "11-27", "下礼拜一": "11-30",
    "月底": "11-30", "下月底": "12-31", "12月底": "12-31", "明天": "11-24", "后天": "11-25", "大后天": "11-26", "三天后": "11-26",
    "三天内": "11-26", "一周内": "11-30", "两周后": "12-07", "五个工作日内": "11-30", "48小时内": "11-25", "12月5号": "12-05",
    "十二月五号": "12-05", "15号": "12-15", "二十八号": "11-28", "12.5前": "12-05", "12月中旬": "12-15", "下周五之前": "12-04",
    "next Friday": "12-04", "this Friday": "11-27", "Friday": "11-27", "Wednesday next week": "12-02", "a week from Friday": "12-04",
    "the Friday after next": "12-11", "end of the month": "11-30", "end of next month": "12-31", "within three days": "11-26",
    "within a week": "11-30", "in two weeks": "12-07", "in a fortnight": "12-07", "in 5 working days": "11-30", "Dec 5th": "12-05",
    "5 December": "12-05", "the 5th of December": "12-05", "December 5, 2026": "12-05", "the 15th": "12-15", "12/5": "12-05",
    "2026-12-05": "12-05", "mid-December": "12-15", "end of next week": "12-04", "next 周五": "12-04", "下周Friday": "12-04",
    "day after tomorrow": "11-25", "Christmas": "12-25", "31/12": "12-31",
}  # fmt: skip


def reading(said: str, today: date = TODAY) -> DateReading | None:
    return date_at(DateCursor(tokenise(normalise(said)), today, CALENDAR), 0)


@pytest.mark.parametrize(("said", "day"), DAYS.items())
def test_a_day(said: str, day: str) -> None:
    found = reading(said)
    assert found is not None
    assert (found.kind, found.day, found.end) == (
        "date",
        date.fromisoformat(f"2026-{day}"),
        len(tokenise(normalise(said))),
    )


@pytest.mark.parametrize(
    "said",
    ["2月30号", "11月31号", "Feb 30", "2026-02-30", "early December", "12月5号之后", "周末", "下月初", "the weekend"],
)
def test_what_names_no_single_day_is_to_be_asked(said: str) -> None:
    found = reading(said)
    assert found is not None
    assert found.kind == "unclear"


@pytest.mark.parametrize("said", ["三天", "two weeks"])
def test_a_bare_stretch_of_time_is_no_date(said: str) -> None:
    found = reading(said)
    assert found is not None
    assert found.kind == "length"


def test_a_weekday_that_has_passed_is_the_next_one() -> None:
    thursday = TODAY + timedelta(days=3)
    found = reading("周一", thursday)
    assert found is not None
    assert found.day == date(2026, 11, 30)


def test_a_day_without_year_is_the_next_such_day() -> None:
    found = reading("11月5号")
    assert found is not None
    assert found.day == date(2027, 11, 5)
