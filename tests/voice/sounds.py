"""Sounds for the tests of ``voice``: synthetic speech and noise, made on the spot, the same every time."""

import ctypes
from functools import cache

import espeakng_loader  # type: ignore[import-untyped]
import numpy as np
import soxr
from numpy.typing import NDArray

from voice.ports import FRAME_BYTES, FRAME_SAMPLES, RATE

AUDIO_OUTPUT_SYNCHRONOUS = 2
CHARS_UTF8 = 1
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@cache
def espeak() -> tuple[ctypes.CDLL, int]:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    path = espeakng_loader.get_data_path().encode()
    return library, library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, path, 0)


@cache
def say(text: str, voice: str = "en", level: float = -20.0) -> bytes:
    """PCM16 at RATE of a text, silence at its ends cut off, at ``level`` dBFS."""
    library, rate = espeak()
    pieces: list[NDArray[np.int16]] = []

    def collect(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _: ctypes.c_void_p) -> int:
        if samples and count:
            pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    callback = CALLBACK(collect)
    library.espeak_SetSynthCallback(callback)
    assert library.espeak_SetVoiceByName(voice.encode()) == 0, f"espeak has no voice {voice}"
    written = text.encode()
    library.espeak_Synth(written, len(written) + 1, 0, 0, 0, CHARS_UTF8, None, None)
    sound = soxr.resample(np.concatenate(pieces).astype(np.float64) / 32768, rate, RATE)
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    return pcm(sound[loud[0] : loud[-1] + 1], level)


def pcm(sound: NDArray[np.float64], level: float) -> bytes:
    """PCM16, scaled to ``level`` dBFS and filled up to whole frames."""
    sound = sound * 10 ** (level / 20) / np.sqrt(np.mean(sound * sound))
    whole = np.append(sound, np.zeros(-len(sound) % FRAME_SAMPLES))
    return (np.clip(whole, -1, 1) * 32767).astype("<i2").tobytes()


def noise(seconds: float, level: float, seed: int = 0) -> bytes:
    """White noise."""
    return pcm(np.random.default_rng(seed).normal(size=int(seconds * RATE)), level)


def tone(seconds: float, hertz: float, level: float) -> bytes:
    return pcm(np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE), level)


def click(level: float = -6.0) -> bytes:
    """A knock: 20 ms of noise that dies away."""
    samples = np.arange(FRAME_SAMPLES)
    return pcm(np.random.default_rng(7).normal(size=FRAME_SAMPLES) * np.exp(-samples / 60), level)


def silence(seconds: float) -> bytes:
    return bytes(2 * int(seconds * RATE))


def mix(one: bytes, other: bytes) -> bytes:
    """Both at once, as long as the first."""
    first = np.frombuffer(one, "<i2").astype(np.int32)
    second = np.resize(np.frombuffer(other, "<i2").astype(np.int32), len(first))
    return np.clip(first + second, -32768, 32767).astype("<i2").tobytes()


def frames(sound: bytes) -> list[bytes]:
    return [sound[at : at + FRAME_BYTES] for at in range(0, len(sound) - FRAME_BYTES + 1, FRAME_BYTES)]
