"""Sentences of the call's own: fillers, "are you there", the greeting. Their words come from the conversation."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from voice.ports import Language, PhraseName, Synthesiser, Talk
from voice.speech import Speech

log = logging.getLogger(__name__)

FILLERS = frozenset(["wait"])
ASKING = frozenset(["greeting", "are_you_there", "pardon"])  # a yes, or a word, answers these


@dataclass(frozen=True, slots=True)
class Phrased:
    """A sentence of our own, ready to be said."""

    name: PhraseName
    speech: Speech


@dataclass(frozen=True, slots=True)
class Announced:
    """What was done beside the call, ready to be said."""

    speech: Speech


async def announced(synthesiser: Synthesiser, text: str, language: Language, post: Callable[[Announced], None]) -> None:
    """Synthesise it. One that fails is left unsaid, and logged: the screen shows it too."""
    speech = Speech()
    try:
        speech.add(await synthesiser.synthesise(text, language), opens=True)
    except Exception:
        log.exception("an announcement could not be synthesised")
        return
    speech.finish(asks=False)
    post(Announced(speech))


async def phrased(
    talk: Talk[Any], synthesiser: Synthesiser, name: PhraseName, language: Language, post: Callable[[Phrased], None]
) -> None:
    """Synthesise it, which is quick when it was said before. One that fails is left unsaid, and logged."""
    speech = Speech(filler=name in FILLERS)
    try:
        speech.add(await synthesiser.synthesise(talk.phrase(name, language), language), opens=True)
    except Exception:
        log.exception("a phrase could not be synthesised", extra={"phrase": name})
        return
    speech.finish(asks=name in ASKING)
    post(Phrased(name, speech))
