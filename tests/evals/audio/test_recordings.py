import gzip
from pathlib import Path

import pytest

from evals.audio.recordings import named, recordings
from voice.wav import write_wav


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("agent-pass: Please enter your password.", "Please enter your password."),
        ("beep: [this is a simple beep tone]", ""),
        ("; Core Asterisk Sounds in English", ""),
        ("calling: Calling.", ""),
        ("menu: Please press 1 to go on.", ""),
    ],
)
def test_only_speech_with_a_plain_text_is_taken(line: str, text: str) -> None:
    assert named(line)[1] == text


def test_recordings_come_with_their_texts(tmp_path: Path) -> None:
    texts = tmp_path / "texts.gz"
    texts.write_bytes(gzip.compress(b"one: The first of four words.\ngone: There is no such file.\n"))
    write_wav(tmp_path / "one.wav", b"\1\0" * 8000, rate=8000)
    (found,) = recordings(5, tmp_path, texts)
    assert (found.name, found.text) == ("one", "The first of four words.")
    assert len(found.pcm) == 16_000


def test_without_the_package_there_are_none(tmp_path: Path) -> None:
    assert recordings(5, tmp_path, tmp_path / "none.gz") == []
