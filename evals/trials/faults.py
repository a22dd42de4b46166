"""What goes wrong during a trial, as its scenario asks, and what of it really happened."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.model import Model
from evals.scenarios.scenario import Fault, FaultKind
from evals.trials.models import LentModel, UnreachableModel
from procurement import transmission
from procurement.outbox import Bus, Event, InProcessBus
from procurement.store import Store, UnitOfWork


class Died(asyncio.CancelledError):
    """The process died. It passes through everything that a person's stop passes through, and nothing may catch it but
    who plays the next process; tasks that end with it leave no complaint behind."""


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
        fault = self.find(kind, step)
        if fault is not None and fault not in self.happened:
            self.happened.append(fault)
        return fault is not None

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
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            self.note("database_busy", step)
            release = asyncio.create_task(_release(other, fault.seconds))
            try:
                yield
            finally:
                await release


async def _release(connection: sqlite3.Connection, seconds: float) -> None:
    await asyncio.sleep(seconds)
    connection.rollback()


@dataclass(frozen=True, slots=True)
class _Repeating:
    """A bus that delivers each event twice."""

    bus: Bus
    faults: Faults

    async def publish(self, event: Event) -> None:
        await self.bus.publish(event)
        await self.bus.publish(event)
        self.faults.note("duplicate_event")


# --- a process that dies --------------------------------------------------------------------------------------------


class MortalStore(Store):
    """A Store whose process can die at a commit; from then on nothing is read or written through it any more."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.died = asyncio.Event()
        self._death: Fault | None = None
        self._commits = 0  # since a death was foretold
        self._transactions = 0  # open now
        self._idle = asyncio.Event()

    def foretell(self, crash: Fault | None) -> None:
        """The process dies at the ``crash.commit``-th commit from now on; None: it does not."""
        self._death, self._commits = crash, 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        async with self._while_alive(super().begin()) as uow:
            yield _MortalUnit(uow, self._commit)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[UnitOfWork]:
        async with self._while_alive(super().read()) as uow:
            yield uow

    async def bury(self) -> None:
        """Close what the dead process had open, once its last transactions are rolled back."""
        await self._idle.wait()
        await self.close()

    @asynccontextmanager
    async def _while_alive(self, opened: AbstractAsyncContextManager[UnitOfWork]) -> AsyncIterator[UnitOfWork]:
        self._require_life()
        self._transactions += 1
        self._idle.clear()
        try:
            async with opened as uow:
                self._require_life()  # it may have ended while this waited for its turn
                yield uow
        finally:
            self._transactions -= 1
            if not self._transactions:
                self._idle.set()

    def _require_life(self) -> None:
        if self.died.is_set():
            raise Died

    async def _commit(self, commit: Callable[[], Awaitable[None]]) -> None:
        self._require_life()
        self._commits += 1
        if self._death is None or self._commits < self._death.commit:
            return await commit()
        if self._death.when == "after":
            await commit()
        self.died.set()
        raise Died


class _MortalUnit(UnitOfWork):
    __slots__ = ("_commit",)

    def __init__(self, uow: UnitOfWork, commit: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]) -> None:
        super().__init__(uow.conn, uow.now(), writes=True)
        self._commit = commit

    async def commit(self) -> None:
        await self._commit(super().commit)
