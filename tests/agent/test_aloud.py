"""A hosted model on a call: what it writes is made fit for a voice, and it learns only what was heard of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from agent.aloud import PROSE_SENTENCES, Aloud
from agent.assistant import Agent
from agent.events import AgentEvent, ReadOut, Spoken
from agent.heard_history import CUT
from agent.hearing.heard import Heard
from agent.model import Chunk, ModelRequest, ToolCallRequest
from agent.talking import Talking
from procurement.actor import Actor
from procurement.store import Store
from prompts.loader import load_catalog

BUTTER = ToolCallRequest("1", "stock_status", '{"item": "butter"}')
FLOUR = ToolCallRequest("1", "create_order", '{"lines": [{"item": "FL-25", "quantity": 1000}]}')


@dataclass
class Writer:
    """A model that answers each request with the next of ``steps``."""

    steps: list[list[Chunk]]
    name: str = "writer"
    requests: list[list[dict[str, Any]]] = field(default_factory=list)

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        self.requests.append(request.messages)
        for chunk in self.steps.pop(0):
            yield chunk

    async def close(self) -> None:
        """Nothing to give up."""


async def say(talk: Talking, text: str, heard: str | None = None) -> list[str]:
    """The sentences of the reply; ``heard`` None: all of them were."""
    reply = await talk.respond(Heard(text, text, "en"))
    said = [sentence async for sentence in reply.sentences()]
    await talk.on_heard(reply.id, " ".join(said) if heard is None else heard, heard is None)
    return said


def speaking(language: str = "en") -> tuple[Aloud, list[AgentEvent]]:
    events: list[AgentEvent] = []
    return Aloud("en" if language == "en" else "zh", ["6204"], events.append), events


@pytest.fixture
def writer() -> Writer:
    return Writer([])


@pytest.fixture
async def talk(store: Store, buyer: Actor, writer: Writer) -> AsyncIterator[Talking]:
    async with Agent(store, writer) as agent:
        yield (await agent.conversation(buyer, "c")).talk()


def test_sentences_are_said_as_they_are_complete() -> None:
    aloud, events = speaking()
    for piece in ("There are **40** ", "kg. They last ", "0.7 days. Sh"):
        aloud.hold(piece)
        aloud.release(whole=False)
    assert aloud.said == ["There are forty kilograms.", "They last zero point seven days."]
    aloud.hold("all I order 6204?")
    aloud.release(whole=True)
    assert aloud.said[2:] == ["Shall I order six two zero four?"]
    assert [event.text for event in events if isinstance(event, Spoken)] == aloud.said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_long_text_is_cut_short_once(language: str) -> None:
    aloud, _ = speaking(language)
    for _ in range(3):
        aloud.hold("One is here. Two is here. Three is here. " * 3)
        aloud.release(whole=False)
    rest = load_catalog("spoken", language)("prose.rest")
    assert len(aloud.said) == PROSE_SENTENCES + 1
    assert aloud.said[-1] == rest


def test_what_is_dropped_is_not_said() -> None:
    aloud, _ = speaking()
    aloud.hold("I have ordered it.")
    aloud.drop()
    aloud.release(whole=True)
    assert aloud.said == []


def test_only_drafts_that_are_read_out_are_told() -> None:
    aloud, events = speaking()
    aloud.reads_out([])
    aloud.reads_out(["a", "b"])
    assert events == [ReadOut(["a", "b"])]


async def test_the_model_is_told_that_it_is_on_a_call(talk: Talking, writer: Writer) -> None:
    writer.steps = [[Chunk("- Fine, **1** of 2.")]]
    assert await say(talk, "how are you today my friend") == ["Fine, one of two."]
    assert "# On a call" in writer.requests[0][0]["content"]


async def test_what_announces_calls_is_not_said(talk: Talking, writer: Writer) -> None:
    """Nobody hears that it was ordered when it was not."""
    writer.steps = [[Chunk("Done, I have ordered it. "), Chunk(calls=(FLOUR,))]]
    said = await say(talk, "some flour I guess would be good")
    assert not any("have ordered" in sentence for sentence in said)
    assert said[-1] == "Shall I place the order?"


async def test_an_answer_from_results_is_said(talk: Talking, writer: Writer) -> None:
    writer.steps = [[Chunk(calls=(BUTTER,))], [Chunk("There are 40 kg "), Chunk("of butter.")]]
    assert await say(talk, "how about the butter then") == ["There are forty kilograms of butter."]


async def test_a_fault_is_said(talk: Talking, writer: Writer) -> None:
    writer.steps = []  # then it breaks
    (said, *_) = await say(talk, "how are you today my friend")
    assert said.startswith("Something went wrong")


async def test_the_model_knows_only_what_was_heard(talk: Talking, writer: Writer) -> None:
    writer.steps = [[Chunk("First this. Then that.")], [Chunk("Yes.")], [Chunk("No.")]]
    await say(talk, "tell me about it all please", heard="First this")
    await say(talk, "and what else is there then")
    contents = [message["content"] for message in writer.requests[1] if message["role"] == "assistant"]
    assert contents == [f"First this {CUT}"]
    await (await talk.conversation.say("and in writing, what is there")).result()
    contents = [message["content"] for message in writer.requests[2] if message["role"] == "assistant"]
    assert contents == [f"First this {CUT}", "Yes."]


async def test_words_gone_on_from_are_told_once(talk: Talking, writer: Writer) -> None:
    writer.steps = [[Chunk("What about it?")], [Chunk("I see.")]]
    reply = await talk.respond(Heard("the thing is", "the thing is", "en"))
    await reply.outcome()
    await (await talk.respond(Heard("that I need help", "that I need help", "en"), reply.id)).outcome()
    said = [message["content"] for message in writer.requests[1] if message["role"] != "system"]
    assert said == ["the thing is that I need help"]
