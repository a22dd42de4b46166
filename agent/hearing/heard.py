"""What a recogniser's words mean to a conversation, judged by their sound. Has the shape of ``Hearing`` in
``voice/ports.py``."""

from dataclasses import dataclass
from typing import Literal

from procurement.actor import Language

Kind = Literal["words", "backchannel", "stop", "nothing"]
State = Literal["complete", "decision", "open", "trailing", "spelling"]
About = Literal["supplier", "item", "place", "quantity", "number", "words"]


@dataclass(frozen=True, slots=True)
class Option:
    """``label``: what to name when asking (a supplier, a quantity, an order number), in the language of the utterance;
    ``text``: the whole utterance read that way."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Readings that fit the sound alike; which was said has to be asked. ``said``: the stretch as recognised;
    ``options``: two or three, the likeliest first."""

    about: About
    said: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """``raw``: as recognised; ``text``: repaired, in simplified characters. ``question``: set when another reading came
    within the margin; ``text`` is then the likeliest reading and must not be acted on before the answer."""

    raw: str
    text: str
    language: Language
    kind: Kind = "words"
    state: State = "open"
    question: Doubt | None = None
