"""Models that no package brings, from the model hub (or the mirror that HF_ENDPOINT names) into the models folder."""

import re
import shutil
import tempfile
from pathlib import Path

from voice.errors import HubOutOfReach, ModelMissing
from voice.model_files import SpeechSettings, join_whisper_base

SIZES = ("tiny", "base", "small", "medium", "large-v2")
VOICES = ("zh_CN-huayan-medium", "en_US-lessac-medium", "en_GB-alba-medium")  # any other of the hub is fetched too
WHISPER_FILES = ["config.json", "model.bin", "tokenizer.json", "vocabulary.*"]
VOICE = re.compile(
    r"(?P<family>[a-z]{2,3})_(?P<region>[A-Z]{2})-(?P<name>[A-Za-z0-9_]+)-(?P<quality>x_low|low|medium|high)"
)


def fetch(name: str, settings: SpeechSettings) -> Path:
    """Brings ``whisper-SIZE`` or a Piper voice into the models folder; what is there already stays. Blocks.
    Raises ModelMissing for a name nobody knows, HubOutOfReach."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    size = name.removeprefix("whisper-")
    if name.startswith("whisper-") and size in SIZES:
        target = settings.folder / name
        if (target / "model.bin").is_file():
            return target
        if size == "base":
            return join_whisper_base(target)
        return _whisper(size, target)
    if voice := VOICE.fullmatch(name):
        target = settings.folder / f"{name}.onnx"
        return target if target.is_file() else _voice(voice, target)
    known = ", ".join([*(f"whisper-{size}" for size in SIZES), *VOICES])
    raise ModelMissing(
        f"there is no model {name!r}", field="NAME", remedy=f"one of {known}, or another Piper voice's name"
    )


def _whisper(size: str, target: Path) -> Path:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as temporary:
        whole = Path(temporary) / "whole"
        _download(f"Systran/faster-whisper-{size}", WHISPER_FILES, whole)
        whole.rename(target)
    return target


def _voice(voice: re.Match[str], target: Path) -> Path:
    folder = f"{voice['family']}/{voice['family']}_{voice['region']}/{voice['name']}/{voice['quality']}"
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as temporary:
        _download("rhasspy/piper-voices", [f"{folder}/{target.name}", f"{folder}/{target.name}.json"], Path(temporary))
        for file in (f"{target.name}.json", target.name):  # the voice last: where it is, its notes are too
            shutil.move(Path(temporary) / folder / file, target.parent / file)
    return target


def _download(repository: str, patterns: list[str], folder: Path) -> None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        snapshot_download(repository, allow_patterns=patterns, local_dir=folder, etag_timeout=10)
    except (OSError, HfHubHTTPError, LocalEntryNotFoundError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise HubOutOfReach(
            f"{repository} cannot be fetched from the model hub: {reason}",
            field="NAME",
            remedy="try again with a network, name a mirror in HF_ENDPOINT, or copy the files into the models folder",
        ) from None
    if not any(folder.rglob("*.bin")) and not any(folder.rglob("*.onnx")):
        raise ModelMissing(f"the hub's {repository} has no such model", field="NAME", remedy="check the name")
