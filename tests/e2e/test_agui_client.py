"""The official AG-UI client for JavaScript drives a whole order."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import found, skip_or_fail

CLOCK = "real"  # the client itself looks at the time: an interrupt that has expired it does not answer
SOURCES = Path(__file__).parent / "agui"


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """A folder with the client installed from its lock."""
    if found("node") is None or found("npm") is None:
        skip_or_fail("AG-UI with the official client: Node.js or npm is not installed")
    folder = tmp_path / "agui"
    shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("node_modules"))
    install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, timeout=240)
    if done.returncode != 0:
        skip_or_fail(f"AG-UI with the official client: npm ci failed: {done.stderr.strip()[-300:]}")
    return folder


@pytest.mark.node
def test_the_official_client_orders(service: str, client: Path) -> None:
    done = subprocess.run(
        ["node", "order.mjs", service],
        cwd=client,
        capture_output=True,
        text=True,
        timeout=90,
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == "7680.00"
