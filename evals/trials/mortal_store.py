"""A Store whose process can die: a transaction under way is lost, what was committed stays."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, ClassVar

from evals.scenarios.scenario import Fault
from procurement.sqlite import InlineConnection, OneTripConnection
from procurement.store import Store, UnitOfWork


class Died(asyncio.CancelledError):
    """The process died. It passes through everything that a person's stop passes through, and nothing may catch it but
    who plays the next process; tasks that end with it leave no complaint behind."""


class MortalStore(Store):
    """A Store whose process can die at a commit; from then on nothing is read or written through it any more."""

    connection: ClassVar[type[OneTripConnection]] = InlineConnection

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
