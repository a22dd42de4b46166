"""Whatever comes over a call's socket: no crash, no task or memory left behind, no record that is half written.

SUPPLYLINE_CALL_FUZZ is how many conversations are held, 1,000 by default; each is made from its number, so one that
fails can be held again.
"""

import asyncio
import gc
import logging
import os
import random
import tracemalloc
from collections import Counter
from itertools import cycle
from typing import Any

import pytest
from fastapi import FastAPI

from agent.assistant import Agent
from agent.scripted import ScriptedModel
from procurement import audit
from procurement.store import Store
from server.app import create_app
from server.settings import Settings
from server.socket_transport import Limits
from tests.server.conftest import client_of
from tests.server.phone import HELLO, LOUD, SILENT, Models, Page, quiet, real_calls, working

CONVERSATIONS = int(os.environ.get("SUPPLYLINE_CALL_FUZZ", "1000"))
AT_ONCE = 8
GROWTH = 3_000_000  # bytes that may be kept from the first quarter to the end: caches, not conversations

pytestmark = pytest.mark.fuzz


def hello(chance: random.Random) -> Any:
    """Mostly right, else wrong in one place."""
    if chance.random() < 0.75:
        return {**HELLO, "language": chance.choice(["zh", "en"]), "record": chance.random() < 0.3}
    return chance.choice(
        [
            {**HELLO, "rate": chance.choice([8_000, 44_100, 48_000, -1, 0, None, "16000", 10**30, 1.5])},
            {**HELLO, "version": chance.choice([0, 2, None, "1", []])},
            {**HELLO, "conversation": chance.choice(["cnv_none", "", "x" * 300, 7, "\x00", "../x", "中"])},
            {**HELLO, "language": chance.choice(["fr", "", None, 1])},
            {**HELLO, "extra": {"deep": [[[[]]]]}},
            {key: value for key, value in HELLO.items() if key != chance.choice(list(HELLO))},
            chance.randbytes(chance.randrange(200)).decode("latin-1"),
            "[" * chance.randrange(1_000),
            LOUD,
            "",
        ]
    )


def move(chance: random.Random, page: Page) -> list[Any]:
    """What the page does next: mostly sound, some of it in a shape that no page sends."""
    kind = chance.choices(
        ("silence", "word", "sentence", "cut", "played", "wrong", "noise", "flood", "text"),
        (25, 25, 25, 8, 12, 1, 3, 1, 1),
    )[0]
    match kind:
        case "silence":
            return [SILENT] * chance.randrange(1, 40)
        case "word":
            return [LOUD] * chance.randrange(1, 15) + [SILENT] * chance.randrange(40)
        case "sentence":
            return [LOUD] * 8 + [SILENT] * 40
        case "cut":
            sound = LOUD * 8 + SILENT * 8
            size = 2 * chance.randrange(1, 3_200)
            return [sound[start : start + size] for start in range(0, len(sound), size)]
        case "played":
            return [{"type": "played", "samples": page.samples}]
        case "wrong":
            return [
                chance.choice(
                    [
                        {"type": "played", "samples": chance.choice([-1, 10**18, None, "7", 1.5, page.samples + 1])},
                        {"type": "flushed", "id": chance.choice([0, 1, 10**9, -1]), "samples": page.samples},
                        {"type": "hold", "on": chance.choice([True, False, None, 1])},
                        hello(chance),
                    ]
                )
            ]
        case "noise":
            return [chance.randbytes(chance.choice([0, 1, 2, 639, 640, 641, 6_400, 6_401, 100_000]))]
        case "flood":
            return [chance.choice([SILENT, LOUD, {"type": "played", "samples": 0}, "x"])] * 1_200
        case _:
            return [chance.randbytes(chance.randrange(2_000)).decode("latin-1")]


async def hold(app: FastAPI, number: int) -> str:
    """One conversation; how it ended."""
    chance = random.Random(number)
    page = Page(plays=chance.random() < 0.8)
    async with page.calling(app, x_actor=chance.choice(["buyer", "manager", "nobody"])):
        if not page.accepted:
            return "refused"
        if chance.random() < 0.97:
            page.say(hello(chance))
        await asyncio.sleep(chance.choice([0, 0.15]))  # put through, or not yet
        for _ in range(chance.randrange(12)):
            for message in move(chance, page):
                page.say(message)
            await page.handled()
            await asyncio.sleep(chance.choice([0, 0, 0.08]))  # sound comes faster than it is spoken, or nearly in time
            if page.closed is not None:
                break
        if chance.random() < 0.3:
            page.say({"type": "hang_up"})
            await page.handled()
    errors = [told.get("field") or told["code"] for told in page.told if told["event"] in ("error", "refused")]
    return str(errors[0]) if errors else "hung up" if page.closed == 1000 else "dropped"


async def held(app: FastAPI, numbers: range) -> Counter[str]:
    left = iter(numbers)
    endings: Counter[str] = Counter()

    async def caller() -> None:
        for number in left:
            try:
                endings[await hold(app, number)] += 1
            except Exception as error:
                error.add_note(f"conversation {number}")
                raise

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(caller())
    return endings


@pytest.fixture
def limits() -> Limits:
    return Limits(hello=0.5, gap=1.0, flush=0.02)


async def test_no_conversation_leaves_anything_behind(
    store: Store, agent: Agent, limits: Limits, caplog: pytest.LogCaptureFixture
) -> None:
    models, model = Models(hears=cycle(["order", "where is it", "yes", "stop", ""])), agent.model
    assert isinstance(model, ScriptedModel)  # it keeps what it was asked
    settings = Settings(grace=2.0, calls=AT_ONCE - 1, recording=True)
    app = create_app(settings, agent, store, pages=False, parts=real_calls(models))
    app.state.service.call_limits = limits
    async with app.router.lifespan_context(app):
        quarter = CONVERSATIONS // 4
        endings = await held(app, range(quarter))
        await asyncio.sleep(0.1)
        before = working()
        gc.collect()
        tracemalloc.start()
        endings += await held(app, range(quarter, CONVERSATIONS))
        await asyncio.sleep(0.1)
        model.requests.clear()
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        print(f"\n{dict(endings)}\ngrown by {grown:,} bytes")
        assert await quiet(before), working() - before
        assert app.state.service.hotline.lines == {}
        assert grown < GROWTH
        async with client_of(app) as client:  # and calls are still taken
            assert (await client.get("/health/ready")).status_code == 200
        async with Page().calling(app) as page:
            page.say(HELLO)
            await page.until("welcome")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert len(endings) > 8, "the conversations are too much alike"
    await nothing_half_written(store)


async def nothing_half_written(store: Store) -> None:
    async with store.read() as uow:
        rows = (await uow.conn.exec_driver_sql("select status, count(*) from turn group by status")).all()
        executed = (await uow.conn.exec_driver_sql("select count(*) from draft where status = 'executed'")).scalar()
        orders = (
            await uow.conn.exec_driver_sql("select count(*) from purchase_order where draft_id is not null")
        ).scalar()
        assert (await audit.verify(uow)).ok
    print(f"turns {dict(rows)}, drafts executed {executed}, orders {orders}")
    assert {status for status, _ in rows} <= {"done", "cancelled"}
    assert executed == orders
    folder = store.path.parent / "recordings"
    kinds = Counter(path.suffix for path in folder.iterdir())
    assert set(kinds) == {".wav", ".json"}
    assert kinds[".wav"] == kinds[".json"] > 0
