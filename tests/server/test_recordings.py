"""Recording calls: only when both sides agreed, after the notice, for its own caller, and not for ever."""

import os
import wave
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from agent.assistant import Agent
from procurement.store import Store
from server.app import create_app
from server.recordings import RecordingEntry, Recordings
from server.settings import Settings
from tests.server.conftest import client_of
from tests.server.phone import ANSWER, HELLO, LOUD, SILENT, Models, Page, parts
from voice.ports import RATE

HELLO_RECORDED = {**HELLO, "record": True}


@pytest.fixture
def folder(store: Store) -> Path:
    return store.path.parent / "recordings"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


@pytest.fixture
async def app(store: Store, agent: Agent) -> AsyncIterator[FastAPI]:
    app = create_app(Settings(grace=2.0, recording=True), agent, store, pages=False, parts=parts(Models()))
    async with app.router.lifespan_context(app):
        yield app


async def recorded_call(app: FastAPI, *, drop: bool = False, **headers: str) -> str:
    """The id of the recording of a call in which one sentence is said."""
    async with Page().calling(app, **headers) as page:
        page.say(HELLO_RECORDED)
        assert (await page.until("welcome"))["recording"] is True
        recording: dict[str, Any] = await page.until("recording")
        await page.sentence()
        if drop:
            page.say(LOUD)
            await page.handled()
        else:
            await page.until("reply")
            page.say({"type": "hang_up"})
            await page.until_closed()
    return str(recording["id"])


async def test_the_caller_is_told_first_then_recorded(app: FastAPI, folder: Path) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO_RECORDED)
        assert (await page.until("notice"))["text"] == "This call is recorded."
        for _ in range(3):
            page.say(LOUD)  # said during the notice
        recording = await page.until("recording")
        assert page.samples == len(ANSWER) // 2
        assert recording["days"] == 30
        for _ in range(50):
            page.say(SILENT)
        await page.handled()
        page.say({"type": "hang_up"})
        await page.until_closed()
    with wave.open(str(folder / f"{recording['id']}.wav")) as file:
        assert file.getnchannels() == 2
        assert file.getnframes() == RATE  # the fifty frames after the notice
        assert set(file.readframes(RATE)) == {0}


async def test_without_the_callers_word_nothing_is_recorded(app: FastAPI, folder: Path) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO)
        assert (await page.until("welcome"))["recording"] is False
        await page.sentence()
        await page.until("reply")
    assert names(folder) == []


async def test_without_the_operators_word_nothing_is_recorded(store: Store, agent: Agent, folder: Path) -> None:
    app = create_app(Settings(grace=2.0), agent, store, pages=False, parts=parts(Models()))
    async with app.router.lifespan_context(app), Page().calling(app) as page:
        page.say(HELLO_RECORDED)
        assert (await page.until("welcome"))["recording"] is False
        await page.sentence()
        await page.until("reply")
    assert names(folder) == []


@pytest.mark.parametrize("drop", [False, True])
async def test_however_a_call_ends_its_recording_is_whole(app: FastAPI, folder: Path, drop: bool) -> None:
    name = await recorded_call(app, drop=drop)
    assert names(folder) == [f"{name}.json", f"{name}.wav"]
    async with client_of(app) as client:
        listed = (await client.get("/api/recordings")).json()
        sound = await client.get(f"/api/recordings/{name}/audio")
    assert [entry["id"] for entry in listed] == [name]
    assert 0.4 <= listed[0]["seconds"] <= 0.7  # the sentence, and what was played of the answer
    assert sound.headers["content-type"] == "audio/wav"
    assert sound.content[:4] == b"RIFF"
    assert int.from_bytes(sound.content[4:8], "little") == len(sound.content) - 8


async def test_only_the_caller_may_hear_it(app: FastAPI) -> None:
    name = await recorded_call(app)
    for handle in ("manager", "huadong-precision"):
        async with client_of(app, **{"X-Actor": handle}) as client:
            assert (await client.get("/api/recordings")).json() == []
            assert (await client.get(f"/api/recordings/{name}/audio")).status_code == 404
    async with client_of(app) as client:
        for wrong in ("rec_none", "..%2F..%2Fsupplyline.db", f"{name}.json"):
            assert (await client.get(f"/api/recordings/{wrong}/audio")).status_code == 404


def test_what_was_kept_long_enough_goes(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path / "recordings", days=7)
    now = datetime.now(UTC)
    for name, age in (("rec_old", 8), ("rec_new", 6)):
        recording = recordings.begin(name, 0)
        recording.heard_caller(SILENT)
        assert recordings.finish(recording, RecordingEntry(name, "c", "cnv_1", now - timedelta(days=age), 0.0))
    for name, age in (("rec_left.part", 2), ("rec_running.part", 0)):
        part = recordings.folder / name
        part.touch()
        os.utime(part, times=(now.timestamp() - age * 86_400,) * 2)
    assert recordings.purge(now) == 1
    assert names(recordings.folder) == ["rec_new.json", "rec_new.wav", "rec_running.part"]


def test_purging_needs_no_folder(tmp_path: Path) -> None:
    assert Recordings(tmp_path / "none", days=7).purge(datetime.now(UTC)) == 0
