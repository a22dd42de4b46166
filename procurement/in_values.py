"""Many values in one SQL parameter, so that a query for thousands of ids is compiled once and stays short."""

import json
from collections.abc import Iterable

from sqlalchemy import Select, String, func, literal, select


def among(values: Iterable[str]) -> Select[tuple[str]]:
    """A subquery of the values, for ``column.in_(among(values))``."""
    rows = func.json_each(literal(json.dumps(list(values)), String)).table_valued("value")
    return select(rows.c.value)
