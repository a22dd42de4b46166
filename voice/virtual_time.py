"""Virtual time: silence costs nothing, and a call of a minute is tried in the time its models take.

The loop's clock stands still while work outside it is under way (a decode, a synthesis, a turn in its database), and
jumps to the next thing due when there is none. What the work cost is then slept, in virtual time: as declared, so that
a run can be repeated to the byte, or as measured.
"""

import asyncio
import selectors
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from voice.ports import Clip, Hearing, Language, PhraseName, Recogniser, Reply, Synthesiser, Talk, Transcript

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """``at_work`` marks work outside the loop."""

    def __init__(self) -> None:
        self._now = 0.0
        self._working = 0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        return self._now

    def jump(self, seconds: float) -> None:
        self._now += seconds

    @property
    def working(self) -> bool:
        return self._working > 0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        self._working += 1
        try:
            yield
        finally:
            self._working -= 1


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or self._loop.working:
            return list(super().select(None if timeout is None else max(0.0, min(timeout, 0.05))))
        ready = list(super().select(0))
        if not ready and timeout > 0:
            self._loop.jump(timeout)
        return ready


def run_virtual(work: Coroutine[Any, Any, T]) -> T:
    """Like ``asyncio.run``, in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)


@dataclass(frozen=True, slots=True)
class Costs:
    """What work costs in virtual seconds; None: what it really took."""

    decode: float | None = 0.25
    synthesise: float | None = 0.12
    answer: float | None = 0.03


async def _costing(work: Coroutine[Any, Any, T], cost: float | None) -> T:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop), "virtual costs need run_virtual"
    began = time.perf_counter()
    with loop.at_work():
        result = await work
    await asyncio.sleep(time.perf_counter() - began if cost is None else cost)
    return result


class CostedRecogniser:
    def __init__(self, recogniser: Recogniser, costs: Costs) -> None:
        self._recogniser, self._costs = recogniser, costs

    async def transcribe(
        self,
        pcm: bytes,
        *,
        language: Language | None = None,
        prompts: Mapping[Language, str] | None = None,
        urgent: bool = True,
    ) -> Transcript | None:
        work = self._recogniser.transcribe(pcm, language=language, prompts=prompts, urgent=urgent)
        return await _costing(_awaited(work), self._costs.decode)


class CostedSynthesiser:
    def __init__(self, synthesiser: Synthesiser, costs: Costs) -> None:
        self._synthesiser, self._costs = synthesiser, costs

    async def synthesise(self, text: str, language: Language) -> Clip:
        return await _costing(_awaited(self._synthesiser.synthesise(text, language)), self._costs.synthesise)


class CostedTalk:
    def __init__(self, talk: Talk[Any], costs: Costs) -> None:
        self._talk, self._costs = talk, costs
        self.language = talk.language

    async def understand(self, raw: str, language: Language) -> Hearing:
        return await _costing(_awaited(self._talk.understand(raw, language)), 0.0)

    async def respond(self, heard: Hearing, continues: str | None = None) -> Reply:
        return CostedReply(await _costing(_awaited(self._talk.respond(heard, continues)), self._costs.answer))

    async def on_heard(self, reply: str, heard: str, whole: bool) -> None:
        await _costing(_awaited(self._talk.on_heard(reply, heard, whole)), 0.0)

    def phrase(self, name: PhraseName, language: Language) -> str:
        return self._talk.phrase(name, language)

    def vocabulary(self, language: Language) -> str:
        return self._talk.vocabulary(language)

    def phrases(self) -> Sequence[tuple[str, Language]]:
        return self._talk.phrases()


class CostedReply:
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    @property
    def id(self) -> str:
        return self._reply.id

    @property
    def language(self) -> Language:
        return self._reply.language

    @property
    def asks(self) -> bool:
        return self._reply.asks

    async def sentences(self) -> AsyncIterator[str]:
        sentences = self._reply.sentences()
        while (sentence := await _costing(_next(sentences), 0.0)) is not None:
            yield sentence

    def cancel(self) -> None:
        self._reply.cancel()

    async def outcome(self) -> dict[str, Any]:
        return await _costing(_awaited(self._reply.outcome()), 0.0)


async def _awaited(work: Any) -> Any:
    return await work


async def _next(sentences: AsyncIterator[str]) -> str | None:
    return await anext(sentences, None)


Wrap = Callable[[Recogniser, Synthesiser, Talk[Any]], tuple[Recogniser, Synthesiser, Talk[Any]]]


def costed(costs: Costs | None = None) -> Wrap:
    """Wraps what a Call is given so that its work takes virtual time."""
    declared = costs or Costs()
    return lambda recogniser, synthesiser, talk: (
        CostedRecogniser(recogniser, declared),
        CostedSynthesiser(synthesiser, declared),
        CostedTalk(talk, declared),
    )
