"""A second buyer company on the same database, whose records nobody else may see."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, insert

from procurement import schema
from procurement.store import UnitOfWork

PARTY = "otherco"
WAREHOUSE = "otherco-main"
ITEM = "otherco.6204"  # the same part number as the demo buyer's
SUPPLIER = "suzhou-precision"
ORDER = "PO-2026-90001"
SHIPMENT = "SH90001"
TRACKING = "OC90001"
LOT = "L-OTHER-1"


async def settle(uow: UnitOfWork) -> None:
    """Write the company: its buyer 石欧佳 (handle ``stranger``) orders its own 6204 from 苏州精密轴承, has a shipment
    under way, a lot and stock."""
    for table, values in _master_records() + _history(uow):
        await uow.conn.execute(insert(table).values(values))


def _named(zh: str, en: str) -> dict[str, str]:
    return {"name_zh": zh, "name_en": en}


def _master_records() -> list[tuple[Table, dict[str, Any]]]:
    offer = {
        "supplier_id": SUPPLIER,
        "item_id": ITEM,
        "currency": "CNY",
        "vat_rate": Decimal("0.13"),
        "price_includes_vat": True,
        "minimum_quantity": Decimal(10),
        "order_multiple": Decimal(10),
        "lead_time_days": 4,
        "weekly_capacity": Decimal(777),
    }
    person = {
        "id": "olga-stone",
        "handle": "stranger",
        "party_id": PARTY,
        "role": "buyer",
        "language": "en",
        "order_limit": Decimal(100_000),
        "default_warehouse_id": WAREHOUSE,
    }
    price = {"supplier_id": SUPPLIER, "item_id": ITEM, "from_quantity": Decimal(0), "unit_price": Decimal("11.10")}
    stock = {
        "item_id": ITEM,
        "warehouse_id": WAREHOUSE,
        "on_hand": Decimal(7),
        "reorder_point": Decimal(50),
        "daily_use": Decimal(5),
    }
    return [
        (schema.party, {"id": PARTY, "kind": "buyer", "language": "en", **_named("别家食品", "Otherco Foods")}),
        (schema.warehouse, {"id": WAREHOUSE, "party_id": PARTY, **_named("别家总仓", "Otherco Main")}),
        (schema.contact, person | _named("石欧佳", "Olga Stone")),
        (
            schema.item,
            {
                "id": ITEM,
                "party_id": PARTY,
                "part_no": "6204",
                "base_unit": "H87",
                **_named("滚珠轴承", "ball bearing"),
            },
        ),
        (schema.supplier_item, offer),
        (schema.price_break, price),
        (schema.stock_level, stock),
    ]


def _history(uow: UnitOfWork) -> list[tuple[Table, dict[str, Any]]]:
    yesterday = uow.now() - timedelta(days=1)
    order = {
        "number": ORDER,
        "buyer_id": PARTY,
        "supplier_id": SUPPLIER,
        "document_status": "issued",
        "response_status": "accepted",
        "currency": "CNY",
        "requested_date": uow.today() + timedelta(days=5),
        "warehouse_id": WAREHOUSE,
        "net": Decimal("982.30"),
        "vat": Decimal("127.70"),
        "gross": Decimal("1110.00"),
        "issued_by": "olga-stone",
        "issued_at": yesterday,
        "transmitted_at": yesterday,
    }
    line = {
        "order_number": ORDER,
        "line_no": 1,
        "item_id": ITEM,
        "quantity": Decimal(100),
        "unit": "H87",
        "unit_price": Decimal("11.10"),
        "vat_rate": Decimal("0.13"),
        "price_includes_vat": True,
        "net": Decimal("982.30"),
        "gross": Decimal("1110.00"),
        "issued_at": yesterday,
    }
    lot_id = f"{PARTY}.{LOT}"
    lot = {
        "id": lot_id,
        "party_id": PARTY,
        "lot_no": LOT,
        "item_id": ITEM,
        "supplier_id": SUPPLIER,
        "quantity": Decimal(40),
        "status": "released",
    }
    shipment = {
        "number": SHIPMENT,
        "direction": "inbound",
        "shipper_id": SUPPLIER,
        "receiver_id": PARTY,
        "carrier_id": "changjiang-freight",
        "tracking_no": TRACKING,
        "warehouse_id": WAREHOUSE,
        "created_at": yesterday,
    }
    shipped = {
        "shipment_number": SHIPMENT,
        "line_no": 1,
        "order_number": ORDER,
        "order_line_no": 1,
        "item_id": ITEM,
        "lot_id": lot_id,
        "quantity": Decimal(40),
        "created_at": yesterday,
    }
    moved = {
        "id": "trk_otherco",
        "shipment_number": SHIPMENT,
        "status": "in_transit",
        "occurred_at": yesterday,
        "recorded_at": yesterday,
    }
    return [
        (schema.purchase_order, order),
        (schema.order_line, line),
        (schema.lot, lot),
        (schema.shipment, shipment),
        (schema.shipment_line, shipped),
        (schema.tracking_event, moved),
    ]
