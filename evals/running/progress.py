"""How far a run is, on stderr: a bar on a terminal, a line every few seconds elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

EVERY = 5.0  # seconds between two lines

Ended = Callable[[bool | None], None]
"""Called as each trial ends: passed, failed, or not played (None)."""


@contextmanager
def progress(total: int, to: TextIO | None = None) -> Iterator[Ended]:
    stream = to if to is not None else sys.stderr
    with _bar(total, stream) if stream.isatty() else _lines(total, stream) as ended:
        yield ended


@contextmanager
def _bar(total: int, to: TextIO) -> Iterator[Ended]:
    columns = (
        TextColumn("trials"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    failed = 0
    with Progress(*columns, console=Console(file=to), transient=True) as bar:
        task = bar.add_task("trials", total=total, failed=0)

        def ended(passed: bool | None) -> None:
            nonlocal failed
            failed += passed is False
            bar.update(task, advance=1, failed=failed)

        yield ended


@contextmanager
def _lines(total: int, to: TextIO) -> Iterator[Ended]:
    started = shown = time.monotonic()
    done = failed = 0

    def ended(passed: bool | None) -> None:
        nonlocal shown, done, failed
        done, failed, now = done + 1, failed + (passed is False), time.monotonic()
        if done == total or now - shown >= EVERY:
            shown = now
            print(f"eval: {done} of {total} trials, {failed} failed, {now - started:.0f} s", file=to, flush=True)

    yield ended
