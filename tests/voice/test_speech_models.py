"""Both workers with the real models, opened as a service opens them."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.voice.recordings import need_recordings, recording
from tests.voice.test_worker import gone
from voice.errors import ModelMissing
from voice.frames import silence
from voice.inventory import check, check_text, models, models_json, models_text
from voice.model_files import SpeechSettings
from voice.ports import Recogniser, Synthesiser
from voice.speech_models import SpeechModels, open_speech

pytestmark = pytest.mark.voice


@pytest.fixture
async def speech() -> AsyncIterator[SpeechModels]:
    async with open_speech() as opened:
        yield opened


async def test_what_is_said_is_heard(speech: SpeechModels) -> None:
    recogniser: Recogniser = speech.recogniser
    synthesiser: Synthesiser = speech.synthesiser
    clip = await synthesiser.synthesise("I would like to order five hundred bearings.", "en")
    transcript = await recogniser.transcribe(clip.pcm + silence(0.2), prompts={"en": "bearings, cartons"})
    assert transcript is not None
    assert transcript.language == "en"
    assert "bearings" in transcript.text.lower()
    assert transcript.no_speech < 0.2
    assert transcript.seconds > 0
    chinese = await synthesiser.synthesise("请问您要订多少个轴承?", "zh")
    heard = await recogniser.transcribe(chinese.pcm)
    assert heard is not None
    assert heard.language == "zh"


async def test_killed_in_mid_decode_the_call_goes_on(speech: SpeechModels) -> None:
    need_recordings()
    worker = speech.recogniser.worker
    pid = worker.pid
    assert pid is not None
    pending = asyncio.create_task(speech.recogniser.transcribe(recording("conf-getpin")))
    await asyncio.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    transcript = await pending
    assert transcript is not None
    assert "conference" in transcript.text.lower()
    assert worker.restarts == 1
    assert gone(pid)
    assert (await speech.synthesiser.synthesise("Yes.", "en")).pcm, "the other worker lives on"


async def test_a_partial_gives_way_to_a_final(speech: SpeechModels) -> None:
    need_recordings()
    partial = asyncio.create_task(speech.recogniser.transcribe(recording("conf-getpin"), urgent=False))
    await asyncio.sleep(0.01)
    final = await speech.recogniser.transcribe(recording("all-circuits-busy-now"))
    assert final is not None
    assert "busy" in final.text
    assert await partial is None


async def test_the_event_loop_is_not_held_up(speech: SpeechModels) -> None:
    need_recordings()
    decoding = asyncio.create_task(speech.recogniser.transcribe(recording("basic-pbx-ivr-main")))
    turns = 0
    while not decoding.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert turns > 20  # it takes half a second at the least; a decode inside the loop would leave it one turn


async def test_nothing_is_left_behind() -> None:
    async with open_speech() as speech:
        pids = [speech.recogniser.worker.pid, speech.synthesiser._synthesiser.worker.pid]  # type: ignore[attr-defined]
        waiting = asyncio.create_task(speech.recogniser.transcribe(silence(5.0)))
        await asyncio.sleep(0)
    assert all(pid is not None and gone(pid) for pid in pids)
    await asyncio.gather(waiting, return_exceptions=True)


async def test_a_missing_model_ends_the_opening_whole(tmp_path: Path) -> None:
    (tmp_path / "whisper-small").mkdir()
    (tmp_path / "whisper-small" / "model.bin").write_bytes(b"not a model")
    with pytest.raises(ModelMissing) as caught:
        async with open_speech(SpeechSettings(whisper="small", folder=tmp_path)):
            pass
    assert caught.value.field == "SUPPLYLINE_WHISPER"


async def test_the_models_in_use_are_checked() -> None:
    checked = await check(SpeechSettings())
    english = next(each for each in checked["sentences"] if each["language"] == "en")
    assert "bearings" in english["wrote"]
    assert [model["state"] for model in checked["models"]] == ["in use"] * 3
    assert checked["cautions"] == [caution for caution in checked["cautions"] if "espeak-ng" in caution]
    assert "whisper-base (zh, en): loads" in check_text(checked)


def test_models_are_listed_once_each() -> None:
    found = models(SpeechSettings())
    assert found[0].name == "whisper-base"
    assert found[0].state == "in use"
    assert len({(model.name, model.languages) for model in found}) == len(found)
    assert {model["kind"] for model in models_json(found)} == {"recogniser", "voice"}
    assert len(models_text(found).splitlines()) == len(found)
