"""Puts the service together: guard, REST, AG-UI, pages, and what runs beside the requests."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from fastapi import Depends, FastAPI

from agent.assistant import Agent
from procurement import drafts, transmission
from procurement.errors import Unavailable
from procurement.outbox import InProcessBus, Relay
from procurement.store import Store
from server import agui, health, problems, records, shapes, talk
from server.access import Doorkeeper
from server.document import Application
from server.guard import MAX_BODY, Guard
from server.service import Service, documented_key
from server.settings import Settings

log = logging.getLogger(__name__)

TIDY_SECONDS = 15.0  # between looks for turns whose worker died and drafts whose time is over
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


def create_app(settings: Settings, agent: Agent, store: Store, *, pages: bool = True) -> FastAPI:
    """The ASGI application. ``pages`` may be mounted once in a process, since NiceGUI has one application in it."""
    service = Service(settings, agent, store, Doorkeeper(store, settings.secret))
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
    for router in (records.router, talk.router, agui.router):
        app.include_router(router, responses=documented, dependencies=[Depends(documented_key)])
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
    ]
    service.phase = "ok"
    try:
        yield
    finally:
        service.phase = "draining"
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
