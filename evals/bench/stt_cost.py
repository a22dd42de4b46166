"""What the short encoder window saves, and what it costs in words: our Whisper beside stock faster-whisper.

Both have the same model files, precision, threads and beam, and hear the same clips in turn, so that whatever else the
machine does falls on both. The loss is paired by clip; its 95 % bound comes from resampling the clips.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]

from evals.audio.written import word_errors, words
from voice.frames import samples_of, seconds_of
from voice.ports import Language
from voice.whisper import Whisper

ROUNDS = 4_000
LANGUAGE_EVERY = 4  # clips: how many of them are heard again without being told the language


Seconds = tuple[float, float]  # (wall clock, processor): the second hardly changes when the machine is busy


@dataclass(frozen=True, slots=True)
class Utterance:
    """``condition``: such as clean, babble_10db or telephone; ``pcm``: RATE mono PCM16."""

    said: str
    language: Language
    condition: str
    pcm: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance by both. Errors are words in English, characters in Chinese; ``alike``: both wrote the same,
    punctuation and script aside."""

    utterance: Utterance
    short_seconds: Seconds
    stock_seconds: Seconds
    short_errors: int
    stock_errors: int
    length: int
    alike: bool


Listen = Callable[[bytes, Language | None], str]


def compare(
    utterances: Iterable[Utterance],
    folder: Path,
    simplified: Callable[[str], str],
    *,
    beam: int = 1,
    threads: int = 2,
) -> dict[str, Any]:
    """``folder``: the CTranslate2 model; ``simplified`` brings Chinese to one script before it is compared. JSON."""
    short, stock = _short(folder, beam, threads), _stock(folder, beam, threads)
    for listen in (short, stock):
        listen(bytes(64_000), "en")  # the first decode pays for memory
    heard, chosen = [], []
    for number, utterance in enumerate(utterances):
        heard.append(_hear(utterance, short, stock, simplified, first_short=number % 2 == 0))
        if number % LANGUAGE_EVERY == 0:
            chosen.append((_timed(short, utterance.pcm, None)[1], _timed(stock, utterance.pcm, None)[1]))
    return report(heard) | {"language_chosen": _speed(chosen)}


def report(heard: Sequence[Heard]) -> dict[str, Any]:
    groups: dict[str, list[Heard]] = {"all": list(heard)}
    for one in heard:
        groups.setdefault(one.utterance.language, []).append(one)
        groups.setdefault(f"{one.utterance.language} {one.utterance.condition}", []).append(one)
    return {
        "clips": len(heard),
        "seconds_of_speech": _spread([seconds_of(one.utterance.pcm) for one in heard]),
        "speed": _speed([(one.short_seconds, one.stock_seconds) for one in heard]),
        "loss": {name: loss(group) for name, group in groups.items()},
    }


def loss(heard: Sequence[Heard], rounds: int = ROUNDS, seed: int = 1) -> dict[str, Any]:
    """Error rates in per cent, and how many points the short window's is above stock's: the difference, its two-sided
    95 % interval and the bound it stays below with 95 % confidence."""
    counts = np.array([(one.short_errors, one.stock_errors, one.length) for one in heard], np.float64)
    drawn = np.random.default_rng(seed).integers(len(counts), size=(rounds, len(counts)))
    sums = counts[drawn].sum(axis=1)
    differences = 100 * (sums[:, 0] - sums[:, 1]) / sums[:, 2]
    low, high, bound = np.percentile(differences, [2.5, 97.5, 95])
    total = counts.sum(axis=0)
    return {
        "clips": len(heard),
        "short": round(100 * total[0] / total[2], 2),
        "stock": round(100 * total[1] / total[2], 2),
        "points_lost": round(100 * (total[0] - total[1]) / total[2], 2),
        "interval_95": [round(float(low), 2), round(float(high), 2)],
        "bound_95": round(float(bound), 2),
        "texts_alike": round(sum(one.alike for one in heard) / len(heard), 3),
    }


def _short(folder: Path, beam: int, threads: int) -> Listen:
    whisper = Whisper(folder, threads=threads, beam=beam)
    return lambda pcm, language: whisper.transcribe(pcm, language).text


def _stock(folder: Path, beam: int, threads: int) -> Listen:
    """As it comes, but for the beam, and without conditioning on previous text, which a single utterance has not."""
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, num_workers=1)

    def listen(pcm: bytes, language: Language | None) -> str:
        segments, _ = model.transcribe(
            samples_of(pcm), language=language, beam_size=beam, condition_on_previous_text=False
        )
        return "".join(segment.text for segment in segments).strip()

    return listen


def _hear(
    utterance: Utterance, short: Listen, stock: Listen, simplified: Callable[[str], str], *, first_short: bool
) -> Heard:
    listeners = (short, stock) if first_short else (stock, short)
    results = [_timed(listen, utterance.pcm, utterance.language) for listen in listeners]
    (text, seconds), (stock_text, stock_seconds) = results if first_short else results[::-1]
    errors, length = word_errors(utterance.said, simplified(text))
    stock_errors, _ = word_errors(utterance.said, simplified(stock_text))
    alike = words(simplified(text)) == words(simplified(stock_text))
    return Heard(utterance, seconds, stock_seconds, errors, stock_errors, length, alike)


def _timed(listen: Listen, pcm: bytes, language: Language | None) -> tuple[str, Seconds]:
    began, worked = time.perf_counter(), time.process_time()
    text = listen(pcm, language)
    return text, (time.perf_counter() - began, time.process_time() - worked)


def _speed(pairs: Sequence[tuple[Seconds, Seconds]]) -> dict[str, Any]:
    """(short, stock); the ratio of each clip, so that a busy moment weighs no more than a quiet one."""
    walls = [(short[0], stock[0]) for short, stock in pairs]
    worked = [(short[1], stock[1]) for short, stock in pairs]
    return {
        "clips": len(pairs),
        "short_seconds": _spread([short for short, _ in walls]),
        "stock_seconds": _spread([stock for _, stock in walls]),
        "times_faster": _spread([stock / short for short, stock in walls]),
        "times_faster_total": round(sum(stock for _, stock in walls) / sum(short for short, _ in walls), 2),
        "processor_times_less": round(sum(stock for _, stock in worked) / sum(short for short, _ in worked), 2),
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {
        "p5": round(float(np.percentile(values, 5)), 3),
        "p50": round(median(values), 3),
        "p95": round(float(np.percentile(values, 95)), 3),
    }
