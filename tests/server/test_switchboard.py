"""The real parts of calls: what is missing is said with its remedy."""

from dataclasses import replace
from pathlib import Path

import pytest

from procurement.errors import Unavailable
from server import switchboard
from voice.model_files import SpeechSettings


async def test_a_missing_model_is_unavailable_and_names_its_remedy(tmp_path: Path) -> None:
    parts = switchboard.parts(SpeechSettings(whisper="huge", folder=tmp_path))
    with pytest.raises(Unavailable) as caught:
        await parts.open_speech()
    assert caught.value.field == "SUPPLYLINE_WHISPER"
    assert "models fetch" in str(caught.value.remedy)


def test_the_operator_is_told_which_voice_speaks(tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    settings = SpeechSettings(whisper=str(tmp_path), voices={"zh": "espeak", "en": "espeak"}, folder=tmp_path)
    spoken = switchboard.notices(settings)
    assert len(spoken) == 2
    assert spoken[0].startswith("Mandarin is spoken by espeak-ng")


def test_the_operator_is_told_why_there_are_no_calls(tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    settings = SpeechSettings(whisper=str(tmp_path), voices={"zh": "none"}, folder=tmp_path)
    for missing, remedy in ((settings, "models fetch none"), (replace(settings, whisper="huge"), "whisper-huge")):
        (why,) = switchboard.notices(missing)
        assert why.startswith("No calls: ")
        assert remedy in why
