"""Mutants that write wrongly: what is kept, told to others, and proved afterwards."""

from contextlib import suppress
from itertools import count
from typing import Any

from sqlalchemy import update

from evals.subjects.mutants.mutant import replaces
from procurement import schema
from procurement.store import UnitOfWork

_again = count(1)


@replaces("procurement.placing._line_row", hint=("missing-supplier", "order-bearings"))
def price_rounded_when_stored(line_row: Any, *line: Any) -> dict[str, Any]:
    """The stored unit price has lost its decimals."""
    row: dict[str, Any] = line_row(*line)
    return row | {"unit_price": row["unit_price"].to_integral_value()}


@replaces("procurement.placing.place_order", "procurement.drafts.place_order", hint=("date", "order"))
async def requested_date_not_stored(place_order: Any, uow: UnitOfWork, actor: Any, draft: Any) -> str:
    """The stored order wants its goods today."""
    number: str = await place_order(uow, actor, draft)
    order = schema.purchase_order
    await uow.conn.execute(update(order).where(order.c.number == number).values(requested_date=uow.today()))
    return number


@replaces("procurement.placing._set_document_status", hint=("cancel", "guard-cancellation"))
async def another_order_cancelled(set_document_status: Any, uow: UnitOfWork, number: str, status: Any) -> None:
    """The cancellation that was confirmed is carried out on the order numbered one higher."""
    series, _, sequence = number.rpartition("-")
    await set_document_status(uow, f"{series}-{int(sequence) + 1:05d}", status)


@replaces("procurement.placing._set_document_status", hint=("cancel", "guard-cancellation"))
async def cancelled_at_once(set_document_status: Any, uow: UnitOfWork, number: str, status: Any) -> None:
    """An order counts as cancelled before its supplier has agreed."""
    await set_document_status(uow, number, "cancelled")


@replaces("procurement.outbox.emit", hint=("order",))
async def event_not_emitted(emit: Any, uow: UnitOfWork, *, type: str, **event: Any) -> str:
    """An order is issued, and nobody is told."""
    return "" if type == "order.issued" else await emit(uow, type=type, **event)


@replaces("procurement.outbox.emit", hint=("cancel", "guard-cancellation"))
async def cancellation_not_told(emit: Any, uow: UnitOfWork, *, type: str, **event: Any) -> str:
    """A cancellation is asked for, and the supplier is not told."""
    return "" if type == "order.cancel_requested" else await emit(uow, type=type, **event)


@replaces("procurement.outbox.emit", hint=("order",))
async def event_emitted_twice(emit: Any, uow: UnitOfWork, *, type: str, **event: Any) -> str:
    """The event of a draft that was executed is written twice."""
    if type == "draft.executed":
        await emit(uow, type=type, **event)
    event_id: str = await emit(uow, type=type, **event)
    return event_id


@replaces("procurement.outbox.emit", hint=("order",))
async def event_number_skipped(emit: Any, uow: UnitOfWork, **event: Any) -> str:
    """The events of an order or draft are numbered with a gap."""
    event_id: str = await emit(uow, **event)
    table = schema.outbox
    await uow.conn.execute(
        update(table).where(table.c.event_id == event_id).values(aggregate_seq=2 * table.c.aggregate_seq)
    )
    return event_id


@replaces("procurement.audit.append", hint=("order",))
async def audit_entry_missing(append: Any, uow: UnitOfWork, *, action: str, **entry: Any) -> int:
    """The audit trail does not know that an order was issued."""
    return 0 if action == "order.issued" else await append(uow, action=action, **entry)


@replaces("procurement.audit.append", hint=("order", "approval"))
async def audit_names_the_system(append: Any, uow: UnitOfWork, *, actor: str, **entry: Any) -> int:
    """The audit trail says that the system did what a person did."""
    seq: int = await append(uow, actor="system", **entry)
    return seq


@replaces("procurement.audit.append", hint=("order",))
async def audit_chain_broken(append: Any, uow: UnitOfWork, **entry: Any) -> int:
    """An entry of the audit trail is changed after it was sealed."""
    seq: int = await append(uow, **entry)
    table = schema.audit_entry
    await uow.conn.execute(update(table).where(table.c.seq == seq).values(subject="PO-2026-00000"))
    return seq


@replaces("procurement.ledger.record", hint=("crash", "order"))
async def ledger_not_kept(record: Any, *write: Any) -> None:
    """What was written is not noted, so that a repetition does not find it."""


@replaces("agent.assistant.conversations.enqueue_turn", hint=("duplicate_message", "repeat", "twice"))
async def repeated_message_runs_again(enqueue_turn: Any, *turn: Any, key: str, **given: Any) -> Any:
    """A message that comes twice with the same key is worked on twice."""
    return await enqueue_turn(*turn, key=f"{key}-{next(_again)}", **given)


@replaces("procurement.transmission.deliver", hint=("order",))
async def not_transmitted(deliver: Any, uow: UnitOfWork, event: Any) -> None:
    """An issued order never reaches its supplier, and nobody notices."""


@replaces("procurement.outbox.InProcessBus.publish", hint=("supplier_timeout",))
async def failed_delivery_forgotten(publish: Any, bus: Any, event: Any) -> None:
    """An event that could not be delivered counts as delivered and is not tried again."""
    with suppress(Exception):
        await publish(bus, event)


@replaces("procurement.outbox.receive", hint=("duplicate_event",), stops=True)
async def duplicate_event_not_known(receive: Any, *message: Any) -> bool:
    """An event that comes twice is taken for another one, and the delivery breaks off over the second."""
    return True
