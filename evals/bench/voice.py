"""``supplyline eval bench voice``: calls in wall-clock time against the real Call, measured from their recordings.

It reports, and says of every bar whether it was met; it never fails for being slow. Callers are synthetic voices that
are not the agent's (``make callers``); figures are of voices and sentences that no threshold was chosen with.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.hearing.transcript import simplified
from evals.audio.callers import Samples, Split, Studio, missing_parts
from evals.audio.recordings import recordings
from evals.audio.second_opinion import SecondOpinion
from evals.audio.written import error_rate
from evals.bench import call_report, dictation
from evals.bench.bars import Bar, at_least, at_most
from evals.bench.call_load import Load, call_load
from evals.bench.callbook import Callbook, Kind, Step
from evals.bench.machine import machine
from evals.bench.rehearsal import Take
from evals.bench.stt_cost import Utterance, compare
from evals.bench.trade_off import Onset, curve, onset_of
from evals.bench.turned_away import turned_away
from evals.bench.understanding import Understanding
from evals.bench.voice_stage import LANGUAGES, VoiceStage, voice_stage
from procurement.errors import InvalidInput
from voice.gate import Gate
from voice.listening import Ear
from voice.model_files import SpeechSettings, whisper_folder
from voice.ports import FRAME_MS, Hearing, Language
from voice.wav import write_wav

SPLITS: tuple[Split, ...] = ("tune", "held-out")
ECHO_DB = 20.0
HUMAN = 60  # recordings of a person
EVENTS: tuple[tuple[Kind, ...], ...] = (  # what happens in one call after the other
    ("barge", "backchannel", "noise", "backchannel"),
    ("stop", "backchannel", "side_talk", "barge"),
    ("backchannel", "barge", "noise", "side_talk"),
    ("backchannel", "stop", "backchannel", "noise"),
)
KINDS: tuple[Kind, ...] = ("barge", "stop", "backchannel", "noise", "side_talk")


@dataclass(frozen=True, slots=True)
class Size:
    """``events``: what happens during answers, call by call, in either language; ``pauses``: ms inside the commands
    that follow in each; ``early``: yes before the end, by language; ``onsets``: sounds of a kind in the curve;
    ``echoes``: commands by language while the loudspeaker is heard; ``limit``: seconds after which a call ends."""

    events: tuple[tuple[Kind, ...], ...]
    pauses: tuple[int, ...]
    early: int
    clips: int | None
    onsets: int
    load: Load
    echoes: int
    limit: float


FULL = Size(EVENTS, (0, 300, 600, 0), 4, clips=None, onsets=12, load=Load(4, commands=6), echoes=5, limit=600)
QUICK = Size((("barge",),), (), early=1, clips=6, onsets=2, load=Load(2, commands=1), echoes=1, limit=25)


async def bench(*, quick: bool, calls: int = len(EVENTS), keep: Path | None = None) -> dict[str, Any]:
    """All figures as JSON. ``calls``: with interruptions, in each language; ``keep``: an existing folder for the
    recordings, which are thrown away otherwise. Raises InvalidInput when the callers are not installed."""
    if missing := missing_parts():
        raise InvalidInput(f"test callers cannot speak: no {missing[0]}", field="callers", remedy="run: make callers")
    size = QUICK if quick else replace(FULL, events=EVENTS[:calls])
    with _folder() as folder:
        report: dict[str, Any] = {
            "benchmark": "voice",
            "quick": quick,
            "calls": len(size.events),
            "machine": machine(folder),
        }
        async with voice_stage(folder / "voice.db") as stage:
            report |= {"cautions": list(stage.speech.cautions)}
            report |= await Bench(stage, folder, Studio(), size, keep).run()
    return report


@contextmanager
def _folder() -> Iterator[Path]:
    Path("var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir="var") as name:
        yield Path(name).resolve()


class Bench:
    def __init__(self, stage: VoiceStage, folder: Path, studio: Studio, size: Size, keep: Path | None) -> None:
        """``folder``: for databases."""
        self._stage = stage
        self._folder = folder
        self._studio = studio
        self._size = size
        self._keep = keep
        self._bars: list[Bar] = []

    async def run(self) -> dict[str, Any]:
        takes = await timed("calls", self._takes)
        report = {
            "answering": self._noted(call_report.answering(takes, await self._stage.fillers())),
            "barge_in": self._noted(call_report.yielding(takes)),
        }
        opinion = SecondOpinion()
        judged = await timed("truncation", lambda: call_report.hearing_back(takes, opinion.listen))
        report["heard"] = self._noted(judged)
        report["echo"] = await timed("echo", self._echo)
        report["dictation"] = await timed("dictation", self._dictation)
        report["recogniser"] = self._noted(await timed("recogniser", self._recogniser))
        report["trade_off"] = await timed("trade-off", self._trade_off)
        report["load"] = self._noted(await timed("load", lambda: call_load(self._stage, self._book(), self._size.load)))
        report["turned_away"] = self._noted(await timed("turned away", self._turned_away))
        report["calls_seconds"] = round(sum(take.seconds for take in takes), 1)
        bars = {bar.name: bar.as_dict() for bar in self._bars}
        return {"bars": bars, "bars_met": sum(bar.met for bar in self._bars), "bars_missed": self._missed()} | report

    def _noted(self, made: tuple[dict[str, Any], list[Bar]]) -> dict[str, Any]:
        """The figures; what they say of the goals is kept, and told at once: a long run may not come to its end."""
        report, bars = made
        self._bars += bars
        for bar in bars:
            progress(f"{'met' if bar.met else 'missed'}: {bar.name} {bar.value} ({bar.side} {bar.limit:g}, n={bar.n})")
        return report

    def _missed(self) -> list[str]:
        return [bar.name for bar in self._bars if not bar.met]

    def _book(self) -> Callbook:
        return Callbook(self._studio, "held-out")

    # --- calls --------------------------------------------------------------------------------------------------

    async def _takes(self) -> list[Take]:
        takes = []
        for language in LANGUAGES:
            book, counts = self._book(), Counter[Kind]()
            for call, kinds in enumerate(self._size.events):
                events = [(kind, counts[kind] + kinds[:at].count(kind)) for at, kind in enumerate(kinds)]
                counts.update(kinds)
                steps = book.talk(language, events=events, pauses=self._size.pauses)
                takes.append(await self._take(f"talk-{language}-{call + 1}", steps))
            takes.append(await self._take(f"yes-{language}", book.confirmations(language, self._size.early)))
        return takes

    async def _echo(self) -> dict[str, Any]:
        commands = [0] * self._size.echoes
        takes = [
            await self._take(f"echo-{language}", self._book().talk(language, events=(), pauses=commands), ECHO_DB)
            for language in LANGUAGES
        ]
        return {"loss_db": ECHO_DB} | call_report.echoing(takes)

    async def _turned_away(self) -> tuple[dict[str, Any], list[Bar]]:
        """By a service of its own, with as many calls as it holds."""
        report = await turned_away(self._folder, FULL.load.calls)
        spoken = report["refused"] and report["seconds_of_speech"] > 0.5 and report["held"] == FULL.load.calls
        return report, [at_least("one call too many refused in words, the others held", float(spoken), 1, 1)]

    async def _take(self, name: str, steps: Sequence[Step], echo_db: float | None = None) -> Take:
        take = await self._stage.play(steps, self._size.limit, echo_db)
        progress(f"call {name}: {len(take.starts)} of {len(steps)} things said in {take.seconds:.0f} s")
        if self._keep is not None:
            write_wav(self._keep / f"{name}.wav", take.caller.tobytes(), take.agent.tobytes())
        return take

    # --- without a call -----------------------------------------------------------------------------------------

    async def _dictation(self) -> dict[str, Any]:
        understanding = await Understanding.of(await self._stage.conversation())
        prompts = understanding.prompts()
        recogniser = self._stage.speech.recogniser

        async def write(pcm: Samples) -> tuple[str, Language]:
            transcript = await recogniser.transcribe(pcm.tobytes(), prompts=prompts)
            assert transcript is not None, "urgent requests are never dropped"
            return transcript.text, transcript.language

        chosen = dictation.clips(self._studio, "held-out", most=self._size.clips)
        written = await dictation.dictate(chosen, write, understanding.correct, understanding.calls)
        report = dictation.scores(written)
        for condition, limit in (("clean", 0.95), ("babble_10db", 0.85)):
            found = report.get(condition, {}).get("entities", {"share": None, "n": 0})
            self._bars.append(at_least(f"entity accuracy, {condition}", found["share"], limit, found["n"]))
        human = recordings(self._size.clips or HUMAN)
        pairs = [(one.text, (await write(one.pcm))[0]) for one in human]
        return report | {
            "ceiling": {"entities": await understanding.ceiling(chosen), "of": "the same sentences, without an error"},
            "human_english": {"clips": len(pairs), "error_rate_raw": error_rate(pairs)},
        }

    async def _recogniser(self) -> tuple[dict[str, Any], list[Bar]]:
        """The short window beside stock, both halves of voices and sentences: nothing is chosen by them."""
        most = self._size.clips
        clips = [clip for split in SPLITS for clip in dictation.clips(self._studio, split, rotate=True, most=most)]
        heard = [Utterance(c.sentence.say, c.sentence.language, c.condition, c.pcm.tobytes()) for c in clips]
        report = await asyncio.to_thread(compare, heard, whisper_folder(SpeechSettings()), simplified)
        loss = report["loss"]["all"]["bound_95"]
        faster = report["speed"]["times_faster_total"]
        return report, [
            at_least("short window, times faster than stock", faster, 3.5, len(heard)),
            at_most("short window, 95 % bound of the loss, points", loss, 1.5, len(heard)),
        ]

    async def _trade_off(self) -> dict[str, Any]:
        """Of both halves of voices and texts: the curve chooses nothing, it shows where the chosen setting stands."""
        talk = (await self._stage.conversation()).talk()
        await talk.listen()
        recogniser = self._stage.speech.recogniser
        prompts: Mapping[Language, str] = {language: talk.vocabulary(language) for language in LANGUAGES}

        async def recognise(pcm: bytes) -> tuple[Hearing | None, int]:
            started = time.perf_counter()
            transcript = await recogniser.transcribe(pcm, prompts=prompts)
            hearing = await talk.understand(transcript.text, transcript.language) if transcript else None
            return hearing, round((time.perf_counter() - started) * 1000 / FRAME_MS)

        onsets: list[Onset] = []
        for language in LANGUAGES:
            book = self._book()
            for kind in KINDS:
                for number in range(self._size.onsets // 2):
                    ear = Ear(Gate(self._stage.silero.stream()))
                    onsets.append(await onset_of(book.event(kind, language, number), ear, recognise))
        return curve(onsets)


async def timed(name: str, work: Callable[[], Awaitable[Any]]) -> Any:
    started = time.perf_counter()
    made = await work()
    progress(f"{name} {time.perf_counter() - started:.0f} s")
    return made


def progress(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)
