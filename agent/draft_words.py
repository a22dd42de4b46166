"""A draft in words: what is proposed, what the supplier can promise, and what a decision about it came to. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.wording import View, Wording

SHOWN_STEPS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """How a draft is introduced. ``asked``: quantities as they were said, [{part, quantity, unit}]; ``earliest``: no
    date was given; ``index`` of ``count`` drafts shown together; ``replaced``: it takes the place of an earlier one."""

    asked: Sequence[View] = ()
    earliest: bool = False
    index: int = 1
    count: int = 1
    replaced: bool = False


def confirmation(w: Wording, draft: View, shown: Shown) -> str:
    """The draft in full. It ends with its question, except where several are shown together."""
    if draft["tool"] == "cancel_order":
        return cancellation(w, draft, shown)
    order = draft["order"]
    lines = [w("draft.replaced")] if shown.replaced else []
    lines.append(w("draft.title") if shown.count == 1 else w("draft.title_of", index=shown.index, count=shown.count))
    lines.append(w("draft.supplier", supplier=w.name(order["supplier_name"])))
    packs = {said["part"]: w.quantity(said["quantity"], said["unit"]) for said in shown.asked}
    lines += [order_line(w, line, packs.get(line["part"])) for line in order["lines"]]
    currency = order["currency"]
    lines.append(w("draft.total", total=w.money(order["total"], currency), vat=w.money(order["vat"], currency)))
    delivery = "draft.delivery_earliest" if shown.earliest else "draft.delivery"
    lines.append(w(delivery, date=w.day(order["date"]), place=w.name(order["place_name"])))
    lines += promise_lines(w, draft)
    if draft["needs_approval"]:
        lines.append(w("draft.approval"))
    if shown.count == 1:
        verdict = draft["promise"]["verdict"] if draft["promise"] else "yes"
        lines.append(w("draft.ask" if verdict == "yes" else "draft.ask_anyway"))
    return "\n".join(lines)


def cancellation(w: Wording, draft: View, shown: Shown) -> str:
    order = draft["order"]
    lines = [
        w("cancel.title", number=order["number"]),
        w("draft.supplier", supplier=w.name(order["supplier_name"])),
        *(
            w("cancel.line", item=w.item(line), quantity=w.quantity(line["quantity"], line["unit"]))
            for line in order["lines"]
        ),
        w("cancel.total", total=w.money(order["total"], order["currency"])),
    ]
    if shown.count == 1:
        lines.append(w("cancel.ask"))
    return "\n".join(lines)


def order_line(w: Wording, line: View, packs: str | None) -> str:
    quantity = w.quantity(line["quantity"], line["unit"])
    included = line["price_includes_vat"]
    return w(
        "draft.line",
        item=w.item(line),
        quantity=w("value.pack", quantity=quantity, packs=packs) if packs and packs != quantity else quantity,
        price=w.money(line["unit_price"], line["currency"]),
        vat=w("draft.vat_included" if included else "draft.vat_excluded"),
        amount=w.money(line["gross" if included else "net"], line["currency"]),
    )


# --- promise --------------------------------------------------------------------------------------------------------


def promise_lines(w: Wording, draft: View) -> list[str]:
    """The verdict of each line with its numbers; a good promise of several lines is said once a line, too."""
    promise = draft["promise"]
    if promise is None:
        return []
    lines = draft["order"]["lines"]
    sentences: list[str] = []
    for line, one in zip(lines, promise["lines"], strict=True):
        sentences += verdict_lines(w, one, line["unit"], w.item(line) if len(lines) > 1 else None)
    if promise["provisional"]:
        sentences.append(w("promise.provisional"))
    return sentences


def verdict_lines(w: Wording, promise: View, unit: str, item: str | None = None) -> list[str]:
    """One promise: verdict, dates, the binding constraint, what would fit better, who else could."""
    verdict = "later" if promise["verdict"] == "another_supplier" and promise["completion"] else promise["verdict"]
    verdict = "no" if verdict == "another_supplier" else verdict
    values: dict[str, object] = {"quantity": w.quantity(promise["requested"], unit)}
    if verdict in ("yes", "later"):
        values["date"] = w.day(promise["completion"])
    if verdict == "part":
        values["on_time"] = w.quantity(promise["on_time"], unit)
    if item is not None:
        values["item"] = item
    sentences = [w(f"promise.{verdict}_line" if item else f"promise.{verdict}", **values)]
    if verdict in ("part", "no") and promise["steps"]:
        sentences.append(w("promise.steps", steps=plan(w, promise["steps"], unit)))
    if verdict != "yes":
        sentences += [constraint_line(w, promise, unit)] if promise["constraint"] != "none" else []
        if promise["suggested_quantity"] is not None:
            sentences.append(w("promise.suggested", quantity=w.quantity(promise["suggested_quantity"], unit)))
        others = [alternative(w, other, unit) for other in promise["alternatives"] if other["quantity"]]
        if others:
            sentences.append(w("promise.alternatives", alternatives=w.listed(others)))
    return sentences


def plan(w: Wording, steps: Sequence[View], unit: str) -> str:
    """The deliveries that are possible, the first of them by date and quantity."""
    said = [
        w("promise.step", quantity=w.quantity(step["quantity"], unit), date=w.day(step["date"]))
        for step in steps[:SHOWN_STEPS]
    ]
    return w.listed([*said, w("promise.more_steps", count=len(steps))] if len(steps) > SHOWN_STEPS else said)


def constraint_line(w: Wording, promise: View, unit: str) -> str:
    detail = promise["constraint_detail"]
    constraint = promise["constraint"]
    if constraint == "lead_time":
        return w("constraint.lead_time", lead_time_days=detail["lead_time_days"], earliest=w.day(detail["earliest"]))
    if constraint == "capacity":
        return w("constraint.capacity", weekly_capacity=w.quantity(detail["weekly_capacity"], unit))
    if constraint == "minimum_quantity":
        return w("constraint.minimum_quantity", minimum_quantity=w.quantity(detail["minimum_quantity"], unit))
    return w("constraint.order_multiple", order_multiple=w.quantity(detail["order_multiple"], unit))


def alternative(w: Wording, other: View, unit: str) -> str:
    values: dict[str, object] = {
        "supplier": w.name(other["supplier_name"]),
        "quantity": w.quantity(other["quantity"], unit),
        "price": w.money(other["unit_price"], other["currency"]),
    }
    if other["verdict"] == "yes" and other["date"] is not None:
        return w("promise.alternative", date=w.day(other["date"]), **values)
    return w("promise.alternative_part", **values)


# --- outcome --------------------------------------------------------------------------------------------------------


def goods(w: Wording, order: View) -> str:
    return w.listed(f"{w.item(line)} {w.quantity(line['quantity'], line['unit'])}" for line in order["lines"])


def outcome(w: Wording, draft: View, order: View | None, repeated: bool) -> str:
    """What became of a draft. ``order`` is the stored order; it is quoted, and the draft only where there is none."""
    if draft["tool"] == "cancel_order":
        return cancellation_outcome(w, draft, repeated)
    record = order or draft["order"]
    status = draft["status"]
    if status == "executed":
        number = order["number"] if order else draft["record_id"]
        first = w("outcome.repeated_ordered" if repeated else "outcome.ordered", number=number)
        details = w(
            "outcome.ordered_details",
            supplier=w.name(record["supplier_name"]),
            lines=goods(w, record),
            total=w.money(record["total"], record["currency"]),
            date=w.day(record["date"]),
            place=w.name(record["place_name"]),
        )
        return f"{first}\n{details}"
    total = {"total": w.money(record["total"], record["currency"])} if status == "pending_approval" else {}
    return _again(w, repeated and status == "declined", w(f"outcome.{status}", **total))


def cancellation_outcome(w: Wording, draft: View, repeated: bool) -> str:
    order, status = draft["order"], draft["status"]
    if status == "executed":
        if repeated:
            return w("outcome.repeated_cancel", number=order["number"])
        return w("outcome.cancel_requested", supplier=w.name(order["supplier_name"]), number=order["number"])
    if status == "open":
        return w("outcome.open")
    if status == "pending_approval":
        return w("outcome.pending_approval", total=w.money(order["total"], order["currency"]))
    text = w(f"outcome.{status}_cancellation", number=order["number"])
    return _again(w, repeated and status == "declined", text)


def _again(w: Wording, repeated: bool, text: str) -> str:
    return f"{w('outcome.repeated_other')} {text}" if repeated else text
