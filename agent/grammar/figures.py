"""Dates in figures: 2026-12-05, 12/5, 12.5 before 前, 20261205."""

from decimal import Decimal
from itertools import pairwise

from agent.grammar.date_cursor import DateCursor
from agent.grammar.date_terms import DateReading
from agent.grammar.months import month_day, ymd


def figures(cursor: DateCursor, at: int) -> DateReading | None:
    """2026-12-05, 2026/12/5, 12/5, 12-5 (month first, unless only the day can be), 12.5 before 前, 20261205."""
    if at >= len(cursor.tokens) or cursor.tokens[at].kind != "number":
        return None
    first = cursor.keys[at]
    if len(first) == 8 and first.isdigit() and first.startswith("20"):
        return ymd(cursor, int(first[:4]), int(first[4:6]), int(first[6:]), at + 1)
    mark = cursor.key(at + 1)
    if mark in ("-", "/", ".") and tight(cursor, at, 3) and first.isdigit() and cursor.keys[at + 2].isdigit():
        second, third = cursor.keys[at + 2], None
        if cursor.key(at + 3) == mark and tight(cursor, at, 5) and cursor.keys[at + 4].isdigit():
            third = cursor.keys[at + 4]
        if len(first) == 4 and third is not None:
            return ymd(cursor, int(first), int(second), int(third), at + 5)
        if third is not None:
            year = int(third) + (2000 if len(third) == 2 else 0)
            month, day = (int(first), int(second)) if int(first) <= 12 else (int(second), int(first))
            return ymd(cursor, year, month, day, at + 5)
        return month_and_day(cursor, int(first), int(second), at + 3)
    whole, dot, places = first.partition(".")
    if (
        dot
        and len(whole) <= 2
        and len(places) <= 2
        and cursor.skip(at + 1, "之前", "以前", "前", "号", "到", "送", "交") > at + 1
    ):
        return month_and_day(cursor, int(whole), int(places), cursor.skip(at + 1, "号"))
    return None


def tight(cursor: DateCursor, at: int, length: int) -> bool:
    """``length`` tokens from ``at`` stand without gaps, and the last is a number."""
    run = cursor.tokens[at : at + length]
    return len(run) == length and run[-1].kind == "number" and all(a.end == b.start for a, b in pairwise(run))


def month_and_day(cursor: DateCursor, first: int, second: int, end: int) -> DateReading | None:
    if first > 31 or second > 31 or (first > 12 and second > 12) or not first or not second:
        return None
    month, day = (first, second) if first <= 12 else (second, first)
    return month_day(cursor, month, Decimal(day), end)
