"""The audit chain: it holds, and every tampering shows."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select, update

from procurement import audit, schema
from procurement.store import Store
from tests.conftest import NOW

ENTRY = schema.audit_entry


async def write(store: Store, count: int) -> None:
    async with store.begin() as uow:
        for number in range(count):
            await audit.append(
                uow,
                actor="li-na",
                on_behalf_of="hengfeng",
                action="order.issued",
                subject=f"PO-{number}",
                arguments_digest="d" * 64,
                before=None if number % 2 else {"状态": "open", "gross": Decimal("6400.00")},
                after={"date": date(2026, 12, 4), "at": NOW, "lines": [{"quantity": Decimal("0.045")}], "n": 1.5},
            )
        await uow.commit()


async def report(store: Store) -> audit.AuditReport:
    async with store.read() as uow:
        return await audit.verify(uow)


async def test_a_chain_holds_across_transactions(store: Store) -> None:
    seeded = await report(store)
    await write(store, 3)
    await write(store, 2)
    found = await report(store)
    assert (found.entries, found.ok, found.first_bad_seq) == (seeded.entries + 5, True, None)
    assert found.head != seeded.head


async def test_a_chain_longer_than_a_batch(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procurement.audit._BATCH", 3)
    await write(store, 8)
    assert (await report(store)).ok


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "zhang-wei"),
        ("on_behalf_of", "otherco"),
        ("action", "order.cancelled"),
        ("subject", "PO-9"),
        ("arguments_digest", None),
        ("before", {"状态": "closed"}),
        ("after", None),
        ("at", NOW.replace(year=2025)),
        ("previous_hash", "f" * 64),
        ("hash", "f" * 64),
    ],
)
async def test_a_changed_entry_shows(store: Store, column: str, value: object) -> None:
    await write(store, 4)
    async with store.begin() as uow:
        await uow.conn.execute(update(ENTRY).where(ENTRY.c.seq == 3).values({column: value}))
        await uow.commit()
    found = await report(store)
    assert (found.ok, found.first_bad_seq, found.entries) == (False, 3, 2)


async def test_a_removed_entry_shows(store: Store) -> None:
    await write(store, 4)
    async with store.begin() as uow:
        await uow.conn.execute(delete(ENTRY).where(ENTRY.c.seq == 2))
        await uow.commit()
    found = await report(store)
    assert (found.ok, found.first_bad_seq) == (False, 3)


async def test_a_removed_beginning_shows(store: Store) -> None:
    await write(store, 2)
    async with store.begin() as uow:
        await uow.conn.execute(delete(ENTRY).where(ENTRY.c.seq == 1))
        await uow.commit()
    assert (await report(store)).first_bad_seq == 2


async def test_an_end_cut_off_shows_in_the_head_only(store: Store) -> None:
    await write(store, 3)
    before = await report(store)
    async with store.begin() as uow:
        await uow.conn.execute(delete(ENTRY).where(ENTRY.c.seq == before.entries))
        await uow.commit()
    after = await report(store)
    assert after.ok
    assert after.head != before.head


async def test_an_entry_slipped_in_shows(store: Store) -> None:
    await write(store, 2)
    async with store.read() as uow:
        last = (await uow.conn.execute(select(ENTRY).order_by(ENTRY.c.seq.desc()).limit(1))).mappings().one()
    async with store.begin() as uow:
        await uow.conn.execute(insert(ENTRY).values(dict(last) | {"seq": last["seq"] + 1}))
        await uow.commit()
    assert (await report(store)).first_bad_seq == last["seq"] + 1


async def test_an_entry_that_is_rolled_back_leaves_no_gap(store: Store) -> None:
    async with store.begin() as uow:
        await audit.append(uow, actor="a", on_behalf_of="b", action="x", subject="y")
    await write(store, 1)
    assert (await report(store)).ok


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError):
        audit.canonical({"x": object()})
    assert audit.canonical({"b": Decimal("1E+2"), "a": "中"}) == '{"a":"中","b":"100"}'
