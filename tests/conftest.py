"""A seeded Store for each test, and the people who act in it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert

from procurement import demo, schema
from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.clock import SHANGHAI, FixedClock
from procurement.store import Store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)  # a Monday


def database_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo chain in a file of its own, closed: copy it, never open it."""
    path = tmp_path_factory.mktemp("seeded") / "supplyline.db"

    async def write() -> None:
        store = await Store.open(database_url(path), FixedClock(NOW))
        assert await demo.seed(store)
        await store.close()

    # In a thread of its own: the event loops of the tests belong to pytest-asyncio.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, write()).result()
    return path


@pytest.fixture
async def store(seeded_file: Path, tmp_path: Path, clock: FixedClock) -> AsyncIterator[Store]:
    path = tmp_path / "supplyline.db"
    shutil.copyfile(seeded_file, path)
    store = await Store.open(database_url(path), clock)
    yield store
    await store.close()


async def _actor(store: Store, handle: str) -> Actor:
    async with store.read() as uow:
        return await actor_by_handle(uow, handle)


@pytest.fixture
async def buyer(store: Store) -> Actor:
    """李娜 of 恒丰食品: may order up to CNY 50,000."""
    return await _actor(store, "buyer")


@pytest.fixture
async def manager(store: Store) -> Actor:
    """张伟 of 恒丰食品: decides what is above other people's limits."""
    return await _actor(store, "manager")


@pytest.fixture
async def quality(store: Store) -> Actor:
    """王敏 of 恒丰食品: may not order."""
    return await _actor(store, "quality")


@pytest.fixture
async def wu_jun(store: Store) -> Actor:
    """吴军 of the supplier 苏州精密轴承."""
    return await _actor(store, "suzhou-precision")


@dataclass(frozen=True, slots=True)
class Stranger:
    """A second buyer company on the same database, whose records nobody else may see."""

    actor: Actor
    party_id: str
    warehouse_id: str
    item_id: str
    supplier_id: str
    order_number: str
    shipment_number: str
    tracking_no: str
    lot_no: str


@pytest.fixture
async def stranger(store: Store) -> Stranger:
    """otherco orders its own part 6204 from 苏州精密轴承, has a shipment under way, a lot and stock."""
    item, lot = "otherco.6204", "otherco.L-OTHER-1"
    async with store.begin() as uow:
        issued = uow.now() - timedelta(days=1)
        rows = [
            (schema.party, {"id": "otherco", "kind": "buyer", "name_zh": "别家食品", "name_en": "Otherco Foods", "language": "en"}),
            (schema.warehouse, {"id": "otherco-main", "party_id": "otherco", "name_zh": "别家总仓", "name_en": "Otherco Main"}),
            (
                schema.contact,
                {
                    "id": "olga-stone", "handle": "stranger", "party_id": "otherco", "name_zh": "石欧佳", "name_en": "Olga Stone",
                    "role": "buyer", "language": "en", "order_limit": Decimal(100_000), "default_warehouse_id": "otherco-main",
                },
            ),
            (schema.item, {"id": item, "party_id": "otherco", "part_no": "6204", "name_zh": "滚珠轴承", "name_en": "ball bearing", "base_unit": "H87"}),
            (
                schema.supplier_item,
                {
                    "supplier_id": "suzhou-precision", "item_id": item, "currency": "CNY", "vat_rate": Decimal("0.13"),
                    "price_includes_vat": True, "minimum_quantity": Decimal(10), "order_multiple": Decimal(10),
                    "lead_time_days": 4, "weekly_capacity": Decimal(777),
                },
            ),
            (schema.price_break, {"supplier_id": "suzhou-precision", "item_id": item, "from_quantity": Decimal(0), "unit_price": Decimal("11.10")}),
            (
                schema.purchase_order,
                {
                    "number": "PO-2026-90001", "buyer_id": "otherco", "supplier_id": "suzhou-precision", "document_status": "issued",
                    "response_status": "accepted", "currency": "CNY", "requested_date": uow.today() + timedelta(days=5),
                    "warehouse_id": "otherco-main", "net": Decimal("982.30"), "vat": Decimal("127.70"), "gross": Decimal("1110.00"),
                    "issued_by": "olga-stone", "issued_at": issued, "transmitted_at": issued,
                },
            ),
            (
                schema.order_line,
                {
                    "order_number": "PO-2026-90001", "line_no": 1, "item_id": item, "quantity": Decimal(100), "unit": "H87",
                    "unit_price": Decimal("11.10"), "vat_rate": Decimal("0.13"), "price_includes_vat": True,
                    "net": Decimal("982.30"), "gross": Decimal("1110.00"), "issued_at": issued,
                },
            ),
            (
                schema.lot,
                {
                    "id": lot, "party_id": "otherco", "lot_no": "L-OTHER-1", "item_id": item, "supplier_id": "suzhou-precision",
                    "quantity": Decimal(40), "status": "released",
                },
            ),
            (
                schema.shipment,
                {
                    "number": "SH90001", "direction": "inbound", "shipper_id": "suzhou-precision", "receiver_id": "otherco",
                    "carrier_id": "changjiang-freight", "tracking_no": "OC90001", "warehouse_id": "otherco-main", "created_at": issued,
                },
            ),
            (
                schema.shipment_line,
                {
                    "shipment_number": "SH90001", "line_no": 1, "order_number": "PO-2026-90001", "order_line_no": 1, "item_id": item,
                    "lot_id": lot, "quantity": Decimal(40), "created_at": issued,
                },
            ),
            (
                schema.tracking_event,
                {"id": "trk_other", "shipment_number": "SH90001", "status": "in_transit", "occurred_at": issued, "recorded_at": issued},
            ),
            (
                schema.stock_level,
                {
                    "item_id": item, "warehouse_id": "otherco-main", "on_hand": Decimal(7), "reorder_point": Decimal(50),
                    "daily_use": Decimal(5),
                },
            ),
        ]  # fmt: skip
        for table, values in rows:
            await uow.conn.execute(insert(table).values(values))
        await uow.commit()
    return Stranger(
        await _actor(store, "stranger"), "otherco", "otherco-main", item, "suzhou-precision",
        "PO-2026-90001", "SH90001", "OC90001", "L-OTHER-1",
    )  # fmt: skip
