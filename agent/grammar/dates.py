"""Dates as people say them, over tokens. Weeks start on Monday; a date without a year is the next such date.

下周五 and "next Friday" are the Friday of next week; 前, 之前, 内 and "by" include the day; the end of a month is its
last working day. What names no single day (early December, after the 5th, Feb 30) is ``unclear``: it has to be asked.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from agent.grammar.date_cursor import DateCursor
from agent.grammar.date_terms import LENGTH_PHRASES, DateReading, Length
from agent.grammar.figures import figures
from agent.grammar.months import day_of_month, holiday, month_en, month_zh
from agent.grammar.numbers import number_at
from agent.grammar.weeks import named_day, week_en, weekday_en, weekday_zh
from procurement.working_calendar import WorkingCalendar


def date_at(cursor: DateCursor, start: int) -> DateReading | None:
    """The longest date at ``start``, with what belongs to it: 前, 之内, the time of day."""
    readings = [reading for rule in _RULES if (reading := rule(cursor, start)) is not None]
    if not readings:
        return None
    best = max(readings, key=lambda reading: (reading.end, reading.kind == "date"))
    return _with_tail(cursor, best)


def _with_tail(cursor: DateCursor, reading: DateReading) -> DateReading:
    if reading.kind not in ("date", "unclear"):
        return reading
    end = cursor.skip(
        reading.end,
        "早上",
        "上午",
        "中午",
        "下午",
        "晚上",
        "傍晚",
        "一早",
        "早",
        "晚",
        "morning",
        "afternoon",
        "evening",
        "noon",
        "night",
    )
    clock = _clock(cursor, end)
    end = clock.end if clock else end
    after = cursor.skip(end, "以后", "之后", "后", "or later", "onwards", "过后")
    if after > end and cursor.key(after) not in ("天",):
        return DateReading(after, "unclear")
    end = cursor.skip(end, "之前", "以前", "前", "为止", "之内", "以内", "内", "止", "当天", "那天")
    return replace(reading, end=end)


def _clock(cursor: DateCursor, at: int) -> DateReading | None:
    """A time of day: 三点, 下午5点半, 3 pm, 10:30."""
    begin = cursor.skip(at, "上午", "下午", "早上", "晚上", "中午", "at")
    found = number_at(cursor.tokens, begin)
    if found is None or found.value > 24:
        return None
    end = cursor.skip(found.end, "点钟", "点半", "点", "am", "pm", "a m", "p m", "o clock", "oclock")
    if (
        end == found.end
        and cursor.key(end) == ":"
        and end + 1 < len(cursor.tokens)
        and cursor.tokens[end + 1].kind == "number"
    ):
        end += 2
    return DateReading(cursor.skip(end, "之前", "以前", "前", "左右"), "time") if end > found.end else None


def _stretch(cursor: DateCursor, at: int) -> DateReading | None:
    """三天内, 两周后, 五个工作日内, in two weeks, within three days, a week from Friday; bare: a length."""
    prefix = cursor.skip(
        at,
        "within the next",
        "in the next",
        "within",
        "inside",
        "in",
        "未来",
        "过",
        "再过",
        "今后",
        "over the next",
        "the next",
        "next",
    )
    counted = cursor.count(cursor.skip(prefix, "a matter of", "about"))
    if counted is None:
        if cursor.key(prefix) in ("fortnight",) or cursor.skip(prefix, "a fortnight") > prefix:
            end = cursor.skip(prefix, "a fortnight", "fortnight")
            return _counted_on(cursor, Length(Decimal(14), "day"), prefix > at, end)
        return None
    end, count = counted
    if cursor.key(end) == "fortnight":
        return _counted_on(cursor, Length(count * 14, "day"), prefix > at, end + 1)
    joined = cursor.skip(end, "full", "more")
    unit = cursor.phrase(joined, LENGTH_PHRASES)
    if unit is None or (unit[1] == "month" and cursor.keys[joined] == "月"):
        return None
    end, span = unit
    if cursor.key(end) == "半" and span in ("month", "week", "day"):
        return DateReading(end + 1, "unclear")
    length = Length(count, span)
    end = cursor.skip(end, "'s", "'")
    end = cursor.skip(end, "time")
    return _counted_on(cursor, length, prefix > at and cursor.key(at) not in ("next",), end)


def _counted_on(cursor: DateCursor, length: Length, prefixed: bool, end: int) -> DateReading:
    """The date a length leads to, when something says that it is counted from a day."""
    anchor = cursor.skip(
        end, "from now", "from today", "之内", "以内", "内", "里", "之后", "以后", "过后", "后", "from", "out", "after"
    )
    if anchor > end and cursor.keys[end] in ("from", "after") and cursor.key(anchor - 1) in ("from", "after"):
        base = date_at(cursor, anchor)
        if base is None or base.day is None:
            return DateReading(end, "length", length=length)
        return DateReading(base.end, "date", shifted(base.day, length, cursor.calendar))
    if anchor > end and cursor.keys[end] == "out":
        anchor = end
    if anchor > end or prefixed:
        return DateReading(anchor, "date", shifted(cursor.today, length, cursor.calendar))
    return DateReading(end, "length", length=length)


def shifted(start: date, length: Length, calendar: WorkingCalendar) -> date | None:
    """``start`` moved on by a length; None beyond what a calendar can hold."""
    count = int(length.count.to_integral_value(rounding="ROUND_CEILING"))
    if count > 3650:
        return None
    if length.span == "working_day":
        return calendar.add(start, count)
    if length.span == "month":
        total = start.year * 12 + start.month - 1 + count
        year, month = total // 12, total % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    if length.span == "hour":
        return start + timedelta(days=-(-count // 24))
    days = length.count * (7 if length.span == "week" else 1)
    return start + timedelta(days=int(days.to_integral_value(rounding="ROUND_CEILING")))


_RULES: tuple[Callable[[DateCursor, int], DateReading | None], ...] = (
    named_day,
    weekday_zh,
    weekday_en,
    week_en,
    month_zh,
    month_en,
    day_of_month,
    _stretch,
    figures,
    _clock,
    holiday,
)
