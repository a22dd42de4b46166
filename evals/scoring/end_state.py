"""Whether the records ended as they must: what was expected is there, and nothing else has changed."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evals.scenarios.scenario import DraftEnd, LineEnd, OrderEnd, Scenario, State
from evals.scoring.measures import NOBODY, base_quantity, decimal, figure, item_id, place_id, supplier_id
from evals.scoring.pairing import paired
from evals.scoring.score import Score
from evals.trials.record import Names, Record, Snapshot

NAME = "end_state"
WAITING = ("open", "pending_approval")

Entry = Mapping[str, Any]


def score(scenario: Scenario, record: Record) -> Score:
    if record.before is None or record.after is None:
        return Score(NAME, False, "the state of the records is not known")
    names = record.names or NOBODY
    if scenario.expect.state is not None:
        wrong = list(differences(scenario.expect.state, record.before, record.after, names))
    elif record.expected is not None:
        wrong = list(_from_reference(record.before, record.expected, record.after, names))
    else:
        wrong = ["the reference left no state to compare with"]
    return Score(NAME, not wrong, "; ".join(wrong))


def differences(state: State, before: Snapshot, after: Snapshot, names: Names) -> Iterator[str]:
    """In words, everything that is not as ``state`` has it."""
    new = {number: order for number, order in after.orders.items() if number not in before.orders}
    yield from _orders(state.orders, new, names)
    made = [draft for draft in after.drafts if draft["id"] not in {old["id"] for old in before.drafts}]
    yield from _drafts(state.drafts, made, names)
    yield from _cancellations(state.cancellations, before, after)
    yield from _changes(_wanted(state, before), changes(before, after))


def _from_reference(before: Snapshot, expected: Snapshot, after: Snapshot, names: Names) -> Iterator[str]:
    """The same, with a state that was reached without the agent; of drafts only those count that still wait."""
    waiting = [_draft_end(draft) for draft in expected.drafts if draft["status"] in WAITING]
    state = State(
        orders=tuple(_order_end(order) for number, order in expected.orders.items() if number not in before.orders),
        cancellations=tuple(sorted(set(expected.cancellations) - set(before.cancellations))),
    )
    new = {number: order for number, order in after.orders.items() if number not in before.orders}
    yield from _orders(state.orders, new, names)
    yield from _drafts(waiting, [draft for draft in after.drafts if draft["status"] in WAITING], names)
    yield from _cancellations(state.cancellations, before, after)
    yield from _changes(changes(before, expected), changes(before, after))


# --- orders ---------------------------------------------------------------------------------------------------------


def _orders(expected: Sequence[OrderEnd], new: Mapping[str, Entry], names: Names) -> Iterator[str]:
    missing, extra = paired(expected, list(new.items()), lambda end, one: not list(_order_faults(end, one[1], names)))
    for end in missing:
        near = _nearest(end, extra, names)
        if near is None:
            yield f"missing: order to {end.supplier}: {_listed(end.lines)}"
        else:
            extra.remove(near)
            yield f"order {near[0]} to {near[1]['supplier']}: {', '.join(_order_faults(end, near[1], names))}"
    for number, order in extra:
        yield f"too much: order {number} to {order['supplier']}: {_shown(order['lines'])}"


def _nearest(end: OrderEnd, candidates: Sequence[tuple[str, Entry]], names: Names) -> tuple[str, Entry] | None:
    return min(candidates, key=lambda one: len(list(_order_faults(end, one[1], names))), default=None)


def _order_faults(end: OrderEnd, order: Entry, names: Names) -> Iterator[str]:
    yield from _field_faults(end, order, names)
    for name in ("document_status", "transmitted"):
        if order[name] != getattr(end, name):
            yield f"{name.replace('_', ' ')} {order[name]}, expected {getattr(end, name)}"


def _field_faults(end: OrderEnd | DraftEnd, entry: Entry, names: Names) -> Iterator[str]:
    if end.supplier is not None and entry["supplier"] != supplier_id(end.supplier, names):
        yield f"supplier {entry['supplier']}, expected {end.supplier}"
    if end.lines is not None:
        yield from _line_faults(end.lines, entry["lines"] or (), names)
    if end.date is not None and entry["date"] != end.date.isoformat():
        yield f"date {entry['date']}, expected {end.date}"
    if end.place is not None and entry["place"] != place_id(end.place, names):
        yield f"place {entry['place']}, expected {end.place}"
    if end.gross is not None and decimal(entry["gross"]) != end.gross:
        yield f"total {entry['gross']}, expected {figure(end.gross)}"


def _line_faults(expected: Sequence[LineEnd], lines: Sequence[Entry], names: Names) -> Iterator[str]:
    missing, extra = paired(expected, lines, lambda end, line: not list(_line_differences(end, line, names)))
    for end in missing:
        near = next((line for line in extra if line["item"] == item_id(end.item, names)), None)
        if near is None:
            yield f"missing line {_listed((end,))}"
        else:
            extra.remove(near)
            yield from _line_differences(end, near, names)
    for line in extra:
        yield f"line too much {_shown((line,))}"


def _line_differences(end: LineEnd, line: Entry, names: Names) -> Iterator[str]:
    item = item_id(end.item, names)
    if line["item"] != item:
        yield f"item {line['item']}, expected {end.item}"
    wanted = base_quantity(end.quantity, end.unit, item, names)
    if _base(line, names) != wanted:
        yield f"quantity {line['quantity']}, expected {figure(end.quantity if wanted is None else wanted)}"
    if end.unit_price is not None and decimal(line["unit_price"]) != end.unit_price:
        yield f"unit price {line['unit_price']}, expected {figure(end.unit_price)}"


def _base(line: Entry, names: Names) -> Decimal | None:
    return base_quantity(Decimal(str(line["quantity"])), line["unit"], line["item"], names)


def _listed(lines: Sequence[LineEnd]) -> str:
    return ", ".join(f"{figure(line.quantity)} {line.unit or 'x'} {line.item}" for line in lines)


def _shown(lines: Sequence[Entry]) -> str:
    return ", ".join(f"{line['quantity']} {line['unit']} {line['item']}" for line in lines)


def _order_end(order: Entry) -> OrderEnd:
    return OrderEnd(
        supplier=order["supplier"],
        lines=tuple(_line_end(line) for line in order["lines"]),
        date=dt.date.fromisoformat(order["date"]),
        place=order["place"],
        gross=Decimal(order["gross"]),
        document_status=order["document_status"],
        transmitted=order["transmitted"],
    )


def _line_end(line: Entry) -> LineEnd:
    quantity, price = Decimal(str(line["quantity"])), line.get("unit_price")
    return LineEnd(
        item=line["item"], quantity=quantity, unit=line["unit"], unit_price=None if price is None else Decimal(price)
    )


# --- drafts ---------------------------------------------------------------------------------------------------------


def _drafts(expected: Sequence[DraftEnd] | None, drafts: Sequence[Entry], names: Names) -> Iterator[str]:
    if expected is None:
        for draft in drafts:
            if draft["status"] in WAITING:
                yield f"a draft still waits: {draft['tool']}, {draft['status']}"
        return
    missing, extra = paired(expected, drafts, lambda end, draft: not list(_draft_faults(end, draft, names)))
    for end in missing:
        near = min(extra, key=lambda draft: len(list(_draft_faults(end, draft, names))), default=None)
        if near is None:
            yield f"missing: draft of {end.tool}, {end.status}"
        else:
            extra.remove(near)
            yield f"draft of {near['tool']}: {', '.join(_draft_faults(end, near, names))}"
    for draft in extra:
        yield f"too much: draft of {draft['tool']}, {draft['status']}"


def _draft_faults(end: DraftEnd, draft: Entry, names: Names) -> Iterator[str]:
    for name in ("tool", "status"):
        if draft[name] != getattr(end, name):
            yield f"{name} {draft[name]}, expected {getattr(end, name)}"
    if end.order is not None and draft["order"] != end.order:
        yield f"order {draft['order']}, expected {end.order}"
    yield from _field_faults(end, draft, names)


def _draft_end(draft: Entry) -> DraftEnd:
    return DraftEnd(
        tool=draft["tool"],
        status=draft["status"],
        supplier=draft["supplier"],
        lines=tuple(_line_end(line) for line in draft["lines"]),
        date=dt.date.fromisoformat(draft["date"]) if draft["date"] else None,
        place=draft["place"],
        gross=decimal(draft["gross"]),
        order=draft["order"],
    )


# --- the rest -------------------------------------------------------------------------------------------------------


def _cancellations(expected: Sequence[str], before: Snapshot, after: Snapshot) -> Iterator[str]:
    asked = set(after.cancellations) - set(before.cancellations)
    for number in sorted(set(expected) - asked):
        yield f"missing: cancellation of {number}"
    for number in sorted(asked - set(expected)):
        yield f"too much: cancellation of {number}"


Changes = dict[tuple[str, str, str], Any]
"""(table, key, column): the value afterwards; None for a row or column that is gone."""

ORDERS = "purchase_order"


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """Every field of an existing record that is another one, and every row of another table that came or went. New
    orders are not among them."""
    known = {number: order for number, order in after.orders.items() if number in before.orders}
    found: Changes = _changed(ORDERS, before.orders, known)
    for table in sorted(before.others.keys() | after.others.keys()):
        found |= _changed(table, before.others.get(table, {}), after.others.get(table, {}))
    return found


def _changed(table: str, before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Changes:
    found: Changes = {}
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, {}), after.get(key, {})
        for column in sorted(old.keys() | new.keys()):
            if old.get(column) != new.get(column):
                found[table, key, column] = new.get(column)
    return found


def _wanted(state: State, before: Snapshot) -> Changes:
    """A cancellation changes its order too: it is asked for, until the supplier agrees."""
    wanted: Changes = {
        (ORDERS, number, "document_status"): "cancel_requested"
        for number in state.cancellations
        if number in before.orders
    }
    for change in state.changes:
        wanted |= {(change.table, change.key, column): value for column, value in change.to.items()}
    return wanted


def _changes(expected: Changes, found: Changes) -> Iterator[str]:
    for where in sorted(expected.keys() | found.keys()):
        name = f"{where[0]} {where[1]}: {where[2]}"
        if where not in found:
            yield f"missing: {name} should be {expected[where]}"
        elif where not in expected:
            yield f"too much: {name} is now {found[where]}"
        elif not _same(expected[where], found[where]):
            yield f"{name} is {found[where]}, expected {expected[where]}"


def _same(one: Any, other: Any) -> bool:
    if one == other:
        return True
    first, second = decimal(one), decimal(other)
    return first is not None and first == second
