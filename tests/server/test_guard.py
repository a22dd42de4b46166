"""The door: hosts, origins and body sizes, for requests and WebSockets alike."""

from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from server.guard import Guard, host_name, same_origin


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers a request with its body's length; accepts a WebSocket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(len(body)).encode()})


def client(**options: Any) -> httpx.AsyncClient:
    guarded = Guard(echo, **{"hosts": ("shop.example", ".firm.example"), "max_body": 1000, **options})
    return httpx.AsyncClient(transport=httpx.ASGITransport(guarded), base_url="http://localhost:8000")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("shop.example", 200),
        ("SHOP.example.:443", 200),
        ("a.firm.example", 200),
        ("firm.example", 400),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("localhost@evil.example", 400),
        ("localhost/", 400),
        ("local host:99999", 400),
        ("", 400),
    ],
)
async def test_only_known_hosts_are_served(host: str, status: int) -> None:
    async with client() as http:
        response = await http.get("/", headers={"Host": host})
    assert response.status_code == status
    if status == 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["field"] == "Host"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://localhost:8000", 200),
        ("https://localhost:8000", 200),
        ("http://localhost:3000", 403),
        ("http://127.0.0.1:8000", 403),
        ("http://evil.example", 403),
        ("null", 403),
        ("", 403),
        ("file://", 403),
        ("http://localhost:x", 403),
    ],
)
async def test_writes_come_from_the_service_itself(origin: str | None, status: int) -> None:
    headers = {} if origin is None else {"Origin": origin}
    async with client() as http:
        response = await http.post("/", content=b"x", headers=headers)
        looking = await http.get("/", headers=headers)
    assert response.status_code == status
    assert looking.status_code == 200


async def websocket_answer(headers: list[tuple[bytes, bytes]]) -> Message:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/", "headers": headers}
    await Guard(echo)(scope, receive, send)
    return sent[0]


async def test_websockets_are_checked_like_writes() -> None:
    here = (b"host", b"localhost:8000")
    assert (await websocket_answer([here]))["type"] == "websocket.accept"
    assert (await websocket_answer([here, (b"origin", b"http://localhost:8000")]))["type"] == "websocket.accept"
    refused = await websocket_answer([here, (b"origin", b"http://evil.example")])
    assert (refused["type"], refused["code"]) == ("websocket.close", 1008)
    assert (await websocket_answer([(b"host", b"evil.example")]))["type"] == "websocket.close"
    assert (await websocket_answer([]))["type"] == "websocket.close"


async def test_a_body_has_a_limit() -> None:
    async with client(larger={"/large": 2000}) as http:
        fits = await http.post("/", content=b"x" * 1000)
        declared = await http.post("/", content=b"x" * 1001)
        larger = await http.post("/large", content=b"x" * 2000)

        async def pieces() -> Any:
            for _ in range(5):
                yield b"x" * 500

        streamed = await http.post("/", content=pieces())
    assert (fits.status_code, fits.text) == (200, "1000")
    assert (larger.status_code, larger.text) == (200, "2000")
    for refused in (declared, streamed):
        assert refused.status_code == 413
        assert refused.json()["code"] == "body_too_large"


async def test_no_other_site_may_frame_the_pages() -> None:
    async with client() as http:
        headers = (await http.get("/")).headers
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_names_and_origins_are_compared_without_their_spelling() -> None:
    assert host_name("EXAMPLE.com:80") == "example.com"
    assert host_name("[2001:db8::1]:80") == "2001:db8::1"
    assert host_name("a:b:c") is None
    assert same_origin("https://example.com", "example.com:443")
    assert not same_origin("http://example.com", "example.com:443")
