"""Lives of a process that may be killed at one of its commits. Forked from a server that has imported everything."""

import asyncio
import os
import signal
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Literal

from procurement.store import UnitOfWork
from procurement.working_calendar import WorkingCalendar
from tests.crash.routes import walk

WorkingCalendar()  # reads the holiday tables once for all lives, in the fork server
When = Literal["before", "after"]


@dataclass(frozen=True)
class Kill:
    """SIGKILL just before or just after the ``commit``-th commit of the process, counted from 1."""

    commit: int
    when: When


def _live(route: str, database: Path, kill: Kill | None, count_to: Path | None) -> None:
    commits = 0
    original = UnitOfWork.commit

    async def commit(self: UnitOfWork) -> None:
        nonlocal commits
        commits += 1
        here = kill is not None and commits == kill.commit
        if here and kill is not None and kill.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        await original(self)
        if here:
            os.kill(os.getpid(), signal.SIGKILL)

    UnitOfWork.commit = commit  # type: ignore[method-assign]
    asyncio.run(walk(route, database))
    if count_to is not None:
        count_to.write_text(str(commits))


def fork_server() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.process"])
    return context


def live(context: ForkServerContext, route: str, database: Path, kill: Kill | None = None) -> int:
    """One life; its exit code (minus the signal when it was killed)."""
    process = context.Process(target=_live, args=(route, database, kill, None))
    process.start()
    process.join(60)
    if process.is_alive():
        process.kill()
        process.join()
        raise TimeoutError(f"{route} did not end ({kill})")
    return process.exitcode or 0


def commits_of(context: ForkServerContext, route: str, database: Path) -> int:
    """How many commits the route makes when nothing goes wrong."""
    counted = database.with_suffix(".commits")
    process = context.Process(target=_live, args=(route, database, None, counted))
    process.start()
    process.join(60)
    return int(counted.read_text())
