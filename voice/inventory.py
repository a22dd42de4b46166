"""Which speech models there are, which are in use, and whether they work: what ``supplyline models`` tells."""

import asyncio
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from voice.errors import ModelMissing
from voice.frames import seconds_of
from voice.model_files import ESPEAK, WHISPER_BASE_SHA256, SpeechSettings, sha256_of, voice_file, whisper_folder
from voice.model_hub import SIZES, VOICES
from voice.ports import Language
from voice.speech_models import LANGUAGES, open_speech

State = Literal["in use", "here", "can be fetched"]
SENTENCES: dict[Language, str] = {"zh": "请问您要订多少个轴承?", "en": "How many bearings would you like to order?"}


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """``place``: where it is, None while it is not here."""

    name: str
    kind: Literal["recogniser", "voice"]
    languages: tuple[Language, ...]
    state: State
    place: Path | None = None


def models(settings: SpeechSettings) -> list[SpeechModel]:
    """Those in use first. Raises ModelMissing when one that the settings name is not there."""
    used = [SpeechModel(f"whisper-{_size(settings)}", "recogniser", LANGUAGES, "in use", whisper_folder(settings))]
    for language in LANGUAGES:
        file = voice_file(settings, language)
        used.append(
            SpeechModel("espeak-ng", "voice", (language,), "in use")
            if file == ESPEAK
            else SpeechModel(file.stem, "voice", (language,), "in use", file)
        )
    here = [
        SpeechModel(path.parent.name, "recogniser", LANGUAGES, "here", path.parent)
        for path in sorted(settings.folder.glob("whisper-*/model.bin"))
    ]
    here += [
        SpeechModel(path.stem, "voice", (_language(path.stem),), "here", path)
        for path in sorted(settings.folder.glob("*.onnx"))
    ]
    there = [SpeechModel(f"whisper-{size}", "recogniser", LANGUAGES, "can be fetched") for size in SIZES]
    there += [SpeechModel(name, "voice", (_language(name),), "can be fetched") for name in VOICES]
    known = {model.name for model in used}
    for model in [*here, *there]:
        if model.name not in known:
            known.add(model.name)
            used.append(model)
    return used


def models_json(found: list[SpeechModel]) -> list[dict[str, Any]]:
    return [{**asdict(model), "place": str(model.place) if model.place else None} for model in found]


def models_text(found: list[SpeechModel]) -> str:
    rows = [(each.name, each.kind, ", ".join(each.languages), each.state, str(each.place or "")) for each in found]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


async def check(settings: SpeechSettings) -> dict[str, Any]:
    """Loads what is in use, says a sentence in each language and listens to it; JSON. ``wrote`` is what the recogniser
    made of it, not a verdict: it hears espeak-ng's Mandarin badly. Raises ModelMissing, SpeechUnavailable."""
    folder = await asyncio.to_thread(whisper_folder, settings)
    if settings.whisper == "base" and await asyncio.to_thread(sha256_of, folder / "model.bin") != WHISPER_BASE_SHA256:
        raise ModelMissing(
            f"{folder / 'model.bin'} is not the known Whisper base",
            field="SUPPLYLINE_WHISPER",
            remedy=f"delete {folder}",
        )
    began = time.perf_counter()
    async with open_speech(settings) as speech:
        loaded = time.perf_counter() - began
        said = []
        for language, sentence in SENTENCES.items():
            began = time.perf_counter()
            clip = await speech.synthesiser.synthesise(sentence, language)
            made = time.perf_counter() - began
            transcript = await speech.recogniser.transcribe(clip.pcm, language=language)
            assert transcript is not None  # only requests that are not urgent are dropped
            said.append(
                {
                    "language": language,
                    "said": sentence,
                    "wrote": transcript.text,
                    "seconds_of_speech": round(seconds_of(clip.pcm), 3),
                    "synthesis_seconds": round(made, 3),
                    "recognition_seconds": round(transcript.seconds, 3),
                }
            )
        in_use = [model for model in await asyncio.to_thread(models, settings) if model.state == "in use"]
        return {
            "models": models_json(in_use),
            "load_seconds": round(loaded, 2),
            "sentences": said,
            "cautions": list(speech.cautions),
        }


def check_text(checked: dict[str, Any]) -> str:
    lines = [f"{model['name']} ({', '.join(model['languages'])}): loads" for model in checked["models"]]
    lines += [
        f"{each['language']}: said {each['said']!r} in {each['synthesis_seconds']} s, "
        f"heard {each['wrote']!r} in {each['recognition_seconds']} s"
        for each in checked["sentences"]
    ]
    return "\n".join([*lines, *(f"note: {caution}" for caution in checked["cautions"])])


def _size(settings: SpeechSettings) -> str:
    return Path(settings.whisper).name.removeprefix("whisper-")


def _language(voice: str) -> Language:
    return "zh" if re.match(r"(zh|cmn)_", voice) else "en"
