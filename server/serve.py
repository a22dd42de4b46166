"""Runs the application under uvicorn, and stops it in two steps: first no new work, then no more answers."""

import asyncio
import logging
from types import FrameType

import uvicorn
from fastapi import FastAPI

from procurement import access
from procurement.store import Store
from server.access import ensure_bindable
from server.service import Service

log = logging.getLogger(__name__)


class DrainingServer(uvicorn.Server):
    """At the first signal /health/ready turns 503 and running turns get their grace; then it stops. A second signal
    cuts the grace short, a third does not wait for open connections."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service
        self._drain: asyncio.Task[None] | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._drain is None and self._service.phase == "ok":
            self._service.phase = "draining"
            self._drain = asyncio.get_running_loop().create_task(self._stop_after_grace())
        else:
            self.force_exit = self.should_exit
            self.should_exit = True

    async def _stop_after_grace(self) -> None:
        try:
            if self._service.hotline is not None:
                await self._service.hotline.close()
            await self._service.agent.close(self._service.settings.grace)
        finally:
            self.should_exit = True


async def serve(app: FastAPI, store: Store) -> None:
    """Serve until SIGTERM or SIGINT. Raises NotAllowed for a host beyond loopback while no API key exists."""
    service: Service = app.state.service
    settings = service.settings
    async with store.read() as uow:
        ensure_bindable(settings.host, await access.has_keys(uow))
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
        ws_max_size=1024 * 1024,
        ws_per_message_deflate=False,  # sound does not shrink, and each call would keep two windows
    )
    warming = asyncio.create_task(service.hotline.warm(), name="warm") if service.hotline is not None else None
    try:
        await DrainingServer(config, service).serve()
    finally:
        if warming is not None:
            warming.cancel()
