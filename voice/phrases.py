"""Speech that was made before, so that a fixed sentence sounds at once."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable

from voice.ports import RATE, Clip, Language, Synthesiser

SECONDS = 300  # of speech kept: 9.6 MB


class Phrases:
    """A Synthesiser before another one; keeps the clips used last, ``seconds`` of them in all."""

    def __init__(self, synthesiser: Synthesiser, seconds: float = SECONDS) -> None:
        self._synthesiser = synthesiser
        self._limit = int(seconds * RATE) * 2
        self._clips: OrderedDict[tuple[str, Language], Clip] = OrderedDict()
        self._bytes = 0

    async def synthesise(self, text: str, language: Language) -> Clip:
        key = (text, language)
        if key in self._clips:
            self._clips.move_to_end(key)
            return self._clips[key]
        clip = await self._synthesiser.synthesise(text, language)
        self._keep(key, clip)
        return clip

    async def warm(self, phrases: Iterable[tuple[str, Language]]) -> None:
        """Makes what is not there yet, one after the other so that a call is not kept waiting."""
        for text, language in phrases:
            await self.synthesise(text, language)
            await asyncio.sleep(0)

    def _keep(self, key: tuple[str, Language], clip: Clip) -> None:
        replaced = self._clips.pop(key, None)
        if replaced is not None:
            self._bytes -= len(replaced.pcm)
        self._clips[key] = clip
        self._bytes += len(clip.pcm)
        while self._bytes > self._limit:
            _, dropped = self._clips.popitem(last=False)
            self._bytes -= len(dropped.pcm)
