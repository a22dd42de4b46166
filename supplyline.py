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
from typing import TYPE_CHECKING

import uvloop

from procurement.errors import InvalidInput, NotFound, SupplyLineError
from voice.errors import BadAudio, VoiceError

if TYPE_CHECKING:
    from agent.model import Model
    from agent.run import Run
    from procurement.actor import Actor
    from procurement.store import Store
    from server.settings import Settings


SAID = {"DATABASE_URL": "db", "HOST": "host", "PORT": "port"}  # settings that the command line may give

# --- parts ----------------------------------------------------------------------------------------------------------


def settings_of(args: argparse.Namespace) -> "Settings":
    """The settings of the environment, what the command line says before them. Raises InvalidInput."""
    from server.settings import settings_from

    said = {name: getattr(args, argument, None) for name, argument in SAID.items()}
    given = {f"SUPPLYLINE_{name}": str(value) for name, value in said.items() if value is not None}
    return settings_from({**os.environ, **given})


def models_of(settings: "Settings", choice: str | None, *, count_tokens: bool = False) -> list["Model"]:
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

    return [
        OpenAIModel(model.base_url, model.api_key, model.model, count_tokens=count_tokens) for model in settings.models
    ]


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


# --- measuring ------------------------------------------------------------------------------------------------------


async def eval_run(args: argparse.Namespace) -> int:
    from evals import commands

    return await commands.run(args, lambda: models_of(settings_of(args), "openai", count_tokens=True))


async def eval_compare(args: argparse.Namespace) -> int:
    from evals import commands

    return commands.compare(args)


async def eval_report(args: argparse.Namespace) -> int:
    from evals import commands

    return commands.report(args)


async def eval_mutants(args: argparse.Namespace) -> int:
    from evals import commands

    return await commands.mutants(args)


async def bench_text(args: argparse.Namespace) -> int:
    from evals.bench.text import bench
    from server.office import dumped

    print(dumped(await bench(orders=args.orders, edges=args.edges, quick=args.quick)))
    return 0


async def bench_voice(args: argparse.Namespace) -> int:
    from evals.bench.voice import bench
    from server.office import dumped

    if args.keep is not None:
        args.keep.mkdir(parents=True, exist_ok=True)
    print(dumped(await bench(quick=args.quick, calls=args.calls, keep=args.keep)))
    return 0


# Commands that have nothing to do without records; they do not make an empty database by the way.
READERS = (ask, chat, call, decide, orders, audit_verify)


# --- entry ----------------------------------------------------------------------------------------------------------


def build_parser() -> argparse.ArgumentParser:
    from evals.arguments import add_eval
    from server.arguments import parser_for

    measuring = (eval_run, eval_compare, eval_report, eval_mutants, bench_text, bench_voice)
    commands = (serve, chat, ask, call, decide, orders, audit_verify, *measuring, database, models, keys)
    return parser_for({command.__name__: command for command in commands}, add_eval)


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
