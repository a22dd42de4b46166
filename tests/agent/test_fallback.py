import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import pytest

from agent.fallback import FallbackModel
from agent.model import Chunk, Model, ModelRequest, ToolCallRequest
from agent.openai_model import OpenAIModel
from procurement.errors import Unavailable
from tests.agent.requests import asking, hear
from tests.model_server import EMPTY, Call, ModelServer, Reply, calls, cut, fails, model_server, says

CALL = ToolCallRequest("a", "look", "{}")
DOWN = Unavailable("down")


@dataclass(slots=True)
class Scripted:
    """A model that yields the chunks of each answer in turn, the last one again and again, and raises its errors."""

    name: str
    answers: Sequence[Sequence[Chunk | Exception]]
    asked: int = 0
    closed: int = 0

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        try:
            for chunk in answer:
                await asyncio.sleep(0)
                if isinstance(chunk, Exception):
                    raise chunk
                yield chunk
        finally:
            self.closed += 1


@dataclass(slots=True)
class Time:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def good(name: str = "good") -> Scripted:
    return Scripted(name, [[Chunk("yes")]])


def bad(name: str = "bad", *before: Chunk) -> Scripted:
    return Scripted(name, [[*before, DOWN]])


async def test_the_first_that_answers_is_taken() -> None:
    first, second = good("first"), good("second")
    heard = await hear(FallbackModel([first, second]))
    assert heard.chunks == (Chunk("yes", answered_by="first"),)
    assert second.asked == 0


async def test_a_failure_before_any_word_is_not_noticed() -> None:
    heard = await hear(FallbackModel([bad(), good()]))
    assert heard.chunks == (Chunk("yes", answered_by="good"),)


async def test_a_break_after_words_restarts() -> None:
    heard = await hear(FallbackModel([bad("broken", Chunk("no, "), Chunk("not")), good()]))
    assert heard.text == "yes"
    assert [(chunk.text, chunk.restart, chunk.answered_by) for chunk in heard.chunks] == [
        ("no, ", False, "broken"),
        ("not", False, "broken"),
        ("yes", True, "good"),
    ]


async def test_one_restart_for_several_breaks() -> None:
    models = [bad("a", Chunk("a")), bad("b"), bad("c", Chunk("c1"), Chunk("c2")), good()]
    heard = await hear(FallbackModel(models))
    assert [(chunk.text, chunk.restart) for chunk in heard.chunks] == [
        ("a", False),
        ("c1", True),
        ("c2", False),
        ("yes", True),
    ]


async def test_a_restart_may_be_calls_alone() -> None:
    heard = await hear(FallbackModel([bad("a", Chunk("a")), Scripted("b", [[Chunk(calls=(CALL,))]])]))
    assert heard.chunks[-1] == Chunk(calls=(CALL,), restart=True, answered_by="b")
    assert heard.text == ""


async def test_calls_of_a_stream_that_breaks_are_never_passed_on() -> None:
    heard = await hear(FallbackModel([bad("a", Chunk(calls=(CALL,))), good()]))
    assert (heard.text, heard.calls) == ("yes", ())


async def test_an_answer_of_nothing_is_a_failure() -> None:
    assert (await hear(FallbackModel([Scripted("a", [[]]), Scripted("b", [[Chunk()]]), good()]))).text == "yes"


async def test_all_down() -> None:
    with pytest.raises(Unavailable) as caught:
        await hear(FallbackModel([bad("a"), bad("b", Chunk("b"))]))
    assert caught.value.message == "No language model can answer now."
    assert caught.value.field is None


async def test_a_bug_is_not_a_failure_to_fall_back_from() -> None:
    other = good()
    with pytest.raises(ZeroDivisionError):
        await hear(FallbackModel([Scripted("a", [[ZeroDivisionError()]]), other]))
    assert other.asked == 0


async def test_no_models_is_no_model() -> None:
    with pytest.raises(ValueError, match="at least one"):
        FallbackModel([])


async def test_fallbacks_nest() -> None:
    inner = FallbackModel([bad("a", Chunk("a")), good("b")])
    heard = await hear(FallbackModel([bad("z"), inner]))
    assert heard.text == "yes"
    assert heard.chunks[-1].answered_by == "b"


# --- put aside ------------------------------------------------------------------------------------------------------


async def test_a_model_that_fails_again_is_put_aside_for_a_while() -> None:
    now, down = Time(), bad()
    model = FallbackModel([down, good()], tolerance=2, cool_down=30, now=now)
    for _ in range(5):
        assert (await hear(model)).text == "yes"
    assert down.asked == 2
    now.seconds = 29.9
    await hear(model)
    assert down.asked == 2
    now.seconds = 30
    await hear(model)
    await hear(model)
    assert down.asked == 3  # tried once, failed once, aside again


async def test_a_model_that_is_back_is_used_again() -> None:
    now = Time()
    back = Scripted("back", [[DOWN], [DOWN], [Chunk("back")]])
    model = FallbackModel([back, good()], tolerance=2, cool_down=30, now=now)
    assert [(await hear(model)).text for _ in range(3)] == ["yes"] * 3
    now.seconds = 31
    assert [(await hear(model)).text for _ in range(3)] == ["back"] * 3


async def test_only_one_request_tries_a_model_put_aside() -> None:
    now, down = Time(), bad()
    model = FallbackModel([down, good()], tolerance=1, cool_down=30, now=now)
    await hear(model)
    now.seconds = 31
    await asyncio.gather(*(hear(model) for _ in range(10)))
    assert down.asked == 2


async def test_single_failures_do_not_add_up() -> None:
    shaky = Scripted("shaky", [[DOWN], [Chunk("a")]] * 5)
    model = FallbackModel([shaky, good()], tolerance=2, now=Time())
    for _ in range(10):
        await hear(model)
    assert shaky.asked == 10


async def test_a_refused_request_puts_nobody_aside() -> None:
    picky = Scripted("picky", [[Unavailable("refused", field="messages")]])
    model = FallbackModel([picky, good()], tolerance=1, now=Time())
    for _ in range(3):
        assert (await hear(model)).text == "yes"
    assert picky.asked == 3


async def test_those_put_aside_are_the_last_resort() -> None:
    aside = Scripted("aside", [[DOWN], [Chunk("still here")]])
    later = Scripted("later", [[Chunk("yes")], [DOWN]])
    model = FallbackModel([aside, later], tolerance=1, now=Time())
    assert (await hear(model)).text == "yes"
    assert (await hear(model)).text == "still here"


# --- many at once, and going away -----------------------------------------------------------------------------------


async def test_many_conversations_share_one() -> None:
    model = FallbackModel([bad("a", Chunk("half")), good()], tolerance=1000)
    for heard in await asyncio.gather(*(hear(model) for _ in range(50))):
        assert heard.text == "yes"
        assert [chunk.answered_by for chunk in heard.chunks] == ["a", "good"]


async def test_who_stops_listening_closes_the_model_at_once() -> None:
    talker = Scripted("talker", [[Chunk("a"), Chunk("b"), Chunk("c")]])
    answer = FallbackModel([talker]).stream(asking())
    await anext(answer)
    await answer.aclose()  # type: ignore[attr-defined]
    assert talker.closed == 1


async def test_a_cancelled_request_says_nothing_about_the_model() -> None:
    started = asyncio.Event()

    class Slow:
        name = "slow"
        asked = 0

        async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
            self.asked += 1
            started.set()
            await asyncio.sleep(10 if self.asked == 1 else 0)
            yield Chunk("slow")

    model = FallbackModel([Slow(), good()], tolerance=1)
    answer = asyncio.create_task(hear(model))
    await started.wait()
    answer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await answer
    assert (await hear(model)).text == "slow"


# --- over the wire --------------------------------------------------------------------------------------------------

MISBEHAVIOUR: dict[str, Reply] = {
    "rate limited": fails(429),
    "broken": fails(500),
    "late": replace(says("late"), late=5),
    "empty": EMPTY,
    "silent": Reply(ending="hang"),
    "cut in text": cut(says("half", "way"), 2),
    "cut in a call": cut(calls(Call("order", {"lines": []}), text="half"), 3),
    "ends in a call": calls(Call("order", {"lines": []}), finish=None),
    "stalls": replace(says("half", finish=None), ending="hang"),
}


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with model_server() as running:
        yield running


def hosted(server: ModelServer, name: str) -> OpenAIModel:
    return OpenAIModel(server.base_url, server.api_key, name, first_token_deadline=0.3, total_deadline=0.6)


@pytest.mark.parametrize("name", MISBEHAVIOUR)
async def test_whatever_the_first_does_the_second_answers(server: ModelServer, name: str) -> None:
    models = [hosted(server, "one"), hosted(server, "two")]
    server.then(MISBEHAVIOUR[name], calls(Call("look", {"order": "119"}), text="我看看"))
    async with asyncio.timeout(3):
        heard = await hear(FallbackModel(models))
    assert heard.text == "我看看"
    assert [(call.name, call.arguments) for call in heard.calls] == [("look", '{"order": "119"}')]
    assert heard.chunks[-1].answered_by == "two"
    assert [body["model"] for body in server.requests] == ["one", "two"]
    for model in models:
        await model.close()


async def test_the_offline_model_is_last(server: ModelServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    one = hosted(server, "one")
    server.then(cut(says("订单", "已经"), 3))
    models: list[Model] = [one, good("grammar")]
    heard = await hear(FallbackModel(models))
    assert heard.text == "yes"
    assert heard.chunks[-1].restart
    assert "订" not in caplog.text
    assert [record.__dict__["model"] for record in caplog.records if record.name == "agent.fallback"] == ["one"]
    await one.close()
