"""Days by month: 12月5号, 月底, 15号, Dec 5th, the 5th of December, mid-December, end of next month."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

from agent.grammar.date_cursor import DateCursor
from agent.grammar.date_terms import HOLIDAY_PHRASES, MONTHS, ORDINALS, DateReading
from agent.grammar.numbers import SMALL, TENS, number_at


def month_zh(cursor: DateCursor, at: int) -> DateReading | None:
    """12月5号, 下个月15号, 月底, 12月底, 本月内, 明年1月3日, 年底."""
    year, begin = year_zh(cursor, at)
    month, end = month_prefix(cursor, begin, year)
    if month is None:
        after = cursor.skip(begin, "年底", "年末")
        return DateReading(after, "date", month_end(cursor, year or cursor.today.year, 12)) if after > begin else None
    which_year, which_month = month
    inside = cursor.skip(end, "底之前", "底前", "底", "末", "内", "之内", "以内")
    if inside > end:
        return DateReading(inside, "date", month_end(cursor, which_year, which_month))
    middle = cursor.skip(end, "中旬", "中", "半")
    if middle > end:
        return DateReading(middle, "date", bounded(cursor, which_year, which_month, 15, fixed=end > begin + 1))
    if cursor.skip(end, "初", "上旬", "下旬", "头") > end:
        return DateReading(cursor.skip(end, "初", "上旬", "下旬", "头"), "unclear")
    found = number_at(cursor.tokens, end)
    if found is None or found.vague or cursor.key(begin) == "月":
        return None
    after = cursor.skip(found.end, "号", "日", "th", "st", "nd", "rd")
    if after == found.end and found.value > 31:
        return None
    return month_day(
        cursor, which_month, found.value, after, year=which_year if fixed_year(cursor, begin, year) else None
    )


def fixed_year(cursor: DateCursor, begin: int, year: int | None) -> bool:
    return year is not None or cursor.key(begin) in ("下", "本", "这")


def year_zh(cursor: DateCursor, at: int) -> tuple[int | None, int]:
    for words, offset in (("今年", 0), ("明年", 1), ("后年", 2)):
        if cursor.skip(at, words) > at:
            return cursor.today.year + offset, at + 2
    found = number_at(cursor.tokens, at)
    if found is not None and cursor.key(found.end) == "年" and 2000 <= found.value < 2200:
        return int(found.value), found.end + 1
    return None, at


def month_prefix(cursor: DateCursor, at: int, year: int | None) -> tuple[tuple[int, int] | None, int]:
    """((year, month), end) of 12月, 十二月份, 本月, 这个月, 下下个月, and of 月 before 底, 中, 内."""
    ahead, end = 0, at
    while cursor.key(end) == "下":
        end, ahead = end + 1, ahead + 1
    if end == at:
        end = cursor.skip(at, "这", "本", "当")
    if end > at:
        after = cursor.skip(end, "个月", "月份", "月")
        if after == end:
            return None, at
        total = cursor.today.year * 12 + cursor.today.month - 1 + ahead
        return (total // 12, total % 12 + 1), after
    if cursor.key(at) == "月" and cursor.key(at + 1) in ("底", "末", "中", "内"):
        past_middle = cursor.key(at + 1) == "中" and cursor.today.day > 15
        total = cursor.today.year * 12 + cursor.today.month - 1 + past_middle
        return (total // 12, total % 12 + 1), at + 1
    found = number_at(cursor.tokens, at)
    if found is None or found.vague or cursor.key(found.end) != "月":
        return None, at
    month = int(found.value)
    end = cursor.skip(found.end, "月份", "月")
    chosen = year or cursor.today.year + (month < cursor.today.month)
    return (chosen, month), end


def month_end(cursor: DateCursor, year: int, month: int) -> date | None:
    return cursor.calendar.last_working_day(year, month) if 1 <= month <= 12 else None


def bounded(cursor: DateCursor, year: int, month: int, day: int, *, fixed: bool) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def month_day(cursor: DateCursor, month: int, day: Decimal, end: int, *, year: int | None = None) -> DateReading:
    """That day; without a year the next such. One that no calendar has is unclear."""
    if day != int(day) or not 1 <= month <= 12 or not 1 <= day <= 31:
        return DateReading(end, "unclear")
    for candidate in (year,) if year else range(cursor.today.year, cursor.today.year + 2):
        if day > monthrange(candidate, month)[1]:
            continue
        found = date(candidate, month, int(day))
        if year or found >= cursor.today:
            return DateReading(end, "date", found)
    return DateReading(end, "unclear")


def day_of_month(cursor: DateCursor, at: int) -> DateReading | None:
    """15号, 十五日, the 15th, 15th: in this month, or the next that has it."""
    if cursor.key(at) == "第":
        return None
    begin = cursor.skip(at, "the")
    day, end = ordinal(cursor, begin)
    if day is None or (begin == at and cursor.key(begin) in ORDINALS):
        found = number_at(cursor.tokens, at)
        end = found.end if found else at
        if (
            found is None
            or found.vague
            or cursor.key(end) not in ("号", "日")
            or cursor.key(end + 1) in ("仓", "库", "店", "线", "楼", "机")
        ):
            return None
        day, end = int(found.value), end + 1
    if not 1 <= day <= 31:
        return None
    if cursor.key(end) == "of" and cursor.key(end + 1) in MONTHS:
        return None
    ahead = cursor.skip(end, "of next month", "next month")
    total = cursor.today.year * 12 + cursor.today.month - 1 + (ahead > end)
    end = cursor.skip(ahead, "of this month", "this month", "of the month")
    for step in range(13):
        year, month = divmod(total + step, 12)
        if day <= monthrange(year, month + 1)[1] and date(year, month + 1, day) >= cursor.today:
            return DateReading(end, "date", date(year, month + 1, day))
    return None


def ordinal(cursor: DateCursor, at: int) -> tuple[int | None, int]:
    """15th, fifteenth, twenty first."""
    key = cursor.key(at)
    if key in ORDINALS:
        return ORDINALS[key], at + 1
    if key in TENS and cursor.key(at + 1) in ORDINALS and ORDINALS[cursor.key(at + 1)] < 10:
        return TENS[key] + ORDINALS[cursor.key(at + 1)], at + 2
    if (
        at < len(cursor.tokens)
        and cursor.tokens[at].kind == "number"
        and cursor.key(at + 1) in ("th", "st", "nd", "rd")
    ):
        return (int(key), at + 2) if key.isdigit() else (None, at)
    return None, at


def month_en(cursor: DateCursor, at: int) -> DateReading | None:
    """Dec 5th, 5 December, the 5th of December, mid-December, end of December, end of (next) month, EOM."""
    part, kind = at, "day"
    for words, what in (
        ("the end of", "end"),
        ("end of", "end"),
        ("mid", "middle"),
        ("the middle of", "middle"),
        ("middle of", "middle"),
        ("early", "vague"),
        ("late", "vague"),
        ("beginning of", "vague"),
        ("the beginning of", "vague"),
        ("start of", "vague"),
        ("the start of", "vague"),
    ):
        if cursor.skip(at, words) > at:
            part, kind = cursor.skip(at, words), what
            break
    if kind != "day":
        return part_of_month(cursor, part, kind)
    end = cursor.skip(at, "month end", "eom", "month 's end", "the month end")
    if end > at:
        return DateReading(end, "date", month_end(cursor, cursor.today.year, cursor.today.month))
    if cursor.skip(at, "year end", "eoy", "the end of year") > at:
        return DateReading(cursor.skip(at, "year end", "eoy"), "date", month_end(cursor, cursor.today.year, 12))
    month, begin = MONTHS.get(cursor.key(at)), at + 1
    if month is not None:
        begin = cursor.skip(begin, ".")
        begin = cursor.skip(begin, "the")
        return numbered_day(cursor, month, begin)
    begin = cursor.skip(at, "the")
    day, end = ordinal(cursor, begin)
    if day is None:
        found = number_at(cursor.tokens, begin)
        if found is None or found.value > 31 or found.vague:
            return None
        day, end = int(found.value), found.end
    end = cursor.skip(end, "of")
    month = MONTHS.get(cursor.key(end))
    if month is None:
        return None
    return month_day_year(cursor, month, day, end + 1)


def numbered_day(cursor: DateCursor, month: int, at: int) -> DateReading | None:
    day, end = ordinal(cursor, at)
    if day is None:
        found = number_at(cursor.tokens, at)
        if found is None or found.vague or found.value > 99 or at >= len(cursor.tokens):
            return None
        if (
            cursor.key(at) in SMALL
            and cursor.tokens[at].kind != "number"
            and cursor.key(at - 1) in ("may", "mar", "march")
        ):
            return None
        day, end = int(found.value), found.end
    return month_day_year(cursor, month, day, end)


def month_day_year(cursor: DateCursor, month: int, day: int, end: int) -> DateReading:
    """With the year that may follow: Dec 5, 2026."""
    after = cursor.skip(end, ",", ";")
    year = cursor.key(after)
    if len(year) == 4 and year.isdigit() and 2020 <= int(year) <= 2099:
        return ymd(cursor, int(year), month, day, after + 1)
    return month_day(cursor, month, Decimal(day), end)


def part_of_month(cursor: DateCursor, at: int, kind: str) -> DateReading | None:
    end = cursor.skip(
        at,
        "next month",
        "the next month",
        "the following month",
        "this month",
        "the month",
        "month",
        "this",
        "year",
        "the year",
        "this year",
    )
    if end > at:
        if "year" in cursor.keys[at:end]:
            return DateReading(end, "date", month_end(cursor, cursor.today.year, 12)) if kind == "end" else None
        following = "next" in cursor.keys[at:end] or "following" in cursor.keys[at:end]
        past = kind == "middle" and not following and cursor.today.day > 15
        total = cursor.today.year * 12 + cursor.today.month - 1 + (following or past)
        year, month = total // 12, total % 12 + 1
    elif (named := MONTHS.get(cursor.key(at))) is not None:
        year, month, end = cursor.today.year + (named < cursor.today.month), named, at + 1
        if cursor.key(end).isdigit() and len(cursor.key(end)) == 4:
            year, end = int(cursor.key(end)), end + 1
    else:
        return None
    if kind == "vague":
        return DateReading(end, "unclear")
    return DateReading(end, "date", month_end(cursor, year, month) if kind == "end" else date(year, month, 15))


def holiday(cursor: DateCursor, at: int) -> DateReading | None:
    """元旦, Christmas: days that fall on the same date every year."""
    found = cursor.phrase(at, HOLIDAY_PHRASES)
    if found is None:
        return None
    end, (month, day) = found
    return month_day(cursor, month, Decimal(day), end)


def ymd(cursor: DateCursor, year: int, month: int, day: int, end: int) -> DateReading:
    try:
        return DateReading(end, "date", date(year, month, day))
    except ValueError:
        return DateReading(end, "unclear")
