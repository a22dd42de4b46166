"""Puts the service together: guard, REST, AG-UI, pages, and what runs beside the requests."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from fastapi import Depends, FastAPI

from agent.assistant import Agent
from procurement import drafts, transmission
from procurement.errors import Unavailable
from procurement.outbox import InProcessBus, Relay
from procurement.store import Store
from server import agui, call_socket, health, playback, problems, records, shapes, talk
from server.access import Doorkeeper
from server.document import Application
from server.guard import MAX_BODY, Guard
from server.hotline import Hotline, Parts
from server.recordings import Recordings
from server.service import Service, documented_key
from server.settings import Settings

log = logging.getLogger(__name__)

TIDY_SECONDS = 15.0  # between looks for turns whose worker died and drafts whose time is over
PURGE_SECONDS = 24 * 3600.0  # between looks for recordings that were kept long enough
AGUI_BODY = 4 * 1024 * 1024  # an AG-UI client sends the whole thread along
PROBLEMS = {
    400: "The request was not understood.",
    401: "An API key is needed.",
    403: "Not allowed.",
    404: "Not found, or not the caller's.",
    409: "The record has moved on, or the key was used for something else.",
    410: "The question was open too long.",
    413: "The body is too large.",
    422: "A field is missing or wrong.",
    503: "Try again in a moment.",
}


def create_app(
    settings: Settings, agent: Agent, store: Store, *, pages: bool = True, parts: Parts | None = None
) -> FastAPI:
    """The ASGI application. ``pages`` may be mounted once in a process, since NiceGUI has one application in it.
    ``parts`` is what calls are made of; None: no calls are taken."""
    recordings = Recordings(store.path.parent / "recordings", settings.recording_days)
    service = Service(settings, agent, store, Doorkeeper(store, settings.secret), recordings)
    if parts is not None and settings.calls:
        service.hotline = Hotline(agent, parts, settings.calls, recordings if settings.recording else None)
    app = Application(
        title="SupplyLine",
        version="0.1.0",
        description="Talk that changes procurement records, exactly once.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    problems.install(app)
    documented: dict[int | str, dict[str, Any]] = {
        status: {"model": shapes.Problem, "description": text} for status, text in PROBLEMS.items()
    }
    app.include_router(health.router, responses={503: documented[503]})
    for router in (records.router, talk.router, playback.router, agui.router):
        app.include_router(router, responses=documented, dependencies=[Depends(documented_key)])
    app.include_router(call_socket.router)
    if pages:
        from server.pages import mount_pages  # NiceGUI starts machinery when imported

        mount_pages(app, service)
    app.add_middleware(
        Guard, hosts=(settings.host, *settings.allowed_hosts), max_body=MAX_BODY, larger={"/agui": AGUI_BODY}
    )
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    bus = InProcessBus(service.store)
    transmission.subscribe(bus)
    stop = asyncio.Event()
    await service.agent.recover()
    beside = [
        asyncio.create_task(Relay(service.store, bus).run(stop), name="relay"),
        asyncio.create_task(_tidy(service, stop), name="tidy"),
        asyncio.create_task(_purge(service, stop), name="purge"),
    ]
    service.phase = "ok"
    try:
        yield
    finally:
        service.phase = "draining"
        if service.hotline is not None:
            await service.hotline.close()
        await service.agent.close(service.settings.grace)
        stop.set()
        await asyncio.gather(*beside)


async def _tidy(service: Service, stop: asyncio.Event) -> None:
    """Now and then take up the turns of a process that died, and close drafts that have run out."""
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), TIDY_SECONDS)
            return
        try:
            await service.agent.recover()
            async with service.store.begin() as uow:
                await drafts.expire_drafts(uow)
                await uow.commit()
        except Unavailable as error:
            log.warning("tidying has to wait", extra={"code": error.code})


async def _purge(service: Service, stop: asyncio.Event) -> None:
    """At start and every day, delete the recordings that were kept long enough, whether new ones are made or not."""
    while not stop.is_set():
        gone = await asyncio.to_thread(service.recordings.purge, datetime.now(UTC))
        log.info("recordings deleted", extra={"count": gone})
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PURGE_SECONDS)
