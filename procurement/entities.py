"""The words of the trade as types: closed sets and what the services return. Frozen; no behaviour that needs I/O.

Quantities are Decimal in the item's base unit unless a field says otherwise; ``unit`` is a UN/ECE Rec 20/21 code.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from procurement.actor import Language, PartyKind

DraftStatus = Literal["open", "pending_approval", "executed", "declined", "cancelled", "expired"]
DocumentStatus = Literal["issued", "cancel_requested", "cancelled", "on_hold", "closed"]
ResponseStatus = Literal["none", "acknowledged", "accepted", "accepted_with_changes", "rejected"]
Fulfilment = Literal["not_shipped", "partially_shipped", "shipped", "partially_received", "received", "over_received"]
ShipmentStatus = Literal[
    "pending", "picked_up", "in_transit", "on_hold", "out_for_delivery", "ready_for_pickup",
    "delivered", "delivery_delayed", "delivery_failed", "return_to_sender", "cancelled", "unknown",
]  # fmt: skip
LotStatus = Literal[
    "expected",
    "received",
    "under_inspection",
    "released",
    "quarantined",
    "released_by_concession",
    "returned",
    "scrapped",
]
OrderFilter = Literal["open", "late", "unanswered", "waiting_for_buyer", "shipped", "received", "cancelled"]
Direction = Literal["backward", "forward", "both"]
Verdict = Literal["yes", "part", "later", "another_supplier", "no"]
Decision = Literal["yes", "no"]
Day = date  # the type, where a field is itself called date


@dataclass(frozen=True, slots=True)
class Name:
    """A bilingual name."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


# --- master records -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Party:
    id: str
    kind: PartyKind
    name: Name
    aliases: tuple[str, ...]
    language: Language
    contacts: tuple[Name, ...] = ()  # the people of a supplier; its customers call it by them


@dataclass(frozen=True, slots=True)
class Warehouse:
    id: str
    party_id: str
    name: Name
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """``packs`` maps a unit code to the base units in one such pack."""

    id: str
    party_id: str
    part_no: str
    name: Name
    aliases: tuple[str, ...]
    base_unit: str
    produced: bool
    packs: dict[str, Decimal]
    suppliers: tuple[str, ...]  # party ids that offer it


@dataclass(frozen=True, slots=True)
class SupplierItem:
    """Terms of one supplier for one item. ``price_breaks`` is ascending (from_quantity, unit_price)."""

    supplier_id: str
    item_id: str
    currency: str
    vat_rate: Decimal
    price_includes_vat: bool
    minimum_quantity: Decimal
    order_multiple: Decimal
    lead_time_days: int
    weekly_capacity: Decimal
    calendar: str
    price_breaks: tuple[tuple[Decimal, Decimal], ...]


# --- promise --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PromiseStep:
    """A quantity that can be delivered on a date, and from what. ``condition`` is a code such as ``none``."""

    quantity: Decimal
    date: Day
    source: Literal["stock", "capacity"]
    bucket: Day


@dataclass(frozen=True, slots=True)
class Alternative:
    """What another supplier could do instead."""

    supplier_id: str
    supplier: Name
    unit_price: Decimal
    currency: str
    verdict: Verdict
    quantity: Decimal
    date: Day | None


@dataclass(frozen=True, slots=True)
class Promise:
    """Can the supplier deliver ``requested`` by ``need_by``?

    ``verdict``: yes all of it in time; part some of it in time; later none in time but all later; another_supplier
    not this one but an alternative can; no not at all. ``on_time`` is what comes by ``need_by``.
    ``constraint`` is the binding constraint as a code (none, lead_time, capacity, minimum_quantity, order_multiple),
    put into words by the reply templates with ``constraint_detail``. ``provisional``: a date lies in a year whose
    public holidays are not published yet.
    """

    supplier_id: str
    item_id: str
    requested: Decimal
    need_by: date | None
    verdict: Verdict
    on_time: Decimal
    steps: tuple[PromiseStep, ...]
    completion: date | None
    constraint: Literal["none", "lead_time", "capacity", "minimum_quantity", "order_multiple"]
    constraint_detail: dict[str, str]
    suggested_quantity: Decimal | None
    alternatives: tuple[Alternative, ...]
    provisional: bool


# --- drafts and orders ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineRequest:
    item_id: str
    quantity: Decimal  # base units


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """A resolved wish: one supplier, lines in base units. ``need_by`` None means the earliest promise."""

    supplier_id: str
    lines: tuple[LineRequest, ...]
    need_by: date | None
    warehouse_id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A frozen command that waits for a Confirmation; not an order.

    ``command`` for create_order: {supplier_id, supplier: {zh, en}, lines: [{item_id, part, name: {zh, en}, quantity,
    unit, unit_price, currency, vat_rate, price_includes_vat, net, gross}], date, warehouse_id, warehouse: {zh, en},
    net, vat, gross, currency}; for cancel_order: {order_number, version, ...summary of the order}. All Decimals are
    strings. ``promise`` is the list, one entry a line, of ``promise_dict``.
    """

    id: str
    conversation_id: str
    position: int  # in the conversation, from 1: later drafts have higher ones
    proposal_key: str  # the call that proposed it: turn id, ":", ordinal (and ":", part when one call made several)
    party_id: str
    proposed_by: str
    tool: Literal["create_order", "cancel_order"]
    command: dict[str, Any]
    digest: str
    promise: list[dict[str, Any]] | None
    status: DraftStatus
    needs_approval: bool
    created_at: datetime
    expires_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    record_id: str | None


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """A record a turn wrote: ``type`` order | draft..., ``action`` as the word of the CLI's JSON."""

    type: str
    id: str
    action: Literal["created", "changed", "cancelled"]


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What a decision did. ``records`` is empty for a decline, for a repeat of an earlier decision and for a hand-over
    to the approver; ``repeated`` tells that the draft had been decided before, and the stored result is returned."""

    draft: Draft
    records: tuple[WrittenRecord, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class OrderLineView:
    line_no: int
    item_id: str
    part_no: str
    name: Name
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Decimal
    gross: Decimal
    shipped: Decimal
    received: Decimal


@dataclass(frozen=True, slots=True)
class ResponseLineView:
    line_no: int
    part: int
    code: str
    quantity: Decimal | None
    promised_date: date | None
    unit_price: Decimal | None


@dataclass(frozen=True, slots=True)
class ResponseView:
    code: str
    responded_by: Name
    responded_at: datetime
    note: str | None
    lines: tuple[ResponseLineView, ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    number: str
    version: int
    buyer_id: str
    buyer: Name
    supplier_id: str
    supplier: Name
    document_status: DocumentStatus
    response_status: ResponseStatus
    fulfilment: Fulfilment
    currency: str
    requested_date: date
    warehouse_id: str
    warehouse: Name
    net: Decimal
    vat: Decimal
    gross: Decimal
    issued_by: Name
    issued_at: datetime
    lines: tuple[OrderLineView, ...]
    response: ResponseView | None
    shipments: tuple[str, ...]


# --- logistics ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TrackingEventView:
    status: ShipmentStatus
    incident: str | None
    location: Name | None
    note: Name | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ShipmentLineView:
    order_number: str | None
    item_id: str
    part_no: str
    name: Name
    lot_no: str | None
    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """``status`` is that of the event latest by ``occurred_at``."""

    number: str
    direction: Literal["inbound", "outbound"]
    shipper: Name
    receiver: Name
    carrier: Name | None
    tracking_no: str | None
    mode: str | None
    status: ShipmentStatus
    incident: str | None
    location: Name | None
    eta: date | None
    lines: tuple[ShipmentLineView, ...]
    events: tuple[TrackingEventView, ...]  # latest first


# --- lots -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InspectionView:
    sample: str | None
    readings: list[dict[str, Any]]
    inspected_by: Name
    inspected_at: datetime
    confirmed_by: Name | None
    confirmed_at: datetime | None
    disposition: str


@dataclass(frozen=True, slots=True)
class LotView:
    id: str
    lot_no: str
    item_id: str
    part_no: str
    name: Name
    quantity: Decimal
    unit: str
    status: LotStatus
    made_on: date | None
    expires_on: date | None
    supplier_id: str | None
    supplier: Name | None
    received_at: datetime | None
    order_number: str | None
    inspections: tuple[InspectionView, ...]


@dataclass(frozen=True, slots=True)
class LotStep:
    """One genealogy edge on the way: ``quantity`` in base units of the consumed lot, ``depth`` 1 next to the root."""

    consumed_lot_no: str
    produced_lot_no: str
    quantity: Decimal
    depth: int


@dataclass(frozen=True, slots=True)
class LotDelivery:
    """An outbound shipment line that carried a traced lot."""

    lot_no: str
    shipment_number: str
    receiver: Name
    quantity: Decimal
    unit: str
    shipped_at: datetime


@dataclass(frozen=True, slots=True)
class Trace:
    """``lots`` are those reached, the root excluded. ``truncated`` when the limit of lots was hit."""

    root: LotView
    direction: Direction
    lots: tuple[LotView, ...]
    steps: tuple[LotStep, ...]
    deliveries: tuple[LotDelivery, ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class StockView:
    """Stock of one item in one warehouse; ``days_left`` is None without a daily use."""

    item_id: str
    part_no: str
    name: Name
    unit: str
    warehouse_id: str
    warehouse: Name
    on_hand: Decimal
    reorder_point: Decimal
    daily_use: Decimal
    days_left: Decimal | None
    below_reorder_point: bool
    inbound: Decimal = field(default=Decimal(0))  # open on issued orders
