"""The outbox: gapless per aggregate, published in order, each effect once whatever fails in between."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import insert, select, update

from procurement import outbox, schema
from procurement.outbox import Event, InProcessBus, Relay, emit
from procurement.store import Store, UnitOfWork

SERIES = schema.number_series


async def tell(store: Store, *aggregates: str, type: str = "order.issued") -> list[str]:
    async with store.begin() as uow:
        events = [await emit(uow, aggregate=one, type=type, data={"order_number": one}) for one in aggregates]
        await uow.commit()
    return events


async def pending(store: Store) -> Sequence[str]:
    query = select(schema.outbox.c.event_id).where(schema.outbox.c.published_at.is_(None))
    async with store.read() as uow:
        return (await uow.conn.scalars(query.order_by(schema.outbox.c.seq))).all()


class Listener:
    """A subscriber that writes down what it gets, in the database as well; fails for the aggregates named."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.failing: set[str] = set()
        self.arrivals: asyncio.Queue[str] = asyncio.Queue()

    async def __call__(self, uow: UnitOfWork, event: Event) -> None:
        await uow.conn.execute(insert(SERIES).values(name=event.id[:20], next=1))
        if event.aggregate in self.failing:
            raise ConnectionError(event.aggregate)
        self.heard.append((event.aggregate, event.aggregate_seq))
        self.arrivals.put_nowait(event.aggregate)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def bus(store: Store, listener: Listener) -> InProcessBus:
    bus = InProcessBus(store)
    bus.subscribe("listener", listener)
    return bus


async def test_events_of_an_aggregate_are_numbered_without_a_gap(store: Store) -> None:
    await tell(store, "A", "B", "A")
    async with store.begin() as uow:
        await emit(uow, aggregate="A", type="lost", data={})
    await tell(store, "A")
    query = select(schema.outbox.c.aggregate, schema.outbox.c.aggregate_seq).order_by(schema.outbox.c.seq)
    async with store.read() as uow:
        assert (await uow.conn.execute(query)).all() == [("A", 1), ("B", 1), ("A", 2), ("A", 3)]


async def test_the_relay_publishes_in_order_and_marks(store: Store, bus: InProcessBus, listener: Listener) -> None:
    await tell(store, "A", "B", "A")
    assert await Relay(store, bus).run_once() == 3
    assert listener.heard == [("A", 1), ("B", 1), ("A", 2)]
    assert await pending(store) == []
    assert await Relay(store, bus).run_once() == 0
    assert len(listener.heard) == 3


async def test_more_than_a_batch(
    store: Store, bus: InProcessBus, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 3)
    await tell(store, *["A"] * 10)
    assert await Relay(store, bus).run_once() == 10
    assert listener.heard == [("A", seq) for seq in range(1, 11)]


async def test_an_event_published_again_has_no_second_effect(
    store: Store, bus: InProcessBus, listener: Listener
) -> None:
    """As after a crash between publishing and marking."""
    await tell(store, "A")
    await Relay(store, bus).run_once()
    async with store.begin() as uow:
        await uow.conn.execute(update(schema.outbox).values(published_at=None))
        await uow.commit()
    assert await Relay(store, bus).run_once() == 1
    assert listener.heard == [("A", 1)]


async def test_two_relays_at_once(store: Store, bus: InProcessBus, listener: Listener) -> None:
    await tell(store, *["A"] * 5, "B", "C")
    await asyncio.gather(Relay(store, bus).run_once(), Relay(store, bus).run_once())
    assert sorted(listener.heard) == [*(("A", seq) for seq in range(1, 6)), ("B", 1), ("C", 1)]
    assert [seq for aggregate, seq in listener.heard if aggregate == "A"] == [1, 2, 3, 4, 5]


async def test_a_failing_subscriber_holds_back_its_aggregate_only(
    store: Store, bus: InProcessBus, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 2)
    listener.failing = {"A"}
    events = await tell(store, "A", "A", "A", "B", "A", "C")
    with pytest.raises(ExceptionGroup) as failed:
        await Relay(store, bus).run_once()
    assert [str(error) for error in failed.value.exceptions] == ["A"]
    assert listener.heard == [("B", 1), ("C", 1)]
    assert await pending(store) == [events[0], events[1], events[2], events[4]]
    listener.failing = set()
    assert await Relay(store, bus).run_once() == 4
    assert listener.heard[2:] == [("A", 1), ("A", 2), ("A", 3), ("A", 4)]


async def test_a_failed_effect_is_rolled_back_with_its_claim(
    store: Store, bus: InProcessBus, listener: Listener
) -> None:
    listener.failing = {"A"}
    await tell(store, "A")
    with pytest.raises(ExceptionGroup):
        await Relay(store, bus).run_once()
    async with store.read() as uow:
        assert (await uow.conn.scalars(select(SERIES.c.name).where(SERIES.c.name != "PO"))).all() == []
        assert (await uow.conn.execute(select(schema.inbox))).all() == []


async def test_subscribers_are_apart(store: Store, bus: InProcessBus, listener: Listener) -> None:
    other = Listener()
    listener.failing = {"A"}

    async def count(uow: UnitOfWork, event: Event) -> None:
        other.heard.append((event.aggregate, event.aggregate_seq))

    bus.subscribe("other", count)
    await tell(store, "A")
    with pytest.raises(ExceptionGroup):
        await Relay(store, bus).run_once()
    listener.failing = set()
    await Relay(store, bus).run_once()
    assert (listener.heard, other.heard) == ([("A", 1)], [("A", 1)])


async def test_the_relay_runs_until_told_to_stop(store: Store, bus: InProcessBus, listener: Listener) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(Relay(store, bus).run(stop))
    listener.failing = {"A"}
    await tell(store, "A", "B")
    assert await asyncio.wait_for(listener.arrivals.get(), 5) == "B"
    listener.failing = set()
    await tell(store, "C")
    assert {await asyncio.wait_for(listener.arrivals.get(), 5) for _ in range(2)} == {"A", "C"}
    assert not running.done()
    stop.set()
    await asyncio.wait_for(running, 2)
    assert sorted(listener.heard) == [("A", 1), ("B", 1), ("C", 1)]
