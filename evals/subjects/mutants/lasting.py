"""Mutants that do not last: what happens when a model, a process or a turn is broken off."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from agent.fallback import FallbackModel
from agent.model import Model
from agent.run import Run
from agent.work import Work
from evals.subjects.mutants.mutant import replaces
from procurement import schema


@replaces("agent.assistant.FallbackModel", hint=("model_down",))
def no_fallback(fallback: type[FallbackModel], models: Sequence[Model]) -> FallbackModel:
    """When the hosted model cannot be reached nobody answers."""
    return fallback(models[:1])


@replaces("agent.assistant.conversations.claim_next_turn", hint=("crash",), stops=True)
async def crash_leaves_turn_unanswered(claim_next_turn: Any, uow: Any, conversation_id: str, **lease: Any) -> Any:
    """A turn that a process died over is never taken up again."""
    turn = schema.turn.c
    abandoned = select(turn.id).where(turn.conversation_id == conversation_id, turn.status == "running")
    return None if await uow.conn.scalar(abandoned) else await claim_next_turn(uow, conversation_id, **lease)


@replaces("agent.run.Run.cancel", hint=("stopped", "cancel"))
def stop_ignored(cancel: Any, run: Run) -> None:
    """A turn that the person stops goes on as if nothing had been said."""


@replaces("agent.graph.acting.act", hint=("inbound",))
async def asks_everything_twice(act: Any, work: Work) -> None:
    """Every tool is called twice over."""
    pending = work.pending
    await act(work)
    if not any(result.result.get("drafts") for result in work.results):
        work.pending = pending
        await act(work)
