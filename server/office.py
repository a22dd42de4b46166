"""What the command line does besides talking: lists, audit, the database, keys."""

import json
import socket
import sys
from dataclasses import asdict
from pathlib import Path

from procurement import access, conversations, demo, drafts
from procurement import audit as chain
from procurement.actor import Actor
from procurement.backup import back_up
from procurement.entities import OrderFilter
from procurement.errors import NotFound, Unavailable
from procurement.growth import grow
from procurement.orders import find_orders
from procurement.outbox import InProcessBus, Relay
from procurement.store import Store
from procurement.transmission import subscribe
from server.terminal import columns, order_rows
from tools.views import order_view


def dumped(value: object) -> str:
    """JSON for people and programs alike."""
    return json.dumps(value, ensure_ascii=False, indent=2)


async def orders(store: Store, actor: Actor, status: OrderFilter | None, limit: int, *, as_json: bool) -> str:
    async with store.read() as uow:
        views = [order_view(order) for order in await find_orders(uow, actor, status=status, limit=limit)]
    return dumped(views) if as_json else order_rows(views, actor.language) or "no orders"


async def audit(store: Store, *, as_json: bool) -> tuple[str, bool]:
    """The report, and whether the chain is whole."""
    async with store.read() as uow:
        report = await chain.verify(uow)
    if as_json:
        return dumped(asdict(report)), report.ok
    found = "the chain is whole" if report.ok else f"broken at entry {report.first_bad_seq}"
    return f"{report.entries} entries, {found}", report.ok


async def seed(store: Store, orders: int, edges: int) -> None:
    """The demo chain, and so many orders and lot edges more; progress goes to stderr."""
    await demo.seed(store)
    if orders or edges:
        await grow(store, orders, edges=edges, progress=_progress)


def _progress(what: str, done: int, total: int) -> None:
    print(f"{what}: {done:,} of {total:,}", file=sys.stderr, flush=True)


async def backup(store: Store, file: str) -> None:
    await back_up(store, Path(file))


async def keys(store: Store) -> str:
    async with store.read() as uow:
        rows = await access.list_keys(uow)
    listed = [
        (
            key.handle,
            key.label,
            f"issued {key.created_at:%Y-%m-%d %H:%M}",
            f"revoked {key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "valid",
        )
        for key in rows
    ]
    return columns(listed) or "no keys"


async def issue_key(store: Store, handle: str, label: str) -> str:
    async with store.begin() as uow:
        key = await access.issue_key(uow, handle, label)
        await uow.commit()
    return key


async def revoke_key(store: Store, handle: str, label: str) -> int:
    async with store.begin() as uow:
        count = await access.revoke_key(uow, handle, label)
        await uow.commit()
    return count


async def ensure_known(store: Store, actor: Actor, conversation: str, draft: str) -> None:
    """Raises NotFound unless there is such a draft in such a conversation, and the Actor may see it."""
    unknown = NotFound(
        f"no conversation {conversation!r} that {actor.handle} can see",
        field="CONVERSATION",
        remedy="ask prints it; check --db and --as",
    )
    async with store.read() as uow:
        try:
            if await conversations.find_conversation(uow, actor, conversation) is None:
                raise unknown
        except NotFound:
            raise unknown from None
        known = [one.id for one in await drafts.drafts_of(uow, actor, conversation)]
    if draft not in known:
        remedy = f"known: {', '.join(known[-5:])}" if known else "there is no draft yet"
        raise NotFound(f"no draft {draft!r} in conversation {conversation!r}", field="DRAFT", remedy=remedy)


async def decided(store: Store, actor: Actor, draft: str, decision: str) -> bool:
    """Whether the draft is now where the decision wanted it."""
    async with store.read() as uow:
        status = (await drafts.get_draft(uow, actor, draft)).status
    return status in (("executed", "pending_approval") if decision == "yes" else ("declined",))


async def publish(store: Store) -> None:
    """Publish what a command wrote. A server on this database does so too; each event takes effect once."""
    bus = InProcessBus(store)
    subscribe(bus)
    while await Relay(store, bus).run_once():
        pass


def ensure_free(host: str, port: int) -> None:
    """Raises Unavailable when the port is taken, before anything is set up."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unavailable(
                f"cannot listen on {host} port {port}: {error.strerror}",
                field="--port",
                remedy=f"is SupplyLine running already? Otherwise take another: make run PORT={port + 1}",
            ) from None
