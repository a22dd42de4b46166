"""Capacity is set aside for what waits and taken for what was ordered, as promised."""

from typing import Any

from evals.scoring.capacity import score
from evals.trials.record import Record, TurnRecord
from tests.evals.scoring.hand import (
    NUMBER,
    agreed,
    asked,
    committed,
    draft,
    order,
    record,
    scenario,
    snapshot,
    view,
)


def reason(of: Record) -> str:
    return score(scenario(), of).reason


def promising(*quantities: int) -> TurnRecord:
    """The turn that proposes, with what the supplier promised."""
    steps = [{"quantity": quantity, "date": "2026-12-02"} for quantity in quantities]
    line = {"supplier": "suzhou-precision", "item": "hengfeng.6204", "steps": steps}
    result = {"status": "ok", "drafts": [view() | {"promise": {"lines": [line]}}]}
    return asked(tool_calls=[{"name": "create_order", "arguments": {}, "result": result}])


def ordered(taken: list[dict[str, Any]], *promised: int) -> Record:
    after = snapshot(orders={NUMBER: order()}, drafts=(draft(),), commitments=taken)
    return record(turns=[promising(*promised) if promised else asked(), agreed()], after=after)


def test_what_was_promised_is_taken() -> None:
    assert reason(ordered(committed(), 300, 200)) == ""
    assert reason(ordered(committed("300"), 300)) == ""
    assert reason(ordered(committed("300"))) == ""  # no promise was shown


def test_no_more_and_no_less_is_taken() -> None:
    what = "of hengfeng.6204 at suzhou-precision are committed"
    assert reason(ordered(committed("550"))) == f"550 {what}, for drafts and orders of 500"
    assert reason(ordered(committed("300"), 500)) == f"300 {what}, and 500 were promised"
    assert reason(ordered([], 500)) == f"0 {what}, and 500 were promised"


def test_what_was_taken_before_does_not_count() -> None:
    earlier = record(before=snapshot(commitments=committed("50"))).before
    assert score(scenario(), ordered(committed("550"), 500).model_copy(update={"before": earlier})).passed


def test_nothing_stays_reserved_for_what_is_over() -> None:
    over = snapshot(drafts=(draft(status="declined"),), commitments=committed(status="reserved"))
    assert reason(record(after=over)) == (
        "500 of hengfeng.6204 at suzhou-precision are reserved, for drafts and orders of 0"
    )
    released = snapshot(drafts=(draft(status="declined"),), commitments=committed(status="released"))
    assert reason(record(after=released)) == ""


def test_what_waits_is_reserved() -> None:
    waiting = (draft(status="open"),)
    kept = snapshot(drafts=waiting, commitments=committed(status="reserved"))
    assert reason(record(turns=[promising(500)], after=kept)) == ""
    lost = record(turns=[promising(500)], after=snapshot(drafts=waiting))
    assert reason(lost) == "0 of hengfeng.6204 at suzhou-precision are reserved, and 500 were promised"


def test_without_records_nothing_passes() -> None:
    assert score(scenario(), record(after=None)).passed is False
