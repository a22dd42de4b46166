"""Whose turn is it? A pure reducer: ``step(state, event) -> (state, actions)``. Time is counted in frames of 20 ms.

The caller is quiet, speaking, or pausing inside an utterance (a *segment*). The agent is idle, thinking (its reply is
being made and nothing of it was heard), speaking, ducked (still speaking, quieter: somebody makes a sound), or paused
(silent, may go on from the start of the cut word). Every event leads on: whatever is awaited has a limit in frames.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from voice.ports import Hearing, PhraseName

Caller = Literal["quiet", "speaking", "pausing"]
Agent = Literal["idle", "thinking", "speaking", "ducked", "paused"]
Verdict = Literal["talk", "backchannel", "noise", "echo"]
State_ = Literal["complete", "decision", "open", "trailing", "spelling"]


@dataclass(frozen=True, slots=True)
class Pace:
    """All thresholds, in frames. Barge-in thresholds count from when the gate opened, about 60 ms after the sound."""

    early: int = 4  # silence after which the text that may be final is decoded
    endpoint: dict[str, int] = field(
        default_factory=lambda: {"complete": 18, "decision": 24, "open": 35, "trailing": 60, "spelling": 90}
    )
    longest_pause: int = 150
    longest_segment: int = 1_400  # 28 s: what the recogniser takes at once
    partial: int = 45  # between decodes while the caller speaks
    shortest: int = 4  # a sound with fewer voiced frames is no word
    duck: int = 3
    ask: int = 8  # then what was said so far is decoded: sooner it is too little, later the answer comes too late
    pause_sure: int = 7  # it sounds like somebody taking the floor
    pause: int = 11  # nothing is known about the sound
    pause_doubtful: int = 32  # it sounds like a backchannel or a noise, and does not end
    believed: int = 25  # a noise of this length is taken at its words
    empty: int = 60  # a sound that keeps the agent silent for so long and has no words
    decoding: int = 300  # without a result: it is given up
    filler: int = 40
    thinking: int = 1_500
    are_you_there: int = 500
    goodbye: int = 1_500


PACE = Pace()


# --- events ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Frame:
    """20 ms of the caller. ``verdict``: what the sound since the segment began seems to be, None while unknown."""

    speech: bool
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decode asked for by ``Decode`` came back. ``hearing`` None: it failed or was dropped."""

    segment: int
    epoch: int
    final: bool
    hearing: Hearing | None


@dataclass(frozen=True, slots=True)
class Began:
    """The first sample of a reply, or of a sentence of our own, was played."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is being said now asks for an answer: a yes is one from here on."""


@dataclass(frozen=True, slots=True)
class Finished:
    """All of it was played. A reply with nothing to say finishes too."""


Event = Frame | Decoded | Began | Asking | Finished


# --- actions --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decode:
    """Recognise the segment so far. ``final``: the caller may have finished; it comes before every partial."""

    segment: int
    epoch: int
    final: bool


@dataclass(frozen=True, slots=True)
class Commit:
    """The caller's turn is over: answer it. ``continues``: nothing of the reply being made was heard yet, so these
    words continue those it was for."""

    hearing: Hearing
    continues: bool


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of our own. "wait" fills the silence before a reply; the others are said in their own right."""

    phrase: PhraseName


Signal = Literal[
    "duck",  # play quieter
    "unduck",
    "pause",  # silence now; what was not heard is kept
    "resume",  # from the start of the word that was cut
    "cut",  # silence now; the rest is never said
    "hold",  # a reply being made must not begin: the caller speaks
    "release",  # it may begin
    "discard",  # the segment was nothing
    "give_up",  # a reply took too long
    "hang_up",
]

Action = Decode | Commit | Say | Signal


# --- state ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class State:
    """``segment`` numbers the caller's utterances, ``epoch`` the stretches between pauses within one: a final text of
    an earlier epoch is stale. ``passing``: the segment is a backchannel so far, the agent goes on."""

    caller: Caller = "quiet"
    agent: Agent = "idle"
    segment: int = 0
    epoch: int = 0
    length: int = 0  # frames since the segment began
    voiced: int = 0
    silence: int = 0
    decoding: int = 0  # frames since a final was asked for; 0: none is under way
    since_partial: int = 0
    hearing: Hearing | None = None  # the final text of this epoch
    verdict: Verdict | None = None
    passing: bool = False
    asking: bool = False
    held: bool = False
    waited: int = 0  # frames the caller waits for a reply
    filled: bool = False
    quiet: int = 0  # frames in which nobody said anything
    prompted: int = 0


Step = tuple[State, tuple[Action, ...]]
TALKING: tuple[Agent, ...] = ("speaking", "ducked", "paused")


def step(state: State, event: Event, pace: Pace = PACE) -> Step:
    """The next state and what to do, in order."""
    if isinstance(event, Frame):
        return _frame(state, event, pace)
    if isinstance(event, Decoded):
        return _decoded(state, event, pace)
    if isinstance(event, Asking):
        return replace(state, asking=True), ()
    if isinstance(event, Began):
        return replace(state, agent="speaking", asking=False, quiet=0, held=False), ()
    return _finished(state)


def _finished(state: State) -> Step:
    """The agent has nothing more to say. Whatever the caller does now is a turn of its own."""
    unduck: tuple[Action, ...] = ("unduck",) if state.agent == "ducked" else ()
    return replace(state, agent="idle", held=False, passing=False, quiet=0, waited=0, filled=False), unduck


# --- frames ---------------------------------------------------------------------------------------------------------


def _frame(state: State, event: Frame, pace: Pace) -> Step:
    actions: tuple[Action, ...] = ()
    if state.agent == "thinking":
        state, actions = _waiting(state, pace)
    advance: Callable[[State, Frame, Pace], Step] = {"quiet": _quiet, "speaking": _speaking, "pausing": _pausing}[
        state.caller
    ]
    state, more = advance(state, event, pace)
    return state, actions + more


def _waiting(state: State, pace: Pace) -> Step:
    state = replace(state, waited=state.waited + 1)
    if state.waited >= pace.thinking:
        return replace(state, agent="idle", held=False, waited=0, filled=False, quiet=0), ("give_up", Say("trouble"))
    if state.waited >= pace.filler and not state.filled and state.caller == "quiet":
        return replace(state, filled=True), (Say("wait"),)
    return state, ()


def _quiet(state: State, event: Frame, pace: Pace) -> Step:
    if event.speech:
        begun = replace(
            state,
            caller="speaking",
            segment=state.segment + 1,
            epoch=0,
            length=1,
            voiced=1,
            silence=0,
            decoding=0,
            since_partial=0,
            hearing=None,
            verdict=event.verdict,
            passing=False,
            quiet=0,
            prompted=0,
            held=state.agent == "thinking",
        )
        return begun, (("hold",) if begun.held else ())
    if state.agent != "idle":
        return state, ()
    state = replace(state, quiet=state.quiet + 1)
    if state.prompted >= 2 and state.quiet >= pace.goodbye:
        return replace(state, quiet=0), (Say("goodbye"), "hang_up")
    if state.prompted < 2 and state.quiet >= pace.are_you_there * (state.prompted + 1):
        return replace(state, quiet=0, prompted=state.prompted + 1), (Say("are_you_there"),)
    return state, ()


def _speaking(state: State, event: Frame, pace: Pace) -> Step:
    state = replace(state, length=state.length + 1, since_partial=state.since_partial + 1)
    if not event.speech:
        return replace(state, caller="pausing", silence=1), ()
    state = replace(state, voiced=state.voiced + 1, verdict=event.verdict)
    if state.length >= pace.longest_segment and state.verdict == "echo":
        return _nothing(state)
    if state.length >= pace.longest_segment:
        asked = Decode(state.segment, state.epoch, True)
        return replace(state, caller="pausing", silence=pace.early, decoding=1), (asked,)
    state, actions = _barge_in(state, pace)
    if state.since_partial >= pace.partial and not actions and state.verdict != "echo":
        return replace(state, since_partial=0), (Decode(state.segment, state.epoch, False),)
    return state, actions


def _barge_in(state: State, pace: Pace) -> Step:
    """Duck at once, fall silent when it is somebody taking the floor; text, when it comes, decides the rest."""
    if state.passing or state.verdict == "echo":
        return state, ()
    if state.agent == "speaking" and state.voiced >= pace.duck:
        return replace(state, agent="ducked"), ("duck",)
    actions: tuple[Action, ...] = ()
    if state.agent in TALKING and state.voiced == pace.ask:
        state, actions = replace(state, since_partial=0), (Decode(state.segment, state.epoch, False),)
    if state.agent == "ducked":
        limits = {"talk": pace.pause_sure, None: pace.pause}
        if state.voiced >= limits.get(state.verdict, pace.pause_doubtful):
            return replace(state, agent="paused"), (*actions, "pause")
    return state, actions


def _pausing(state: State, event: Frame, pace: Pace) -> Step:
    state = replace(state, length=state.length + 1)
    if event.speech and state.length < pace.longest_segment:
        going_on = replace(
            state,
            caller="speaking",
            epoch=state.epoch + 1,
            voiced=state.voiced + 1,
            silence=0,
            decoding=0,
            hearing=None,
        )
        return going_on, ()
    state = replace(state, silence=state.silence + 1)
    if state.silence == pace.early:
        if state.voiced < pace.shortest or state.verdict == "echo":
            return _nothing(state)
        return replace(state, decoding=1), (Decode(state.segment, state.epoch, True),)
    if state.decoding:
        state = replace(state, decoding=state.decoding + 1)
        if state.decoding >= pace.decoding:
            state, actions = _nothing(state)
            return state, (*actions, Say("trouble")) if state.agent == "idle" else actions
    return _endpoint(state, pace)


def _endpoint(state: State, pace: Pace) -> Step:
    """Is the caller's turn over?"""
    if state.hearing is None:
        return state, ()
    wanted = min(pace.endpoint[state.hearing.state], pace.longest_pause)
    if state.silence < wanted and state.length < pace.longest_segment:
        return state, ()
    if state.passing or (state.hearing.kind == "backchannel" and not state.asking):
        return _nothing(state)
    commit = Commit(state.hearing, continues=state.held and state.hearing.kind != "stop")
    turned = replace(
        state,
        caller="quiet",
        agent="thinking",
        waited=0,
        filled=False,
        held=False,
        asking=False,
        hearing=None,
        decoding=0,
    )
    return turned, (commit,)


def _nothing(state: State) -> Step:
    """The segment was no turn: a noise, a backchannel, nothing. What the agent was doing goes on."""
    actions: list[Action] = ["discard"]
    agent = state.agent
    if agent in ("ducked", "paused"):
        actions.append("unduck" if agent == "ducked" else "resume")
        agent = "speaking"
    if state.held:
        actions.append("release")
    over = replace(
        state, caller="quiet", agent=agent, held=False, passing=False, hearing=None, decoding=0, verdict=None, silence=0
    )
    return over, tuple(actions)


# --- text -----------------------------------------------------------------------------------------------------------


def _decoded(state: State, event: Decoded, pace: Pace) -> Step:
    if event.segment != state.segment or state.caller == "quiet":
        return state, ()
    final = event.final and event.epoch == state.epoch and state.caller == "pausing"
    if event.hearing is None or event.hearing.kind == "nothing" or _only_noise(state, pace):
        return _no_words(state, event, final, pace)
    if final:
        state = replace(state, hearing=event.hearing, decoding=0)
    actions: tuple[Action, ...] = ()
    if state.agent in TALKING:
        state, actions = _over_talk(state, event.hearing, final, pace)
    if final:
        state, more = _endpoint(state, pace)
        actions += more
    return state, actions


def _no_words(state: State, event: Decoded, final: bool, pace: Pace) -> Step:
    if not final:
        if state.agent == "paused" and state.length >= pace.empty:
            return replace(state, agent="speaking", passing=True), ("resume",)
        return state, ()
    failed = event.hearing is None and state.agent == "idle"
    state, actions = _nothing(state)
    return state, (*actions, Say("pardon")) if failed else actions


def _only_noise(state: State, pace: Pace) -> bool:
    """A recogniser finds words in a cough; a short one is not taken at its words."""
    return state.verdict in ("noise", "echo") and state.voiced < pace.believed


def _over_talk(state: State, hearing: Hearing, final: bool, pace: Pace) -> Step:
    """What was said while the agent was talking: taking the floor, or only listening aloud."""
    if hearing.kind == "backchannel" and not state.asking:
        if hearing.state != "decision" and not final:
            return state, ()  # a sentence may begin like that
        if state.agent == "ducked":
            return replace(state, agent="speaking", passing=True), ("unduck",)
        if state.agent == "paused":
            return replace(state, agent="speaking", passing=True), ("resume",)
        return replace(state, passing=True), ()
    doubted = state.verdict == "backchannel" and not final and state.voiced < pace.believed
    if hearing.kind == "words" and doubted:
        return state, ()
    return replace(state, agent="idle", passing=False), ("cut",)


assert set(PACE.endpoint) == set(get_args(State_))
