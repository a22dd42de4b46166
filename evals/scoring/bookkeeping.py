"""Whether the service's own books tell of every write once, by whom and in order: events, audit trail, ledger."""

from collections import Counter
from collections.abc import Iterator

from evals.scenarios.scenario import Scenario
from evals.scoring.score import Score
from evals.scoring.writes import new_drafts, new_writes
from evals.trials.record import EventLog, Record, Snapshot

NAME = "bookkeeping"


def score(scenario: Scenario, record: Record) -> Score:
    if record.before is None or record.after is None or record.log is None:
        return Score(NAME, False, "the records or the log are not known")
    faults = list(violations(record.before, record.after, record.log))
    return Score(NAME, not faults, "; ".join(faults))


def violations(before: Snapshot, after: Snapshot, log: EventLog) -> Iterator[str]:
    yield from _in_order(log)
    drafts = {draft["id"]: draft for draft in after.drafts}
    for write in new_writes(before, after):
        decided_by = drafts.get(write.draft or "", {}).get("decided_by")
        yield from _told_once(write.event, write.number, decided_by, log)
    for draft in new_drafts(before, after):
        yield from _told_once("draft.opened", draft["id"], draft["actor"], log)
        if draft["status"] not in ("open", "pending_approval"):
            yield from _told_once(f"draft.{draft['status']}", draft["id"], draft["decided_by"] or "system", log)
    yield from _in_the_ledger(before, after, log)


def _in_order(log: EventLog) -> Iterator[str]:
    last: dict[str, int] = {}
    for event in log.events:
        aggregate, number = event["aggregate"], event["aggregate_seq"]
        if aggregate in last and number != last[aggregate] + 1:
            yield f"events of {aggregate} go from {last[aggregate]} to {number}"
        last[aggregate] = number
        if not event["published"]:
            yield f"event {event['type']} of {aggregate} was not published"
    if not log.audit_whole:
        yield "the audit chain is broken"


def _told_once(event: str, subject: str, actor: str | None, log: EventLog) -> Iterator[str]:
    """By one event, and one audit entry of the person who did it."""
    events = sum(one["aggregate"] == subject and one["type"] == event for one in log.events)
    entries = [one for one in log.audit if one["subject"] == subject and one["action"] == event]
    if events != 1:
        yield f"{events} events {event} of {subject}, expected 1"
    if len(entries) != 1:
        yield f"{len(entries)} audit entries {event} of {subject}, expected 1"
    elif actor is not None and entries[0]["actor"] != actor:
        yield f"the audit trail has {event} of {subject} done by {entries[0]['actor']}, it was {actor}"


def _in_the_ledger(before: Snapshot, after: Snapshot, log: EventLog) -> Iterator[str]:
    kept = Counter((one["scope"], one["key"]) for one in log.ledger)
    for (scope, key), count in kept.items():
        if count > 1:
            yield f"the ledger has {scope} {key} {count} times"
    for draft in new_drafts(before, after):
        if draft["status"] == "executed" and not kept["draft", draft["id"]]:
            yield f"the ledger does not have draft {draft['id']}, which was executed"
