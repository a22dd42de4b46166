"""People's voices: the prompts of Debian's asterisk-core-sounds-en-wav (8 kHz) with what is said in them."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

from voice.wav import read_wav

SOUNDS = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
TEXTS = Path("/usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz")


def need_recordings() -> None:
    """Skips, loudly: without the packages nothing here can be checked."""
    if not SOUNDS.is_dir() or not TEXTS.is_file():
        pytest.skip("needs Debian's asterisk-core-sounds-en-wav and asterisk-core-sounds-en")


@cache
def texts() -> dict[str, str]:
    lines = gzip.decompress(TEXTS.read_bytes()).decode().splitlines()
    pairs = (line.split(": ", 1) for line in lines if ": " in line and not line.startswith(";"))
    return {name: said for name, said in pairs if not said.startswith("[")}


def said_in(name: str) -> list[str]:
    """The words, lower case, without punctuation."""
    return re.findall(r"[a-z']+", texts()[name].lower())


@cache
def recording(name: str) -> bytes:
    return read_wav(SOUNDS / f"{name}.wav")
