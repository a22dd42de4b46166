"""Patches of the seeded records, the second company, and what names mean to whom."""

from typing import Any

import pytest

from tests.evals.trials.conftest import ORDER, Play, scenario, whole

ASK = {"say": "黄油还有多少"}


async def test_rows_are_changed_and_added(play: Play) -> None:
    seed = [
        {
            "table": "stock_level",
            "where": {"item_id": "hengfeng.BT-10", "warehouse_id": "suzhou-1"},
            "set": {"on_hand": "75.5"},
        },
        {
            "table": "capacity_bucket",
            "set": {
                "supplier_id": "suzhou-precision",
                "item_id": "hengfeng.6204",
                "week": "2026-11-30",
                "capacity": 10,
            },
        },
        {"table": "shipment", "where": {"number": "SH10042"}, "set": {"ended_at": "2026-11-23T09:00:00"}},
    ]
    before, _, _ = whole(await play(scenario(ASK, seed=seed)))
    assert before.others["stock_level"]["hengfeng.BT-10/suzhou-1"]["on_hand"] == "75.5"
    assert before.others["capacity_bucket"]["suzhou-precision/hengfeng.6204/2026-11-30"]["capacity"] == "10"
    assert before.others["shipment"]["SH10042"]["ended_at"] == "2026-11-23T01:00:00+00:00"


@pytest.mark.parametrize(
    ("patch", "complaint"),
    [
        ({"table": "stok_level", "set": {"on_hand": 1}}, "there is no table 'stok_level'"),
        ({"table": "stock_level", "where": {"item": "x"}, "set": {"on_hand": 1}}, "stock_level has no column 'item'"),
        ({"table": "stock_level", "where": {"item_id": "x"}, "set": {"on_hand": 1}}, "no row of stock_level has"),
        ({"table": "stock_level", "where": {"item_id": "hengfeng.BT-10"}, "set": {"on_hand": "many"}}, "does not fit"),
        ({"table": "shipment", "where": {"number": "SH10042"}, "set": {"eta": "soon"}}, "does not fit"),
        ({"table": "stock_level", "where": {"item_id": "hengfeng.BT-10"}, "set": {"on_hand": "0.0001"}}, "not take it"),
        ({"table": "warehouse", "set": {"id": "x", "party_id": "nobody"}}, "warehouse does not take it: NOT NULL"),
    ],
)
async def test_a_patch_that_does_not_fit_is_an_error(play: Play, patch: dict[str, Any], complaint: str) -> None:
    record = await play(scenario(ASK, seed=[patch]))
    assert record.error is not None
    assert complaint in record.error


async def test_what_is_foreign_to_a_buyer(play: Play) -> None:
    record = await play(scenario(ASK, seed=[{"company": "other"}]))
    whole(record)
    assert record.names is not None
    foreign = set(record.names.foreign)
    assert foreign >= {"PO-2026-90001", "SH90001", "OC90001", "L-OTHER-1", "别家食品", "Otherco Foods", "Olga Stone"}
    assert not foreign & {"6204", "suzhou-precision", "苏州精密轴承", "PO-2026-00117", "L20261101"}


async def test_what_is_foreign_to_the_other_company_and_to_a_supplier(play: Play) -> None:
    seed = [{"company": "other"}]
    stranger = (await play(scenario(ASK, seed=seed, actor="stranger"))).names
    supplier = (await play(scenario(ASK, seed=seed, actor="ningbo-castings"))).names
    assert stranger is not None
    assert supplier is not None
    assert {"PO-2026-00117", "L20261101", "恒丰食品", "武汉仓"} <= set(stranger.foreign)
    assert not {"PO-2026-90001", "苏州精密轴承"} & set(stranger.foreign)
    assert {"PO-2026-00117", "PO-2026-90001", "苏州精密轴承", "FL-25"} <= set(supplier.foreign)
    assert not {"PO-2026-00121", "恒丰食品", "BR-20", "长江物流"} & set(supplier.foreign)


async def test_nothing_is_foreign_where_there_is_one_company(play: Play) -> None:
    names = (await play(scenario(ASK))).names
    assert names is not None
    assert names.foreign == []


async def test_names_and_units_of_a_buyer(play: Play) -> None:
    names = (await play(scenario(ASK))).names
    assert names is not None
    assert names.items["高筋面粉"] == names.items["fl-25"] == "hengfeng.FL-25"
    assert names.suppliers["苏州精密"] == names.suppliers["suzhou precision bearings"] == "suzhou-precision"
    assert names.places["一号仓"] == "suzhou-1"
    assert names.people["周婷"] == names.people["zhou ting"] == "zhou-ting"
    assert names.people["王敏"] == "wang-min"
    assert names.units["hengfeng.FL-25"] == {"KGM": "1", "XBG": "25"}


async def test_a_stranger_asks_for_what_is_not_hers(play: Play) -> None:
    record = await play(
        scenario(
            {"say": ORDER}, {"decide": "yes", "actor": "stranger", "conversation": "buyer"}, seed=[{"company": "other"}]
        )
    )
    before, after, _ = whole(record)
    assert (record.turns[1].error or {})["code"] == "not_found"
    assert after.orders == before.orders
