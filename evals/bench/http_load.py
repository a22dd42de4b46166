"""Turns through HTTP: a server of its own, pinned to one core, and a crowd of conversations that keeps it busy."""

import asyncio
import itertools
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from evals.bench.latency import figures
from evals.bench.machine import cores
from evals.bench.service import free_port, ready, served

CROWD = 8  # conversations at once


async def http_load(database: Path, sentences: Sequence[str], seconds: float, now: str) -> dict[str, Any]:
    """``turns_per_second`` of the answered turns, the server's CPU time for each (which others on the machine hardly
    change), their latency under that load, and how long the start took."""
    port = free_port()
    here = cores()
    with served(database, port, now, core=here[-1] if len(here) > 1 else None) as process:
        if len(here) > 1:
            os.sched_setaffinity(0, set(here[:-1]))
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30.0) as client:
                started = await ready(client, process)
                await _crowd(client, sentences, seconds=min(2.0, seconds), name="warm")
                busy = _cpu_seconds(process.pid)
                durations, elapsed = await _crowd(client, sentences, seconds=seconds, name="measured")
                busy = _cpu_seconds(process.pid) - busy
                memory = _memory_mb(process.pid)
        finally:
            if len(here) > 1:
                os.sched_setaffinity(0, set(here))
    return {
        "turns_per_second": round(len(durations) / elapsed, 1),
        "cpu_ms_per_turn": round(busy / len(durations) * 1000, 2) if busy else None,
        "latency": figures(durations),
        "conversations": CROWD,
        "server_on_one_core": len(here) > 1,
        "start_seconds": round(started, 2),
        "server_memory_mb": memory,
    }


async def _crowd(
    client: httpx.AsyncClient, sentences: Sequence[str], seconds: float, name: str
) -> tuple[list[float], float]:
    began = time.perf_counter()
    talks = [_talk(client, sentences, began + seconds, f"{name}-{number}") for number in range(CROWD)]
    durations = [duration for of_one in await asyncio.gather(*talks) for duration in of_one]
    return durations, time.perf_counter() - began


async def _talk(client: httpx.AsyncClient, sentences: Sequence[str], until: float, name: str) -> list[float]:
    """Say the sentences over and over, each after the answer to the last; how long each answer took."""
    created = await client.post("/api/conversations", json={}, headers={"Idempotency-Key": name})
    created.raise_for_status()
    path = f"/api/conversations/{created.json()['conversation']}/messages"
    durations = []
    for number, sentence in enumerate(itertools.cycle(sentences)):
        started = time.perf_counter()
        if started >= until:
            break
        answer = await client.post(path, json={"text": sentence}, headers={"Idempotency-Key": f"{name}-{number}"})
        answer.raise_for_status()
        durations.append(time.perf_counter() - started)
    return durations


def _cpu_seconds(pid: int) -> float:
    """User and system time of the process so far; 0 where /proc does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> int | None:
    """Resident memory; None where /proc does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    for line in status.read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return None
