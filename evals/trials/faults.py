"""What goes wrong during a trial, as its scenario asks, and what of it really happened."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from agent.model import Model
from evals.scenarios.scenario import Fault, FaultKind
from evals.trials.models import LentModel, UnreachableModel
from procurement import transmission
from procurement.outbox import Bus, Event, InProcessBus
from procurement.store import Store, UnitOfWork


class SupplierDown(Exception):
    """The supplier's mailbox did not answer."""


class Faults:
    """Those of one trial. ``happened`` grows as they do."""

    def __init__(self, asked: Sequence[Fault]) -> None:
        self.asked = tuple(asked)
        self.happened: list[Fault] = []
        self._unreachable = UnreachableModel(lambda: self.note("model_down"))
        self._failing = sum(fault.times for fault in self.asked if fault.kind == "supplier_timeout")

    def find(self, kind: FaultKind, step: int | None = None) -> Fault | None:
        return next((fault for fault in self.asked if fault.kind == kind and fault.at == step), None)

    def note(self, kind: FaultKind, step: int | None = None) -> bool:
        """It happens now, if it is asked for; whether it is."""
        found = [fault for fault in self.asked if fault.kind == kind and fault.at == step]
        self.happened += [fault for fault in found if fault not in self.happened]
        return bool(found)

    @property
    def kinds(self) -> list[str]:
        """Of those that happened, each once, in the order they were asked for."""
        return list(dict.fromkeys(fault.kind for fault in self.asked if fault in self.happened))

    @property
    def missed(self) -> list[str]:
        """Those that were asked for and did not happen, for people."""
        return [
            fault.kind if fault.at is None else f"{fault.kind} at step {fault.at}"
            for fault in self.asked
            if fault not in self.happened
        ]

    def models(self, models: Sequence[Model]) -> list[Model]:
        """Those the agent is opened with."""
        lent: list[Model] = [LentModel(model) for model in models]
        return [self._unreachable, *lent] if self.find("model_down") else lent

    def bus(self, store: Store) -> Bus:
        """Hands issued orders to the supplier, with the faults of the way there."""
        bus = InProcessBus(store)
        bus.subscribe(transmission.CHANNEL, self._deliver, types=("order.issued",))
        return _Repeating(bus, self) if self.find("duplicate_event") else bus

    async def _deliver(self, uow: UnitOfWork, event: Event) -> None:
        await transmission.deliver(uow, event)
        if self._failing:  # after the effect: it has to be undone with the transaction
            self._failing -= 1
            if not self._failing:
                self.note("supplier_timeout")
            raise SupplierDown(event.id)

    @asynccontextmanager
    async def busy(self, path: Path, step: int) -> AsyncIterator[None]:
        """During the step, another connection may hold the write lock of the database."""
        fault = self.find("database_busy", step)
        if fault is None:
            yield
            return
        # Released on a thread: whoever waits for the lock may hold up the event loop.
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            self.note("database_busy", step)
            release = threading.Timer(fault.seconds, other.rollback)
            release.start()
            try:
                yield
            finally:
                await asyncio.to_thread(release.join)


@dataclass(frozen=True, slots=True)
class _Repeating:
    """A bus that delivers each event twice."""

    bus: Bus
    faults: Faults

    async def publish(self, event: Event) -> None:
        await self.bus.publish(event)
        await self.bus.publish(event)
        self.faults.note("duplicate_event")
