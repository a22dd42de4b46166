"""What a Take says about a call: pure scoring. Times come from the sound of both channels
(``evals.audio.stretches``); the records say what was understood, what the agent believes was heard, and which stretch
was a filler."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.audio.callers import Samples
from evals.audio.stretches import BLOCK, Stretch, levels, place_of, stretches, within
from evals.audio.written import words
from evals.bench.callbook import INTERRUPTING, Kind, Step
from evals.bench.rehearsal import Take
from voice.ports import FRAME_SAMPLES, RATE

SILENT = 0.3  # seconds without agent audio that a caller takes for having stopped
YIELDS_WITHIN = 1.5
DUCKED_DB = 6.0
LOOKED_AT = 2.0  # seconds from the beginning of a sound in which the agent may stop for it


@dataclass(frozen=True, slots=True)
class Gap:
    """One answered command. ``seconds``: from the caller's last sound to the first of the answer, fillers left out;
    ``filled``: a filler came first; ``text_final``: ms from the endpoint to the final text, below 0 when it was there
    before (from the records: a text makes no sound)."""

    state: str
    language: str
    seconds: float
    filled: bool
    text_final: int


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the agent did about a sound during its answer. Seconds from the beginning of that sound; None: never."""

    kind: Kind
    language: str
    said: str
    stopped: float | None
    ducked: float | None


@dataclass(frozen=True, slots=True)
class Cut:
    """An answer that was cut: what the records say was heard of it, and where it is in the recording."""

    language: str
    spoken: str
    heard: str
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a step's sound is, and until when what follows belongs to it."""

    step: Step
    stretch: Stretch
    until: float
    turns: tuple[dict[str, Any], ...]


def spoken_steps(take: Take) -> list[Spoken]:
    """Steps that were reached, with the turns whose last voiced frame lies between them and the next step."""
    caller = stretches(take.caller)
    starts = [start / RATE for start in take.starts]
    found = []
    for index, (step, start) in enumerate(zip(take.steps, starts, strict=False)):
        until = starts[index + 1] if index + 1 < len(starts) else take.seconds
        stretch = within(caller, start, start + len(step.pcm) / RATE + 0.02)
        if stretch is not None:
            turns = [turn for turn in take.turns if start <= turn["timeline_ms"]["speech_end"] / 1000 < until]
            found.append(Spoken(step, stretch, until, tuple(turns)))
    return found


# --- answers --------------------------------------------------------------------------------------------------------


def gaps(take: Take, fillers: Iterable[Samples] = ()) -> list[Gap]:
    """One for each command said into silence and answered after its end."""
    agent, fillers = stretches(take.agent), list(fillers)
    found = []
    for said in spoken_steps(take):
        if said.step.kind not in {"command", "pause"} or not said.turns or interrupted_by_agent(said, agent):
            continue
        turn = said.turns[-1]
        start = said.stretch.end
        if turn["filled"]:
            start = after_fillers(take, fillers, start, said.until)
        answer = next((s.start for s in agent if s.end > start + 0.02 and s.start < said.until), None)
        if answer is not None:
            timeline = turn["timeline_ms"]
            found.append(
                Gap(
                    turn["state"],
                    said.step.language,
                    round(max(answer, start) - said.stretch.end, 3),
                    turn["filled"],
                    timeline["final_text"] - timeline["endpoint"],
                )
            )
    return found


def after_fillers(take: Take, fillers: Sequence[Samples], start: float, until: float) -> float:
    """The end of the filler played between two times, found by its sound; ``start`` when there is none."""
    places = [place_of(clip, take.agent, start, min(until, start + 8.0)) for clip in fillers]
    return max((place.end for place in places if place is not None), default=start)


def interrupted_by_agent(said: Spoken, agent: Sequence[Stretch]) -> bool:
    """Whether the agent began to speak while the caller was inside a command."""
    return any(said.stretch.start + 0.1 < s.start < said.stretch.end - 0.05 for s in agent)


def agent_interruptions(take: Take) -> tuple[int, int]:
    """(commands during which the agent began to speak, commands)."""
    agent = stretches(take.agent)
    asked = [said for said in spoken_steps(take) if said.step.kind in {"command", "pause"}]
    return sum(interrupted_by_agent(said, agent) for said in asked), len(asked)


def cut_off(take: Take, pause_ms: int) -> tuple[int, int]:
    """(sentences with such a pause that were cut off, such sentences): the agent spoke into the pause, or answered the
    first half as a turn of its own. A turn taken back before anything of its answer was heard cuts nobody off."""
    agent = stretches(take.agent)
    asked = [said for said in spoken_steps(take) if said.step.pause_ms == pause_ms]
    wrong = sum(interrupted_by_agent(said, agent) or sum(not t["continued"] for t in said.turns) > 1 for said in asked)
    return wrong, len(asked)


# --- barging in -----------------------------------------------------------------------------------------------------


def reactions(take: Take) -> list[Reaction]:
    """For every sound made while the agent was audible, and had enough left to say to be stopped."""
    found = []
    for said in spoken_steps(take):
        if said.step.kind in {"command", "pause", "yes"}:
            continue
        onset = said.stretch.start
        if not (speaks(take, onset - 0.3) and speaks(take, onset)):
            continue
        stopped = stopping(take, onset)
        if stopped is None and not speaks(take, onset + YIELDS_WITHIN):
            continue  # it would have been over anyway
        found.append(Reaction(said.step.kind, said.step.language, said.step.said, stopped, ducking(take, onset)))
    return found


def stopping(take: Take, onset: float) -> float | None:
    """Seconds from ``onset`` until nothing of the agent is played for SILENT or longer though it has words left. A
    breath between two words is part of what is played: one that happens to be there makes nobody quick."""
    first = round(onset * RATE) // FRAME_SAMPLES
    needed = round(SILENT * RATE) // FRAME_SAMPLES
    for frame in range(first, min(len(take.playing), first + round(LOOKED_AT * RATE) // FRAME_SAMPLES)):
        if any(take.playing[frame : frame + needed]):
            continue
        if not was_cut(take, onset, frame):
            return None
        return round(max(0.0, frame * FRAME_SAMPLES / RATE - onset), 3)
    return None


def was_cut(take: Take, onset: float, frame: int) -> bool:
    """Whether the agent's line falls silent at ``frame`` because it was stopped: either it goes on later, or what the
    records say was spoken was not all heard."""
    at = frame * FRAME_SAMPLES / RATE
    for turn in take.turns:
        began, ended = turn["timeline_ms"]["first_sound"], turn["timeline_ms"]["heard"]
        if began is None or began / 1000 > at:
            continue
        if ended is None or ended / 1000 > at + 0.1:
            return True  # still being said: it was only paused
        if ended / 1000 >= onset - 0.1:
            return bool(turn["interrupted"])
    return False


def speaks(take: Take, time: float) -> bool:
    """Whether the agent is being played in the 200 ms from ``time`` on."""
    frame = max(0, round(time * RATE) // FRAME_SAMPLES)
    return any(take.playing[frame : frame + 10])


def ducking(take: Take, onset: float) -> float | None:
    """Seconds from ``onset`` until the agent is DUCKED_DB quieter than it would be, or silent though it has words."""
    played, full = levels(take.agent), levels(take.undimmed)
    first = round(onset * RATE / BLOCK)
    for block in range(first, min(len(played), first + round(LOOKED_AT * RATE / BLOCK))):
        if full[block] > -45.0 and full[block] - played[block] > DUCKED_DB:
            return round(max(0.0, block * BLOCK / RATE - onset), 3)
    return stopping(take, onset)


# --- what was heard -------------------------------------------------------------------------------------------------


def cuts(take: Take) -> list[Cut]:
    """Answers that a caller cut, whose words can be compared with what is in the recording."""
    agent = stretches(take.agent)
    found = []
    for turn in take.turns:
        began, ended = turn["timeline_ms"]["first_sound"], turn["timeline_ms"]["heard"]
        if not turn["interrupted"] or began is None or ended is None or not turn["spoken"]:
            continue
        stretch = within(agent, began / 1000 - 0.15, ended / 1000 + 0.05)
        if stretch is not None and stretch.seconds > 0.2:
            found.append(Cut(turn.get("reply_language", turn["language"]), turn["spoken"], turn["heard"], stretch))
    return found


def sound_of(take: Take, stretch: Stretch) -> Samples:
    """The agent's channel there, with a little silence around it as a recogniser likes it."""
    quiet = np.zeros(RATE // 5, np.int16)
    return np.concatenate([quiet, take.agent[round(stretch.start * RATE) : round(stretch.end * RATE)], quiet])


def words_heard(cut: Cut) -> int:
    return len(words(cut.heard))


def accepted_unheard(take: Take) -> tuple[int, int]:
    """(yes said into a read-back that executed its draft though the rest was never heard, such yes)."""
    early = [said for said in spoken_steps(take) if said.step.kind == "early_yes"]
    accepted = 0
    for said in early:
        records = [record for turn in said.turns for record in turn.get("records", [])]
        accepted += bool(records) and stopping(take, said.stretch.start) is not None
    return accepted, len(early)


def selectivity(found: Iterable[Reaction], *kinds: Kind) -> tuple[int, int]:
    """(sounds of these kinds that did not stop the agent, such sounds)."""
    chosen = [reaction for reaction in found if reaction.kind in kinds]
    return sum(reaction.stopped is None for reaction in chosen), len(chosen)


def yields(found: Iterable[Reaction]) -> tuple[list[float], int]:
    """(how long the agent took to fall silent for those who interrupted it, how often it was interrupted)."""
    chosen = [reaction for reaction in found if reaction.kind in INTERRUPTING]
    stopped = [r.stopped for r in chosen if r.stopped is not None and r.stopped <= YIELDS_WITHIN]
    return stopped, len(chosen)
