"""What callers say in the voice benchmark, and when: the sentences of ``spoken.jsonl``, what happens during answers."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import cycle
from typing import Literal, get_args

import numpy as np

from evals.audio import sound
from evals.audio.callers import Caller, Samples, Split, Studio, callers
from voice.ports import Language

Kind = Literal["command", "pause", "barge", "stop", "backchannel", "noise", "side_talk", "early_yes", "yes"]
Entity = Literal["supplier", "item", "quantity", "number"]
ENTITIES: tuple[Entity, ...] = get_args(Entity)
INTERRUPTING: frozenset[Kind] = frozenset({"barge", "stop", "early_yes"})

BARGES: dict[Language, tuple[str, ...]] = {
    "zh": (
        "不对，改成三百个",
        "我要改一下数量",
        "先查一下黄油的库存",
        "换一家供应商吧",
        "不是这个，我要纸箱",
        "那白糖还有多少",
    ),
    "en": (
        "No, make it three hundred.",
        "Actually I need cartons.",
        "How much butter is left?",
        "Can we take another supplier?",
        "That is not what I asked.",
        "Tell me about the sugar instead.",
    ),
}
STOPS: dict[Language, tuple[str, ...]] = {"zh": ("停", "等一下", "等等"), "en": ("Stop.", "Wait.", "Hold on.")}
BACKCHANNELS: dict[Language, tuple[str, ...]] = {
    "zh": ("嗯", "嗯嗯", "对", "对对", "哦", "是的", "好的"),
    "en": ("Mm-hmm.", "Uh-huh.", "Okay.", "Right.", "Yeah.", "I see."),
}
SIDE_TALK: dict[Language, tuple[str, ...]] = {
    "zh": ("小王，把窗户关一下", "我们几点去吃饭", "那份文件放我桌上就行", "下午的会改到三点了"),
    "en": (
        "Could you close the window?",
        "We are having lunch at noon.",
        "Just leave it on my desk.",
        "The meeting moved to three.",
    ),
}
YES: dict[Language, str] = {"zh": "确认", "en": "Yes, confirm."}
LONG_ANSWERS = frozenset({"create_order", "check_supplier_capacity"})
LISTS = "find_orders"  # read for half a minute; understood in dictation, left out of calls
AFTER = 1.4  # seconds into an answer at which something happens, give or take
SIDE_TALK_LOSS = 14.0  # dB


@dataclass(frozen=True, slots=True)
class Sentence:
    """``say``: as callers say it, numbers in words, which is also the reference of the recogniser; ``entities``: what
    the tool call must hold, as the grammar writes it (a quantity with its unit when that is a package)."""

    id: str
    language: Language
    mixed: bool
    split: Split
    say: str
    tool: str
    entities: dict[Entity, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that comes from the caller's end. ``into``: seconds into the answer to the step before; None: after it.
    ``pause_ms``: the silence put inside the sentence; 0: none."""

    kind: Kind
    language: Language
    said: str
    pcm: Samples = field(repr=False)
    into: float | None = None
    pause_ms: int = 0
    sentence: Sentence | None = None


@cache
def sentences() -> tuple[Sentence, ...]:
    lines = files("evals.bench").joinpath("spoken.jsonl").read_text("utf-8").splitlines()
    return tuple(Sentence(**json.loads(line)) for line in lines)


class Callbook:
    """Everything said here comes from the voices and sentences of one split; ``seed`` fixes the order."""

    def __init__(self, studio: Studio, split: Split, seed: int = 7) -> None:
        self._studio = studio
        self._split: Split = split
        self._random = random.Random(seed)
        self._voices: dict[Language, Iterator[Caller]] = {
            language: cycle(callers(language, split)) for language in ("zh", "en")
        }

    def sentences(self, language: Language) -> list[Sentence]:
        """Shuffled; mixed ones belong to the language that they are mostly in."""
        chosen = [s for s in sentences() if s.language == language and s.split == self._split]
        self._random.shuffle(chosen)
        return chosen

    def say(self, text: str, language: Language) -> Samples:
        """By the next voice of that language."""
        return self._studio.say(text, next(self._voices[language]))

    def command(self, sentence: Sentence, pause_ms: int = 0) -> Step:
        pcm = self.say(sentence.say, sentence.language)
        if pause_ms:
            pcm = sound.with_pause(pcm, pause_ms / 1000)
        kind: Kind = "pause" if pause_ms else "command"
        return Step(kind, sentence.language, sentence.say, pcm, pause_ms=pause_ms, sentence=sentence)

    def event(self, kind: Kind, language: Language, number: int) -> Step:
        """What happens during an answer; ``number`` counts those of a kind, so that they differ."""
        into = AFTER + self._random.uniform(-0.5, 0.7)
        if kind == "noise":
            names: Sequence[sound.Noise] = ("cough", "throat", "knock", "keyboard")
            return Step(kind, language, names[number % 4], sound.noise(names[number % 4], number), into)
        if kind in {"yes", "early_yes"}:
            return Step(kind, language, YES[language], self.say(YES[language], language), into)
        texts = {"barge": BARGES, "stop": STOPS, "backchannel": BACKCHANNELS, "side_talk": SIDE_TALK}[kind][language]
        text = texts[number % len(texts)]
        pcm = self.say(text, language)
        return Step(kind, language, text, sound.far_away(pcm, SIDE_TALK_LOSS) if kind == "side_talk" else pcm, into)

    def talk(self, language: Language, *, events: Sequence[tuple[Kind, int]], pauses: Sequence[int]) -> list[Step]:
        """One call: commands with long answers, something happening during each, (kind, number among those of a kind);
        then plain commands, and some with a pause of so many ms inside."""
        chosen = self.sentences(language)
        long = cycle([s for s in chosen if s.tool in LONG_ANSWERS and {"item", "quantity"} <= s.entities.keys()])
        steps: list[Step] = []
        for kind, number in events:
            steps += [self.command(next(long)), self.event(kind, language, number)]
        short = cycle([s for s in chosen if s.tool not in LONG_ANSWERS and s.tool != LISTS])
        return steps + [self.command(next(short), pause_ms) for pause_ms in pauses]

    def confirmations(self, language: Language, times: int) -> list[Step]:
        """Orders answered with a yes before the read-back is over."""
        orders = cycle([s for s in self.sentences(language) if s.tool == "create_order" and "supplier" in s.entities])
        return [
            step
            for number in range(times)
            for step in (self.command(next(orders)), self.event("early_yes", language, number))
        ]


def crowd(studio: Studio, split: Split, seconds: float, seed: int) -> Samples:
    """Babble of callers of the other split, so that nobody is talked over by himself."""
    other: Split = "tune" if split == "held-out" else "held-out"
    chosen = [s for s in sentences() if s.split == other and not s.mixed]
    picked = random.Random(seed).sample(chosen, 6)
    voices = [studio.say(s.say, callers(s.language, other)[n % 3]) for n, s in enumerate(picked)]
    return sound.babble(voices, seconds, seed) if voices else np.zeros(0, np.int16)
