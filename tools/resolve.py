"""From what was said to records: each function gives the record, or the Question whose answer is missing."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from procurement.actor import Actor, Language
from procurement.catalogue import Catalogue
from procurement.entities import Item, Party, Warehouse
from procurement.errors import InvalidInput
from procurement.orders import find_order_numbers
from procurement.store import UnitOfWork
from procurement.units import to_base, unit_name
from tools.spec import Question

LANGUAGES: tuple[Language, ...] = ("zh", "en")
DATE_HORIZON = dt.timedelta(days=730)  # a date beyond it is a slip
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SHOWN_DIGITS = 15  # a number beyond it is shown with an exponent

Option = dict[str, Any]


def as_number(said: str | None) -> str | None:
    """A number as it is printed: without spaces, in capitals."""
    return None if said is None else "".join(said.split()).upper()


def item_option(item: Item) -> Option:
    return {"value": item.part_no, "zh": item.name.zh, "en": item.name.en}


def party_option(party: Party) -> Option:
    return {"value": party.id, "zh": party.name.zh, "en": party.name.en}


def place_option(place: Warehouse) -> Option:
    return {"value": place.id, "zh": place.name.zh, "en": place.name.en}


def _item_choice(catalogue: Catalogue, item: Item) -> Option:
    """A supplier may know one part number from two buyers; then the buyer tells them apart."""
    if item.part_no in catalogue.items_by_part:
        return item_option(item)
    buyer = catalogue.parties_by_id[item.party_id].name
    return {"value": item.id, "zh": f"{buyer.zh} {item.name.zh}", "en": f"{buyer.en} {item.name.en}"}


def item_of(catalogue: Catalogue, said: str | None) -> Item | Question:
    if said is None:
        return Question("item", "missing")
    match = catalogue.find_item(said)
    if match.found is not None:
        return match.found
    if match.candidates:
        return Question("item", "ambiguous", said, tuple(_item_choice(catalogue, one) for one in match.candidates))
    return Question("item", "unknown", said, tuple(_item_choice(catalogue, one) for one in match.near))


def supplier_of(catalogue: Catalogue, said: str, item_ids: Iterable[str] = ()) -> Party | Question:
    """``item_ids`` are what the supplier should sell; they break a tie between like names."""
    match = catalogue.find_supplier(said, tuple(item_ids))
    if match.found is not None:
        return match.found
    if match.candidates:
        return Question("supplier", "ambiguous", said, tuple(map(party_option, match.candidates)))
    return Question("supplier", "unknown", said, tuple(map(party_option, match.near)))


def place_of(catalogue: Catalogue, said: str) -> Warehouse | Question:
    match = catalogue.find_place(said)
    if match.found is not None:
        return match.found
    if match.candidates:
        return Question("place", "ambiguous", said, tuple(map(place_option, match.candidates)))
    return Question("place", "unknown", said, tuple(map(place_option, match.near or tuple(catalogue.warehouses))))


def delivery_place(catalogue: Catalogue, said: str | None) -> Warehouse | Question:
    """The place said, else the person's own warehouse."""
    if said is not None:
        return place_of(catalogue, said)
    if catalogue.default_warehouse is not None:
        return catalogue.default_warehouse
    return Question("place", "missing", options=tuple(map(place_option, catalogue.warehouses)))


async def order_of(uow: UnitOfWork, actor: Actor, said: str | None) -> str | Question:
    """The full number of an order of the Actor's company, from as much of it as was said."""
    if said is None:
        return Question("order", "missing")
    numbers = await find_order_numbers(uow, actor, said)
    if len(numbers) == 1:
        return numbers[0]
    options = tuple({"value": number, "zh": number, "en": number} for number in numbers)
    return Question("order", "ambiguous" if numbers else "unknown", said, options)


def not_sold(item: Item) -> Question | None:
    """The Question for what nobody sells: the company makes it itself, or no terms are agreed with anyone."""
    if item.produced or not item.suppliers:
        return Question("item", "invalid", item.part_no, about=item_option(item) | {"produced": item.produced})
    return None


def unit_options(item: Item) -> tuple[Option, ...]:
    """What the item is counted in: its base unit, and its packs with the base units in one."""
    options = [{"value": item.base_unit, "zh": unit_name(item.base_unit, "zh"), "en": unit_name(item.base_unit, "en")}]
    for code, size in item.packs.items():
        zh = f"{unit_name(code, 'zh')}({size.normalize():f}{unit_name(item.base_unit, 'zh')})"
        en = f"{unit_name(code, 'en')} of {size.normalize():f} {unit_name(item.base_unit, 'en', size)}"
        options.append({"value": code, "zh": zh, "en": en})
    return tuple(options)


def day_of(said: str | None, today: dt.date) -> dt.date | Question | None:
    """The day, or a Question: no such day, one that has passed, or one so far off that it is a slip."""
    if said is None:
        return None
    try:
        day = dt.date.fromisoformat(said) if ISO_DATE.fullmatch(said) else None
    except ValueError:
        day = None
    if day is None:
        return Question("date", "unknown", said)
    return day if today <= day <= today + DATE_HORIZON else Question("date", "invalid", said)


def quantity_of(item: Item, quantity: Decimal | None, unit: str | None) -> Decimal | Question:
    """Base units, or a Question: none given, no such unit, or a number nobody can order."""
    about = item_option(item)
    if quantity is None:
        return Question("quantity", "missing", about=about)
    try:
        return to_base(quantity, unit or item.base_unit, item)
    except InvalidInput as error:
        said = f"{quantity:f}" if abs(quantity.adjusted()) < SHOWN_DIGITS else f"{quantity:E}"
        if error.field == "unit":
            return Question("quantity", "invalid", f"{said} {unit}", unit_options(item), about)
        return Question("quantity", "invalid", said, (), about)
