"""Whether a call went as calls between people go, by the figures of its recording (``Record.audio``)."""

from collections.abc import Iterator
from typing import Any

from evals.scenarios.scenario import Interaction, Scenario
from evals.scoring.score import Score
from evals.trials.record import Record

NAME = "interaction"


def score(scenario: Scenario, record: Record) -> Score:
    wanted = scenario.expect.interaction
    if wanted is None:
        return Score(NAME, True, counts=False)
    if record.audio is None:
        return Score(NAME, False, "there is no recording")
    faults = list(_faults(wanted, record.audio))
    return Score(NAME, not faults, "; ".join(faults))


def _faults(wanted: Interaction, audio: dict[str, Any]) -> Iterator[str]:
    """A figure that was asked for and never measured is a fault too: nobody interrupted, nothing was heard."""
    limits = (
        ("gaps_ms", wanted.response_gap_ms, "ms before an answer"),
        ("yields_ms", wanted.yields_ms, "ms until it fell silent"),
        ("truncation_words", wanted.truncation_words, "words between what was played and what is remembered"),
    )
    for name, limit, meaning in limits:
        if limit is not None:
            figures = audio.get(name) or []
            if not figures:
                yield f"{name}: nothing was measured"
            elif max(figures) > limit:
                yield f"{max(figures):g} {meaning}, at most {limit} are allowed"
    if wanted.keeps_talking is not None:
        kept = audio.get("kept_talking") or []
        if not kept:
            yield "kept_talking: nothing was measured"
        elif wanted.keeps_talking and not all(kept):
            yield f"it stopped talking {kept.count(False)} times for a sound that is no speech to it"
        elif not wanted.keeps_talking and all(kept):
            yield "it never stopped talking"
