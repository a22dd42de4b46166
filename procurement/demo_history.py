"""What has happened in the demo chain so far: orders, shipments, lots and stock.

Days count from the day of seeding, hours back from its instant. Numbers are opaque names and do not follow the dates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import insert

from procurement import schema
from procurement.demo_master import BUYER, CONTACTS, OFFERS, PRICES, item_id
from procurement.money import line_amounts
from procurement.store import UnitOfWork

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Order:
    """``answer`` is the code of the supplier's response, or None; ``promised`` (quantity, day) pairs in it."""

    number: str
    part: str
    supplier: str
    quantity: int
    issued_hours_ago: int
    requested_in_days: int
    answer: str | None
    promised: tuple[tuple[int, int], ...] = ()
    closed: bool = False
    note: str | None = None


ORDERS: Final = (
    _Order("PO-2026-00112", "FL-25", "jinmai-flour", 5_000, 30 * 24, -22, "AP", ((5_000, -22),), closed=True),
    _Order("PO-2026-00117", "FL-25", "jinmai-flour", 10_000, 6 * 24, 2, "AP", ((10_000, 2),)),
    _Order("PO-2026-00118", "BT-10", "qinghe-dairy", 500, 5 * 24, 0, "AP", ((500, 0),)),
    _Order(
        "PO-2026-00119", "6204", "suzhou-precision", 1_000, 3 * 24, 7, "CA", ((600, 7), (400, 14)),
        note="600 件可按期交付,其余 400 件晚一周。",
    ),
    _Order("PO-2026-00120", "CT-40", "lvyuan-packaging", 4_000, 12 * 24, 3, "AP", ((4_000, 3),)),
    _Order("PO-2026-00121", "BR-20", "ningbo-castings", 800, 30, 14, None),
    _Order("PO-2026-00122", "SG-50", "haitang-sugar", 3_000, 16 * 24, -6, "AP", ((3_000, -6),), closed=True),
)  # fmt: skip
_RESPONSE_STATUS: Final = {"AP": "accepted", "CA": "accepted_with_changes", None: "none"}


@dataclass(frozen=True, slots=True)
class _Moved:
    """A tracking event so many hours ago."""

    hours_ago: int
    status: str
    place: tuple[str, str]
    note: tuple[str, str] | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class _Shipment:
    """``lines``: (order number, part, lot, quantity). Inbound unless ``receiver`` is a dealer."""

    number: str
    shipper: str
    carrier: str
    tracking_no: str
    mode: str
    eta_in_days: int
    lines: tuple[tuple[str | None, str, str | None, int], ...]
    events: tuple[_Moved, ...]
    receiver: str = BUYER


_SUZHOU: Final = ("苏州", "Suzhou")
_XINXIANG: Final = ("新乡", "Xinxiang")


def _delivered(hours_ago: int, start: tuple[str, str], end: tuple[str, str]) -> tuple[_Moved, ...]:
    """Picked up two days before, one event on the way, delivered."""
    return (
        _Moved(hours_ago + 48, "picked_up", start),
        _Moved(hours_ago + 24, "in_transit", start),
        _Moved(hours_ago, "delivered", end),
    )


SHIPMENTS: Final = (
    _Shipment(
        "SH10036", "jinmai-flour", "changjiang-freight", "CJ1029380036", "full_truck", -22,
        (("PO-2026-00112", "FL-25", "L20261101", 5_000),), _delivered(22 * 24, _XINXIANG, _SUZHOU),
    ),
    _Shipment(
        "SH10038", BUYER, "changjiang-freight", "CJ1029381538", "less_than_truck", -14,
        ((None, "BREAD-S", "P20261105", 3_500), (None, "BREAD-S", "P20261106", 2_000)),
        _delivered(14 * 24, _SUZHOU, ("上海", "Shanghai")), receiver="eastside-bakery",
    ),
    _Shipment(
        "SH10039", BUYER, "changjiang-freight", "CJ1029381539", "less_than_truck", -13,
        ((None, "BREAD-S", "P20261105", 2_500), (None, "BREAD-S", "P20261106", 4_500)),
        _delivered(13 * 24, _SUZHOU, ("南京", "Nanjing")), receiver="riverside-trading",
    ),
    _Shipment(
        "SH10041", "haitang-sugar", "changjiang-freight", "CJ1029383322", "less_than_truck", -6,
        (("PO-2026-00122", "SG-50", None, 3_000),), _delivered(6 * 24, ("湛江", "Zhanjiang"), _SUZHOU),
    ),
    _Shipment(
        "SH10042", "jinmai-flour", "changjiang-freight", "CJ1029384756", "full_truck", 2,
        (("PO-2026-00117", "FL-25", None, 10_000),),
        (
            _Moved(26, "picked_up", _XINXIANG),
            _Moved(18, "in_transit", ("开封", "Kaifeng")),
            _Moved(3, "in_transit", ("徐州", "Xuzhou"), ("已过徐州,按计划行驶。", "Past Xuzhou, on schedule.")),
        ),
    ),
    _Shipment(
        "SH10043", "qinghe-dairy", "arctic-cold-chain", "AC7730021958", "cold_chain", 2,
        (("PO-2026-00118", "BT-10", None, 500),),
        (
            _Moved(44, "picked_up", ("呼和浩特", "Hohhot")),
            _Moved(29, "in_transit", ("石家庄", "Shijiazhuang")),
            _Moved(
                5, "delivery_delayed", ("济南", "Jinan"),
                (
                    "暴雪导致高速封闭,冷藏车在济南服务区等待,车厢 2 °C,预计晚两天到达。",
                    "Snowstorm closed the expressway; the truck waits near Jinan at 2 °C and will be two days late.",
                ),
                incident="weather_snow",
            ),
        ),
    ),
    _Shipment(
        "SH10044", "lvyuan-packaging", "changjiang-freight", "CJ1029386120", "less_than_truck", -1,
        (("PO-2026-00120", "CT-40", None, 2_400),), _delivered(20, ("无锡", "Wuxi"), _SUZHOU),
    ),
)  # fmt: skip

# item, warehouse, on hand, reorder point, daily use
STOCK: Final = (
    ("6204", "suzhou-1", 1_200, 300, 40),
    ("6205", "suzhou-1", 800, 200, 25),
    ("BR-20", "suzhou-1", 600, 150, 15),
    ("FL-25", "suzhou-1", 12_000, 3_000, 600),
    ("SG-50", "suzhou-1", 6_400, 1_500, 250),
    ("CT-40", "suzhou-1", 8_000, 2_000, 500),
    ("LB-01", "suzhou-1", 120_000, 20_000, 4_000),
    ("BT-10", "suzhou-1", 40, 200, 60),
    ("BREAD-S", "suzhou-1", 3_000, 500, 250),
    ("FL-25", "suzhou-2", 5_000, 1_000, 150),
    ("CT-40", "suzhou-2", 3_000, 500, 100),
    ("FL-25", "wuhan", 4_000, 800, 120),
    ("BREAD-S", "wuhan", 900, 200, 80),
)


async def write(uow: UnitOfWork) -> None:
    """Write the history, relative to the instant of the unit of work."""
    now = uow.now()
    for table, rows in (
        (schema.purchase_order, [_order_row(order, now) for order in ORDERS]),
        (schema.order_line, [_line_row(order, now) for order in ORDERS]),
        (schema.order_response, [_response_row(order, now) for order in ORDERS if order.answer]),
        (schema.order_response_line, [row for order in ORDERS for row in _response_line_rows(order, now.date())]),
        (schema.lot, _lot_rows(now.date())),
        (schema.lot_edge, _edge_rows(now.date())),
        (schema.shipment, [_shipment_row(shipment, now) for shipment in SHIPMENTS]),
        (schema.shipment_line, [row for shipment in SHIPMENTS for row in _shipment_line_rows(shipment, now)]),
        (schema.tracking_event, [row for shipment in SHIPMENTS for row in _event_rows(shipment, now)]),
        (schema.goods_receipt, [row for shipment in SHIPMENTS for row in _receipt_rows(shipment, now)]),
        (schema.inspection, [_inspection_row(now)]),
        (schema.stock_level, [_stock_row(*level) for level in STOCK]),
    ):
        await uow.conn.execute(insert(table), rows)


def _ago(now: datetime, hours: int) -> datetime:
    return now - timedelta(hours=hours)


def _in(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _line_row(order: _Order, now: datetime) -> Row:
    item = item_id(order.part)
    terms = next(one for one in OFFERS if (one["supplier_id"], one["item_id"]) == (order.supplier, item))
    price = next(one for one in PRICES if (one["supplier_id"], one["item_id"]) == (order.supplier, item))["unit_price"]
    amounts = line_amounts(Decimal(order.quantity), price, terms["vat_rate"], terms["price_includes_vat"])
    return {
        "order_number": order.number,
        "line_no": 1,
        "item_id": item,
        "quantity": Decimal(order.quantity),
        "unit": "KGM" if order.part in ("FL-25", "SG-50", "BT-10") else "H87",
        "unit_price": price,
        "vat_rate": terms["vat_rate"],
        "price_includes_vat": terms["price_includes_vat"],
        "net": amounts.net,
        "gross": amounts.gross,
        "issued_at": _ago(now, order.issued_hours_ago),
    }


def _order_row(order: _Order, now: datetime) -> Row:
    line = _line_row(order, now)
    issued = _ago(now, order.issued_hours_ago)
    return {
        "number": order.number,
        "buyer_id": BUYER,
        "supplier_id": order.supplier,
        "document_status": "closed" if order.closed else "issued",
        "response_status": _RESPONSE_STATUS[order.answer],
        "currency": "CNY",
        "requested_date": _in(now.date(), order.requested_in_days),
        "warehouse_id": "suzhou-1",
        "net": line["net"],
        "vat": line["gross"] - line["net"],
        "gross": line["gross"],
        "issued_by": "li-na",
        "issued_at": issued,
        "transmitted_at": issued + timedelta(seconds=2),
    }


def _response_id(order: _Order) -> str:
    return f"rsp_{order.number}"


def _response_row(order: _Order, now: datetime) -> Row:
    return {
        "id": _response_id(order),
        "order_number": order.number,
        "order_version": 1,
        "code": order.answer,
        "responded_by": next(str(one["id"]) for one in CONTACTS if one["party_id"] == order.supplier),
        "responded_at": _ago(now, order.issued_hours_ago - 4),
        "note": order.note,
    }


def _response_line_rows(order: _Order, today: date) -> list[Row]:
    return [
        {
            "response_id": _response_id(order),
            "line_no": 1,
            "part": part,
            "code": "5" if order.answer == "AP" else "3",
            "quantity": Decimal(quantity),
            "promised_date": _in(today, days),
        }
        for part, (quantity, days) in enumerate(order.promised, start=1)
    ]


def _shipment_row(shipment: _Shipment, now: datetime) -> Row:
    last = shipment.events[-1]
    return {
        "number": shipment.number,
        "direction": "inbound" if shipment.receiver == BUYER else "outbound",
        "shipper_id": shipment.shipper,
        "receiver_id": shipment.receiver,
        "carrier_id": shipment.carrier,
        "tracking_no": shipment.tracking_no,
        "mode": shipment.mode,
        "warehouse_id": "suzhou-1",
        "eta": _in(now.date(), shipment.eta_in_days),
        "created_at": _created(shipment, now),
        "ended_at": _ago(now, last.hours_ago) if last.status == "delivered" else None,
    }


def _created(shipment: _Shipment, now: datetime) -> datetime:
    """Two hours before it was picked up."""
    return _ago(now, shipment.events[0].hours_ago + 2)


def _shipment_line_rows(shipment: _Shipment, now: datetime) -> list[Row]:
    return [
        {
            "shipment_number": shipment.number,
            "line_no": line_no,
            "order_number": order,
            "order_line_no": 1 if order else None,
            "item_id": item_id(part),
            "lot_id": item_id(lot) if lot else None,
            "quantity": Decimal(quantity),
            "created_at": _created(shipment, now),
        }
        for line_no, (order, part, lot, quantity) in enumerate(shipment.lines, start=1)
    ]


def _event_rows(shipment: _Shipment, now: datetime) -> list[Row]:
    return [
        {
            "id": f"trk_{shipment.number}_{ordinal}",
            "shipment_number": shipment.number,
            "status": moved.status,
            "incident": moved.incident,
            "location_zh": moved.place[0],
            "location_en": moved.place[1],
            "note_zh": moved.note[0] if moved.note else None,
            "note_en": moved.note[1] if moved.note else None,
            "occurred_at": _ago(now, moved.hours_ago),
            "recorded_at": _ago(now, moved.hours_ago) + timedelta(minutes=1),
        }
        for ordinal, moved in enumerate(shipment.events, start=1)
    ]


def _receipt_rows(shipment: _Shipment, now: datetime) -> list[Row]:
    """A delivered inbound shipment was received in full an hour after it came."""
    last = shipment.events[-1]
    if shipment.receiver != BUYER or last.status != "delivered":
        return []
    return [
        {
            "id": f"rcv_{shipment.number}_{line['line_no']}",
            "order_number": line["order_number"],
            "order_line_no": 1,
            "shipment_number": shipment.number,
            "lot_id": line["lot_id"],
            "received": line["quantity"],
            "short": Decimal(0),
            "rejected": Decimal(0),
            "received_by": "liu-yang",
            "received_at": _ago(now, last.hours_ago - 1),
        }
        for line in _shipment_line_rows(shipment, now)
    ]


def _lot_row(lot_no: str, part: str, quantity: int, made: date, keeps_days: int, supplier: str | None) -> Row:
    return {
        "id": item_id(lot_no),
        "party_id": BUYER,
        "lot_no": lot_no,
        "item_id": item_id(part),
        "supplier_id": supplier,
        "quantity": Decimal(quantity),
        "made_on": made,
        "expires_on": made + timedelta(days=keeps_days),
        "status": "released",
    }


def _lot_rows(today: date) -> list[Row]:
    return [
        _lot_row("L20261101", "FL-25", 5_000, _in(today, -26), 180, "jinmai-flour"),
        _lot_row("P20261105", "BREAD-S", 6_000, _in(today, -18), 30, None),
        _lot_row("P20261106", "BREAD-S", 6_500, _in(today, -17), 30, None),
    ]


def _edge_rows(today: date) -> list[Row]:
    return [
        {
            "consumed_lot_id": item_id("L20261101"),
            "produced_lot_id": item_id(produced),
            "quantity": Decimal(quantity),
            "occurred_on": _in(today, days),
        }
        for produced, quantity, days in (("P20261105", 1_800, -18), ("P20261106", 2_000, -17))
    ]


def _reading(zh: str, en: str, value: float, **limit: float) -> Mapping[str, object]:
    return {"name": {"zh": zh, "en": en}, "value": value, "unit": "%", **limit, "ok": True}


READINGS: Final[Sequence[Mapping[str, object]]] = (
    _reading("水分", "moisture", 13.2, max=14.5),
    _reading("蛋白质", "protein", 12.6, min=12.2),
    _reading("灰分", "ash", 0.48, max=0.55),
)


def _inspection_row(now: datetime) -> Row:
    return {
        "id": "ins_L20261101",
        "lot_id": item_id("L20261101"),
        "sample": "3 × 500 g",
        "readings": list(READINGS),
        "inspected_by_zh": "周婷",
        "inspected_by_en": "Zhou Ting",
        "inspected_at": _ago(now, 21 * 24),
        "confirmed_by": "wang-min",
        "confirmed_at": _ago(now, 21 * 24 - 5),
        "disposition": "released",
    }


def _stock_row(part: str, warehouse: str, on_hand: int, reorder_point: int, daily_use: int) -> Row:
    return {
        "item_id": item_id(part),
        "warehouse_id": warehouse,
        "on_hand": Decimal(on_hand),
        "reorder_point": Decimal(reorder_point),
        "daily_use": Decimal(daily_use),
    }
