"""Dates as people say them, over tokens. Weeks start on Monday; a date without a year is the next such date.

下周五 and "next Friday" are the Friday of next week; 前, 之前, 内 and "by" include the day; the end of a month is its last
working day. What names no single day (early December, after the 5th, Feb 30) is ``unclear``: it has to be asked about.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from agent.grammar.numbers import SMALL, TENS, number_at
from agent.grammar.tokens import Token
from procurement.working_calendar import WorkingCalendar, monday_of

_DAY = timedelta(days=1)
_ZH_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5}
_WEEK_WORDS = (("周",), ("星", "期"), ("礼", "拜"))
_DAYS = {
    "今天": 0, "今日": 0, "今晚": 0, "今儿": 0, "当天": 0, "today": 0, "tonight": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "tomorow": 1, "tommorow": 1,
    "tommorrow": 1, "明天": 1, "明日": 1, "明儿": 1, "明早": 1, "明晚": 1, "后天": 2, "后日": 2, "后儿": 2, "大后天": 3, "大后日": 3,
    "the day after tomorrow": 2, "day after tomorrow": 2, "the day after tmr": 2, "overmorrow": 2, "昨天": -1, "昨日": -1, "前天": -2, "yesterday": -1,
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}
_MONTHS = {
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
_ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        range(1, 21),
        strict=True,
    )
) | {"thirtieth": 30}
_HOLIDAYS = {"元旦": (1, 1), "圣诞节": (12, 25), "圣诞": (12, 25), "christmas": (12, 25), "christmas day": (12, 25), "xmas": (12, 25)} | {
    "christmas eve": (12, 24), "平安夜": (12, 24), "new year": (1, 1), "new year's day": (1, 1), "new years": (1, 1), "new year's eve": (12, 31),
    "国庆": (10, 1), "五一": (5, 1),
}  # fmt: skip
Span = Literal["day", "working_day", "week", "month", "hour"]
_LENGTHS: dict[str, Span] = {
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
    span: Span


@dataclass(frozen=True, slots=True)
class DateReading:
    """``kind`` date: ``day`` holds it; length: a bare stretch of time (``length``), no date by itself; unclear: a date was
    meant that no single day can be given to; time: a time of day, which orders do not carry."""

    end: int
    kind: Literal["date", "length", "unclear", "time"]
    day: date | None = None
    length: Length | None = None


def _words(table: dict[str, int] | dict[str, tuple[int, int]] | dict[str, Span]) -> dict[tuple[str, ...], object]:
    return {tuple(phrase.replace("'", " '").split()) if phrase.isascii() else tuple(phrase): value for phrase, value in table.items()}


class DateGrammar:
    """Reads the date that begins at a token. ``today`` and the calendar are those of the turn."""

    def __init__(self, tokens: Sequence[Token], today: date, calendar: WorkingCalendar) -> None:
        self.keys = [token.key for token in tokens]
        self.tokens = tokens
        self.today = today
        self.calendar = calendar

    # --- small steps over tokens

    def key(self, at: int) -> str:
        return self.keys[at] if at < len(self.keys) else ""

    def phrase(self, at: int, table: dict[tuple[str, ...], object]) -> tuple[int, object] | None:
        """(end, value) of the longest phrase of ``table`` at ``at``."""
        best = None
        for words, value in table.items():
            end = at + len(words)
            if tuple(self.keys[at:end]) == words and (best is None or end > best[0]):
                best = end, value
        return best

    def skip(self, at: int, *choices: str) -> int:
        """Past the first of the choices (words parted by spaces, or Chinese characters) that stands at ``at``."""
        for choice in choices:
            words = choice.split() if choice.isascii() else list(choice)
            if self.keys[at : at + len(words)] == words:
                return at + len(words)
        return at

    def count(self, at: int) -> tuple[int, Decimal] | None:
        """A number of days or weeks: 三, 3, two, a, a couple of."""
        if self.key(at) in ("a", "an", "one") and number_at(self.tokens, at) is None:
            return at + 1, Decimal(1)
        found = number_at(self.tokens, at)
        return None if found is None or found.vague else (found.end, found.value)

    # --- reading

    def at(self, start: int) -> DateReading | None:
        """The longest date at ``start``, with what belongs to it: 前, 之内, the time of day."""
        readings = [reading for rule in _RULES if (reading := rule(self, start)) is not None]
        if not readings:
            return None
        best = max(readings, key=lambda reading: (reading.end, reading.kind == "date"))
        return self.tail(best)

    def tail(self, reading: DateReading) -> DateReading:
        if reading.kind not in ("date", "unclear"):
            return reading
        end = self.skip(reading.end, "早上", "上午", "中午", "下午", "晚上", "傍晚", "一早", "早", "晚", "morning", "afternoon", "evening", "noon", "night")
        clock = self.clock(end)
        end = clock.end if clock else end
        after = self.skip(end, "以后", "之后", "后", "or later", "onwards", "过后")
        if after > end and self.key(after) not in ("天",):
            return DateReading(after, "unclear")
        end = self.skip(end, "之前", "以前", "前", "为止", "之内", "以内", "内", "止", "当天", "那天")
        return replace(reading, end=end)

    def clock(self, at: int) -> DateReading | None:
        """A time of day: 三点, 下午5点半, 3 pm, 10:30."""
        begin = self.skip(at, "上午", "下午", "早上", "晚上", "中午", "at")
        found = number_at(self.tokens, begin)
        if found is None or found.value > 24:
            return None
        end = self.skip(found.end, "点钟", "点半", "点", "am", "pm", "a m", "p m", "o clock", "oclock")
        if end == found.end and self.key(end) == ":" and end + 1 < len(self.tokens) and self.tokens[end + 1].kind == "number":
            end += 2
        return DateReading(self.skip(end, "之前", "以前", "前", "左右"), "time") if end > found.end else None

    # --- days and weeks

    def named_day(self, at: int) -> DateReading | None:
        found = self.phrase(at, _DAY_PHRASES)
        return None if found is None else DateReading(found[0], "date", self.today + int(str(found[1])) * _DAY)

    def weekday_zh(self, at: int) -> DateReading | None:
        """下下周三, 这个礼拜五, 周五, next 周五, 下周 Friday; a week without a day is its last working day."""
        weeks, end = self.week_prefix(at)
        after = self.skip(end, "周", "星期", "礼拜", "week") if weeks is None or end > at else end
        if after == self.skip(end, "week") and after > end and self.keys[at].isascii():
            return None
        if after == end:
            return None
        day = _ZH_WEEKDAYS.get(self.key(after), _WEEKDAYS.get(self.key(after)))
        if day is not None and not (weeks is None and self.key(after) in _WEEKDAYS):
            return DateReading(after + 1, "date", self.in_week(weeks, day))
        if weeks is None:
            return DateReading(self.skip(after, "末"), "unclear") if self.key(after) == "末" else None
        if self.key(after) in ("末", "初", "中"):
            return DateReading(after + 1, "unclear")
        inside = self.skip(after, "之内", "以内", "内", "里", "底")
        if inside == after and self.skip(after, "之前", "以前", "前") > after:
            return DateReading(self.skip(after, "之前", "以前", "前"), "unclear")
        return DateReading(inside, "date", self.week_end(weeks))

    def week_prefix(self, at: int) -> tuple[int | None, int]:
        """(weeks from this one, end) of 下, 下下个, 这个, 本, 上, next, this; None without one."""
        end, weeks = at, 0
        while self.key(end) == "下":
            end, weeks = end + 1, weeks + 1
        if weeks == 0:
            for word, offset in (("这", 0), ("本", 0), ("上", -1), ("next", 1), ("this", 0), ("last", -1)):
                if self.key(end) == word:
                    end, weeks = end + 1, offset
                    break
            else:
                return None, at
        return weeks, self.skip(end, "一个", "个", "一")

    def in_week(self, weeks: int | None, day: int) -> date:
        """A weekday of the week ``weeks`` from now; without a prefix, or past in this week, the next such day."""
        chosen = monday_of(self.today) + timedelta(weeks=weeks or 0, days=day)
        passed = chosen <= self.today if weeks is None else chosen < self.today
        return chosen + timedelta(weeks=1) if passed and weeks in (None, 0) else chosen

    def week_end(self, weeks: int) -> date:
        day = monday_of(self.today) + timedelta(weeks=weeks, days=6)
        while not self.calendar.is_working(day) and day.weekday() > 0:
            day -= _DAY
        return day

    def weekday_en(self, at: int) -> DateReading | None:
        """Friday, this Friday, next Friday, coming Friday, Friday week, Wednesday next week, Friday after next."""
        begin = self.skip(at, "the")
        weeks: int | None = None
        end = self.skip(begin, "this coming", "coming", "the coming", "this upcoming", "upcoming")
        if end == begin:
            for word, offset in (("next", 1), ("this", 0), ("last", -1)):
                if self.key(begin) == word:
                    weeks, end = offset, begin + 1
        if weeks is not None:
            within = self.skip(end, "week s", "week", "week 's")
            joint = self.skip(within, "on", ",")
            if within > end and self.key(joint) in _WEEKDAYS:
                end = joint
        day = _WEEKDAYS.get(self.key(end))
        if day is None:
            return None
        end += 1
        if self.key(end) == "." and self.key(end - 1) in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") and self.tokens[end].start == self.tokens[end - 1].end:
            end += self.key(end + 1) != ""
        for suffix, offset in (("of next week", 1), ("next week", 1), ("after next", 2), ("week after next", 2), ("the week after next", 2), ("of the week after next", 2), ("the week after", 2), ("of this week", 0), ("this week", 0)):
            after = self.skip(end, suffix)
            if after > end:
                return DateReading(after, "date", self.in_week(offset, day))
        if self.key(end) == "week" and weeks is None:
            return DateReading(end + 1, "date", self.in_week(None, day) + timedelta(weeks=1))
        return DateReading(end, "date", self.in_week(weeks, day))

    def week_en(self, at: int) -> DateReading | None:
        """next week, the week after next, end of next week, EOW, the weekend."""
        part = self.skip(at, "the end of", "end of", "late", "later")
        early = self.skip(at, "early", "the beginning of", "beginning of", "the start of", "start of", "mid", "middle of", "the middle of")
        begin = max(part, early)
        if self.skip(begin, "the week after next") > begin or self.skip(begin, "week after next") > begin:
            weeks, end = 2, self.skip(begin, "the week after next", "week after next")
        elif self.skip(begin, "next week") > begin:
            weeks, end = 1, begin + 2
        elif self.skip(begin, "this week", "the week") > begin and (part > at or self.key(begin) == "this"):
            weeks, end = 0, begin + 2
        elif self.key(begin) == "week" and part > at:
            weeks, end = 0, begin + 1
        elif self.key(at) == "eow":
            weeks, end = 0, at + 1
        elif self.skip(at, "within the week") > at:
            weeks, end = 0, at + 3
        elif self.skip(begin, "the weekend", "this weekend", "next weekend", "weekend") > begin:
            return DateReading(self.skip(begin, "the weekend", "this weekend", "next weekend", "weekend"), "unclear")
        else:
            return None
        return DateReading(end, "unclear") if early > at else DateReading(end, "date", self.week_end(weeks))

    # --- months

    def month_zh(self, at: int) -> DateReading | None:
        """12月5号, 下个月15号, 月底, 12月底, 本月内, 明年1月3日, 年底."""
        year, begin = self.year_zh(at)
        month, end = self.month_prefix(begin, year)
        if month is None:
            after = self.skip(begin, "年底", "年末")
            return DateReading(after, "date", self.month_end(year or self.today.year, 12)) if after > begin else None
        which_year, which_month = month
        inside = self.skip(end, "底之前", "底前", "底", "末", "内", "之内", "以内")
        if inside > end:
            return DateReading(inside, "date", self.month_end(which_year, which_month))
        middle = self.skip(end, "中旬", "中", "半")
        if middle > end:
            return DateReading(middle, "date", self.bounded(which_year, which_month, 15, fixed=end > begin + 1))
        if self.skip(end, "初", "上旬", "下旬", "头") > end:
            return DateReading(self.skip(end, "初", "上旬", "下旬", "头"), "unclear")
        found = number_at(self.tokens, end)
        if found is None or found.vague or self.key(begin) == "月":
            return None
        after = self.skip(found.end, "号", "日", "th", "st", "nd", "rd")
        if after == found.end and found.value > 31:
            return None
        return self.month_day(which_month, found.value, after, year=which_year if self.fixed_year(begin, year) else None)

    def fixed_year(self, begin: int, year: int | None) -> bool:
        return year is not None or self.key(begin) in ("下", "本", "这")

    def year_zh(self, at: int) -> tuple[int | None, int]:
        for words, offset in (("今年", 0), ("明年", 1), ("后年", 2)):
            if self.skip(at, words) > at:
                return self.today.year + offset, at + 2
        found = number_at(self.tokens, at)
        if found is not None and self.key(found.end) == "年" and 2000 <= found.value < 2200:
            return int(found.value), found.end + 1
        return None, at

    def month_prefix(self, at: int, year: int | None) -> tuple[tuple[int, int] | None, int]:
        """((year, month), end) of 12月, 十二月份, 本月, 这个月, 下下个月, and of 月 before 底, 中, 内."""
        ahead, end = 0, at
        while self.key(end) == "下":
            end, ahead = end + 1, ahead + 1
        if end == at:
            end = self.skip(at, "这", "本", "当")
        if end > at:
            after = self.skip(end, "个月", "月份", "月")
            if after == end:
                return None, at
            total = self.today.year * 12 + self.today.month - 1 + ahead
            return (total // 12, total % 12 + 1), after
        if self.key(at) == "月" and self.key(at + 1) in ("底", "末", "中", "内"):
            past_middle = self.key(at + 1) == "中" and self.today.day > 15
            total = self.today.year * 12 + self.today.month - 1 + past_middle
            return (total // 12, total % 12 + 1), at + 1
        found = number_at(self.tokens, at)
        if found is None or found.vague or self.key(found.end) != "月":
            return None, at
        month = int(found.value)
        end = self.skip(found.end, "月份", "月")
        chosen = year or self.today.year + (month < self.today.month)
        return (chosen, month), end

    def month_end(self, year: int, month: int) -> date | None:
        return self.calendar.last_working_day(year, month) if 1 <= month <= 12 else None

    def bounded(self, year: int, month: int, day: int, *, fixed: bool) -> date | None:
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            return None
        return date(year, month, day)

    def month_day(self, month: int, day: Decimal, end: int, *, year: int | None = None) -> DateReading:
        """That day; without a year the next such. One that no calendar has is unclear."""
        if day != int(day) or not 1 <= month <= 12 or not 1 <= day <= 31:
            return DateReading(end, "unclear")
        for candidate in (year,) if year else range(self.today.year, self.today.year + 2):
            if day > monthrange(candidate, month)[1]:
                continue
            found = date(candidate, month, int(day))
            if year or found >= self.today:
                return DateReading(end, "date", found)
        return DateReading(end, "unclear")

    def day_of_month(self, at: int) -> DateReading | None:
        """15号, 十五日, the 15th, 15th: in this month, or the next that has it."""
        if self.key(at) == "第":
            return None
        begin = self.skip(at, "the")
        day, end = self.ordinal(begin)
        if day is None or (begin == at and self.key(begin) in _ORDINALS):
            found = number_at(self.tokens, at)
            end = found.end if found else at
            if found is None or found.vague or self.key(end) not in ("号", "日") or self.key(end + 1) in ("仓", "库", "店", "线", "楼", "机"):
                return None
            day, end = int(found.value), end + 1
        if not 1 <= day <= 31:
            return None
        if self.key(end) == "of" and self.key(end + 1) in _MONTHS:
            return None
        ahead = self.skip(end, "of next month", "next month")
        total = self.today.year * 12 + self.today.month - 1 + (ahead > end)
        end = self.skip(ahead, "of this month", "this month", "of the month")
        for step in range(13):
            year, month = divmod(total + step, 12)
            if day <= monthrange(year, month + 1)[1] and date(year, month + 1, day) >= self.today:
                return DateReading(end, "date", date(year, month + 1, day))
        return None

    def ordinal(self, at: int) -> tuple[int | None, int]:
        """15th, fifteenth, twenty first."""
        key = self.key(at)
        if key in _ORDINALS:
            return _ORDINALS[key], at + 1
        if key in TENS and self.key(at + 1) in _ORDINALS and _ORDINALS[self.key(at + 1)] < 10:
            return TENS[key] + _ORDINALS[self.key(at + 1)], at + 2
        if at < len(self.tokens) and self.tokens[at].kind == "number" and self.key(at + 1) in ("th", "st", "nd", "rd"):
            return (int(key), at + 2) if key.isdigit() else (None, at)
        return None, at

    def month_en(self, at: int) -> DateReading | None:
        """Dec 5th, 5 December, the 5th of December, mid-December, end of December, end of (next) month, EOM."""
        part, kind = at, "day"
        for words, what in (("the end of", "end"), ("end of", "end"), ("mid", "middle"), ("the middle of", "middle"), ("middle of", "middle"), ("early", "vague"), ("late", "vague"), ("beginning of", "vague"), ("the beginning of", "vague"), ("start of", "vague"), ("the start of", "vague")):  # noqa: E501
            if self.skip(at, words) > at:
                part, kind = self.skip(at, words), what
                break
        if kind != "day":
            return self.part_of_month(part, kind)
        end = self.skip(at, "month end", "eom", "month 's end", "the month end")
        if end > at:
            return DateReading(end, "date", self.month_end(self.today.year, self.today.month))
        if self.skip(at, "year end", "eoy", "the end of year") > at:
            return DateReading(self.skip(at, "year end", "eoy"), "date", self.month_end(self.today.year, 12))
        month, begin = _MONTHS.get(self.key(at)), at + 1
        if month is not None:
            begin = self.skip(begin, ".")
            begin = self.skip(begin, "the")
            return self.numbered_day(month, begin)
        begin = self.skip(at, "the")
        day, end = self.ordinal(begin)
        if day is None:
            found = number_at(self.tokens, begin)
            if found is None or found.value > 31 or found.vague:
                return None
            day, end = int(found.value), found.end
        end = self.skip(end, "of")
        month = _MONTHS.get(self.key(end))
        if month is None:
            return None
        return self.month_day_year(month, day, end + 1)

    def numbered_day(self, month: int, at: int) -> DateReading | None:
        day, end = self.ordinal(at)
        if day is None:
            found = number_at(self.tokens, at)
            if found is None or found.vague or found.value > 99 or at >= len(self.tokens):
                return None
            if self.key(at) in SMALL and self.tokens[at].kind != "number" and self.key(at - 1) in ("may", "mar", "march"):
                return None
            day, end = int(found.value), found.end
        return self.month_day_year(month, day, end)

    def month_day_year(self, month: int, day: int, end: int) -> DateReading:
        """With the year that may follow: Dec 5, 2026."""
        after = self.skip(end, ",")
        year = self.key(after)
        if len(year) == 4 and year.isdigit() and 2020 <= int(year) <= 2099:
            return self.ymd(int(year), month, day, after + 1)
        return self.month_day(month, Decimal(day), end)

    def part_of_month(self, at: int, kind: str) -> DateReading | None:
        end = self.skip(at, "next month", "the next month", "the following month", "this month", "the month", "month", "this", "year", "the year", "this year")
        if end > at:
            if "year" in self.keys[at:end]:
                return DateReading(end, "date", self.month_end(self.today.year, 12)) if kind == "end" else None
            following = "next" in self.keys[at:end] or "following" in self.keys[at:end]
            past = kind == "middle" and not following and self.today.day > 15
            total = self.today.year * 12 + self.today.month - 1 + (following or past)
            year, month = total // 12, total % 12 + 1
        elif (named := _MONTHS.get(self.key(at))) is not None:
            year, month, end = self.today.year + (named < self.today.month), named, at + 1
            if self.key(end).isdigit() and len(self.key(end)) == 4:
                year, end = int(self.key(end)), end + 1
        else:
            return None
        if kind == "vague":
            return DateReading(end, "unclear")
        return DateReading(end, "date", self.month_end(year, month) if kind == "end" else date(year, month, 15))

    # --- stretches of time

    def stretch(self, at: int) -> DateReading | None:
        """三天内, 两周后, 五个工作日内, in two weeks, within three days, a week from Friday; bare: a length."""
        prefix = self.skip(at, "within the next", "in the next", "within", "inside", "in", "未来", "过", "再过", "今后", "over the next", "the next", "next")
        counted = self.count(self.skip(prefix, "a matter of", "about"))
        if counted is None:
            if self.key(prefix) in ("fortnight",) or self.skip(prefix, "a fortnight") > prefix:
                end = self.skip(prefix, "a fortnight", "fortnight")
                return self.after(Length(Decimal(14), "day"), prefix > at, end)
            return None
        end, count = counted
        if self.key(end) == "fortnight":
            return self.after(Length(count * 14, "day"), prefix > at, end + 1)
        joined = self.skip(end, "full", "more")
        unit = self.phrase(joined, _LENGTH_PHRASES)
        if unit is None or (unit[1] == "month" and self.keys[joined] == "月"):
            return None
        end, span = unit
        if self.key(end) == "半" and span in ("month", "week", "day"):
            return DateReading(end + 1, "unclear")
        length = Length(count, span)  # type: ignore[arg-type]
        end = self.skip(end, "'s", "'")
        end = self.skip(end, "time")
        return self.after(length, prefix > at and self.key(at) not in ("next",), end)

    def after(self, length: Length, prefixed: bool, end: int) -> DateReading:
        """The date a length leads to, when something says that it is counted from a day."""
        anchor = self.skip(end, "from now", "from today", "之内", "以内", "内", "里", "之后", "以后", "过后", "后", "from", "out", "after")
        if anchor > end and self.keys[end] in ("from", "after") and self.key(anchor - 1) in ("from", "after"):
            base = DateGrammar(self.tokens, self.today, self.calendar).at(anchor)
            if base is None or base.day is None:
                return DateReading(end, "length", length=length)
            return DateReading(base.end, "date", shifted(base.day, length, self.calendar))
        if anchor > end and self.keys[end] == "out":
            anchor = end
        if anchor > end or prefixed:
            return DateReading(anchor, "date", shifted(self.today, length, self.calendar))
        return DateReading(end, "length", length=length)

    # --- figures

    def figures(self, at: int) -> DateReading | None:
        """2026-12-05, 2026/12/5, 12/5, 12-5 (month first, unless only the day can be), 12.5 before 前, 20261205."""
        if at >= len(self.tokens) or self.tokens[at].kind != "number":
            return None
        first = self.keys[at]
        if len(first) == 8 and first.isdigit() and first.startswith("20"):
            return self.ymd(int(first[:4]), int(first[4:6]), int(first[6:]), at + 1)
        mark = self.key(at + 1)
        if mark in ("-", "/", ".") and self.tight(at, 3) and first.isdigit() and self.keys[at + 2].isdigit():
            second, third = self.keys[at + 2], None
            if self.key(at + 3) == mark and self.tight(at, 5) and self.keys[at + 4].isdigit():
                third = self.keys[at + 4]
            if len(first) == 4 and third is not None:
                return self.ymd(int(first), int(second), int(third), at + 5)
            if third is not None:
                year = int(third) + (2000 if len(third) == 2 else 0)
                month, day = (int(first), int(second)) if int(first) <= 12 else (int(second), int(first))
                return self.ymd(year, month, day, at + 5)
            return self.month_and_day(int(first), int(second), at + 3)
        whole, dot, places = first.partition(".")
        if dot and len(whole) <= 2 and len(places) <= 2 and self.skip(at + 1, "之前", "以前", "前", "号", "到", "送", "交") > at + 1:
            return self.month_and_day(int(whole), int(places), self.skip(at + 1, "号"))
        return None

    def tight(self, at: int, length: int) -> bool:
        """``length`` tokens from ``at`` stand without gaps, and the last is a number."""
        run = self.tokens[at : at + length]
        return len(run) == length and run[-1].kind == "number" and all(a.end == b.start for a, b in zip(run, run[1:], strict=False))

    def ymd(self, year: int, month: int, day: int, end: int) -> DateReading:
        try:
            return DateReading(end, "date", date(year, month, day))
        except ValueError:
            return DateReading(end, "unclear")

    def month_and_day(self, first: int, second: int, end: int) -> DateReading | None:
        if first > 31 or second > 31 or (first > 12 and second > 12) or not first or not second:
            return None
        month, day = (first, second) if first <= 12 else (second, first)
        return self.month_day(month, Decimal(day), end)

    def holiday(self, at: int) -> DateReading | None:
        found = self.phrase(at, _HOLIDAY_PHRASES)
        if found is None:
            return None
        month, day = found[1]  # type: ignore[misc]
        return self.month_day(month, Decimal(day), found[0])


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


_DAY_PHRASES = _words(_DAYS)
_LENGTH_PHRASES = _words(_LENGTHS)
_HOLIDAY_PHRASES = _words(_HOLIDAYS)
DATE_WORDS = frozenset(
    word
    for table in (_DAYS, _WEEKDAYS, _MONTHS, _ORDINALS, _LENGTHS, _HOLIDAYS)
    for phrase in table
    if phrase.isascii()
    for word in phrase.replace("'s", "").split()
) | frozenset("within fortnight weekend coming upcoming middle early beginning end".split())
_RULES: tuple[Callable[[DateGrammar, int], DateReading | None], ...] = (
    DateGrammar.named_day,
    DateGrammar.weekday_zh,
    DateGrammar.weekday_en,
    DateGrammar.week_en,
    DateGrammar.month_zh,
    DateGrammar.month_en,
    DateGrammar.day_of_month,
    DateGrammar.stretch,
    DateGrammar.figures,
    DateGrammar.clock,
    DateGrammar.holiday,
)
