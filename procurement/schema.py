"""The tables. One schema for SQLite and PostgreSQL; migrations follow it, services read and write it.

Names follow UBL, GS1 and APICS (ARCHITECTURE.md has the glossary). Quantities are base units to 3 decimals, unit prices
6 decimals, amounts 2 decimals. Status columns hold the words of ``procurement/entities.py``. What can be derived
(fulfilment of an order, status of a shipment, what is left of a capacity bucket) is not stored.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from procurement.columns import Exact, Instant, amount, quantity, unit_price

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- master records -------------------------------------------------------------------------------------------------

party = Table(
    "party",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("name_zh", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("aliases", JSON, nullable=False, default=list),
    Column("uscc", String(18)),
    Column("language", String(2), nullable=False),
    Column("region", String(10), nullable=False, default="CN"),
)

contact = Table(
    "contact",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("handle", String(40), nullable=False, unique=True),
    Column("party_id", ForeignKey("party.id"), nullable=False, index=True),
    Column("name_zh", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("role", String(12), nullable=False),
    Column("language", String(2), nullable=False),
    Column("order_limit", amount()),  # gross CNY this person may issue alone; NULL: may not order
    Column("may_approve", Boolean, nullable=False, default=False),
    Column("default_warehouse_id", ForeignKey("warehouse.id")),
)

api_key = Table(
    "api_key",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the key; the key itself is shown once
    Column("contact_id", ForeignKey("contact.id"), nullable=False),
    Column("label", String(80), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

warehouse = Table(
    "warehouse",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party_id", ForeignKey("party.id"), nullable=False, index=True),
    Column("name_zh", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("aliases", JSON, nullable=False, default=list),
)

item = Table(
    "item",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("party_id", ForeignKey("party.id"), nullable=False),
    Column("part_no", String(40), nullable=False),
    Column("name_zh", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("aliases", JSON, nullable=False, default=list),
    Column("base_unit", String(3), nullable=False),
    Column("produced", Boolean, nullable=False, default=False),
    Column("storage", String(40)),
    UniqueConstraint("party_id", "part_no"),
)

item_pack = Table(
    "item_pack",
    metadata,
    Column("item_id", ForeignKey("item.id"), primary_key=True),
    Column("unit", String(3), primary_key=True),
    Column("quantity", quantity(), nullable=False),  # base units in one pack
)

supplier_item = Table(
    "supplier_item",
    metadata,
    Column("supplier_id", ForeignKey("party.id"), primary_key=True),
    Column("item_id", ForeignKey("item.id"), primary_key=True, index=True),
    Column("supplier_part_no", String(40)),
    Column("currency", String(3), nullable=False),
    Column("vat_rate", Exact(4), nullable=False),
    Column("price_includes_vat", Boolean, nullable=False),
    Column("minimum_quantity", quantity(), nullable=False),
    Column("order_multiple", quantity(), nullable=False),
    Column("lead_time_days", Integer, nullable=False),  # working days of the supplier's calendar
    Column("weekly_capacity", quantity(), nullable=False),
    Column("calendar", String(10), nullable=False, default="CN"),
)

price_break = Table(
    "price_break",
    metadata,
    Column("supplier_id", ForeignKey("party.id"), primary_key=True),
    Column("item_id", ForeignKey("item.id"), primary_key=True),
    Column("from_quantity", quantity(), primary_key=True),
    Column("unit_price", unit_price(), nullable=False),
)

# --- capacity -------------------------------------------------------------------------------------------------------

capacity_bucket = Table(
    "capacity_bucket",  # one week (Monday) where it differs from supplier_item.weekly_capacity
    metadata,
    Column("supplier_id", ForeignKey("party.id"), primary_key=True),
    Column("item_id", ForeignKey("item.id"), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("capacity", quantity(), nullable=False),
)

supply = Table(
    "supply",  # on hand (available_on in the past) and scheduled receipts at the supplier
    metadata,
    Column("supplier_id", ForeignKey("party.id"), primary_key=True),
    Column("item_id", ForeignKey("item.id"), primary_key=True),
    Column("available_on", Date, primary_key=True),
    Column("quantity", quantity(), nullable=False),
)

promise = Table(
    "promise",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("draft_id", ForeignKey("draft.id"), nullable=False, index=True),
    Column("order_number", ForeignKey("purchase_order.number"), index=True),
    Column("status", String(10), nullable=False),  # reserved | committed | released
    Column("expires_at", Instant),
    Column("detail", JSON, nullable=False),
)

commitment = Table(
    "commitment",
    metadata,
    Column("promise_id", ForeignKey("promise.id"), primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("source", String(10), primary_key=True),  # stock | capacity
    Column("bucket", Date, primary_key=True),  # the week, or the day the supply is available
    Column("supplier_id", ForeignKey("party.id"), nullable=False),
    Column("item_id", ForeignKey("item.id"), nullable=False),
    Column("quantity", quantity(), nullable=False),
    Index("ix_commitment_bucket", "supplier_id", "item_id", "bucket"),
)

# --- drafts and orders ----------------------------------------------------------------------------------------------

draft = Table(
    "draft",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False),
    Column("position", Integer, nullable=False),  # in the conversation, from 1
    # Turn id and ordinal of the call: a turn that is run again finds its draft.
    Column("proposal_key", String(120), nullable=False, unique=True),
    Column("party_id", ForeignKey("party.id"), nullable=False, index=True),
    Column("proposed_by", ForeignKey("contact.id"), nullable=False),
    Column("tool", String(40), nullable=False),
    Column("command", JSON, nullable=False),  # frozen; what will be executed
    Column("digest", String(64), nullable=False),  # SHA-256 of tool and command
    Column("promise", JSON),
    Column("status", String(18), nullable=False),
    Column("needs_approval", Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("decided_by", ForeignKey("contact.id")),
    Column("decided_at", Instant),
    Column("record_id", String(40)),  # what executing it wrote
    UniqueConstraint("conversation_id", "position"),
    Index("ix_draft_waiting", "status", "expires_at"),
)

confirmation = Table(
    "confirmation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("draft_id", ForeignKey("draft.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("contact_id", ForeignKey("contact.id"), nullable=False),
    Column("decision", String(10), nullable=False),  # yes | no
    Column("channel", String(20), nullable=False),
    Column("decided_at", Instant, nullable=False),
)

number_series = Table(
    "number_series",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("next", Integer, nullable=False),
)

# Spelled out, not bound: the database uses a partial index only for a query that carries its very condition.
ISSUED = text("document_status = 'issued'")

purchase_order = Table(
    "purchase_order",
    metadata,
    Column("number", String(40), primary_key=True),
    Column("buyer_id", ForeignKey("party.id"), nullable=False),
    Column("supplier_id", ForeignKey("party.id"), nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("document_status", String(16), nullable=False),
    Column("response_status", String(24), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("requested_date", Date, nullable=False),
    Column("warehouse_id", ForeignKey("warehouse.id"), nullable=False),
    Column("net", amount(), nullable=False),
    Column("vat", amount(), nullable=False),
    Column("gross", amount(), nullable=False),
    Column("draft_id", ForeignKey("draft.id"), unique=True),  # NULL only for records brought in with the master data
    Column("issued_by", ForeignKey("contact.id"), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("transmitted_at", Instant),  # when the relay handed it to the supplier's side
    Index("ix_purchase_order_buyer", "buyer_id", "document_status", "issued_at"),
    Index("ix_purchase_order_buyer_issued", "buyer_id", "issued_at"),
    Index("ix_purchase_order_supplier", "supplier_id", "document_status", "issued_at"),
    Index("ix_purchase_order_supplier_issued", "supplier_id", "issued_at"),
    Index("ix_purchase_order_pair", "buyer_id", "supplier_id", "issued_at"),
    # Of a long history few orders are issued and not closed; these hold only those.
    Index(
        "ix_purchase_order_buyer_response",
        "buyer_id",
        "document_status",
        "response_status",
        "issued_at",
        sqlite_where=ISSUED,
        postgresql_where=ISSUED,
    ),
    Index(
        "ix_purchase_order_supplier_response",
        "supplier_id",
        "document_status",
        "response_status",
        "issued_at",
        sqlite_where=ISSUED,
        postgresql_where=ISSUED,
    ),
)

order_line = Table(
    "order_line",
    metadata,
    Column("order_number", ForeignKey("purchase_order.number"), primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("item_id", ForeignKey("item.id"), nullable=False),
    Column("quantity", quantity(), nullable=False),
    Column("unit", String(3), nullable=False),
    Column("unit_price", unit_price(), nullable=False),
    Column("vat_rate", Exact(4), nullable=False),
    Column("price_includes_vat", Boolean, nullable=False),
    Column("net", amount(), nullable=False),
    Column("gross", amount(), nullable=False),
    Column("issued_at", Instant, nullable=False),  # the order's, so that an index has the newest orders of an item
    Index("ix_order_line_item", "item_id", "issued_at"),
)

order_response = Table(
    "order_response",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("order_number", ForeignKey("purchase_order.number"), nullable=False, index=True),
    Column("order_version", Integer, nullable=False),
    Column("code", String(2), nullable=False),  # AB | AP | CA | RE
    Column("responded_by", ForeignKey("contact.id"), nullable=False),
    Column("responded_at", Instant, nullable=False),
    Column("note", Text),
)

order_response_line = Table(
    "order_response_line",  # several rows with one line number are a split delivery
    metadata,
    Column("response_id", ForeignKey("order_response.id"), primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("code", String(2), nullable=False),  # 5 | 3 | 7
    Column("quantity", quantity()),
    Column("promised_date", Date),
    Column("unit_price", unit_price()),
)

cancellation = Table(
    "cancellation",
    metadata,
    Column("order_number", ForeignKey("purchase_order.number"), primary_key=True),
    Column("draft_id", ForeignKey("draft.id"), nullable=False, unique=True),
    Column("requested_by", ForeignKey("contact.id"), nullable=False),
    Column("requested_at", Instant, nullable=False),
)

# --- logistics ------------------------------------------------------------------------------------------------------

UNDER_WAY = text("ended_at IS NULL")
HAS_LOT = text("lot_id IS NOT NULL")  # most lines have none, and an index full of NULL looks useless to the planner

shipment = Table(
    "shipment",
    metadata,
    Column("number", String(40), primary_key=True),
    Column("direction", String(8), nullable=False),  # inbound | outbound, as the tenant sees it
    Column("shipper_id", ForeignKey("party.id"), nullable=False),
    Column("receiver_id", ForeignKey("party.id"), nullable=False),
    Column("carrier_id", ForeignKey("party.id")),
    Column("tracking_no", String(40), index=True),
    Column("mode", String(20)),
    Column("warehouse_id", ForeignKey("warehouse.id")),
    Column("eta", Date),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),  # when it was delivered, returned or cancelled; NULL while it is under way
    Index("ix_shipment_receiver", "receiver_id", "created_at"),
    Index("ix_shipment_shipper", "shipper_id", "created_at"),
    Index("ix_shipment_pair", "receiver_id", "shipper_id", "created_at"),
    Index("ix_shipment_carrier", "carrier_id", "created_at"),
    Index(
        "ix_shipment_under_way_receiver",
        "receiver_id",
        "ended_at",
        "created_at",
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    ),
    Index(
        "ix_shipment_under_way_shipper",
        "shipper_id",
        "ended_at",
        "created_at",
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    ),
    Index(
        "ix_shipment_under_way_carrier",
        "carrier_id",
        "ended_at",
        "created_at",
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    ),
)

shipment_line = Table(
    "shipment_line",
    metadata,
    Column("shipment_number", ForeignKey("shipment.number"), primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("order_number", ForeignKey("purchase_order.number")),
    Column("order_line_no", Integer),
    Column("item_id", ForeignKey("item.id"), nullable=False),
    Column("lot_id", ForeignKey("lot.id")),
    Column("quantity", quantity(), nullable=False),
    Column("created_at", Instant, nullable=False),  # the shipment's, so that an index has the newest of an item
    Index("ix_shipment_line_order", "order_number"),
    Index("ix_shipment_line_lot", "lot_id", sqlite_where=HAS_LOT, postgresql_where=HAS_LOT),
    Index("ix_shipment_line_item", "item_id", "created_at"),
)

tracking_event = Table(
    "tracking_event",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("shipment_number", ForeignKey("shipment.number"), nullable=False),
    Column("status", String(20), nullable=False),
    Column("incident", String(40)),
    Column("location_zh", String(80)),
    Column("location_en", String(80)),
    Column("note_zh", Text),
    Column("note_en", Text),
    Column("occurred_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index("ix_tracking_event_shipment", "shipment_number", "occurred_at"),
)

goods_receipt = Table(
    "goods_receipt",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("order_number", ForeignKey("purchase_order.number"), nullable=False, index=True),
    Column("order_line_no", Integer, nullable=False),
    Column("shipment_number", ForeignKey("shipment.number")),
    Column("lot_id", ForeignKey("lot.id")),
    Column("received", quantity(), nullable=False),
    Column("short", quantity(), nullable=False),
    Column("rejected", quantity(), nullable=False),
    Column("reason", Text),
    Column("received_by", ForeignKey("contact.id")),
    Column("received_at", Instant, nullable=False),
    Index("ix_goods_receipt_lot", "lot_id", sqlite_where=HAS_LOT, postgresql_where=HAS_LOT),
)

# --- lots -----------------------------------------------------------------------------------------------------------

lot = Table(
    "lot",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("party_id", ForeignKey("party.id"), nullable=False),
    Column("lot_no", String(40), nullable=False),
    Column("item_id", ForeignKey("item.id"), nullable=False),
    Column("supplier_id", ForeignKey("party.id")),  # NULL: made by the owner
    Column("quantity", quantity(), nullable=False),
    Column("made_on", Date),
    Column("expires_on", Date),
    Column("status", String(24), nullable=False),
    UniqueConstraint("party_id", "lot_no"),
)

lot_edge = Table(
    "lot_edge",
    metadata,
    Column("consumed_lot_id", ForeignKey("lot.id"), primary_key=True),
    Column("produced_lot_id", ForeignKey("lot.id"), primary_key=True),
    Column("quantity", quantity(), nullable=False),  # base units of the consumed lot
    Column("occurred_on", Date, nullable=False),
    Index("ix_lot_edge_produced", "produced_lot_id", "consumed_lot_id"),
)

inspection = Table(
    "inspection",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("lot_id", ForeignKey("lot.id"), nullable=False, index=True),
    Column("sample", String(80)),
    Column("readings", JSON, nullable=False, default=list),
    Column("inspected_by_zh", String(80), nullable=False),
    Column("inspected_by_en", String(80), nullable=False),
    Column("inspected_at", Instant, nullable=False),
    Column("confirmed_by", ForeignKey("contact.id")),
    Column("confirmed_at", Instant),
    Column("disposition", String(24), nullable=False),
)

stock_level = Table(
    "stock_level",
    metadata,
    Column("item_id", ForeignKey("item.id"), primary_key=True),
    Column("warehouse_id", ForeignKey("warehouse.id"), primary_key=True),
    Column("on_hand", quantity(), nullable=False),
    Column("reorder_point", quantity(), nullable=False),
    Column("daily_use", quantity(), nullable=False),
)

# --- conversations --------------------------------------------------------------------------------------------------

conversation = Table(
    "conversation",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("party_id", ForeignKey("party.id"), nullable=False),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_turn", Integer, nullable=False, default=1),
    Column("lease_owner", String(80)),
    Column("lease_until", Instant),  # real time, not the settable clock
)

UNFINISHED = text("status IN ('queued','running')")  # in queries word for word, so that the index is used

turn = Table(
    "turn",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("idempotency_key", String(120), nullable=False),
    Column("contact_id", ForeignKey("contact.id"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("input", JSON, nullable=False),  # {"text": ...}, {"draft": id, "digest": ..., "decision": yes|no}, or
    # {"text", "raw", "language", ...} of words that were heard
    Column("status", String(10), nullable=False),  # queued | running | done | failed | cancelled
    Column("language", String(2)),
    Column("reply", Text),
    Column("heard", Text),  # of a reply that was said aloud: the words that were played
    Column("heard_whole", Boolean),  # whether that was all of it; NULL until the call has told
    Column("events", JSON),  # what the turn emitted, for replay
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "idempotency_key", name="uq_turn_idempotency"),
    Index("ix_turn_unfinished", "conversation_id", "seq", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
)

message = Table(
    "message",
    metadata,
    Column("turn_id", ForeignKey("turn.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False),
    Column("turn_seq", Integer, nullable=False),
    Column("body", JSON, nullable=False),  # one chat-completions message
    Index("ix_message_conversation", "conversation_id", "turn_seq", "ordinal"),
)

# --- trust ----------------------------------------------------------------------------------------------------------

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),  # contact id, or "system"
    Column("on_behalf_of", String(40), nullable=False),  # party id
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("arguments_digest", String(64)),
    Column("before", JSON),
    Column("after", JSON),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("event_id", String(40), nullable=False, unique=True),
    Column("aggregate", String(80), nullable=False),
    Column("aggregate_seq", Integer, nullable=False),
    Column("type", String(60), nullable=False),
    Column("data", JSON, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("published_at", Instant),
    UniqueConstraint("aggregate", "aggregate_seq"),
    Index("ix_outbox_pending", "published_at", "seq"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("message_id", String(80), primary_key=True),
    Column("received_at", Instant, nullable=False),
)

ledger = Table(
    "ledger",  # a write claims its key here in the transaction that does it
    metadata,
    Column("scope", String(40), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("result", JSON, nullable=False),
    Column("claimed_at", Instant, nullable=False),
)
