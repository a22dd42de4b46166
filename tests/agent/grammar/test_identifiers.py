"""Numbers that name records."""
# ruff: noqa: E501

import pytest

from agent.grammar.identifiers import find_identifiers

PARTS = frozenset({"6204", "6205", "FL-25", "CT-40"})
NAMED = {
    "PO-2026-00119的状态": ("order", "PO-2026-00119"), "po2026-00121": ("order", "PO-2026-00121"), "119号订单": ("order", "119"),
    "order 119": ("order", "119"), "PO 117": ("order", "117"), "121那张单": ("order", "121"), "订单118": ("order", "118"),
    "00121现在": ("order", "00121"), "lot L20261101": ("lot", "L20261101"), "p20261105": ("lot", "P20261105"),
    "SH10042到哪了": ("shipment", "SH10042"), "sh 10042": ("shipment", "SH10042"), "运单CJ1029384756": ("tracking", "CJ1029384756"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMED.items())
def test_a_record_is_named(text: str, expected: tuple[str, str]) -> None:
    assert [(one.kind, one.value) for one in find_identifiers(text, PARTS)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "order 500 6204",
        "order 20 boxes",
        "order 100 - 200 brackets",
        "下个PO 500个6204",
        "订单6204 500个",
        "2026-12-05",
        "二号仓",
        "15号",
        "20261205前",
    ],
)
def test_a_quantity_a_date_or_a_part_is_no_record(text: str) -> None:
    assert find_identifiers(text, PARTS) == ()
