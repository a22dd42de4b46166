"""Who is calling: Actors by handle, contact or API key. A key is shown once and stored as its SHA-256."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, insert, select, update

from procurement import schema
from procurement.actor import Actor
from procurement.errors import InvalidInput, NotAllowed, NotFound
from procurement.store import UnitOfWork

KEY_PREFIX = "sl_"

_ACTORS = select(schema.contact, schema.party.c.kind.label("party_kind")).join(
    schema.party, schema.party.c.id == schema.contact.c.party_id
)
_BY_HANDLE = _ACTORS.where(schema.contact.c.handle == bindparam("said"))
_BY_CONTACT = _ACTORS.where(schema.contact.c.id == bindparam("said"))
_BY_KEY = _ACTORS.join(schema.api_key, schema.api_key.c.contact_id == schema.contact.c.id).where(
    schema.api_key.c.digest == bindparam("said"), schema.api_key.c.revoked_at.is_(None)
)
_HAS_KEYS = select(exists().select_from(schema.api_key))


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as its owner knows it; ``revoked_at`` is None while it works."""

    handle: str
    label: str
    created_at: datetime
    revoked_at: datetime | None


async def actor_by_handle(uow: UnitOfWork, handle: str) -> Actor:
    """Raises NotFound for an unknown handle."""
    row = (await uow.conn.execute(_BY_HANDLE, {"said": handle})).one_or_none()
    if row is None:
        raise NotFound(f"nobody has the handle {handle!r}", field="handle", remedy="list the handles and pick one")
    return _actor(row)


async def actor_by_contact(uow: UnitOfWork, contact_id: str) -> Actor:
    """Raises NotFound for an unknown contact."""
    row = (await uow.conn.execute(_BY_CONTACT, {"said": contact_id})).one_or_none()
    if row is None:
        raise NotFound("no such contact", field="contact_id")
    return _actor(row)


async def actor_by_key(uow: UnitOfWork, key: str) -> Actor:
    """Raises NotAllowed for a key that is unknown or revoked; which of the two is not told."""
    return await actor_by_key_digest(uow, key_digest(key))


async def actor_by_key_digest(uow: UnitOfWork, digest: str) -> Actor:
    """Like ``actor_by_key``, for who has shown the key before and kept its ``key_digest``."""
    row = (await uow.conn.execute(_BY_KEY, {"said": digest})).one_or_none()
    if row is None:
        raise NotAllowed("the API key is not valid", field="key", remedy="ask your operator for a new key")
    return _actor(row)


async def issue_key(uow: UnitOfWork, handle: str, label: str) -> str:
    """A new key for the person with ``handle``. The returned text is the only copy. Raises NotFound, InvalidInput."""
    if not label.strip():
        raise InvalidInput("a key needs a label", field="label", remedy="name the device or program that will use it")
    actor = await actor_by_handle(uow, handle)
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    values = {"digest": key_digest(key), "contact_id": actor.contact_id, "label": label[:80], "created_at": uow.now()}
    await uow.conn.execute(insert(schema.api_key).values(values))
    return key


async def revoke_key(uow: UnitOfWork, handle: str, label: str) -> int:
    """Revoke the keys of that person and label; how many. Raises NotFound when there is none to revoke."""
    actor = await actor_by_handle(uow, handle)
    key_of = schema.api_key.c
    revoked = await uow.conn.execute(
        update(schema.api_key)
        .where(key_of.contact_id == actor.contact_id, key_of.label == label, key_of.revoked_at.is_(None))
        .values(revoked_at=uow.now())
    )
    if revoked.rowcount == 0:
        raise NotFound(f"{handle} has no valid key labelled {label!r}", field="label")
    return revoked.rowcount


async def list_keys(uow: UnitOfWork) -> list[ApiKey]:
    """Every key ever issued, oldest first; never the key itself."""
    key, person = schema.api_key.c, schema.contact
    query = (
        select(person.c.handle, key.label, key.created_at, key.revoked_at)
        .join(person, person.c.id == key.contact_id)
        .order_by(key.created_at, person.c.handle, key.label)
    )
    return [
        ApiKey(row.handle, row.label, uow.local(row.created_at), row.revoked_at and uow.local(row.revoked_at))
        for row in await uow.conn.execute(query)
    ]


async def list_handles(uow: UnitOfWork) -> list[Actor]:
    """Everybody, in the order of their handles."""
    return [_actor(row) for row in await uow.conn.execute(_ACTORS.order_by(schema.contact.c.handle))]


async def has_keys(uow: UnitOfWork) -> bool:
    """Whether a key was ever issued. Revoked ones count: revoking the last must not open the door to everybody."""
    return bool(await uow.conn.scalar(_HAS_KEYS))


def key_digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _actor(row: Row[Any]) -> Actor:
    return Actor(
        contact_id=row.id,
        handle=row.handle,
        party_id=row.party_id,
        party_kind=row.party_kind,
        role=row.role,
        name_zh=row.name_zh,
        name_en=row.name_en,
        language=row.language,
        order_limit=row.order_limit,
        may_approve=row.may_approve,
        default_warehouse_id=row.default_warehouse_id,
    )
