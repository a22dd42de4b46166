"""Days by name and by week: 明天, 下下周三, next Friday, Wednesday next week, end of the week."""

from datetime import date, timedelta

from agent.grammar.date_cursor import DateCursor
from agent.grammar.date_terms import DAY_PHRASES, WEEKDAYS, ZH_WEEKDAYS, DateReading
from procurement.working_calendar import monday_of

_DAY = timedelta(days=1)


def named_day(cursor: DateCursor, at: int) -> DateReading | None:
    found = cursor.phrase(at, DAY_PHRASES)
    return None if found is None else DateReading(found[0], "date", cursor.today + found[1] * _DAY)


def weekday_zh(cursor: DateCursor, at: int) -> DateReading | None:
    """下下周三, 这个礼拜五, 周五, next 周五, 下周 Friday; a week without a day is its last working day."""
    weeks, end = week_prefix(cursor, at)
    after = cursor.skip(end, "周", "星期", "礼拜", "week") if weeks is None or end > at else end
    if after == cursor.skip(end, "week") and after > end and cursor.keys[at].isascii():
        return None
    if after == end:
        return None
    day = ZH_WEEKDAYS.get(cursor.key(after), WEEKDAYS.get(cursor.key(after)))
    if day is not None and not (weeks is None and cursor.key(after) in WEEKDAYS):
        return DateReading(after + 1, "date", in_week(cursor, weeks, day))
    if weeks is None:
        return DateReading(cursor.skip(after, "末"), "unclear") if cursor.key(after) == "末" else None
    if cursor.key(after) in ("末", "初", "中"):
        return DateReading(after + 1, "unclear")
    inside = cursor.skip(after, "之内", "以内", "内", "里", "底")
    if inside == after and cursor.skip(after, "之前", "以前", "前") > after:
        return DateReading(cursor.skip(after, "之前", "以前", "前"), "unclear")
    return DateReading(inside, "date", week_end(cursor, weeks))


def week_prefix(cursor: DateCursor, at: int) -> tuple[int | None, int]:
    """(weeks from this one, end) of 下, 下下个, 这个, 本, 上, next, this; None without one."""
    end, weeks = at, 0
    while cursor.key(end) == "下":
        end, weeks = end + 1, weeks + 1
    if weeks == 0:
        for word, offset in (("这", 0), ("本", 0), ("上", -1), ("next", 1), ("this", 0), ("last", -1)):
            if cursor.key(end) == word:
                end, weeks = end + 1, offset
                break
        else:
            return None, at
    return weeks, cursor.skip(end, "一个", "个", "一")


def in_week(cursor: DateCursor, weeks: int | None, day: int) -> date:
    """A weekday of the week ``weeks`` from now; without a prefix, or past in this week, the next such day."""
    chosen = monday_of(cursor.today) + timedelta(weeks=weeks or 0, days=day)
    passed = chosen <= cursor.today if weeks is None else chosen < cursor.today
    return chosen + timedelta(weeks=1) if passed and weeks in (None, 0) else chosen


def week_end(cursor: DateCursor, weeks: int) -> date:
    day = monday_of(cursor.today) + timedelta(weeks=weeks, days=6)
    while not cursor.calendar.is_working(day) and day.weekday() > 0:
        day -= _DAY
    return day


def weekday_en(cursor: DateCursor, at: int) -> DateReading | None:
    """Friday, this Friday, next Friday, coming Friday, Friday week, Wednesday next week, Friday after next."""
    begin = cursor.skip(at, "the")
    weeks: int | None = None
    end = cursor.skip(begin, "this coming", "coming", "the coming", "this upcoming", "upcoming")
    if end == begin:
        for word, offset in (("next", 1), ("this", 0), ("last", -1)):
            if cursor.key(begin) == word:
                weeks, end = offset, begin + 1
    if weeks is not None:
        within = cursor.skip(end, "week s", "week", "week 's")
        joint = cursor.skip(within, "on", ",", ";")
        if within > end and cursor.key(joint) in WEEKDAYS:
            end = joint
    day = WEEKDAYS.get(cursor.key(end))
    if day is None:
        return None
    end += 1
    if (
        cursor.key(end) == "."
        and cursor.key(end - 1) in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        and cursor.tokens[end].start == cursor.tokens[end - 1].end
    ):
        end += cursor.key(end + 1) != ""
    for suffix, offset in (
        ("of next week", 1),
        ("next week", 1),
        ("after next", 2),
        ("week after next", 2),
        ("the week after next", 2),
        ("of the week after next", 2),
        ("the week after", 2),
        ("of this week", 0),
        ("this week", 0),
    ):
        after = cursor.skip(end, suffix)
        if after > end:
            return DateReading(after, "date", in_week(cursor, offset, day))
    if cursor.key(end) == "week" and weeks is None:
        return DateReading(end + 1, "date", in_week(cursor, None, day) + timedelta(weeks=1))
    return DateReading(end, "date", in_week(cursor, weeks, day))


def week_en(cursor: DateCursor, at: int) -> DateReading | None:
    """next week, the week after next, end of next week, EOW, the weekend."""
    part = cursor.skip(at, "the end of", "end of", "late", "later")
    early = cursor.skip(
        at, "early", "the beginning of", "beginning of", "the start of", "start of", "mid", "middle of", "the middle of"
    )
    begin = max(part, early)
    if cursor.skip(begin, "the week after next") > begin or cursor.skip(begin, "week after next") > begin:
        weeks, end = 2, cursor.skip(begin, "the week after next", "week after next")
    elif cursor.skip(begin, "next week") > begin:
        weeks, end = 1, begin + 2
    elif cursor.skip(begin, "this week", "the week") > begin and (part > at or cursor.key(begin) == "this"):
        weeks, end = 0, begin + 2
    elif cursor.key(begin) == "week" and part > at:
        weeks, end = 0, begin + 1
    elif cursor.key(at) == "eow":
        weeks, end = 0, at + 1
    elif cursor.skip(at, "within the week") > at:
        weeks, end = 0, at + 3
    elif cursor.skip(begin, "the weekend", "this weekend", "next weekend", "weekend") > begin:
        return DateReading(cursor.skip(begin, "the weekend", "this weekend", "next weekend", "weekend"), "unclear")
    else:
        return None
    return DateReading(end, "unclear") if early > at else DateReading(end, "date", week_end(cursor, weeks))
