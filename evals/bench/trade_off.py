"""How fast the agent falls silent against how much of it is for nothing: the turn rules swept over recorded sounds.

Each sound goes once through the ear of a call and the recogniser; then ``voice.turns`` decides about it, frame by
frame, under every pace of the sweep, as if the agent were speaking and had much left to say. No audio is played, so
hundreds of settings cost seconds. The figures are those of the rules; recorded calls show how close they come.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evals.audio.sound import joined, silence
from evals.bench.call_scores import LOOKED_AT, SILENT, YIELDS_WITHIN
from evals.bench.callbook import INTERRUPTING, Kind, Step
from evals.bench.latency import percentile
from voice.listening import Ear
from voice.ports import FRAME_BYTES, FRAME_MS, Hearing
from voice.turns import PACE, Action, Commit, Decode, Decoded, Frame, Pace, State, step

BEFORE, AFTER = 0.6, 2.0  # seconds of silence around a sound
SELECTIVE: frozenset[Kind] = frozenset({"backchannel"})
OTHER: frozenset[Kind] = frozenset({"noise", "side_talk"})

Recognise = Callable[[bytes], Awaitable[tuple[Hearing | None, int]]]
"""Sound -> what it means, and the frames that took."""


@dataclass(frozen=True, slots=True)
class Onset:
    """A sound as the rules see it. ``onset``: the frame it begins at; ``heard``: by frame, what a decode asked for then
    would say, and how many frames later."""

    kind: Kind
    said: str
    onset: int
    frames: tuple[Frame, ...]
    heard: Mapping[int, tuple[Hearing | None, int]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A pace of the sweep, by what it changes in the one the service runs with."""

    pause_sure: int
    pause: int
    pause_doubtful: int

    @property
    def pace(self) -> Pace:
        return replace(PACE, pause_sure=self.pause_sure, pause=self.pause, pause_doubtful=self.pause_doubtful)


SHIPPED = Setting(PACE.pause_sure, PACE.pause, PACE.pause_doubtful)
SWEEP = tuple(
    Setting(sure, max(sure, unknown), max(sure, unknown, doubtful))
    for sure in (3, 5, 7, 9, 12, 16)
    for unknown in (3, 7, 11, 15, 20, 28)
    for doubtful in (7, 16, 32, 64)
)


async def onset_of(sound: Step, ear: Ear, recognise: Recognise) -> Onset:
    """The ear decides once; decodes are asked for where any setting might ask: every fifth frame of the sound."""
    pcm = joined(silence(BEFORE), sound.pcm, silence(AFTER)).tobytes()
    frames, heard = [], {}
    first = round(BEFORE * 1000) // FRAME_MS
    last = first + len(sound.pcm) * 2 // FRAME_BYTES + PACE.early
    for number in range(len(pcm) // FRAME_BYTES):
        frames.append(ear.feed(pcm[number * FRAME_BYTES : (number + 1) * FRAME_BYTES]))
        if first <= number <= last + 5 and number % 5 == 0 and (segment := ear.segment()):
            heard[number] = await recognise(segment)
    ear.clear()
    return Onset(sound.kind, sound.said, first, tuple(frames), heard)


def stopped_at(onset: Onset, pace: Pace) -> float | None:
    """Seconds from the beginning of the sound until the agent falls silent for SILENT or longer; None: it does not."""
    state, silent = State(agent="speaking"), None
    due: list[tuple[int, Decoded]] = []
    for number, frame in enumerate(onset.frames):
        events: list[Frame | Decoded] = [decoded for when, decoded in due if when <= number]
        due = [(when, decoded) for when, decoded in due if when > number]
        for event in (*events, frame):
            state, actions = step(state, event, pace)
            due += [decoding(onset, number, action) for action in actions if isinstance(action, Decode)]
            silent = still_silent(silent, number, actions)
        if silent is not None and (number - silent) * FRAME_MS >= SILENT * 1000:
            seconds = (silent + 1 - onset.onset) * FRAME_MS / 1000
            return seconds if seconds <= LOOKED_AT else None
    return None


def still_silent(silent: int | None, number: int, actions: Sequence[Action]) -> int | None:
    for action in actions:
        if action in ("pause", "cut") or isinstance(action, Commit):
            silent = number if silent is None else silent
        elif action == "resume":
            silent = None
    return silent


def decoding(onset: Onset, number: int, asked: Decode) -> tuple[int, Decoded]:
    """(the frame at which it comes back, what it says)."""
    known = [at for at in onset.heard if at <= number] or list(onset.heard)
    hearing, took = onset.heard[known[-1]] if known else (None, 0)
    return number + max(1, took), Decoded(asked.segment, asked.epoch, asked.final, hearing)


def point(onsets: Sequence[Onset], setting: Setting) -> dict[str, Any]:
    """One point of the curve."""
    at = [(onset.kind, stopped_at(onset, setting.pace)) for onset in onsets]
    yielded = [seconds for kind, seconds in at if kind in INTERRUPTING]
    within = [seconds for seconds in yielded if seconds is not None and seconds <= YIELDS_WITHIN]

    def unmoved(kinds: frozenset[Kind]) -> float | None:
        chosen = [seconds for kind, seconds in at if kind in kinds]
        return round(sum(seconds is None for seconds in chosen) / len(chosen), 3) if chosen else None

    return {
        "pause_sure": setting.pause_sure,
        "pause": setting.pause,
        "pause_doubtful": setting.pause_doubtful,
        "yield_p50_ms": round(percentile(within, 0.5) * 1000) if within else None,
        "yield_p95_ms": round(percentile(within, 0.95) * 1000) if within else None,
        "yield_rate": round(len(within) / len(yielded), 3) if yielded else None,
        "backchannel_selectivity": unmoved(SELECTIVE),
        "noise_selectivity": unmoved(OTHER),
    }


def curve(onsets: Sequence[Onset]) -> dict[str, Any]:
    """Where the service stands, and the settings that none beats in both yield and selectivity."""
    points = [point(onsets, setting) for setting in dict.fromkeys(SWEEP)]
    return {
        "sounds": {kind: sum(onset.kind == kind for onset in onsets) for kind in dict.fromkeys(o.kind for o in onsets)},
        "shipped": point(onsets, SHIPPED),
        "front": front(points),
    }


def front(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Points that no other beats: slower ones only where they are more selective. One of equals."""
    usable = [p for p in points if p["yield_p95_ms"] is not None and p["backchannel_selectivity"] is not None]
    ordered = sorted(usable, key=lambda p: (p["yield_p95_ms"], -p["backchannel_selectivity"], -p["yield_rate"]))
    best: list[dict[str, Any]] = []
    for one in ordered:
        if not best or one["backchannel_selectivity"] > best[-1]["backchannel_selectivity"]:
            best.append(one)
    return best
