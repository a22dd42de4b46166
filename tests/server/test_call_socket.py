"""Calls over the WebSocket: who may call, what is taken, how it ends. Models are scripted; the rest is real."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI

from agent.assistant import Agent
from procurement import access
from procurement.errors import Unavailable
from procurement.store import Store
from prompts.loader import load_catalog
from server.app import create_app
from server.settings import Settings
from server.socket_transport import Limits
from tests.server.conftest import client_of, started
from tests.server.phone import ANSWER, HELLO, LOUD, SILENT, Models, Page, parts, quiet, working
from voice.ports import FRAME_BYTES

BUSY = load_catalog("spoken", "zh")("phrase.busy")


@pytest.fixture
def models() -> Models:
    return Models()


@asynccontextmanager
async def served(
    store: Store,
    agent: Agent,
    models: Models,
    limits: Limits | None = None,
    *,
    stubborn: bool = False,
    **settings: Any,
) -> AsyncIterator[FastAPI]:
    app = create_app(Settings(grace=2.0, **settings), agent, store, pages=False, parts=parts(models, stubborn=stubborn))
    if limits is not None:
        app.state.service.call_limits = limits
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def app(store: Store, agent: Agent, models: Models) -> AsyncIterator[FastAPI]:
    async with served(store, agent, models) as app:
        yield app


# --- a call -----------------------------------------------------------------------------------------------------------


async def test_a_sentence_is_answered_and_both_are_in_the_conversation(app: FastAPI) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO)
        welcome = await page.until("welcome")
        await page.sentence()
        assert (await page.until("final"))["text"] == "where is it"
        reply = await page.until("reply")
        while page.samples < len(ANSWER) // 2:
            await page.change()
        page.say({"type": "hang_up"})
        assert await page.until_closed() == 1000
    async with client_of(app) as client:
        turns = (await client.get(f"/api/conversations/{welcome['conversation']}/turns")).json()
    assert [(turn["channel"], turn["input"]["text"], turn["reply"]) for turn in turns] == [
        ("voice", "where is it", reply["text"])
    ]


async def test_a_call_goes_on_where_the_chat_was(app: FastAPI) -> None:
    async with client_of(app) as client:
        conversation = await started(client)
    async with Page().calling(app) as page:
        page.say({**HELLO, "conversation": conversation})
        assert (await page.until("welcome"))["conversation"] == conversation


async def test_frames_of_any_size_are_cut_to_20_ms(app: FastAPI) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        sound = LOUD * 10 + SILENT * 10
        for start in range(0, len(sound), 998):
            page.say(sound[start : start + 998])
        await page.until("final")


async def test_a_flush_returns_what_was_played_by_then(store: Store, agent: Agent, models: Models) -> None:
    async with served(store, agent, models) as app, Page(plays=False).calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        await page.sentence()
        while page.samples < len(ANSWER) // 2:
            await page.change()
        page.say({"type": "played", "samples": 700})
        for _ in range(5):
            page.say(LOUD)
        flush = await page.until("flush", 2)
        page.say({"type": "flushed", "id": flush["id"], "samples": 900})
        line = next(iter(app.state.service.hotline.lines.values()))
        async with asyncio.timeout(5):
            while line.transport.played() != 900:
                page.say(SILENT)
                await page.handled()


# --- who may call -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [{"host": "evil.example"}, {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:1"}],
)
async def test_other_sites_cannot_call(app: FastAPI, headers: dict[str, str]) -> None:
    async with Page().calling(app, **headers) as page:
        assert (page.accepted, page.closed) == (False, 1008)


async def test_the_service_itself_can(app: FastAPI) -> None:
    async with Page().calling(app, origin="http://localhost:8000") as page:
        assert page.accepted


async def test_without_a_credential_the_socket_is_refused(app: FastAPI, store: Store) -> None:
    async with store.begin() as uow:
        key = await access.issue_key(uow, "buyer", "test")
        await uow.commit()
    async with Page().calling(app) as page:
        assert (page.accepted, page.status) == (False, 401)
    async with Page().calling(app, authorization="Bearer sl_wrong") as page:
        assert (page.accepted, page.status) == (False, 401)
    async with Page().calling(app, authorization=f"Bearer {key}") as page:
        assert page.accepted


async def test_nobody_calls_into_somebody_elses_conversation(app: FastAPI) -> None:
    async with client_of(app) as client:
        conversation = await started(client)
    for handle in ("manager", "huadong-precision"):
        async with Page().calling(app, x_actor=handle) as page:
            page.say({**HELLO, "conversation": conversation})
            error = await page.until("error")
            assert (error["code"], error["field"]) == ("not_found", "conversation")
            assert await page.until_closed() == 1008
    async with Page().calling(app) as page:
        page.say({**HELLO, "conversation": "cnv_none"})
        assert (await page.until("error"))["code"] == "not_found"


async def test_a_conversation_has_one_call_at_a_time(app: FastAPI) -> None:
    async with Page().calling(app) as first, Page().calling(app) as second:
        first.say(HELLO)
        conversation = (await first.until("welcome"))["conversation"]
        second.say({**HELLO, "conversation": conversation})
        assert (await second.until("error"))["code"] == "conflict"
        assert first.closed is None


# --- what is taken ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "field", "code"),
    [
        ({**HELLO, "version": 2}, "version", 1007),
        ({**HELLO, "rate": 48_000}, "rate", 1007),
        ({**HELLO, "rate": "16000"}, "rate", 1007),
        ({**HELLO, "language": "fr"}, "language", 1007),
        ({**HELLO, "more": 1}, "more", 1007),
        ({**HELLO, "conversation": "x" * 201}, "conversation", 1007),
        ({"type": "played", "samples": 0}, "type", 1007),
        ({"type": "sing"}, "type", 1007),
        ("", "type", 1007),
        ("[]", "type", 1007),
        ('"' + "x" * 2000 + '"', "message", 1009),
        (LOUD, "type", 1008),
    ],
)
async def test_a_wrong_first_message_is_named(
    app: FastAPI, message: dict[str, Any] | str | bytes, field: str, code: int
) -> None:
    async with Page().calling(app) as page:
        page.say(message)
        error = await page.until("error")
        assert (error["code"], error["field"]) == ("invalid_input", field)
        assert error["remedy"]
        assert await page.until_closed() == code


@pytest.mark.parametrize(
    ("message", "field", "code"),
    [
        (HELLO, "type", 1007),
        ({"type": "played", "samples": 1}, "samples", 1007),
        ({"type": "played", "samples": -1}, "samples", 1007),
        ({"type": "flushed", "id": 0, "samples": 1}, "samples", 1007),
        (b"", "frame", 1003),
        (b"x", "frame", 1003),
        (bytes(20 * FRAME_BYTES), "frame", 1009),
    ],
)
async def test_a_wrong_message_ends_the_call(
    app: FastAPI, message: dict[str, Any] | bytes, field: str, code: int
) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        page.say(message)
        assert (await page.until("error"))["field"] == field
        assert await page.until_closed() == code


async def test_sound_that_comes_too_fast_ends_the_call(app: FastAPI) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        for _ in range(60):
            page.say(SILENT * 10)
        assert (await page.until("error"))["field"] == "rate"
        assert await page.until_closed() == 1008


async def test_messages_that_come_too_fast_end_the_call(app: FastAPI) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        for _ in range(1_000):
            page.say({"type": "played", "samples": 0})
        assert (await page.until("error"))["field"] == "messages"


async def test_a_burst_after_the_network_was_held_up_is_taken(app: FastAPI) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        for _ in range(240):  # 4.8 s
            page.say(SILENT)
        await page.sentence()
        await page.until("final")


@pytest.mark.parametrize(
    ("limits", "field", "code"),
    [
        (Limits(hello=0.05), None, 1008),
        (Limits(gap=0.1), "sound", 1008),
        (Limits(quiet=0.1), "quiet", 1000),
    ],
)
async def test_nobody_holds_a_line_by_doing_nothing(
    store: Store, agent: Agent, models: Models, limits: Limits, field: str | None, code: int
) -> None:
    async with served(store, agent, models, limits) as app, Page().calling(app) as page:
        if field is not None:
            page.say(HELLO)
            await page.until("welcome")
        for _ in range(20):
            if field == "quiet":
                page.say(SILENT)
            await asyncio.sleep(0.02)
        error = await page.until("error")
        assert error["field"] == (field or "sound")
        assert await page.until_closed() == code


async def test_on_hold_no_sound_comes_and_the_line_stays(store: Store, agent: Agent, models: Models) -> None:
    async with served(store, agent, models, Limits(gap=0.5, quiet=3.0)) as app, Page().calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        page.say({"type": "hold", "on": True})
        await asyncio.sleep(1.0)
        page.say({"type": "hold", "on": False})
        await page.sentence()
        await page.until("final")
        page.say({"type": "hold", "on": True})
        assert (await page.until("error"))["field"] == "sound"


async def test_what_was_flushed_is_not_waited_for(store: Store, agent: Agent, models: Models) -> None:
    async with served(store, agent, models, Limits(gap=0.6)) as app, Page(plays=False).calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        await page.sentence()
        await page.until("reply")
        for _ in range(5):
            page.say(LOUD)
        flush = await page.until("flush", 2)
        page.say({"type": "flushed", "id": flush["id"], "samples": 100})
        for _ in range(40):
            page.say(LOUD)
            await asyncio.sleep(0.02)
        assert page.closed is None
        page.say({"type": "played", "samples": 101})
        assert (await page.until("error"))["field"] == "samples"


async def test_a_page_that_stops_playing_loses_its_line(store: Store, agent: Agent, models: Models) -> None:
    async with served(store, agent, models, Limits(gap=0.3)) as app, Page(plays=False).calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        await page.sentence()
        await page.until("reply")
        for _ in range(40):
            page.say(SILENT)
            await asyncio.sleep(0.02)
        assert (await page.until("error"))["field"] == "played"


# --- places -----------------------------------------------------------------------------------------------------------


async def test_the_call_beyond_capacity_is_refused_in_words_and_the_others_go_on(
    store: Store, agent: Agent, models: Models
) -> None:
    async with served(store, agent, models, calls=1) as app, Page().calling(app) as first:
        first.say(HELLO)
        await first.until("welcome")
        async with Page().calling(app) as second:
            second.say({**HELLO, "language": "zh"})
            refused = await second.until("refused")
            assert (refused["code"], refused["message"]) == ("busy", BUSY)
            assert await second.until_closed() == 1013
            assert second.samples == len(ANSWER) // 2
        assert models.spoken == [BUSY]
        await first.sentence()
        await first.until("final")
        first.say({"type": "hang_up"})
        await first.until_closed()
        async with Page().calling(app) as third:
            third.say(HELLO)
            await third.until("welcome")


async def test_without_calls_the_page_is_told(store: Store, agent: Agent, models: Models) -> None:
    async with served(store, agent, models, calls=0) as app, Page().calling(app) as page:
        page.say(HELLO)
        assert (await page.until("error"))["code"] == "unavailable"
        assert await page.until_closed() == 1013


async def test_missing_speech_is_told_and_tried_again(store: Store, agent: Agent, models: Models) -> None:
    async with served(store, agent, models) as app:
        models.missing = Unavailable("No voice.", field="piper-tts", remedy="Install it.")
        async with Page().calling(app) as page:
            page.say(HELLO)
            error = await page.until("error")
            assert (error["message"], error["remedy"]) == ("No voice.", "Install it.")
        models.missing = None
        async with Page().calling(app) as page:
            page.say(HELLO)
            await page.until("welcome")
    assert (models.opened, models.closed) == (1, 1)


async def test_models_are_opened_once_for_all_calls(app: FastAPI, models: Models) -> None:
    assert models.opened == 0
    async with Page().calling(app) as first, Page().calling(app) as second:
        for page in (first, second):
            page.say(HELLO)
        for page in (first, second):
            await page.until("welcome")
    assert models.opened == 1


async def test_warm_models_have_said_the_fixed_sentences(app: FastAPI, models: Models) -> None:
    await app.state.service.hotline.warm()
    assert models.opened == 1
    assert BUSY in models.spoken
    async with Page().calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        assert [told["event"] for told in page.told] == ["welcome"]
    assert models.opened == 1


async def test_a_service_without_speech_starts_all_the_same(
    app: FastAPI, models: Models, caplog: pytest.LogCaptureFixture
) -> None:
    models.missing = Unavailable("No voice.", field="piper-tts")
    await app.state.service.hotline.warm()
    assert "no speech yet" in caplog.text


# --- endings ----------------------------------------------------------------------------------------------------------


async def test_a_drop_in_mid_word_leaves_nothing_behind(app: FastAPI) -> None:
    await asyncio.sleep(0.05)
    before = working()
    async with Page().calling(app) as page:
        page.say(HELLO)
        await page.until("welcome")
        for _ in range(8):
            page.say(LOUD)
        await page.until("partial")
    assert await quiet(before), working() - before
    assert app.state.service.hotline.lines == {}


async def test_a_call_that_does_not_end_by_itself_is_ended(
    store: Store, agent: Agent, models: Models, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.hotline.GRACE", 0.05)
    async with served(store, agent, models, stubborn=True) as app:
        await asyncio.sleep(0.05)
        before = working()
        async with Page().calling(app) as page:
            page.say(HELLO)
            await page.until("welcome")
        assert await quiet(before), working() - before
    assert "a call did not end by itself" in caplog.text


async def test_a_fault_of_ours_is_told_and_logged(
    store: Store, agent: Agent, models: Models, caplog: pytest.LogCaptureFixture
) -> None:
    models.missing = RuntimeError("boom")
    async with served(store, agent, models) as app, Page().calling(app) as page:
        page.say(HELLO)
        assert (await page.until("error"))["code"] == "unavailable"
        assert await page.until_closed() == 1011
    assert [record.levelno for record in caplog.records if record.message == "a call failed"] == [logging.ERROR]


async def test_the_service_stops_with_a_call_under_way(store: Store, agent: Agent, models: Models) -> None:
    page = Page()
    async with served(store, agent, models) as app:
        line = page.calling(app)
        await line.__aenter__()
        page.say(HELLO)
        await page.until("welcome")
    assert page.closed == 1001
    await line.__aexit__(None, None, None)
    assert models.closed == 1


async def test_what_is_done_beside_the_call_is_mentioned(app: FastAPI) -> None:
    async with Page().calling(app) as page:
        page.say(HELLO)
        conversation = (await page.until("welcome"))["conversation"]
        await page.handled()
        hotline = app.state.service.hotline
        hotline.mention(conversation, "Ordered, CNY 12.00.", "en")
        hotline.mention("cnv_other", "Not here.", "en")
        announced = hotline.lines[conversation].call.announced
    assert announced == [("Ordered, twelve yuan.", "en")]
