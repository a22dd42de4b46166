"""What the REST API answers, typed for its OpenAPI document. The values come from ``tools.views``.

Quantities are numbers in the base unit beside their UN/ECE ``unit`` code; money and unit prices are decimal strings.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from procurement.actor import Language
from procurement.entities import (
    Direction,
    DocumentStatus,
    DraftStatus,
    Fulfilment,
    LotStatus,
    ResponseStatus,
    ShipmentStatus,
    Verdict,
)


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Name(Shape):
    zh: str
    en: str


# --- orders ---------------------------------------------------------------------------------------------------------


class OrderLine(Shape):
    line: int
    part: str
    name: Name
    quantity: int | float
    unit: str
    unit_price: str
    net: str
    gross: str
    shipped: int | float
    received: int | float


class AnswerLine(Shape):
    """Code 5 accepted, 3 changed, 7 not accepted; several parts of one line are a split delivery."""

    line: int
    part: int
    code: str
    quantity: int | float | None
    date: str | None
    unit_price: str | None


class Answer(Shape):
    """The supplier's latest response: AB acknowledged, AP accepted, CA accepted with changes, RE rejected."""

    code: str
    responded_by: Name
    responded_at: str
    note: str | None
    lines: list[AnswerLine]


class Order(Shape):
    number: str
    version: int
    buyer: str
    buyer_name: Name
    supplier: str
    supplier_name: Name
    document: DocumentStatus
    response: ResponseStatus
    fulfilment: Fulfilment
    lines: list[OrderLine]
    date: str
    place: str
    place_name: Name
    net: str
    vat: str
    total: str
    currency: str
    issued_by: Name
    issued_at: str
    answer: Answer | None
    shipments: list[str]


# --- logistics ------------------------------------------------------------------------------------------------------


class ShipmentLine(Shape):
    order: str | None
    part: str
    name: Name
    lot: str | None
    quantity: int | float
    unit: str


class TrackingEvent(Shape):
    status: ShipmentStatus
    incident: str | None
    location: Name | None
    note: Name | None
    occurred_at: str


class Shipment(Shape):
    number: str
    direction: Literal["inbound", "outbound"]
    shipper: Name
    receiver: Name
    carrier: Name | None
    tracking_number: str | None
    mode: str | None
    status: ShipmentStatus
    incident: str | None
    location: Name | None
    eta: str | None
    lines: list[ShipmentLine]
    events: list[TrackingEvent]


# --- lots and stock -------------------------------------------------------------------------------------------------


class Inspection(Shape):
    sample: str | None
    readings: list[dict[str, Any]]
    inspected_by: Name
    inspected_at: str
    confirmed_by: Name | None
    confirmed_at: str | None
    disposition: str


class Lot(Shape):
    lot: str
    part: str
    name: Name
    quantity: int | float
    unit: str
    status: LotStatus
    made_on: str | None
    expires_on: str | None
    supplier: str | None
    supplier_name: Name | None
    received_at: str | None
    order: str | None
    inspections: list[Inspection]


class LotStep(Shape):
    consumed: str
    produced: str
    quantity: int | float
    depth: int


class LotDelivery(Shape):
    lot: str
    shipment: str
    receiver: Name
    quantity: int | float
    unit: str
    shipped_at: str


class LotTrace(Shape):
    root: Lot
    direction: Direction
    lots: list[Lot]
    steps: list[LotStep]
    deliveries: list[LotDelivery]
    truncated: bool


class Stock(Shape):
    part: str
    name: Name
    unit: str
    place: str
    place_name: Name
    on_hand: int | float
    reorder_point: int | float
    daily_use: int | float
    days_left: float | None
    below_reorder_point: bool
    inbound: int | float


# --- drafts and conversations ---------------------------------------------------------------------------------------


class DraftLine(Shape):
    part: str
    name: Name
    quantity: int | float
    unit: str
    unit_price: str
    currency: str
    vat_rate: str
    price_includes_vat: bool
    net: str
    gross: str


class DraftOrder(Shape):
    """``number`` is there when the draft is about an order that exists."""

    supplier: str
    supplier_name: Name
    lines: list[DraftLine]
    date: str
    place: str
    place_name: Name
    net: str
    vat: str
    total: str
    currency: str
    number: str | None = None


class DraftPromise(Shape):
    """``lines`` hold the promise of each order line; the rest is the answer for the worst of them."""

    verdict: Verdict
    completion: str | None
    constraint: str
    alternatives: list[dict[str, Any]]
    provisional: bool
    lines: list[dict[str, Any]]


class Draft(Shape):
    """A proposed write that waits for a decision; ``digest`` stands for exactly this content."""

    id: str
    tool: Literal["create_order", "cancel_order"]
    status: DraftStatus
    digest: str
    needs_approval: bool
    expires_at: str
    order: DraftOrder
    promise: DraftPromise | None
    record_id: str | None


class Record(Shape):
    type: str
    id: str
    action: Literal["created", "changed", "cancelled"]


class ToolCall(Shape):
    name: str
    arguments: dict[str, Any]
    result: dict[str, Any] | None


class TurnResult(Shape):
    """How a turn ended. ``drafts`` are those of the conversation, ``records`` what this turn wrote."""

    conversation: str
    language: Language
    reply: str
    tool_calls: list[ToolCall]
    drafts: list[Draft]
    records: list[Record]


class ConversationRef(Shape):
    conversation: str


class TurnInput(Shape):
    """``text`` for a message; ``draft``, ``decision`` and ``digest`` for a decision by a button. Of words on a call
    also what the recogniser wrote (``raw``), the language of the answer, ``kind`` stop for a wish for silence or
    neither for a no to readings, the readings that were asked about, and the turn that the words went on from."""

    text: str | None = None
    raw: str | None = None
    language: Language | None = None
    kind: Literal["stop", "neither"] | None = None
    question: dict[str, Any] | None = None
    continues: str | None = None
    draft: str | None = None
    decision: Literal["yes", "no"] | None = None
    digest: str | None = None


class Turn(Shape):
    """``heard``: the words of a reply on a call that were played, ``heard_whole``: whether that was all; null until
    the call has told, and for what was typed."""

    turn_id: str
    seq: int
    channel: str
    input: TurnInput
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    language: Language | None
    reply: str | None
    heard: str | None
    heard_whole: bool | None
    created_at: str


class Recording(Shape):
    """``kept_until``: it is deleted at the first look after that."""

    id: str
    conversation: str
    started_at: str
    seconds: float
    kept_until: str


class Health(Shape):
    status: Literal["ok"]


class Problem(BaseModel):
    """An error (RFC 9457): ``field`` is at fault, ``remedy`` says what to do, ``retry`` whether it may work later."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str | None = None
    remedy: str | None = None
    retry: bool | None = None
