"""Human speech with its texts: the prompts of Debian's ``asterisk-core-sounds-en-wav`` (8 kHz, CC-BY-SA), if installed.

One speaker, English, of another trade: they show how the recogniser does on a person, not how it does on orders.
"""

import gzip
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evals.audio.callers import Samples
from voice.ports import RATE
from voice.wav import read_wav

SOUNDS = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
TEXTS = Path("/usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz")
FEWEST_WORDS = 4
LONGEST = 7.0  # seconds


@dataclass(frozen=True, slots=True)
class Recording:
    name: str
    text: str
    pcm: Samples = field(repr=False)


def recordings(limit: int, sounds: Path = SOUNDS, texts: Path = TEXTS) -> list[Recording]:
    """Up to ``limit``, spread over the alphabet; empty when the package is not installed."""
    if not texts.is_file():
        return []
    lines = gzip.decompress(texts.read_bytes()).decode().splitlines()
    said = [(name, text) for name, text in map(named, lines) if text and (sounds / f"{name}.wav").is_file()]
    found = []
    for name, text in said[:: max(1, len(said) // (limit * 2))]:
        pcm = np.frombuffer(read_wav(sounds / f"{name}.wav"), np.int16)
        if len(pcm) <= LONGEST * RATE:
            found.append(Recording(name, text, pcm))
    return found[:limit]


def named(line: str) -> tuple[str, str]:
    """(name, text) of a line; no text for comments, for sounds that are no speech, for very short ones, and for those
    with figures, which may be read in several ways."""
    name, _, text = line.partition(": ")
    plain = bool(re.fullmatch(r"[\w/-]+", name)) and not re.search(r"[\[\d(<]", text)
    return name, text.strip() if plain and len(text.split()) >= FEWEST_WORDS else ""
