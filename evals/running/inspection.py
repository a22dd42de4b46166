"""The run as inspect-ai carries it: one task, a sample for each case, an epoch for each trial, and the log that
``inspect view`` opens, with every conversation as the viewer shows one."""

import json
import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from inspect_ai import Task, eval_async
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    ChatMessageUser,
    ModelOutput,
)
from inspect_ai.scorer import Score as InspectScore
from inspect_ai.scorer import Scorer, Target, accuracy, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import ToolCall
from inspect_ai.util import display_type

from evals.running.asked import Asked
from evals.running.graded import Graded
from evals.scenarios.case import Case
from evals.trials.record import Record, TurnRecord

Trial = Callable[[Case, int], Awaitable[Graded | None]]
"""Plays a trial (from 1) and grades it; None when it was not played."""


async def inspect(cases: Sequence[Case], asked: Asked, play: Trial, *, logs: Path, at_once: int) -> str | None:
    """Plays every trial of every case, ``at_once`` at a time. Returns why it stopped early, if it did."""
    os.environ["INSPECT_DISPLAY"] = "none"  # progress is ours
    display_type()  # reads it; later would be too late
    broken: list[str] = []

    async def watched(case: Case, trial: int) -> Graded | None:
        try:
            return await play(case, trial)
        except Exception as error:
            broken.append(f"{case.name}: {type(error).__name__}: {error}")
            raise

    found = await eval_async(
        task_of(cases, asked, watched),
        model=None,
        log_dir=str(logs),
        max_samples=at_once,
        fail_on_error=False,
        log_realtime=False,
        score_display=False,
    )
    log = found[0]
    if log.status != "success":
        return f"{log.status}: {log.error.message if log.error else 'no reason given'}"
    return f"{len(broken)} trials broke off, the first {broken[0]}" if broken else None


def task_of(cases: Sequence[Case], asked: Asked, play: Trial) -> Task:
    by_name = {case.name: case for case in cases}
    graded: dict[tuple[str, int], Graded | None] = {}

    @solver
    def talk() -> Solver:
        async def solve(state: TaskState, generate: Generate) -> TaskState:
            name = str(state.sample_id)
            found = graded[name, state.epoch] = await play(by_name[name], state.epoch)
            if found is not None:
                record = found.record
                state.messages = conversation_of(record)
                state.output = ModelOutput.from_content(record.model or "-", _last_reply(record), error=record.error)
                state.metadata |= {"record": f"records/{record.key}.json", "faults": record.faults}
            return state

        return solve

    @scorer(metrics={"*": [accuracy()]}, name="scores")
    def grades() -> Scorer:
        async def score(state: TaskState, target: Target) -> InspectScore:
            return inspect_score(graded.pop((str(state.sample_id), state.epoch), None))

        return score

    dataset = MemoryDataset([_sample(case) for case in cases], name=asked.channel)
    return Task(
        name=f"supplyline-{asked.channel}", dataset=dataset, solver=talk(), scorer=grades(), epochs=asked.trials
    )


def _sample(case: Case) -> Sample:
    scenario = case.scenario
    metadata = {"scenario": scenario.id, "variant": case.variant, "tags": list(scenario.tags)}
    return Sample(id=case.name, input=scenario.title, metadata=metadata)


def inspect_score(graded: Graded | None) -> InspectScore:
    if graded is None:
        return InspectScore.unscored(explanation="not played")
    deciding = [score for score in graded.scores if score.passed is not None]
    values = {score.scorer: int(bool(score.passed)) for score in deciding}
    reasons = [f"{score.scorer}: {score.reason}" for score in graded.scores if score.reason]
    return InspectScore(
        value={"passed": int(graded.passed), **values},
        explanation="\n".join([*([graded.record.error] if graded.record.error else []), *reasons]) or None,
    )


def conversation_of(record: Record) -> list[ChatMessage]:
    """The turns as messages: what was said or pressed (by whom, where there are several), calls, results, replies."""
    several = len({turn.actor for turn in record.turns}) > 1
    return [message for at, turn in enumerate(record.turns) for message in _messages(turn, at, several)]


def _messages(turn: TurnRecord, at: int, several: bool) -> list[ChatMessage]:
    done = turn.input.get("say") or " ".join(f"({key}: {value})" for key, value in turn.input.items())
    messages: list[ChatMessage] = [ChatMessageUser(content=f"{turn.actor}: {done}" if several else done)]
    calls = [
        ToolCall(id=f"{at}-{number}", function=call["name"], arguments=call["arguments"])
        for number, call in enumerate(turn.tool_calls)
    ]
    if calls:
        messages.append(ChatMessageAssistant(content="", tool_calls=calls))
    for call, made in zip(calls, turn.tool_calls, strict=True):
        result = json.dumps(made.get("result"), ensure_ascii=False, indent=1)
        messages.append(ChatMessageTool(content=result, tool_call_id=call.id, function=call.function))
    reply = turn.reply or (json.dumps(turn.error, ensure_ascii=False) if turn.error else "")
    messages.append(ChatMessageAssistant(content=reply))
    return messages


def _last_reply(record: Record) -> str:
    return record.turns[-1].reply if record.turns else ""
