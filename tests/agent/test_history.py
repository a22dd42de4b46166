import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.history import CANCELLED, characters, repair, window
from tests.model_server import complaint

Message = dict[str, Any]

SYSTEM = {"role": "system", "content": "You order."}


def said(text: str) -> Message:
    return {"role": "user", "content": text}


def replied(text: str) -> Message:
    return {"role": "assistant", "content": text}


def asked(*ids: str, text: str | None = None, arguments: str = "{}") -> Message:
    made = [{"id": id, "type": "function", "function": {"name": "look", "arguments": arguments}} for id in ids]
    return {"role": "assistant", "content": text, "tool_calls": made}


def result(id: str, content: str = '{"status":"ok"}') -> Message:
    return {"role": "tool", "tool_call_id": id, "content": content}


def cancelled(id: str) -> Message:
    return result(id, json.dumps(CANCELLED, ensure_ascii=False))


# --- repair ---------------------------------------------------------------------------------------------------------


def test_a_dangling_call_is_cancelled() -> None:
    assert repair([said("hi"), asked("a")], {}) == [said("hi"), asked("a"), cancelled("a")]


def test_a_dangling_call_that_did_happen_says_what_it_did() -> None:
    done = {"status": "ok", "order": "PO-2026-00123", "item": "轴承"}
    history = [said("hi"), asked("a", "b"), said("well?")]
    assert repair(history, {"a": done}) == [
        said("hi"),
        asked("a", "b"),
        result("a", '{"status": "ok", "order": "PO-2026-00123", "item": "轴承"}'),
        cancelled("b"),
        said("well?"),
    ]


def test_a_noted_result_stands() -> None:
    assert repair([asked("a"), result("a", "noted")], {"a": {"status": "other"}}) == [asked("a"), result("a", "noted")]


def test_parallel_calls_answered_in_part_and_out_of_order() -> None:
    history = [said("hi"), asked("a", "b", "c"), result("c"), result("a")]
    assert repair(history, {})[1:] == [asked("a", "b", "c"), result("a"), cancelled("b"), result("c")]


def test_a_late_result_moves_to_its_call() -> None:
    history = [said("hi"), asked("a"), said("still there?"), result("a")]
    assert repair(history, {}) == [said("hi"), asked("a"), result("a"), said("still there?")]


def test_an_id_used_twice_keeps_its_results_apart() -> None:
    history = [asked("a"), said("again"), asked("a"), result("a", "second")]
    assert repair(history, {}) == [asked("a"), cancelled("a"), said("again"), asked("a"), result("a", "second")]


def test_a_result_without_a_call_is_left_out() -> None:
    nobodys = {"role": "tool", "content": "{}"}
    assert repair([result("x"), said("hi"), nobodys, replied("yes"), result("y")], {}) == [said("hi"), replied("yes")]


def test_a_second_result_is_left_out() -> None:
    history = [asked("a"), result("a", "1"), result("a", "2")]
    assert repair(history, {}) == history[:2]


def test_two_calls_of_one_id_are_one() -> None:
    assert repair([asked("a", "b", "a"), result("a"), result("b")], {}) == [asked("a", "b"), result("a"), result("b")]


@pytest.mark.parametrize("empty", [replied(""), {"role": "assistant", "content": None}, asked(), {"role": "assistant"}])
def test_an_assistant_message_that_says_nothing_is_left_out(empty: Message) -> None:
    assert repair([said("hi"), empty, said("hello?")], {}) == [said("hi"), said("hello?")]


def test_no_calls_are_no_key() -> None:
    assert repair([{"role": "assistant", "content": "hi", "tool_calls": []}], {}) == [replied("hi")]


@pytest.mark.parametrize("raw", ["", "nonsense", '{"lines": [', "[1]", '{"quantity": NaN}', "[" * 100_000])
def test_arguments_that_are_no_object_are_emptied(raw: str) -> None:
    assert repair([asked("a", arguments=raw), result("a")], {}) == [asked("a"), result("a")]


# --- window ---------------------------------------------------------------------------------------------------------

TURNS = [
    [said("1"), asked("a"), result("a"), replied("one")],
    [said("2"), replied("two")],
    [said("3"), asked("b", "c"), result("b"), result("c"), replied("three")],
]
WHOLE = [SYSTEM, *(message for turn in TURNS for message in turn)]


def test_the_latest_turns_are_kept_whole() -> None:
    assert window(WHOLE, max_turns=3, max_chars=10_000) == WHOLE
    assert window(WHOLE, max_turns=2, max_chars=10_000) == [SYSTEM, *TURNS[1], *TURNS[2]]
    assert window(WHOLE, max_turns=1, max_chars=10_000) == [SYSTEM, *TURNS[2]]


def test_characters_bound_it_too() -> None:
    size = sum(characters(message) for turn in TURNS[1:] for message in turn)
    assert window(WHOLE, max_turns=3, max_chars=size) == [SYSTEM, *TURNS[1], *TURNS[2]]
    assert window(WHOLE, max_turns=3, max_chars=size - 1) == [SYSTEM, *TURNS[2]]


def test_a_gap_is_never_left() -> None:
    long = [said("x" * 1000), replied("y")]
    assert window([SYSTEM, *TURNS[0], *long, *TURNS[2]], max_turns=9, max_chars=500) == [SYSTEM, *TURNS[2]]


def test_the_last_turn_is_kept_however_long() -> None:
    assert window([SYSTEM, *TURNS[0], said("x" * 1000)], max_turns=5, max_chars=10) == [SYSTEM, said("x" * 1000)]


def test_what_came_before_the_person_spoke_is_a_turn() -> None:
    greeted = [SYSTEM, replied("hello"), said("hi")]
    assert window(greeted, max_turns=2, max_chars=100) == greeted
    assert window(greeted, max_turns=1, max_chars=100) == [SYSTEM, said("hi")]


def test_nothing_stays_nothing() -> None:
    assert window([], max_turns=1, max_chars=1) == []
    assert window([SYSTEM], max_turns=1, max_chars=1) == [SYSTEM]


def test_a_window_of_no_turns_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        window(WHOLE, max_turns=0, max_chars=10)


# --- properties -----------------------------------------------------------------------------------------------------

texts = st.text("订5a ", min_size=1, max_size=8).filter(str.strip)


@st.composite
def histories(draw: st.DrawFn) -> list[Message]:
    """Valid ones: turns of words, rounds of parallel calls answered in any order, and replies."""
    messages, count = [SYSTEM], 0
    for _ in range(draw(st.integers(0, 4))):
        messages.append(said(draw(texts)))
        for _ in range(draw(st.integers(0, 3))):
            ids = [f"c{count + at}" for at in range(draw(st.integers(1, 3)))]
            count += len(ids)
            messages.append(
                asked(*ids, text=draw(st.none() | texts), arguments=draw(st.sampled_from(["{}", '{"a":1}'])))
            )
            messages.extend(result(id) for id in draw(st.permutations(ids)))
        if draw(st.booleans()):
            messages.append(replied(draw(texts)))
    return messages


results = st.dictionaries(st.sampled_from([f"c{at}" for at in range(12)]), st.just({"status": "ok", "order": "PO-1"}))


@given(histories())
def test_valid_histories_are_valid(history: list[Message]) -> None:
    assert complaint(history) is None


@given(histories(), st.data())
def test_cut_anywhere_and_repaired_is_valid(history: list[Message], data: st.DataObject) -> None:
    for at in range(len(history) + 1):
        assert complaint(repair(history[:at], data.draw(results))) is None
        assert complaint(repair(history[at:], {})) is None


@given(histories(), results, st.data())
def test_any_part_in_any_order_repaired_is_valid(
    history: list[Message], done: dict[str, Message], data: st.DataObject
) -> None:
    part = data.draw(st.permutations(history).map(lambda shuffled: shuffled[: len(shuffled) * 2 // 3]))
    repaired = repair([*part, *part[:3]], done)
    assert complaint(repaired) is None
    assert repair(repaired, done) == repaired


@given(histories())
def test_nothing_is_lost_of_a_valid_history(history: list[Message]) -> None:
    before = copy.deepcopy(history)
    repaired = repair(history, {})
    assert history == before
    assert [message for message in repaired if message["role"] != "tool"] == [
        message for message in history if message["role"] != "tool"
    ]
    assert sorted(map(str, repaired)) == sorted(map(str, history))


@given(histories(), results, st.integers(0, 40))
def test_a_dangling_call_gets_what_it_did(history: list[Message], done: dict[str, Message], at: int) -> None:
    cut = history[:at]
    answered = {message["tool_call_id"] for message in cut if message["role"] == "tool"}
    for message in repair(cut, done):
        if message["role"] == "tool" and (id := message["tool_call_id"]) not in answered:
            assert json.loads(message["content"]) == done.get(id, CANCELLED)


@given(histories(), st.integers(1, 4), st.integers(0, 60))
def test_a_window_is_valid_and_bounded(history: list[Message], max_turns: int, max_chars: int) -> None:
    kept = window(repair(history, {}), max_turns=max_turns, max_chars=max_chars)
    assert complaint(kept) is None
    turns = sum(message["role"] == "user" for message in kept)
    assert turns <= max_turns
    assert turns <= 1 or sum(characters(message) for message in kept[1:]) <= max_chars
    assert kept[0] == SYSTEM
    assert len(kept) == 1 or kept[1]["role"] == "user"


def test_turn_200_costs_what_turn_20_did() -> None:
    turn = [said("x" * 400), asked("a", "b"), result("a", "y" * 400), result("b", "z" * 300), replied("w" * 100)]
    costs = [
        sum(characters(message) for message in window([SYSTEM, *turn * count], max_turns=8, max_chars=20_000))
        for count in (20, 200)
    ]
    assert costs[0] == costs[1]
