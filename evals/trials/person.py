"""The scripted person: plays the steps of a scenario by text, reacts in between, and writes down the answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select

from agent.events import TurnFailed, TurnFinished, turn_json
from agent.run import Run
from evals.scenarios.scenario import Act, Variant, When
from evals.subjects.subject import SubjectConversation
from evals.trials.mortal_store import Died
from evals.trials.record import TurnRecord
from evals.trials.world import World
from procurement import schema
from procurement.actor import Actor
from procurement.draft_records import WAITING
from procurement.drafts import drafts_to_approve
from procurement.errors import InvalidInput, NotFound, SupplyLineError, Unavailable
from procurement.ids import seeded_ids

ANSWER_WITHIN = 120.0  # seconds; an agent that takes longer has not answered

NO_DRAFT = NotFound("There is no draft to decide.", field="draft").as_dict()
NO_ANSWER = Unavailable("The assistant has not answered.").as_dict()
CUT_OFF = Unavailable("The connection broke before the answer.", remedy="Send the message again.").as_dict()

Cause = Literal["step", "reaction", "repeat"]


@dataclass(frozen=True, slots=True)
class Card:
    """A draft as its button knows it."""

    draft: str
    digest: str | None
    conversation: str


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to send, the same again when it is repeated. ``card`` None: a text, or a decision of nothing."""

    step: int
    actor: Actor
    conversation: str
    key: str
    input: dict[str, Any]
    card: Card | None = None

    async def send(self, talk: SubjectConversation) -> Run:
        if self.card is None:
            return await talk.say(self.input["say"], key=self.key)
        return await talk.decide(self.card.draft, self.input["decide"], digest=self.card.digest, key=self.key)


@dataclass(slots=True)
class Person:
    """``turns`` and ``turn_ms`` grow together. ``audio`` and ``times``: of a call (``calls.py``). Whatever is no answer
    of the agent is raised: a fault of the trial."""

    world: World
    variant: Variant
    seed: int
    turns: list[TurnRecord] = field(default_factory=list)
    turn_ms: list[float] = field(default_factory=list)
    audio: dict[str, Any] | None = None
    times: dict[str, Any] = field(default_factory=dict)
    _sent: int = 0
    _answered: set[str] = field(default_factory=set)  # keys of messages

    async def play(self) -> None:
        world, reactions = self.world, self.world.scenario.reactions
        left = [reaction.times for reaction in reactions]
        for number, step in enumerate(world.scenario.steps, start=1):
            world.store.foretell(world.faults.find("crash", number))
            async with world.faults.busy(world.store.path, number):
                await self._do(step.acts, number, "step")
            world.store.foretell(None)
            while (at := self._reaction(left)) is not None:
                left[at] -= 1
                await self._do((reactions[at].does,), number, "reaction")

    def _reaction(self, left: Sequence[int]) -> int | None:
        """The first that the last turn provokes and that is not used up."""
        last = self.turns[-1:]
        reactions = enumerate(self.world.scenario.reactions)
        return next((at for at, one in reactions if left[at] and any(provoked(one.when, turn) for turn in last)), None)

    async def _do(self, acts: Sequence[Act], step: int, cause: Cause) -> None:
        """The acts at the same moment; what follows from them is published."""
        for act in acts:
            if act.sound is not None:
                raise InvalidInput("a sound cannot be made by text", field="sound", remedy="set channel: voice")
            if act.wait is not None:
                self.world.clock.instant += act.wait
                await self._surviving(step, self.world.tidy)
        messages = [await self._message(act, step) for act in acts if act.wait is None]
        await self._send(messages, cause)
        if self.world.store.died.is_set():
            lost = [message for message in messages if message.key not in self._answered]
            await self._revive(step)
            await self._send(lost, "repeat")
        await self._surviving(step, self.world.publish)

    async def _surviving(self, step: int, work: Callable[[], Awaitable[None]]) -> None:
        """``work``, done again by the next process if this one dies of it."""
        try:
            await work()
        except Died:
            await self._revive(step)
            await work()

    async def _revive(self, step: int) -> None:
        self.world.faults.note("crash", step)
        await self.world.revive()

    # --- one message ------------------------------------------------------------------------------------------------

    async def _message(self, act: Act, step: int) -> Message:
        actor = await self.world.actor(act.actor)
        conversation = act.conversation or actor.handle
        self._sent += 1
        key = f"{step}.{self._sent}"
        if act.say is not None:
            return Message(step, actor, conversation, key, {"say": act.say.of(self.variant)})
        card = await self._card(actor, conversation, act.digest)
        given = {"decide": act.decide, "draft": card and card.draft}
        return Message(step, actor, card.conversation if card else conversation, key, given, card)

    async def _card(self, actor: Actor, conversation: str, shown: Literal["shown", "other", "none"]) -> Card | None:
        """The latest draft of the conversation that waits, else one that waits for this Actor's approval, else the
        latest one: its button is still on the page."""
        draft = schema.draft.c
        query = (
            select(draft.id, draft.digest, draft.conversation_id, draft.status)
            .where(draft.conversation_id == conversation)
            .order_by(draft.status.in_(WAITING).desc(), draft.position.desc())
            .limit(1)
        )
        async with self.world.store.read() as uow:
            found = (await uow.conn.execute(query)).one_or_none()
            to_approve = await drafts_to_approve(uow, actor)
        if to_approve and (found is None or found.status not in WAITING):
            latest = to_approve[-1]
            id, digest, conversation = latest.id, latest.digest, latest.conversation_id
        elif found is not None:
            id, digest, conversation = found.id, found.digest, found.conversation_id
        else:
            return None
        return Card(id, {"shown": digest, "other": "0" * len(digest), "none": None}[shown], conversation)

    async def _send(self, messages: Sequence[Message], cause: Cause) -> None:
        for turns in await asyncio.gather(*(self._deliver(message, cause) for message in messages)):
            for turn, seconds in turns:
                self.turns.append(turn)
                self.turn_ms.append(seconds * 1000)

    async def _deliver(self, message: Message, cause: Cause) -> list[tuple[TurnRecord, float]]:
        """Send it, or twice if the line stutters, and take down the answers."""
        if "decide" in message.input and message.card is None:
            return [(self._turn(message, cause, NO_DRAFT), 0.0)]
        started = time.perf_counter()
        faults = self.world.faults
        causes = [cause]
        with seeded_ids(f"{self.seed} {message.key} {cause}"):
            try:
                talk = await self.world.conversation(message.actor, message.conversation)
                runs = [await message.send(talk)]
                if cause == "step" and faults.note("duplicate_message", message.step):
                    runs.append(await message.send(talk))
                    causes.append("repeat")
                if cause == "step" and not runs[0].ended and faults.note("cancel", message.step):
                    runs[0].cancel()
                ends = [await self._end(run) for run in runs]
            except SupplyLineError as error:
                ends = [error.as_dict()]
            except Died:
                ends = [CUT_OFF]
        seconds = time.perf_counter() - started
        if CUT_OFF not in ends:
            self._answered.add(message.key)
        return [(self._turn(message, cause, end), seconds) for cause, end in zip(causes, ends, strict=False)]

    async def _end(self, run: Run) -> TurnFinished | TurnFailed | dict[str, Any]:
        """How the turn ended, or the error that the person sees instead."""
        result = asyncio.create_task(run.result())
        death = asyncio.create_task(self.world.store.died.wait())
        try:
            await asyncio.wait({result, death}, timeout=ANSWER_WITHIN, return_when=asyncio.FIRST_COMPLETED)
            if result.done():
                return result.result()
            return CUT_OFF if death.done() else NO_ANSWER
        finally:
            result.cancel()
            death.cancel()

    def _turn(self, message: Message, cause: Cause, end: TurnFinished | TurnFailed | dict[str, Any]) -> TurnRecord:
        known: dict[str, Any] = {
            "step": message.step,
            "cause": cause,
            "actor": message.actor.handle,
            "conversation": message.conversation,
            "input": message.input,
        }
        if isinstance(end, dict):
            return TurnRecord(**known, error=end)
        model = end.model if isinstance(end, TurnFinished) else ""
        return TurnRecord(**turn_json(end) | known, model=model)


def provoked(when: When, turn: TurnRecord) -> bool:
    """Whether the turn is one that ``when`` waits for."""
    results = [call["result"] or {} for call in turn.tool_calls]
    asked = {result["question"]["slot"] for result in results if result.get("status") == "question"}
    waiting = {draft["status"] for draft in turn.drafts}
    refused = turn.error is not None or any(result.get("status") == "refused" for result in results)
    return (
        (when.question is None or when.question in asked)
        and (when.draft is None or when.draft in waiting)
        and (when.refused is None or when.refused == refused)
    )
