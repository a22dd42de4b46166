"""The English voice with the real model: how it sounds is for people, where its words end is for us."""

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from voice.errors import ModelMissing
from voice.frames import level, samples_of
from voice.marks import TAIL
from voice.model_files import SpeechSettings, voice_file, whisper_folder
from voice.piper import Piper, with_alignments
from voice.ports import RATE, Clip
from voice.whisper import Whisper

pytestmark = pytest.mark.voice

SENTENCES = (
    "I have drafted an order for five hundred bearings of the type six two oh four, due on Friday.",
    "Ningbo Castings can do a hundred by then. Shall I place it?",
    "Yes.",
    "It costs $1,250.50; order PO-2026-00117 is a day late!",
)


@pytest.fixture(scope="module")
def file() -> Path:
    found = voice_file(SpeechSettings(), "en")
    assert isinstance(found, Path), "no Piper voice is installed"
    return found


@pytest.fixture(scope="module")
def piper(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Piper:
    return Piper(file, tmp_path_factory.mktemp("aligned"), "en")


@pytest.mark.parametrize("text", SENTENCES)
def test_marks_fit_the_clip(text: str, piper: Piper) -> None:
    clip = piper.synthesise(text)
    ends = [mark.end for mark in clip.marks]
    assert "".join(mark.text for mark in clip.marks) == text
    assert all(later > earlier for earlier, later in pairwise([0, *ends])), "a word without any sound of its own"
    assert 0 <= len(clip.pcm) // 2 - ends[-1] <= TAIL + RATE // 4
    assert -30 < level(clip.pcm) < -12


def test_a_recogniser_hears_the_words_up_to_the_mark(piper: Piper) -> None:
    """The clip cut where a mark says that "bearings" ends holds that word, and not the next."""
    clip = piper.synthesise("I have drafted an order for five hundred bearings from Suzhou.")
    whisper = Whisper(whisper_folder(SpeechSettings()))
    ends = {mark.text.strip(): mark.end for mark in clip.marks}
    heard = whisper.transcribe(clip.pcm[: 2 * ends["bearings"]], "en").text.lower().rstrip(".")
    assert heard.endswith(("bearings", "bearing")), heard
    heard = whisper.transcribe(clip.pcm[: 2 * ends["drafted"]], "en").text.lower().rstrip(".")
    assert heard.endswith("drafted"), heard


def test_it_sounds_from_the_first_moment(piper: Piper) -> None:
    clip = piper.synthesise("Five hundred.")
    assert np.abs(samples_of(clip.pcm)[: RATE // 20]).max() > 0.01


@pytest.mark.parametrize("text", ["", "...", " \n"])
def test_nothing_to_say(text: str, piper: Piper) -> None:
    clip = piper.synthesise(text)
    assert "".join(mark.text for mark in clip.marks) == text
    assert len(clip.pcm) < RATE  # a dot or two may be a breath


@pytest.mark.parametrize("text", ["Order 轴承 now", "a\0b", "x\ud800y", "[[", "é ñ ø", "😀 yes"])
def test_odd_characters_do_no_harm(text: str, piper: Piper) -> None:
    clip = piper.synthesise(text)
    assert isinstance(clip, Clip)
    assert "".join(mark.text for mark in clip.marks) == text


def test_the_copy_is_written_once(file: Path, tmp_path: Path) -> None:
    copy = with_alignments(file, tmp_path)
    before = copy.stat()
    assert with_alignments(file, tmp_path) == copy
    assert os.listdir(tmp_path) == [copy.name]
    assert copy.stat().st_mtime_ns == before.st_mtime_ns


def test_a_voice_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        Piper(tmp_path / "no.onnx", tmp_path, "zh")
    assert caught.value.field == "SUPPLYLINE_VOICE_ZH"
