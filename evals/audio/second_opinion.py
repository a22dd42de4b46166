"""A recogniser that has no part in the calls it judges: stock faster-whisper with its full window, by beam search."""

import asyncio
from functools import cached_property

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]

from evals.audio.callers import Samples
from voice.model_files import SpeechSettings, whisper_folder
from voice.ports import Language

BEAM = 5


class SecondOpinion:
    def __init__(self, settings: SpeechSettings | None = None) -> None:
        self._settings = settings or SpeechSettings()

    @cached_property
    def _model(self) -> WhisperModel:
        return WhisperModel(str(whisper_folder(self._settings)), device="cpu", compute_type="int8", cpu_threads=2)

    async def listen(self, sound: Samples, language: Language) -> str:
        return await asyncio.to_thread(self._listen, sound, language)

    def _listen(self, sound: Samples, language: Language) -> str:
        segments, _ = self._model.transcribe(
            sound.astype(np.float32) / 32768,
            language=language,
            beam_size=BEAM,
            condition_on_previous_text=False,
        )
        return " ".join(segment.text.strip() for segment in segments)
