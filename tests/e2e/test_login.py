"""With a key issued, the pages ask for it."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import ROOT


@pytest.fixture
def key(service: str, service_folder: Path) -> str:
    """A key issued from the command line while the service runs."""
    database = service_folder / "e2e.db"
    command = [sys.executable, "supplyline.py", "keys", "issue", "buyer", "--label", "desk", "--db", str(database)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.browser
def test_a_key_opens_the_pages(service: str, key: str) -> None:
    with httpx.Client(base_url=service) as client:
        for path in ("/", "/orders", "/lots/L20261101"):
            sent_away = client.get(path)
            assert (sent_away.status_code, sent_away.headers["location"]) == (303, "/login")
        assert 'type="password"' in client.get("/login").text

        wrong = client.post("/login", data={"key": "sl_wrong"}, headers={"Accept-Language": "en"})
        assert wrong.status_code == 401
        elsewhere = client.post("/login", data={"key": key}, headers={"Origin": "http://evil.example"})
        assert elsewhere.status_code == 403
        assert not client.cookies

        entered = client.post("/login", data={"key": key}, headers={"Origin": service})
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert client.get("/").status_code == 200
        assert client.get("/api/orders", headers={"X-Actor": "suzhou-precision"}).json()[0]["buyer"] == "hengfeng"
        client.get("/logout")
        assert client.get("/").status_code == 303
