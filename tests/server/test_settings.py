"""Settings from the environment."""

from pathlib import Path

import pytest

from procurement.errors import InvalidInput
from server.settings import ModelSettings, settings_from
from voice.model_files import SpeechSettings


def environment(tmp_path: Path, **variables: str) -> dict[str, str]:
    url = f"sqlite+aiosqlite:///{tmp_path}/x.db"
    return {"SUPPLYLINE_DATABASE_URL": url, "PATH": "/bin"} | {
        f"SUPPLYLINE_{name}": value for name, value in variables.items()
    }


def test_what_is_not_set_keeps_its_default(tmp_path: Path) -> None:
    settings = settings_from(environment(tmp_path, PORT=" "))
    assert (settings.host, settings.port, settings.models, settings.demo) == ("127.0.0.1", 8000, (), False)
    assert (settings.calls, settings.recording, settings.recording_days) == (4, False, 30)
    assert settings.speech == SpeechSettings()


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = settings_from(
        environment(
            tmp_path,
            HOST="0.0.0.0",
            PORT="9000",
            ALLOWED_HOSTS="a.example, b.example",
            DEMO="1",
            GRACE="2.5",
            CALLS="2",
            RECORDING="on",
            RECORDING_DAYS="0.5",
            SECRET="s3cret",
            WHISPER="small",
            VOICE_ZH="zh_CN-huayan-medium",
            MODELS_DIR="models",
            MODEL_URL="http://localhost:1/v1",
            MODEL_NAME="big,small",
            MODEL_KEY="k",
            MODELS="far",
            MODEL_FAR_URL="http://localhost:2/v1",
            MODEL_FAR_NAME="huge",
        )
    )
    assert (settings.host, settings.port, settings.demo, settings.grace) == ("0.0.0.0", 9000, True, 2.5)
    assert settings.allowed_hosts == ("a.example", "b.example")
    assert (settings.calls, settings.recording, settings.recording_days) == (2, True, 0.5)
    assert settings.secret == b"s3cret"
    assert settings.models == (
        ModelSettings("big", "http://localhost:1/v1", "k"),
        ModelSettings("small", "http://localhost:1/v1", "k"),
        ModelSettings("huge", "http://localhost:2/v1"),
    )
    assert (settings.speech.whisper, settings.speech.folder) == ("small", Path("models"))
    assert settings.speech.voices == {"zh": "zh_CN-huayan-medium"}
    assert "'k'" not in repr(settings)
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"PORT": "http"}, "SUPPLYLINE_PORT"),
        ({"PORT": "70000"}, "SUPPLYLINE_PORT"),
        ({"GRACE": "-1"}, "SUPPLYLINE_GRACE"),
        ({"CALLS": "many"}, "SUPPLYLINE_CALLS"),
        ({"RECORDING_DAYS": "-1"}, "SUPPLYLINE_RECORDING_DAYS"),
        ({"MODEL_URL": "http://localhost:1"}, "SUPPLYLINE_MODEL_NAME"),
        ({"MODELS": "far"}, "SUPPLYLINE_MODEL_FAR_URL"),
        ({"MODELS": "far", "MODEL_FAR_URL": "http://localhost:1"}, "SUPPLYLINE_MODEL_FAR_NAME"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, variables: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        settings_from(environment(tmp_path, **variables))
    assert caught.value.field == field


def test_the_secret_outlives_the_process_and_is_the_owners(tmp_path: Path) -> None:
    first = settings_from(environment(tmp_path)).secret
    assert len(first) == 32
    assert settings_from(environment(tmp_path)).secret == first
    assert (tmp_path / "session.secret").stat().st_mode & 0o077 == 0
