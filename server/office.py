"""What the command line does besides talking: lists, audit, the database, keys."""

import json
import socket
import sys
from dataclasses import asdict
from pathlib import Path

from procurement import access, demo
from procurement import audit as chain
from procurement.actor import Actor
from procurement.backup import back_up
from procurement.entities import OrderFilter
from procurement.growth import grow
from procurement.errors import Unavailable
from procurement.orders import find_orders
from procurement.outbox import InProcessBus, Relay
from procurement.store import Store
from procurement.transmission import subscribe_suppliers
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
    """The demo chain, grown to that many orders and lot edges; progress goes to stderr."""
    await demo.seed(store)
    if orders or edges:
        await grow(store, orders=orders, edges=edges, progress=lambda text: print(text, file=sys.stderr, flush=True))


async def backup(store: Store, file: str) -> None:
    await back_up(store, Path(file))


async def keys(store: Store) -> str:
    async with store.read() as uow:
        rows = await access.list_keys(uow)
    return columns([(key.handle, key.label, key.created_at.isoformat()) for key in rows]) or "no keys"


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


async def publish(store: Store) -> None:
    """Publish what a command wrote. A server on this database does so too; each event takes effect once."""
    bus = InProcessBus(store)
    subscribe_suppliers(bus)
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
