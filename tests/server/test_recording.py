"""A recording has both sides where they were heard."""

import wave
from array import array
from pathlib import Path

import pytest

from server.recording import Recording
from voice.ports import FRAME_BYTES, FRAME_SAMPLES, RATE

CALLER = b"\x01\x00" * FRAME_SAMPLES
AGENT = b"\x02\x00" * FRAME_SAMPLES


def sides(path: Path) -> tuple[list[int], list[int]]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        both = array("h", file.readframes(file.getnframes()))
    return list(both[0::2]), list(both[1::2])


def recorded(tmp_path: Path, since: int = 0) -> tuple[Recording, Path]:
    return Recording(tmp_path / "r.part", tmp_path / "r.wav", since), tmp_path / "r.wav"


def test_the_agent_lies_where_it_was_played(tmp_path: Path) -> None:
    recording, path = recorded(tmp_path)
    for frame in range(200):
        recording.heard_caller(CALLER)
        if frame < 10:
            recording.sent_agent(AGENT)  # as fast as it can be sent
        if 100 <= frame < 110 and frame % 2:  # played from 2.00 s on, reported every 40 ms
            recording.played_agent((frame - 99) * FRAME_SAMPLES)
    assert recording.finish()
    left, right = sides(path)
    assert len(left) == len(right) == 200 * FRAME_SAMPLES
    assert set(left) == {1}
    assert set(right[100 * FRAME_SAMPLES : 110 * FRAME_SAMPLES]) == {2}
    assert sum(right) == 2 * 10 * FRAME_SAMPLES


def test_late_reports_leave_no_gaps(tmp_path: Path) -> None:
    recording, path = recorded(tmp_path, since=500)
    recording.sent_agent(AGENT * 20)
    for frame in range(60):
        recording.heard_caller(CALLER)
        if frame in (10, 13, 14, 22):
            recording.played_agent(500 + 5 * FRAME_SAMPLES * (1 + (10, 13, 14, 22).index(frame)))
    assert recording.finish()
    right = sides(path)[1]
    spoken = [index for index, sample in enumerate(right) if sample]
    assert len(spoken) == spoken[-1] - spoken[0] + 1 == 20 * FRAME_SAMPLES


def test_what_was_flushed_is_not_in_it(tmp_path: Path) -> None:
    recording, path = recorded(tmp_path)
    recording.sent_agent(AGENT * 10)
    for _ in range(10):
        recording.heard_caller(CALLER)
    recording.played_agent(3 * FRAME_SAMPLES)
    recording.flushed_agent()
    recording.sent_agent(b"\x03\x00" * FRAME_SAMPLES)
    recording.heard_caller(CALLER)
    recording.played_agent(4 * FRAME_SAMPLES)
    assert recording.finish()
    right = sides(path)[1]
    assert (right.count(2), right.count(3)) == (3 * FRAME_SAMPLES, FRAME_SAMPLES)


def test_memory_does_not_grow_with_the_call(tmp_path: Path) -> None:
    recording, _ = recorded(tmp_path)
    for _ in range(5_000):
        recording.heard_caller(CALLER)
    assert len(recording._left) < 100 * FRAME_BYTES
    recording.finish()


def test_an_empty_recording_is_none(tmp_path: Path) -> None:
    recording, _ = recorded(tmp_path)
    assert not recording.finish()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_ends_the_recording_not_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    recording, _ = recorded(tmp_path)

    def full(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(recording._file, "writeframesraw", full)
    for _ in range(200):
        recording.heard_caller(CALLER)
    assert not recording.finish()
    assert "a recording broke off" in caplog.text
    assert list(tmp_path.iterdir()) == []
