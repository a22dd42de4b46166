"""What ``supplyline`` takes on its command line, and what each argument has to look like."""

import argparse
import os
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from procurement.clock import Clock, clock_at

DEFAULT_DB = "var/supplyline.db"

Runs = Mapping[str, Callable[[argparse.Namespace], Coroutine[Any, Any, int]]]


def database_url(text: str) -> str:
    """A SQLite URL as it is; a plain path as the URL of that file."""
    if "://" not in text:
        return f"sqlite+aiosqlite:///{text}"
    if text.startswith("sqlite:///"):
        return text.replace("sqlite:", "sqlite+aiosqlite:", 1)
    if text.startswith("sqlite+aiosqlite:///"):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is neither a path nor a SQLite URL such as sqlite:///{DEFAULT_DB}")


def clock(text: str) -> Clock:
    try:
        return clock_at(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an ISO 8601 date or time, such as 2026-11-23 or 2026-11-23T09:30"
        ) from None


def positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return int(text)


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds, such as 3.2")
    return value


class AtSecond(argparse.Action):
    """Collects (number of files named so far, second)."""

    def __call__(
        self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: str | None = None
    ) -> None:
        named = len(namespace.wavs or ())
        if not named:
            parser.error("--at: belongs behind the --wav that is to be played at that second")
        namespace.ats = {**(namespace.ats or {}), named - 1: values}


def _database(parser: argparse.ArgumentParser, *, demo: bool = True) -> None:
    parser.add_argument(
        "--db",
        type=database_url,
        metavar="URL",
        default=os.environ.get("SUPPLYLINE_DATABASE_URL") or DEFAULT_DB,
        help=f"SQLite file or URL (default: SUPPLYLINE_DATABASE_URL, or {DEFAULT_DB})",
    )
    if demo:
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo chain first")
    parser.add_argument("--now", type=clock, metavar="ISO", default=None, help="let it be this date or time")


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="actor", metavar="HANDLE", default="buyer", help="who asks (default: buyer)")


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        choices=("grammar", "openai"),
        help="what understands: the offline grammar, or the models at SUPPLYLINE_MODEL_URL with the grammar as "
        "fall-back (default: openai when SUPPLYLINE_MODEL_URL is set)",
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def parser_for(runs: Runs, *more: Callable[[Any, Runs], None]) -> argparse.ArgumentParser:
    """``runs``: what carries out each command, by name; ``more`` adds commands of its own."""
    parser = argparse.ArgumentParser(prog="supplyline", description="Talk that becomes orders.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _talking(commands, runs)
    _reading(commands, runs)
    for add in more:
        add(commands, runs)
    _operating(commands, runs)
    return parser


def _talking(commands: Any, runs: Runs) -> None:
    serve_ = commands.add_parser("serve", help="start the service and its pages")
    serve_.add_argument("--host", help="address to listen on (default: SUPPLYLINE_HOST, or 127.0.0.1)")
    serve_.add_argument("--port", type=positive, help="default: SUPPLYLINE_PORT, or 8000")
    _database(serve_)
    _model(serve_)
    serve_.set_defaults(run=runs["serve"])

    chat_ = commands.add_parser("chat", help="talk in the terminal")
    ask_ = commands.add_parser("ask", help="say one thing, get one reply")
    ask_.add_argument("text", metavar="TEXT", help="what to say; - reads it from standard input")
    for parser in (chat_, ask_):
        _person(parser)
        parser.add_argument("--conversation", metavar="ID", help="go on with this conversation")
        _model(parser)
        _database(parser)
    ask_.add_argument("--key", metavar="K", help="idempotency key: the same key gives the same turn")
    _json(ask_)
    chat_.set_defaults(run=runs["chat"])
    ask_.set_defaults(run=runs["ask"])

    call_ = commands.add_parser("call", help="play recorded callers through a real call")
    call_.add_argument(
        "--wav",
        dest="wavs",
        type=Path,
        metavar="FILE",
        action="append",
        required=True,
        help="what the caller says; again for what comes next, each is played when the agent has finished",
    )
    call_.add_argument(
        "--at",
        dest="ats",
        type=seconds,
        metavar="SECONDS",
        action=AtSecond,
        help="play the file named last at this second of the call instead, to interrupt",
    )
    call_.add_argument(
        "--lang", choices=("auto", "zh", "en"), default="auto", help="what the caller speaks (default: auto)"
    )
    call_.add_argument(
        "--record", type=Path, metavar="FILE", help="write the call as a stereo WAV: the caller left, the agent right"
    )
    call_.add_argument("--conversation", metavar="ID", help="go on with this conversation")
    _person(call_)
    _model(call_)
    _database(call_)
    _json(call_)
    call_.set_defaults(run=runs["call"])

    decide_ = commands.add_parser("decide", help="say yes or no to a draft")
    decide_.add_argument("conversation", metavar="CONVERSATION")
    decide_.add_argument("draft", metavar="DRAFT")
    decide_.add_argument("decision", choices=("yes", "no"))
    _person(decide_)
    _database(decide_)
    decide_.add_argument("--key", metavar="K", help="idempotency key: the same key gives the same turn")
    _json(decide_)
    decide_.set_defaults(run=runs["decide"])


def _reading(commands: Any, runs: Runs) -> None:
    orders_ = commands.add_parser("orders", help="list orders, latest first")
    _person(orders_)
    orders_.add_argument(
        "--status", choices=("open", "late", "unanswered", "waiting_for_buyer", "shipped", "received", "cancelled")
    )
    orders_.add_argument("--limit", type=positive, default=20)
    _database(orders_)
    _json(orders_)
    orders_.set_defaults(run=runs["orders"])

    audit_ = commands.add_parser("audit", help="the tamper-evident record of what was done")
    actions = audit_.add_subparsers(metavar="ACTION", required=True)
    verify_ = actions.add_parser("verify", help="recompute the hash chain")
    _database(verify_, demo=False)
    _json(verify_)
    verify_.set_defaults(run=runs["audit_verify"])


def _operating(commands: Any, runs: Runs) -> None:
    db_ = commands.add_parser("db", help="look after the database")
    actions = db_.add_subparsers(metavar="ACTION", required=True, dest="action")
    upgrade_ = actions.add_parser("upgrade", help="bring the schema up to date (every command does that by itself)")
    seed_ = actions.add_parser("seed", help="fill an empty database with the demo chain, and grow it if asked")
    seed_.add_argument("--orders", type=positive, help="add this many orders")
    seed_.add_argument("--edges", type=positive, help="add a lot graph of this many edges")
    backup_ = actions.add_parser("backup", help="copy the database while it is in use")
    backup_.add_argument("file", metavar="FILE", help="where to; must not exist")
    for parser in (upgrade_, seed_, backup_):
        _database(parser, demo=False)
        parser.set_defaults(run=runs["database"])

    models_ = commands.add_parser("models", help="the speech models of calls")
    actions = models_.add_subparsers(metavar="ACTION", required=True, dest="action")
    actions.add_parser("list", help="what is in use, what is here, what can be fetched")
    fetch_ = actions.add_parser("fetch", help="bring a Whisper size or a Piper voice into the models folder")
    fetch_.add_argument("name", metavar="NAME", help="such as whisper-small or zh_CN-huayan-medium")
    actions.add_parser("check", help="load what is in use, say a sentence in each language and listen to it")
    for parser in actions.choices.values():
        _json(parser)
        parser.set_defaults(run=runs["models"])

    keys_ = commands.add_parser("keys", help="API keys, each of one person")
    actions = keys_.add_subparsers(metavar="ACTION", required=True, dest="action")
    issue_ = actions.add_parser("issue", help="make a key; it is shown once")
    revoke_ = actions.add_parser("revoke", help="make the keys of that person and label invalid")
    list_ = actions.add_parser("list", help="who has which keys")
    for parser in (issue_, revoke_):
        parser.add_argument("handle", metavar="HANDLE")
        parser.add_argument("--label", required=True, help="the device or program that uses the key")
    for parser in (issue_, revoke_, list_):
        _database(parser)
        parser.set_defaults(run=runs["keys"])
