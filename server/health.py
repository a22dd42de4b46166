"""Whether the process lives, and whether it should be sent work."""

from fastapi import APIRouter

from procurement.errors import Unavailable
from server import shapes
from server.service import Served

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", response_model=shapes.Health)
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/ready", response_model=shapes.Health)
async def ready(served: Served) -> dict[str, str]:
    """The process takes work: it has started, is not stopping, and its database answers. Otherwise 503."""
    if served.phase != "ok":
        raise Unavailable(f"The service is {served.phase}.", remedy="Ask again in a moment.")
    await served.doorkeeper.demo()
    return {"status": "ok"}
