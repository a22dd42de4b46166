"""The spoken face of a conversation against real records: what is said, heard, repeated, stopped and agreed to."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from agent.assistant import Agent, open_agent
from agent.conversation import Conversation
from agent.events import TurnFinished
from agent.hearing.heard import Doubt, Heard, Kind, Option
from agent.talking import Talking
from procurement import drafts, schema
from procurement.actor import Actor, Language
from procurement.errors import NotFound
from procurement.store import Store
from tests.conftest import Stranger

ORDER = "向苏州精密订五百个6204轴承,下周五之前到"
CUT = 12  # characters of an interrupted reply that were heard


@dataclass
class Caller:
    """Somebody on the telephone, who hears replies to the end unless told to interrupt."""

    conversation: Conversation
    talk: Talking
    replies: list[str] = field(default_factory=list)
    asks: bool = False

    async def say(
        self,
        text: str,
        *,
        whole: bool | None = True,
        kind: Kind = "words",
        question: Doubt | None = None,
        continues: str | None = None,
    ) -> dict[str, Any]:
        """One turn; ``whole`` None: the call never tells what was heard."""
        language: Language = "en" if text.isascii() else "zh"
        await self.talk.understand(text, language)
        reply = await self.talk.respond(Heard(f"({text})", text, language, kind, "open", question), continues)
        said = [sentence async for sentence in reply.sentences()]
        outcome = await reply.outcome()
        self.replies.append(reply.id)
        self.asks = reply.asks
        assert outcome["spoken"] == said
        assert said, outcome
        spoken = " ".join(said)
        assert not re.search(r"\d", spoken), spoken
        if whole is not None:
            await self.talk.on_heard(reply.id, spoken if whole else spoken[:CUT], whole)
        return outcome

    async def type(self, text: str) -> TurnFinished:
        result = await (await self.conversation.say(text)).result()
        assert isinstance(result, TurnFinished)
        return result


@pytest.fixture
async def agent(store: Store) -> AsyncIterator[Agent]:
    async with await open_agent(store) as agent:
        yield agent


@pytest.fixture
async def caller(agent: Agent, buyer: Actor) -> Caller:
    conversation = await agent.conversation(buyer, "c")
    return Caller(conversation, conversation.talk())


def statuses(outcome: dict[str, Any]) -> list[str]:
    return [draft["status"] for draft in outcome["drafts"]]


def spoken(outcome: dict[str, Any]) -> str:
    return " ".join(outcome["spoken"])


# --- a turn on a call -----------------------------------------------------------------------------------------------


async def test_an_order_by_voice(caller: Caller) -> None:
    proposed = await caller.say(ORDER)
    assert statuses(proposed) == ["open"]
    assert caller.asks
    assert "五百个六二零四轴承" in spoken(proposed)
    ordered = await caller.say("确认")
    assert statuses(ordered) == ["executed"]
    assert not caller.asks
    assert spoken(ordered).startswith("已下单,订单号P O,二零二六,零零幺二三。")
    assert [record["id"] for record in ordered["records"]] == ["PO-2026-00123"]


async def test_the_outcome_is_that_of_ask_with_what_was_heard(caller: Caller) -> None:
    outcome = await caller.say(ORDER)
    assert outcome.keys() == {
        *("conversation", "language", "reply", "tool_calls", "drafts", "records"),
        *("turn", "raw_text", "text", "spoken"),
    }
    assert (outcome["text"], outcome["raw_text"]) == (ORDER, f"({ORDER})")
    assert "¥6,400.00" in outcome["reply"]  # what is written stays in figures


async def test_the_raw_words_are_kept_beside_the_text(caller: Caller) -> None:
    await caller.say(ORDER)
    (turn,) = await caller.conversation.turns()
    assert turn.channel == "voice"
    assert turn.input == {"text": ORDER, "raw": f"({ORDER})", "language": "zh"}


async def test_the_reply_is_in_the_language_of_the_words(caller: Caller) -> None:
    assert (await caller.say("where is SH10042"))["language"] == "en"
    assert (await caller.say("SH10042到哪了"))["language"] == "zh"


async def test_silence_is_no_turn(caller: Caller) -> None:
    reply = await caller.talk.respond(Heard("", "", "en", "nothing"))
    assert [sentence async for sentence in reply.sentences()] == [caller.talk.phrase("pardon", "en")]
    assert (await reply.outcome())["tool_calls"] == []
    await caller.talk.on_heard(reply.id, "Sorry", False)
    assert await caller.conversation.turns() == []


async def test_understanding_sees_the_conversation_as_it_stands(caller: Caller) -> None:
    assert (await caller.talk.understand(" 确认 ", "zh")).text == "确认"
    assert "flour" in caller.talk.vocabulary("en")


async def test_fixed_phrases_can_be_made_before_they_are_needed(caller: Caller) -> None:
    phrases = caller.talk.phrases()
    assert (caller.talk.phrase("greeting", "zh"), "zh") in phrases
    assert len(set(phrases)) == len(phrases)
    assert not any("{" in text for text, _ in phrases)
    assert {("To confirm: ", "en"), ("跟您核对一下:", "zh"), ("Ordered.", "en")} <= set(phrases)


# --- consent --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("order", "yes"), [(ORDER, "确认"), ("order 500 6204 from Suzhou Precision", "yes, please")])
@pytest.mark.parametrize("whole", [False, None])
async def test_a_reading_that_was_not_heard_to_its_end_is_not_answered_by_yes(
    caller: Caller, order: str, yes: str, whole: bool | None
) -> None:
    proposed = await caller.say(order, whole=whole)
    again = await caller.say(yes)
    assert statuses(again) == ["open"]
    assert again["records"] == again["tool_calls"] == []
    assert spoken(again).endswith(proposed["spoken"][-1])  # the question once more
    assert caller.asks
    assert statuses(await caller.say(yes)) == ["executed"]


async def test_it_is_read_again_as_often_as_it_is_cut_off(caller: Caller) -> None:
    await caller.say(ORDER, whole=False)
    for _ in range(3):
        assert statuses(await caller.say("确认", whole=False)) == ["open"]
    assert statuses(await caller.say("确认")) == ["open"]
    assert statuses(await caller.say("好的")) == ["executed"]  # just asked, so any yes counts


async def test_several_drafts_are_read_again_together(caller: Caller) -> None:
    await caller.say("订2000公斤面粉和10000个标签", whole=False)
    again = await caller.say("全部确认")
    assert statuses(again) == ["open", "open"]
    assert spoken(again).count("?") == 1
    assert "第一份" in spoken(again)
    assert statuses(await caller.say("全部确认")) == ["executed", "executed"]


async def test_no_counts_however_little_was_heard(caller: Caller) -> None:
    await caller.say(ORDER, whole=False)
    assert statuses(await caller.say("不要了")) == ["declined"]


async def test_a_correction_counts_however_little_was_heard(caller: Caller) -> None:
    await caller.say(ORDER, whole=False)
    corrected = await caller.say("不对,三百个")
    assert statuses(corrected) == ["cancelled", "open"]
    ordered = await caller.say("确认")
    assert ordered["drafts"][-1]["order"]["lines"][0]["quantity"] == 300
    assert len(ordered["records"]) == 1


async def test_the_latest_reading_is_the_one_that_counts(caller: Caller) -> None:
    await caller.say(ORDER)
    await caller.say("再说一遍", whole=False)
    assert statuses(await caller.say("确认")) == ["open"]


async def test_a_button_decides_what_is_seen(caller: Caller) -> None:
    proposed = await caller.say(ORDER, whole=False)
    draft = proposed["drafts"][0]
    run = await caller.conversation.decide(draft["id"], "yes", digest=draft["digest"])
    result = await run.result()
    assert isinstance(result, TurnFinished)
    assert [record.action for record in result.records] == ["created"]


async def test_a_typed_yes_decides_what_is_seen(caller: Caller) -> None:
    await caller.say(ORDER, whole=False)
    assert [record.action for record in (await caller.type("确认")).records] == ["created"]


async def test_a_draft_made_by_typing_is_read_out_before_a_spoken_yes(caller: Caller) -> None:
    await caller.type(ORDER)
    assert statuses(await caller.say("确认")) == ["open"]
    assert statuses(await caller.say("确认")) == ["executed"]


async def test_telling_twice_or_less_changes_nothing(caller: Caller) -> None:
    await caller.say(ORDER)
    await caller.talk.on_heard(caller.replies[-1], "跟您", False)
    assert statuses(await caller.say("确认")) == ["executed"]


# --- repeat, spell --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["再说一遍", "请再说一遍。", "没听清", "repeat that", "Say that again, please.", "what?"]
)
async def test_the_last_reply_is_repeated(caller: Caller, words: str) -> None:
    first = await caller.say(ORDER)
    again = await caller.say(words)
    assert again["spoken"] == first["spoken"]
    assert (again["tool_calls"], again["language"], caller.talk.language) == ([], "zh", "zh")
    assert [draft["id"] for draft in again["drafts"]] == [draft["id"] for draft in first["drafts"]]
    assert statuses(await caller.say("确认")) == ["executed"]


async def test_a_repetition_tells_what_was_decided_meanwhile(caller: Caller) -> None:
    proposed = await caller.say(ORDER)
    draft = proposed["drafts"][0]
    await (await caller.conversation.decide(draft["id"], "yes", digest=draft["digest"])).result()
    again = await caller.say("再说一遍")
    assert spoken(again).startswith("已下单")
    assert not caller.asks


async def test_nothing_was_said_yet(caller: Caller) -> None:
    assert "还没有说什么" in spoken(await caller.say("再说一遍"))


@pytest.mark.parametrize(
    ("first", "words", "letters"),
    [
        ("PO-2026-00121怎么样了", "订单号怎么拼", "P,O,杠,二,零,二,六,杠,零,零,幺,二,幺"),
        ("where is SH10042", "spell the tracking number", "C as in Charlie, J as in Juliet, one, zero, two, nine"),
        ("订800个支架", "零件号怎么拼", "B,R,杠,二,零"),
    ],
)
async def test_numbers_are_spelled(caller: Caller, first: str, words: str, letters: str) -> None:
    await caller.say(first)
    spelled = await caller.say(words)
    assert letters in spoken(spelled)
    assert spelled["tool_calls"] == []


# --- stop -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "kind"), [("停", "stop"), ("停", "words"), ("等一下", "words"), ("别说了", "stop")])
async def test_stop_leaves_a_draft_waiting(caller: Caller, words: str, kind: Kind) -> None:
    await caller.say(ORDER, whole=False)
    stopped = await caller.say(words, kind=kind)
    assert statuses(stopped) == ["open"]
    assert stopped["tool_calls"] == []
    assert "还没有下单" in spoken(stopped)


@pytest.mark.parametrize("words", ["stop", "Wait.", "hold on", "stop, stop"])
async def test_stop_in_english_leaves_a_draft_waiting(caller: Caller, words: str) -> None:
    await caller.say("order 500 6204 from Suzhou Precision", whole=False)
    stopped = await caller.say(words)
    assert statuses(stopped) == ["open"]
    assert "Nothing has been ordered" in spoken(stopped)


async def test_stop_after_an_order_says_that_it_stands(caller: Caller) -> None:
    await caller.say(ORDER)
    await caller.say("确认", whole=False)
    for _ in range(2):
        stopped = await caller.say("停", kind="stop")
        assert statuses(stopped) == ["executed"]
        assert stopped["records"] == []
        assert "P O,二零二六,零零幺二三" in spoken(stopped)
        assert "仍然有效" in spoken(stopped)
        assert "PO-2026-00123" in stopped["reply"]


async def test_stop_when_nothing_was_done_is_short(caller: Caller) -> None:
    await caller.say("where is SH10042", whole=False)
    assert (await caller.say("stop", kind="stop"))["spoken"] == ["All right."]


# --- going on -------------------------------------------------------------------------------------------------------


async def test_going_on_joins_the_words_and_takes_the_first_proposal_back(caller: Caller) -> None:
    first = await caller.say("向苏州精密订五百个6204轴承", whole=None)
    draft = first["drafts"][0]
    joined = await caller.say(",下周五之前送到武汉", continues=caller.replies[-1])
    assert statuses(joined) == ["cancelled", "open"]
    assert joined["drafts"][0]["id"] == draft["id"]
    order = joined["drafts"][1]["order"]
    assert (order["lines"][0]["quantity"], order["date"], order["place_name"]["en"]) == (500, "2026-12-04", "Wuhan")
    turn = (await caller.conversation.turns())[-1]
    assert turn.input["text"] == "向苏州精密订五百个6204轴承,下周五之前送到武汉"
    assert turn.input["continues"] == caller.replies[0]


async def test_taking_back_is_audited_and_releases_what_was_reserved(caller: Caller, store: Store) -> None:
    first = await caller.say("向苏州精密订五百个6204轴承", whole=None)
    await caller.say(",下周五之前到", continues=caller.replies[-1])
    draft_id = first["drafts"][0]["id"]
    async with store.read() as uow:
        actions = (
            await uow.conn.scalars(select(schema.audit_entry.c.action).where(schema.audit_entry.c.subject == draft_id))
        ).all()
        reserved = (
            await uow.conn.scalars(select(schema.promise.c.status).where(schema.promise.c.draft_id == draft_id))
        ).all()
    assert actions == ["draft.opened", "draft.cancelled"]
    assert reserved == ["released"]


async def test_what_was_decided_stands(caller: Caller) -> None:
    """The caller said yes and went on before hearing a word: the order is placed, and only the new words are new."""
    await caller.say(ORDER)
    await caller.say("确认", whole=None)
    after = await caller.say("黄油还有多少库存", continues=caller.replies[-1])
    assert statuses(after) == ["executed"]
    assert [call["name"] for call in after["tool_calls"]] == ["stock_status"]
    assert "continues" not in (await caller.conversation.turns())[-1].input
    assert after["spoken"][0] == "订单P O,二零二六,零零幺二三已经下了。"


async def test_an_order_that_was_told_is_not_told_again(caller: Caller) -> None:
    await caller.say(ORDER)
    await caller.say("确认")
    assert "已经下了" not in spoken(await caller.say("黄油还有多少库存"))


async def test_a_correction_in_two_breaths_is_about_the_draft_it_began_with(caller: Caller) -> None:
    """The first half replaced the draft before; all of it is about that one again, and nothing is added twice."""
    await caller.say(ORDER)
    await caller.say("加一百个", whole=None)
    joined = await caller.say(",送到武汉", continues=caller.replies[-1])
    assert statuses(joined) == ["cancelled", "cancelled", "open"]
    order = joined["drafts"][-1]["order"]
    assert (order["lines"][0]["quantity"], order["place_name"]["en"]) == (600, "Wuhan")
    third = await caller.say(",再晚一周", continues=caller.replies[-1])
    assert statuses(third)[-1] == "open"
    assert third["drafts"][-1]["order"]["lines"][0]["quantity"] == 600
    assert statuses(await caller.say("确认"))[-1] == "executed"


async def test_a_yes_is_none_to_a_draft_that_is_gone(caller: Caller) -> None:
    await caller.say(ORDER)
    await caller.say("加一百个", whole=None)
    joined = await caller.say(",确认", continues=caller.replies[-1])
    assert joined["records"] == []


async def test_a_reply_still_being_made_is_stopped_and_joined(caller: Caller) -> None:
    reply = await caller.talk.respond(Heard("", "order 500 6204", "en"))
    joined = await caller.say("from Suzhou Precision by next Friday", continues=reply.id)
    assert statuses(joined)[-1] == "open"
    assert statuses(joined).count("open") == 1
    assert joined["drafts"][-1]["order"]["date"] == "2026-12-04"


async def test_going_on_from_a_foreign_reply_is_refused(caller: Caller, agent: Agent, manager: Actor) -> None:
    theirs = await agent.conversation(manager, "m")
    await Caller(theirs, theirs.talk()).say(ORDER)
    (turn,) = await theirs.turns()
    with pytest.raises(NotFound):
        await caller.talk.respond(Heard("", "and flour", "en"), turn.id)


# --- which reading --------------------------------------------------------------------------------------------------

DOUBT = Doubt(
    "supplier",
    "华?精密",
    (
        Option("华东精密", "向华东精密订200个6204轴承,12月4日之前"),
        Option("华中精密", "向华中精密订200个6205轴承,12月4日之前"),
    ),
)


@pytest.mark.parametrize(
    ("answer", "supplier"),
    [("华东", "huadong-precision"), ("第一个", "huadong-precision"), ("是华中精密", "huazhong-precision")],
)
async def test_a_doubt_is_asked_and_answered(caller: Caller, answer: str, supplier: str) -> None:
    asked = await caller.say(DOUBT.options[0].text, question=DOUBT)
    assert asked["spoken"] == ["您说的是华东精密,还是华中精密?"]
    assert asked["tool_calls"] == asked["drafts"] == []
    assert caller.asks
    answered = await caller.say(answer)
    assert [draft["order"]["supplier"] for draft in answered["drafts"]] == [supplier]


@pytest.mark.parametrize("words", ["对", "确认", "好的"])
async def test_a_bare_yes_picks_no_reading_and_agrees_to_nothing_else(caller: Caller, words: str) -> None:
    await caller.say(ORDER)
    await caller.say(DOUBT.options[0].text, question=DOUBT)
    asked = await caller.say(words)
    assert statuses(asked) == ["open"]
    assert asked["spoken"] == ["您说的是华东精密,还是华中精密?"]
    assert (await caller.say("华东"))["drafts"][-1]["order"]["supplier"] == "huadong-precision"


@pytest.mark.parametrize("words", ["不", "都不是", "不对"])
async def test_a_bare_no_refuses_the_readings_and_nothing_else(caller: Caller, words: str) -> None:
    await caller.say(ORDER)
    await caller.say(DOUBT.options[0].text, question=DOUBT)
    refused = await caller.say(words)
    assert statuses(refused) == ["open"]
    assert caller.asks
    assert refused["tool_calls"] == []


@pytest.mark.parametrize("aside", ["再说一遍", "等一下"])
async def test_a_question_outlives_an_aside(caller: Caller, aside: str) -> None:
    asked = await caller.say("向苏州精密订6204轴承")
    assert asked["tool_calls"][0]["result"]["question"]["slot"] == "quantity"
    await caller.say(aside)
    answered = await caller.say("五百个")
    assert statuses(answered) == ["open"]
    assert answered["drafts"][0]["order"]["lines"][0]["quantity"] == 500


async def test_other_words_are_no_answer_to_a_doubt(caller: Caller) -> None:
    await caller.say(DOUBT.options[0].text, question=DOUBT)
    other = await caller.say("黄油还有多少库存")
    assert [call["name"] for call in other["tool_calls"]] == ["stock_status"]


# --- who may --------------------------------------------------------------------------------------------------------


async def test_nobody_tells_what_another_heard(caller: Caller, agent: Agent, stranger: Stranger) -> None:
    await caller.say(ORDER, whole=False)
    theirs = (await agent.conversation(stranger.actor, "s")).talk()
    with pytest.raises(NotFound):
        await theirs.on_heard(caller.replies[-1], "everything", True)
    assert statuses(await caller.say("确认")) == ["open"]


async def test_a_manager_reads_but_does_not_talk_in_anothers_conversation(
    caller: Caller, agent: Agent, manager: Actor
) -> None:
    await caller.say(ORDER)
    read = await agent.conversation(manager, caller.conversation.id)
    with pytest.raises(NotFound):
        read.talk()


async def test_drafts_are_as_the_records_say(caller: Caller, store: Store, buyer: Actor) -> None:
    outcome = await caller.say(ORDER)
    async with store.read() as uow:
        (draft,) = await drafts.drafts_of(uow, buyer, "c")
    assert outcome["drafts"][0]["digest"] == draft.digest
