"""The caller stands out from the room; the room alone does not; and a quiet room changes nothing."""

import numpy as np
import pytest

from voice.room import FIRST, FRAMES, Room


def murmur(frames: int, around: float, seed: int = 0) -> list[float]:
    """Levels of people talking further away: they go up and down by some dB."""
    return [around + float(step) for step in np.random.default_rng(seed).normal(0.0, 1.5, frames)]


def speech(frames: int, peak: float) -> list[float]:
    """Levels of syllables of 200 ms, each for half of it at its peak."""
    return [peak if at % 10 < 5 else peak - 12.0 for at in range(frames)]


def standing_out(room: Room, levels: list[float]) -> float:
    return sum(room.stands_out(level) for level in levels) / len(levels)


@pytest.mark.parametrize("around", [-50.0, -37.0, -32.0])
def test_a_room_full_of_people_does_not_stand_out_from_itself(around: float) -> None:
    room = Room()
    standing_out(room, murmur(FRAMES, around))
    assert standing_out(room, murmur(500, around, seed=1)) < 0.05


def test_the_caller_stands_out_from_the_room() -> None:
    room = Room()
    standing_out(room, murmur(FRAMES, -37.0))
    assert standing_out(room, [max(pair) for pair in zip(speech(300, -24.0), murmur(300, -37.0), strict=True)]) >= 0.5
    assert standing_out(room, murmur(40, -37.0)[15:]) < 0.05, "and the room is the room again when the caller is silent"


def test_in_a_quiet_room_all_of_the_speech_counts() -> None:
    room = Room()
    standing_out(room, [-96.0] * FRAMES)
    pauses = [-96.0] * 50
    spoken = [room.stands_out(level) for level in (speech(100, -24.0) + pauses) * 4]
    assert all(spoken[at] for at in range(len(spoken)) if at % 150 < 100)


def test_nothing_is_held_against_a_caller_before_the_room_is_known() -> None:
    room = Room()
    assert all(room.stands_out(-24.0) for _ in range(FIRST - 1))


def test_a_room_that_grows_loud_is_known_within_its_eight_seconds() -> None:
    room = Room()
    standing_out(room, murmur(FRAMES, -60.0))
    standing_out(room, murmur(FRAMES, -37.0))
    assert standing_out(room, murmur(200, -37.0, seed=2)) < 0.05
