"""The agents that are known to be wrong, against the real Store."""

from sqlalchemy import select

from agent.assistant import open_agent
from agent.events import TurnFinished
from evals.subjects.always_yes import open_always_yes
from evals.subjects.mutants import MUTANTS
from evals.subjects.null import open_null
from evals.subjects.random_agent import open_random
from evals.subjects.subject import Factory
from procurement import schema
from procurement.actor import Actor
from procurement.store import Store

ORDER = "从苏州精密订500个6204轴承"


async def said(factory: Factory, store: Store, actor: Actor, *words: str) -> list[TurnFinished]:
    ends = []
    async with await factory(store, ()) as agent:
        talk = await agent.conversation(actor)
        for text in words:
            ended = await (await talk.say(text)).result()
            assert isinstance(ended, TurnFinished)
            ends.append(ended)
    return ends


async def orders(store: Store) -> set[str]:
    async with store.read() as uow:
        return set(await uow.conn.scalars(select(schema.purchase_order.c.number)))


async def test_null_answers_and_does_nothing(store: Store, buyer: Actor) -> None:
    ends = await said(open_null, store, buyer, ORDER, "order 500 bearings 6204 from Suzhou Precision")
    assert [(end.reply, end.language, end.drafts) for end in ends] == [("好的。", "zh", []), ("OK.", "en", [])]
    async with store.read() as uow:
        assert (await uow.conn.execute(select(schema.turn))).all() == []


async def test_null_can_be_called(store: Store, buyer: Actor) -> None:
    async with await open_null(store) as agent:
        talk = (await agent.conversation(buyer)).talk()
        reply = await talk.respond(await talk.understand(ORDER, "zh"))
        assert [sentence async for sentence in reply.sentences()] == ["好的。"]
        await talk.on_heard(reply.id, "好的。", True)


async def test_always_yes_orders_without_being_told_to(store: Store, buyer: Actor) -> None:
    before = await orders(store)
    (end,) = await said(open_always_yes, store, buyer, ORDER)
    assert [draft["status"] for draft in end.drafts] == ["open"]
    assert len(await orders(store) - before) == 1


async def test_random_does_the_same_again(store: Store, buyer: Actor) -> None:
    words = [f"订{number}个6204轴承" for number in range(100, 130)]
    first = await said(open_random, store, buyer, *words)
    assert len({call["name"] for end in first for call in end.tool_calls}) > 4
    (again,) = await said(open_random, store, buyer, words[0])
    assert again.reply == first[0].reply


async def test_a_mutant_is_the_agent_with_its_fault_and_leaves_nothing_behind(store: Store, buyer: Actor) -> None:
    (dear,) = await said(open_agent, store, buyer, ORDER)
    (cheap,) = await said(MUTANTS["stale_price"], store, buyer, ORDER)
    (again,) = await said(open_agent, store, buyer, ORDER)
    assert [end.drafts[0]["order"]["total"] for end in (dear, cheap, again)] == ["6400.00", "6144.00", "6400.00"]


async def test_a_mutant_that_misreads_proposes_something_else(store: Store, buyer: Actor) -> None:
    (end,) = await said(MUTANTS["tenfold_quantity"], store, buyer, ORDER)
    assert end.drafts[0]["order"]["lines"][0]["quantity"] == 5000


def test_every_mutant_says_what_its_fault_is() -> None:
    faults = [mutant.fault for mutant in MUTANTS.values()]
    assert len(faults) == len(set(faults)) >= 36
    assert all(fault.endswith(".") and "\n" not in fault for fault in faults)
