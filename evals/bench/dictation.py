"""Sentences through the recogniser and the hearing of the agent, without a call around them: what was written, what
became of it, and which entities the tool call then has."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from evals.audio import sound
from evals.audio.callers import Caller, Samples, Split, Studio, callers
from evals.audio.written import error_rate
from evals.bench.callbook import ENTITIES, Entity, Sentence, crowd, sentences
from voice.ports import Language

Condition = Literal["clean", "babble_10db", "telephone"]
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
BABBLE_DB = 10.0
ROOM = 0.3  # seconds of silence around a sentence
BASE_UNITS = {"H87", "KGM"}

CROWDS = 4  # babbles to choose from


@dataclass(frozen=True, slots=True)
class Clip:
    sentence: Sentence
    caller: Caller
    condition: Condition
    pcm: Samples = field(repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """``language``: what it was taken for; ``raw``: the recogniser's text; ``text``: corrected; ``found``: entities of
    the tool call made of ``text``."""

    clip: Clip
    language: Language
    raw: str
    text: str
    found: Mapping[Entity, str]


def clips(
    studio: Studio,
    split: Split,
    conditions: Sequence[Condition] = CONDITIONS,
    *,
    rotate: bool = False,
    most: int | None = None,
) -> list[Clip]:
    """Every sentence of the split by two of its voices, in each condition; with ``rotate`` in one of them, in turn.
    ``most``: about as many of them, evenly chosen; only those are spoken."""
    planned = _planned(split, conditions, rotate)
    chosen = planned[:: max(1, len(planned) // most)] if most is not None else planned
    noise = {number % CROWDS: crowd(studio, split, 8.0, seed=number % CROWDS) for number in _babbled(chosen)}
    found = []
    for number, sentence, caller, condition in chosen:
        said = sound.joined(sound.silence(ROOM), studio.say(sentence.say, caller), sound.silence(ROOM))
        found.append(Clip(sentence, caller, condition, in_condition(said, condition, noise.get(number % CROWDS))))
    return found


def _planned(
    split: Split, conditions: Sequence[Condition], rotate: bool
) -> list[tuple[int, Sentence, Caller, Condition]]:
    planned = []
    for number, sentence in enumerate(s for s in sentences() if s.split == split):
        voices = callers(sentence.language, split)
        for turn in range(2):
            caller = voices[(number + turn) % len(voices)]
            one = (number // len(voices) + turn) % len(conditions)  # so that no voice is always in the same condition
            chosen = [conditions[one]] if rotate else conditions
            planned += [(number, sentence, caller, condition) for condition in chosen]
    return planned


def _babbled(planned: Sequence[tuple[int, Sentence, Caller, Condition]]) -> list[int]:
    return [number for number, _, _, condition in planned if condition == "babble_10db"]


def in_condition(said: Samples, condition: Condition, noise: Samples | None) -> Samples:
    if condition == "telephone":
        return sound.telephone(said)
    if condition == "babble_10db":
        assert noise is not None
        return sound.with_noise(said, noise, BABBLE_DB)
    return said


Write = Callable[[Samples], Awaitable[tuple[str, Language]]]
"""Sound -> (text, the language it was taken for)."""
Correct = Callable[[str, Language], str]
Call = Callable[[str, Language], Awaitable[Sequence[tuple[str, Mapping[str, Any]]]]]
"""(text, language) -> tool calls, each (name, arguments)."""


async def dictate(chosen: Iterable[Clip], write: Write, correct: Correct, call: Call) -> list[Written]:
    written = []
    for clip in chosen:
        raw, language = await write(clip.pcm)
        text = correct(raw, language)
        written.append(Written(clip, language, raw, text, entities(await call(text, language))))
    return written


def entities(calls: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[Entity, str]:
    """Of the first tool call, spelt as in ``Sentence``; what a draft's line holds counts like an argument."""
    if not calls:
        return {}
    arguments = calls[0][1]
    line = {**arguments, **(arguments.get("lines") or [{}])[0]}
    found: dict[Entity, str] = {}
    for name in ("supplier", "item"):
        if line.get(name):
            found[name] = str(line[name])
    if line.get("quantity"):
        unit = line.get("unit") or ""
        found["quantity"] = f"{line['quantity']} {'' if unit in BASE_UNITS else unit}".strip()
    number = next((line[k] for k in ("order", "lot", "shipment", "tracking_number") if line.get(k)), None)
    if number is not None:
        found["number"] = number_key(str(number))
    return found


def number_key(number: str) -> str:
    """PO-2026-00117 and 117 name the same order."""
    plain = number.upper().replace(" ", "")
    return plain.removeprefix("PO-2026-").lstrip("0") or plain


def accuracy(written: Iterable[Written], kinds: Sequence[Entity] = ENTITIES) -> tuple[int, int]:
    """(entities found as said, entities said)."""
    right = said = 0
    for one in written:
        for kind, wanted in one.clip.sentence.entities.items():
            if kind in kinds:
                said += 1
                right += one.found.get(kind) == wanted
    return right, said


def scores(written: Sequence[Written]) -> dict[str, Any]:
    """By condition: error rates before and after correction (characters in Chinese, words in English) and entity
    accuracy, by language and kind."""
    report: dict[str, Any] = {}
    for condition in CONDITIONS:
        there = [one for one in written if one.clip.condition == condition]
        if there:
            report[condition] = {"entities": _share(accuracy(there))} | {
                group: _group(chosen) for group, chosen in _groups(there).items() if chosen
            }
    return report


def _groups(written: Sequence[Written]) -> dict[str, list[Written]]:
    return {
        "zh": [one for one in written if one.clip.sentence.language == "zh" and not one.clip.sentence.mixed],
        "en": [one for one in written if one.clip.sentence.language == "en"],
        "mixed": [one for one in written if one.clip.sentence.mixed],
    }


def _group(written: Sequence[Written]) -> dict[str, Any]:
    kinds = {kind: _share(accuracy(written, [kind])) for kind in ENTITIES}
    return {
        "clips": len(written),
        "language_right": _share((sum(one.language == one.clip.sentence.language for one in written), len(written))),
        "error_rate_raw": error_rate((one.clip.sentence.say, one.raw) for one in written),
        "error_rate_corrected": error_rate((one.clip.sentence.say, one.text) for one in written),
        "entities": _share(accuracy(written)),
        **{kind: share for kind, share in kinds.items() if share["n"]},
    }


def _share(counts: tuple[int, int]) -> dict[str, Any]:
    right, said = counts
    return {"share": round(right / said, 4) if said else None, "n": said}


def calls_of(arguments: Iterable[tuple[str, str]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Tool calls whose arguments are JSON text."""
    return [(name, json.loads(text)) for name, text in arguments]
