"""Lives of a process that may be killed at one of its commits. Forked from a server that has imported everything."""

import asyncio
import os
import secrets
import signal
import traceback
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


Life = Literal["done", "killed"]


def _live(route: str, database: Path, kill: Kill | None, ended: Path) -> None:
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
    try:
        asyncio.run(walk(route, database))
    except BaseException:
        ended.write_text(traceback.format_exc())
        raise
    ended.write_text(str(commits))


def fork_server() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.process"])
    return context


def live(context: ForkServerContext, route: str, database: Path, kill: Kill | None = None) -> Life:
    """One life, and whether it came to its end. Raises AssertionError when it failed instead of being killed.

    The life writes down how it ended: the exit status that a fork server passes on is lost now and then.
    """
    ended = _run(context, route, database, kill)
    if not ended.exists():
        assert kill is not None, f"{route} vanished"
        return "killed"
    assert ended.read_text().isdigit(), ended.read_text()
    return "done"


def commits_of(context: ForkServerContext, route: str, database: Path) -> int:
    """How many commits the route makes when nothing goes wrong."""
    return int(_run(context, route, database, None).read_text())


def _run(context: ForkServerContext, route: str, database: Path, kill: Kill | None) -> Path:
    ended = database.with_suffix(f".{secrets.token_hex(4)}")
    process = context.Process(target=_live, args=(route, database, kill, ended))
    process.start()
    process.join(60)
    if process.is_alive():
        process.kill()
        process.join()
        raise TimeoutError(f"{route} did not end ({kill})")
    return ended
