from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy import insert, update

from procurement import schema
from procurement.actor import Actor
from procurement.capacity import check_promise, free_capacity, offers, terms
from procurement.entities import Promise
from procurement.errors import InvalidInput, NotFound
from procurement.store import Store
from tests.conftest import Stranger

TODAY = date(2026, 11, 23)
BEARING = "hengfeng.6204"
SUZHOU, HUADONG = "suzhou-precision", "huadong-precision"


async def check(
    store: Store,
    actor: Actor,
    quantity: int,
    need_by: date | None = None,
    supplier: str = SUZHOU,
    item: str = BEARING,
) -> Promise:
    async with store.read() as uow:
        return await check_promise(
            uow, actor, item_id=item, supplier_id=supplier, quantity=D(quantity), need_by=need_by
        )


async def test_a_promise_within_capacity(store: Store, buyer: Actor) -> None:
    promise = await check(store, buyer, 500, date(2026, 12, 4))
    assert (promise.verdict, promise.on_time, promise.alternatives) == ("yes", D(500), ())


async def test_what_one_cannot_do_the_other_may(store: Store, buyer: Actor) -> None:
    """In four working days 苏州精密 (lead 5) is late and 华东精密 (lead 3) is not."""
    promise = await check(store, buyer, 300, date(2026, 11, 27))
    assert promise.verdict == "another_supplier"
    assert promise.on_time == 0
    other = promise.alternatives[0]
    assert (other.supplier_id, other.supplier.zh, other.unit_price) == (HUADONG, "华东精密机械", D("13.50"))
    assert (other.verdict, other.quantity, other.date) == ("yes", D(300), date(2026, 11, 26))


async def test_a_part_stays_a_part_and_names_who_could_do_all(store: Store, buyer: Actor) -> None:
    promise = await check(store, buyer, 1500, date(2026, 12, 4), supplier=HUADONG)  # 600 a week
    assert (promise.verdict, promise.on_time, promise.completion) == ("part", D(1200), date(2026, 12, 7))
    assert [(other.supplier_id, other.verdict) for other in promise.alternatives] == [(SUZHOU, "yes")]


async def test_below_the_minimum_another_may_take_it(store: Store, buyer: Actor) -> None:
    promise = await check(store, buyer, 50, date(2026, 12, 4))
    assert (promise.verdict, promise.suggested_quantity) == ("another_supplier", D(100))
    assert promise.alternatives[0].supplier_id == HUADONG


async def test_later_when_nobody_can(store: Store, buyer: Actor) -> None:
    promise = await check(store, buyer, 300, date(2026, 11, 24))
    assert promise.verdict == "later"
    assert [other.verdict for other in promise.alternatives] == ["later"]


async def test_a_week_with_its_own_capacity_counts(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        monday = date(2026, 11, 30)
        rows = [{"supplier_id": SUZHOU, "item_id": BEARING, "week": monday, "capacity": D(100)}]
        await uow.conn.execute(insert(schema.capacity_bucket), rows)
        await uow.commit()
    promise = await check(store, buyer, 500, date(2026, 12, 4))
    assert (promise.verdict, promise.on_time) == ("part", D(100))
    async with store.read() as uow:
        weeks = await free_capacity(uow, buyer, BEARING, SUZHOU)
    assert weeks[:2] == [(TODAY, D(2000), D(0)), (monday, D(100), D(0))]
    assert len(weeks) == 4


async def test_stock_at_the_supplier_goes_first(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        supply = {
            "supplier_id": SUZHOU,
            "item_id": BEARING,
            "available_on": TODAY - timedelta(days=9),
            "quantity": D(300),
        }
        await uow.conn.execute(insert(schema.supply), [supply])
        await uow.commit()
    promise = await check(store, buyer, 300, date(2026, 11, 24))
    assert promise.verdict == "yes"
    assert promise.steps[0].source == "stock"


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity"])
async def test_a_quantity_has_to_be_positive(store: Store, buyer: Actor, quantity: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        async with store.read() as uow:
            await check_promise(uow, buyer, item_id=BEARING, supplier_id=SUZHOU, quantity=D(quantity), need_by=None)
    assert caught.value.field == "quantity"


async def test_a_day_that_has_passed_is_refused(store: Store, buyer: Actor) -> None:
    with pytest.raises(InvalidInput) as caught:
        await check(store, buyer, 100, TODAY - timedelta(days=1))
    assert caught.value.field == "date"
    assert (await check(store, buyer, 100, TODAY)).verdict == "later"


async def test_the_buyer_sees_every_offer_of_its_items(store: Store, buyer: Actor) -> None:
    async with store.read() as uow:
        found = await offers(uow, buyer, BEARING)
        none = await offers(uow, buyer, "hengfeng.BREAD-S")
    assert [(offer.supplier_id, offer.minimum_quantity) for offer in found] == [(HUADONG, D(50)), (SUZHOU, D(100))]
    assert found[1].price_breaks[0][1] == D("12.80")
    assert none == []


async def test_price_breaks_come_in_order(store: Store, buyer: Actor) -> None:
    breaks = [(D(5000), D("11.90")), (D(1000), D("12.30"))]
    async with store.begin() as uow:
        base = {"supplier_id": SUZHOU, "item_id": BEARING}
        rows = [base | {"from_quantity": start, "unit_price": price} for start, price in breaks]
        await uow.conn.execute(insert(schema.price_break), rows)
        await uow.commit()
    async with store.read() as uow:
        offer = await terms(uow, SUZHOU, BEARING)
    assert [price for _, price in offer.price_breaks] == [D("12.80"), D("12.30"), D("11.90")]


async def test_who_does_not_offer_it_is_not_found(store: Store, buyer: Actor) -> None:
    async with store.read() as uow:
        with pytest.raises(NotFound):
            await terms(uow, "ningbo-castings", BEARING)
    with pytest.raises(NotFound):
        await check(store, buyer, 100, supplier="ningbo-castings")


async def test_a_supplier_sees_its_own_offer_only(store: Store, wu_jun: Actor) -> None:
    async with store.read() as uow:
        assert [offer.supplier_id for offer in await offers(uow, wu_jun, BEARING)] == [SUZHOU]
        with pytest.raises(NotFound):
            await offers(uow, wu_jun, "hengfeng.FL-25")
        with pytest.raises(NotFound):
            await free_capacity(uow, wu_jun, BEARING, HUADONG)
    late = await check(store, wu_jun, 300, date(2026, 11, 27))
    assert (late.verdict, late.alternatives) == ("later", ())  # a competitor's capacity is not told
    with pytest.raises(NotFound):
        await check(store, wu_jun, 300, supplier=HUADONG)


async def test_a_foreign_item_looks_like_none(store: Store, buyer: Actor, stranger: Stranger) -> None:
    with pytest.raises(NotFound):
        await check(store, buyer, 100, item=stranger.item_id)
    with pytest.raises(NotFound):
        await check(store, stranger.actor, 100)
    assert (await check(store, stranger.actor, 100, item=stranger.item_id)).verdict == "yes"


async def test_reservations_of_one_buyers_item_leave_another_item_alone(store: Store, buyer: Actor) -> None:
    async with store.begin() as uow:
        limit = update(schema.supplier_item).where(schema.supplier_item.c.item_id == BEARING)
        await uow.conn.execute(limit.values(weekly_capacity=D(0)))
        await uow.commit()
    assert (await check(store, buyer, 100)).verdict == "no"
    assert (await check(store, buyer, 100, item="hengfeng.6205")).verdict == "yes"
