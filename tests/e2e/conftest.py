"""The service as its users start it: ``supplyline serve --demo`` in a process of its own, on a free loopback port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN = 60.0  # seconds
REQUIRED = os.environ.get("SUPPLYLINE_REQUIRE_BROWSER") == "1"


def skip_or_fail(reason: str) -> None:
    """Skip, saying loudly what is not checked; in CI, fail."""
    if REQUIRED:
        pytest.fail(f"{reason} (SUPPLYLINE_REQUIRE_BROWSER=1 allows no skip)")
    pytest.skip(reason)


def found(*programs: str) -> str | None:
    return next((path for path in map(shutil.which, programs) if path), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{base}/health/ready", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the service did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def service_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the module's service keeps its database, e2e.db."""
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def service(service_folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The base URL of a fresh service, one a module; its day is Monday 2026-11-23 unless its CLOCK is "real", and it
    takes no calls unless its CALLS says how many."""
    clock = () if getattr(request.module, "CLOCK", None) == "real" else ("--now", "2026-11-23T10:00:00")
    port, log = free_port(), service_folder / "service.log"
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "SUPPLYLINE_", "NICEGUI_"))
    }
    environment["SUPPLYLINE_CALLS"] = str(getattr(request.module, "CALLS", 0))
    command = [
        *(sys.executable, "supplyline.py", "serve", "--demo", "--model", "grammar", *clock),
        *("--port", str(port), "--db", str(service_folder / "e2e.db")),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        base = f"http://127.0.0.1:{port}"
        wait_until_ready(base, process, log)
        yield base
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert status == 0, log.read_text()
    assert "Traceback" not in log.read_text(), log.read_text()
