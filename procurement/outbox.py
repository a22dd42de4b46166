"""The transactional outbox: an Event is written with the change it tells of, and published by the Relay afterwards.

Delivery is at least once and in order per aggregate; a subscriber claims each event in the inbox, in the transaction
of its effect, so that the effect happens once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import bindparam, func, insert, select, update

from procurement import schema
from procurement.inbox import receive
from procurement.store import Store, UnitOfWork, new_id

log = logging.getLogger(__name__)

BATCH = 100
IDLE = 0.2  # seconds between looks when there is nothing to publish
LONGEST_WAIT = 30.0  # seconds between tries while a subscriber fails


@dataclass(frozen=True, slots=True)
class Event:
    """A business fact, named in the past tense ("order.issued"). ``aggregate_seq`` counts from 1 without a gap."""

    id: str
    seq: int
    aggregate: str
    aggregate_seq: int
    type: str
    data: dict[str, Any]
    occurred_at: datetime


class Bus(Protocol):
    async def publish(self, event: Event) -> None:
        """Hand the event to everybody concerned; returns when they have it. The same event may come again."""
        ...


_NEXT_SEQ = select(func.coalesce(func.max(schema.outbox.c.aggregate_seq), 0) + 1).where(
    schema.outbox.c.aggregate == bindparam("aggregate")
)
_EMIT = insert(schema.outbox).values(
    event_id=bindparam("event_id"),
    aggregate=bindparam("aggregate"),
    aggregate_seq=_NEXT_SEQ.scalar_subquery(),
    type=bindparam("type"),
    data=bindparam("data"),
    occurred_at=bindparam("occurred_at"),
)
_PENDING = (
    select(schema.outbox)
    .where(schema.outbox.c.published_at.is_(None), schema.outbox.c.seq > bindparam("after"))
    .order_by(schema.outbox.c.seq)
    .limit(BATCH)
)
_PUBLISHED = (
    update(schema.outbox)
    .where(schema.outbox.c.seq.in_(bindparam("published", expanding=True)))
    .values(published_at=bindparam("at"))
)

Subscriber = Callable[[UnitOfWork, Event], Awaitable[None]]


class InProcessBus:
    """Subscribers in this process. Each gets an event once, in a transaction that also claims it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._subscribers: dict[str, tuple[Subscriber, frozenset[str]]] = {}

    def subscribe(self, channel: str, subscriber: Subscriber, types: Collection[str] = ()) -> None:
        """``channel`` names the subscriber for good: what it has seen is remembered under that name. It gets the events
        of these ``types``; all when none is named."""
        self._subscribers[channel] = (subscriber, frozenset(types))

    async def publish(self, event: Event) -> None:
        for channel, (subscriber, types) in self._subscribers.items():
            if types and event.type not in types:
                continue
            async with self._store.begin() as uow:
                if await receive(uow, channel, event.id):
                    await subscriber(uow, event)
                    await uow.commit()


async def emit(uow: UnitOfWork, *, aggregate: str, type: str, data: Mapping[str, Any]) -> str:
    """Write an event in the caller's transaction and return its id. ``data`` is JSON (Decimals as strings)."""
    event_id = new_id("evt")
    await uow.conn.execute(
        _EMIT,
        {
            "event_id": event_id,
            "aggregate": aggregate,
            "type": type,
            "data": dict(data),
            "occurred_at": uow.now(),
        },
    )
    return event_id


class Relay:
    """Publishes what the outbox holds. Several may run; subscribers then see an event more than once."""

    def __init__(self, store: Store, bus: Bus) -> None:
        self._store = store
        self._bus = bus

    async def run_once(self) -> int:
        """Publish what is pending, in order; how many events went out.

        An event that cannot be published holds back the later ones of its aggregate only; the errors are raised after
        all others are out.
        """
        failures: list[Exception] = []
        held: set[str] = set()
        published, last = 0, 0
        while batch := await self._pending(last):
            out: list[int] = []
            for event in batch:
                last = event.seq
                if event.aggregate in held:
                    continue
                try:
                    await self._bus.publish(event)
                except Exception as error:
                    held.add(event.aggregate)
                    failures.append(error)
                else:
                    out.append(event.seq)
            await self._mark(out)
            published += len(out)
        if failures:
            raise ExceptionGroup("events that could not be published", failures)
        return published

    async def run(self, stop: asyncio.Event) -> None:
        """Publish until ``stop`` is set. A failing subscriber is logged and tried again, ever more slowly."""
        wait = IDLE
        while not stop.is_set():
            try:
                await self.run_once()
                wait = IDLE
            except ExceptionGroup as failures:
                wait = min(wait * 2, LONGEST_WAIT)
                log.error("events not published", extra={"events": len(failures.exceptions)}, exc_info=failures)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)

    async def _pending(self, after: int) -> list[Event]:
        async with self._store.read() as uow:
            rows = (await uow.conn.execute(_PENDING, {"after": after})).all()
        return [
            Event(row.event_id, row.seq, row.aggregate, row.aggregate_seq, row.type, row.data, row.occurred_at)
            for row in rows
        ]

    async def _mark(self, published: list[int]) -> None:
        """Once for a batch: events of which this is lost are published again, and claimed already where they went."""
        if not published:
            return
        async with self._store.begin() as uow:
            await uow.conn.execute(_PUBLISHED, {"published": published, "at": uow.now()})
            await uow.commit()
