"""The recogniser with the real model: people's recordings, synthetic speech, and what is no speech at all."""

import re
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest

from tests.voice.recordings import need_recordings, recording, said_in
from tests.voice.test_frames import tone
from voice.errors import Dropped, ModelMissing
from voice.espeak import Espeak
from voice.frames import pcm_of, samples_of, silence
from voice.model_files import SpeechSettings, whisper_folder
from voice.ports import RATE, Language
from voice.whisper import (
    TAIL_SECONDS,
    VOICED_SECONDS,
    Whisper,
    invented,
    voiced_seconds,
    window_seconds,
    without_loops,
)

TRADE = "苏州精密、宁波铸件、轴承、面粉、纸箱、黄油、白砂糖、订单、库存、发货"
PROMPT = "Suzhou Precision, Ningbo Castings, bearings, cartons, flour, butter"
PEOPLE = (
    "agent-alreadyon", "all-circuits-busy-now", "cannot-complete-as-dialed", "check-number-dial-again",
    "conf-getchannel", "conf-getpin", "vm-enter-num-to-call", "vm-press", "please-try-again", "vm-goodbye",
)  # fmt: skip


@pytest.fixture(scope="module")
def whisper() -> Whisper:
    return Whisper(whisper_folder(SpeechSettings()))


def likeness(text: str, said: list[str]) -> float:
    return SequenceMatcher(None, re.findall(r"[a-z']+", text.lower()), said).ratio()


@pytest.mark.voice
def test_people_are_understood(whisper: Whisper) -> None:
    need_recordings()
    alike = [likeness(whisper.transcribe(recording(name)).text, said_in(name)) for name in PEOPLE]
    assert float(np.mean(alike)) > 0.9, dict(zip(PEOPLE, alike, strict=True))


@pytest.mark.voice
def test_the_short_window_writes_what_the_full_one_does(whisper: Whisper) -> None:
    need_recordings()
    for name in PEOPLE[:6]:
        samples = samples_of(recording(name))
        full = whisper._decode(whisper.encode(samples, 30.0), "en", "", len(samples) / RATE)
        short = whisper.transcribe(recording(name), "en")
        assert likeness(short.text, re.findall(r"[a-z']+", full.text.lower())) > 0.85, name
        assert abs(short.log_probability - full.log_probability) < 0.3


@pytest.mark.voice
def test_the_language_is_chosen(whisper: Whisper) -> None:
    need_recordings()
    assert {whisper.transcribe(recording(name)).language for name in PEOPLE} == {"en"}
    assert whisper.transcribe(Espeak("zh").synthesise("请问您要订多少个轴承").pcm).language == "zh"


@pytest.mark.voice
def test_a_prompt_brings_the_trades_words(whisper: Whisper) -> None:
    """A prompt must not be written out, and must not harm."""
    need_recordings()
    for name in PEOPLE[:4]:
        transcript = whisper.transcribe(recording(name), "en", {"en": PROMPT, "zh": "苏州精密"})
        assert likeness(transcript.text, said_in(name)) > 0.85
        assert "Ningbo" not in transcript.text


def noise(seconds: float, amplitude: float, seed: int = 0) -> bytes:
    return pcm_of(np.random.default_rng(seed).standard_normal(round(seconds * RATE)) * amplitude)


def knocks() -> bytes:
    """A table knocked on three times."""
    wood = np.exp(-np.arange(1_600) / 150) * np.sin(2 * np.pi * 180 * np.arange(1_600) / RATE)
    pause = np.zeros(2_400)
    return pcm_of(np.concatenate([pause, *([wood, pause] * 3)]) * 0.5)


NOTHING_SAID = {
    "silence": silence(2.0),
    "nothing": b"",
    "one sample": b"\1\0",
    "a click": silence(0.5) + b"\xff\x7f" * 40 + silence(0.5),
    "hiss": noise(2.0, 0.01),
    "loud hiss": noise(3.0, 0.1, 1),
    "a short hiss": noise(0.4, 0.05, 2),
    "hum": tone(50, 3.0, amplitude=0.1),
    "knocks": knocks(),
    "a beep": tone(1_000, 0.5),
}


@pytest.mark.voice
@pytest.mark.parametrize("name", NOTHING_SAID)
@pytest.mark.parametrize("language", ["zh", "en", None])
@pytest.mark.parametrize("prompts", [{}, {"zh": TRADE, "en": PROMPT}], ids=["alone", "prompted"])
def test_nothing_is_invented(
    name: str, language: Language | None, prompts: dict[Language, str], whisper: Whisper
) -> None:
    """Not even with a prompt, which Whisper recites over a knock, sure of every word: that would be an order."""
    transcript = whisper.transcribe(NOTHING_SAID[name], language, prompts)
    assert transcript.text == ""


@pytest.mark.voice
def test_a_request_gives_way_between_encoding_and_decoding(whisper: Whisper) -> None:
    with pytest.raises(Dropped):
        whisper.transcribe(noise(2.0, 0.05), "en", dropped=lambda: True)


@pytest.mark.voice
def test_of_too_long_speech_the_end_is_heard(whisper: Whisper) -> None:
    need_recordings()
    transcript = whisper.transcribe(silence(40.0) + recording("conf-getpin"), "en")
    assert likeness(transcript.text, said_in("conf-getpin")) > 0.8


@pytest.mark.voice
def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"has no model\.bin"):
        Whisper(tmp_path)


def test_the_window_grows_with_the_speech() -> None:
    assert window_seconds(0.5) == window_seconds(7.9) == 9.0
    assert window_seconds(12.0) == 12.0 + TAIL_SECONDS
    assert window_seconds(29.5) == 30.0


def test_a_click_is_not_an_utterance() -> None:
    assert voiced_seconds(samples_of(NOTHING_SAID["a click"])) < VOICED_SECONDS
    assert voiced_seconds(samples_of(tone(440, 0.3))) == pytest.approx(0.3)
    assert voiced_seconds(samples_of(b"")) == 0.0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我要五百个轴承", "我要五百个轴承"),
        ("零零零零一", "零零零零一"),  # a lot number
        ("对对对", "对对对"),
        ("no no no no", "no no no no"),
        ("谢谢" * 20, "谢"),
        ("纸箱、" * 6 + "纸", "纸箱、"),
        ("好 I want to order it. I want to order it. I want to order it. I want", "好 I want to order it."),
        ("the bearings, the bearings, the bearings, the bear", "the bearings,"),
        ("", ""),
    ],
)
def test_loops_are_cut(text: str, kept: str) -> None:
    assert without_loops(text) == kept


@pytest.mark.parametrize(
    ("text", "no_speech", "log_probability", "held"),
    [
        ("好的", 0.1, -0.3, False),
        ("嗯", 0.5, -0.5, False),  # faint, but the model is sure of the word
        ("好的", 0.3, -1.4, False),  # badly heard, but somebody spoke: the caller is asked again
        ("oh", 0.5, -2.0, True),  # a cough
        ("you", 0.8, -0.3, True),
        ("字幕由Amara.org社区提供", 0.0, -0.1, True),
        ("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目", 0.0, -0.1, True),
        ("Thanks for watching!", 0.2, -0.2, True),
        ("Thank you.", 0.2, -0.2, False),
    ],
)
def test_what_counts_as_invented(text: str, no_speech: float, log_probability: float, held: bool) -> None:
    assert invented(text, no_speech, log_probability) is held
