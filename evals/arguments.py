"""What ``supplyline eval`` takes on its command line, and what each argument has to look like."""

import argparse
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

Runs = Mapping[str, Callable[[argparse.Namespace], Coroutine[Any, Any, int]]]


def positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return int(text)


def dollars(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not an amount in US dollars, such as 2.50")
    return value


def add_eval(commands: Any, runs: Runs) -> None:
    """Adds ``eval`` to the commands; ``runs``: what carries out each of its kinds, by name."""
    eval_ = commands.add_parser("eval", help="measure: try the scenarios, compare runs, run benchmarks")
    kinds = eval_.add_subparsers(metavar="KIND", required=True)
    _run(kinds, runs)
    _after(kinds, runs)
    _bench(kinds, runs)


def _run(kinds: Any, runs: Runs) -> None:
    run_ = kinds.add_parser(
        "run",
        help="try the scenarios of a suite",
        description="Tries every scenario and judges the result. Exit status: 0 the gate is open; 1 it is closed; "
        "2 wrong usage, or a scenario file that is wrong.",
    )
    asked = run_.add_argument_group("what is tried (a resumed or replayed run has its own)")
    asked.add_argument("--suite", metavar="PATH", help="a scenario file or a folder of them (default: those shipped)")
    asked.add_argument("--agent", metavar="MODULE:FACTORY", help="what is under test (default: the assistant itself)")
    asked.add_argument(
        "--model",
        choices=("grammar", "openai"),
        help="what understands: the offline grammar (default), or the models at SUPPLYLINE_MODEL_URL (live)",
    )
    asked.add_argument("--channel", choices=("text", "voice"), help="default: text")
    asked.add_argument("--trials", type=positive, metavar="N", help="times each case is tried (default 1)")
    asked.add_argument("--only", metavar="GLOB", help="scenarios with an id or tag like this")
    run_.add_argument(
        "--asr-errors", action="store_true", help="try text scenarios also with words as a recogniser mishears them"
    )
    before = run_.add_mutually_exclusive_group()
    before.add_argument("--out", type=Path, metavar="DIR", help="the run's folder (default: var/evals/TIME)")
    before.add_argument("--resume", type=Path, metavar="DIR", help="go on with this run; what is finished stays")
    before.add_argument("--replay", type=Path, metavar="DIR", help="grade the records of this run again, without agent")
    cost = run_.add_argument_group("what a live run may cost")
    cost.add_argument("--max-usd", type=dollars, metavar="USD", help="start no trial once this is spent")
    cost.add_argument("--usd-per-million-in", type=dollars, metavar="USD", help="price of tokens that are sent")
    cost.add_argument("--usd-per-million-out", type=dollars, metavar="USD", help="price of tokens that come back")
    gate = run_.add_argument_group("gate")
    gate.add_argument("--baseline", type=Path, metavar="F", help="default: baseline.json beside the suite, if there")
    gate.add_argument("--update-baseline", action="store_true", help="agree to what this run shows: write the baseline")
    _outputs(run_)
    run_.set_defaults(run=runs["eval_run"])


def _outputs(parser: argparse.ArgumentParser) -> None:
    reports = parser.add_argument_group("reports, beside those in the run's folder")
    reports.add_argument("--junit", type=Path, metavar="F", help="JUnit XML")
    reports.add_argument("--html", type=Path, metavar="F", help="one page with everything in it")
    reports.add_argument("--json", type=Path, metavar="F", help="the result, for programs")
    reports.add_argument("--markdown", type=Path, metavar="F", help="a summary for a pull request")


def _after(kinds: Any, runs: Runs) -> None:
    compare_ = kinds.add_parser("compare", help="two runs side by side: what fails or passes now, how figures moved")
    for name in ("before", "after"):
        compare_.add_argument(name, type=Path, metavar=name.upper(), help="folder of a run, or a report.json")
    compare_.set_defaults(run=runs["eval_compare"])
    report_ = kinds.add_parser("report", help="write the reports of a run again")
    report_.add_argument("folder", type=Path, metavar="RUN", help="the run's folder")
    _outputs(report_)
    report_.set_defaults(run=runs["eval_report"])
    mutants_ = kinds.add_parser("mutants", help="does the suite catch agents that do it wrong? 1 below 100 %%")
    mutants_.add_argument("--suite", type=Path, metavar="PATH", help="default: the shipped one")
    mutants_.set_defaults(run=runs["eval_mutants"])


def _bench(kinds: Any, runs: Runs) -> None:
    bench_ = kinds.add_parser("bench", help="benchmarks; they print JSON and never fail for being slow")
    what = bench_.add_subparsers(metavar="WHAT", required=True)
    text_ = what.add_parser("text", help="turns, searches and traces, by text")
    text_.add_argument("--orders", type=positive, default=1_000_000, help="orders in the database (default 1000000)")
    text_.add_argument("--edges", type=positive, default=1_000_000, help="edges of the lot graph (default 1000000)")
    text_.add_argument("--quick", action="store_true", help="few repetitions and a small chain: does it run at all")
    text_.set_defaults(run=runs["bench_text"])
    voice_ = what.add_parser("voice", help="calls, measured from their recordings (first: make callers)")
    voice_.add_argument("--quick", action="store_true", help="very few clips: does it run at all")
    voice_.add_argument(
        "--calls",
        type=positive,
        default=4,
        metavar="N",
        help="calls with interruptions in each language, 1 to 4 (default 4)",
    )
    voice_.add_argument("--keep", type=Path, metavar="DIR", help="keep the recordings of the calls in this folder")
    voice_.set_defaults(run=runs["bench_voice"])
