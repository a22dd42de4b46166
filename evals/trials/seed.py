"""Changes of the seeded records before a trial, as its scenario asks for them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Column, Date, Table, insert, update
from sqlalchemy.exc import StatementError

from evals.scenarios.scenario import Patch
from evals.trials import other_company
from evals.trials.template import business_time
from procurement import schema
from procurement.columns import Exact, Instant
from procurement.errors import InvalidInput
from procurement.store import UnitOfWork


async def apply_patches(uow: UnitOfWork, patches: Sequence[Patch]) -> None:
    """In their order. Raises InvalidInput for a table, column or value that there is not, and for an update that meets
    no row."""
    for number, patch in enumerate(patches, start=1):
        if patch.company is not None:
            await other_company.settle(uow)
        else:
            await _apply(uow, patch, f"seed {number}")


async def _apply(uow: UnitOfWork, patch: Patch, field: str) -> None:
    table = schema.metadata.tables.get(patch.table or "")
    if table is None:
        raise InvalidInput(f"there is no table {patch.table!r}", field=field, remedy="see procurement/schema.py")
    where, values = _values(table, patch.where, field), _values(table, patch.set, field)
    met = (table.c[name] == value for name, value in where.items())
    change = update(table).where(*met).values(values) if where else insert(table).values(values)
    try:
        changed = await uow.conn.execute(change)
    except StatementError as error:
        raise InvalidInput(f"{table.name} does not take it: {error.orig}", field=field) from error
    if changed.rowcount == 0:
        raise InvalidInput(f"no row of {table.name} has {patch.where}", field=field, remedy="see the demo chain")


def _values(table: Table, given: dict[str, Any], field: str) -> dict[str, Any]:
    unknown = [name for name in given if name not in table.c]
    if unknown:
        known = ", ".join(table.c.keys())
        raise InvalidInput(f"{table.name} has no column {unknown[0]!r}", field=field, remedy=f"it has: {known}")
    try:
        return {name: _value(table.c[name], value) for name, value in given.items()}
    except (ValueError, TypeError, InvalidOperation) as error:
        raise InvalidInput(f"a value for {table.name} does not fit its column: {error}", field=field) from error


def _value(column: Column[Any], value: Any) -> Any:
    """As the column takes it: Decimals and dates may be written as text, instants without an offset are Shanghai's."""
    if value is None:
        return None
    if isinstance(column.type, Exact):
        return Decimal(str(value))
    if isinstance(column.type, Instant):
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day)
        return business_time(value if isinstance(value, datetime) else datetime.fromisoformat(value))
    if isinstance(column.type, Date):
        return value if isinstance(value, date) else date.fromisoformat(value)
    return value
