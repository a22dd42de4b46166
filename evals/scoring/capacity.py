"""Whether a supplier's capacity is set aside for what waits and taken for what was ordered, as it was promised."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from evals.scenarios.scenario import Scenario
from evals.scoring.end_state import WAITING
from evals.scoring.score import Score
from evals.trials.record import Record, Snapshot, TurnRecord

NAME = "capacity"

Entry = Mapping[str, Any]
Amounts = defaultdict[tuple[str, str], Decimal]
"""{(supplier, item): base units}"""


def score(scenario: Scenario, record: Record) -> Score:
    if record.before is None or record.after is None:
        return Score(NAME, False, "the records are not known")
    promised = _promises(record.turns)
    faults = list(_reserved(record.before, record.after, promised))
    faults += _committed(record.before, record.after, promised)
    return Score(NAME, not faults, "; ".join(faults))


def _reserved(before: Snapshot, after: Snapshot, promised: Mapping[str, Amounts]) -> Iterator[str]:
    """Reservations of drafts that are over are released."""
    waiting = {
        draft["id"]: draft for draft in after.drafts if draft["status"] in WAITING and draft["tool"] == "create_order"
    }
    yield from _differences("reserved", _sums_of(after, "reserved"), waiting, promised)


def _committed(before: Snapshot, after: Snapshot, promised: Mapping[str, Amounts]) -> Iterator[str]:
    new = {order["draft"]: order for number, order in after.orders.items() if number not in before.orders}
    taken, earlier = _sums_of(after, "committed"), _sums_of(before, "committed")
    for pair, quantity in earlier.items():
        taken[pair] -= quantity
    yield from _differences("committed", taken, new, promised)


def _differences(
    word: str, taken: Amounts, entries: Mapping[str, Entry], promised: Mapping[str, Amounts]
) -> Iterator[str]:
    """What is taken is what was promised to the ``entries`` (by draft id), and never more than they are for: a supplier
    may promise less than all. Where a promise was not shown, only the latter can be told."""
    wished = _sums(
        (entry["supplier"], line["item"], line["quantity"]) for entry in entries.values() for line in entry["lines"]
    )
    known = _sums((*pair, quantity) for id in entries for pair, quantity in promised.get(id, Amounts(Decimal)).items())
    shown = entries.keys() <= promised.keys()
    for pair in sorted(taken.keys() | wished.keys()):
        what = f"{taken[pair]} of {pair[1]} at {pair[0]} are {word}"
        if taken[pair] > wished[pair]:
            yield f"{what}, for drafts and orders of {wished[pair]}"
        elif shown and taken[pair] != known[pair]:
            yield f"{what}, and {known[pair]} were promised"


def _promises(turns: Iterable[TurnRecord]) -> dict[str, Amounts]:
    """By draft: what its supplier promised when it was shown."""
    results = [call.get("result") or {} for turn in turns for call in turn.tool_calls]
    return {
        draft["id"]: _sums(
            (line["supplier"], line["item"], step["quantity"])
            for line in draft["promise"]["lines"]
            for step in line["steps"]
        )
        for result in results
        for draft in result.get("drafts") or ()
        if draft.get("promise")
    }


def _sums_of(snapshot: Snapshot, status: str) -> Amounts:
    return _sums(
        (one["supplier"], one["item"], one["quantity"]) for one in snapshot.commitments if one["status"] == status
    )


def _sums(parts: Iterable[tuple[str, str, Any]]) -> Amounts:
    amounts = Amounts(Decimal)
    for supplier, item, quantity in parts:
        amounts[supplier, item] += Decimal(str(quantity))
    return amounts
