"""What should come of a scenario, by doing it without an agent: tools called directly, drafts decided directly."""

from pathlib import Path

from evals.scenarios.scenario import Action, Scenario
from evals.trials.record import Snapshot
from evals.trials.seed import apply_patches
from evals.trials.snapshot import take_snapshot
from evals.trials.template import business_time, copy_template, database_url
from procurement import drafts, transmission
from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.catalogue import load_catalogue
from procurement.clock import FixedClock
from procurement.conversations import create_conversation, find_conversation
from procurement.entities import Draft
from procurement.errors import SupplyLineError
from procurement.outbox import InProcessBus, Relay
from procurement.store import Store
from tools.registry import call
from tools.spec import ToolContext
from tools.views import result_dict


class ReferenceFailed(Exception):
    """A reference cannot be carried out, so nothing can be compared with it."""


async def carry_out(scenario: Scenario, path: Path, template: Path) -> Snapshot:
    """The state after the reference, on a database of its own at ``path``. Raises ReferenceFailed."""
    await copy_template(template, path, scenario.now)
    store = await Store.open(database_url(path), FixedClock(business_time(scenario.now)))
    try:
        async with store.begin() as uow:
            await apply_patches(uow, scenario.seed)
            await uow.commit()
        latest: Draft | None = None
        for number, action in enumerate(scenario.expect.reference, start=1):
            latest = await _do(store, scenario, action, number, latest)
        bus = InProcessBus(store)
        transmission.subscribe(bus)
        while await Relay(store, bus).run_once():
            pass
        async with store.read() as uow:
            return await take_snapshot(uow)
    finally:
        await store.close()


async def _do(store: Store, scenario: Scenario, action: Action, number: int, latest: Draft | None) -> Draft | None:
    """The latest draft after the action."""
    async with store.read() as uow:
        actor = await actor_by_handle(uow, action.actor or scenario.actor)
    if action.tool is not None:
        return await _call(store, actor, action, number) or latest
    if latest is None:
        raise ReferenceFailed(f"action {number}: there is no draft to decide")
    return await _decide(store, actor, action, number, latest)


async def _call(store: Store, actor: Actor, action: Action, number: int) -> Draft | None:
    conversation = f"reference.{actor.handle}"
    async with store.begin() as uow:
        if await find_conversation(uow, actor, conversation) is None:
            await create_conversation(uow, actor, conversation, actor.language)
            await uow.commit()
        catalogue = await load_catalogue(uow, actor)
        today = uow.today()
    context = ToolContext(store, actor, catalogue, today, conversation, f"reference:{number}")
    assert action.tool is not None
    result = await call(context, action.tool, action.arguments)
    if result.status != "ok":
        raise ReferenceFailed(f"action {number}, {action.tool}: {result_dict(result)}")
    return result.drafts[-1] if result.drafts else None


async def _decide(store: Store, actor: Actor, action: Action, number: int, draft: Draft) -> Draft:
    assert action.decide is not None
    async with store.begin() as uow:
        try:
            outcome = await drafts.decide(
                uow, actor, draft_id=draft.id, decision=action.decide, channel="button", digest=draft.digest
            )
        except SupplyLineError as error:
            raise ReferenceFailed(f"action {number}: {error.message}") from error
        await uow.commit()
    wanted = ("executed", "pending_approval") if action.decide == "yes" else ("declined",)
    if outcome.repeated or outcome.draft.status not in wanted:
        raise ReferenceFailed(f"action {number}: {action.decide} left the draft {outcome.draft.status}")
    return outcome.draft
