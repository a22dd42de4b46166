"""The playout clock: what is counted as heard is what was played, whatever is paused, resumed or cut."""

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from voice.playout import LEAD, Playout
from voice.ports import FRAME_SAMPLES, Clip, Mark
from voice.speech import Speech


class FarEnd:
    """Plays what it has when asked to; remembers all it played."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.heard = bytearray()

    def play(self, samples: int) -> None:
        self.heard += self.buffer[: samples * 2]
        del self.buffer[: samples * 2]

    async def send(self, pcm: bytes) -> None:
        self.buffer += pcm

    def played(self) -> int:
        return len(self.heard) // 2

    async def flush(self) -> int:
        self.buffer.clear()
        return self.played()

    async def duck(self, gain: float) -> None:
        self.gain = gain

    async def tell(self, event: dict[str, Any]) -> None:
        raise AssertionError(event)

    async def close(self) -> None:
        raise AssertionError

    def frames(self) -> Any:
        raise AssertionError


def numbered(words: int, samples: int) -> Speech:
    """The n-th word consists of samples of value n."""
    speech = Speech()
    for word in range(1, words + 1):
        speech.add(Clip(word.to_bytes(2, "little") * samples, (Mark(f"{word} ", samples),)))
    speech.finish(asks=False)
    return speech


def words_of(pcm: bytes, samples: int) -> list[int]:
    """Words all of whose samples are there, in the order they ended."""
    values = [int.from_bytes(pcm[at : at + 2], "little") for at in range(0, len(pcm), 2)]
    ended, run = [], 0
    for at, value in enumerate(values):
        run = run + 1 if at and values[at - 1] == value and run < samples else 1
        if run == samples:
            ended.append(value)
    return ended


moves = st.lists(st.sampled_from(["tick", "play", "pause", "resume"]), max_size=60)


@given(moves, st.integers(1, 40), st.integers(200, 2_000))
def test_heard_is_what_was_played(events: list[str], words: int, samples: int) -> None:
    async def run() -> None:
        far, speech = FarEnd(), numbered(words, samples)
        playout = Playout(far)
        playout.say(speech)
        for event in events:
            if event == "tick":
                await playout.tick()
            elif event == "play":
                far.play(FRAME_SAMPLES)
            elif event == "pause":
                await playout.stop()
            else:
                playout.resume()
            assert len(far.buffer) // 2 <= LEAD + FRAME_SAMPLES
        cut = await playout.cut()
        if cut is None:
            assert words_of(far.heard, samples)[-1] == words
            return
        heard = [int(word) for word in cut[0].heard(cut[1]).split()]
        said = words_of(far.heard, samples)
        assert heard == list(range(1, max(said, default=0) + 1))

    asyncio.run(run())


def test_a_pause_goes_on_from_the_start_of_the_cut_word() -> None:
    async def run() -> None:
        far, speech = FarEnd(), numbered(5, 1_600)
        playout = Playout(far)
        playout.say(speech)
        for _ in range(8):
            await playout.tick()
            far.play(FRAME_SAMPLES)
        assert far.played() == 2_560  # in the second word
        await playout.stop()
        assert far.buffer == b""
        assert await playout.tick() == []
        playout.resume()
        await playout.tick()
        assert int.from_bytes(far.buffer[:2], "little") == 2
        assert len(far.buffer) // 2 >= FRAME_SAMPLES

    asyncio.run(run())


def test_a_far_end_that_plays_nothing_has_heard_nothing() -> None:
    async def run() -> None:
        far, speech = FarEnd(), numbered(5, 1_600)
        playout = Playout(far)
        playout.say(speech)
        for _ in range(20):
            assert await playout.tick() == []
        cut = await playout.cut()
        assert cut is not None
        assert cut[0].heard(cut[1]) == ""

    asyncio.run(run())


def test_began_asking_finished_come_when_they_are_played() -> None:
    async def run() -> None:
        far, speech = FarEnd(), Speech()
        speech.add(Clip(b"\1\0" * 640, (Mark("So. ", 640),)), opens=True)
        speech.add(Clip(b"\2\0" * 640, (Mark("Yes?", 640),)), opens=True)
        speech.finish(asks=True)
        playout = Playout(far)
        playout.say(speech)
        happened = []
        for _ in range(6):
            happened.append(await playout.tick())
            far.play(FRAME_SAMPLES)
        assert happened == [[], ["began"], ["asking"], [], ["finished"], []]

    asyncio.run(run())


def test_an_empty_speech_finishes() -> None:
    async def run() -> None:
        speech = Speech()
        speech.finish(asks=False)
        playout = Playout(FarEnd())
        playout.say(speech)
        assert await playout.tick() == ["finished"]

    asyncio.run(run())
