"""The end state: what is too much, missing or different is named."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.scoring.end_state import score
from evals.trials.record import Snapshot
from tests.evals.scoring.hand import LINE, NUMBER, OLD, draft, order, record, scenario, snapshot

FLOUR = {"item": "hengfeng.FL-25", "quantity": "1000", "unit": "KGM", "unit_price": "4.2"}


def expecting(**state: Any) -> Any:
    says = [{"concept": "delayed"}]
    return scenario(expect={"state": state, "says": says})


def ordered(**changes: Any) -> dict[str, Any]:
    return {"supplier": "苏州精密", "lines": [{"item": "6204", "quantity": 500}]} | changes


def after(**changes: Any) -> Snapshot:
    return snapshot(orders={NUMBER: order(**changes)}, drafts=(draft(),))


def test_an_order_as_expected_passes() -> None:
    full = ordered(date="2026-12-04", place="苏州一号仓", gross="6400.00")
    full["lines"] = [{"item": "bearing 6204", "quantity": 10, "unit": "XBX", "unit_price": "12.80"}]
    drafts = [{"tool": "create_order", "status": "executed"}]
    assert score(expecting(orders=[full], drafts=drafts), record()).passed


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"lines": [LINE | {"quantity": "50"}]}, "order PO-2026-00123 to suzhou-precision: quantity 50, expected 500"),
        ({"lines": [LINE | {"unit_price": "12.5"}]}, "unit price 12.5, expected 12.8"),
        ({"lines": [LINE | {"item": "hengfeng.6205"}]}, "missing line 500 x 6204"),
        ({"lines": [LINE, FLOUR]}, "line too much 1000 KGM hengfeng.FL-25"),
        ({"lines": [LINE, LINE]}, "line too much 500 H87 hengfeng.6204"),
        ({"supplier": "huadong-precision"}, "supplier huadong-precision, expected 苏州精密"),
        ({"date": "2026-12-05"}, "date 2026-12-05, expected 2026-12-04"),
        ({"place": "suzhou-2"}, "place suzhou-2, expected suzhou-1"),
        ({"gross": "6400.01"}, "total 6400.01, expected 6400"),
        ({"transmitted": False}, "transmitted False, expected True"),
        ({"document_status": "on_hold"}, "document status on_hold, expected issued"),
    ],
)
def test_another_order_is_told_apart(changes: dict[str, Any], reason: str) -> None:
    wanted = ordered(date="2026-12-04", place="suzhou-1", gross=6400)
    wanted["lines"] = [{"item": "6204", "quantity": 500, "unit_price": "12.8"}]
    found = score(expecting(orders=[wanted]), record(after=after(**changes)))
    assert found.passed is False
    assert reason in found.reason


def test_what_is_left_out_is_not_compared() -> None:
    assert score(expecting(orders=[ordered()]), record(after=after(date="2027-01-01", place="wuhan", gross="1"))).passed


def test_an_order_missing_or_too_much() -> None:
    missing = score(expecting(orders=[ordered()]), record(after=snapshot()))
    assert missing.reason == "missing: order to 苏州精密: 500 x 6204"
    two = snapshot(orders={NUMBER: order(), "PO-2026-00124": order(draft="drf_2")}, drafts=(draft(),))
    doubled = score(expecting(orders=[ordered()]), record(after=two))
    assert doubled.reason == "too much: order PO-2026-00124 to suzhou-precision: 500 H87 hengfeng.6204"
    unwanted = score(expecting(), record())
    assert "too much: order PO-2026-00123" in unwanted.reason


@given(st.permutations([LINE, FLOUR, LINE | {"quantity": "50"}]), st.permutations([0, 1, 2]))
def test_the_order_of_lines_does_not_matter(lines: list[dict[str, str]], places: list[int]) -> None:
    wanted = [{"item": "6204", "quantity": 500}, {"item": "FL-25", "quantity": 1, "unit": "TNE"}]
    wanted.append({"item": "6204", "quantity": 1, "unit": "XBX"})
    end = expecting(orders=[ordered(lines=[wanted[place] for place in places])])
    assert score(end, record(after=after(lines=lines))).passed
    assert not score(end, record(after=after(lines=lines[:2]))).passed


@given(st.integers(1, 10_000), st.sampled_from([("KGM", 1000), ("XBG", 40), ("TNE", 1), ("GRM", 1_000_000)]))
def test_units_of_an_item_are_one_quantity(count: int, unit: tuple[str, int]) -> None:
    code, per_tonne = unit
    lines = [FLOUR | {"quantity": str(count * 1000)}]
    for off, right in ((0, True), (1, False)):
        wanted = ordered(lines=[{"item": "flour", "quantity": count * per_tonne + off, "unit": code}])
        assert score(expecting(orders=[wanted]), record(after=after(lines=lines))).passed is right


def test_an_open_expectation_does_not_take_what_only_another_fits() -> None:
    two = snapshot(orders={NUMBER: order(date="2026-12-04"), "PO-2026-00124": order(date="2026-12-11")})
    end = expecting(orders=[ordered(), ordered(date="2026-12-04")])
    assert score(end, record(after=two)).passed


def test_a_draft_that_waits_is_too_much_unless_expected() -> None:
    waiting = record(after=snapshot(drafts=(draft(status="open"),)))
    assert score(expecting(), waiting).reason == "a draft still waits: create_order, open"
    assert score(expecting(drafts=[{"tool": "create_order", "status": "open", "place": "一号仓"}]), waiting).passed
    expired = score(expecting(drafts=[{"tool": "create_order", "status": "expired"}]), waiting)
    assert expired.reason == "draft of create_order: status open, expected expired"
    assert score(expecting(drafts=[]), waiting).reason == "too much: draft of create_order, open"
    gone = score(expecting(drafts=[{"tool": "create_order", "status": "open"}]), record(after=snapshot()))
    assert gone.reason == "missing: draft of create_order, open"


def test_a_cancellation_changes_its_order_too() -> None:
    asked = snapshot(cancellations=[OLD])
    asked.orders[OLD]["document_status"] = "cancel_requested"
    assert score(expecting(cancellations=[OLD]), record(after=asked)).passed
    nothing = score(expecting(cancellations=[OLD]), record(after=snapshot()))
    assert f"missing: cancellation of {OLD}" in nothing.reason
    assert f"missing: purchase_order {OLD}: document_status should be cancel_requested" in nothing.reason
    unwanted = score(expecting(), record(after=asked))
    assert f"too much: cancellation of {OLD}" in unwanted.reason


def test_other_records_change_as_expected_and_no_others() -> None:
    changed = snapshot()
    changed.others["stock_level"]["hengfeng.BT-10/suzhou-1"]["on_hand"] = "30.0"
    name = {"table": "stock_level", "key": "hengfeng.BT-10/suzhou-1"}
    assert score(expecting(changes=[name | {"to": {"on_hand": 30}}]), record(after=changed)).passed
    other = score(expecting(changes=[name | {"to": {"on_hand": 31}}]), record(after=changed))
    assert other.reason == "stock_level hengfeng.BT-10/suzhou-1: on_hand is 30.0, expected 31"
    assert "too much: stock_level" in score(expecting(), record(after=changed)).reason
    gone = snapshot(others={})
    assert "too much: contact he-jing" in score(expecting(), record(after=gone)).reason


def test_a_reference_is_what_must_result() -> None:
    tried = scenario(expect={"reference": [{"tool": "create_order"}, {"decide": "yes"}]})
    same = snapshot(orders={NUMBER: order(draft="drf_ref")}, drafts=(draft(id="drf_ref"),))
    assert score(tried, record(expected=same)).passed
    other = snapshot(orders={NUMBER: order(place="wuhan")}, drafts=(draft(),))
    assert "place suzhou-1, expected wuhan" in score(tried, record(expected=other)).reason
    waiting = snapshot(drafts=(draft(status="open"),))
    assert "missing: draft of create_order, open" in score(tried, record(expected=waiting)).reason
    assert score(tried, record(expected=None)).passed is False


def test_without_snapshots_nothing_passes() -> None:
    assert score(scenario(), record(after=None)).passed is False
