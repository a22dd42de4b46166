"""The words of dates, and what a date can turn out to be."""
# ruff: noqa: E501

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

ZH_WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
}
DAYS = {
    "今天": 0, "今日": 0, "今晚": 0, "今儿": 0, "当天": 0, "today": 0, "tonight": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "tomorow": 1, "tommorow": 1,
    "tommorrow": 1, "明天": 1, "明日": 1, "明儿": 1, "明早": 1, "明晚": 1, "后天": 2, "后日": 2, "后儿": 2, "大后天": 3, "大后日": 3,
    "the day after tomorrow": 2, "day after tomorrow": 2, "the day after tmr": 2, "overmorrow": 2, "昨天": -1, "昨日": -1, "前天": -2, "yesterday": -1,
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed weds",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept",
            "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
ORDINALS = dict(
    zip(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        range(1, 21),
        strict=True,
    )
) | {"thirtieth": 30}
HOLIDAYS = {"元旦": (1, 1), "圣诞节": (12, 25), "圣诞": (12, 25), "christmas": (12, 25), "christmas day": (12, 25), "xmas": (12, 25)} | {
    "christmas eve": (12, 24), "平安夜": (12, 24), "new year": (1, 1), "new year's day": (1, 1), "new years": (1, 1), "new year's eve": (12, 31),
}  # fmt: skip
LengthUnit = Literal["day", "working_day", "week", "month", "hour"]
LENGTHS: dict[str, LengthUnit] = {
    "天": "day", "日": "day", "工作日": "working_day", "个工作日": "working_day", "个工作天": "working_day", "工作天": "working_day", "周": "week",
    "星期": "week", "个星期": "week", "礼拜": "week", "个礼拜": "week", "个周": "week", "个月": "month", "月": "month", "小时": "hour", "个小时": "hour",
    "钟头": "hour", "个钟头": "hour", "day": "day", "days": "day", "working day": "working_day", "working days": "working_day",
    "business day": "working_day", "business days": "working_day", "workday": "working_day", "workdays": "working_day", "work days": "working_day",
    "week": "week", "weeks": "week", "wk": "week", "wks": "week", "month": "month", "months": "month", "hour": "hour", "hours": "hour", "hrs": "hour",
    "h": "hour", "calendar days": "day",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time: 三天, two weeks."""

    count: Decimal
    span: LengthUnit


@dataclass(frozen=True, slots=True)
class DateReading:
    """``kind`` date: ``day`` holds it; length: a bare stretch of time (``length``), no date by itself; unclear: a date was
    meant that no single day can be given to; time: a time of day, which orders do not carry."""

    end: int
    kind: Literal["date", "length", "unclear", "time"]
    day: date | None = None
    length: Length | None = None


V = TypeVar("V")


def _words(table: Mapping[str, V]) -> dict[tuple[str, ...], V]:
    return {
        tuple(phrase.replace("'", " '").split()) if phrase.isascii() else tuple(phrase): value
        for phrase, value in table.items()
    }


DAY_PHRASES = _words(DAYS)
LENGTH_PHRASES = _words(LENGTHS)
HOLIDAY_PHRASES = _words(HOLIDAYS)
DATE_WORDS = frozenset(
    word
    for table in (DAYS, WEEKDAYS, MONTHS, ORDINALS, LENGTHS, HOLIDAYS)
    for phrase in table
    if phrase.isascii()
    for word in phrase.replace("'s", "").split()
) | frozenset(["within", "fortnight", "weekend", "coming", "upcoming", "middle", "early", "beginning", "end"])
