"""``make test``: everything that is checked, in lanes, cheapest first, each timed.

``python -m tests.lanes [LANE ...]`` runs some of them. Every lane runs even when an earlier one failed, so that one run
tells all. What was skipped is printed loudly at the end; with SUPPLYLINE_REQUIRE_BROWSER=1, as in CI, a skip is a
failure. The last lines are pytest's own closing lines.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLOSING_LINE = re.compile(r"^=+ .*\b(passed|failed|error|errors|skipped|no tests ran)\b.* in [\d.]+s.*=+$")
SKIPPED_LINE = re.compile(r"^SKIPPED \[(\d+)\] (.*)$")


def pytest(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", "--strict-markers", "-ra", "-o", "faulthandler_timeout=300", *arguments)


@dataclass(frozen=True, slots=True)
class Lane:
    """``minutes`` is the budget on two cores; a lane that takes twice that is stopped, since it hangs."""

    name: str
    minutes: int
    commands: tuple[tuple[str, ...], ...]


MARKS = ("crash", "fuzz", "browser", "node", "voice", "suite", "calls")  # of what is not fast
LANES = (
    Lane(
        "lint",
        2,
        (
            (sys.executable, "-m", "ruff", "check", "."),
            (sys.executable, "-m", "ruff", "format", "--check", "."),
            (sys.executable, "-m", "mypy"),
        ),
    ),
    Lane("fast", 8, (pytest("-m", f"not ({' or '.join(MARKS)})"),)),
    Lane("browser", 6, (pytest("-m", "(browser or node) and not voice"),)),
    Lane("voice", 12, (pytest("-m", "voice"),)),
    Lane("evals", 8, (pytest("-m", "suite"),)),
    Lane("calls", 12, (pytest("-m", "calls"),)),
    Lane("fuzz", 5, (pytest("-m", "fuzz"),)),
    Lane("crash", 8, (pytest("-m", "crash"),)),
)


@dataclass(slots=True)
class Outcome:
    """``skipped`` holds pytest's own reasons; ``closing`` pytest's last line, None for a lane without pytest."""

    lane: Lane
    ok: bool = True
    seconds: float = 0.0
    skipped: list[str] = field(default_factory=list)
    closing: str | None = None


def run_command(command: Sequence[str], outcome: Outcome) -> None:
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        limit = threading.Timer(outcome.lane.minutes * 120, os.killpg, (process.pid, signal.SIGKILL))
        limit.start()
        try:
            for line in process.stdout:
                print(line, end="", flush=True)
                if CLOSING_LINE.match(line.rstrip()):
                    outcome.closing = line.rstrip()
                elif skip := SKIPPED_LINE.match(line.rstrip()):
                    outcome.skipped.append(f"{skip[2]}  ({skip[1]}x)")
            status = process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            limit.cancel()
    if status != 0:
        outcome.ok = False
        if status == -signal.SIGKILL:
            print(f"stopped: over {outcome.lane.minutes * 2} minutes", flush=True)


def run_lane(lane: Lane, *, skips_allowed: bool) -> Outcome:
    outcome = Outcome(lane)
    started = time.monotonic()
    print(f"\n--- {lane.name} (budget {lane.minutes} min) " + "-" * 60, flush=True)
    for command in lane.commands:
        run_command(command, outcome)
    outcome.seconds = time.monotonic() - started
    if outcome.skipped and not skips_allowed:
        outcome.ok = False
    return outcome


def report(outcomes: Sequence[Outcome], *, skips_allowed: bool) -> None:
    skipped = [reason for outcome in outcomes for reason in outcome.skipped]
    if skipped:
        print("\n" + "!" * 100)
        print("!! SKIPPED, so NOT CHECKED here" + ("" if skips_allowed else ": not allowed in CI") + ":")
        for reason in skipped:
            print(f"!!   {reason}")
        print("!" * 100)
    print()
    for outcome in outcomes:
        over = " (over budget)" if outcome.seconds > outcome.lane.minutes * 60 else ""
        print(f"{outcome.lane.name:10} {'ok' if outcome.ok else 'FAILED':7} {outcome.seconds:7.1f} s{over}")
    print(f"{'all':10} {'ok' if all(o.ok for o in outcomes) else 'FAILED':7} {sum(o.seconds for o in outcomes):7.1f} s")
    for outcome in outcomes:
        if outcome.closing is not None:
            print(f"{outcome.lane.name:10} {outcome.closing}")
    sys.stdout.flush()


def main(names: Sequence[str]) -> int:
    known = [lane.name for lane in LANES]
    if unknown := [name for name in names if name not in known]:
        print(f"unknown lane {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    skips_allowed = os.environ.get("SUPPLYLINE_REQUIRE_BROWSER") != "1"
    lanes = [lane for lane in LANES if not names or lane.name in names]
    outcomes = [run_lane(lane, skips_allowed=skips_allowed) for lane in lanes]
    report(outcomes, skips_allowed=skips_allowed)
    return 0 if all(outcome.ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
