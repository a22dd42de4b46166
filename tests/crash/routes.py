"""The write and decision routes as a client walks them: every step has a fixed idempotency key, so that walking a
route again after a crash is what a client does that got no answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from agent.assistant import Agent, open_agent
from agent.hearing.heard import Heard
from procurement import access, drafts, transmission
from procurement.actor import Actor
from procurement.clock import clock_at
from procurement.entities import Decision, Draft
from procurement.outbox import InProcessBus, Relay
from procurement.store import Store

LEASE = timedelta(milliseconds=300)  # what a process that died holds back the next one
NOW = "2026-11-23T10:00:00"
ORDER = "向苏州精密订500个6204轴承,下周五之前到"
LARGE_ORDER = "向苏州精密订5000个6204轴承"


@dataclass
class World:
    store: Store
    agent: Agent
    buyer: Actor
    manager: Actor

    async def say(self, text: str, key: str, conversation: str = "c1") -> None:
        talk = await self.agent.conversation(self.buyer, conversation)
        await (await talk.say(text, key=key)).result()

    async def speak(self, text: str, key: str, *, whole: bool = True, continues: str | None = None) -> str:
        """Say it on a call and hear the reply, or only its beginning; the reply's id."""
        talk = (await self.agent.conversation(self.buyer, "c1")).talk()
        reply = await talk.respond(Heard(text, text, "zh"), continues, key=key)
        said = "".join([sentence async for sentence in reply.sentences()])
        await reply.outcome()
        await talk.on_heard(reply.id, said if whole else said[:4], whole)
        return reply.id

    async def decide(self, decision: Decision, key: str, actor: Actor | None = None, conversation: str = "c1") -> None:
        draft = (await self.drafts(conversation))[-1]
        talk = await self.agent.conversation(actor or self.buyer, conversation)
        await (await talk.decide(draft.id, decision, digest=draft.digest, key=key)).result()

    async def drafts(self, conversation: str = "c1") -> list[Draft]:
        async with self.store.read() as uow:
            return await drafts.drafts_of(uow, self.manager, conversation)


async def confirm_by_text(world: World) -> None:
    await world.say(ORDER, "k1")
    await world.say("确认", "k2")


async def confirm_by_button(world: World) -> None:
    await world.say(ORDER, "k1")
    await world.decide("yes", "k2")


async def decline(world: World) -> None:
    await world.say(ORDER, "k1")
    await world.say("算了,不要了", "k2")


async def correct_then_confirm(world: World) -> None:
    await world.say(ORDER, "k1")
    await world.say("不对,三百个", "k2")
    await world.say("确认", "k3")


async def approve(world: World) -> None:
    await world.say(LARGE_ORDER, "k1")
    await world.decide("yes", "k2")
    await world.decide("yes", "k3", world.manager)


async def refuse_approval(world: World) -> None:
    await world.say(LARGE_ORDER, "k1")
    await world.decide("yes", "k2")
    await world.decide("no", "k3", world.manager)


async def take_back_what_waits(world: World) -> None:
    await world.say(LARGE_ORDER, "k1")
    await world.decide("yes", "k2")
    await world.say("算了,不要了", "k3")


async def cancel_issued_order(world: World) -> None:
    await world.say("取消订单PO-2026-00121", "k1")
    await world.say("确认", "k2")


async def decide_twice_at_once(world: World) -> None:
    """The person presses the button and types yes in the same moment."""
    await world.say(ORDER, "k1")
    await asyncio.gather(world.decide("yes", "k2"), world.say("确认", "k3"))


async def two_conversations_at_once(world: World) -> None:
    async def one(conversation: str) -> None:
        await world.say(ORDER, "k1", conversation)
        await world.decide("yes", "k2", conversation=conversation)

    await asyncio.gather(one("c1"), one("c2"))


async def confirm_by_voice(world: World) -> None:
    await world.speak(ORDER, "k1")
    await world.speak("确认", "k2")


async def confirm_what_was_cut_off(world: World) -> None:
    await world.speak(ORDER, "k1", whole=False)
    await world.speak("确认", "k2")
    await world.speak("确认", "k3")


async def go_on_then_confirm(world: World) -> None:
    """The caller goes on before hearing anything: what the first words proposed is taken back."""
    first = await world.speak("向苏州精密订500个6204轴承", "k1", whole=False)
    await world.speak(",下周五之前到", "k2", continues=first)
    await world.speak("确认", "k3")


Route = Callable[[World], Awaitable[None]]
ROUTES: dict[str, Route] = {
    route.__name__: route
    for route in (
        confirm_by_text,
        confirm_by_button,
        decline,
        correct_then_confirm,
        approve,
        refuse_approval,
        take_back_what_waits,
        cancel_issued_order,
        decide_twice_at_once,
        two_conversations_at_once,
        confirm_by_voice,
        confirm_what_was_cut_off,
        go_on_then_confirm,
    )
}


async def walk(route: str, database: Path) -> None:
    """A whole process life: open, take up what was left, walk the route, deliver the outbox, close."""
    store = await Store.open(f"sqlite+aiosqlite:///{database}", clock_at(NOW))
    async with store.read() as uow:
        buyer = await access.actor_by_handle(uow, "buyer")
        manager = await access.actor_by_handle(uow, "manager")
    bus = InProcessBus(store)
    transmission.subscribe(bus)
    relay = Relay(store, bus)
    async with await open_agent(store, lease=LEASE) as agent:
        await ROUTES[route](World(store, agent, buyer, manager))
        while await relay.run_once():
            pass
    await store.close()
