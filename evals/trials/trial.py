"""One trial: a scenario in one variant, played to the agent under test from a fresh database on."""

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from agent.model import Model
from evals.scenarios.scenario import Scenario, Variant
from evals.subjects.subject import Factory
from evals.trials.logbook import mark, read_log
from evals.trials.names import read_names
from evals.trials.person import Person
from evals.trials.record import Measured, Mode, Record, Snapshot
from evals.trials.reference import carry_out
from evals.trials.snapshot import take_snapshot
from evals.trials.world import World, open_world
from procurement.ids import seeded_ids
from procurement.store import UnitOfWork

log = logging.getLogger(__name__)

MakePerson = Callable[[World, Variant, int], Person]


async def run_trial(
    scenario: Scenario,
    variant: Variant,
    trial: int,
    *,
    subject: Factory,
    agent_name: str,
    models: Sequence[Model] = (),
    mode: Mode = "offline",
    folder: Path,
    template: Path,
    digest: str,
    person: MakePerson = Person,
) -> tuple[Record, Measured]:
    """``folder`` is the trial's own and empty; ``template`` see ``template.py``; ``digest`` that of the scenario;
    ``person`` plays it: by text, or on a call. What goes wrong with the trial itself becomes ``Record.error``; the
    agent's failures are turns like any other."""
    seed = seed_of(scenario, variant, trial)
    record = Record(
        scenario=scenario.id,
        digest=digest,
        variant=variant,
        trial=trial,
        seed=seed,
        channel=scenario.channel,
        mode=mode,
        agent=agent_name,
        model=", ".join(model.name for model in models) or "grammar",
    )
    measured = Measured(key=record.key, seconds=0.0)
    started = time.perf_counter()
    try:
        with seeded_ids(seed):
            async with open_world(scenario, subject=subject, models=models, folder=folder, template=template) as world:
                await _play(world, person(world, variant, seed), record, measured)
        if scenario.expect.reference:
            with seeded_ids(seed):
                record.expected = await carry_out(scenario, folder / "reference.db", template)
    except Exception as error:
        log.exception("trial failed", extra={"trial": record.key})
        record.error = f"{type(error).__name__}: {error}"
    measured.seconds = time.perf_counter() - started
    return record, measured


async def _play(world: World, person: Person, record: Record, measured: Measured) -> None:
    """Fills the record; whatever is known so far is in it when this raises."""
    actor = await world.actor()
    async with world.store.read() as uow:
        record.before = await _before(uow, world.scenario)
        record.names = await read_names(uow, actor)
        since = await mark(uow)
    try:
        await person.play()
    finally:
        record.turns, measured.turn_ms = person.turns, person.turn_ms
        record.audio, measured.audio = person.audio, person.times
        record.faults = world.faults.kinds
    async with world.store.read() as uow:
        record.after = await take_snapshot(uow)
        record.log = await read_log(uow, since)
    if world.faults.missed:
        raise RuntimeError(f"did not happen: {', '.join(world.faults.missed)}")


_seeded: dict[datetime, Snapshot] = {}  # by the instant the demo chain was seeded at


async def _before(uow: UnitOfWork, scenario: Scenario) -> Snapshot:
    """The records before anything is said: a sixth of a trial to take, and alike wherever the seed is not patched."""
    if scenario.seed:
        return await take_snapshot(uow)
    if scenario.now not in _seeded:
        _seeded[scenario.now] = await take_snapshot(uow)
    return _seeded[scenario.now]


def seed_of(scenario: Scenario, variant: Variant, trial: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{scenario.id}.{variant}.{trial}".encode()).digest()[:4])
