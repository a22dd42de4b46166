from typing import Any

from evals.reports.differences import Difference, differences, said
from evals.trials.record import Snapshot


def records(**changes: Any) -> Snapshot:
    plain: dict[str, Any] = {"orders": {}, "drafts": [], "cancellations": [], "commitments": [], "others": {}}
    return Snapshot(**{**plain, **changes})


def order(quantity: int) -> dict[str, Any]:
    return {
        "supplier": "s",
        "date": None,
        "lines": [{"item": "6204", "quantity": quantity}, {"item": "6205", "quantity": 1}],
    }


def test_only_what_changed_is_a_difference() -> None:
    before, after = records(orders={"PO-1": order(5)}), records(orders={"PO-1": order(6)})
    lines = "item 6204, quantity {}\nitem 6205, quantity 1"
    assert differences(before, after, None) == [
        Difference("order PO-1", "lines", lines.format(5), lines.format(6), None, False)
    ]
    assert differences(after, after, None) == []


def test_what_should_have_changed_is_one_too() -> None:
    before, due = (
        records(others={"lots": {"L1": {"status": "free"}}}),
        records(others={"lots": {"L1": {"status": "held"}}}),
    )
    assert differences(before, before, due) == [Difference("lots L1", "status", "free", "free", "held", True)]
    assert differences(before, due, due) == [Difference("lots L1", "status", "free", "held", "held", False)]


def test_the_way_to_a_state_is_not_compared() -> None:
    after = records(drafts=[{"id": "d1"}], orders={"PO-1": {"draft": "d1", "date": "2026-12-04"}})
    due = records(drafts=[{"id": "d9"}, {"id": "d8"}], orders={"PO-1": {"draft": "d9", "date": "2026-12-04"}})
    assert [d for d in differences(records(), after, due) if d.wrong] == []


def test_new_and_vanished_records_have_an_empty_side() -> None:
    full = records(drafts=[{"id": "d1", "status": "open"}], cancellations=["PO-7"])
    assert [(d.record, d.field, d.before, d.after) for d in differences(records(), full, None)] == [
        ("draft 1", "id", "", "d1"),
        ("draft 1", "status", "", "open"),
        ("order PO-7", "cancellation", "", "asked for"),
    ]
    assert [d.after for d in differences(full, records(), None)] == ["", "", ""]


def test_commitments_of_a_kind_are_all_told() -> None:
    one = {
        "supplier": "s",
        "item": "6204",
        "source": "capacity",
        "bucket": "2026-W49",
        "quantity": 500,
        "status": "held",
    }
    found = differences(records(), records(commitments=[one, {**one, "quantity": 20}]), None)
    assert [(d.field, d.after) for d in found] == [("s 6204 capacity 2026-W49 held", "500, 20")]


def test_values_as_people_read_them() -> None:
    assert said(None) == "-"
    assert said([]) == "-"
    assert said({"a": [1, 2]}) == "a 1\n2"
