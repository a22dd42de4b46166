"""The door: pure ASGI middleware that every HTTP request and WebSocket passes, loopback included.

Host must be a name the service is known by (a web page cannot rebind a name to this machine), Origin must be the
service itself where it matters (another site cannot act in a person's name), and a body has a limit.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.problems import refusal

MAX_BODY = 256 * 1024  # bytes
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# No other site may frame the pages, where a click can order.
PROTECTION = (
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"frame-ancestors 'none'; base-uri 'self'; form-action 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
ANY_ADDRESS = ("0.0.0.0", "::", "")


class Guard:
    """``hosts`` are allowed besides loopback, without a port; a leading dot allows every name below. ``larger`` gives
    paths a limit of their own, in bytes."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str] = (),
        max_body: int = MAX_BODY,
        larger: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in (*LOOPBACK, *hosts) if host not in ANY_ADDRESS)
        self._max_body = max_body
        self._larger = dict(larger)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts = [value for name, value in headers if name == b"host"]
        origins = [value for name, value in headers if name == b"origin"]
        if len(hosts) != 1 or not self._known(hosts[0]):
            response = refusal(
                400,
                "host_not_allowed",
                "The service is not known by this host name.",
                field="Host",
                remedy="Use the service's own address, or have the operator add the name to SUPPLYLINE_ALLOWED_HOSTS.",
            )
        elif self._matters(scope) and any(not same_origin(origin, hosts[0]) for origin in origins):
            response = refusal(
                403,
                "origin_not_allowed",
                "Requests from other sites are not taken.",
                field="Origin",
                remedy="Open the service itself and send it from there.",
            )
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        else:
            await self._with_body(scope, receive, _protecting(send), headers)
            return
        await _refuse(scope, receive, send, response)

    def _known(self, host_header: str) -> bool:
        name = host_name(host_header)
        return name is not None and (
            name in self._hosts or any(host.startswith(".") and name.endswith(host) for host in self._hosts)
        )

    @staticmethod
    def _matters(scope: Scope) -> bool:
        return scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS

    async def _with_body(self, scope: Scope, receive: Receive, send: Send, headers: list[tuple[bytes, str]]) -> None:
        """Read the body, up to the limit, before anybody works on it."""
        limit = self._larger.get(scope["path"], self._max_body)
        too_large = any(name == b"content-length" and _above(value, limit) for name, value in headers)
        body = bytearray()
        more = True
        while more and not too_large:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            too_large = len(body) > limit
        if too_large:
            response = refusal(
                413,
                "body_too_large",
                f"A request body may have {limit // 1024} KiB.",
                remedy="Send less at a time.",
            )
            await response(scope, receive, send)
            return
        await self._app(scope, _after(bytes(body), receive), send)


def _protecting(send: Send) -> Send:
    """A ``send`` that adds the headers of PROTECTION."""

    async def protect(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *PROTECTION]}
        await send(message)

    return protect


def _above(content_length: str, limit: int) -> bool:
    """A length that is no number is left to the server, which reads only what comes."""
    return content_length.isascii() and content_length.isdigit() and int(content_length[:20]) > limit


def _after(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body already read, then whatever comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _refuse(scope: Scope, receive: Receive, send: Send, response: ASGIApp) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": "not allowed"})
    else:
        await response(scope, receive, send)


def host_name(host_header: str) -> str | None:
    """The name or address of a Host header, lower case, without brackets and port; None when it is malformed."""
    try:
        parts = urlsplit(f"//{host_header}")
        name = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    plain = not (parts.path or parts.query or parts.fragment or "@" in host_header)
    return name.rstrip(".") if name and plain else None


def same_origin(origin: str, host_header: str) -> bool:
    """Whether a page of ``origin`` came from the address in ``host_header``; the scheme may be a proxy's."""
    try:
        parts = urlsplit(origin)
        here = urlsplit(f"{parts.scheme}://{host_header}")
        default = {"http": 80, "https": 443}.get(parts.scheme)
        return (
            default is not None
            and parts.hostname is not None
            and parts.hostname == here.hostname
            and (parts.port or default) == (here.port or default)
        )
    except ValueError:
        return False
