"""Who is calling: keys, cookies, and the demo mode that only this machine may use."""

import httpx
import pytest
from fastapi import FastAPI

from procurement import access
from procurement.errors import NotAllowed
from procurement.store import Store
from server.access import Doorkeeper, ensure_bindable, opened, sealed
from tests.server.conftest import client_of


async def issue(store: Store, handle: str = "buyer") -> str:
    async with store.begin() as uow:
        key = await access.issue_key(uow, handle, "test")
        await uow.commit()
    return key


async def test_without_keys_this_machine_may_be_anybody(app: FastAPI) -> None:
    async with client_of(app) as here:
        assert len((await here.get("/api/stock")).json()) > 5
        supplier = await here.get("/api/orders", headers={"X-Actor": "suzhou-precision"})
        unknown = await here.get("/api/orders", headers={"X-Actor": "nobody"})
    assert {order["supplier"] for order in supplier.json()} == {"suzhou-precision"}
    assert unknown.status_code == 404
    async with client_of(app, "192.0.2.7") as elsewhere:
        assert (await elsewhere.get("/api/orders")).status_code == 403
        assert (await elsewhere.get("/health/live")).status_code == 200


async def test_with_a_key_everybody_needs_one(app: FastAPI, store: Store) -> None:
    key = await issue(store)
    async with client_of(app, "192.0.2.7") as client:
        for headers in ({}, {"X-Actor": "manager"}, {"Authorization": "Bearer sl_wrong"}, {"Authorization": key}):
            response = await client.get("/api/orders", headers=headers)
            assert response.status_code == 401, headers
            assert response.headers["www-authenticate"] == "Bearer"
            assert response.json()["field"] == "Authorization"
        assert (await client.get("/api/orders", headers={"Authorization": f"Bearer {key}"})).status_code == 200


async def test_a_revoked_key_is_shut_out_at_once_and_does_not_open_the_demo(app: FastAPI, store: Store) -> None:
    key = await issue(store)
    doorkeeper: Doorkeeper = app.state.service.doorkeeper
    cookie = await doorkeeper.log_in(f" {key} ")
    async with client_of(app, Cookie=f"supplyline_session={cookie}") as client:
        assert (await client.get("/api/orders")).status_code == 200
        async with store.begin() as uow:
            await access.revoke_key(uow, "buyer", "test")
            await uow.commit()
        assert (await client.get("/api/orders")).status_code == 401
    async with client_of(app) as client:
        assert (await client.get("/api/orders")).status_code == 401


async def test_logging_in_needs_a_valid_key(app: FastAPI) -> None:
    doorkeeper: Doorkeeper = app.state.service.doorkeeper
    for key in ("", "sl_guess", "\ud800"):
        with pytest.raises(NotAllowed):
            await doorkeeper.log_in(key)


def test_a_cookie_is_signed_and_expires() -> None:
    cookie = sealed(b"secret", "digest", 100)
    assert opened(b"secret", cookie, 99) == "digest"
    assert opened(b"secret", cookie, 100) is None
    assert opened(b"another", cookie, 99) is None
    content, _, signature = cookie.partition(".")
    for forged in ("", ".", "x.y", f"{content}x.{signature}", f"{content}.{signature[:-1]}", "\udcff.\udcff"):
        assert opened(b"secret", forged, 99) is None


def test_the_service_stays_on_this_machine_until_there_are_keys() -> None:
    for host in ("127.0.0.1", "::1", "localhost", "127.9.9.9"):
        ensure_bindable(host, has_keys=False)
    for host in ("0.0.0.0", "::", "192.168.1.5", "supplyline.example"):
        with pytest.raises(NotAllowed, match="no API key"):
            ensure_bindable(host, has_keys=False)
        ensure_bindable(host, has_keys=True)


async def test_foreign_records_look_like_none(app: FastAPI) -> None:
    async with client_of(app) as client:
        other = {"X-Actor": "huadong-precision"}
        responses: list[httpx.Response] = [
            await client.get(path, headers=other)
            for path in ("/api/orders/PO-2026-00119", "/api/shipments/SH10042", "/api/lots/L20261101/trace")
        ]
    assert [response.status_code for response in responses] == [404, 404, 404]
