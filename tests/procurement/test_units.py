from decimal import Decimal as D

import pytest

from procurement.entities import Item, Name
from procurement.errors import InvalidInput
from procurement.units import MAX_QUANTITY, UNIT_WORDS, UNITS, checked_quantity, resolve_unit, to_base, unit_name


def item(base_unit: str, **packs: int) -> Item:
    sizes = {code: D(size) for code, size in packs.items()}
    return Item("i", "p", "X-1", Name("件", "thing"), (), base_unit, False, sizes, ())


BEARING = item("H87", XBX=50)
FLOUR = item("KGM", XBG=25)
OIL = item("LTR", XDR=200)


@pytest.mark.parametrize(
    ("quantity", "unit", "of", "base"),
    [
        ("500", "H87", BEARING, "500"),
        ("500", "个", BEARING, "500"),
        ("10", "箱", BEARING, "500"),
        ("10", "盒", BEARING, "500"),
        ("10", "cartons", BEARING, "500"),  # the item has boxes only, and people say carton
        ("0.5", "box", BEARING, "25"),
        ("3", "打", BEARING, "36"),
        ("0.5", "dozen", BEARING, "6"),
        ("2", "吨", FLOUR, "2000"),
        ("1.5", "TNE", FLOUR, "1500"),
        ("3", "斤", FLOUR, "1.5"),
        ("250", "克", FLOUR, "0.25"),
        ("4", "Bags", FLOUR, "100"),
        ("4", "包", FLOUR, "100"),
        ("1000", "kgm", FLOUR, "1000"),
        ("500", "ml", OIL, "0.5"),
        ("2", "桶", OIL, "400"),
    ],
)
def test_a_said_quantity_becomes_base_units(quantity: str, unit: str, of: Item, base: str) -> None:
    assert to_base(D(quantity), unit, of) == D(base)


@pytest.mark.parametrize(
    ("unit", "of"),
    [
        ("卷", BEARING),
        ("KGM", BEARING),
        ("H87", FLOUR),
        ("升", FLOUR),
        ("捆", FLOUR),
        ("furlong", FLOUR),
        ("", BEARING),
    ],
)
def test_a_unit_the_item_lacks_is_refused_and_the_others_named(unit: str, of: Item) -> None:
    with pytest.raises(InvalidInput) as caught:
        to_base(D(1), unit, of)
    assert caught.value.field == "unit"
    assert caught.value.remedy is not None
    assert all(code in caught.value.remedy for code in (of.base_unit, *of.packs))


@pytest.mark.parametrize("quantity", ["0", "-5", "NaN", "Infinity", "1E+30", "1E+999999", "0.0001"])
def test_a_quantity_no_line_can_hold_is_refused(quantity: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        to_base(D(quantity), "公斤", FLOUR)
    assert caught.value.field == "quantity"


def test_pieces_are_whole() -> None:
    with pytest.raises(InvalidInput, match="whole"):
        to_base(D("2.5"), "个", BEARING)
    with pytest.raises(InvalidInput, match="whole"):
        to_base(D("0.01"), "箱", BEARING)


def test_the_largest_quantity_is_taken_and_one_more_is_not() -> None:
    assert checked_quantity(MAX_QUANTITY, BEARING) == MAX_QUANTITY
    with pytest.raises(InvalidInput):
        checked_quantity(MAX_QUANTITY + 1, BEARING)
    with pytest.raises(InvalidInput):
        to_base(MAX_QUANTITY, "箱", BEARING)


def test_a_pack_of_either_kind_is_not_chosen_for_the_person() -> None:
    both = item("H87", XBG=10, XBE=20)  # 包 is said of bags and of bundles
    with pytest.raises(InvalidInput):
        to_base(D(1), "包", both)


def test_every_spoken_word_names_a_known_unit() -> None:
    assert {code for code, _ in UNIT_WORDS.values()} <= set(UNITS)
    assert all(word == word.lower() for word in UNIT_WORDS)
    assert resolve_unit("斤") == ("KGM", D("0.5"))
    assert resolve_unit("Pcs.") == ("H87", D(1))
    assert resolve_unit("parsec") is None


def test_names_are_shown_in_the_language_and_number() -> None:
    assert unit_name("H87", "zh", 5) == "个"
    assert (unit_name("XBX", "en", 1), unit_name("XBX", "en", 2)) == ("box", "boxes")
    assert unit_name("KGM", "en", 10) == "kg"
    assert unit_name("ZZ9", "en") == "ZZ9"
