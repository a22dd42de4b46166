"""AgentEvents: what one turn emits, in order. Every front end (page, AG-UI, CLI, call) is fed from these alone.

A turn emits TurnStarted first and exactly one of TurnFinished or TurnFailed last.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from procurement.actor import Language
from procurement.entities import WrittenRecord


@dataclass(frozen=True, slots=True)
class TurnStarted:
    conversation_id: str
    turn_id: str
    seq: int


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the reply. The pieces since the last TextRestarted, joined, are the reply."""

    text: str


@dataclass(frozen=True, slots=True)
class TextRestarted:
    """What was said so far in this turn was not the reply; forget it."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of the reply as it is said on a call; it is a text of its own, and never taken back."""

    text: str


@dataclass(frozen=True, slots=True)
class ReadOut:
    """The spoken reply of this turn reads these drafts (ids) out in full and asks for a decision: whoever has heard all
    of the reply may say yes to them."""

    drafts: list[str]


@dataclass(frozen=True, slots=True)
class ToolCalled:
    call_id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolReturned:
    """``result`` is {"status": ok|question|refused|error, ...the tool's data, "question": {...}?}"""

    call_id: str
    name: str
    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """A draft was opened or changed status; ``draft`` has the shape of ``tools.views.draft_view``."""

    draft: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordWritten:
    record: WrittenRecord


@dataclass(frozen=True, slots=True)
class TurnFinished:
    """``tool_calls``: [{name, arguments, result}] of this turn; ``drafts``: those of the conversation that wait, and
    the latest of the others, oldest first."""

    conversation_id: str
    turn_id: str
    language: Language
    reply: str
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[dict[str, Any]] = field(default_factory=list)
    records: list[WrittenRecord] = field(default_factory=list)
    model: str = ""


@dataclass(frozen=True, slots=True)
class TurnFailed:
    """``error`` is SupplyLineError.as_dict(); ``reply`` the sentence for the person."""

    conversation_id: str
    turn_id: str
    language: Language
    reply: str
    error: dict[str, object]


AgentEvent = (
    TurnStarted
    | TextDelta
    | TextRestarted
    | Spoken
    | ReadOut
    | ToolCalled
    | ToolReturned
    | DraftChanged
    | RecordWritten
    | TurnFinished
    | TurnFailed
)


def event_dict(event: AgentEvent) -> dict[str, Any]:
    """JSON of one event: {"event": class name, ...fields}. It shares the event's values, which nobody changes."""
    values = {one.name: getattr(event, one.name) for one in fields(event)}
    if isinstance(event, RecordWritten):
        values["record"] = asdict(event.record)
    return {"event": type(event).__name__, **values}


_EVENTS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        TurnStarted,
        TextDelta,
        TextRestarted,
        Spoken,
        ReadOut,
        ToolCalled,
        ToolReturned,
        DraftChanged,
        RecordWritten,
        TurnFailed,
    )
}


def event_from(stored: dict[str, Any]) -> AgentEvent:
    """The event ``event_dict`` gave this JSON for. Raises KeyError for a kind that is not stored."""
    values = {key: value for key, value in stored.items() if key != "event"}
    if stored["event"] == "RecordWritten":
        values["record"] = WrittenRecord(**values["record"])
    event: AgentEvent = _EVENTS[stored["event"]](**values)
    return event


def turn_json(turn: TurnFinished | TurnFailed) -> dict[str, Any]:
    """One turn as README.md describes it; a failed one has ``error`` instead of what it did."""
    view: dict[str, Any] = {"conversation": turn.conversation_id, "language": turn.language, "reply": turn.reply}
    if isinstance(turn, TurnFinished):
        records = [asdict(record) for record in turn.records]
        return view | {"tool_calls": turn.tool_calls, "drafts": turn.drafts, "records": records}
    return view | {"error": turn.error}
