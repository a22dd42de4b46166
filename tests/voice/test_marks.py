"""Where words end: cutting texts, matching phonemes, trimming silence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.test_frames import tone
from voice.frames import samples_of, silence
from voice.marks import LEAD, QUIET, TAIL, aligned, marks_of, trimmed, words_of
from voice.ports import RATE, Clip, Mark


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("向苏州精密订500个。", ["向", "苏", "州", "精", "密", "订", "500", "个。"]),
        ("Five hundred, due on Friday.", ["Five ", "hundred, ", "due ", "on ", "Friday."]),
        ("  well - yes  ", ["  well - ", "yes  "]),
        ("订6204轴承,OK吗?", ["订", "6204", "轴", "承,", "OK", "吗?"]),
        ("it costs $1,250.50", ["it ", "costs ", "$1,250.50"]),
        ("「好」,下周五", ["「好」,", "下", "周", "五"]),
        ("订A4纸，好吗？", ["订", "A4", "纸，", "好", "吗？"]),
        ("编号A-1。下一个", ["编", "号", "A-1。", "下", "一", "个"]),
        ("...", ["..."]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text(alphabet="订六 a1,。?「」$-\n", max_size=40) | st.text(max_size=40))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words_of(text)) == text


def test_words_that_run_into_each_other() -> None:
    """As espeak-ng says "bearings of the type": of and the become one, and lose a stress mark."""
    pieces = ["bˈɛɹɪŋz", "ˈʌv", "ðə", "tˈaɪp"]
    whole = "bˈɛɹɪŋzʌvðətˈaɪp"
    assert [whole[:end] for end in aligned(pieces, whole)] == [
        "bˈɛɹɪŋz", "bˈɛɹɪŋzʌv", "bˈɛɹɪŋzʌvðə", "bˈɛɹɪŋzʌvðətˈaɪp",
    ]  # fmt: skip


@given(st.lists(st.text(alphabet="abcde", max_size=6), max_size=8), st.text(alphabet="abcdef", max_size=40))
def test_reaching_never_goes_back_nor_past_the_end(pieces: list[str], whole: str) -> None:
    reached = aligned(pieces, whole)
    assert len(reached) == len(pieces)
    assert reached == sorted(reached)
    assert all(0 <= end <= len(whole) for end in reached)


@given(st.lists(st.text(alphabet="abcde", min_size=1, max_size=6), min_size=1, max_size=8))
def test_the_same_phonemes_match_exactly(pieces: list[str]) -> None:
    assert aligned(pieces, "".join(pieces)) == [len("".join(pieces[: n + 1])) for n in range(len(pieces))]


def test_marks_stay_in_order_and_in_the_clip() -> None:
    assert marks_of(["a", "b", "c"], [50, 40, 900], 100) == (Mark("a", 50), Mark("b", 50), Mark("c", 100))


def test_trimming_moves_the_marks_along() -> None:
    sound = silence(0.5) + tone(440, 0.3) + silence(1.0)
    start, end = RATE // 2, RATE // 2 + 3 * RATE // 10
    clip = trimmed(Clip(sound, (Mark("a ", start + 100), Mark("b", end))))
    assert len(clip.pcm) // 2 == pytest.approx(LEAD + 0.3 * RATE + TAIL, abs=20)
    assert [mark.text for mark in clip.marks] == ["a ", "b"]
    first = int(np.flatnonzero(np.abs(samples_of(clip.pcm)) > QUIET)[0])
    assert clip.marks[0].end - first == pytest.approx(100, abs=10)


def test_silence_is_left_alone() -> None:
    clip = Clip(silence(0.1), (Mark("...", 0),))
    assert trimmed(clip) == clip
