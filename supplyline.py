"""The one console command: puts the parts together. Each subcommand is a few lines over what the server uses too.

Exit status: 0 done; 1 refused, failed or (``audit verify``) found broken; 2 wrong usage. Errors go to stderr.
Heavy parts are imported by the commands that need them, so that ``--help`` answers at once.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from procurement.clock import Clock, clock_at
from procurement.errors import InvalidInput, NotFound, SupplyLineError

if TYPE_CHECKING:
    from agent.events import TurnFailed, TurnFinished
    from agent.model import Model
    from agent.run import Run
    from procurement.actor import Actor
    from procurement.store import Store

DEFAULT_DB = "var/supplyline.db"
Command = Callable[[argparse.Namespace], Awaitable[int]]


# --- arguments ------------------------------------------------------------------------------------------------------


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


def _database(parser: argparse.ArgumentParser, *, demo: bool = True) -> None:
    parser.add_argument(
        "--db",
        type=database_url,
        metavar="URL",
        default=database_url(os.environ.get("SUPPLYLINE_DB") or DEFAULT_DB),
        help=f"SQLite file or URL (default: SUPPLYLINE_DB, or {DEFAULT_DB})",
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


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="supplyline", description="Talk that becomes orders.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _talking(commands)
    _looking(commands)
    _operating(commands)
    return parser


def _talking(commands: Any) -> None:
    serve_ = commands.add_parser("serve", help="start the service and its pages")
    serve_.add_argument("--host", default="127.0.0.1")
    serve_.add_argument("--port", type=positive, default=8000)
    _database(serve_)
    _model(serve_)
    serve_.set_defaults(run=serve)

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
    chat_.set_defaults(run=chat)
    ask_.set_defaults(run=ask)

    decide_ = commands.add_parser("decide", help="say yes or no to a draft")
    decide_.add_argument("conversation", metavar="CONVERSATION")
    decide_.add_argument("draft", metavar="DRAFT")
    decide_.add_argument("decision", choices=("yes", "no"))
    _person(decide_)
    _database(decide_)
    decide_.add_argument("--key", metavar="K", help="idempotency key: the same key gives the same turn")
    _json(decide_)
    decide_.set_defaults(run=decide)


def _looking(commands: Any) -> None:
    orders_ = commands.add_parser("orders", help="list orders, latest first")
    _person(orders_)
    orders_.add_argument(
        "--status", choices=("open", "late", "unanswered", "waiting_for_buyer", "shipped", "received", "cancelled")
    )
    orders_.add_argument("--limit", type=positive, default=20)
    _database(orders_)
    _json(orders_)
    orders_.set_defaults(run=orders)

    audit_ = commands.add_parser("audit", help="the tamper-evident record of what was done")
    actions = audit_.add_subparsers(metavar="ACTION", required=True)
    verify_ = actions.add_parser("verify", help="recompute the hash chain")
    _database(verify_, demo=False)
    _json(verify_)
    verify_.set_defaults(run=audit_verify)

    eval_ = commands.add_parser("eval", help="measure")
    kinds = eval_.add_subparsers(metavar="KIND", required=True)
    bench_ = kinds.add_parser("bench", help="benchmarks; they print JSON and never fail for being slow")
    what = bench_.add_subparsers(metavar="WHAT", required=True)
    text_ = what.add_parser("text", help="turns, searches and traces, by text")
    text_.add_argument("--orders", type=positive, default=1_000_000, help="orders in the database (default 1000000)")
    text_.add_argument("--edges", type=positive, default=1_000_000, help="edges of the lot graph (default 1000000)")
    text_.add_argument("--quick", action="store_true", help="few repetitions and a small chain: does it run at all")
    text_.set_defaults(run=bench_text)


def _operating(commands: Any) -> None:
    db_ = commands.add_parser("db", help="look after the database")
    actions = db_.add_subparsers(metavar="ACTION", required=True)
    upgrade_ = actions.add_parser("upgrade", help="bring the schema up to date (every command does that by itself)")
    upgrade_.set_defaults(run=db_upgrade)
    seed_ = actions.add_parser("seed", help="fill an empty database with the demo chain, and grow it if asked")
    seed_.add_argument("--orders", type=positive, help="grow the chain to this many orders")
    seed_.add_argument("--edges", type=positive, help="grow a lot graph of this many edges")
    seed_.set_defaults(run=db_seed)
    backup_ = actions.add_parser("backup", help="copy the database while it is in use")
    backup_.add_argument("file", metavar="FILE", help="where to; must not exist")
    backup_.set_defaults(run=db_backup)
    for parser in (upgrade_, seed_, backup_):
        _database(parser, demo=False)

    keys_ = commands.add_parser("keys", help="API keys, each of one person")
    actions = keys_.add_subparsers(metavar="ACTION", required=True)
    issue_ = actions.add_parser("issue", help="make a key; it is shown once")
    revoke_ = actions.add_parser("revoke", help="make the keys of that person and label invalid")
    list_ = actions.add_parser("list", help="who has which keys")
    for parser in (issue_, revoke_):
        parser.add_argument("handle", metavar="HANDLE")
        parser.add_argument("--label", required=True, help="the device or program that uses the key")
    issue_.set_defaults(run=keys_issue)
    revoke_.set_defaults(run=keys_revoke)
    list_.set_defaults(run=keys_list)
    for parser in (issue_, revoke_, list_):
        _database(parser, demo=parser is issue_)
