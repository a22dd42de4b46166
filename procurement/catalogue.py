"""Names as people say them, matched to the records one Actor may see. Pure once loaded; a near match never guesses."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, and_, exists, or_, select
from sqlalchemy.sql.elements import ColumnElement

from procurement import schema
from procurement.actor import Actor
from procurement.entities import Item, Name, Party, Warehouse
from procurement.naming import Names, named
from procurement.store import UnitOfWork
from procurement.units import UNIT_WORDS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """What a said name means: ``found`` the one record, or ``candidates`` when several fit alike (two or more), or
    ``near`` when none fits but some resemble it; all empty when nothing is like it."""

    found: T | None = None
    candidates: tuple[T, ...] = ()
    near: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The items, parties and warehouses of one Actor's world, by name.

    ``parties`` are all of them (the Actor's own company too), ``warehouses`` the delivery places.
    ``items_by_part`` leaves out a part number that two buyers of a supplier both use.
    """

    own_party_id: str
    items: tuple[Item, ...]
    parties: tuple[Party, ...]
    warehouses: tuple[Warehouse, ...]
    default_warehouse: Warehouse | None = None
    items_by_id: Mapping[str, Item] = field(init=False, repr=False)
    items_by_part: Mapping[str, Item] = field(init=False, repr=False)
    parties_by_id: Mapping[str, Party] = field(init=False, repr=False)
    warehouses_by_id: Mapping[str, Warehouse] = field(init=False, repr=False)
    _item_names: Names = field(init=False, repr=False, compare=False)
    _supplier_names: Names = field(init=False, repr=False, compare=False)
    _place_names: Names = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = Counter(item.part_no for item in self.items)
        derived: dict[str, object] = {
            "items_by_id": {item.id: item for item in self.items},
            "items_by_part": {item.part_no: item for item in self.items if parts[item.part_no] == 1},
            "parties_by_id": {party.id: party for party in self.parties},
            "warehouses_by_id": {warehouse.id: warehouse for warehouse in self.warehouses},
            "_item_names": _names(self.items, lambda item: (item.id, item.part_no)),
            "_supplier_names": _names(self.suppliers, lambda party: (party.id,)),
            "_place_names": _names(self.warehouses, lambda warehouse: (warehouse.id,)),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @property
    def suppliers(self) -> tuple[Party, ...]:
        return tuple(party for party in self.parties if party.kind == "supplier")

    def find_item(self, said: str) -> Match[Item]:
        """The item meant by a part number, a name or part of one; a unit word on its own (箱) is no item."""
        ranked = self._item_names.rank(said)
        unit = said.strip().lower() in UNIT_WORDS
        if unit and ranked.found is not None and not _is_name(said, self.items[ranked.found]):
            return Match()
        return _match(ranked.found, ranked.candidates, ranked.near, self.items)

    def find_supplier(self, said: str, item_ids: Collection[str] = ()) -> Match[Party]:
        """The supplier meant. Of several that fit, those that offer one of ``item_ids`` come first, and only they are
        candidates if there are two or more; what was said is never narrowed down to one."""
        suppliers = self.suppliers
        ranked = self._supplier_names.rank(said)
        match = _match(ranked.found, ranked.candidates, ranked.near, suppliers)
        offering = {party for item_id in item_ids if item_id in self.items_by_id for party in self._offer(item_id)}
        return Match(match.found, _offering_first(match.candidates, offering), _offering_first(match.near, offering))

    def find_place(self, said: str) -> Match[Warehouse]:
        ranked = self._place_names.rank(said)
        return _match(ranked.found, ranked.candidates, ranked.near, self.warehouses)

    def _offer(self, item_id: str) -> tuple[str, ...]:
        return self.items_by_id[item_id].suppliers


def _names(records: Sequence[T], codes: Callable[[T], Iterable[str]]) -> Names:
    return Names([named(_texts(record), codes(record)) for record in records])


def _texts(record: object) -> tuple[str, ...]:
    assert isinstance(record, Item | Party | Warehouse)
    people = record.contacts if isinstance(record, Party) else ()
    return (record.name.zh, record.name.en, *record.aliases, *(name for one in people for name in (one.zh, one.en)))


def _is_name(said: str, item: Item) -> bool:
    return said.strip().casefold() in {text.casefold() for text in (item.part_no, *_texts(item))}


def _match(found: int | None, candidates: tuple[int, ...], near: tuple[int, ...], records: Sequence[T]) -> Match[T]:
    return Match(
        found=None if found is None else records[found],
        candidates=tuple(records[index] for index in candidates),
        near=tuple(records[index] for index in near),
    )


def _offering_first(parties: tuple[Party, ...], offering: set[str]) -> tuple[Party, ...]:
    able = tuple(party for party in parties if party.id in offering)
    return able if len(able) > 1 else able + tuple(party for party in parties if party.id not in offering)


# --- loading --------------------------------------------------------------------------------------------------------


async def load_catalogue(uow: UnitOfWork, actor: Actor) -> Catalogue:
    """The world of the Actor: a buyer's own items and warehouses, the suppliers that offer them, the carriers and
    dealers it has shipments with; a supplier's own offer and the buyers and delivery places of it."""
    items = await _load_items(uow, actor)
    parties = await _load_parties(uow, actor, items)
    owners = {actor.party_id} if actor.party_kind == "buyer" else {item.party_id for item in items}
    warehouses = await _load_warehouses(uow, owners)
    default = next((place for place in warehouses if place.id == actor.default_warehouse_id), None)
    return Catalogue(actor.party_id, items, parties, warehouses, default)


async def _load_items(uow: UnitOfWork, actor: Actor) -> tuple[Item, ...]:
    item, offer = schema.item, schema.supplier_item
    mine: ColumnElement[bool]
    if actor.party_kind == "buyer":
        mine = item.c.party_id == actor.party_id
    elif actor.party_kind == "supplier":
        mine = item.c.id.in_(select(offer.c.item_id).where(offer.c.supplier_id == actor.party_id))
    else:
        return ()
    rows = (await uow.conn.execute(select(item).where(mine).order_by(item.c.id))).all()
    wanted = select(item.c.id).where(mine)
    packs: dict[str, dict[str, Decimal]] = {}
    pack = schema.item_pack
    for row in await uow.conn.execute(select(pack).where(pack.c.item_id.in_(wanted))):
        packs.setdefault(row.item_id, {})[row.unit] = row.quantity
    offers: dict[str, list[str]] = {}
    query = (
        select(offer.c.item_id, offer.c.supplier_id).where(offer.c.item_id.in_(wanted)).order_by(offer.c.supplier_id)
    )
    if actor.party_kind == "supplier":  # who else offers it is not the supplier's to know
        query = query.where(offer.c.supplier_id == actor.party_id)
    for row in await uow.conn.execute(query):
        offers.setdefault(row.item_id, []).append(row.supplier_id)
    return tuple(
        Item(
            id=row.id,
            party_id=row.party_id,
            part_no=row.part_no,
            name=Name(row.name_zh, row.name_en),
            aliases=tuple(row.aliases),
            base_unit=row.base_unit,
            produced=row.produced,
            packs=packs.get(row.id, {}),
            suppliers=tuple(offers.get(row.id, ())),
        )
        for row in rows
    )


async def _load_parties(uow: UnitOfWork, actor: Actor, items: tuple[Item, ...]) -> tuple[Party, ...]:
    party, shipment = schema.party, schema.shipment
    known: list[ColumnElement[bool]] = [party.c.id == actor.party_id]
    if actor.party_kind == "buyer":
        known.append(party.c.id.in_(sorted({supplier for item in items for supplier in item.suppliers})))
        shared = or_(shipment.c.shipper_id == actor.party_id, shipment.c.receiver_id == actor.party_id)
        carried = exists().where(and_(shipment.c.carrier_id == party.c.id, shared))
        received = exists().where(and_(shipment.c.receiver_id == party.c.id, shipment.c.shipper_id == actor.party_id))
        known += [and_(party.c.kind == "carrier", carried), and_(party.c.kind == "dealer", received)]
    elif actor.party_kind == "supplier":
        known.append(party.c.id.in_(sorted({item.party_id for item in items})))
    rows = (await uow.conn.execute(select(party).where(or_(*known)).order_by(party.c.id))).all()
    people = await _load_contacts(uow, [row.id for row in rows if row.kind == "supplier"])
    return tuple(_party(row, people.get(row.id, ())) for row in rows)


def _party(row: Row[Any], contacts: Iterable[Name]) -> Party:
    name = Name(row.name_zh, row.name_en)
    return Party(row.id, row.kind, name, tuple(row.aliases), row.language, tuple(contacts))


async def _load_contacts(uow: UnitOfWork, suppliers: Sequence[str]) -> dict[str, list[Name]]:
    contact = schema.contact
    query = select(contact).where(contact.c.party_id.in_(suppliers)).order_by(contact.c.id)
    people: dict[str, list[Name]] = {}
    for row in await uow.conn.execute(query):
        people.setdefault(row.party_id, []).append(Name(row.name_zh, row.name_en))
    return people


async def _load_warehouses(uow: UnitOfWork, owners: set[str]) -> tuple[Warehouse, ...]:
    warehouse = schema.warehouse
    rows = await uow.conn.execute(
        select(warehouse).where(warehouse.c.party_id.in_(sorted(owners))).order_by(warehouse.c.id)
    )
    return tuple(Warehouse(row.id, row.party_id, Name(row.name_zh, row.name_en), tuple(row.aliases)) for row in rows)
