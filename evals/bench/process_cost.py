"""Processor time and memory of this process and those it started, from /proc: on Linux only."""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def family(root: int | None = None) -> list[int]:
    """The ids of a process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for pid, fields in _stats():
        parents.setdefault(int(fields[1]), []).append(pid)
    found, waiting = [], [root or os.getpid()]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of processes that live, and of children they have waited for."""
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(sum(map(int, fields[11:15])) for pid, fields in _stats() if pid in pids) / ticks


def memory_mb(pids: list[int]) -> float:
    """Proportional set size: pages shared among them count once."""
    total = 0
    for pid in pids:
        try:
            rollup = (PROC / str(pid) / "smaps_rollup").read_text()
        except OSError:
            continue  # it has ended
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return round(total / 1024, 1)


def _stats() -> Iterator[tuple[int, list[str]]]:
    """(pid, the fields of its stat from the state on)."""
    for folder in PROC.glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text()
        except OSError:
            continue  # it has ended
        yield int(folder.name), text.rpartition(")")[2].split()
