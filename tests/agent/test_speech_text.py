"""Any text made fit for a voice: nothing of it is left in figures, and each figure becomes what it is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.speech_text import speakable, worded
from procurement.actor import Language

PARTS = ("6204", "6205", "BR-20", "FL-25", "BREAD-S")

MIXED = [
    ("zh", "订单号 PO-2026-00123", "订单号P O,二零二六,零零幺二三。"),
    ("zh", "6204轴承,500 个(10 箱)", "六二零四轴承,五百个,十箱。"),
    ("zh", "合计 ¥6,400.00", "合计六千四百元。"),
    ("zh", "单价 ¥0.045", "单价零点零四五元。"),
    ("zh", "2 个,20个,2,000公斤", "两个,二十个,两千公斤。"),
    ("zh", "最晚 2026年12月4日 星期五", "最晚二零二六年十二月四号星期五。"),
    ("zh", "2026-12-05 到", "二零二六年十二月五号到。"),
    ("zh", "5~10天,13%", "五到十天,百分之十三。"),
    ("zh", "0-4 °C", "零到四摄氏度。"),
    ("zh", "14:05 到货", "十四点零五分到货。"),
    ("zh", "119号订单,订单119", "幺幺九号订单,订单幺幺九。"),
    ("zh", "我要2箱和2.5吨", "我要两箱和二点五吨。"),
    ("zh", "6204个6204轴承", "六千两百零四个六二零四轴承。"),
    ("zh", "order 500 个", "order五百个。"),
    ("en", "bearing 6204, 500 pieces", "bearing six two zero four, five hundred pieces."),
    ("en", "total CNY 6,400.00 (incl. VAT)", "total six thousand four hundred yuan, including VAT."),
    ("en", "by Friday, 4 December 2026.", "by Friday, December fourth, twenty twenty-six."),
    ("en", "Dec 5th, 9:00", "December fifth, nine o'clock."),
    ("en", "5-10 days at 2.5 kg, 13%", "five to ten days at two point five kilograms, thirteen percent."),
    ("en", "1 kg of BR-20", "one kilogram of B R two zero."),
    ("en", "order 119 and #120", "order one one nine and number one two zero."),
    ("en", "order 500 pieces", "order five hundred pieces."),
    ("en", "waybill CJ1029384756", "waybill C J one zero two nine, three eight four, seven five six."),
    ("en", "2026-11-27T10:00:00+08:00", "November twenty-seventh, twenty twenty-six ten o'clock."),
    ("en", "€1,200.50 & $3", "one thousand two hundred point five euros and three US dollars."),
    ("en", "**Two** boxes:\n- `BR-20`\n- [bread](https://x.y/1)", "Two boxes.\nB R two zero.\nbread."),
    ("en", "don't | 'quote' 🚚 → it", "don't, quote to it."),
    ("en", "call 13800138000", "call one three eight zero, zero one three eight, zero zero zero."),
]


@pytest.mark.parametrize(("language", "text", "said"), MIXED)
def test_mixed_text(language: Language, text: str, said: str) -> None:
    assert speakable(text, language, PARTS) == " ".join(said.split("\n"))


@pytest.mark.parametrize("language", ["zh", "en"])
@settings(deadline=None, max_examples=300)
@given(text=st.text(st.sampled_from("0123456789 .,:;/-~%°¥$#()年月日号个箱元订单POSHLkgT\n和五"), max_size=40))
def test_nothing_is_left_in_figures(language: Language, text: str) -> None:
    said = speakable(text, language, PARTS)
    assert not re.search(r"\d", said), said


@pytest.mark.parametrize("language", ["zh", "en"])
@settings(deadline=None, max_examples=200)
@given(text=st.text(max_size=60))
def test_any_text_can_be_said(language: Language, text: str) -> None:
    said = speakable(text, language)
    assert not re.search(r"[0-9*`|<>{}\[\]_]", said)
    assert "\n" not in said


def test_a_value_has_no_mark_of_its_own() -> None:
    assert worded("Suzhou 1", "en") == "Suzhou one"
    assert worded("6204轴承", "zh", ["6204"]) == "六二零四轴承"
