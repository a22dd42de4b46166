"""Alembic's environment. ``procurement.migrate`` hands in an open connection; without one the SQL is printed."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from procurement.columns import Exact, Instant
from procurement.schema import metadata


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """A migration is history: it names what is stored, not a class that may change."""
    if kind == "type" and isinstance(item, Exact):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, Instant):
        return "sa.String(length=27)"
    return False


connection = context.config.attributes.get("connection")
if connection is None or context.is_offline_mode():
    context.configure(
        dialect_name="sqlite", target_metadata=metadata, literal_binds=True, as_sql=True, render_item=render_item
    )
else:
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_item=render_item)
with context.begin_transaction():
    context.run_migrations()
