"""Where calls are tried: the speech models, opened once for a run, and a loop of virtual time in a thread of its own.

Silence costs nothing there; a decode, a synthesis and an answer take the virtual time that is declared for them, so
that a call can be repeated on any machine. What they really took is noted (``Spent``) and never decides anything.
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from agent.talking import fixed_sentences
from evals.audio.callers import Samples, Studio, missing_parts
from evals.audio.stretches import samples
from procurement.errors import InvalidInput
from prompts.loader import load_catalog
from voice.call import Call
from voice.gate import Gate
from voice.ports import Clip, Language, Recogniser, Synthesiser, Talk, Transcript, Transport
from voice.silero import Silero
from voice.speech_models import SpeechModels, open_speech
from voice.virtual_time import Costs, VirtualLoop, costed

T = TypeVar("T")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
COSTS = Costs()


@dataclass(slots=True)
class Spent:
    """Milliseconds of wall clock that the models took, in the order asked."""

    decode_ms: list[int] = field(default_factory=list)
    synthesise_ms: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Recogniser:
    recogniser: Recogniser
    spent: Spent

    async def transcribe(
        self,
        pcm: bytes,
        *,
        language: Language | None = None,
        prompts: Mapping[Language, str] | None = None,
        urgent: bool = True,
    ) -> Transcript | None:
        began = time.perf_counter()
        written = await self.recogniser.transcribe(pcm, language=language, prompts=prompts, urgent=urgent)
        self.spent.decode_ms.append(round((time.perf_counter() - began) * 1000))
        return written


@dataclass(frozen=True, slots=True)
class _Synthesiser:
    synthesiser: Synthesiser
    spent: Spent

    async def synthesise(self, text: str, language: Language) -> Clip:
        began = time.perf_counter()
        clip = await self.synthesiser.synthesise(text, language)
        self.spent.synthesise_ms.append(round((time.perf_counter() - began) * 1000))
        return clip


class Booth:
    """Made by ``open_booth``. One call at a time."""

    def __init__(self, loop: VirtualLoop, speech: SpeechModels) -> None:
        self.studio = Studio()
        self.fillers: list[Samples] = []
        self._loop = loop
        self._speech = speech
        self._silero = Silero()
        self._free = asyncio.Lock()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """In the booth's virtual time; for whoever is in a loop of his own."""
        async with self._free:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def call(self, transport: Transport, talk: Talk[Any], spent: Spent) -> Call:
        """As the service takes one, in either language."""
        ears, mouth = _Recogniser(self._speech.recogniser, spent), _Synthesiser(self._speech.synthesiser, spent)
        recogniser, synthesiser, costed_talk = costed(COSTS)(ears, mouth, talk)
        return Call(transport, costed_talk, recogniser, synthesiser, Gate(self._silero.stream()))

    async def listen(self, sound: Samples, language: Language) -> str:
        """What the recogniser writes of a sound, without knowing what to expect."""
        written = await self._speech.recogniser.transcribe(np.asarray(sound, "<i2").tobytes(), language=language)
        return written.text if written is not None else ""

    async def warm(self) -> None:
        """What every service has said before its first caller comes."""
        for language in LANGUAGES:
            await self._speech.synthesiser.warm((text, language) for text in fixed_sentences(language))
            waiting = load_catalog("spoken", language)("phrase.wait")
            self.fillers.append(samples((await self._speech.synthesiser.synthesise(waiting, language)).pcm))


def at_work(work: Coroutine[Any, Any, T]) -> Coroutine[Any, Any, T]:
    """Virtual time stands still meanwhile."""

    async def worked() -> T:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop), "only in the booth"
        with loop.at_work():
            return await work

    return worked()


@asynccontextmanager
async def open_booth() -> AsyncIterator[Booth]:
    """Raises InvalidInput when the callers are not installed, ModelMissing and SpeechUnavailable of the models."""
    if missing := missing_parts():
        raise InvalidInput(f"test callers cannot speak: no {missing[0]}", field="callers", remedy="run: make callers")
    loop = VirtualLoop()
    thread = threading.Thread(target=loop.run_forever, name="calls", daemon=True)
    thread.start()
    models = open_speech()

    async def inside(work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(at_work(work), loop))

    try:
        booth = Booth(loop, await inside(models.__aenter__()))
        try:
            await inside(booth.warm())
            yield booth
        finally:
            await inside(models.__aexit__(None, None, None))
    finally:
        await inside(loop.shutdown_default_executor())
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)
        loop.close()
