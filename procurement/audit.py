"""The audit trail: who did what on whose behalf, chained by SHA-256 so that a changed or removed entry shows.

The hash covers every field of the entry, as canonical JSON, and the hash of the entry before. Cutting entries off the
end leaves a valid chain: who needs to see that keeps ``AuditReport.head`` elsewhere.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import insert, select

from procurement.schema import audit_entry
from procurement.store import UnitOfWork

GENESIS: Final = "0" * 64
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class AuditReport:
    """``first_bad_seq`` is the first entry that does not fit the chain; ``head`` the hash of the last one."""

    entries: int
    ok: bool
    first_bad_seq: int | None
    head: str = GENESIS


async def append(
    uow: UnitOfWork,
    *,
    actor: str,
    on_behalf_of: str,
    action: str,
    subject: str,
    arguments_digest: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> int:
    """Add an entry and return its seq. ``actor`` is a contact id or "system", ``on_behalf_of`` a party id."""
    last = (await uow.conn.execute(_LAST)).one_or_none()
    entry = {
        "seq": 1 if last is None else last.seq + 1,
        "at": uow.now(),
        "actor": actor,
        "on_behalf_of": on_behalf_of,
        "action": action,
        "subject": subject,
        "arguments_digest": arguments_digest,
        "before": _plain(before),
        "after": _plain(after),
        "previous_hash": GENESIS if last is None else last.hash,
    }
    await uow.conn.execute(_ADD, entry | {"hash": _hash(entry)})
    return int(entry["seq"])


async def verify(uow: UnitOfWork) -> AuditReport:
    """Recompute the whole chain."""
    previous, count = GENESIS, 0
    while True:
        batch = (await uow.conn.execute(_after(count))).mappings().all()
        for row in batch:
            fields = {name: value for name, value in row.items() if name != "hash"}
            fits = row["seq"] == count + 1 and row["previous_hash"] == previous and row["hash"] == _hash(fields)
            if not fits:
                return AuditReport(count, False, int(row["seq"]), previous)
            previous, count = row["hash"], count + 1
        if not batch:
            return AuditReport(count, True, None, previous)


_ADD = insert(audit_entry)
_LAST = select(audit_entry.c.seq, audit_entry.c.hash).order_by(audit_entry.c.seq.desc()).limit(1)


def _after(seq: int) -> Any:
    return select(audit_entry).where(audit_entry.c.seq > seq).order_by(audit_entry.c.seq).limit(_BATCH)


def canonical(value: object) -> str:
    """JSON in one fixed form: sorted keys, no spaces, Decimals as strings, instants in UTC."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_text)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no canonical JSON form")


def _plain(value: Mapping[str, Any] | None) -> Any:
    """As it will be read back from the JSON column, so that the hash can be recomputed from there."""
    return None if value is None else json.loads(canonical(value))


def _hash(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(dict(fields)).encode()).hexdigest()
