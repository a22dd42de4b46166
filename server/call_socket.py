"""The WebSocket where browsers call: ``/call``. A call boundary: what goes wrong is told to the page, then it ends.

The guard has checked Host and Origin before. Who calls is known from the credential before the socket is accepted.
"""

import logging

from fastapi import APIRouter, WebSocket

from procurement.errors import NotAllowed, NotFound, SupplyLineError, Unavailable
from server.access import PERSON_HEADER
from server.problems import problem
from server.service import Service
from server.socket_transport import SocketTransport

log = logging.getLogger(__name__)

router = APIRouter()


@router.websocket("/call")
async def call(socket: WebSocket) -> None:
    """Refused with a problem before it is accepted when nobody knows who calls."""
    service: Service = socket.app.state.service
    try:
        # A browser cannot set headers here: a page shows its cookies, a program its header.
        actor = await service.doorkeeper.actor(socket, "api" if PERSON_HEADER in socket.headers else "page")
    except (NotAllowed, NotFound) as error:
        await socket.send_denial_response(problem(error))
        return
    await socket.accept()
    async with SocketTransport(socket, service.call_limits) as transport:
        try:
            hello = await transport.hello()
            if service.hotline is None:
                raise Unavailable("Calls are switched off here.", remedy="Type instead.")
            await service.hotline.take(transport, actor, hello)
        except ConnectionError:
            log.info("a call ended before hello")
        except SupplyLineError as error:
            transport.refuse(error, 1013 if error.retry else 1008)
        except Exception:
            log.exception("a call failed")
            transport.refuse(Unavailable("The call failed on our side.", remedy="Call again in a moment."), 1011)
