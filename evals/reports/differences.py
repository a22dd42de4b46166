"""How the business records differ before and after a trial, field by field. Pure."""

from dataclasses import dataclass
from typing import Any

from evals.trials.record import Snapshot

Fields = dict[tuple[str, str], str]
"""{(record, field): value as people read it}"""


WAYS = ("draft ", "commitments")


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one field: "" where the record is not there. ``expected``: None where there is nothing to compare with;
    ``wrong``: it is not what was expected."""

    record: str
    field: str
    before: str
    after: str
    expected: str | None
    wrong: bool


def differences(before: Snapshot, after: Snapshot, expected: Snapshot | None) -> list[Difference]:
    """Every field that changed, or that should have. Of ``expected`` is left out what the path to the state decides:
    drafts, commitments and ids of drafts."""
    was, now = flat(before), flat(after)
    wanted = flat(expected) if expected is not None else None
    found = []
    for record, field in sorted({*was, *now, *(wanted or {})}):
        key = (record, field)
        old, new = was.get(key, ""), now.get(key, "")
        on_the_way = record.startswith(WAYS) or field == "draft"
        due = None if wanted is None or on_the_way else wanted.get(key, "")
        wrong = due is not None and due != new
        if old != new or wrong:
            found.append(Difference(record, field, old, new, due, wrong))
    return found


def flat(snapshot: Snapshot) -> Fields:
    records: dict[str, dict[str, Any]] = {f"order {number}": order for number, order in snapshot.orders.items()}
    records |= {f"draft {number}": draft for number, draft in enumerate(snapshot.drafts, 1)}
    records |= {f"{table} {key}": row for table, rows in snapshot.others.items() for key, row in rows.items()}
    fields = {(record, field): said(value) for record, row in records.items() for field, value in row.items()}
    fields |= {(f"order {number}", "cancellation"): "asked for" for number in snapshot.cancellations}
    for commitment in snapshot.commitments:
        key = ("commitments", " ".join(said(value) for name, value in commitment.items() if name != "quantity"))
        fields[key] = ", ".join(filter(None, (fields.get(key), said(commitment.get("quantity")))))
    return fields


def said(value: Any) -> str:
    """A value of the snapshot in one cell; a line for each of a list."""
    if value is None:
        return "-"
    if isinstance(value, dict):
        return ", ".join(f"{name} {said(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "\n".join(said(inner) for inner in value) or "-"
    return str(value)
