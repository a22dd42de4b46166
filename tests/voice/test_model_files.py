"""Where models are: named, installed, made once, or missing with a sentence that helps."""

import threading
from pathlib import Path

import pytest

from voice import model_files, model_hub
from voice.errors import HubOutOfReach, ModelMissing
from voice.model_files import (
    ESPEAK,
    WHISPER_BASE_SHA256,
    SpeechSettings,
    cautions,
    default_folder,
    join_whisper_base,
    sha256_of,
    voice_file,
    whisper_folder,
)


def test_the_folder_is_the_users_cache() -> None:
    assert default_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/supplyline/models")
    assert default_folder({}).parts[-3:] == (".cache", "supplyline", "models")


def test_a_named_folder_is_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    assert whisper_folder(SpeechSettings(whisper=str(tmp_path))) == tmp_path


def test_a_fetched_size_is_found_in_the_models_folder(tmp_path: Path) -> None:
    (tmp_path / "whisper-small").mkdir()
    (tmp_path / "whisper-small" / "model.bin").touch()
    assert whisper_folder(SpeechSettings(whisper="small", folder=tmp_path)) == tmp_path / "whisper-small"


def test_a_size_that_is_not_here_names_setting_and_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no Whisper model 'medium'") as caught:
        whisper_folder(SpeechSettings(whisper="medium", folder=tmp_path))
    assert caught.value.field == "SUPPLYLINE_WHISPER"
    assert "models fetch whisper-medium" in str(caught.value.remedy)


def test_a_package_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "WHISPER_PARTS", (("no_such_package", "x"),))
    with pytest.raises(ModelMissing, match="no-such-package"):
        whisper_folder(SpeechSettings(folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.voice
def test_whisper_base_is_joined_once_whoever_is_first(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "whisper-base"
    threads = [threading.Thread(target=join_whisper_base, args=(folder,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sha256_of(folder / "model.bin") == WHISPER_BASE_SHA256
    assert {file.name for file in folder.iterdir()} >= {"model.bin", "config.json", "tokenizer.json"}
    assert [entry.name for entry in folder.parent.iterdir()] == ["whisper-base"], "nothing unfinished is left"


@pytest.mark.voice
def test_a_damaged_package_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "WHISPER_BASE_SHA256", "0" * 64)
    with pytest.raises(ModelMissing, match="not the known model"):
        join_whisper_base(tmp_path / "whisper-base")
    assert list(tmp_path.iterdir()) == []


def test_voices_are_named_fetched_installed_or_espeak(tmp_path: Path) -> None:
    settings = SpeechSettings(folder=tmp_path)
    assert voice_file(settings, "zh") == ESPEAK
    installed = voice_file(settings, "en")
    assert isinstance(installed, Path)
    assert installed.name == "en_US-joe-medium.onnx"
    (tmp_path / "zh_CN-huayan-medium.onnx").touch()
    assert voice_file(settings, "zh") == tmp_path / "zh_CN-huayan-medium.onnx"
    named = SpeechSettings(folder=tmp_path, voices={"en": "zh_CN-huayan-medium", "zh": "espeak"})
    assert voice_file(named, "en") == tmp_path / "zh_CN-huayan-medium.onnx"
    assert voice_file(named, "zh") == ESPEAK


def test_a_voice_that_is_named_but_not_here(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        voice_file(SpeechSettings(folder=tmp_path, voices={"zh": "zh_CN-huayan-medium"}), "zh")
    assert caught.value.field == "SUPPLYLINE_VOICE_ZH"
    assert "models fetch zh_CN-huayan-medium" in str(caught.value.remedy)


def test_the_stopgap_voice_is_said_at_start(tmp_path: Path) -> None:
    assert [caution for caution in cautions(SpeechSettings(folder=tmp_path)) if "espeak-ng" in caution]
    (tmp_path / "zh_CN-huayan-medium.onnx").touch()
    assert list(cautions(SpeechSettings(folder=tmp_path))) == []


@pytest.mark.parametrize("name", ["nope", "whisper-enormous", "../etc/passwd", "zh_CN-huayan", "whisper-"])
def test_only_known_names_are_fetched(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="there is no model") as caught:
        model_hub.fetch(name, SpeechSettings(folder=tmp_path))
    assert "whisper-small" in str(caught.value.remedy)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["whisper-tiny", "zh_CN-huayan-medium"])
def test_a_hub_out_of_reach_is_a_sentence(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def unreachable(*_: object, **__: object) -> None:
        raise ConnectionError("Name or service not known")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", unreachable)
    with pytest.raises(HubOutOfReach, match="cannot be fetched from the model hub: Name or service") as caught:
        model_hub.fetch(name, SpeechSettings(folder=tmp_path))
    assert "HF_ENDPOINT" in str(caught.value.remedy)
    assert list(tmp_path.iterdir()) == []


def test_what_the_hub_gives_is_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def gives(repository: str, *, allow_patterns: list[str], local_dir: Path, etag_timeout: float) -> None:
        for pattern in allow_patterns:
            file = local_dir / pattern.replace("*", "json")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(repository)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", gives)
    settings = SpeechSettings(folder=tmp_path)
    assert (model_hub.fetch("whisper-tiny", settings) / "model.bin").read_text() == "Systran/faster-whisper-tiny"
    voice = model_hub.fetch("zh_CN-huayan-medium", settings)
    assert voice == tmp_path / "zh_CN-huayan-medium.onnx"
    assert voice.with_name(f"{voice.name}.json").is_file()
    assert {entry.name for entry in tmp_path.iterdir()} == {"whisper-tiny", voice.name, f"{voice.name}.json"}
