"""The Agent: opens conversations and works on their turns, one at a time each, until every stored turn is answered."""

import asyncio
import logging
import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Self

from agent.catalogues import Catalogues
from agent.conversation import Conversation, open_conversation
from agent.fallback import FallbackModel
from agent.grammar.model import Grammar
from agent.graph import build_graph
from agent.model import Model
from agent.performing import Ending, perform, replayed
from agent.run import Run
from procurement import conversations
from procurement.actor import Actor
from procurement.conversations import TurnRecord
from procurement.errors import NotFound, Unavailable
from procurement.store import Store, UnitOfWork

LEASE = timedelta(seconds=10)
POLL = 0.05  # seconds between looks at a conversation that another process works on
ENDED = ("done", "failed", "cancelled")

log = logging.getLogger(__name__)


class Agent:
    """Share one per process. ``lease`` bounds how long the turns of a process that died wait for another."""

    def __init__(self, store: Store, model: Model, *, lease: timedelta = LEASE) -> None:
        self.store = store
        self.model = model
        self.lease = lease
        self.owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._graph = build_graph(model)
        self.catalogues = Catalogues()
        self._runs: dict[str, Run] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._claiming: set[str] = set()  # conversations whose first claim is made along with the turn
        self._closing = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def conversation(self, actor: Actor, conversation_id: str | None = None) -> Conversation:
        """The Actor's conversation of that id, or a new one. Raises NotFound for somebody else's."""
        return await open_conversation(self, actor, conversation_id)

    # --- turns in -----------------------------------------------------------------------------------------------

    async def submit(
        self, actor: Actor, conversation_id: str, *, key: str, channel: str, input: dict[str, object]
    ) -> Run:
        """Store a turn and start on it. The same key gives the same Run."""
        if self._closing:
            raise Unavailable("The service is stopping.", remedy="Send the message again in a moment.")
        claims = conversation_id not in self._workers and conversation_id not in self._claiming
        claimed = None
        if claims:
            self._claiming.add(conversation_id)
        try:
            async with self.store.begin() as uow:
                turn, new = await conversations.enqueue_turn(
                    uow, actor, conversation_id, key=key, channel=channel, input=input
                )
                if new:
                    claimed = await self._claim(uow, conversation_id) if claims else None
                    await uow.commit()
            if turn.status not in ENDED:
                run = self._runs.setdefault(turn.id, Run(conversation_id, turn.id))
        finally:
            if claims:
                self._claiming.discard(conversation_id)
            self._ensure_worker(conversation_id, claimed)
        return await replayed(self.store, actor, turn) if turn.status in ENDED else run

    async def run(self, actor: Actor, turn_id: str) -> Run:
        """The Run of a turn, live or replayed. Raises NotFound for a turn the Actor may not see."""
        async with self.store.read() as uow:
            turn = await conversations.get_turn(uow, turn_id)
            if turn is None or await conversations.find_conversation(uow, actor, turn.conversation_id) is None:
                raise NotFound(f"No turn {turn_id!r}.", field="turn")
        if turn.status in ENDED:
            return await replayed(self.store, actor, turn)
        run = self._runs.setdefault(turn.id, Run(turn.conversation_id, turn.id))
        self._ensure_worker(turn.conversation_id, None)
        return run

    async def recover(self) -> int:
        """Take up turns whose worker died; how many. Call at start and now and then."""
        async with self.store.read() as uow:
            abandoned = await conversations.abandoned_turns(uow, datetime.now(UTC))
        for conversation_id, turn_id in abandoned:
            self._runs.setdefault(turn_id, Run(conversation_id, turn_id))
            self._ensure_worker(conversation_id, None)
        return len(abandoned)

    async def close(self, grace: float = 10.0) -> None:
        """Finish what is under way within ``grace`` seconds; the rest stays stored for the next process to take up."""
        self._closing = True
        workers = set(self._workers.values())
        if workers:
            _, late = await asyncio.wait(workers, timeout=grace)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        async with self.store.begin() as uow:
            await conversations.release_leases(uow, self.owner)
            await uow.commit()
        await self.model.close()

    # --- work ---------------------------------------------------------------------------------------------------

    def _ensure_worker(self, conversation_id: str, claimed: TurnRecord | None) -> None:
        """At most one worker a conversation: whoever claimed along with its turn starts it, others wait for that."""
        waiting = claimed or self._promised(conversation_id)
        if waiting and conversation_id not in self._workers and conversation_id not in self._claiming:
            task = asyncio.create_task(self._work(conversation_id, claimed), name=f"conversation {conversation_id}")
            self._workers[conversation_id] = task

    async def _work(self, conversation_id: str, claimed: TurnRecord | None) -> None:
        """Work on the conversation's turns until none is left that this process has promised to answer."""
        try:
            while True:
                while claimed is not None:
                    claimed = await self._work_on(claimed)
                if not self._promised(conversation_id):
                    return
                claimed = await self._claim_now(conversation_id)
                if claimed is None:
                    await self._collect_elsewhere(conversation_id)
                    if self._promised(conversation_id):
                        await asyncio.sleep(POLL)
        except Exception:
            # The turn stays stored as unfinished; recover() tries it again.
            log.exception("conversation worker failed", extra={"conversation": conversation_id})
            raise
        finally:
            self._workers.pop(conversation_id, None)

    def _promised(self, conversation_id: str) -> bool:
        """Whether this process has yet to answer a turn of the conversation."""
        return any(run.conversation_id == conversation_id for run in self._runs.values())

    async def _claim(self, uow: UnitOfWork, conversation_id: str) -> TurnRecord | None:
        return await conversations.claim_next_turn(
            uow, conversation_id, owner=self.owner, real_now=datetime.now(UTC), ttl=self.lease
        )

    async def _claim_now(self, conversation_id: str) -> TurnRecord | None:
        async with self.store.begin() as uow:
            claimed = await self._claim(uow, conversation_id)
            await uow.commit()
        return claimed

    async def _work_on(self, turn: TurnRecord) -> TurnRecord | None:
        """Run one turn to its end, keeping the lease meanwhile; the next turn, if one waits."""
        run = self._runs.setdefault(turn.id, Run(turn.conversation_id, turn.id))
        task = asyncio.create_task(perform(self.store, self._graph, self.catalogues, turn, run), name=f"turn {turn.id}")
        run.attach(task)
        try:
            while not (await asyncio.wait({task}, timeout=self.lease.total_seconds() / 3))[0]:
                await self._renew(turn.conversation_id)
        except BaseException:
            task.cancel()  # else it would go on beside whoever takes the turn up again
            await asyncio.wait({task})
            raise
        finally:
            run.attach(None)
        ending = task.result()
        claimed = await self._finish(turn, ending)
        self._runs.pop(turn.id, None)
        run.emit(ending.event)
        return claimed

    async def _renew(self, conversation_id: str) -> None:
        """A database that is busy for so long does not end the turn; the lease may run out, and then another process
        takes the turn up and finds what this one wrote."""
        try:
            async with self.store.begin() as uow:
                await conversations.renew_lease(
                    uow, conversation_id, owner=self.owner, real_now=datetime.now(UTC), ttl=self.lease
                )
                await uow.commit()
        except Unavailable as error:
            log.warning("lease not renewed", extra={"conversation": conversation_id, "code": error.code})

    async def _finish(self, turn: TurnRecord, ending: Ending) -> TurnRecord | None:
        """Store the turn's end and claim the next, in one transaction; nothing if the lease went to another process."""
        async with self.store.begin() as uow:
            waits = await conversations.finish_turn(
                uow,
                turn,
                owner=self.owner,
                status=ending.status,
                language=ending.event.language,
                reply=ending.event.reply,
                events=ending.events,
                messages=ending.messages,
            )
            if waits is None:
                return None
            claimed = await self._claim(uow, turn.conversation_id) if waits else None
            await uow.commit()
        return claimed

    async def _collect_elsewhere(self, conversation_id: str) -> None:
        """Close the Runs of turns that another process has finished."""
        for run in [run for run in self._runs.values() if run.conversation_id == conversation_id]:
            async with self.store.read() as uow:
                turn = await conversations.get_turn(uow, run.turn_id)
            if turn is not None and turn.status in ENDED:
                self._runs.pop(run.turn_id, None)
                stored = await replayed(self.store, None, turn)
                for event in stored.emitted()[len(run.emitted()) :]:
                    run.emit(event)


async def open_agent(store: Store, models: Sequence[Model] = (), *, lease: timedelta = LEASE) -> Agent:
    """The Agent over a Store. ``models`` are tried in order, the offline grammar always comes last."""
    grammar = Grammar()
    model: Model = FallbackModel([*models, grammar]) if models else grammar
    agent = Agent(store, model, lease=lease)
    await agent.recover()
    return agent
