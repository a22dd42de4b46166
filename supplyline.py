"""The one console command: puts the parts together. Each subcommand is a few lines over what the server uses too.

Exit status: 0 done; 1 refused, failed or (``audit verify``) found broken; 2 wrong usage. Errors go to stderr.
Heavy parts are imported by the commands that need them, so that ``--help`` answers at once.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvloop

from procurement.clock import Clock, clock_at
from procurement.errors import InvalidInput, NotFound, SupplyLineError
from voice.errors import BadAudio, VoiceError

if TYPE_CHECKING:
    from agent.model import Model
    from agent.run import Run
    from procurement.actor import Actor
    from procurement.store import Store
    from server.settings import Settings

DEFAULT_DB = "var/supplyline.db"


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


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="supplyline", description="Talk that becomes orders.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _talking(commands)
    _reading(commands)
    _operating(commands)
    return parser


def _talking(commands: Any) -> None:
    serve_ = commands.add_parser("serve", help="start the service and its pages")
    serve_.add_argument("--host", help="address to listen on (default: SUPPLYLINE_HOST, or 127.0.0.1)")
    serve_.add_argument("--port", type=positive, help="default: SUPPLYLINE_PORT, or 8000")
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
    call_.set_defaults(run=call)

    decide_ = commands.add_parser("decide", help="say yes or no to a draft")
    decide_.add_argument("conversation", metavar="CONVERSATION")
    decide_.add_argument("draft", metavar="DRAFT")
    decide_.add_argument("decision", choices=("yes", "no"))
    _person(decide_)
    _database(decide_)
    decide_.add_argument("--key", metavar="K", help="idempotency key: the same key gives the same turn")
    _json(decide_)
    decide_.set_defaults(run=decide)


def _reading(commands: Any) -> None:
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
    voice_ = what.add_parser("voice", help="calls, measured from their recordings (first: make callers)")
    voice_.add_argument("--quick", action="store_true", help="very few clips: does it run at all")
    voice_.add_argument("--keep", type=Path, metavar="DIR", help="keep the recordings of the calls in this folder")
    voice_.set_defaults(run=bench_voice)


def _operating(commands: Any) -> None:
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
        parser.set_defaults(run=database)

    models_ = commands.add_parser("models", help="the speech models of calls")
    actions = models_.add_subparsers(metavar="ACTION", required=True, dest="action")
    actions.add_parser("list", help="what is in use, what is here, what can be fetched")
    fetch_ = actions.add_parser("fetch", help="bring a Whisper size or a Piper voice into the models folder")
    fetch_.add_argument("name", metavar="NAME", help="such as whisper-small or zh_CN-huayan-medium")
    actions.add_parser("check", help="load what is in use, say a sentence in each language and listen to it")
    for parser in actions.choices.values():
        _json(parser)
        parser.set_defaults(run=models)

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
        parser.set_defaults(run=keys)


# --- parts ----------------------------------------------------------------------------------------------------------


def settings_of(args: argparse.Namespace) -> "Settings":
    """The settings of the environment, what the command line says before them. Raises InvalidInput."""
    from server.settings import settings_from

    said = {"DATABASE_URL": args.db, "HOST": getattr(args, "host", None), "PORT": getattr(args, "port", None)}
    given = {f"SUPPLYLINE_{name}": str(value) for name, value in said.items() if value is not None}
    return settings_from({**os.environ, **given})


def models_of(settings: "Settings", choice: str | None) -> list["Model"]:
    """The hosted models to try in order; the grammar always comes after them. Raises InvalidInput when they are asked
    for and none is configured."""
    if choice == "openai" and not settings.models:
        raise InvalidInput(
            "no model is configured",
            field="--model",
            remedy="set SUPPLYLINE_MODEL_URL and SUPPLYLINE_MODEL_NAME, and SUPPLYLINE_MODEL_KEY if it wants a key",
        )
    if choice == "grammar" or not settings.models:
        return []
    from agent.openai_model import OpenAIModel

    return [OpenAIModel(model.base_url, model.api_key, model.model) for model in settings.models]


@asynccontextmanager
async def opened(args: argparse.Namespace) -> AsyncIterator["Store"]:
    from procurement.demo import seed
    from procurement.store import Store, file_of

    if args.run in READERS and not getattr(args, "demo", False) and not file_of(args.db).exists():
        remedy = (
            "go to the folder where the service runs, name its file, or add --demo for a new one with the demo chain"
        )
        raise NotFound(f"there is no database at {file_of(args.db)}", field="--db", remedy=remedy)
    store = await Store.open(args.db, args.now)
    try:
        if getattr(args, "demo", False):
            await seed(store)
        yield store
    finally:
        await store.close()


async def actor_named(store: "Store", handle: str) -> "Actor":
    """Raises NotFound naming those there are."""
    from procurement.access import actor_by_handle, list_handles

    async with store.read() as uow:
        try:
            return await actor_by_handle(uow, handle)
        except NotFound as error:
            known = [actor.handle for actor in await list_handles(uow)]
            remedy = f"known: {', '.join(known)}" if known else "the database is empty; add --demo for the demo chain"
            raise NotFound(error.message, field="--as", remedy=remedy) from None


# --- talking --------------------------------------------------------------------------------------------------------


async def ask(args: argparse.Namespace) -> int:
    from agent.assistant import open_agent

    text = sys.stdin.read() if args.text == "-" else args.text
    models = models_of(settings_of(args), args.model)
    async with opened(args) as store:
        actor = await actor_named(store, args.actor)
        async with await open_agent(store, models) as agent:
            conversation = await agent.conversation(actor, args.conversation)
            return await _finish(store, await conversation.say(text, key=args.key, channel="cli"), args.json)


async def decide(args: argparse.Namespace) -> int:
    from agent.assistant import open_agent
    from server import office

    async with opened(args) as store:
        actor = await actor_named(store, args.actor)
        await office.ensure_known(store, actor, args.conversation, args.draft)
        async with await open_agent(store) as agent:
            conversation = await agent.conversation(actor, args.conversation)
            run = await conversation.decide(args.draft, args.decision, key=args.key, channel="cli")
            status = await _finish(store, run, args.json)
        return status or int(not await office.decided(store, actor, args.draft, args.decision))


async def _finish(store: "Store", run: "Run", as_json: bool) -> int:
    from agent.events import TurnFinished
    from server.office import dumped, publish
    from server.terminal import turn_json, turn_text

    result = await run.result()
    await publish(store)
    if isinstance(result, TurnFinished):
        print(dumped(turn_json(result)) if as_json else turn_text(result))
        return 0
    if as_json:
        print(dumped(turn_json(result)))
    print(f"supplyline: {result.reply}", file=sys.stderr)
    return 1


async def chat(args: argparse.Namespace) -> int:
    from agent.assistant import open_agent
    from server import terminal
    from server.office import publish

    models = models_of(settings_of(args), args.model)
    async with opened(args) as store:
        actor = await actor_named(store, args.actor)
        async with await open_agent(store, models) as agent:
            conversation = await agent.conversation(actor, args.conversation)
            try:
                await terminal.chat(conversation, actor.language)
            finally:
                await publish(store)
    return 0


async def call(args: argparse.Namespace) -> int:
    from agent.assistant import open_agent
    from server.office import dumped, publish
    from server.recorded_call import call_text, cues_of, recorded_call
    from voice.speech_models import open_speech

    settings = settings_of(args)
    cues = cues_of([(path, (args.ats or {}).get(at)) for at, path in enumerate(args.wavs)])
    async with opened(args) as store:
        actor = await actor_named(store, args.actor)
        async with (
            await open_agent(store, models_of(settings, args.model)) as agent,
            open_speech(settings.speech) as speech,
        ):
            for caution in speech.cautions:
                print(f"supplyline: {caution}", file=sys.stderr)
            conversation = await agent.conversation(actor, args.conversation)
            language = None if args.lang == "auto" else args.lang
            result = await recorded_call(conversation, speech, cues, language, args.record)
            await publish(store)
    print(dumped(result) if args.json else call_text(result))
    return 0


async def serve(args: argparse.Namespace) -> int:
    from agent.assistant import open_agent
    from server import serve as serving
    from server import switchboard
    from server.app import create_app
    from server.office import ensure_free
    from server.terminal import welcome

    settings = settings_of(args)
    args.demo = args.demo or settings.demo
    ensure_free(settings.host, settings.port)
    async with opened(args) as store, await open_agent(store, models_of(settings, args.model)) as agent:
        speech = settings.speech
        app = create_app(settings, agent, store, parts=switchboard.parts(speech))
        print(welcome(settings.host, settings.port, agent.model.name, demo=args.demo), flush=True)
        for notice in switchboard.notices(speech) if settings.calls else ():
            print(notice, flush=True)
        await serving.serve(app, store)
    return 0


# --- looking and operating ------------------------------------------------------------------------------------------


async def orders(args: argparse.Namespace) -> int:
    from server import office

    async with opened(args) as store:
        actor = await actor_named(store, args.actor)
        print(await office.orders(store, actor, args.status, args.limit, as_json=args.json))
    return 0


async def audit_verify(args: argparse.Namespace) -> int:
    from server import office

    async with opened(args) as store:
        text, whole = await office.audit(store, as_json=args.json)
    print(text)
    return 0 if whole else 1


async def database(args: argparse.Namespace) -> int:
    from server import office

    async with opened(args) as store:
        if args.action == "seed":
            await office.seed(store, args.orders or 0, args.edges or 0)
        elif args.action == "backup":
            await office.backup(store, args.file)
        print(f"{args.action}: done")
    return 0


async def keys(args: argparse.Namespace) -> int:
    from server import office

    async with opened(args) as store:
        if args.action == "list":
            print(await office.keys(store))
            return 0
        await actor_named(store, args.handle)
        if args.action == "issue":
            print(await office.issue_key(store, args.handle, args.label))
            print("Keep it: it is not shown again. Send it as: Authorization: Bearer KEY", file=sys.stderr)
        else:
            print(f"revoked: {await office.revoke_key(store, args.handle, args.label)}")
    return 0


async def models(args: argparse.Namespace) -> int:
    from server.office import dumped
    from server.settings import speech_from
    from voice import inventory, model_hub

    speech = speech_from(os.environ)
    if args.action == "fetch":
        place = await asyncio.to_thread(model_hub.fetch, args.name, speech)
        print(dumped({"name": args.name, "place": str(place)}) if args.json else place)
    elif args.action == "check":
        checked = await inventory.check(speech)
        print(dumped(checked) if args.json else inventory.check_text(checked))
    else:
        found = await asyncio.to_thread(inventory.models, speech)
        print(dumped(inventory.models_json(found)) if args.json else inventory.models_text(found))
    return 0


async def bench_text(args: argparse.Namespace) -> int:
    from evals.bench_text import bench
    from server.office import dumped

    print(dumped(await bench(orders=args.orders, edges=args.edges, quick=args.quick)))
    return 0


async def bench_voice(args: argparse.Namespace) -> int:
    from evals.bench_voice import bench
    from server.office import dumped

    if args.keep is not None:
        args.keep.mkdir(parents=True, exist_ok=True)
    print(dumped(await bench(quick=args.quick, keep=args.keep)))
    return 0


# Commands that have nothing to do without records; they do not make an empty database by the way.
READERS = (ask, chat, call, decide, orders, audit_verify)


# --- entry ----------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    args = build_parser().parse_args(arguments)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return int(runner.run(args.run(args)))
    except (SupplyLineError, VoiceError) as error:
        field = f"{error.field}: " if error.field else ""
        remedy = f" ({error.remedy})" if error.remedy else ""
        print(f"supplyline: {field}{error.message}{remedy}", file=sys.stderr)
        return 2 if isinstance(error, InvalidInput | BadAudio) else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
