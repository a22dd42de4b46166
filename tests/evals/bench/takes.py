"""Takes by hand: who makes a sound from when to when, and what the records say about it."""

from typing import Any

import numpy as np

from evals.audio.callers import Samples
from evals.bench.callbook import Kind, Step
from evals.bench.rehearsal import Take
from voice.ports import FRAME_SAMPLES, RATE


def tone(seconds: float, level: float = 1.0) -> Samples:
    random = np.random.default_rng(round(seconds * 1000))
    return np.asarray(random.standard_normal(round(seconds * RATE)) * 4000 * level, np.int16)


def step(kind: Kind, seconds: float, *, pause_ms: int = 0) -> Step:
    return Step(kind, "en", "words", tone(seconds), into=None, pause_ms=pause_ms)


def turn(speech_end: float, first_sound: float | None = None, over: float | None = None, **more: Any) -> dict[str, Any]:
    def ms(seconds: float | None) -> int | None:
        return None if seconds is None else round(seconds * 1000)

    return {
        "language": "en", "state": "complete", "spoken": "alpha beta gamma delta", "heard": "alpha beta gamma delta",
        "interrupted": False, "continued": False, "filled": False,
        "timeline_ms": {
            "speech_end": ms(speech_end), "final_text": ms(speech_end + 0.2), "endpoint": ms(speech_end + 0.25),
            "first_token": None, "first_sound": ms(first_sound), "heard": ms(over),
        },
    } | more  # fmt: skip


def take(
    seconds: float,
    said: list[tuple[float, Step]],
    agent: list[tuple[float, float, float]],
    turns: list[dict[str, Any]],
) -> Take:
    """``agent``: (from, until, gain) of what was played."""
    length = round(seconds * RATE)
    caller, played, full = (np.zeros(length, np.int16) for _ in range(3))
    for start, one in said:
        at = round(start * RATE)
        caller[at : at + len(one.pcm)] = one.pcm
    for start, until, gain in agent:
        at, sound = round(start * RATE), tone(until - start)
        full[at : at + len(sound)] = sound
        played[at : at + len(sound)] = (sound * gain).astype(np.int16)
    playing = full[: length // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES).any(axis=1)
    return Take(
        steps=tuple(one for _, one in said),
        starts=tuple(round(start * RATE) for start, _ in said),
        caller=caller,
        agent=played,
        undimmed=full,
        playing=tuple(bool(one) for one in playing),
        turns=tuple(turns),
    )
