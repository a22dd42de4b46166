"""The demo chain's names, and drawn ones with a slip each: here the margin of ``procurement.naming`` is measured."""

import random
from collections.abc import Sequence

import pytest

from procurement.actor import Actor
from procurement.catalogue import Catalogue, Match, load_catalogue
from procurement.entities import Item, Name, Party, Warehouse
from procurement.naming import key_of
from procurement.store import Store
from tests.conftest import Stranger


@pytest.fixture
async def catalogue(store: Store, buyer: Actor) -> Catalogue:
    async with store.read() as uow:
        return await load_catalogue(uow, buyer)


def outcome(match: Match[Item] | Match[Party] | Match[Warehouse]) -> str | list[str]:
    """The id found, or the ids to choose from; part numbers for items."""

    def short(record: Item | Party | Warehouse) -> str:
        return record.part_no if isinstance(record, Item) else record.id

    if match.found is not None:
        assert not match.candidates
        assert not match.near
        return short(match.found)
    assert not (match.candidates and match.near)
    assert len(match.candidates) != 1
    return sorted(short(record) for record in match.candidates)


# --- suppliers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "supplier"),
    [
        ("苏州精密轴承", "suzhou-precision"),
        ("suzhou-precision", "suzhou-precision"),
        ("苏州精密轴承有限公司", "suzhou-precision"),
        ("Suzhou Precision Bearings Co., Ltd.", "suzhou-precision"),
        ("ＳＵＺＨＯＵ　ＰＲＥＣＩＳＩＯＮ", "suzhou-precision"),
        ("苏州精密", "suzhou-precision"),
        ("苏州", "suzhou-precision"),
        ("华东", "huadong-precision"),
        ("华中精密", "huazhong-precision"),
        ("青禾", "qinghe-dairy"),
        ("宁波", "ningbo-castings"),
        ("宁波铸造厂", "ningbo-castings"),
        ("绿源", "lvyuan-packaging"),
        ("Suzhou", "suzhou-precision"),
        ("Huadong", "huadong-precision"),
        ("Qinghe", "qinghe-dairy"),
        ("Lvyuan", "lvyuan-packaging"),
        ("Luyuan", "lvyuan-packaging"),
        ("lu yuan", "lvyuan-packaging"),
        ("苏州精蜜", "suzhou-precision"),
        ("金卖面粉", "jinmai-flour"),
        ("金卖", "jinmai-flour"),
        ("青河", "qinghe-dairy"),
        ("花东精密", "huadong-precision"),
        ("海棠糖业", "haitang-sugar"),
        ("Suzou Precision", "suzhou-precision"),
        ("Suzhou Presision", "suzhou-precision"),
        ("su zhou jing mi", "suzhou-precision"),
        ("suzhoujingmi", "suzhou-precision"),
        ("Suzhou精密", "suzhou-precision"),
        ("Ningbo casting", "ningbo-castings"),
        ("面粉", "jinmai-flour"),  # in one supplier's name only
    ],
)
def test_a_supplier_is_found_by_its_distinctive_part(catalogue: Catalogue, said: str, supplier: str) -> None:
    assert outcome(catalogue.find_supplier(said)) == supplier


HUA = ["huadong-precision", "huazhong-precision"]


@pytest.mark.parametrize(
    ("said", "several"),
    [
        ("华精密", HUA),
        ("华宗精密", HUA),
        ("Huazong", HUA),
        ("Huazong Precision", HUA),
        ("Hua Precision", HUA),
        ("机械", HUA),
        ("精密", [*HUA, "suzhou-precision"]),
        ("precision", [*HUA, "suzhou-precision"]),
    ],
)
def test_several_that_fit_are_asked_about(catalogue: Catalogue, said: str, several: list[str]) -> None:
    assert outcome(catalogue.find_supplier(said)) == several


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("华北精密", HUA),
        ("山东精密", ["huadong-precision"]),
        ("苏州精工", ["suzhou-precision"]),
        ("上海精密", []),
        ("Bosch", []),
        ("", []),
        ("？！", []),
    ],
)
def test_an_unknown_supplier_is_never_taken_for_a_known_one(catalogue: Catalogue, said: str, near: list[str]) -> None:
    match = catalogue.find_supplier(said)
    assert outcome(match) == []
    assert sorted(party.id for party in match.near) == near


def test_who_offers_the_item_comes_first_and_is_not_chosen(catalogue: Catalogue) -> None:
    item_6204 = catalogue.items_by_part["6204"].id
    item_6205 = catalogue.items_by_part["6205"].id
    assert outcome(catalogue.find_supplier("精密", [item_6204])) == ["huadong-precision", "suzhou-precision"]
    assert outcome(catalogue.find_supplier("华精密", [item_6204])) == HUA
    first = catalogue.find_supplier("华精密", [item_6205]).candidates[0]
    assert first.id == "huazhong-precision"
    assert outcome(catalogue.find_supplier("华东", [item_6205])) == "huadong-precision"
    assert outcome(catalogue.find_supplier("华精密", ["no such item"])) == HUA


def test_carriers_and_dealers_are_no_suppliers(catalogue: Catalogue) -> None:
    assert outcome(catalogue.find_supplier("长江物流")) == []
    assert {"changjiang-freight", "arctic-cold-chain", "eastside-bakery"} <= set(catalogue.parties_by_id)


# --- items ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("6204", "6204"),
        ("６２０４", "6204"),
        ("6204轴承", "6204"),
        ("轴承6204", "6204"),
        ("6204的轴承", "6204"),
        ("SKF6204", "6204"),
        ("bearing 6205", "6205"),
        ("6205 bearings", "6205"),
        ("BR20", "BR-20"),
        ("br 20", "BR-20"),
        ("br-20支架", "BR-20"),
        ("支架", "BR-20"),
        ("知加", "BR-20"),
        ("brackets", "BR-20"),
        ("面粉", "FL-25"),
        ("高筋粉", "FL-25"),
        ("flour", "FL-25"),
        ("白糖", "SG-50"),
        ("白沙糖", "SG-50"),
        ("white suger", "SG-50"),
        ("纸箱", "CT-40"),
        ("cartons", "CT-40"),
        ("标签", "LB-01"),
        ("buter", "BT-10"),
        ("皇油", "BT-10"),
        ("吐司", "BREAD-S"),
    ],
)
def test_an_item_is_found(catalogue: Catalogue, said: str, part: str) -> None:
    assert outcome(catalogue.find_item(said)) == part


@pytest.mark.parametrize(
    ("said", "several"),
    [
        ("轴承", ["6204", "6205"]),
        ("bearing", ["6204", "6205"]),
        ("bearings", ["6204", "6205"]),
        ("6204 6205", ["6204", "6205"]),
        ("面", ["BREAD-S", "FL-25"]),
    ],
)
def test_items_that_fit_alike_are_asked_about(catalogue: Catalogue, said: str, several: list[str]) -> None:
    assert outcome(catalogue.find_item(said)) == several


@pytest.mark.parametrize("said", ["6206", "6206轴承", "6240", "bearing 6208"])
def test_a_number_is_never_taken_for_another(catalogue: Catalogue, said: str) -> None:
    match = catalogue.find_item(said)
    assert outcome(match) == []
    assert "6204" in {item.part_no for item in match.near}


@pytest.mark.parametrize("said", ["箱", "盒", "卷", "box", "20", "牛奶", "hinge"])
def test_a_unit_or_a_stranger_is_no_item(catalogue: Catalogue, said: str) -> None:
    assert catalogue.find_item(said) == Match()


def test_a_resemblance_is_offered_not_taken(catalogue: Catalogue) -> None:
    match = catalogue.find_item("低筋面粉")
    assert match.found is None
    assert [item.part_no for item in match.near] == ["FL-25"]


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("苏州一号仓", "suzhou-1"),
        ("一号仓", "suzhou-1"),
        ("2号仓库", "suzhou-2"),
        ("苏州2号仓", "suzhou-2"),
        ("Suzhou warehouse 2", "suzhou-2"),
        ("Suzhou No. 2", "suzhou-2"),
        ("second warehouse", "suzhou-2"),
        ("武汉", "wuhan"),
        ("无汉仓", "wuhan"),
        ("Wuhan warehouse", "wuhan"),
        ("苏州", ["suzhou-1", "suzhou-2"]),
        ("Suzhou", ["suzhou-1", "suzhou-2"]),
        ("仓库", ["suzhou-1", "suzhou-2", "wuhan"]),
        ("三号仓", []),
        ("Suzhou 3", []),
        ("武汉二号仓", []),
        ("上海", []),
    ],
)
def test_places(catalogue: Catalogue, said: str, place: str | list[str]) -> None:
    assert outcome(catalogue.find_place(said)) == place


# --- whose world ----------------------------------------------------------------------------------------------------


async def test_a_buyer_sees_its_own_world(store: Store, buyer: Actor, stranger: Stranger) -> None:
    async with store.read() as uow:
        mine, theirs = await load_catalogue(uow, buyer), await load_catalogue(uow, stranger.actor)
    assert mine.default_warehouse == mine.warehouses_by_id["suzhou-1"]
    assert stranger.item_id not in mine.items_by_id
    assert stranger.warehouse_id not in mine.warehouses_by_id
    assert "otherco" not in mine.parties_by_id
    assert set(theirs.items_by_id) == {stranger.item_id}
    assert set(theirs.warehouses_by_id) == {stranger.warehouse_id}
    assert set(theirs.parties_by_id) == {"otherco", "suzhou-precision", "changjiang-freight"}
    assert theirs.items[0].suppliers == ("suzhou-precision",)


async def test_a_supplier_sees_its_offer_and_its_buyers(store: Store, wu_jun: Actor, stranger: Stranger) -> None:
    async with store.read() as uow:
        world = await load_catalogue(uow, wu_jun)
    assert {item.part_no for item in world.items} == {"6204", "6205"}
    assert {supplier for item in world.items for supplier in item.suppliers} == {"suzhou-precision"}
    assert set(world.parties_by_id) == {"suzhou-precision", "hengfeng", "otherco"}
    assert stranger.warehouse_id in world.warehouses_by_id
    assert "6204" not in world.items_by_part  # two buyers use the number
    assert len(world.find_item("6204").candidates) == 2


def test_packs_and_suppliers_are_loaded(catalogue: Catalogue) -> None:
    bearing = catalogue.items_by_part["6204"]
    assert bearing.packs == {"XBX": 50}
    assert bearing.suppliers == ("huadong-precision", "suzhou-precision")


# --- the measured margin --------------------------------------------------------------------------------------------

CITIES = {
    "杭州": "Hangzhou", "南京": "Nanjing", "无锡": "Wuxi", "常州": "Changzhou", "青岛": "Qingdao", "成都": "Chengdu",
    "重庆": "Chongqing", "长沙": "Changsha", "厦门": "Xiamen", "大连": "Dalian", "佛山": "Foshan", "东莞": "Dongguan",
}  # fmt: skip
BRANDS = {
    "恒力": "Hengli",
    "天成": "Tiancheng",
    "瑞丰": "Ruifeng",
    "博远": "Boyuan",
    "明达": "Mingda",
    "金诚": "Jincheng",
}
TRADES = {"精密": "Precision", "机械": "Machinery", "食品": "Foods", "包装": "Packaging", "铸造": "Castings"}
HOMOPHONES = dict(zip("精密机械包装铸造恒力丰成达远明金博", "经蜜基谢苞庄住造横利风诚答院名今波", strict=True))


def drawn_suppliers() -> tuple[Party, ...]:
    names = [
        Name(city + brand + trade, f"{CITIES[city]} {BRANDS[brand]} {TRADES[trade]}")
        for city in CITIES
        for brand in BRANDS
        for trade in TRADES
    ]
    drawn = random.Random(7).sample(names, 60)
    return tuple(Party(f"party-{number}", "supplier", name, (), "zh") for number, name in enumerate(drawn))


def slips(party: Party, chance: random.Random) -> Sequence[str]:
    zh, en = party.name.zh, party.name.en
    hole = chance.randrange(len(en) - 4)
    swapped = [index for index, character in enumerate(zh) if character in HOMOPHONES]
    spot = chance.choice(swapped) if swapped else 0
    return (
        zh[:spot] + HOMOPHONES.get(zh[spot], zh[spot]) + zh[spot + 1 :],
        zh[:4],
        zh[:2] + zh[4:],
        zh + "有限公司",
        en[:hole] + en[hole + 1 :],
        en[:hole] + "x" + en[hole + 1 :],
        " ".join(en.split()[:2]),
        " ".join(reversed(en.split())),
    )


def test_a_slip_finds_the_right_one_or_asks_and_never_a_wrong_one() -> None:
    """60 firms that share cities, brands and trades; 8 slips each. A question that offers the right one counts."""
    suppliers = drawn_suppliers()
    catalogue = Catalogue("p", (), suppliers, ())
    chance = random.Random(11)
    names = {key_of(text) for party in suppliers for text in (party.name.zh, party.name.en)}
    found = asked = missed = 0
    for party in suppliers:
        for said in slips(party, chance):
            if key_of(said) in names:  # the slip makes another company's name: hangzhou out of Changzhou
                continue
            match = catalogue.find_supplier(said)
            if match.found is not None:
                assert match.found == party, (said, match.found.name, party.name)
                found += 1
            elif party in (*match.candidates, *match.near):
                asked += 1
            else:
                missed += 1
    assert missed == 0
    assert found / (found + asked) > 0.6


def test_another_company_is_not_found_for_a_missing_one() -> None:
    """Each company is asked for in a catalogue that has all but it."""
    suppliers = drawn_suppliers()
    for party in suppliers:
        others = Catalogue("p", (), tuple(other for other in suppliers if other != party), ())
        for said in (party.name.zh, party.name.en):
            match = others.find_supplier(said)
            assert match.found is None, (said, match.found)
