"""What must hold of every trial."""

from typing import Any

import pytest

from evals.scoring.invariants import score
from evals.trials.record import Record
from tests.evals.scoring.hand import (
    DRAFT,
    NUMBER,
    OLD,
    committed,
    confirmation,
    draft,
    log,
    order,
    record,
    scenario,
    snapshot,
)


def reason(of: Record) -> str:
    return score(scenario(), of).reason


def test_a_sound_trial_passes() -> None:
    assert score(scenario(), record()).passed


@pytest.mark.parametrize(
    "confirmations",
    [
        [],
        [confirmation(decision="no")],
        [confirmation(digest_matches=False)],
        [confirmation(draft="drf_2")],
        [confirmation(actor="jinmai-flour")],
    ],
)
def test_a_write_takes_a_yes_to_its_very_draft_by_a_person_who_may(confirmations: list[dict[str, Any]]) -> None:
    assert reason(record(log=log(confirmations=confirmations))) == (
        f"order {NUMBER} has no yes to its very draft by a person who may say it"
    )


def test_who_may_approve_may_say_yes() -> None:
    assert score(scenario(), record(log=log(confirmations=[confirmation(actor="manager")]))).passed


def test_a_cancellation_takes_a_yes_too() -> None:
    asked = draft(tool="cancel_order", order=OLD)
    cancelled = snapshot(cancellations=[OLD], drafts=(asked,))
    assert score(scenario(), record(after=cancelled)).passed
    assert "cancellation of PO-2026-00121 has no yes" in reason(record(after=cancelled, log=log(confirmations=[])))
    assert "came from no draft" in reason(record(after=snapshot(cancellations=[OLD])))


def test_an_order_comes_from_a_draft() -> None:
    stray = snapshot(orders={NUMBER: order(draft=None)}, commitments=committed())
    assert f"order {NUMBER} came from no draft" in reason(record(after=stray))


def test_a_draft_is_executed_once() -> None:
    twice = snapshot(orders={NUMBER: order(), "PO-2026-00124": order()}, drafts=(draft(),), commitments=committed())
    assert f"draft {DRAFT} (create_order) was executed 2 times" in reason(record(after=twice))
    never = snapshot(drafts=(draft(),))
    assert "is executed, and wrote nothing" in reason(record(after=never))
    declined = snapshot(orders={NUMBER: order()}, drafts=(draft(status="declined"),), commitments=committed())
    assert "is declined, and wrote something all the same" in reason(record(after=declined))


@pytest.mark.parametrize("status", ["queued", "running"])
def test_every_turn_is_over(status: str) -> None:
    turns = [{"conversation": "c", "seq": 1, "status": status, "channel": "chat"}]
    assert reason(record(log=log(turns=turns))) == f"turn 1 of c is still {status}"


def test_without_a_log_nothing_passes() -> None:
    assert score(scenario(), record(log=None)).passed is False
