"""A reference says what should come of a scenario; one that cannot be carried out is an error, never a pass."""

from typing import Any

import pytest

from evals.trials.record import Snapshot
from tests.evals.trials.conftest import ORDER, Play, scenario, whole

CALL: dict[str, Any] = {
    "tool": "create_order",
    "arguments": {
        "supplier": "suzhou-precision",
        "lines": [{"item": "6204", "quantity": "500"}],
        "date": "2026-12-04",
    },
}


def without_ids(snapshot: Snapshot) -> Snapshot:
    orders = {number: order | {"draft": None} for number, order in snapshot.orders.items()}
    return snapshot.model_copy(update={"orders": orders, "drafts": [draft | {"id": None} for draft in snapshot.drafts]})


async def test_the_agent_leaves_what_the_reference_leaves(play: Play) -> None:
    reference = {"reference": [CALL, {"decide": "yes"}]}
    record = await play(scenario({"say": ORDER}, {"decide": "yes"}, expect=reference))
    _, after, _ = whole(record)
    assert record.expected is not None
    assert without_ids(record.expected) == without_ids(after)


async def test_a_reference_above_the_limit_is_decided_by_two(play: Play) -> None:
    call = {"tool": "create_order", "arguments": CALL["arguments"] | {"lines": [{"item": "6204", "quantity": "5000"}]}}
    reference = {"reference": [call, {"decide": "yes"}, {"decide": "yes", "actor": "manager"}]}
    record = await play(scenario({"say": ORDER}, expect=reference))
    assert record.expected is not None
    assert [draft["decided_by"] for draft in record.expected.drafts] == ["manager"]


@pytest.mark.parametrize(
    ("actions", "complaint"),
    [
        ([CALL | {"arguments": {"lines": [{"item": "6204", "quantity": "500"}]}}], "action 1, create_order"),
        ([CALL | {"tool": "make_order"}], "action 1, make_order"),
        ([{"decide": "yes"}], "action 1: there is no draft"),
        ([CALL, {"decide": "yes", "actor": "quality"}], "action 2: Somebody else"),
        ([CALL, {"decide": "yes"}, {"decide": "yes"}], "action 3: yes left the draft executed"),
        ([CALL, {"decide": "no"}, {"decide": "yes"}], "action 3: yes left the draft declined"),
    ],
)
async def test_a_reference_that_fails_is_an_error(play: Play, actions: list[dict[str, Any]], complaint: str) -> None:
    record = await play(scenario({"say": ORDER}, expect={"reference": actions}))
    assert record.error is not None
    assert record.error.startswith(f"ReferenceFailed: {complaint}")
    assert record.expected is None
