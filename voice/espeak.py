"""espeak-ng, for Mandarin when no neural voice is there. Runs inside the synthesiser's worker: it is GPL-3.0.

Clear to people, plainly a machine, and quick: 4 s of speech in 5 ms. Of 14 of its voices at several rates and pitches
this one was understood best by Whisper: 86 of 100 sounds, toneless, where the plain voice had 65. The library tells the
sample at which every word begins. Latin letters inside Chinese are spoken as English by the voice ``cmn``.
"""

import ctypes
import threading
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import espeakng_loader  # type: ignore[import-untyped]
import numpy as np

from voice.errors import ModelMissing
from voice.frames import resampled, samples_of
from voice.marks import QUIET, marks_of, trimmed, words_of
from voice.ports import RATE, Clip, Language

VOICES: dict[Language, str] = {"zh": "cmn+f3", "en": "en-us+f3"}
WORDS_A_MINUTE = 140
PITCH = 50
PITCH_RANGE = 60

_SYNCHRONOUS = 2
_NEVER_EXIT = 0x8000
_UTF8 = 1
_AT_CHARACTER = 1
_RATE, _VOLUME, _PITCH, _PITCH_RANGE = 1, 2, 3, 4
_END_OF_LIST, _WORD = 0, 1


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """A voice. The library keeps one state for the whole process, so each text sets its own."""

    _lock = threading.Lock()

    def __init__(self, language: Language) -> None:
        """Raises ModelMissing when the library or the voice cannot be loaded."""
        self.language = language
        self._pcm = bytearray()
        self._starts: list[tuple[int, int]] = []  # (position in the text, sample)
        self._library = _loaded()
        self._callback = _Callback(self._take)
        self._rate = int(self._library.espeak_ng_GetSampleRate())
        with self._lock:
            self._choose()

    def synthesise(self, text: str) -> Clip:
        words = words_of(text)
        if not any(character.isalnum() for character in text):
            return Clip(b"", marks_of(words, [0] * len(words), 0))
        spoken = text.replace("\0", " ").encode(errors="replace") + b"\0"
        with self._lock:
            self._choose()
            self._pcm.clear()
            self._starts.clear()
            self._library.espeak_Synth(spoken, len(spoken), 0, _AT_CHARACTER, 0, _UTF8, None, None)
            pcm, starts = bytes(self._pcm), list(self._starts)
        ends = [round(end * RATE / self._rate) for end in ends_of(words, starts, pcm)]
        pcm = resampled(pcm, self._rate)
        return trimmed(Clip(pcm, marks_of(words, ends, len(pcm) // 2)))

    def _choose(self) -> None:
        self._library.espeak_SetSynthCallback(self._callback)
        if self._library.espeak_SetVoiceByName(VOICES[self.language].encode()) != 0:
            raise ModelMissing(
                f"espeak-ng has no voice {VOICES[self.language]}",
                field=f"SUPPLYLINE_VOICE_{self.language.upper()}",
                remedy="reinstall espeakng-loader, or name a Piper voice",
            )
        for parameter, value in ((_RATE, WORDS_A_MINUTE), (_VOLUME, 90), (_PITCH, PITCH), (_PITCH_RANGE, PITCH_RANGE)):
            self._library.espeak_SetParameter(parameter, value, 0)

    def _take(self, pcm: Any, count: int, events: Any) -> int:
        """Called by the library with the next samples and what begins in them; 0 means go on."""
        if pcm and count > 0:
            self._pcm += ctypes.string_at(pcm, 2 * count)
        index = 0
        while events[index].type != _END_OF_LIST:
            if events[index].type == _WORD:
                self._starts.append((events[index].text_position - 1, events[index].sample))
            index += 1
        return 0


def _loaded() -> ctypes.CDLL:
    path = Path(espeakng_loader.get_library_path())
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise ModelMissing(
            f"espeak-ng cannot be loaded: {error}", field="SUPPLYLINE_VOICE_ZH", remedy="reinstall espeakng-loader"
        ) from error
    if library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), _NEVER_EXIT) <= 0:
        raise ModelMissing(
            "espeak-ng does not find its pronunciation files",
            field="SUPPLYLINE_VOICE_ZH",
            remedy="reinstall espeakng-loader",
        )
    return library


def ends_of(words: Sequence[str], starts: Sequence[tuple[int, int]], pcm: bytes) -> list[int]:
    """The sample at which each word is over, given the (position, sample) at which espeak-ng's own words begin.

    espeak-ng says several characters as one word, and one number as several: a word of ours that none of its words
    begins in is over together with the one before. Pauses are not part of the word before them.
    """
    total = len(pcm) // 2
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word))
    begins: list[int | None] = [
        min((sample for position, sample in starts if left <= position < right), default=None)
        for left, right in pairwise(edges)
    ]
    loud = np.flatnonzero(np.abs(samples_of(pcm)) > QUIET)
    ends: list[int] = []
    following = total
    for begin in reversed(begins):
        before = int(np.searchsorted(loud, following))
        ends.append(int(loud[before - 1]) + 1 if before else following)
        if begin is not None:
            following = begin
    return ends[::-1]
