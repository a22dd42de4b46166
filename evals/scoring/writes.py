"""What a trial wrote: its drafts, and the orders and cancellations that came of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evals.trials.record import Snapshot

Entry = Mapping[str, Any]


def people_of(snapshot: Snapshot) -> dict[str, Entry]:
    """By handle: the row of the contact."""
    return {person["handle"]: person for person in snapshot.others.get("contact", {}).values()}


@dataclass(frozen=True, slots=True)
class Write:
    """An order or a cancellation of the trial. ``event``: what the service calls it; ``draft``: the id of the draft it
    came from, None where it came from none."""

    event: Literal["order.issued", "order.cancel_requested"]
    number: str
    draft: str | None

    def __str__(self) -> str:
        return f"order {self.number}" if self.event == "order.issued" else f"cancellation of {self.number}"


def new_writes(before: Snapshot, after: Snapshot) -> Iterator[Write]:
    for number, order in after.orders.items():
        if number not in before.orders:
            yield Write("order.issued", number, order["draft"])
    executed = {draft["order"]: draft["id"] for draft in after.drafts if _has_cancelled(draft)}
    for number in sorted(set(after.cancellations) - set(before.cancellations)):
        yield Write("order.cancel_requested", number, executed.get(number))


def _has_cancelled(draft: Entry) -> bool:
    return bool(draft["tool"] == "cancel_order" and draft["status"] == "executed")


def new_drafts(before: Snapshot, after: Snapshot) -> list[Entry]:
    old = {draft["id"] for draft in before.drafts}
    return [draft for draft in after.drafts if draft["id"] not in old]
