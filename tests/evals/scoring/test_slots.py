"""What is said is read from words, in both languages, written and spoken."""

from typing import Any

import pytest

from evals.scoring.slots import score
from tests.evals.scoring.hand import DONE_ZH, NUMBER, agreed, asked, expecting, record, telling


def says(said: dict[str, Any], *replies: str) -> bool:
    found = score(expecting(says=[said]), telling(*replies))
    never = score(expecting(never_says=[said]), telling(*replies))
    assert found.passed is not never.passed
    return bool(found.passed)


SAID = [
    ({"quantity": 500}, "500 个"),
    ({"quantity": 500}, "五百个"),
    ({"quantity": 500}, "500"),
    ({"quantity": 500, "unit": "H87"}, "five hundred pieces of bearing 6204"),
    ({"quantity": 500, "unit": "H87"}, "6204轴承,10 箱"),
    ({"quantity": 10, "unit": "XBX"}, "6204轴承,10 箱"),
    ({"quantity": 1000, "unit": "KGM"}, "1,000 kg"),
    ({"quantity": 2000, "unit": "KGM"}, "2 吨"),
    ({"quantity": 2000, "unit": "KGM"}, "两千公斤"),
    ({"quantity": 2, "unit": "TNE"}, "2,000 kg of bread flour"),
    ({"quantity": "2.5", "unit": "KGM"}, "五斤"),
    ({"quantity": 24, "unit": "H87"}, "two dozen"),
    ({"quantity": 250, "unit": "H87"}, "两百五个"),
    ({"quantity": 12000, "unit": "H87"}, "一万二个"),
    ({"quantity": "0.5", "unit": "TNE"}, "半吨"),
    ({"money": 6400}, "合计:¥6,400.00(含税)"),
    ({"money": 6400}, "合计 ¥6,400.00"),
    ({"money": 6400}, "六千四百元"),
    ({"money": 6400}, "6400 元"),
    ({"money": 6400}, "CNY 6,400"),
    ({"money": 6400}, "six thousand four hundred yuan"),
    ({"money": "12.8"}, "twelve point eight yuan each"),
    ({"money": "12.8"}, "十二元八角"),
    ({"money": 15000}, "1.5万元"),
    ({"date": "2026-12-04"}, "12月4日"),
    ({"date": "2026-12-04"}, "2026-12-04"),
    ({"date": "2026-12-04"}, "2026年12月4日 星期五"),
    ({"date": "2026-12-04"}, "十二月四号"),
    ({"date": "2026-12-04"}, "Friday, 4 December 2026"),
    ({"date": "2026-12-04"}, "Friday, December fourth"),
    ({"date": "2026-12-04"}, "Dec 4th, 2026"),
    ({"date": "2026-05-21"}, "on May twenty-first, twenty twenty-six"),
    ({"item": "6204"}, "六二零四轴承"),
    ({"item": "6204"}, "bearing six two zero four"),
    ({"item": "FL-25"}, "高筋面粉"),
    ({"item": "面粉"}, "flour"),
    ({"item": "BR-20"}, "B R 二零"),
    ({"supplier": "jinmai-flour"}, "金麦面粉可以交货"),
    ({"supplier": "苏州精密"}, "Suzhou Precision Bearings"),
    ({"place": "suzhou-1"}, "苏州一号仓"),
    ({"place": "suzhou-1"}, "to Suzhou one by Friday"),
    ({"person": "李娜"}, "confirmed by Li Na"),
    ({"order": "PO-2026-00117"}, "订单 PO-2026-00117。"),
    ({"order": "PO-2026-00117"}, "P O,二零二六,零零幺幺七"),
    ({"order": "PO-2026-00117"}, "order one one seven"),
    ({"order": "PO-2026-00117"}, "幺幺七号订单"),
    ({"shipment": "SH10042"}, "SH10042:运输中"),
    ({"shipment": "SH10042"}, "S H one zero zero four two"),
    ({"tracking": "CJ1029384756"}, "C J 幺零二九,三八四,七五六"),
    ({"lot": "L20261101"}, "批次 L20261101"),
    ({"concept": "delayed"}, "SH10043: delayed"),
    ({"concept": "delayed"}, "已延误"),
]
UNSAID = [
    ({"quantity": 500}, "5000 个"),
    ({"quantity": 500}, "1,500 pieces"),
    ({"quantity": 500}, "¥500.00"),
    ({"quantity": 12}, "12月4日"),
    ({"quantity": 5, "unit": "H87"}, "5 个工作日"),
    ({"quantity": 123}, "PO-2026-00123"),
    ({"quantity": 500, "unit": "H87"}, "500 公斤"),
    ({"quantity": 500, "unit": "H87"}, "500"),
    ({"quantity": 500, "unit": "H87"}, "10 箱"),
    ({"money": 6400}, "6400 个"),
    ({"money": 6400}, "¥16,400.00"),
    ({"money": 6400}, "¥6,400.50"),
    ({"date": "2026-12-04"}, "2025年12月4日"),
    ({"date": "2026-12-04"}, "12月14日"),
    ({"date": "2026-12-04"}, "next Friday"),
    ({"date": "2026-12-04"}, "4 November 2026"),
    ({"item": "FL-25"}, "金麦面粉"),
    ({"item": "FL-25"}, "Jinmai Flour"),
    ({"item": "BREAD-S"}, "bread flour"),
    ({"item": "6204"}, "62041"),
    ({"supplier": "suzhou-precision"}, "苏州一号仓"),
    ({"place": "suzhou-1"}, "苏州二号仓"),
    ({"order": "PO-2026-00117"}, "PO-2026-001179"),
    ({"order": "PO-2026-00117"}, "117 pieces"),
    ({"shipment": "SH10042"}, "SH100421"),
    ({"lot": "L20261101"}, "PL20261101"),
    ({"concept": "delayed"}, "准时"),
]


@pytest.mark.parametrize(("said", "reply"), SAID)
def test_it_is_said(said: dict[str, Any], reply: str) -> None:
    assert says(said, reply)


@pytest.mark.parametrize(("said", "reply"), UNSAID)
def test_it_is_not_said(said: dict[str, Any], reply: str) -> None:
    assert not says(said, reply)


def test_a_step_may_be_meant() -> None:
    assert says({"money": 1, "at": 2}, "好", "¥1.00")
    assert not says({"money": 1, "at": 1}, "好", "¥1.00")


def test_the_new_order_is_the_one_that_was_issued() -> None:
    new = expecting(says=[{"order": "new"}])
    assert score(new, record()).passed
    wrong = record(turns=[asked(), agreed(reply=DONE_ZH.replace(NUMBER, "PO-2026-00117"))])
    assert score(new, wrong).reason == "does not say order new"
    assert score(new, telling("PO-2026-00123")).passed is False


def test_the_words_of_a_call_count() -> None:
    spoken = record(turns=[asked(reply="-"), agreed(reply="-", spoken="已下单,订单号P O,二零二六,零零幺二三。")])
    assert score(expecting(says=[{"order": "new"}]), spoken).passed


def test_reasons_name_the_slot() -> None:
    found = score(expecting(says=[{"quantity": "500.0", "unit": "KGM"}], never_says=[{"money": 1}]), telling("1元"))
    assert found.reason == "does not say quantity 500 KGM; says money 1, and must not"
    assert score(expecting(), telling("1元")).counts is False
