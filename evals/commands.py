"""``supplyline eval run``, ``compare``, ``report`` and ``mutants``: from arguments to an exit status."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from rich.console import Console

from evals.reports.terminal import show
from evals.reports.trend import earlier_runs, trend
from evals.reports.writing import Outputs, write
from evals.results import RunResult
from evals.running import baseline as baselines
from evals.running import comparison
from evals.running.asked import SHIPPED, Asked
from evals.running.baseline import Baseline
from evals.running.budget import Budget, Prices
from evals.running.folder import RunFolder, as_json, write_whole
from evals.running.gate import judged
from procurement.errors import InvalidInput

if TYPE_CHECKING:
    from agent.model import Model

OPEN, CLOSED = 0, 1
MUTANTS = Path("var", "evals", "mutants.json")  # what the last self-check of a suite found

Models = Callable[[], Sequence["Model"]]


async def run(args: argparse.Namespace, models: Models) -> int:
    """``models`` opens the hosted models; it is asked only for a live run."""
    if args.replay is not None:
        from evals.running.replaying import replay

        _refuse_others(args, "--replay")
        folder = RunFolder(args.replay)
        asked, result = replay(folder)
    else:
        folder, asked, result = await _played(args, models)
    result = _judged(args, asked, result)
    _write(result, folder, args)
    return OPEN if result.gate.open else CLOSED


async def _played(args: argparse.Namespace, models: Models) -> tuple[RunFolder, Asked, RunResult]:
    from evals.running.run import check_resumable, run

    folder = RunFolder(args.resume or args.out or Path("var", "evals", f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))
    if args.resume is not None:
        _refuse_others(args, "--resume")
        asked = folder.started("--resume").asked
    else:
        _refuse_used(folder)
        asked = _asked(args)
    budget = _budget(args, asked)
    opened = models() if asked.mode == "live" else []
    try:
        if args.resume is not None:
            check_resumable(folder, opened)
        print(f"eval: {folder.path}", file=sys.stderr)
        return folder, asked, await run(asked, folder, models=opened, budget=budget, mishear=args.asr_errors)
    finally:
        for model in opened:
            await model.close()


def _given(args: argparse.Namespace) -> dict[str, Any]:
    """What was said on the command line of what is asked for."""
    fields = {name: getattr(args, name) for name in ("suite", "agent", "channel", "trials", "only")}
    mode = {None: None, "grammar": "offline", "openai": "live"}[args.model]
    return {name: value for name, value in {**fields, "mode": mode}.items() if value is not None}


def _asked(args: argparse.Namespace) -> Asked:
    return Asked(**_given(args))


def _refuse_others(args: argparse.Namespace, field: str) -> None:
    if given := sorted(_given(args)):
        given = ["model" if name == "mode" else name for name in given]
        raise InvalidInput(
            f"the run has its own {', '.join(given)}", field=field, remedy=f"leave out --{' --'.join(given)}"
        )


def _refuse_used(folder: RunFolder) -> None:
    if (folder.path / "run.json").exists():
        raise InvalidInput(
            f"{folder.path} holds a run already", field="--out", remedy="go on with it by --resume, or name another"
        )


def _budget(args: argparse.Namespace, asked: Asked) -> Budget:
    prices = (args.usd_per_million_in, args.usd_per_million_out)
    if args.max_usd is not None and None in prices:
        raise InvalidInput(
            "a limit needs prices",
            field="--max-usd",
            remedy="give --usd-per-million-in and --usd-per-million-out",
        )
    if args.max_usd is not None and asked.mode == "offline":
        raise InvalidInput("the grammar costs nothing", field="--max-usd", remedy="leave it out, or add --model openai")
    return Budget(Prices(prices[0] or 0.0, prices[1] or 0.0), args.max_usd)


def _judged(args: argparse.Namespace, asked: Asked, result: RunResult) -> RunResult:
    beside = asked.place if asked.place.is_dir() else asked.place.parent
    file = args.baseline or beside / baselines.file_name(asked.channel, asked.mode)
    old = baselines.read(file, asked.channel, asked.mode)
    if old is None and args.baseline is not None and not args.update_baseline:
        raise InvalidInput(f"there is no {file}", field="--baseline", remedy="make it with --update-baseline")
    partial = asked.only is not None
    if args.update_baseline:
        now = baselines.updated(old, result, asked.channel, partial=partial)
        _say_what_changes(old, now)
        write_whole(file, as_json(now))
        old = now
    return judged(result, old, file=None if old is None else file.name, partial=partial)


def _say_what_changes(old: Baseline | None, now: Baseline) -> None:
    allowed = sorted(name for name, passed in now.cases.items() if not passed)
    print(f"eval: the baseline has {len(now.cases) - len(allowed)} cases that pass", file=sys.stderr)
    for name in allowed:
        print(f"eval: from now on may fail: {name}", file=sys.stderr)
    for name, share in now.live.items():
        kept = old is not None and old.live.get(name) == share
        print(f"eval: {name} {share.share} {'stays' if kept else 'is new'}", file=sys.stderr)


def _write(result: RunResult, folder: RunFolder, args: argparse.Namespace) -> None:
    suite = folder.started("RUN").asked.suite
    write(result, folder.path, Outputs(args.json, args.html, args.junit, args.markdown, suite))
    history = trend(earlier_runs(folder.path), result)
    page = args.html or folder.path / "report.html"
    show(result, Console(), page=page, trend=history, suite=suite, self_check=_self_checked(result))


def _self_checked(result: RunResult) -> str | None:
    """What ``eval mutants`` found of this very suite, if it was run here."""
    try:
        kept = json.loads(MUTANTS.read_bytes())
    except FileNotFoundError:
        return None
    return str(kept["summary"]) if kept["suite"] == result.suite else None


def stored(place: Path, field: str) -> RunResult:
    """The result in a run's folder, or in a report file. Raises InvalidInput."""
    file = place / "report.json" if place.is_dir() else place
    try:
        return RunResult.model_validate_json(file.read_bytes())
    except OSError:
        raise InvalidInput(f"there is no {file}", field=field, remedy="name the folder of a run") from None
    except ValidationError as error:
        raise InvalidInput(f"{file} is no report of this version: {error.errors()[0]['msg']}", field=field) from None


def compare(args: argparse.Namespace) -> int:
    found = comparison.compare(stored(args.before, "BEFORE"), stored(args.after, "AFTER"))
    print(comparison.text_of(found))
    return OPEN


def report(args: argparse.Namespace) -> int:
    _write(stored(args.folder, "RUN"), RunFolder(args.folder), args)
    return OPEN


async def mutants(args: argparse.Namespace) -> int:
    from evals.subjects.self_check import self_check
    from evals.subjects.verdicts import summary, table

    check = await self_check(args.suite or SHIPPED)
    write_whole(MUTANTS, as_json(check.as_dict() | {"summary": summary(check)}))
    Console().print(table(check))
    return OPEN if check.sound else CLOSED
