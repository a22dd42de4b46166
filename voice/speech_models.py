"""The one place that opens the speech models: two worker processes, behind the ports of ``voice/ports.py``."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from voice.errors import Dropped
from voice.model_files import SpeechSettings, cautions, voice_file, whisper_folder
from voice.phrases import Phrases
from voice.ports import Clip, Language, Transcript
from voice.worker import Worker

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class WorkerRecogniser:
    """A Recogniser in a process of its own."""

    worker: Worker

    async def transcribe(
        self,
        pcm: bytes,
        *,
        language: Language | None = None,
        prompts: Mapping[Language, str] | None = None,
        urgent: bool = True,
    ) -> Transcript | None:
        """Raises SpeechUnavailable. None when it was not urgent and gave way."""
        try:
            transcript: Transcript = await self.worker.ask(pcm, language, dict(prompts or {}), urgent=urgent)
        except Dropped:
            return None
        return transcript


@dataclass(frozen=True, slots=True)
class WorkerSynthesiser:
    """A Synthesiser in a process of its own."""

    worker: Worker

    async def synthesise(self, text: str, language: Language) -> Clip:
        """Raises SpeechUnavailable."""
        clip: Clip = await self.worker.ask(text, language)
        return clip


@dataclass(frozen=True, slots=True)
class SpeechModels:
    """``synthesiser`` remembers what it said lately. ``cautions``: what an operator should know."""

    recogniser: WorkerRecogniser
    synthesiser: Phrases
    cautions: tuple[str, ...]


@asynccontextmanager
async def open_speech(settings: SpeechSettings | None = None) -> AsyncIterator[SpeechModels]:
    """Both models loaded and warm; their processes end with the block. Raises ModelMissing, SpeechUnavailable."""
    settings = settings or SpeechSettings()
    recognise, synthesise, warnings = await asyncio.to_thread(_job_settings, settings)
    async with AsyncExitStack() as stack:
        workers = Worker("recognise", recognise), Worker("synthesise", synthesise)
        for worker in workers:
            stack.push_async_callback(worker.close)
        await asyncio.gather(*(worker.start() for worker in workers))
        yield SpeechModels(WorkerRecogniser(workers[0]), Phrases(WorkerSynthesiser(workers[1])), warnings)


def _job_settings(settings: SpeechSettings) -> tuple[dict[str, Any], dict[str, Any], tuple[str, ...]]:
    """What the two processes are told, and the cautions. Touches files."""
    recognise = {"whisper": str(whisper_folder(settings)), "threads": settings.threads, "beam": settings.beam}
    voices = {language: str(voice_file(settings, language)) for language in LANGUAGES}
    return recognise, {"voices": voices, "cache": str(settings.folder / "aligned")}, tuple(cautions(settings))
