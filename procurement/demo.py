"""The demo chain the service ships with: one buyer, its suppliers, carriers, dealers and items, with some history."""

from sqlalchemy import exists, insert, select

from procurement import audit, demo_history, demo_master, schema
from procurement.store import Store, UnitOfWork


async def seed(store: Store) -> bool:
    """Write the demo chain, its dates relative to the store's today; False when it is there already."""
    async with store.begin() as uow:
        if await uow.conn.scalar(select(exists().where(schema.party.c.id == demo_master.BUYER))):
            return False
        await _write_master_records(uow)
        await demo_history.write(uow)
        await audit.append(
            uow, actor="system", on_behalf_of=demo_master.BUYER, action="demo.seeded", subject=demo_master.BUYER
        )
        await uow.commit()
    return True


async def _write_master_records(uow: UnitOfWork) -> None:
    for table, rows in (
        (schema.party, demo_master.PARTIES),
        (schema.warehouse, demo_master.WAREHOUSES),
        (schema.contact, demo_master.CONTACTS),
        (schema.item, demo_master.ITEMS),
        (schema.item_pack, demo_master.PACKS),
        (schema.supplier_item, demo_master.OFFERS),
        (schema.price_break, demo_master.PRICES),
    ):
        await uow.conn.execute(insert(table), list(rows))
    series = {"name": demo_master.NUMBER_SERIES, "next": demo_master.NEXT_NUMBER}
    await uow.conn.execute(insert(schema.number_series).values(series))
