"""The service's own books tell of every write once."""

from typing import Any

import pytest

from evals.scoring.bookkeeping import score
from evals.trials.record import Record
from tests.evals.scoring.hand import DRAFT, NUMBER, OLD, draft, log, record, scenario, snapshot, telling


def reason(of: Record) -> str:
    return score(scenario(), of).reason


def test_a_sound_trial_passes() -> None:
    assert score(scenario(), record()).passed
    assert score(scenario(), telling("-")).passed


@pytest.mark.parametrize("event", ["draft.opened", "draft.executed", "order.issued"])
@pytest.mark.parametrize("times", [0, 2])
def test_everything_is_told_once(event: str, times: int) -> None:
    def told(book: list[dict[str, Any]], word: str) -> list[dict[str, Any]]:
        return [one for one in book for _ in range(times if one[word] == event else 1)]

    subject = NUMBER if event == "order.issued" else DRAFT
    events = record(log=log(events=told(log().events, "type")))
    assert f"{times} events {event} of {subject}, expected 1" in reason(events)
    audit = record(log=log(audit=told(log().audit, "action")))
    assert reason(audit) == f"{times} audit entries {event} of {subject}, expected 1"


def test_the_audit_trail_names_who_did_it() -> None:
    audit = [one | {"actor": "system"} if one["action"] == "order.issued" else one for one in log().audit]
    assert reason(record(log=log(audit=audit))) == (
        f"the audit trail has order.issued of {NUMBER} done by system, it was buyer"
    )


def test_a_cancellation_is_told_too() -> None:
    cancelled = snapshot(cancellations=[OLD], drafts=(draft(tool="cancel_order", order=OLD),))
    assert f"0 events order.cancel_requested of {OLD}, expected 1" in reason(record(after=cancelled))


def test_what_time_ended_is_told_of_nobody() -> None:
    expired = snapshot(drafts=(draft(status="expired", decided_by=None),))
    assert f"0 audit entries draft.expired of {DRAFT}, expected 1" in reason(record(after=expired))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"ledger": [{"scope": "draft", "key": DRAFT}] * 2}, "the ledger has draft drf_1 2 times"),
        ({"ledger": []}, "the ledger does not have draft drf_1, which was executed"),
        ({"audit_whole": False}, "the audit chain is broken"),
        ({"events": [{"aggregate": "a", "aggregate_seq": 1, "type": "t", "published": False}]}, "was not published"),
        (
            {"events": [{"aggregate": "a", "aggregate_seq": seq, "type": "t", "published": True} for seq in (4, 6)]},
            "events of a go from 4 to 6",
        ),
        (
            {"events": [{"aggregate": "a", "aggregate_seq": seq, "type": "t", "published": True} for seq in (4, 4)]},
            "events of a go from 4 to 4",
        ),
    ],
)
def test_the_books_are_whole(changes: dict[str, Any], fault: str) -> None:
    assert fault in reason(record(log=log(**changes)))


def test_without_books_nothing_passes() -> None:
    assert score(scenario(), record(log=None)).passed is False
