"""Recordings small enough to be carried inside a page: 8,000 samples a second, G.711 mu-law, 16 kB a second of stereo.

The page holds at most EMBEDDED bytes of them; whoever comes later is linked only."""

import base64
import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

from voice.errors import BadAudio
from voice.wav import MU_LAW, parse_wav

RATE = 8_000
EMBEDDED = 20_000_000  # bytes of sound in one page
BIAS, LOUDEST = 0x84, 0x7FFF


def embedded(folder: Path, recordings: Iterable[str], limit: int = EMBEDDED) -> dict[str, str]:
    """{recording: data URI} of those that are there and hold sound, in the order given, as long as there is room."""
    found, room = {}, limit
    for recording in recordings:
        try:
            sound = small((folder / recording).read_bytes())
        except (FileNotFoundError, BadAudio):
            continue  # a call that broke off may have left none; its file is linked
        if len(sound) <= room:
            room -= len(sound)
            found[recording] = "data:audio/wav;base64," + base64.b64encode(sound).decode()
    return found


def small(wav: bytes) -> bytes:
    """The same sound as a WAV file of mu-law. Raises BadAudio."""
    sound = parse_wav(wav)
    coded = mu_law(soxr.resample(sound.samples, sound.rate, RATE)).tobytes()
    count = sound.channels
    layout = struct.pack("<4sIHHIIHHH", b"fmt ", 18, MU_LAW, count, RATE, RATE * count, count, 8, 0)
    frames = struct.pack("<4sII", b"fact", 4, len(coded) // count)
    body = b"WAVE" + layout + frames + struct.pack("<4sI", b"data", len(coded)) + coded + b"\0" * (len(coded) % 2)
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def mu_law(samples: NDArray[np.float32]) -> NDArray[np.uint8]:
    """G.711: -1..1 to a sign, the place of the highest bit and the four bits after it, all inverted."""
    size = np.minimum(np.abs(samples * 32768).astype(np.int32) + BIAS, LOUDEST)
    exponent = np.log2(size).astype(np.int32) - 7
    coded = (samples < 0) * 0x80 | exponent << 4 | size >> exponent + 3 & 0x0F
    return np.asarray(~coded & 0xFF, np.uint8)
