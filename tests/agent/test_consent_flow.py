"""A typed yes against real records: it is about what the person has been shown last, and about nothing else."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent.assistant import Agent, open_agent
from agent.events import TurnFinished
from procurement import conversations
from procurement.actor import Actor
from procurement.clock import SHANGHAI
from procurement.store import Store
from tests.conftest import NOW

BEARINGS = "向苏州精密订500个6204轴承,12月4日之前到"
FLOUR = "订2000公斤面粉"


@dataclass
class TickingClock:
    """Goes on a millisecond whenever it is read."""

    instant: datetime = NOW
    zone: ZoneInfo = SHANGHAI

    def now(self) -> datetime:
        self.instant += timedelta(milliseconds=1)
        return self.instant


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
async def agent(store: Store) -> AsyncIterator[Agent]:
    async with await open_agent(store) as agent:
        yield agent


async def say(agent: Agent, actor: Actor, text: str) -> TurnFinished:
    result = await (await (await agent.conversation(actor, "c")).say(text)).result()
    assert isinstance(result, TurnFinished), result
    return result


def statuses(result: TurnFinished) -> list[Any]:
    return [draft["status"] for draft in result.drafts]


async def queued(agent: Agent, actor: Actor, *texts: str) -> list[TurnFinished]:
    """Messages that were all stored before any of them was worked on."""
    await agent.conversation(actor, "c")
    async with agent.store.begin() as uow:
        turns = [
            (await conversations.enqueue_turn(uow, actor, "c", key=f"q{at}", channel="chat", input={"text": text}))[0]
            for at, text in enumerate(texts)
        ]
        await uow.commit()
    runs = [await agent.run(actor, turn.id) for turn in turns]
    results = await asyncio.gather(*(run.result() for run in runs))
    finished = [result for result in results if isinstance(result, TurnFinished)]
    assert len(finished) == len(texts)
    return finished


async def test_a_yes_sent_before_the_draft_was_made_orders_nothing(agent: Agent, buyer: Actor) -> None:
    *_, last = await queued(agent, buyer, BEARINGS, "改成300个", "确认")
    assert statuses(last) == ["cancelled", "open"]
    assert last.drafts[-1]["order"]["lines"][0]["quantity"] == 300
    assert last.records == []
    confirmed = await say(agent, buyer, "确认")
    assert [record.action for record in confirmed.records] == ["created"]


async def test_a_yes_on_its_way_is_not_for_the_draft_that_took_the_place(agent: Agent, buyer: Actor) -> None:
    await say(agent, buyer, BEARINGS)
    corrected, confirmed = await queued(agent, buyer, "改成600个", "确认下单")
    assert statuses(corrected) == statuses(confirmed) == ["cancelled", "open"]


async def test_a_no_sent_early_still_counts(agent: Agent, buyer: Actor) -> None:
    *_, last = await queued(agent, buyer, BEARINGS, "算了,不要了")
    assert statuses(last) == ["declined"]


@pytest.mark.parametrize("decision", ["确认", "不要了"])
@pytest.mark.parametrize("thanks", ["好的", "ok, thanks", "好的,谢谢", "嗯"])
async def test_thanks_for_one_order_is_no_yes_to_an_older_draft(
    agent: Agent, buyer: Actor, decision: str, thanks: str
) -> None:
    await say(agent, buyer, BEARINGS)
    await say(agent, buyer, FLOUR)
    await say(agent, buyer, decision)
    assert (await say(agent, buyer, thanks)).records == []
    later = await say(agent, buyer, "确认下单")
    assert [record.action for record in later.records] == ["created"]


@pytest.mark.parametrize("nod", ["好的", "ok", "ok thanks"])
async def test_a_nod_to_an_answer_is_no_yes_to_the_draft_before_it(agent: Agent, buyer: Actor, nod: str) -> None:
    await say(agent, buyer, BEARINGS)
    await say(agent, buyer, "面粉还有多少库存?")
    assert statuses(await say(agent, buyer, nod)) == ["open"]
    assert statuses(await say(agent, buyer, "确认下单")) == ["executed"]


async def test_a_yes_run_again_tells_what_it_did(agent: Agent, buyer: Actor, store: Store) -> None:
    """The process dies behind the decision and before the end of the turn; another draft still waits."""
    await say(agent, buyer, BEARINGS)
    flour = (await say(agent, buyer, FLOUR)).drafts[-1]
    async with store.begin() as uow:
        turn, _ = await conversations.enqueue_turn(uow, buyer, "c", key="yes", channel="chat", input={"text": "确认"})
        await uow.commit()
    run = await agent.run(buyer, turn.id)
    first = await run.result()
    assert isinstance(first, TurnFinished)
    async with store.begin() as uow:
        await uow.conn.exec_driver_sql("UPDATE turn SET status = 'running', events = NULL WHERE id = ?", (turn.id,))
        await uow.conn.exec_driver_sql("DELETE FROM message WHERE turn_id = ?", (turn.id,))
        await uow.commit()
    again = await (await agent.run(buyer, turn.id)).result()
    assert isinstance(again, TurnFinished)
    assert (again.reply, again.records) == (first.reply, first.records)
    assert [record.id for record in again.records] == [again.drafts[-1]["record_id"]]
    assert {draft["id"]: draft["status"] for draft in again.drafts}[flour["id"]] == "executed"
    assert statuses(again) == ["open", "executed"]


@pytest.mark.parametrize("yes", ["确认", "yes", "对"])
async def test_a_yes_to_a_question_is_none_to_an_older_draft(agent: Agent, buyer: Actor, yes: str) -> None:
    await say(agent, buyer, BEARINGS)
    asked = await say(agent, buyer, "订面粉")
    assert asked.tool_calls[0]["result"]["status"] == "question"
    assert statuses(await say(agent, buyer, yes)) == ["open"]


# --- what waits for somebody else -------------------------------------------------------------------------------------

ABOVE_LIMIT = "向苏州精密订5000个6204轴承"


async def handed_on(agent: Agent, buyer: Actor) -> None:
    await say(agent, buyer, ABOVE_LIMIT)
    assert statuses(await say(agent, buyer, "确认")) == ["pending_approval"]


@pytest.mark.parametrize(
    "words", ["不要了", "算了,先不订了", "还是取消吧", "No, drop it.", "never mind, forget it", "算了,drop 掉吧"]
)
async def test_what_waits_for_approval_can_be_taken_back(
    agent: Agent, buyer: Actor, manager: Actor, words: str
) -> None:
    await handed_on(agent, buyer)
    taken_back = await say(agent, buyer, words)
    assert statuses(taken_back) == ["declined"]
    late = await (await agent.conversation(manager, "c")).decide(taken_back.drafts[0]["id"], "yes")
    result = await late.result()
    assert isinstance(result, TurnFinished)
    assert (statuses(result), result.records) == (["declined"], []), "the manager's yes comes too late"


@pytest.mark.parametrize("words", ["确认", "好的", "yes, confirm", "谢谢", "黄油还有多少"])
async def test_a_second_yes_approves_nothing(agent: Agent, buyer: Actor, words: str) -> None:
    await handed_on(agent, buyer)
    result = await say(agent, buyer, words)
    assert (statuses(result), result.records) == (["pending_approval"], [])


async def test_a_no_to_something_newer_leaves_what_waits(agent: Agent, buyer: Actor) -> None:
    await handed_on(agent, buyer)
    await say(agent, buyer, FLOUR)
    assert statuses(await say(agent, buyer, "不要了")) == ["pending_approval", "declined"]
    assert statuses(await say(agent, buyer, "不要了")) == ["pending_approval", "declined"]


async def test_more_of_what_waits_is_another_order(agent: Agent, buyer: Actor) -> None:
    await handed_on(agent, buyer)
    assert statuses(await say(agent, buyer, "再向苏州精密订500个6204轴承")) == ["pending_approval", "open"]
