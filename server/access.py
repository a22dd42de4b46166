"""Who is calling: from an API key, from the signed cookie that the login page set, or, while no key was ever issued, as
anybody of the demo chain from this very machine."""

import base64
import binascii
import hashlib
import hmac
import ipaddress
import json
import time
from dataclasses import dataclass
from typing import Literal

from starlette.requests import HTTPConnection

from procurement import access
from procurement.actor import Actor
from procurement.errors import NotAllowed
from procurement.store import Store

SESSION_COOKIE = "supplyline_session"
PERSON_COOKIE = "supplyline_person"
PERSON_HEADER = "x-actor"
SESSION_SECONDS = 12 * 3600
DEFAULT_PERSON = "buyer"

Face = Literal["api", "page"]


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Finds the Actor of a request."""

    store: Store
    secret: bytes

    async def actor(self, request: HTTPConnection, face: Face = "api") -> Actor:
        """Raises NotAllowed (field Authorization: a key would help); NotFound for an unknown demo person."""
        async with self.store.read() as uow:
            if not await access.has_keys(uow):
                return await access.actor_by_handle(uow, demo_person(request, face))
            digest = self._shown_key(request)
            if digest is None:
                raise NotAllowed(
                    "This service needs an API key.",
                    field="Authorization",
                    remedy="Send 'Authorization: Bearer sl_...', or log in on the page /login.",
                )
            try:
                return await access.actor_by_key_digest(uow, digest)
            except NotAllowed as error:
                raise NotAllowed(error.message, field="Authorization", remedy=error.remedy) from error

    async def demo(self) -> bool:
        """Whether the service runs without keys."""
        async with self.store.read() as uow:
            return not await access.has_keys(uow)

    async def people(self) -> list[Actor]:
        async with self.store.read() as uow:
            return await access.list_handles(uow)

    async def log_in(self, key: str) -> str:
        """The cookie for a valid key. Raises NotAllowed."""
        digest = access.key_digest(key.strip())
        async with self.store.read() as uow:
            await access.actor_by_key_digest(uow, digest)
        return sealed(self.secret, digest, int(time.time()) + SESSION_SECONDS)

    def _shown_key(self, request: HTTPConnection) -> str | None:
        """The digest of the key shown in the Authorization header, else of that in the cookie."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme:
            return access.key_digest(key.strip()) if scheme.lower() == "bearer" and key.strip() else None
        return opened(self.secret, request.cookies.get(SESSION_COOKIE, ""), int(time.time()))


def demo_person(request: HTTPConnection, face: Face) -> str:
    """Whom a call without keys acts for. Raises NotAllowed for a call from another machine."""
    client = request.client.host if request.client else ""
    if not is_loopback(client):
        raise NotAllowed(
            "Without API keys the service answers this machine only.",
            remedy="Issue a key with 'supplyline keys issue', then call with it.",
        )
    if face == "page":
        return request.cookies.get(PERSON_COOKIE) or DEFAULT_PERSON
    return request.headers.get(PERSON_HEADER) or DEFAULT_PERSON


def is_loopback(host: str) -> bool:
    """Whether an address or name means this machine; ``testclient`` is the in-process client of tests."""
    if host in ("localhost", "testclient"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def ensure_bindable(host: str, has_keys: bool) -> None:
    """Raises NotAllowed for an address other machines reach while everybody could act as anybody."""
    if not has_keys and not is_loopback(host):
        raise NotAllowed(
            f"The service does not listen on {host}: no API key has been issued, so anybody could order.",
            field="host",
            remedy="Issue a key first with 'supplyline keys issue', or listen on 127.0.0.1.",
        )


def sealed(secret: bytes, digest: str, expires: int) -> str:
    """A cookie value that says ``digest`` until ``expires`` (seconds since 1970)."""
    content = base64.urlsafe_b64encode(json.dumps([digest, expires]).encode()).decode()
    return f"{content}.{_signature(secret, content)}"


def opened(secret: bytes, cookie: str, now: int) -> str | None:
    """The digest in a cookie value; None when it is forged, malformed or too old."""
    content, _, signature = cookie.partition(".")
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), _signature(secret, content).encode()):
        return None
    try:
        digest, expires = json.loads(base64.urlsafe_b64decode(content))
    except (ValueError, TypeError, binascii.Error):
        return None
    return str(digest) if isinstance(expires, int) and now < expires else None


def _signature(secret: bytes, content: str) -> str:
    return hmac.new(secret, content.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
