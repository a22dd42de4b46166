"""What executing a draft writes to orders."""

import re
from datetime import UTC, datetime
from decimal import Decimal as D
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from procurement import drafts, schema
from procurement.actor import Actor
from procurement.clock import FixedClock
from procurement.entities import Draft, LineRequest, OrderRequest
from procurement.errors import Conflict
from procurement.placing import cancellable, place_order
from procurement.store import Store, UnitOfWork

ORDER = "PO-2026-00121"


@pytest.fixture(autouse=True)
async def conversation(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        row = {"id": "c1", "party_id": buyer.party_id, "contact_id": buyer.contact_id, "language": "zh"}
        await uow.conn.execute(insert(schema.conversation).values(**row, created_at=uow.now()))
        await uow.commit()


async def order_draft(uow: UnitOfWork, actor: Actor, key: str = "t1:0") -> Draft:
    lines = (LineRequest("hengfeng.6204", D(100)), LineRequest("hengfeng.6205", D(150)))
    return await drafts.draft_order(
        uow,
        actor,
        conversation_id="c1",
        proposal_key=key,
        request=OrderRequest("suzhou-precision", lines, None, "suzhou-2"),
    )


async def cancel_draft(uow: UnitOfWork, actor: Actor, key: str = "t1:0") -> Draft:
    return await drafts.draft_cancellation(uow, actor, conversation_id="c1", proposal_key=key, order_number=ORDER)


async def say_yes(uow: UnitOfWork, actor: Actor, draft: Draft) -> str:
    outcome = await drafts.decide(uow, actor, draft_id=draft.id, decision="yes", channel="chat")
    return outcome.records[0].id


async def event(uow: UnitOfWork, aggregate: str) -> Any:
    return (await uow.conn.execute(select(schema.outbox).where(schema.outbox.c.aggregate == aggregate))).one()


async def test_the_order_has_the_lines_of_the_draft(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        draft = await order_draft(uow, buyer)
        number = await say_yes(uow, buyer, draft)
        lines = (
            await uow.conn.execute(select(schema.order_line).where(schema.order_line.c.order_number == number))
        ).all()
        told = await event(uow, number)
    assert [(line.line_no, line.item_id, line.quantity, line.unit_price, line.gross) for line in lines] == [
        (1, "hengfeng.6204", D(100), D("12.80"), D("1280.00")),
        (2, "hengfeng.6205", D(150), D("15.20"), D("2280.00")),
    ]
    assert (told.type, told.aggregate_seq) == ("order.issued", 1)
    assert told.data == {
        "order_number": number, "buyer_id": "hengfeng", "supplier_id": "suzhou-precision", "draft_id": draft.id,
        "date": draft.command["date"], "gross": "3560.00", "currency": "CNY",
    }  # fmt: skip


async def test_numbers_follow_each_other(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        numbers = [await say_yes(uow, buyer, await order_draft(uow, buyer, f"t{turn}:0")) for turn in range(3)]
    assert numbers == ["PO-2026-00123", "PO-2026-00124", "PO-2026-00125"]


async def test_a_number_given_back_is_taken_again(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:  # not committed
        assert await say_yes(uow, buyer, await order_draft(uow, buyer)) == "PO-2026-00123"
    async with store.begin() as uow:
        assert await say_yes(uow, buyer, await order_draft(uow, buyer)) == "PO-2026-00123"


async def test_a_series_that_was_never_set_up_goes_on_after_the_highest(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        await uow.conn.execute(delete(schema.number_series))
        first = await say_yes(uow, buyer, await order_draft(uow, buyer))
        second = await say_yes(uow, buyer, await order_draft(uow, buyer, "t2:0"))
    assert (first, second) == ("PO-2026-00123", "PO-2026-00124")


async def test_a_number_carries_the_business_year_and_may_grow(store: Store, buyer: Actor, clock: FixedClock) -> None:
    clock.instant = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
    async with store.begin() as uow:
        await uow.conn.execute(update(schema.number_series).values(next=100_000))
        number = await say_yes(uow, buyer, await order_draft(uow, buyer))
    assert number == "PO-2027-100000"
    assert re.fullmatch(r"PO-\d{4}-\d{5,}", number)


async def test_the_database_takes_one_order_for_a_draft(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        draft = await order_draft(uow, buyer)
        await place_order(uow, buyer, draft)
        with pytest.raises(IntegrityError, match="draft_id"):
            await place_order(uow, buyer, draft)


async def test_cancelling_is_asked_of_the_supplier(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        draft = await cancel_draft(uow, buyer)
        assert await say_yes(uow, buyer, draft) == ORDER
        told = await event(uow, ORDER)
        entry = (await uow.conn.execute(select(schema.audit_entry).where(schema.audit_entry.c.subject == ORDER))).one()
    assert (told.type, told.data["supplier_id"], told.data["draft_id"]) == (
        "order.cancel_requested", "ningbo-castings", draft.id,
    )  # fmt: skip
    assert entry.before == {"document_status": "issued"}
    assert entry.after == {"document_status": "cancel_requested", "draft_id": draft.id}


async def test_a_cancellation_refused_once_may_be_asked_for_again(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        await say_yes(uow, buyer, await cancel_draft(uow, buyer))
        await uow.conn.execute(update(schema.purchase_order).values(document_status="issued"))
        again = await cancel_draft(uow, buyer, "t2:0")
        await say_yes(uow, buyer, again)
        (request,) = (await uow.conn.execute(select(schema.cancellation))).all()
    assert request.draft_id == again.id


async def test_a_version_that_was_not_shown_is_not_cancelled(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        draft = await cancel_draft(uow, buyer)
        await uow.conn.execute(update(schema.purchase_order).values(version=2))
        with pytest.raises(Conflict, match="changed"):
            await say_yes(uow, buyer, draft)


@pytest.mark.parametrize("status", ["cancel_requested", "cancelled", "on_hold", "closed"])
async def test_only_an_issued_order_can_be_cancelled(store: Store, buyer: Actor, status: str) -> None:
    async with store.begin() as uow:
        await uow.conn.execute(update(schema.purchase_order).values(document_status=status))
        with pytest.raises(Conflict) as caught:
            await cancellable(uow, buyer.party_id, ORDER)
    assert caught.value.field == "order"


@pytest.mark.parametrize(("received", "possible"), [(D(799), True), (D(800), False)])
async def test_what_has_all_arrived_cannot_be_cancelled(
    store: Store, buyer: Actor, received: D, possible: bool
) -> None:
    async with store.begin() as uow:
        for part, quantity in (("a", received - 1), ("b", D(1))):
            await uow.conn.execute(
                insert(schema.goods_receipt).values(
                    id=part, order_number=ORDER, order_line_no=1, received=quantity, short=D(0), rejected=D(0),
                    received_at=uow.now(),
                )
            )  # fmt: skip
        if possible:
            assert (await cancellable(uow, buyer.party_id, ORDER)).summary["gross"] == "28800.00"
        else:
            with pytest.raises(Conflict, match="received"):
                await cancellable(uow, buyer.party_id, ORDER)


async def test_a_frozen_command_is_what_is_written(store: Store, buyer: Actor) -> None:
    """The order takes its values from the draft even if the catalogue says something else by now."""
    async with store.begin() as uow:
        draft = await order_draft(uow, buyer)
        await uow.conn.execute(update(schema.price_break).values(unit_price=D(1)))
        number = await place_order(uow, buyer, draft)
        gross = await uow.conn.scalar(
            select(schema.purchase_order.c.gross).where(schema.purchase_order.c.number == number)
        )
    assert gross == D("3560.00")
