"""Mutants that listen badly when they are called: to the caller, and to what was heard of their own words."""

from typing import Any

from agent.hearing.heard import Heard
from evals.subjects.mutants.mutant import replaces
from procurement.actor import Language

NOISY = 0.1  # of the characters, words and figures are recognised wrongly
CLEAR = 0.0


@replaces("agent.talking.hear", hint=("order", "stock"), hears=NOISY)
def heard_literally(hear: Any, raw: str, language: Language, ears: Any) -> Heard:
    """What the recogniser writes is taken as it stands and never repaired by its sound."""
    return Heard(raw, raw, language)


@replaces("agent.settling.on_call.unheard", hint=("early_yes", "interruption"), hears=CLEAR)
def unheard_yes_accepted(unheard: Any, *chosen: Any) -> list[str]:
    """A yes counts although the draft was not read out to its end."""
    return []


@replaces("agent.aloud.Aloud.reads_out", hint=("order", "confirm"), hears=CLEAR)
def reading_out_forgotten(reads_out: Any, aloud: Any, drafts: Any) -> None:
    """That a draft was read out on a call is forgotten, so that no yes to it counts."""


@replaces("agent.talking.note_heard", hint=("order", "confirm"), hears=CLEAR)
async def heard_to_the_end_not_noted(note_heard: Any, *reply: Any) -> None:
    """That a reply was heard to its end is not noted, so that it is read out again and again."""


@replaces("agent.talking.language_of", hint=("order",), hears=CLEAR)
def callers_taken_for_chinese(language_of: Any, text: str, previous: Language) -> Language:
    """Whoever calls is answered in Chinese."""
    return "zh"
