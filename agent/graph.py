"""The graph of a turn: settle a decision, or understand, act, and answer.

::

    START ─ decision? ─┬─ settle ───────────────────────────────▶ END
                       ├─ on a call: stop, repeat, spell, which? ▶ END
                       └─ understand ─ calls? ─┬─ act ─┬─ again ─▶ understand
                                               │       └─ quote ─▶ END
                                               ├─ nothing said ─▶ quote
                                               └─ words ────────▶ END

A write tool only proposes; the one place that executes is ``settle``, on a person's decision that code recognised.
No ToolNode, no ``interrupt()`` and no saver: open drafts are rows, and a turn that died is run again from its input
(ARCHITECTURE.md, "The turn is the checkpoint").
"""

import asyncio
from typing import Any, Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agent import acting, settling
from agent import on_call as calling
from agent.model import Model, ModelRequest
from agent.work import Work
from tools.registry import TOOLS

MAX_STEPS = 6


class TurnState(TypedDict, total=False):
    """Routing only; what a turn works on is the Work in the run's context."""

    steps: int


TurnGraph = CompiledStateGraph[TurnState, Work, TurnState, TurnState]


def build_graph(model: Model) -> TurnGraph:
    """The compiled graph; one serves every conversation."""

    async def understand(state: TurnState, runtime: Runtime[Work]) -> TurnState:
        work = runtime.context
        steps = state.get("steps", 0) + 1
        tools = tuple(TOOLS.values()) if steps < MAX_STEPS else ()
        work.pending = ()
        request = ModelRequest(tuple(work.messages), tools, work.scene, work.context, aloud=work.aloud is not None)
        async for chunk in model.stream(request):
            if chunk.restart:
                work.unsay()
            work.say(chunk.text, chunk.spoken)
            work.pending += chunk.calls if tools else ()  # where none are offered, none are made
            work.answered_by = chunk.answered_by or model.name
            if work.aloud is not None and work.results:
                # Before anything is known, a sentence may only announce the calls that follow it: it waits for them.
                work.aloud.release(whole=False)
        if work.aloud is not None and not work.pending:
            work.aloud.release(whole=True)
        return {"steps": steps}

    async def act(state: TurnState, runtime: Runtime[Work]) -> TurnState:
        runtime.context.unsay()
        await acting.act(runtime.context)
        return {}

    async def on_call(state: TurnState, runtime: Runtime[Work]) -> TurnState:
        work = runtime.context
        asked = calling.on_call_of(work)
        assert asked is not None, "the graph routes only these here"
        calling.answer(work, asked)
        return {}

    async def settle(state: TurnState, runtime: Runtime[Work]) -> TurnState:
        await settling.settle(runtime.context)
        return {}

    async def quote(state: TurnState, runtime: Runtime[Work]) -> TurnState:
        acting.quote(runtime.context)
        return {}

    graph = StateGraph(TurnState, context_schema=Work)
    graph.add_node("settle", settle)
    graph.add_node("on_call", on_call)
    graph.add_node("understand", understand)
    graph.add_node("act", act)
    graph.add_node("quote", quote)
    graph.add_conditional_edges(START, _begin)
    graph.add_conditional_edges("understand", _after_understanding)
    graph.add_conditional_edges("act", _after_acting)
    graph.add_edge("settle", END)
    graph.add_edge("on_call", END)
    graph.add_edge("quote", END)
    return graph.compile()


def _begin(state: TurnState, runtime: Runtime[Work]) -> Literal["settle", "on_call", "understand"]:
    work = runtime.context
    if calling.on_call_of(work) is not None:
        return "on_call"
    if "decision" in work.turn.input or settling.consent_of(work) is not None:
        return "settle"
    return "understand"


def _after_understanding(state: TurnState, runtime: Runtime[Work]) -> str:
    work = runtime.context
    if work.pending:
        return "act"
    return END if work.text else "quote"


def _after_acting(state: TurnState, runtime: Runtime[Work]) -> Literal["quote", "understand"]:
    """Proposals and questions are put in fixed words from the records; only plain answers go back to the model."""
    return "quote" if any(acting.needs_person(result.result) for result in runtime.context.results) else "understand"


async def run_turn(graph: TurnGraph, work: Work) -> None:
    """Run one turn to its end; what it did is in ``work``.

    Raises what a step raised, asyncio.CancelledError when the run was cancelled.
    """
    config: Any = {"recursion_limit": 4 * MAX_STEPS}
    calling.remind(work)
    try:
        await graph.ainvoke({}, config=config, context=work)
    except asyncio.CancelledError:
        await work.settle_writes()
        raise
