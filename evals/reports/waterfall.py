"""From a caller's last sound to the end of the answer: the times of each turn of a call as bars. Pure.

``Measured.audio["timelines_ms"]`` holds for each turn what ``voice.call_log.Timeline`` does, in ms of the call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

STAGES = ("final_text", "endpoint", "first_token", "first_sound", "heard")


@dataclass(frozen=True, slots=True)
class Stage:
    """``name``: of what it ends with; milliseconds since the last sound of the caller, below 0 when it was before; the
    shares of the turn's whole time are for drawing."""

    name: str
    start: int
    end: int
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """``at``: seconds of the call at which the caller's last sound was; ``gap``: ms until the first sound of the
    answer, None without one."""

    at: float
    gap: int | None
    stages: tuple[Stage, ...]


def waterfalls(audio: Mapping[str, Any]) -> list[Waterfall]:
    return [_waterfall(turn) for turn in audio.get("timelines_ms", [])]


def _waterfall(timeline: Mapping[str, int | None]) -> Waterfall:
    began = timeline["speech_end"] or 0
    times = [("speech_end", 0)]
    times += [(name, at - began) for name in STAGES if (at := timeline.get(name)) is not None]
    times.sort(key=lambda one: one[1])
    sound = timeline.get("first_sound")
    return Waterfall(began / 1000, None if sound is None else sound - began, _stages(times))


def _stages(times: Sequence[tuple[str, int]]) -> tuple[Stage, ...]:
    """Drawn up to a little after the first sound: how long the answer is says nothing about waiting for it."""
    first = times[0][1]
    waited = max((at for name, at in times if name != "heard"), default=first) - first
    whole = max(waited * 1.25, 1.0)

    def place(at: int) -> float:
        return min((at - first) / whole, 1.0)

    return tuple(
        Stage(name, start, end, place(start), place(end) - place(start)) for (_, start), (name, end) in pairwise(times)
    )
