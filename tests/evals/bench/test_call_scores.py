import pytest

from evals.audio.stretches import Stretch
from evals.bench import call_scores
from evals.bench.call_scores import (
    accepted_unheard,
    agent_interruptions,
    cut_off,
    cuts,
    gaps,
    reactions,
    selectivity,
    yields,
)
from tests.evals.bench.takes import step, take, tone, turn


def test_a_gap_is_from_the_last_sound_of_one_to_the_first_of_the_other() -> None:
    (gap,) = gaps(take(5, [(1.0, step("command", 1.0))], [(2.6, 4.0, 1)], [turn(2.0, 2.6, 4.0)]))
    assert gap.seconds == pytest.approx(0.6, abs=0.011)
    assert (gap.state, gap.language, gap.filled, gap.text_final) == ("complete", "en", False, -50)


def test_a_filler_is_not_the_answer() -> None:
    heard = take(6, [(1.0, step("command", 1.0))], [(2.8, 3.2, 1), (3.5, 5.0, 1)], [turn(2.0, 3.5, 5.0, filled=True)])
    filler = tone(0.4)
    (gap,) = gaps(heard, [filler])
    assert gap.filled
    assert gap.seconds == pytest.approx(1.5, abs=0.011)


def test_a_filler_that_runs_into_the_answer_is_found_by_its_sound() -> None:
    heard = take(6, [(1.0, step("command", 1.0))], [(2.8, 3.2, 1), (3.2, 5.0, 1)], [turn(2.0, 3.2, 5.0, filled=True)])
    (gap,) = gaps(heard, [tone(0.4)])
    assert gap.seconds == pytest.approx(1.2, abs=0.011)


def test_a_command_without_an_answer_has_no_gap() -> None:
    assert gaps(take(5, [(1.0, step("command", 1.0))], [], [turn(2.0)])) == []
    assert gaps(take(5, [(1.0, step("command", 1.0))], [(2.5, 3, 1)], [])) == []


def test_who_speaks_into_a_command_interrupts() -> None:
    said = [(1.0, step("command", 2.0)), (6.0, step("command", 1.0))]
    heard = take(9, said, [(2.0, 2.5, 1), (7.5, 8.0, 1)], [turn(3.0, 3.5, 4.0), turn(7.0, 7.5, 8.0)])
    assert agent_interruptions(heard) == (1, 2)
    assert len(gaps(heard)) == 1


def barged(kind: str, agent: list[tuple[float, float, float]], **records: object) -> list[call_scores.Reaction]:
    said = [(1.0, step("command", 1.0)), (4.0, step(kind, 0.8))]  # type: ignore[arg-type]
    return reactions(take(10, said, agent, [turn(2.0, 2.6, records.pop("until", None), **records)]))  # type: ignore[arg-type]


def test_an_agent_that_falls_silent_yields() -> None:
    (found,) = barged("barge", [(2.6, 4.15, 1), (4.15, 4.3, 0.2)], until=4.32, interrupted=True)
    assert found.stopped == pytest.approx(0.3, abs=0.011)
    assert found.ducked == pytest.approx(0.15, abs=0.011)
    assert yields([found]) == ([found.stopped], 1)


def test_an_agent_that_talks_on_does_not() -> None:
    (found,) = barged("barge", [(2.6, 9.0, 1)], until=9.0)
    assert (found.stopped, found.ducked) == (None, None)
    assert yields([found]) == ([], 1)
    (found,) = barged("backchannel", [(2.6, 9.0, 1)], until=9.0)
    assert selectivity([found], "backchannel") == (1, 1)


def test_an_agent_that_pauses_for_a_cough_has_stopped() -> None:
    (found,) = barged("noise", [(2.6, 4.3, 1), (5.0, 9.0, 1)], until=9.0)
    assert found.stopped == pytest.approx(0.3, abs=0.011)
    assert selectivity([found], "noise", "side_talk") == (0, 1)


def test_a_breath_between_sentences_is_no_stop() -> None:
    (found,) = barged("backchannel", [(2.6, 4.3, 1), (4.5, 9.0, 1)], until=9.0)
    assert found.stopped is None


def test_an_answer_that_was_over_proves_nothing() -> None:
    assert barged("backchannel", [(2.6, 4.6, 1)], until=4.6) == []
    assert barged("backchannel", [(2.6, 3.5, 1)], until=3.5) == []


def test_a_pause_is_cut_off_when_the_agent_speaks_into_it_or_answers_its_half() -> None:
    sentence = step("pause", 2.0, pause_ms=600)
    good = take(6, [(1.0, sentence)], [(3.5, 4, 1)], [turn(3.0, 3.5, 4.0)])
    spoken_into = take(6, [(1.0, sentence)], [(2.0, 2.4, 1), (3.5, 4, 1)], [turn(3.0, 3.5, 4.0)])
    split = take(6, [(1.0, sentence)], [(3.5, 4, 1)], [turn(1.9, None), turn(3.0, 3.5, 4.0)])
    joined = take(6, [(1.0, sentence)], [(3.5, 4, 1)], [turn(1.9, None, continued=True), turn(3.0, 3.5, 4.0)])
    assert [cut_off(each, 600) for each in (good, spoken_into, split, joined)] == [(0, 1), (1, 1), (1, 1), (0, 1)]
    assert cut_off(good, 300) == (0, 0)


def test_a_cut_answer_is_found_in_the_recording() -> None:
    said = [(1.0, step("command", 1.0)), (4.0, step("barge", 0.8))]
    (cut,) = cuts(take(8, said, [(2.6, 4.3, 1)], [turn(2.0, 2.6, 4.3, interrupted=True, heard="alpha beta")]))
    assert cut.stretch == Stretch(pytest.approx(2.6), pytest.approx(4.3))
    assert call_scores.words_heard(cut) == 2


def test_a_yes_into_a_read_back_must_do_nothing() -> None:
    said = [(1.0, step("command", 1.0)), (4.0, step("early_yes", 0.5))]
    first, agent = turn(2.0, 2.6, 4.3, interrupted=True), [(2.6, 4.3, 1.0), (5.0, 7.0, 1.0)]
    asked_again = take(8, said, agent, [first, turn(4.5, 5.0, 7.0, records=[])])
    executed = take(8, said, agent, [first, turn(4.5, 5.0, 7.0, records=[{"type": "order"}])])
    assert accepted_unheard(asked_again) == (0, 1)
    assert accepted_unheard(executed) == (1, 1)
