"""The turn reducer: every transition by name, and that from every state every event leads to rest."""

from dataclasses import dataclass, replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.turns import (
    PACE,
    Action,
    Asking,
    Began,
    Commit,
    Decode,
    Decoded,
    Event,
    Finished,
    Frame,
    Say,
    State,
    Verdict,
    step,
)

Kind = Literal["words", "backchannel", "stop", "nothing"]
Length = Literal["complete", "decision", "open", "trailing", "spelling"]


@dataclass(frozen=True, slots=True)
class Said:
    """A hearing as scripted."""

    text: str = "order 500 bearings"
    kind: Kind = "words"
    state: Length = "complete"
    language: Literal["zh", "en"] = "en"
    raw: str = ""


class Floor:
    """A state and everything it asked for so far."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state or State()
        self.actions: list[Action] = []

    def do(self, *events: Event) -> list[Action]:
        new: list[Action] = []
        for event in events:
            self.state, actions = step(self.state, event)
            new += actions
        self.actions += new
        return new

    def speech(self, frames: int, verdict: Verdict | None = None) -> list[Action]:
        return self.do(*[Frame(True, verdict)] * frames)

    def silence(self, frames: int) -> list[Action]:
        return self.do(*[Frame(False)] * frames)

    def hears(self, said: Said | None, *, final: bool = True) -> list[Action]:
        return self.do(Decoded(self.state.segment, self.state.epoch, final, said))

    def turn(self, said: Said) -> list[Action]:
        """A whole utterance up to its commit."""
        return self.speech(30) + self.silence(PACE.early) + self.hears(said) + self.silence(PACE.endpoint[said.state])


def talking(*, asking: bool = False) -> Floor:
    floor = Floor()
    floor.turn(Said())
    floor.do(Began(), *([Asking()] if asking else []))
    assert floor.state.agent == "speaking"
    floor.actions.clear()
    return floor


def commits(actions: list[Action]) -> list[Commit]:
    return [action for action in actions if isinstance(action, Commit)]


# --- the end of the caller's turn


@pytest.mark.parametrize("length", ["complete", "decision", "open", "trailing", "spelling"])
def test_a_turn_ends_after_the_silence_its_text_deserves(length: Length) -> None:
    floor = Floor()
    floor.speech(40)
    floor.silence(PACE.early)
    assert Decode(1, 0, True) in floor.actions
    floor.hears(Said(state=length))
    waited = PACE.endpoint[length] - PACE.early
    assert not commits(floor.silence(waited - 1))
    assert commits(floor.silence(1)) == [Commit(Said(state=length), continues=False)]
    assert floor.state.agent == "thinking"


def test_text_that_comes_after_the_endpoint_commits_at_once() -> None:
    floor = Floor()
    floor.speech(40)
    assert not commits(floor.silence(20))
    assert commits(floor.hears(Said()))


def test_the_final_is_decoded_inside_the_endpoint_wait() -> None:
    assert PACE.early < min(PACE.endpoint.values())


def test_a_text_from_before_a_pause_is_stale() -> None:
    floor = Floor()
    floor.speech(30)
    floor.silence(PACE.early)
    early = Decoded(1, 0, True, Said("order five hundred"))
    floor.speech(20)
    floor.silence(PACE.early)
    floor.do(early)
    assert not commits(floor.silence(PACE.endpoint["complete"]))
    assert commits(floor.hears(Said("order five hundred bearings")))[0].hearing.text == "order five hundred bearings"


def test_a_pause_inside_the_sentence_does_not_end_it() -> None:
    floor = Floor()
    floor.speech(30)
    floor.silence(PACE.early)
    floor.hears(Said(state="open"))
    assert not commits(floor.silence(PACE.endpoint["open"] - PACE.early - 1))
    floor.speech(20)
    assert floor.state.caller == "speaking"
    assert floor.state.epoch == 1


def test_a_sound_too_short_for_a_word_is_nothing() -> None:
    floor = Floor()
    floor.speech(PACE.shortest - 1)
    assert floor.silence(PACE.early) == ["discard"]
    assert floor.state.caller == "quiet"


def test_empty_text_is_nothing() -> None:
    floor = Floor()
    floor.speech(30)
    floor.silence(PACE.early)
    assert floor.hears(Said("", kind="nothing")) == ["discard"]


def test_a_failed_decode_asks_to_say_it_again() -> None:
    floor = Floor()
    floor.speech(30)
    floor.silence(PACE.early)
    assert floor.hears(None) == ["discard", Say("pardon")]


def test_a_recogniser_that_never_answers_is_given_up() -> None:
    floor = Floor()
    floor.speech(30)
    actions = floor.silence(PACE.early + PACE.decoding + 1)
    assert actions[-2:] == ["discard", Say("trouble")]
    assert floor.state.caller == "quiet"


def test_somebody_who_never_stops_is_answered() -> None:
    floor = Floor()
    floor.speech(PACE.longest_segment + 50)
    assert commits(floor.hears(Said()))


def test_a_backchannel_into_silence_is_no_turn() -> None:
    floor = Floor()
    floor.turn(Said("嗯", kind="backchannel", state="decision"))
    assert not commits(floor.actions)
    assert floor.state == replace(floor.state, caller="quiet", agent="idle")


def test_the_same_word_answers_a_question() -> None:
    floor = talking(asking=True)
    floor.do(Finished())
    said = Said("对", kind="backchannel", state="decision")
    assert commits(floor.turn(said)) == [Commit(said, continues=False)]


# --- going on before the reply was heard


def test_going_on_before_the_reply_was_heard_continues_the_turn() -> None:
    floor = Floor()
    floor.turn(Said("order 500 bearings"))
    assert floor.speech(1) == ["hold"]
    actions = floor.speech(20) + floor.silence(PACE.early) + floor.hears(Said("by next Friday")) + floor.silence(20)
    assert commits(actions) == [Commit(Said("by next Friday"), continues=True)]
    assert floor.state.agent == "thinking"


def test_a_noise_while_the_reply_is_made_only_holds_it() -> None:
    floor = Floor()
    floor.turn(Said())
    floor.speech(10)
    floor.silence(PACE.early)
    assert floor.hears(Said("", kind="nothing")) == ["discard", "release"]
    assert floor.state.agent == "thinking"


def test_stop_while_the_reply_is_made_continues_nothing() -> None:
    floor = Floor()
    floor.turn(Said())
    assert commits(floor.turn(Said("stop", kind="stop")))[0].continues is False


# --- barge-in


def test_ducks_then_falls_silent_then_cuts_on_words() -> None:
    floor = talking()
    assert floor.speech(PACE.duck) == ["duck"]
    assert floor.speech(PACE.pause - PACE.duck) == [Decode(2, 0, False), "pause"]
    assert floor.hears(Said("no, three hundred"), final=False) == ["cut"]
    assert floor.state.agent == "idle"


def test_a_sound_like_talk_is_yielded_to_sooner() -> None:
    floor = talking()
    assert "pause" in floor.speech(PACE.pause_sure, "talk")


@pytest.mark.parametrize("verdict", ["backchannel", "noise"])
def test_a_sound_like_none_is_only_ducked(verdict: Verdict) -> None:
    floor = talking()
    floor.speech(PACE.pause_doubtful - 1, verdict)
    assert "pause" not in floor.actions
    assert "pause" in floor.speech(1, verdict)


def test_our_own_voice_changes_nothing() -> None:
    floor = talking()
    assert [action for action in floor.speech(100, "echo") if not isinstance(action, Decode)] == []
    assert floor.silence(PACE.early) == ["discard"]
    assert floor.state.agent == "speaking"


def test_a_backchannel_unducks() -> None:
    floor = talking()
    floor.speech(PACE.shortest)
    assert floor.hears(Said("嗯", kind="backchannel", state="decision"), final=False) == ["unduck"]
    assert floor.silence(PACE.early)[-1] == Decode(2, 0, True)
    assert floor.hears(Said("嗯", kind="backchannel", state="decision")) == []
    assert floor.silence(PACE.endpoint["decision"]) == ["discard"]
    assert floor.state.agent == "speaking"


def test_a_backchannel_that_silenced_the_agent_lets_it_go_on() -> None:
    floor = talking()
    floor.speech(PACE.pause)
    assert floor.hears(Said("嗯", kind="backchannel", state="decision"), final=False) == ["resume"]


def test_a_word_of_no_meaning_waits_for_the_end_of_the_sound() -> None:
    """It may be the beginning of a sentence, or what a recogniser makes of uh-huh."""
    floor = talking()
    floor.speech(PACE.pause)
    assert floor.hears(Said("Altar", kind="backchannel", state="open"), final=False) == []
    floor.silence(PACE.early)
    assert floor.hears(Said("Altar", kind="backchannel", state="open")) == ["resume"]


def test_a_backchannel_that_goes_on_into_words_cuts() -> None:
    floor = talking()
    floor.speech(PACE.duck)
    floor.hears(Said("嗯", kind="backchannel", state="decision"), final=False)
    floor.speech(30)
    assert floor.hears(Said("嗯,不对"), final=False) == ["cut"]


def test_the_same_word_cuts_a_question() -> None:
    floor = talking(asking=True)
    floor.speech(PACE.duck)
    assert floor.hears(Said("对", kind="backchannel"), final=False) == ["cut"]


def test_a_stop_word_cuts_at_once() -> None:
    floor = talking()
    floor.speech(PACE.shortest)
    assert floor.hears(Said("停", kind="stop"), final=False) == ["cut"]
    floor.silence(PACE.early)
    assert commits(floor.hears(Said("停", kind="stop")) + floor.silence(20))


def test_words_found_in_a_cough_are_not_believed() -> None:
    floor = talking()
    floor.speech(12, "noise")
    assert floor.hears(Said("thank you"), final=False) == []
    floor.silence(PACE.early)
    assert floor.hears(Said("thank you")) == ["discard", "unduck"]


def test_a_wordless_sound_does_not_keep_the_agent_silent() -> None:
    floor = talking()
    floor.speech(PACE.empty)
    assert floor.state.agent == "paused"
    assert floor.hears(Said("", kind="nothing"), final=False) == ["resume"]


def test_what_ends_by_itself_while_ducked_is_over() -> None:
    floor = talking()
    floor.speech(PACE.duck)
    assert floor.do(Finished()) == ["unduck"]
    assert floor.state.agent == "idle"


# --- silences


def test_a_long_wait_is_filled_once() -> None:
    floor = Floor()
    floor.turn(Said())
    assert floor.silence(PACE.filler) == [Say("wait")]
    assert floor.silence(PACE.filler * 2) == []


def test_a_reply_that_never_comes_is_given_up() -> None:
    floor = Floor()
    floor.turn(Said())
    assert floor.silence(PACE.thinking)[-2:] == ["give_up", Say("trouble")]
    assert floor.state.agent == "idle"


def test_a_silent_line_is_asked_twice_and_hung_up() -> None:
    floor = Floor()
    said = floor.silence(PACE.are_you_there * 3 + PACE.goodbye)
    assert said == [Say("are_you_there"), Say("are_you_there"), Say("goodbye"), "hang_up"]


# --- from every state, to rest

saids = st.builds(
    Said,
    kind=st.sampled_from(["words", "backchannel", "stop", "nothing"]),
    state=st.sampled_from(["complete", "decision", "open", "trailing", "spelling"]),
)
verdicts = st.sampled_from([None, "talk", "backchannel", "noise", "echo"])
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("speech"), st.integers(1, 60), verdicts),
        st.tuples(st.just("silence"), st.integers(1, 200)),
        st.tuples(st.just("hears"), saids | st.none(), st.booleans()),
        st.tuples(st.just("stale"), saids, st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.sampled_from(["began", "asking", "finished"])),
    ),
    max_size=25,
)


def happen(floor: Floor, happening: tuple) -> None:  # type: ignore[type-arg]
    match happening:
        case ("speech", frames, verdict):
            floor.speech(frames, verdict)
        case ("silence", frames):
            floor.silence(frames)
        case ("hears", said, final):
            floor.hears(said, final=final)
        case ("stale", said, segment, epoch):
            floor.do(Decoded(segment, epoch, True, said))
        case ("began",) if floor.state.agent == "thinking" and not floor.state.held:
            floor.do(Began())
        case ("asking",) if floor.state.agent == "speaking":
            floor.do(Asking())
        case ("finished",) if floor.state.agent in ("speaking", "ducked"):
            floor.do(Finished())


@settings(max_examples=400, deadline=None)
@given(happenings)
def test_nobody_waits_for_ever(events: list) -> None:  # type: ignore[type-arg]
    """Whatever happened: with a caller who falls silent, a recogniser and a reply that never come back, and speech that
    plays to its end where it may play, both sides come to rest."""
    floor = Floor()
    for event in events:
        happen(floor, event)
    longest = PACE.thinking + PACE.decoding + PACE.longest_pause + PACE.early
    for _ in range(longest):
        floor.silence(1)
        if floor.state.caller == "quiet" and floor.state.agent in ("speaking", "ducked"):
            floor.do(Finished())
    assert floor.state.caller == "quiet"
    assert floor.state.agent == "idle"


@settings(max_examples=400, deadline=None)
@given(happenings)
def test_what_is_muted_is_let_go_or_cut(events: list) -> None:  # type: ignore[type-arg]
    """Signals to the playout come in an order it can follow, whatever happens."""
    floor = Floor()
    for event in events:
        happen(floor, event)
    loud, holding = "speaking", False
    for action in floor.actions:
        if action == "duck":
            assert loud == "speaking"
            loud = "ducked"
        elif action == "pause":
            assert loud == "ducked"
            loud = "paused"
        elif action == "unduck":
            assert loud == "ducked"
            loud = "speaking"
        elif action == "resume":
            assert loud == "paused"
            loud = "speaking"
        elif action == "cut":
            loud = "speaking"
        elif action == "hold":
            assert not holding
            holding = True
        elif action == "release":
            assert holding
            holding = False
        elif isinstance(action, Commit):
            assert loud == "speaking"
            holding = False
        elif action == "give_up":
            holding = False


@settings(max_examples=200, deadline=None)
@given(happenings)
def test_every_commit_has_the_text_of_its_own_segment_once(events: list) -> None:  # type: ignore[type-arg]
    floor = Floor()
    committed: list[int] = []
    for event in events:
        segment, before = floor.state.segment, len(commits(floor.actions))
        happen(floor, event)
        new = commits(floor.actions)[before:]
        assert len(new) <= 1 or event[0] == "silence"
        if new:
            committed.append(segment if event[0] != "speech" else floor.state.segment)
    assert len(committed) == len(set(committed))
