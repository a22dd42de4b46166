"""The Record of a Trial: everything that scoring may look at, as JSON. The same trial of the same agent writes the same
bytes: times that were measured are kept apart (``Measured``)."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from evals.scenarios.scenario import Channel, Variant

VERSION = 1
Mode = Literal["offline", "live"]


class Kept(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TurnRecord(Kept):
    """One thing that was said or decided, and the answer. ``step``: number of the step, from 1; ``cause``: what made
    the person do it. ``input``: {"say"} as sent, {"decide", "draft"} or {"sound"}; on a call also {"raw", "text"}.
    ``tool_calls``, ``drafts`` and ``records`` as ``supplyline ask --json`` prints them. ``error``: what the person was
    told instead of an answer. ``heard``: the words of ``spoken`` that were played (voice)."""

    step: int
    cause: Literal["step", "reaction", "repeat"] = "step"
    actor: str
    conversation: str
    input: dict[str, Any]
    reply: str = ""
    spoken: str | None = None
    heard: str | None = None
    interrupted: bool = False
    language: Literal["zh", "en"] | None = None
    tool_calls: list[dict[str, Any]] = []
    drafts: list[dict[str, Any]] = []
    records: list[dict[str, Any]] = []
    model: str = ""
    error: dict[str, Any] | None = None


class Snapshot(Kept):
    """The business records at one moment, free of ids that mean nothing, in a fixed order (``trials/snapshot.py``).

    ``orders``: {number: {supplier, document_status, response_status, date, place, currency, gross, transmitted, draft,
    lines: [{item, quantity, unit, unit_price}]}}, quantities in base units, Decimals as text; ``drafts``: [{id, tool,
    status, actor, decided_by, supplier, lines, date, place, gross, order}] oldest first; ``cancellations``: order
    numbers; ``commitments``: [{supplier, item, source, bucket, quantity, status}]; ``others``: {table: {key: {column:
    value}}} of every other table that holds business records.
    """

    orders: dict[str, dict[str, Any]]
    drafts: list[dict[str, Any]]
    cancellations: list[str]
    commitments: list[dict[str, Any]]
    others: dict[str, dict[str, dict[str, Any]]]


class EventLog(Kept):
    """What the service wrote down of itself during the trial. ``audit``: [{seq, actor, on_behalf_of, action, subject}];
    ``audit_whole``: the chain verifies; ``events``: [{aggregate, aggregate_seq, type, published}]; ``confirmations``:
    [{draft, actor, decision, channel, digest_matches}]; ``ledger``: [{scope, key}]; ``turns``: [{conversation, seq,
    status, channel}]."""

    audit: list[dict[str, Any]]
    audit_whole: bool
    events: list[dict[str, Any]]
    confirmations: list[dict[str, Any]]
    ledger: list[dict[str, Any]]
    turns: list[dict[str, Any]]


class Names(Kept):
    """What names mean, for scoring: lower-case name or alias to id, of everything the actor may see; ``units``: {item:
    {unit code: base units in one}}; ``people``: the same for contacts; ``foreign``: numbers and names of records that
    belong to other companies and must never turn up."""

    items: dict[str, str]
    suppliers: dict[str, str]
    places: dict[str, str]
    people: dict[str, str]
    units: dict[str, dict[str, str]]
    foreign: list[str] = []


class Record(Kept):
    """``digest``: SHA-256 of the scenario as read, so that a stored record is used for no other one. ``agent``: the
    ``MODULE:FACTORY`` under test. ``expected``: the state that carrying out the reference left, where there is one.
    ``faults``: the kinds that did happen. ``error``: a fault of the trial itself; it can never pass. ``audio`` (voice):
    the figures of the recording, see ``trials/calls.py``."""

    version: int = VERSION
    scenario: str
    digest: str
    variant: Variant
    trial: int
    seed: int
    channel: Channel
    mode: Mode
    agent: str
    model: str
    turns: list[TurnRecord] = []
    before: Snapshot | None = None
    after: Snapshot | None = None
    expected: Snapshot | None = None
    log: EventLog | None = None
    names: Names | None = None
    faults: list[str] = []
    audio: dict[str, Any] | None = None
    error: str | None = None

    @property
    def key(self) -> str:
        """Names the trial within a run, and its files."""
        return f"{self.scenario}.{self.variant}.{self.trial}"


class Measured(Kept):
    """What differs from run to run. ``turn_ms``: wall clock of each turn of the record; ``tokens`` and ``usd``: what
    the hosted model took; ``audio``: the times of the call."""

    key: str
    seconds: float
    turn_ms: list[float] = []
    tokens: dict[str, int] = {}
    usd: float = 0.0
    audio: dict[str, Any] = {}
