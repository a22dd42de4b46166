"""Lots in full, many at a time: a fixed number of queries however many lots there are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from procurement.entities import InspectionView, LotView, Name
from procurement.in_values import among
from procurement.schema import contact, goods_receipt, inspection, item, lot, party
from procurement.store import UnitOfWork


async def views(uow: UnitOfWork, ids: Sequence[str]) -> list[LotView]:
    """The lots with these ids, in this order. What the Actor may see has been decided before."""
    lots = {row[0]: row for row in (await uow.conn.execute(_lots(ids))).all()}
    receipts: dict[str, Row[Any]] = {}
    for row in (await uow.conn.execute(_receipts(ids))).all():
        receipts.setdefault(row.lot_id, row)
    inspections: dict[str, list[InspectionView]] = defaultdict(list)
    for row in (await uow.conn.execute(_inspections(ids))).all():
        inspections[row.lot_id].append(_inspection(uow, row))
    return [_view(uow, lots[one], receipts.get(one), inspections.get(one, ())) for one in ids]


def _lots(ids: Sequence[str]) -> Any:
    """Columns in the order in which ``_view`` takes them apart: by name that is several times slower."""
    return (
        select(
            lot.c.id,
            lot.c.lot_no,
            lot.c.item_id,
            item.c.part_no,
            item.c.name_zh,
            item.c.name_en,
            lot.c.quantity,
            item.c.base_unit,
            lot.c.status,
            lot.c.made_on,
            lot.c.expires_on,
            lot.c.supplier_id,
            party.c.name_zh.label("supplier_zh"),
            party.c.name_en.label("supplier_en"),
        )
        .join(item, item.c.id == lot.c.item_id)
        .outerjoin(party, party.c.id == lot.c.supplier_id)
        .where(lot.c.id.in_(among(ids)))
    )


def _receipts(ids: Sequence[str]) -> Any:
    """The first receipt of a lot is the one that counts."""
    receipt = goods_receipt.c
    return (
        select(receipt.lot_id, receipt.order_number, receipt.received_at)
        .where(receipt.lot_id.in_(among(ids)))
        .order_by(receipt.received_at)
    )


def _inspections(ids: Sequence[str]) -> Any:
    return (
        select(inspection, contact.c.name_zh, contact.c.name_en)
        .outerjoin(contact, contact.c.id == inspection.c.confirmed_by)
        .where(inspection.c.lot_id.in_(among(ids)))
        .order_by(inspection.c.inspected_at)
    )


def _inspection(uow: UnitOfWork, row: Row[Any]) -> InspectionView:
    return InspectionView(
        sample=row.sample,
        readings=row.readings,
        inspected_by=Name(row.inspected_by_zh, row.inspected_by_en),
        inspected_at=uow.local(row.inspected_at),
        confirmed_by=Name(row.name_zh, row.name_en) if row.confirmed_by else None,
        confirmed_at=uow.local(row.confirmed_at) if row.confirmed_at else None,
        disposition=row.disposition,
    )


def _view(
    uow: UnitOfWork, row: Sequence[Any], receipt: Row[Any] | None, inspections: Sequence[InspectionView]
) -> LotView:
    id_, lot_no, item_id, part_no, zh, en, quantity, unit, status, made_on, expires_on, supplier_id, *supplier = row
    return LotView(
        id=id_,
        lot_no=lot_no,
        item_id=item_id,
        part_no=part_no,
        name=Name(zh, en),
        quantity=quantity,
        unit=unit,
        status=status,
        made_on=made_on,
        expires_on=expires_on,
        supplier_id=supplier_id,
        supplier=Name(*supplier) if supplier_id else None,
        received_at=uow.local(receipt.received_at) if receipt else None,
        order_number=receipt.order_number if receipt else None,
        inspections=tuple(inspections),
    )
