"""The ledger of writes already done: claim a key before a write, record its result in the same transaction.

Whatever is retried with the same key finds the first result instead of writing again.
"""

from typing import Any

from sqlalchemy import bindparam, insert, select

from procurement import schema
from procurement.errors import Conflict
from procurement.store import UnitOfWork

_FIND = select(schema.ledger.c.digest, schema.ledger.c.result).where(
    schema.ledger.c.scope == bindparam("in_scope"), schema.ledger.c.key == bindparam("by_key")
)
_RECORD = insert(schema.ledger)


async def claim(uow: UnitOfWork, scope: str, key: str, digest: str) -> dict[str, Any] | None:
    """The result recorded earlier under this key, or None: then do the write and ``record`` it before the commit.

    Raises Conflict when the key was used for something else.
    """
    found = (await uow.conn.execute(_FIND, {"in_scope": scope, "by_key": key})).one_or_none()
    if found is None:
        return None
    if found.digest != digest:
        raise Conflict(
            "this key was used for a different request", field="key", remedy="use a new key for a new request"
        )
    result: dict[str, Any] = found.result
    return result


async def recorded(uow: UnitOfWork, scope: str, key: str) -> dict[str, Any] | None:
    """The result under this key, whatever it was for; None when nothing has been done under it."""
    found = (await uow.conn.execute(_FIND, {"in_scope": scope, "by_key": key})).one_or_none()
    return None if found is None else found.result


async def record(uow: UnitOfWork, scope: str, key: str, digest: str, result: dict[str, Any]) -> None:
    """Write down what the claimed key did. A second record of the same key is refused by the database."""
    entry = {"scope": scope, "key": key, "digest": digest, "result": result, "claimed_at": uow.now()}
    await uow.conn.execute(_RECORD, entry)
