"""What a page and the service tell each other during a call, besides sound.

Sound travels as binary messages of RATE mono PCM16, both ways. Everything else is JSON text. What the page says has a
``type``, and is one of the models below, ``hello`` first. What it is told has an ``event``:

===========  ===========================================================================================
preparing    speech models are being opened, which takes seconds
welcome      put through: version, rate, conversation, recording (whether this call will be)
notice       text, said before anything is recorded
recording    it begins now: id, days (it is kept)
flush        drop what was not played, then answer ``flushed`` with this id
gain         play at this gain from now on
state        caller (quiet, speaking, pausing), agent (idle, thinking, speaking, ducked, paused)
partial      text of what is being said; final: it may be all of it
final        the caller's turn is over: raw (as recognised), text (as understood), language
saying       text of the answer that begins to sound
heard        text, of: how much of what is being said was played
cut          text, of: how much of it was played when it was interrupted
turn         it is over: raw, text, spoken, heard, interrupted, timeline_ms (milliseconds since the call began)
refused      code "busy", message: a sentence, which is also said
error        code, message, field, remedy, retry; the call ends with it
===========  ===========================================================================================

What the Call tells carries ``at``, the milliseconds since it began.
"""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from procurement.errors import InvalidInput
from voice.ports import RATE

VERSION = 1
MAX_TEXT = 1024  # characters of a message from the page

CloseCode = Literal[1000, 1001, 1003, 1007, 1008, 1009, 1011, 1013]
"""Over; service stops; not sound; not a message; against the rules; too large; our fault; full, try again."""


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Hello(_Message):
    """The first message. ``conversation`` None starts a new one; ``record``: the caller agrees to be recorded."""

    type: Literal["hello"]
    version: int
    rate: int
    conversation: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    language: Literal["zh", "en"] = "zh"
    record: bool = False


class Played(_Message):
    """``samples`` of the agent that the page has played since the call began; sent every 40 ms while it plays."""

    type: Literal["played"]
    samples: Annotated[int, Field(ge=0)]


class Flushed(_Message):
    """The page has dropped what it had not played, as flush ``id`` asked; ``samples`` as in Played."""

    type: Literal["flushed"]
    id: Annotated[int, Field(ge=0)]
    samples: Annotated[int, Field(ge=0)]


class Hold(_Message):
    """``on``: no sound comes until it is off again. The caller's frames are a call's clock, so it stands still."""

    type: Literal["hold"]
    on: bool


class HangUp(_Message):
    type: Literal["hang_up"]


PageMessage = Hello | Played | Flushed | Hold | HangUp

_MESSAGES: TypeAdapter[PageMessage] = TypeAdapter(Annotated[PageMessage, Field(discriminator="type")])


def page_message(text: str) -> PageMessage:
    """Raises InvalidInput naming the field."""
    if len(text) > MAX_TEXT:
        raise InvalidInput(f"A message may have {MAX_TEXT} characters.", field="message", remedy="Send less at a time.")
    try:
        message = _MESSAGES.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        names = [str(part) for part in first["loc"]]
        field = ".".join(names[1:] or ["type"])  # the first part is the kind of message
        raise InvalidInput(
            f"{field}: {first['msg'][:200]}.", field=field, remedy="Reload the page and call again."
        ) from None
    if isinstance(message, Hello):
        _ensure_spoken_alike(message)
    return message


def _ensure_spoken_alike(hello: Hello) -> None:
    if hello.version != VERSION:
        raise InvalidInput(
            f"Calls are spoken in version {VERSION}, not {hello.version}.",
            field="version",
            remedy="Reload the page and call again.",
        )
    if hello.rate != RATE:
        raise InvalidInput(
            f"Sound comes with {RATE} samples a second, not {hello.rate}.",
            field="rate",
            remedy=f"Resample to {RATE} Hz, one channel, 16 bits.",
        )


def told(event: dict[str, Any]) -> str:
    """The text of a message to the page."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
