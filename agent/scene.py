"""The Scene: what understanding may look at besides the words. Built from records at the start of a turn; immutable."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from procurement.actor import Actor, Language
from procurement.catalogue import Catalogue
from procurement.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The last turn ended in a question: the call that could not go on, and what it lacks.

    ``arguments`` are those of the call as the model made it, without the slot in question; ``options`` as in
    ``tools.spec.Question``.
    """

    tool: str
    arguments: dict[str, Any]
    slot: str
    options: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that waits for a decision. ``arguments`` are the create_order / cancel_order arguments that would make
    the same draft again, fully resolved, so that a correction changes one of them and proposes anew.
    ``presented`` marks those that the latest proposal asked about. ``takes``: which yes counts, any; only a firm one,
    because something else was talked about since it was shown; or none, because it was not there yet when the message
    was sent. ``heard``: it was read out on a call and heard to the end; of words on a call, only then is a yes one."""

    id: str
    tool: str
    arguments: dict[str, Any]
    presented: bool
    takes: Literal["any", "firm", "none"] = "any"
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """``focus`` holds what was last talked about: keys among item, supplier, order, shipment, lot, tool. ``handed_on``:
    what the latest proposal made and somebody else has to approve now; its proposer can only take it back."""

    actor: Actor
    language: Language  # of the conversation so far
    today: date
    calendar: WorkingCalendar
    catalogue: Catalogue
    drafts: tuple[OpenDraft, ...] = ()
    question: OpenQuestion | None = None
    focus: dict[str, Any] = field(default_factory=dict)
    handed_on: tuple[OpenDraft, ...] = ()
