"""A Call in virtual time, with scripted models: what is answered, interrupted, heard and recorded."""

import asyncio
from dataclasses import dataclass

import numpy as np
import pytest

from tests.voice.scripted import WORD, Answering, Beeps, Loud, Script, Sounds, silence
from voice.call import Call
from voice.call_log import CallLog
from voice.transports.line import Cue, Line
from voice.virtual_time import Costs, costed, run_virtual

LONG = Answering(
    "", ["You asked for five hundred bearings from Suzhou by Friday for six thousand yuan.", "Shall I order?"], True
)


@dataclass
class Talked:
    log: CallLog
    line: Line
    script: Script

    def agent(self) -> np.ndarray:  # type: ignore[type-arg]
        return np.frombuffer(self.line.stereo(), "<i2").reshape(-1, 2)[:, 1]


def call(sounds: Sounds, script: Script, *cues: Cue, costs: Costs | None = None, greeting: bool = False) -> Talked:
    line = Line(cues, limit=120)

    async def talk() -> CallLog:
        recogniser, synthesiser, conversation = costed(costs)(sounds, Beeps(), script)
        opening = ("greeting",) if greeting else ()
        one = Call(line, conversation, recogniser, synthesiser, Loud(), opening=opening)  # type: ignore[arg-type]
        return await one.run()

    return Talked(run_virtual(talk()), line, script)


def test_a_sentence_is_answered_and_heard_in_full() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    talked = call(sounds, script, Cue(sounds.say("order five hundred bearings")))
    assert script.responded == [("order five hundred bearings", None)]
    assert script.heard == [("reply-1", " ".join(LONG.said), True)]
    (turn,) = talked.log.turns
    assert (turn.heard.strip(), turn.interrupted) == (" ".join(LONG.said), False)
    line = turn.timeline
    assert line.first_sound is not None
    assert line.speech_end <= line.final_text <= line.endpoint <= line.first_sound


def test_the_answer_comes_within_the_time_its_parts_take() -> None:
    """80 ms until the decode begins, 250 to decode, 30 to answer, 120 to synthesise, and frames in between."""
    sounds, script = Sounds(), Script()
    talked = call(sounds, script, Cue(sounds.say("where is my order")))
    (turn,) = talked.log.turns
    assert turn.timeline.first_sound is not None
    gap = turn.timeline.first_sound - turn.timeline.speech_end
    assert 480 <= gap <= 620


def test_the_greeting_is_said_first() -> None:
    sounds, script = Sounds(), Script()
    talked = call(sounds, script, Cue(sounds.say("hello there")), greeting=True)
    assert np.count_nonzero(talked.agent()[: 16_000 // 2]) == WORD
    assert len(talked.log.turns) == 1


def test_an_interruption_silences_and_keeps_only_what_was_heard() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    first = sounds.say("order five hundred bearings")
    talked = call(sounds, script, Cue(first), Cue(sounds.say("no make it three hundred"), at=4.0))
    assert script.responded[1] == ("no make it three hundred", None)
    reply, heard, whole = script.heard[0]
    assert (reply, whole) == ("reply-1", False)
    assert 0 < len(heard.split()) < len(" ".join(LONG.said).split())
    assert " ".join(LONG.said).startswith(heard)
    assert script.replies[0].cancelled
    assert script.heard[1] == ("reply-2", "Very well.", True)
    assert [turn.interrupted for turn in talked.log.turns] == [True, False]


def test_what_is_recorded_as_heard_is_what_the_channel_carries() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    talked = call(
        sounds,
        script,
        Cue(sounds.say("order five hundred bearings")),
        Cue(sounds.say("no wait a minute please"), at=4.0),
    )
    start = talked.log.turns[0].timeline.first_sound
    assert start is not None
    played = np.count_nonzero(talked.agent()[: 5 * 16_000])
    assert len(script.heard[0][1].split()) == played // WORD


def test_yields_within_400_ms() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    talked = call(
        sounds,
        script,
        Cue(sounds.say("order five hundred bearings")),
        Cue(sounds.say("no wait a minute please"), at=4.0),
    )
    agent = talked.agent()[4 * 16_000 : 5 * 16_000]
    last = int(np.flatnonzero(agent)[-1])
    assert last < 0.4 * 16_000


def test_a_backchannel_does_not_stop_the_agent() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    talked = call(
        sounds, script, Cue(sounds.say("order five hundred bearings")), Cue(sounds.say("uh-huh", 0.2), at=3.0)
    )
    assert len(script.responded) == 1
    assert script.heard == [("reply-1", " ".join(LONG.said), True)]
    assert talked.log.counts["duck"] == 1
    assert "cut" not in talked.log.counts


def test_a_sound_without_words_resumes_from_the_cut_word() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    talked = call(
        sounds, script, Cue(sounds.say("order five hundred bearings")), Cue(sounds.say("mumble", 1.0), at=3.0)
    )
    assert talked.log.counts["pause"] == talked.log.counts["resume"] == 1
    assert script.heard == [("reply-1", " ".join(LONG.said), True)]
    assert np.count_nonzero(talked.agent()) >= len(" ".join(LONG.said).split()) * WORD


def test_stop_is_answered_not_ignored() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    call(sounds, script, Cue(sounds.say("order five hundred bearings")), Cue(sounds.say("stop", 0.4), at=3.0))
    assert script.responded == [("order five hundred bearings", None), ("stop", None)]
    assert script.heard[0][2] is False


def test_going_on_before_the_answer_continues_it() -> None:
    sounds, script = Sounds(), Script()
    both = sounds.say("order five hundred bearings") + silence(0.44) + sounds.say("by next Friday")
    talked = call(sounds, script, Cue(both))
    assert script.responded == [("order five hundred bearings", None), ("by next Friday", "reply-1")]
    assert script.replies[0].cancelled
    assert [turn.continued for turn in talked.log.turns] == [True, False]
    assert script.heard == [("reply-1", "", False), ("reply-2", "Very well.", True)]


def test_a_pause_in_an_unfinished_sentence_is_waited_for() -> None:
    sounds, script = Sounds(), Script()
    both = sounds.say("order five hundred and") + silence(0.6) + sounds.say("twenty bearings")
    call(sounds, script, Cue(both))
    assert script.responded == [("order five hundred and twenty bearings", None)]


def test_a_long_wait_is_filled() -> None:
    sounds, script = Sounds(), Script()
    talked = call(sounds, script, Cue(sounds.say("where is my order")), costs=Costs(answer=2.0))
    assert talked.log.turns[0].filled
    assert script.heard == [("reply-1", "Very well.", True)]


def test_a_failing_recogniser_asks_again_and_the_call_goes_on() -> None:
    sounds, script = Sounds(), Script()
    sounds.fails = 1
    talked = call(sounds, script, Cue(sounds.say("one two three")), Cue(sounds.say("where is my order")))
    assert talked.log.counts["say"] == 1
    assert script.responded == [("where is my order", None)]


def test_hanging_up_in_the_middle_records_what_was_heard() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    line = Line([Cue(sounds.say("order five hundred bearings"))], limit=3.0)

    async def talk() -> None:
        recogniser, synthesiser, conversation = costed()(sounds, Beeps(), script)
        await Call(line, conversation, recogniser, synthesiser, Loud(), opening=()).run()

    run_virtual(talk())
    (noted,) = script.heard
    assert noted[2] is False
    assert noted[1]
    assert " ".join(LONG.said).startswith(noted[1])


def test_what_was_done_beside_the_call_cuts_what_is_being_said() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    line = Line([Cue(sounds.say("order five hundred bearings")), Cue(sounds.say("thank you"), at=8.0)], limit=20.0)

    async def talk() -> CallLog:
        recogniser, synthesiser, conversation = costed()(sounds, Beeps(), script)
        one = Call(line, conversation, recogniser, synthesiser, Loud(), opening=())
        asyncio.get_running_loop().call_later(4.0, one.announce, "Ordered by the button.", "en")
        return await one.run()

    log = run_virtual(talk())
    reply, heard, whole = script.heard[0]
    assert (reply, whole) == ("reply-1", False)
    assert LONG.said[0].startswith(heard)
    assert log.turns[0].interrupted
    agent = np.frombuffer(line.stereo(), "<i2").reshape(-1, 2)[: 8 * 16_000, 1]
    assert np.count_nonzero(agent) // WORD == len(heard.split()) + 4  # what was heard, and the announcement


@pytest.mark.parametrize("seconds", [8, 40])
def test_a_silent_caller_is_asked_then_hung_up(seconds: int) -> None:
    sounds, script = Sounds(), Script()
    line = Line([Cue(sounds.say("late"), at=200.0)], limit=seconds * 2)

    async def talk() -> CallLog:
        recogniser, synthesiser, conversation = costed()(sounds, Beeps(), script)
        return await Call(line, conversation, recogniser, synthesiser, Loud(), opening=()).run()

    log = run_virtual(talk())
    assert log.counts["say"] == (1 if seconds == 8 else 3)
    assert ("hang_up" in log.counts) == (seconds == 40)
    assert line.seconds < 80


def test_the_same_call_twice_is_the_same_to_the_sample() -> None:
    def once() -> bytes:
        sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
        cues = Cue(sounds.say("order five hundred bearings")), Cue(sounds.say("no make it three hundred"), at=4.0)
        return call(sounds, script, *cues).line.stereo()

    assert once() == once()


def test_a_cue_may_come_into_the_answer() -> None:
    sounds, script = Sounds(), Script({"order five hundred bearings": LONG})
    first, second = sounds.say("order five hundred bearings"), sounds.say("no make it three hundred")
    talked = call(sounds, script, Cue(first), Cue(second, into=0.6))
    (turn, _) = talked.log.turns
    assert turn.interrupted
    assert turn.timeline.first_sound is not None
    began = talked.line.said_at[1] / 16
    assert 580 <= began - turn.timeline.first_sound <= 660
    assert len(talked.line.said_at) == 2
