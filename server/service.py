"""What every request works with: the parts put together by ``create_app``, and how a route asks for them."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from pydantic import AfterValidator, Field, StringConstraints

from agent.assistant import Agent
from procurement.actor import Actor
from procurement.store import Store
from server.access import Doorkeeper
from server.hotline import Hotline
from server.recordings import Recordings
from server.settings import Settings
from server.socket_transport import LIMITS, Limits

Phase = Literal["starting", "ok", "draining"]


@dataclass(slots=True)
class Service:
    """One per process. ``phase`` is what /health/ready tells; ``hotline`` None: no calls are taken."""

    settings: Settings
    agent: Agent
    store: Store
    doorkeeper: Doorkeeper
    recordings: Recordings
    phase: Phase = "starting"
    hotline: Hotline | None = None
    call_limits: Limits = LIMITS


async def service_of(request: Request) -> Service:
    """Asynchronous, so that no thread is taken to look it up."""
    service: Service = request.app.state.service
    return service


async def actor_of(request: Request) -> Actor:
    return await (await service_of(request)).doorkeeper.actor(request)


def plain(text: str) -> str:
    """Raises ValueError for characters that no name or number holds."""
    if any(not character.isprintable() for character in text):
        raise ValueError("must not hold control or formatting characters")
    return text


Served = Annotated[Service, Depends(service_of)]
Caller = Annotated[Actor, Depends(actor_of)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(plain)]
Limit = Annotated[int, Field(ge=1, le=500)]

# Documents the credential; ``actor_of`` is what checks it.
documented_key = HTTPBearer(
    auto_error=False, scheme_name="API key", description="sl_...; without any issued key: X-Actor, loopback only"
)
