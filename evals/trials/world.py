"""The world of one trial: a database of its own, a clock that stands, the people, and the agent under test."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from agent.model import Model
from evals.scenarios.scenario import Scenario
from evals.subjects.subject import Factory, Subject, SubjectConversation
from evals.trials.faults import Faults, SupplierDown
from evals.trials.mortal_store import MortalStore
from evals.trials.seed import apply_patches
from evals.trials.template import business_time, copy_template, database_url
from procurement import drafts, schema
from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.clock import FixedClock
from procurement.outbox import Relay

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class World:
    """After a death (``mortal_store.Died``) ``revive`` it."""

    scenario: Scenario
    clock: FixedClock
    faults: Faults
    store: MortalStore
    subject: Factory
    models: tuple[Model, ...]
    agent: Subject
    actors: dict[str, Actor] = field(default_factory=dict)

    async def actor(self, handle: str | None = None) -> Actor:
        """The person of that handle, or the scenario's. Raises NotFound."""
        handle = handle or self.scenario.actor
        if handle not in self.actors:
            async with self.store.read() as uow:
                self.actors[handle] = await actor_by_handle(uow, handle)
        return self.actors[handle]

    async def conversation(self, actor: Actor, id: str) -> SubjectConversation:
        """The Actor's conversation of that id, a new one if there is none. Raises NotFound for somebody else's."""
        return await self.agent.conversation(actor, id)

    async def tidy(self) -> None:
        """Close the drafts that have run out, as the service does now and then."""
        async with self.store.begin() as uow:
            await drafts.expire_drafts(uow)
            await uow.commit()

    async def publish(self) -> None:
        """Hand on what happened, as the service does beside the turns; what failed is tried again."""
        relay = Relay(self.store, self.faults.bus(self.store))
        pending = True
        while pending:
            try:
                pending = bool(await relay.run_once())
            except* SupplierDown:
                pending = True

    async def revive(self) -> None:
        """The next process: the connections of the dead one are gone and its leases have run out."""
        await self.store.bury()
        self.store = await MortalStore.open(self.store.url, self.clock)
        lease = schema.conversation.c
        async with self.store.begin() as uow:
            await uow.conn.execute(
                update(schema.conversation).where(lease.lease_owner.is_not(None)).values(lease_until=LONG_AGO)
            )
            await uow.commit()
        self.agent = await open_subject(self.subject, self.store, self.faults.models(self.models))


@asynccontextmanager
async def open_world(
    scenario: Scenario, *, subject: Factory, models: Sequence[Model], folder: Path, template: Path
) -> AsyncIterator[World]:
    """Everything of it lies in ``folder``. Raises InvalidInput for a patch of the seed that does not fit."""
    path = folder / "trial.db"
    clock = FixedClock(business_time(scenario.now))
    await copy_template(template, path, scenario.now)
    store = await MortalStore.open(database_url(path), clock)
    faults = Faults(scenario.faults)
    world = None
    try:
        async with store.begin() as uow:
            await apply_patches(uow, scenario.seed)
            await uow.commit()
        agent = await open_subject(subject, store, faults.models(models))
        world = World(scenario, clock, faults, store, subject, tuple(models), agent)
        yield world
    finally:
        if world is not None:
            store = world.store
            if not store.died.is_set():
                await world.agent.__aexit__(None, None, None)
        await store.close()


async def open_subject(subject: Factory, store: MortalStore, models: Sequence[Model]) -> Subject:
    agent = await subject(store, models)
    return await agent.__aenter__()
