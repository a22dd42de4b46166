"""Master records of the demo chain: companies, people, warehouses, items and terms. All of them are invented."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

BUYER: Final = "hengfeng"
NUMBER_SERIES: Final = "PO"
NEXT_NUMBER: Final = 123


def item_id(part: str) -> str:
    """The id of the demo buyer's item with this part number."""
    return f"{BUYER}.{part}"


def _party(id: str, kind: str, zh: str, en: str, aliases: Sequence[str] = (), language: str = "zh") -> dict[str, Any]:
    return {"id": id, "kind": kind, "name_zh": zh, "name_en": en, "aliases": list(aliases), "language": language}


PARTIES: Final = (
    _party(BUYER, "buyer", "恒丰食品", "Hengfeng Foods", ("恒丰", "Hengfeng")),
    _party(
        "suzhou-precision", "supplier", "苏州精密轴承", "Suzhou Precision Bearings", ("苏州精密", "Suzhou Precision")
    ),
    _party("huadong-precision", "supplier", "华东精密机械", "Huadong Precision", ("华东精密",)),
    _party("huazhong-precision", "supplier", "华中精密机械", "Huazhong Precision", ("华中精密",)),
    _party("ningbo-castings", "supplier", "宁波铸造", "Ningbo Castings"),
    _party("jinmai-flour", "supplier", "金麦面粉", "Jinmai Flour", ("金麦", "Jinmai")),
    _party("haitang-sugar", "supplier", "海糖糖业", "Haitang Sugar", ("海糖", "Haitang")),
    _party("lvyuan-packaging", "supplier", "绿源包装", "Lvyuan Packaging", ("绿源", "Lvyuan")),
    _party("qinghe-dairy", "supplier", "青禾乳业", "Qinghe Dairy", ("青禾", "Qinghe"), "en"),
    _party("changjiang-freight", "carrier", "长江物流", "Changjiang Freight", ("长江",)),
    _party("arctic-cold-chain", "carrier", "北极冷链", "Arctic Cold Chain", ("北极",)),
    _party("eastside-bakery", "dealer", "城东烘焙", "Eastside Bakery", ("城东",)),
    _party("riverside-trading", "dealer", "江畔商行", "Riverside Trading", ("江畔",)),
)


def _warehouse(id: str, zh: str, en: str, aliases: Sequence[str]) -> dict[str, Any]:
    return {"id": id, "party_id": BUYER, "name_zh": zh, "name_en": en, "aliases": list(aliases)}


WAREHOUSES: Final = (
    _warehouse(
        "suzhou-1", "苏州一号仓", "Suzhou 1", ("一号仓", "苏州1号仓", "1号仓", "Suzhou warehouse 1", "warehouse 1")
    ),
    _warehouse(
        "suzhou-2", "苏州二号仓", "Suzhou 2", ("二号仓", "苏州2号仓", "2号仓", "Suzhou warehouse 2", "warehouse 2")
    ),
    _warehouse("wuhan", "武汉仓", "Wuhan", ("武汉", "Wuhan warehouse")),
)


def _contact(
    handle: str,
    zh: str,
    en: str,
    party: str = BUYER,
    role: str = "supplier",
    *,
    language: str = "zh",
    order_limit: int | None = None,
    may_approve: bool = False,
) -> dict[str, Any]:
    return {
        "id": en.lower().replace(" ", "-"),
        "handle": handle,
        "party_id": party,
        "name_zh": zh,
        "name_en": en,
        "role": role,
        "language": language,
        "order_limit": None if order_limit is None else Decimal(order_limit),
        "may_approve": may_approve,
        "default_warehouse_id": "suzhou-1" if party == BUYER else None,
    }


CONTACTS: Final = (
    _contact("buyer", "李娜", "Li Na", role="buyer", order_limit=50_000),
    _contact("manager", "张伟", "Zhang Wei", role="manager", order_limit=500_000, may_approve=True),
    _contact("quality", "王敏", "Wang Min", role="quality"),
    _contact("planning", "陈强", "Chen Qiang", role="planning"),
    _contact("sales", "赵敏", "Zhao Min", role="sales"),
    _contact("logistics", "刘洋", "Liu Yang", role="logistics"),
    _contact("suzhou-precision", "吴军", "Wu Jun", "suzhou-precision"),
    _contact("huadong-precision", "孙丽", "Sun Li", "huadong-precision"),
    _contact("huazhong-precision", "胡涛", "Hu Tao", "huazhong-precision"),
    _contact("ningbo-castings", "郑凯", "Zheng Kai", "ningbo-castings"),
    _contact("jinmai-flour", "何静", "He Jing", "jinmai-flour"),
    _contact("haitang-sugar", "林峰", "Lin Feng", "haitang-sugar"),
    _contact("lvyuan-packaging", "郭雪", "Guo Xue", "lvyuan-packaging"),
    _contact("qinghe-dairy", "安娜·凯勒", "Anna Keller", "qinghe-dairy", language="en"),
)


def _item(
    part: str, zh: str, en: str, unit: str, aliases: Sequence[str] = (), *, storage: str | None = None
) -> dict[str, Any]:
    return {
        "id": item_id(part),
        "party_id": BUYER,
        "part_no": part,
        "name_zh": zh,
        "name_en": en,
        "aliases": list(aliases),
        "base_unit": unit,
        "produced": part == "BREAD-S",
        "storage": storage,
    }


ITEMS: Final = (
    _item("6204", "6204轴承", "bearing 6204", "H87", ("轴承6204", "6204 bearing", "6204 bearings")),
    _item("6205", "6205轴承", "bearing 6205", "H87", ("轴承6205", "6205 bearing", "6205 bearings")),
    _item("BR-20", "支架", "bracket", "H87", ("brackets",)),
    _item("FL-25", "高筋面粉", "bread flour", "KGM", ("面粉", "flour")),
    _item("SG-50", "白砂糖", "white sugar", "KGM", ("白糖", "糖", "sugar")),
    _item("CT-40", "纸箱", "carton", "H87", ("cartons",)),
    _item("LB-01", "标签", "label", "H87", ("labels",)),
    _item("BT-10", "黄油", "butter", "KGM", storage="0-4 °C"),
    _item("BREAD-S", "吐司面包", "sliced bread", "H87", ("吐司", "面包", "bread")),
)


def _pack(part: str, unit: str, quantity: int) -> dict[str, Any]:
    return {"item_id": item_id(part), "unit": unit, "quantity": Decimal(quantity)}


PACKS: Final = (
    _pack("6204", "XBX", 50),
    _pack("6205", "XBX", 50),
    _pack("FL-25", "XBG", 25),
    _pack("SG-50", "XBG", 50),
    _pack("CT-40", "XBE", 20),
    _pack("LB-01", "XRO", 1000),
    _pack("BT-10", "XBX", 10),
)

# part, supplier, price, minimum, multiple, lead time in working days, weekly capacity
_TERMS: Final = (
    ("6204", "suzhou-precision", "12.80", 100, 50, 5, 2_000),
    ("6204", "huadong-precision", "13.50", 50, 50, 3, 600),
    ("6205", "suzhou-precision", "15.20", 100, 50, 5, 1_500),
    ("6205", "huazhong-precision", "14.90", 100, 50, 6, 900),
    ("BR-20", "ningbo-castings", "36.00", 200, 100, 10, 1_500),
    ("FL-25", "jinmai-flour", "4.20", 1_000, 25, 3, 40_000),
    ("SG-50", "haitang-sugar", "6.10", 500, 50, 4, 20_000),
    ("CT-40", "lvyuan-packaging", "3.60", 500, 20, 4, 12_000),
    ("LB-01", "lvyuan-packaging", "0.045", 10_000, 1_000, 3, 500_000),
    ("BT-10", "qinghe-dairy", "48.00", 100, 10, 2, 3_000),
)
VAT: Final = Decimal("0.13")
FLOUR_VAT: Final = Decimal("0.09")

OFFERS: Final[tuple[dict[str, Any], ...]] = tuple(
    {
        "supplier_id": supplier,
        "item_id": item_id(part),
        "currency": "CNY",
        "vat_rate": FLOUR_VAT if part == "FL-25" else VAT,
        "price_includes_vat": True,
        "minimum_quantity": Decimal(minimum),
        "order_multiple": Decimal(multiple),
        "lead_time_days": lead_time,
        "weekly_capacity": Decimal(capacity),
    }
    for part, supplier, _, minimum, multiple, lead_time, capacity in _TERMS
)

PRICES: Final[tuple[dict[str, Any], ...]] = tuple(
    {
        "supplier_id": supplier,
        "item_id": item_id(part),
        "from_quantity": Decimal(0),
        "unit_price": Decimal(price),
    }
    for part, supplier, price, *_ in _TERMS
)
