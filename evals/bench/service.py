"""A service of its own for a benchmark: started, waited for, ended."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

START_SECONDS = 60.0


@contextmanager
def served(database: Path, port: int, now: str, core: int | None = None) -> Any:
    log = database.with_suffix(".log")
    command = [sys.executable, "-m", "supplyline", "serve", "--port", str(port), "--db", str(database), "--demo"]
    with log.open("wb") as output:
        process = subprocess.Popen([*command, "--now", now, "--model", "grammar"], stdout=output, stderr=output)
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def ready(client: httpx.AsyncClient, process: "subprocess.Popen[bytes]") -> float:
    """Seconds until the service says that it is ready. Raises RuntimeError when it ends or never does."""
    began = time.perf_counter()
    while time.perf_counter() - began < START_SECONDS:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}")
        try:
            if (await client.get("/health/ready")).status_code == 200:
                return time.perf_counter() - began
        except httpx.TransportError:
            pass  # not listening yet
        await asyncio.sleep(0.05)
    raise RuntimeError("the server did not become ready")
