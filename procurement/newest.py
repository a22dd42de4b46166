"""The newest of several lists that are each read along an index of their own. Pure: it only composes the query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select, union_all


def newest(lists: Sequence[Select[Any]], limit: int) -> Select[tuple[str]]:
    """The first ``limit`` values of the lists merged, newest first and each value once.

    Every list selects a value and its instant, in that order, newest first. Merging lists cut at ``limit`` reads a few
    rows of each; one query with OR or IN in its place would sort all that fit.
    """
    cut = [one.limit(limit).subquery() for one in lists]
    merged = union_all(*(select(*one.c) for one in cut)).subquery()
    value, instant = merged.c
    return select(value).order_by(instant.desc(), value.desc()).distinct().limit(limit)
