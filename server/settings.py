"""What the operator decides. Built once at the entry point, then handed down."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from procurement.errors import InvalidInput
from procurement.store import DEFAULT_URL, file_of
from voice.model_files import SpeechSettings
from voice.ports import Language

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """An OpenAI-compatible endpoint. ``api_key`` None is for local servers that want none."""

    model: str
    base_url: str
    api_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """``models`` is the order of fall-back; empty means the offline grammar alone. ``allowed_hosts`` are names under
    which the service may be called besides loopback. ``demo``: the demo chain is seeded at start. ``grace`` is how many
    seconds running turns get at shutdown. ``secret`` signs session cookies. ``speech``: which models hear and speak in
    calls; ``calls`` is how many are held at once, 0 for none; ``recording``: callers may have theirs recorded, kept for
    ``recording_days``."""

    database_url: str = DEFAULT_URL
    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: tuple[str, ...] = ()
    models: tuple[ModelSettings, ...] = ()
    demo: bool = False
    grace: float = 10.0
    calls: int = 4
    recording: bool = False
    recording_days: float = 30.0
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(SECRET_BYTES), repr=False)
    speech: SpeechSettings = field(default_factory=SpeechSettings)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Settings of the ``SUPPLYLINE_*`` variables; what is not set keeps its default.

    Raises InvalidInput naming the variable.
    """
    value = _values(environment)
    defaults = Settings()
    url = value.get("database_url", defaults.database_url)
    return Settings(
        database_url=url,
        host=value.get("host", defaults.host),
        port=int(_number("PORT", value.get("port", str(defaults.port)), 0, 65_535)),
        allowed_hosts=_listed(value.get("allowed_hosts", "")),
        models=(*_models_of_one(value), *(_model(name, value) for name in _listed(value.get("models", "")))),
        demo=_switch(value.get("demo", "")),
        grace=_number("GRACE", value.get("grace", str(defaults.grace)), 0, 600),
        calls=int(_number("CALLS", value.get("calls", str(defaults.calls)), 0, 100)),
        recording=_switch(value.get("recording", "")),
        recording_days=_number("RECORDING_DAYS", value.get("recording_days", str(defaults.recording_days)), 0, 3650),
        secret=value["secret"].encode() if "secret" in value else secret_beside(file_of(url)),
        speech=speech_from(environment),
    )


def speech_from(environment: Mapping[str, str]) -> SpeechSettings:
    """The part of the settings that concerns speech models."""
    value = _values(environment)
    voices: dict[Language, str] = {"zh": value.get("voice_zh", ""), "en": value.get("voice_en", "")}
    defaults = SpeechSettings()
    return SpeechSettings(
        whisper=value.get("whisper", defaults.whisper),
        voices={language: named for language, named in voices.items() if named},
        folder=Path(value.get("models_dir", str(defaults.folder))).expanduser(),
    )


def secret_beside(database: Path) -> bytes:
    """The secret kept next to the database, made at the first call, readable by its owner only."""
    path = database.with_name("session.secret")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        kept = path.read_bytes()
        if len(kept) >= SECRET_BYTES:
            return kept
    path.write_bytes(secrets.token_bytes(SECRET_BYTES))
    return path.read_bytes()


def _values(environment: Mapping[str, str]) -> dict[str, str]:
    """What is set, under the variables' names without the prefix."""
    return {
        key.removeprefix("SUPPLYLINE_").lower(): text.strip()
        for key, text in environment.items()
        if key.startswith("SUPPLYLINE_") and text.strip()
    }


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _switch(text: str) -> bool:
    return text.lower() in ("1", "true", "yes", "on")


def _number(name: str, text: str, least: float, most: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise InvalidInput(
            f"SUPPLYLINE_{name} is {text!r}; it must be a number from {least:g} to {most:g}.",
            field=f"SUPPLYLINE_{name}",
            remedy="Correct the variable or leave it out.",
        )
    return number


def _models_of_one(value: Mapping[str, str]) -> tuple[ModelSettings, ...]:
    """The models of the one endpoint SUPPLYLINE_MODEL_URL, in the order of SUPPLYLINE_MODEL_NAME."""
    names = _listed(value.get("model_name", ""))
    if bool(names) != ("model_url" in value):
        missing = "SUPPLYLINE_MODEL_URL" if names else "SUPPLYLINE_MODEL_NAME"
        raise InvalidInput(
            f"{missing} is not set; a model needs its address and its name.", field=missing, remedy=f"Set {missing}."
        )
    return tuple(ModelSettings(name, value["model_url"], value.get("model_key")) for name in names)


def _model(name: str, value: Mapping[str, str]) -> ModelSettings:
    prefix = f"model_{name.lower()}"
    missing = [part for part in ("url", "name") if f"{prefix}_{part}" not in value]
    if missing:
        variable = f"SUPPLYLINE_{prefix}_{missing[0]}".upper()
        raise InvalidInput(
            f"SUPPLYLINE_MODELS names {name!r}, but {variable} is not set.",
            field=variable,
            remedy=f"Set {variable} or take {name!r} out of SUPPLYLINE_MODELS.",
        )
    return ModelSettings(value[f"{prefix}_name"], value[f"{prefix}_url"], value.get(f"{prefix}_key"))
