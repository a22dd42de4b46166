"""A draft from proposal to order: exactly once, by the right person, at the terms that were shown."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from sqlalchemy import Table, delete, func, insert, select, update

from procurement import audit, drafts, schema
from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.capacity import check_promise
from procurement.clock import FixedClock
from procurement.entities import Decision, DecisionOutcome, Draft, LineRequest, OrderRequest, Promise
from procurement.errors import Conflict, InvalidInput, NotAllowed, NotFound
from procurement.placing import cancellable
from procurement.store import Store, UnitOfWork
from tests.conftest import NOW, Stranger

BEARING, SUZHOU, HUADONG = "hengfeng.6204", "suzhou-precision", "huadong-precision"
FRIDAY = date(2026, 12, 4)


def request(
    quantity: int = 500,
    need_by: date | None = FRIDAY,
    *,
    supplier: str = SUZHOU,
    item: str = BEARING,
    place: str = "suzhou-1",
) -> OrderRequest:
    return OrderRequest(supplier, (LineRequest(item, D(quantity)),), need_by, place)


@asynccontextmanager
async def committing(store: Store) -> AsyncIterator[UnitOfWork]:
    async with store.begin() as uow:
        yield uow
        await uow.commit()


async def open_conversation(store: Store, actor: Actor, conversation_id: str = "c1") -> None:
    async with committing(store) as uow:
        row = {"id": conversation_id, "party_id": actor.party_id, "contact_id": actor.contact_id, "language": "zh"}
        await uow.conn.execute(insert(schema.conversation).values(**row, created_at=uow.now()))


@pytest.fixture(autouse=True)
async def conversation(store: Store, buyer: Actor) -> None:
    await open_conversation(store, buyer)


async def propose(
    store: Store, actor: Actor, wish: OrderRequest | None = None, key: str = "t1:0", replaces: str | None = None
) -> Draft:
    async with committing(store) as uow:
        return await drafts.draft_order(
            uow, actor, conversation_id="c1", proposal_key=key, request=wish or request(), replaces=replaces
        )


async def decide(
    store: Store, actor: Actor, draft: Draft, decision: Decision = "yes", digest: str | None = None
) -> DecisionOutcome:
    async with committing(store) as uow:
        return await drafts.decide(uow, actor, draft_id=draft.id, decision=decision, channel="button", digest=digest)


async def promised(store: Store, actor: Actor, quantity: int, exclude: str | None = None) -> Promise:
    async with store.read() as uow:
        return await check_promise(
            uow, actor, item_id=BEARING, supplier_id=SUZHOU, quantity=D(quantity), need_by=FRIDAY, exclude_draft=exclude
        )


async def rows(store: Store, table: Table, **where: object) -> list[Any]:
    query = select(table)
    for name, value in where.items():
        query = query.where(table.c[name] == value)
    async with store.read() as uow:
        return list((await uow.conn.execute(query)).all())


async def orders_of(store: Store, draft: Draft) -> list[Any]:
    return await rows(store, schema.purchase_order, draft_id=draft.id)


async def events_of(store: Store, aggregate: str) -> list[str]:
    found = await rows(store, schema.outbox, aggregate=aggregate)
    assert [row.aggregate_seq for row in found] == list(range(1, len(found) + 1))
    return [row.type for row in found]


async def actions_on(store: Store, subject: str) -> list[str]:
    return [row.action for row in await rows(store, schema.audit_entry, subject=subject)]


# --- proposing ------------------------------------------------------------------------------------------------------


async def test_a_draft_freezes_everything(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    assert draft.status == "open"
    assert not draft.needs_approval
    assert draft.expires_at - draft.created_at == drafts.DRAFT_TTL == timedelta(minutes=30)
    assert draft.command == {
        "supplier_id": SUZHOU,
        "supplier": {"zh": "苏州精密轴承", "en": "Suzhou Precision Bearings"},
        "lines": [
            {
                "item_id": BEARING, "part": "6204", "name": {"zh": "6204轴承", "en": "bearing 6204"}, "quantity": "500",
                "unit": "H87", "unit_price": "12.80", "currency": "CNY", "vat_rate": "0.13", "price_includes_vat": True,
                "net": "5663.72", "gross": "6400.00",
            }
        ],
        "date": "2026-12-04", "warehouse_id": "suzhou-1", "warehouse": {"zh": "苏州一号仓", "en": "Suzhou 1"},
        "net": "5663.72", "vat": "736.28", "gross": "6400.00", "currency": "CNY",
    }  # fmt: skip
    assert draft.promise is not None
    assert [line["verdict"] for line in draft.promise] == ["yes"]
    assert await orders_of(store, draft) == []
    assert await events_of(store, draft.id) == ["draft.opened"]
    assert await actions_on(store, draft.id) == ["draft.opened"]


async def test_the_same_call_finds_its_draft(store: Store, buyer: Actor) -> None:
    first = await propose(store, buyer)
    assert await propose(store, buyer) == first
    assert len(await rows(store, schema.draft)) == len(await rows(store, schema.promise)) == 1


async def test_another_persons_key_is_not_ones_own(store: Store, buyer: Actor, manager: Actor) -> None:
    await propose(store, buyer)
    with pytest.raises(Conflict):
        await propose(store, manager)


async def test_without_a_date_the_earliest_promise_is_the_date(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer, request(3000, None))
    assert draft.command["date"] == "2026-12-07"


async def test_several_lines_add_up(store: Store, buyer: Actor) -> None:
    lines = (LineRequest(BEARING, D(100)), LineRequest("hengfeng.6205", D(150)))
    draft = await propose(store, buyer, OrderRequest(SUZHOU, lines, FRIDAY, "suzhou-1"))
    assert [line["gross"] for line in draft.command["lines"]] == ["1280.00", "2280.00"]
    assert draft.command["gross"] == "3560.00"
    assert D(draft.command["net"]) + D(draft.command["vat"]) == D("3560.00")
    assert len(await rows(store, schema.commitment)) == 2


async def test_who_may_not_order_may_not_propose(store: Store, quality: Actor, wu_jun: Actor) -> None:
    for actor in (quality, wu_jun):
        with pytest.raises(NotAllowed):
            await propose(store, actor)
        async with store.begin() as uow:
            with pytest.raises(NotAllowed):
                await drafts.draft_cancellation(
                    uow, actor, conversation_id="c1", proposal_key="t1:0", order_number="PO-2026-00121"
                )
    assert await rows(store, schema.draft) == []


@pytest.mark.parametrize(
    ("wish", "field", "remedy"),
    [
        (request(0), "quantity", "positive"),
        (request(need_by=date(2026, 11, 22)), "date", "2026-11-23"),
        (OrderRequest(SUZHOU, (), FRIDAY, "suzhou-1"), "lines", "Say what"),
        (OrderRequest(SUZHOU, (LineRequest(BEARING, D(100)),) * 2, FRIDAY, "suzhou-1"), "lines", "Add them up"),
    ],
)
async def test_what_cannot_be_ordered_is_refused_with_a_remedy(
    store: Store, buyer: Actor, wish: OrderRequest, field: str, remedy: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await propose(store, buyer, wish)
    assert caught.value.field == field
    assert caught.value.remedy is not None
    assert remedy in caught.value.remedy
    assert await rows(store, schema.draft) == []


@pytest.mark.parametrize(
    ("quantity", "verdict", "constraint", "suggested"),
    [
        (50, "another_supplier", "minimum_quantity", "100"),
        (520, "part", "order_multiple", "550"),
        (100_000, "part", "capacity", None),
    ],
)
async def test_the_line_is_what_was_asked_and_the_promise_says_what_can_come(
    store: Store, buyer: Actor, quantity: int, verdict: str, constraint: str, suggested: str | None
) -> None:
    draft = await propose(store, buyer, request(quantity))
    assert draft.promise is not None
    [promise] = draft.promise
    assert draft.command["lines"][0]["quantity"] == str(quantity)
    assert (promise["verdict"], promise["constraint"], promise["suggested_quantity"]) == (
        verdict,
        constraint,
        suggested,
    )
    assert (await decide(store, buyer, draft)).draft.status in ("executed", "pending_approval")


async def test_a_draft_refers_to_ones_own_records_only(store: Store, buyer: Actor, stranger: Stranger) -> None:
    for wish in (
        request(item=stranger.item_id),
        request(place=stranger.warehouse_id),
        request(supplier="ningbo-castings"),
        request(supplier="nobody"),
        request(item="hengfeng.NONE"),
    ):
        with pytest.raises(NotFound):
            await propose(store, buyer, wish)
    with pytest.raises(NotFound):  # the conversation is the buyer's
        await propose(store, stranger.actor, request(100, item=stranger.item_id, place=stranger.warehouse_id))


# --- reservations ---------------------------------------------------------------------------------------------------


async def test_a_draft_reserves_what_it_promises(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer, request(1500))
    assert (await promised(store, buyer, 1000)).on_time == D(500)
    assert (await promised(store, buyer, 1000, exclude=draft.id)).verdict == "yes"


async def test_time_gives_a_reservation_back(store: Store, buyer: Actor, clock: FixedClock) -> None:
    draft = await propose(store, buyer, request(1500))
    clock.instant = NOW + drafts.DRAFT_TTL
    assert (await promised(store, buyer, 1000)).verdict == "yes"
    async with store.read() as uow:
        assert (await drafts.get_draft(uow, buyer, draft.id)).status == "expired"


@pytest.mark.parametrize("end", ["no", "replaced"])
async def test_what_comes_to_nothing_is_given_back(store: Store, buyer: Actor, end: str) -> None:
    draft = await propose(store, buyer, request(1500))
    if end == "no":
        await decide(store, buyer, draft, "no")
    else:
        await propose(store, buyer, request(100), key="t2:0", replaces=draft.id)
    assert (await promised(store, buyer, 1900)).verdict == "yes"


async def test_an_order_keeps_what_was_reserved(store: Store, buyer: Actor, clock: FixedClock) -> None:
    draft = await propose(store, buyer, request(1500))
    number = (await decide(store, buyer, draft)).records[0].id
    clock.instant = NOW + timedelta(days=1)
    assert (await promised(store, buyer, 1000)).on_time == D(500)
    (promise,) = await rows(store, schema.promise)
    assert (promise.status, promise.order_number, promise.expires_at) == ("committed", number, None)


async def test_two_drafts_share_a_week_without_overbooking(store: Store, buyer: Actor) -> None:
    await propose(store, buyer, request(1500))
    second = await propose(store, buyer, request(1500), key="t2:0")
    assert second.promise is not None
    assert (second.promise[0]["verdict"], second.promise[0]["on_time"]) == ("part", "500")


async def test_a_correction_counts_its_own_reservation_as_free(store: Store, buyer: Actor) -> None:
    first = await propose(store, buyer, request(1500))
    second = await propose(store, buyer, request(2000), key="t2:0", replaces=first.id)
    assert second.promise is not None
    assert second.promise[0]["verdict"] == "yes"
    (old,) = await rows(store, schema.draft, id=first.id)
    assert old.status == "cancelled"
    assert await events_of(store, first.id) == ["draft.opened", "draft.cancelled"]


async def test_what_was_ordered_cannot_be_replaced(store: Store, buyer: Actor) -> None:
    first = await propose(store, buyer)
    await decide(store, buyer, first)
    with pytest.raises(Conflict):
        await propose(store, buyer, request(600), key="t2:0", replaces=first.id)
    assert len(await rows(store, schema.draft)) == 1


async def test_only_the_proposer_replaces(store: Store, buyer: Actor, manager: Actor, stranger: Stranger) -> None:
    first = await propose(store, buyer)
    with pytest.raises(NotAllowed):
        await propose(store, manager, request(600), key="t2:0", replaces=first.id)
    await open_conversation(store, stranger.actor, "c2")
    wish = request(100, item=stranger.item_id, place=stranger.warehouse_id)
    async with store.begin() as uow:
        with pytest.raises(NotFound):
            await drafts.draft_order(
                uow, stranger.actor, conversation_id="c2", proposal_key="t9:0", request=wish, replaces=first.id
            )


# --- deciding -------------------------------------------------------------------------------------------------------


async def test_a_yes_issues_exactly_what_was_shown(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    outcome = await decide(store, buyer, draft, digest=draft.digest)
    assert outcome.draft.status == "executed"
    assert outcome.draft.decided_by == buyer.contact_id
    (record,) = outcome.records
    assert (record.type, record.action, record.id) == ("order", "created", outcome.draft.record_id)
    (order,) = await orders_of(store, draft)
    assert order.number == record.id == "PO-2026-00123"
    assert (order.gross, order.requested_date, order.warehouse_id) == (D("6400.00"), FRIDAY, "suzhou-1")
    (confirmation,) = await rows(store, schema.confirmation)
    assert (confirmation.decision, confirmation.digest, confirmation.channel) == ("yes", draft.digest, "button")
    assert await events_of(store, draft.id) == ["draft.opened", "draft.executed"]
    assert await events_of(store, order.number) == ["order.issued"]
    assert await actions_on(store, order.number) == ["order.issued"]
    async with store.read() as uow:
        assert (await audit.verify(uow)).ok


async def test_a_second_yes_finds_the_first(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    first = await decide(store, buyer, draft)
    second = await decide(store, buyer, draft)
    assert second.repeated
    assert not first.repeated
    assert second.records == ()
    assert second.draft == first.draft
    assert len(await orders_of(store, draft)) == 1
    assert len(await rows(store, schema.confirmation)) == 1


async def test_a_no_after_the_yes_changes_nothing(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    await decide(store, buyer, draft)
    late = await decide(store, buyer, draft, "no")
    assert (late.repeated, late.draft.status) == (True, "executed")


async def test_a_no_ends_it(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    assert (await decide(store, buyer, draft, "no")).draft.status == "declined"
    late = await decide(store, buyer, draft, "yes")
    assert (late.repeated, late.draft.status) == (True, "declined")
    assert await orders_of(store, draft) == []
    assert await events_of(store, draft.id) == ["draft.opened", "draft.declined"]


async def test_a_decision_that_is_not_committed_never_was(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    async with store.begin() as uow:
        await drafts.decide(uow, buyer, draft_id=draft.id, decision="yes", channel="chat")
    assert await orders_of(store, draft) == []
    assert (await decide(store, buyer, draft)).records[0].id == "PO-2026-00123"
    assert len(await orders_of(store, draft)) == 1


async def test_a_wrong_digest_is_a_conflict(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    other = await propose(store, buyer, request(600), key="t2:0")
    assert other.digest != draft.digest
    with pytest.raises(Conflict):
        await decide(store, buyer, draft, digest=other.digest)
    assert await orders_of(store, draft) == []


async def test_decisions_at_once_make_one_order(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    outcomes = await asyncio.gather(*(decide(store, buyer, draft) for _ in range(8)))
    assert sorted(outcome.repeated for outcome in outcomes) == [False] + [True] * 7
    assert len(await orders_of(store, draft)) == 1


def _decide_in_process(url: str, draft_id: str, start: Any, results: Any) -> None:
    async def run() -> None:
        other = await Store.open(url, FixedClock(NOW))
        start.wait()
        async with other.begin() as uow:
            actor = await actor_by_handle(uow, "buyer")
            outcome = await drafts.decide(uow, actor, draft_id=draft_id, decision="yes", channel="chat")
            await uow.commit()
        await other.close()
        results.put((outcome.repeated, outcome.draft.record_id))

    asyncio.run(run())


async def test_two_processes_at_once_make_one_order(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(2), context.Queue()
    processes = [
        context.Process(target=_decide_in_process, args=(store.url, draft.id, start, results)) for _ in range(2)
    ]
    for process in processes:
        process.start()
    outcomes = [await asyncio.to_thread(results.get, True, 60) for _ in processes]
    for process in processes:
        await asyncio.to_thread(process.join, 60)
    assert sorted(outcomes) == [(False, "PO-2026-00123"), (True, "PO-2026-00123")]
    assert len(await orders_of(store, draft)) == 1


def _decide_and_die(url: str, draft_id: str, committed: bool) -> None:
    async def run() -> None:
        other = await Store.open(url, FixedClock(NOW))
        async with other.begin() as uow:
            actor = await actor_by_handle(uow, "buyer")
            await drafts.decide(uow, actor, draft_id=draft_id, decision="yes", channel="chat")
            if committed:
                await uow.commit()
            os._exit(9)

    asyncio.run(run())


@pytest.mark.parametrize("committed", [False, True])
async def test_a_process_that_dies_leaves_all_or_nothing(store: Store, buyer: Actor, committed: bool) -> None:
    draft = await propose(store, buyer)
    args = (store.url, draft.id, committed)
    process = multiprocessing.get_context("spawn").Process(target=_decide_and_die, args=args)
    process.start()
    await asyncio.to_thread(process.join, 60)
    assert process.exitcode == 9
    assert len(await orders_of(store, draft)) == int(committed)
    outcome = await decide(store, buyer, draft)  # asked again by who got no answer
    assert (outcome.repeated, outcome.draft.record_id) == (committed, "PO-2026-00123")
    assert len(await orders_of(store, draft)) == 1
    assert await events_of(store, "PO-2026-00123") == ["order.issued"]


# --- authority ------------------------------------------------------------------------------------------------------


async def large(store: Store, buyer: Actor) -> Draft:
    draft = await propose(store, buyer, request(4000))  # 51,200.00
    assert draft.needs_approval
    return draft


async def test_above_the_limit_another_person_decides(store: Store, buyer: Actor, manager: Actor) -> None:
    draft = await large(store, buyer)
    handed = await decide(store, buyer, draft)
    assert (handed.draft.status, handed.records) == ("pending_approval", ())
    assert await orders_of(store, draft) == []
    async with store.read() as uow:
        assert [waiting.id for waiting in await drafts.drafts_to_approve(uow, manager)] == [draft.id]
        assert await drafts.drafts_to_approve(uow, buyer) == []
    again = await decide(store, buyer, draft)
    assert (again.repeated, again.draft.status) == (True, "pending_approval")
    approved = await decide(store, manager, draft, digest=draft.digest)
    assert approved.draft.status == "executed"
    (order,) = await orders_of(store, draft)
    assert order.issued_by == buyer.contact_id
    assert [row.contact_id for row in await rows(store, schema.confirmation)] == [buyer.contact_id, manager.contact_id]
    assert await events_of(store, draft.id) == ["draft.opened", "draft.pending_approval", "draft.executed"]


async def test_the_limit_itself_is_within_it(store: Store, buyer: Actor) -> None:
    async with committing(store) as uow:
        await uow.conn.execute(
            update(schema.contact).where(schema.contact.c.id == buyer.contact_id).values(order_limit=D("6400.00"))
        )
        buyer = await actor_by_handle(uow, "buyer")
    assert not (await propose(store, buyer, request(500))).needs_approval
    assert (await propose(store, buyer, request(550), key="t2:0")).needs_approval


async def test_a_limit_lowered_meanwhile_counts(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    async with committing(store) as uow:
        await uow.conn.execute(
            update(schema.contact).where(schema.contact.c.id == buyer.contact_id).values(order_limit=D(100))
        )
        buyer = await actor_by_handle(uow, "buyer")
    assert (await decide(store, buyer, draft)).draft.status == "pending_approval"


async def test_an_approver_does_not_approve_their_own(store: Store, manager: Actor) -> None:
    async with committing(store) as uow:
        await uow.conn.execute(
            update(schema.contact).where(schema.contact.c.id == manager.contact_id).values(order_limit=D(100))
        )
        manager = await actor_by_handle(uow, "manager")
    draft = await propose(store, manager)
    assert (await decide(store, manager, draft)).draft.status == "pending_approval"
    assert (await decide(store, manager, draft)).repeated
    assert await orders_of(store, draft) == []


async def test_the_approver_declines_or_the_proposer_takes_it_back(store: Store, buyer: Actor, manager: Actor) -> None:
    for key, person in (("t1:0", manager), ("t2:0", buyer)):
        draft = await propose(store, buyer, request(4000), key=key)
        await decide(store, buyer, draft)
        assert (await decide(store, person, draft, "no")).draft.status == "declined"
    assert (await promised(store, buyer, 2000)).verdict == "yes"


async def test_colleagues_without_authority_do_not_decide(store: Store, buyer: Actor, quality: Actor) -> None:
    draft = await propose(store, buyer)
    for decision in ("yes", "no"):
        with pytest.raises(NotAllowed):
            await decide(store, quality, draft, decision)
    async with store.read() as uow:
        assert (await drafts.get_draft(uow, quality, draft.id)).status == "open"


async def test_foreign_people_see_nothing(store: Store, buyer: Actor, wu_jun: Actor, stranger: Stranger) -> None:
    draft = await propose(store, buyer)
    for actor in (wu_jun, stranger.actor):
        with pytest.raises(NotFound):
            await decide(store, actor, draft)
        async with store.read() as uow:
            with pytest.raises(NotFound):
                await drafts.get_draft(uow, actor, draft.id)
            assert await drafts.drafts_of(uow, actor, "c1") == []
    assert await orders_of(store, draft) == []


# --- time and terms -------------------------------------------------------------------------------------------------


async def test_a_yes_too_late_expires_the_draft(store: Store, buyer: Actor, clock: FixedClock) -> None:
    draft = await propose(store, buyer)
    clock.instant = NOW + drafts.DRAFT_TTL
    outcome = await decide(store, buyer, draft)
    assert (outcome.draft.status, outcome.records, outcome.repeated) == ("expired", (), False)
    assert (await decide(store, buyer, draft)).repeated
    assert await orders_of(store, draft) == []
    assert await events_of(store, draft.id) == ["draft.opened", "draft.expired"]


async def test_a_moment_before_is_in_time(store: Store, buyer: Actor, clock: FixedClock) -> None:
    draft = await propose(store, buyer)
    clock.instant = NOW + drafts.DRAFT_TTL - timedelta(seconds=1)
    assert (await decide(store, buyer, draft)).draft.status == "executed"


async def test_an_approver_has_longer(store: Store, buyer: Actor, manager: Actor, clock: FixedClock) -> None:
    draft = await large(store, buyer)
    await decide(store, buyer, draft)
    clock.instant = NOW + timedelta(hours=3)
    assert (await promised(store, buyer, 2000)).on_time < 2000  # still reserved
    assert (await decide(store, manager, draft)).draft.status == "executed"


async def test_expiry_is_swept(store: Store, buyer: Actor, clock: FixedClock) -> None:
    first = await propose(store, buyer)
    done = await propose(store, buyer, request(600), key="t2:0")
    await decide(store, buyer, done)
    clock.instant = NOW + timedelta(hours=1)
    async with committing(store) as uow:
        assert await drafts.expire_drafts(uow) == 1
        assert await drafts.expire_drafts(uow) == 0
    assert [row.status for row in await rows(store, schema.promise, draft_id=first.id)] == ["released"]
    (entry,) = await rows(store, schema.audit_entry, action="draft.expired")
    assert (entry.subject, entry.actor, entry.on_behalf_of) == (first.id, "system", "hengfeng")


@pytest.mark.parametrize("change", ["price", "vat", "minimum", "withdrawn", "date"])
async def test_changed_terms_stop_the_order(store: Store, buyer: Actor, clock: FixedClock, change: str) -> None:
    draft = await propose(store, buyer, request(need_by=None))
    price, offer = schema.price_break, schema.supplier_item
    here = (offer.c.supplier_id == SUZHOU) & (offer.c.item_id == BEARING)
    priced = (price.c.supplier_id == SUZHOU) & (price.c.item_id == BEARING)
    async with committing(store) as uow:
        if change == "price":
            await uow.conn.execute(update(price).where(priced).values(unit_price=D("12.90")))
        elif change == "vat":
            await uow.conn.execute(update(offer).where(here).values(vat_rate=D("0.09")))
        elif change == "minimum":
            await uow.conn.execute(update(offer).where(here).values(minimum_quantity=D(1000)))
        elif change == "withdrawn":
            await uow.conn.execute(delete(price).where(priced))
            await uow.conn.execute(delete(offer).where(here))
        else:
            yesterday = dict(draft.command, date="2026-11-22")
            await uow.conn.execute(update(schema.draft).values(command=yesterday))
    with pytest.raises(Conflict) as caught:
        await decide(store, buyer, draft)
    assert caught.value.remedy is not None
    assert await orders_of(store, draft) == []
    async with store.read() as uow:
        assert (await drafts.get_draft(uow, buyer, draft.id)).status == "open"
    assert (await decide(store, buyer, draft, "no")).draft.status == "declined"


async def test_a_price_elsewhere_does_not_matter(store: Store, buyer: Actor) -> None:
    draft = await propose(store, buyer)
    async with committing(store) as uow:
        row = {"supplier_id": SUZHOU, "item_id": BEARING, "from_quantity": D(5000), "unit_price": D("11")}
        await uow.conn.execute(insert(schema.price_break).values(row))
    assert (await decide(store, buyer, draft)).draft.status == "executed"


# --- cancelling an order --------------------------------------------------------------------------------------------


async def propose_cancellation(store: Store, actor: Actor, number: str, key: str = "t5:0") -> Draft:
    async with committing(store) as uow:
        return await drafts.draft_cancellation(uow, actor, conversation_id="c1", proposal_key=key, order_number=number)


async def test_a_cancellation_is_asked_for_once(store: Store, buyer: Actor) -> None:
    draft = await propose_cancellation(store, buyer, "PO-2026-00121")
    assert draft.command["order_number"] == "PO-2026-00121"
    assert (draft.command["supplier_id"], draft.command["gross"]) == ("ningbo-castings", "28800.00")
    assert await propose_cancellation(store, buyer, "PO-2026-00121") == draft
    outcome = await decide(store, buyer, draft)
    (record,) = outcome.records
    assert (record.type, record.id, record.action) == ("order", "PO-2026-00121", "changed")
    assert (await decide(store, buyer, draft)).repeated
    (order,) = await rows(store, schema.purchase_order, number="PO-2026-00121")
    assert order.document_status == "cancel_requested"
    assert len(await rows(store, schema.cancellation)) == 1


async def test_what_is_not_issued_cannot_be_cancelled(store: Store, buyer: Actor) -> None:
    first = await propose_cancellation(store, buyer, "PO-2026-00121")
    second = await propose_cancellation(store, buyer, "PO-2026-00121", key="t6:0")
    await decide(store, buyer, first)
    with pytest.raises(Conflict):
        await decide(store, buyer, second)
    for number in ("PO-2026-00121", "PO-2026-00122"):  # asked for already; closed
        with pytest.raises(Conflict):
            await propose_cancellation(store, buyer, number, key="t7:0")


async def test_a_foreign_order_looks_like_none(store: Store, buyer: Actor, stranger: Stranger) -> None:
    for number in (stranger.order_number, "PO-2026-99999"):
        with pytest.raises(NotFound):
            await propose_cancellation(store, buyer, number)
    async with store.read() as uow:
        with pytest.raises(NotFound):
            await cancellable(uow, "otherco", "PO-2026-00121")


# --- reading --------------------------------------------------------------------------------------------------------


async def test_drafts_come_in_the_order_they_were_proposed(store: Store, buyer: Actor, manager: Actor) -> None:
    made = [(await propose(store, buyer, request(100), key=f"t{number}:0")).id for number in range(12)]
    async with store.read() as uow:
        assert [draft.id for draft in await drafts.drafts_of(uow, buyer, "c1")] == made
        assert [draft.id for draft in await drafts.drafts_of(uow, manager, "c1")] == made
        assert await uow.conn.scalar(select(func.count()).select_from(schema.draft)) == 12
