"""Text with a recogniser's errors, through the conversation of a call."""

from pathlib import Path

import pytest

from agent.assistant import open_agent
from agent.events import TurnFinished
from evals.scenarios.scenario import Variant
from evals.stage import stage
from evals.trials.hearing import Recognition, hard_of_hearing

ORDER = {
    "zh": "向苏州精密订五百个6204轴承，下周五之前到",
    "en": "Order 500 pieces of bearing 6204 from Suzhou Precision by next Friday",
}


async def talked(path: Path, variant: Variant, rate: float, *said: str) -> list[TurnFinished]:
    async with (
        stage(path / "store.db") as (store, buyer),
        await hard_of_hearing(open_agent, variant, rate, "1")(store, ()) as agent,
    ):
        conversation = await agent.conversation(buyer)
        ended = [await (await conversation.say(text)).result() for text in said]
        assert [turn.channel for turn in await conversation.conversation.turns()] == ["voice"] * len(said)  # type: ignore[attr-defined]
    assert all(isinstance(turn, TurnFinished) for turn in ended)
    return ended  # type: ignore[return-value]


@pytest.mark.parametrize(("variant", "yes"), [("zh", "确认"), ("en", "yes")])
async def test_an_order_is_read_out_heard_and_confirmed_as_on_a_call(
    tmp_path: Path, variant: Variant, yes: str
) -> None:
    _, done = await talked(tmp_path, variant, 0.0, ORDER[variant], yes)
    assert [(record.type, record.action) for record in done.records] == [("order", "created")]


async def test_a_word_that_was_taken_for_another_of_the_same_sound_is_repaired(tmp_path: Path) -> None:
    (asked,) = await talked(tmp_path, "zh", 0.2, ORDER["zh"])
    assert asked.tool_calls


async def test_where_nothing_is_left_of_the_words_the_caller_is_asked_again(tmp_path: Path) -> None:
    async with (
        stage(tmp_path / "store.db") as (store, buyer),
        await hard_of_hearing(open_agent, "zh", 1.0, "4")(store, ()) as agent,
    ):
        conversation = await agent.conversation(buyer)
        run = await conversation.say("6")
    assert run.turn_id == ""


def test_the_same_seed_mishears_alike_and_every_sentence_anew() -> None:
    first, again, other = (Recognition("zh", 0.3, seed) for seed in ("a", "a", "b"))
    written = [[one.of(ORDER["zh"]) for _ in range(3)] for one in (first, again, other)]
    assert written[0] == written[1] != written[2]
    assert len(set(written[0])) == 3


def test_mixed_speech_is_mistaken_in_both_languages() -> None:
    text, language = Recognition("mixed", 1.0, "a").of("帮我 check 一下 flour 的库存")
    assert language == "zh"
    assert "flour" not in text
    assert "库存" not in text
