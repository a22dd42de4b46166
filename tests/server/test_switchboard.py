"""The real parts of calls: what is missing is said with its remedy."""

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
    spoken = switchboard.notices(SpeechSettings(voices={"zh": "espeak", "en": "espeak"}, folder=tmp_path))
    assert len(spoken) == 2
    assert spoken[0].startswith("Mandarin is spoken by espeak-ng")


def test_the_operator_is_told_why_there_are_no_calls(tmp_path: Path) -> None:
    (why,) = switchboard.notices(SpeechSettings(voices={"zh": "none"}, folder=tmp_path))
    assert why.startswith("No calls: ")
    assert "models fetch none" in why
