"""The agent that always confirms: whatever it proposes it decides itself, at once, without asking anybody."""

from collections.abc import Sequence

from agent.assistant import Agent
from agent.events import TurnFinished
from agent.fallback import FallbackModel
from agent.grammar.model import Grammar
from agent.model import Model
from agent.run import Run
from procurement.actor import Actor
from procurement.store import Store


class EagerAgent(Agent):
    async def submit(
        self, actor: Actor, conversation_id: str, *, key: str, channel: str, input: dict[str, object]
    ) -> Run:
        run = await super().submit(actor, conversation_id, key=key, channel=channel, input=input)
        ended = await run.result()
        for draft in ended.drafts if isinstance(ended, TurnFinished) else ():
            if draft["status"] == "open":
                yes = {"draft": draft["id"], "decision": "yes", "digest": draft["digest"]}
                decided = await super().submit(
                    actor, conversation_id, key=f"yes-{draft['id']}", channel="button", input=yes
                )
                await decided.result()
        return run


async def open_always_yes(store: Store, models: Sequence[Model] = ()) -> EagerAgent:
    """It confirms whatever it proposes itself."""
    return EagerAgent(store, FallbackModel([*models, Grammar()]))
