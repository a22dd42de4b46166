"""The stopgap voice: Mandarin, English inside it, and where each word ends."""

import numpy as np
import pytest

from voice.espeak import Espeak, ends_of
from voice.frames import level, pcm_of, samples_of, seconds_of, silence
from voice.marks import TAIL


@pytest.mark.parametrize(
    "text",
    [
        "向苏州精密订五百个六二零四轴承,下周五之前到。一共一万二千元。",
        "订 6204 轴承 500 个,OK 吗?PO-2026-001 很好。",
        "这是 Ningbo Castings 的报价。",
        "好",
    ],
)
def test_marks_fit_the_clip(text: str) -> None:
    clip = Espeak("zh").synthesise(text)
    assert "".join(mark.text for mark in clip.marks) == text
    ends = [mark.end for mark in clip.marks]
    assert ends == sorted(ends)
    assert ends[0] > 0
    assert 0 <= len(clip.pcm) // 2 - ends[-1] <= TAIL
    assert -30 < level(clip.pcm) < -12


def test_a_longer_text_takes_longer() -> None:
    voice = Espeak("zh")
    short, long = voice.synthesise("五百个轴承"), voice.synthesise("五百个轴承,五百个轴承")
    assert seconds_of(long.pcm) > 1.8 * seconds_of(short.pcm)
    assert len(voice.synthesise("五百个轴承").pcm) == pytest.approx(len(short.pcm), rel=0.02)


def test_latin_letters_and_digits_inside_chinese_are_said() -> None:
    voice = Espeak("zh")
    without = seconds_of(voice.synthesise("我要轴承").pcm)
    assert seconds_of(voice.synthesise("我要 bearing 轴承").pcm) > without + 0.2
    assert seconds_of(voice.synthesise("我要 6204 轴承").pcm) > without + 0.5


def test_two_voices_in_one_process_do_not_mix() -> None:
    chinese, english = Espeak("zh"), Espeak("en")
    first = chinese.synthesise("好的")
    assert len(english.synthesise("好的").pcm) != pytest.approx(len(first.pcm), rel=0.02)
    assert len(chinese.synthesise("好的").pcm) == pytest.approx(len(first.pcm), rel=0.02)


@pytest.mark.parametrize("text", ["", "。。。", "\n", "—"])
def test_nothing_to_say(text: str) -> None:
    clip = Espeak("zh").synthesise(text)
    assert clip.pcm == b""
    assert "".join(mark.text for mark in clip.marks) == text


@pytest.mark.parametrize("text", ["好\0的", "坏\ud800字", "<speak>好</speak>", "😀好", "𠮷野家"])
def test_odd_characters_do_no_harm(text: str) -> None:
    clip = Espeak("zh").synthesise(text)
    assert clip.pcm
    assert "".join(mark.text for mark in clip.marks) == text


def test_a_pause_does_not_belong_to_the_word_before() -> None:
    sound = np.concatenate([np.full(100, 0.3), np.zeros(50), np.full(80, 0.3)])
    assert ends_of(["a", "b"], [(0, 0), (1, 150)], pcm_of(sound)) == [100, 230]


def test_words_that_the_library_joins_end_together() -> None:
    sound = pcm_of(np.full(200, 0.3))
    assert ends_of(["五", "百", "个"], [(0, 0), (2, 120)], sound) == [120, 120, 200]
    assert ends_of(["五", "百"], [], silence(0.001)) == [16, 16]


def test_it_is_loud_enough_from_the_first_moment() -> None:
    """Silence at the start would be heard as a slow answer."""
    clip = Espeak("zh").synthesise("好的,马上")
    assert np.abs(samples_of(clip.pcm)[:800]).max() > 0.02
