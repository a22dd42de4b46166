"""Units of measure: UN/ECE Rec 20 codes for measures, Rec 21 ("X" in front) for packages, and the words people say.

A quantity inside the product is in the item's base unit; this module is where a said quantity becomes one.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from procurement.actor import Language
from procurement.columns import QUANTITY_PLACES
from procurement.entities import Item
from procurement.errors import InvalidInput

Dimension = Literal["count", "mass", "volume", "length", "package"]

MAX_QUANTITY = Decimal(10**9)  # base units in one line; keeps amounts far inside a 64-bit column
_STEP = Decimal(1).scaleb(-QUANTITY_PLACES)


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` converts within a dimension (kg, l, m; 1 for counts); a package has no factor but the item's own."""

    code: str
    dimension: Dimension
    factor: Decimal
    zh: str
    en: str
    en_plural: str


def _unit(code: str, dimension: Dimension, factor: str, zh: str, en: str, en_plural: str | None = None) -> Unit:
    return Unit(code, dimension, Decimal(factor), zh, en, en_plural or en)


UNITS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        _unit("H87", "count", "1", "个", "piece", "pieces"),
        _unit("KGM", "mass", "1", "公斤", "kg"),
        _unit("GRM", "mass", "0.001", "克", "g"),
        _unit("TNE", "mass", "1000", "吨", "tonne", "tonnes"),
        _unit("LTR", "volume", "1", "升", "litre", "litres"),
        _unit("MLT", "volume", "0.001", "毫升", "ml"),
        _unit("MTR", "length", "1", "米", "metre", "metres"),
        _unit("XBX", "package", "1", "箱", "box", "boxes"),
        _unit("XCT", "package", "1", "箱", "carton", "cartons"),
        _unit("XBG", "package", "1", "袋", "bag", "bags"),
        _unit("XPK", "package", "1", "包", "package", "packages"),
        _unit("XRO", "package", "1", "卷", "roll", "rolls"),
        _unit("XBE", "package", "1", "捆", "bundle", "bundles"),
        _unit("XPX", "package", "1", "托", "pallet", "pallets"),
        _unit("XDR", "package", "1", "桶", "drum", "drums"),
        _unit("XBO", "package", "1", "瓶", "bottle", "bottles"),
    )
}

# Packages that people call by each other's words: tried when the item lacks the one that was said.
_INTERCHANGEABLE = (frozenset({"XBX", "XCT"}), frozenset({"XBG", "XPK"}), frozenset({"XBE", "XPK"}))


def _words(code: str, words: str, factor: str = "1") -> dict[str, tuple[str, Decimal]]:
    return dict.fromkeys(words.split(), (code, Decimal(factor)))


UNIT_WORDS: dict[str, tuple[str, Decimal]] = {
    **_words("H87", "个 件 只 支 根 条 枚 块 片 张 台 套 把 粒 颗 份 piece pieces pc pcs pce unit units ea each"),
    **_words("H87", "打 dozen dozens doz", "12"),
    **_words("H87", "双 对 pair pairs", "2"),
    **_words("KGM", "公斤 千克 kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes"),
    **_words("KGM", "斤 市斤 jin catty catties", "0.5"),
    **_words("KGM", "吨 公吨 t ton tons tonne tonnes mt", "1000"),
    **_words("GRM", "克 g gram grams gramme grammes"),
    **_words("LTR", "升 公升 l liter liters litre litres"),
    **_words("MLT", "毫升 ml milliliter milliliters millilitre millilitres"),
    **_words("MTR", "米 公尺 m meter meters metre metres"),
    **_words("XBX", "箱 盒 box boxes case cases"),
    **_words("XCT", "carton cartons ctn ctns"),
    **_words("XBG", "袋 bag bags sack sacks"),
    **_words("XPK", "包 package packages pack packs packet packets"),
    **_words("XRO", "卷 roll rolls reel reels"),
    **_words("XBE", "捆 扎 bundle bundles bale bales"),
    **_words("XPX", "托 托盘 板 pallet pallets skid skids"),
    **_words("XDR", "桶 drum drums barrel barrels"),
    **_words("XBO", "瓶 bottle bottles"),
}
"""Spoken word (lower case) to (code, factor): 3 斤 is 3 x 0.5 KGM."""


def unit_name(code: str, language: Language, quantity: Decimal | int = 1) -> str:
    """The word to show for a code; English takes the plural unless the quantity is one. An unknown code is itself."""
    unit = UNITS.get(code)
    if unit is None:
        return code
    if language == "zh":
        return unit.zh
    return unit.en if quantity == 1 else unit.en_plural


def resolve_unit(said: str) -> tuple[str, Decimal] | None:
    """(code, factor) of a code or a spoken word, None for neither."""
    word = said.strip()
    if word.upper() in UNITS:
        return word.upper(), Decimal(1)
    return UNIT_WORDS.get(word.lower().rstrip("."))


def units_of(item: Item) -> tuple[str, ...]:
    """Codes an order of the item may use: its base unit, the measures that convert to it, its packs."""
    base = UNITS.get(item.base_unit)
    related = tuple(
        unit.code
        for unit in UNITS.values()
        if base is not None and base.dimension in ("mass", "volume") and unit.dimension == base.dimension
    )
    return tuple(dict.fromkeys((item.base_unit, *related, *item.packs)))


def _base_units_in(code: str, item: Item) -> Decimal | None:
    if code == item.base_unit:
        return Decimal(1)
    if code in item.packs:
        return item.packs[code]
    base, unit = UNITS.get(item.base_unit), UNITS.get(code)
    if base is None or unit is None:
        return None
    if unit.dimension == base.dimension and unit.dimension != "package":
        return unit.factor / base.factor
    return None


def _pack_called(code: str, item: Item) -> Decimal | None:
    others = {other for group in _INTERCHANGEABLE if code in group for other in group if other in item.packs}
    return item.packs[others.pop()] if len(others) == 1 else None


def to_base(quantity: Decimal, unit: str, item: Item) -> Decimal:
    """``quantity`` of ``unit`` (a code or a spoken word) in base units of the item.

    Raises InvalidInput: field "unit" when the item is not sold in it, naming what it has; field "quantity" when the
    result is not positive, is not whole for a counted item, has over 3 decimals or is beyond MAX_QUANTITY.
    """
    resolved = resolve_unit(unit)
    size = None
    if resolved is not None:
        code, factor = resolved
        size = _base_units_in(code, item) or _pack_called(code, item)
    if resolved is None or size is None:
        known = ", ".join(f"{code} ({unit_name(code, 'en')})" for code in units_of(item))
        raise InvalidInput(
            f"{item.part_no} is not ordered in '{unit}'.", field="unit", remedy=f"Use one of its units: {known}."
        )
    return checked_quantity(_product(quantity, factor, size), item)


def _product(quantity: Decimal, factor: Decimal, size: Decimal) -> Decimal:
    if not quantity.is_finite():
        raise InvalidInput("The quantity is not a number.", field="quantity", remedy="Give a positive number.")
    if quantity > MAX_QUANTITY:
        raise _too_many()
    return quantity * factor * size


def checked_quantity(quantity: Decimal, item: Item) -> Decimal:
    """The quantity (base units) if an order line can hold it, else InvalidInput with field "quantity"."""
    if not quantity.is_finite() or quantity <= 0:
        raise InvalidInput("The quantity must be more than zero.", field="quantity", remedy="Give a positive number.")
    if quantity > MAX_QUANTITY:
        raise _too_many()
    try:
        exact = quantity.quantize(_STEP)
    except InvalidOperation as error:
        raise _too_many() from error
    if exact != quantity:
        raise InvalidInput(
            f"{quantity.normalize():f} has more than {QUANTITY_PLACES} decimals.",
            field="quantity",
            remedy=f"Round it to {QUANTITY_PLACES} decimals.",
        )
    if item.base_unit == "H87" and exact != exact.to_integral_value():
        raise InvalidInput(
            f"{item.part_no} is counted in whole pieces.", field="quantity", remedy="Give a whole number of pieces."
        )
    return exact.normalize() if exact != exact.to_integral_value() else Decimal(int(exact))


def _too_many() -> InvalidInput:
    return InvalidInput(
        f"The quantity is beyond {MAX_QUANTITY:,f} base units.", field="quantity", remedy="Give a smaller quantity."
    )
