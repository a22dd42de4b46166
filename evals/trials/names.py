"""What names mean to one person, for scoring replies: see ``record.Names``."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_, select

from evals.trials.record import Names
from evals.trials.snapshot import plain
from procurement import schema
from procurement.actor import Actor
from procurement.catalogue import Catalogue, load_catalogue
from procurement.entities import Item, Name, Party, Warehouse
from procurement.store import UnitOfWork


async def read_names(uow: UnitOfWork, actor: Actor) -> Names:
    world = await load_catalogue(uow, actor)
    return Names(
        items=_lower((item.id, (item.id, item.part_no, *_both(item.name), *item.aliases)) for item in world.items),
        suppliers=_lower((party.id, (party.id, *_both(party.name), *party.aliases)) for party in world.parties),
        places=_lower((place.id, (place.id, *_both(place.name), *place.aliases)) for place in world.warehouses),
        people=_lower(await _people(uow, world)),
        units={
            item.id: {item.base_unit: "1", **{unit: plain(count) for unit, count in item.packs.items()}}
            for item in world.items
        },
        foreign=await _foreign(uow, actor, world),
    )


def _both(name: Name) -> tuple[str, str]:
    return name.zh, name.en


def _lower(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    return {name.lower(): id for id, names in named for name in names}


async def _people(uow: UnitOfWork, world: Catalogue) -> list[tuple[str, tuple[str, ...]]]:
    """Contacts of the companies in the Actor's world, and the inspectors of its lots, who are known by name only."""
    person, done, lot = schema.contact.c, schema.inspection.c, schema.lot.c
    contacts = select(schema.contact).where(person.party_id.in_(list(world.parties_by_id))).order_by(person.id)
    inspectors = (
        select(done.inspected_by_zh, done.inspected_by_en)
        .join(schema.lot, lot.id == done.lot_id)
        .where(lot.party_id == world.own_party_id)
        .distinct()
    )
    people = [(row.id, (row.id, row.name_zh, row.name_en)) for row in await uow.conn.execute(contacts)]
    return people + [(en.lower().replace(" ", "-"), (zh, en)) for zh, en in await uow.conn.execute(inspectors)]


async def _foreign(uow: UnitOfWork, actor: Actor, world: Catalogue) -> list[str]:
    """Numbers and names the Actor must never be told: of companies it has no dealings with, their people, places,
    items, orders, shipments and lots. Names of items are words like any other, so only their numbers count."""
    own = actor.party_id
    party, person, place, item = schema.party.c, schema.contact.c, schema.warehouse.c, schema.item.c
    order, shipment, lot = schema.purchase_order.c, schema.shipment.c, schema.lot.c
    strange = party.kind.in_(("buyer", "supplier")) & party.id.not_in(list(world.parties_by_id))
    strangers = select(party.id).where(strange)
    places_of = [*{own, *(kept.party_id for kept in world.items)}]
    secret: list[tuple[tuple[ColumnElement[str], ...], ColumnElement[bool]]] = [
        (
            (shipment.number, shipment.tracking_no),
            ~or_(
                shipment.shipper_id == own,
                shipment.receiver_id == own,
                shipment.carrier_id.is_not_distinct_from(own),
            ),
        )
    ]
    trading = [
        ((party.id, party.name_zh, party.name_en), strange),
        ((person.name_zh, person.name_en), person.party_id.in_(strangers)),
        ((place.id, place.name_zh, place.name_en), place.party_id.not_in(places_of)),
        ((item.id, item.part_no), item.id.not_in(list(world.items_by_id))),
        ((order.number,), (order.buyer_id != own) & (order.supplier_id != own)),
        ((lot.lot_no,), (lot.party_id != own) & lot.supplier_id.is_distinct_from(own)),
    ]
    if actor.party_kind in ("buyer", "supplier"):  # carriers and dealers meet the rest on shipments that are theirs
        secret += trading
    found = {
        str(value)
        for columns, theirs in secret
        for row in await uow.conn.execute(select(*columns).where(theirs))
        for value in row
        if value is not None
    }
    return sorted(found - await _own_words(uow, actor, world))


async def _own_words(uow: UnitOfWork, actor: Actor, world: Catalogue) -> set[str]:
    """What the Actor's own records are called: a stranger's record of the same name gives nothing away."""
    lots = select(schema.lot.c.lot_no).where(schema.lot.c.party_id == actor.party_id)
    own = {item.part_no for item in world.items} | set(await uow.conn.scalars(lots))
    known: tuple[Item | Party | Warehouse, ...] = (*world.items, *world.parties, *world.warehouses)
    return own.union(*({one.id, *_both(one.name), *one.aliases} for one in known))
