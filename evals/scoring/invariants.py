"""What must hold of every trial, whatever it was about: the records, the decisions and the service's own log fit each
other, and everything that was begun is over."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from evals.scenarios.scenario import Scenario
from evals.scoring.end_state import WAITING
from evals.scoring.score import Score
from evals.trials.record import EventLog, Record, Snapshot

NAME = "invariants"

Entry = Mapping[str, Any]


def score(scenario: Scenario, record: Record) -> Score:
    if record.before is None or record.after is None or record.log is None:
        return Score(NAME, False, "the records or the log are not known")
    faults = list(violations(record.before, record.after, record.log))
    return Score(NAME, not faults, "; ".join(faults))


def violations(before: Snapshot, after: Snapshot, log: EventLog) -> Iterator[str]:
    yield from _written_with_consent(before, after, log)
    yield from _written_once(before, after, log)
    yield from _told_in_order(log)
    yield from _ended(log)
    yield from _reserved_for_what_waits(after)
    yield from _committed_for_orders(before, after)


def people_of(snapshot: Snapshot) -> dict[str, Entry]:
    """By handle: the row of the contact."""
    return {person["handle"]: person for person in snapshot.others.get("contact", {}).values()}


def new_writes(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, str | None]]:
    """(what, id of the draft it came from) of every order and cancellation of the trial."""
    for number, order in after.orders.items():
        if number not in before.orders:
            yield f"order {number}", order["draft"]
    for number in sorted(set(after.cancellations) - set(before.cancellations)):
        asked = (draft for draft in after.drafts if draft["order"] == number and draft["status"] == "executed")
        yield f"cancellation of {number}", next((draft["id"] for draft in asked if _cancels(draft)), None)


def _cancels(draft: Entry) -> bool:
    return bool(draft["tool"] == "cancel_order")


def _written_with_consent(before: Snapshot, after: Snapshot, log: EventLog) -> Iterator[str]:
    drafts, people = {draft["id"]: draft for draft in after.drafts}, people_of(after)
    for what, origin in new_writes(before, after):
        draft = drafts.get(origin or "")
        if draft is None:
            yield f"{what} came from no draft"
        elif not any(_consents(one, draft, people) for one in log.confirmations):
            yield f"{what} has no yes to its very draft by a person who may say it"


def _consents(confirmation: Entry, draft: Entry, people: Mapping[str, Entry]) -> bool:
    """The proposer may decide, and whoever may approve in the same company."""
    if confirmation["draft"] != draft["id"] or confirmation["decision"] != "yes" or not confirmation["digest_matches"]:
        return False
    person, proposer = people.get(confirmation["actor"], {}), people.get(draft["actor"], {})
    approves = bool(person.get("may_approve")) and person.get("party_id") == proposer.get("party_id")
    return bool(confirmation["actor"] == draft["actor"] or approves)


def _written_once(before: Snapshot, after: Snapshot, log: EventLog) -> Iterator[str]:
    old = {draft["id"] for draft in before.drafts}
    writes = Counter(origin for _, origin in new_writes(before, after) if origin is not None)
    for draft in after.drafts:
        count, name = writes[draft["id"]], f"draft {draft['id']} ({draft['tool']})"
        if draft["id"] in old:
            continue
        if count > 1:
            yield f"{name} was executed {count} times"
        if draft["status"] == "executed" and not count:
            yield f"{name} is executed, and wrote nothing"
        if draft["status"] != "executed" and count:
            yield f"{name} is {draft['status']}, and wrote something all the same"
    for (scope, key), count in Counter((one["scope"], one["key"]) for one in log.ledger).items():
        if count > 1:
            yield f"the ledger has {scope} {key} {count} times"


def _told_in_order(log: EventLog) -> Iterator[str]:
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


def _ended(log: EventLog) -> Iterator[str]:
    for turn in log.turns:
        if turn["status"] in ("queued", "running"):
            yield f"turn {turn['seq']} of {turn['conversation']} is still {turn['status']}"


def _reserved_for_what_waits(after: Snapshot) -> Iterator[str]:
    waiting = [draft for draft in after.drafts if draft["status"] in WAITING and draft["tool"] == "create_order"]
    allowed = _ordered(waiting)
    for pair, quantity in _capacity(after, "reserved").items():
        if quantity > allowed[pair]:
            yield f"{quantity} of {pair[1]} at {pair[0]} are reserved, {allowed[pair]} by drafts that wait"


def _committed_for_orders(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """An order takes no more than its quantity; less where the supplier cannot promise all of it."""
    new = [order for number, order in after.orders.items() if number not in before.orders]
    ordered, earlier = _ordered(new), _capacity(before, "committed")
    for pair, quantity in _capacity(after, "committed").items():
        taken = quantity - earlier[pair]
        if taken > ordered[pair]:
            yield f"{taken} of {pair[1]} at {pair[0]} are committed, {ordered[pair]} ordered"


Amounts = defaultdict[tuple[str, str], Decimal]
"""{(supplier, item): base units}"""


def _sums(parts: Iterable[tuple[str, str, Any]]) -> Amounts:
    amounts: Amounts = defaultdict(Decimal)
    for supplier, item, quantity in parts:
        amounts[supplier, item] += Decimal(quantity)
    return amounts


def _ordered(entries: Iterable[Entry]) -> Amounts:
    return _sums((entry["supplier"], line["item"], line["quantity"]) for entry in entries for line in entry["lines"])


def _capacity(snapshot: Snapshot, status: str) -> Amounts:
    return _sums(
        (one["supplier"], one["item"], one["quantity"]) for one in snapshot.commitments if one["status"] == status
    )
