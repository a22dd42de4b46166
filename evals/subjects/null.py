"""The agent that does nothing: it answers every message at once, kindly, and never looks at a record."""

from collections.abc import Sequence

from agent.assistant import Agent
from agent.events import Spoken, TextDelta, TurnFinished, TurnStarted
from agent.grammar.language import language_of
from agent.grammar.model import Grammar
from agent.model import Model
from agent.run import Run
from procurement.actor import Actor, Language
from procurement.store import Store

OK: dict[Language, str] = {"zh": "好的。", "en": "OK."}


class NullAgent(Agent):
    """A turn of its is not even stored."""

    async def submit(
        self, actor: Actor, conversation_id: str, *, key: str, channel: str, input: dict[str, object]
    ) -> Run:
        language = language_of(str(input.get("text", "")), actor.language)
        reply = OK[language]
        run = Run(conversation_id, "")
        run.emit(TurnStarted(conversation_id, "", 1))
        run.emit(TextDelta(reply))
        run.emit(Spoken(reply))
        run.emit(TurnFinished(conversation_id, "", language, reply))
        return run


async def open_null(store: Store, models: Sequence[Model] = ()) -> NullAgent:
    """It does nothing and says ok."""
    return NullAgent(store, Grammar())
