"""A second buyer company on the same database, whose records nobody else may see."""

from dataclasses import dataclass

from evals.trials import other_company
from procurement.access import actor_by_handle
from procurement.actor import Actor
from procurement.store import Store


@dataclass(frozen=True, slots=True)
class Stranger:
    """石欧佳 of otherco, and the names of what her company has."""

    actor: Actor
    party_id: str = other_company.PARTY
    warehouse_id: str = other_company.WAREHOUSE
    item_id: str = other_company.ITEM
    supplier_id: str = other_company.SUPPLIER
    order_number: str = other_company.ORDER
    shipment_number: str = other_company.SHIPMENT
    tracking_no: str = other_company.TRACKING
    lot_no: str = other_company.LOT


async def settle(store: Store) -> Stranger:
    """Write the company into the store."""
    async with store.begin() as uow:
        await other_company.settle(uow)
        await uow.commit()
    async with store.read() as uow:
        return Stranger(await actor_by_handle(uow, "stranger"))
