"""Replies for people, in Chinese and English, from JSON alone: the same result always makes the same words.

The words are templates (``prompts/replies``). A reply about a write quotes the stored record, never a memory of it.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

from agent.answer_words import (
    axes,
    capacity_answer,
    order_answer,
    orders_answer,
    shipments_answer,
    stock_answer,
    trace_answer,
)
from agent.draft_words import Shown, confirmation, goods, outcome
from agent.wording import View, Wording, wording
from procurement.actor import Language

Act = Literal[
    "greet",
    "thanks",
    "help",
    "handoff",
    "none",
    "unclear",
    "unclear_one",
    "which_draft",
    "nothing_open",
    "stopped",
    "internal_error",
]

READS: dict[str, Callable[[Wording, View, date], str]] = {
    "check_supplier_capacity": capacity_answer,
    "find_shipment": shipments_answer,
    "get_order": order_answer,
    "find_orders": orders_answer,
    "trace_lot": trace_answer,
    "stock_status": stock_answer,
}

FIELDS = ("item", "quantity", "unit", "supplier", "place", "date", "order", "lot", "shipment", "replaces", "draft")


def render_result(tool: str, result: View, language: Language, today: date) -> str:
    """A tool's result (``tools.views.result_dict``) as a reply. Drafts are shown in full and end in their question."""
    w = wording(language)
    if result["status"] == "question":
        return question(w, result)
    if result["status"] != "ok":
        return refusal(w, result)
    return READS[tool](w, result, today) if tool in READS else drafts(w, result)


def render_outcome(draft: View, language: Language, *, order: View | None = None, repeated: bool = False) -> str:
    """What a decision did. ``draft``: its ``draft_view`` after the decision; ``order``: the stored order it issued, as
    ``order_view``; ``repeated``: it had been decided before."""
    return outcome(wording(language), draft, order, repeated)


def render_draft(draft: View, language: Language) -> str:
    """A draft that is still open, asked about again."""
    return confirmation(wording(language), draft, Shown())


def render_act(act: Act, language: Language, *, name: str | None = None, drafts: Sequence[View] = ()) -> str:
    """A reply that needs no tool. ``name``: of the person, to greet; ``drafts``: the open ones, for ``unclear``."""
    w = wording(language)
    if act == "greet":
        return w("act.greet", name=w("act.greet_name", name=name) if name else "")
    if act == "unclear":
        return unclear(w, drafts)
    return w(f"act.{act}").strip()


def render_error(error: dict[str, Any], language: Language) -> str:
    """A SupplyLineError (``as_dict``) as a sentence: what failed and what to do."""
    return refusal(wording(language), error)


# --- drafts ---------------------------------------------------------------------------------------------------------


def drafts(w: Wording, result: View) -> str:
    shown = result["drafts"]
    texts = [
        elsewhere(w, result.get("named"), draft)
        + confirmation(
            w,
            draft,
            Shown(
                asked=result.get("asked", ()),
                earliest=result.get("earliest", False),
                index=index,
                count=len(shown),
                replaced=index == 1 and bool(result.get("superseded")),
            ),
        )
        for index, draft in enumerate(shown, start=1)
    ]
    return "\n\n".join([*texts, w("draft.ask_many")] if len(texts) > 1 else texts)


def elsewhere(w: Wording, named: View | None, draft: View) -> str:
    """Said before a draft that goes to another supplier than the one named, who does not sell its items."""
    order = draft["order"]
    if named is None or order["supplier"] == named["value"]:
        return ""
    items = w.listed(w.item(line) for line in order["lines"])
    return w("draft.elsewhere", named=w.name(named), items=items, supplier=w.name(order["supplier_name"])) + "\n"


def unclear(w: Wording, drafts: Sequence[View]) -> str:
    if not drafts:
        return w("act.nothing_open")
    if len(drafts) == 1:
        return f"{w('act.unclear_one')}\n{summary(w, drafts[0])}"
    return f"{w('act.unclear', count=len(drafts))}\n{w.numbered(summary(w, draft) for draft in drafts)}"


def summary(w: Wording, draft: View) -> str:
    """A draft in one line."""
    order = draft["order"]
    supplier = w.name(order["supplier_name"])
    if draft["tool"] == "cancel_order":
        return w("act.unclear_row_cancel", number=order["number"], supplier=supplier)
    total = w.money(order["total"], order["currency"])
    return w("act.unclear_row", supplier=supplier, lines=goods(w, order), total=total)


# --- questions ------------------------------------------------------------------------------------------------------


def question(w: Wording, result: View) -> str:
    """What has to be said, with the options side by side."""
    asked = result["question"]
    slot, reason, options = asked["slot"], asked["reason"], asked["options"]
    values: dict[str, object] = {}
    if reason != "missing":
        values["said"] = asked["said"] or w("question.nothing_said")
    if (reason, slot) in (("missing", "quantity"), ("missing", "supplier"), ("invalid", "supplier")):
        values["item"] = about(w, asked)
    if reason == "invalid" and slot == "item":
        return w(
            "question.invalid.produced" if asked["about"]["produced"] else "question.invalid.no_offer",
            item=about(w, asked),
        )
    if reason == "invalid" and slot == "quantity":
        return quantity_question(w, result)
    lines = [w(f"question.{reason}.{slot}", **values)]
    if reason == "unknown" and slot not in ("quantity", "date"):
        lines.append(w("question.did_you_mean" if options else "question.say_again"))
    if options:
        lines.append(w.numbered(option(w, slot, one) for one in options))
    return "\n".join(lines)


def about(w: Wording, asked: View) -> str:
    if asked["about"] is None:
        return w("question.these_items")
    return w.item({"name": asked["about"], "part": asked["about"]["value"]})


def quantity_question(w: Wording, result: View) -> str:
    """A quantity that cannot be ordered: not a number for this item, or not its unit."""
    asked = result["question"]
    item, said = about(w, asked), asked["said"]
    options = [w.name(one) for one in asked["options"]]
    lines = [w("question.invalid.unit" if options else "question.invalid.quantity", item=item, said=said)]
    if options:
        lines.append(w.numbered(options))
    return "\n".join(lines)


def option(w: Wording, slot: str, one: View) -> str:
    name = w.name(one)
    if slot == "supplier" and "verdict" in one:
        return w("question.offer", name=name, terms=offer(w, one))
    if slot == "item" and one["value"] not in name and "." not in one["value"]:
        return w("question.option", name=name, value=one["value"])
    return name


def offer(w: Wording, one: View) -> str:
    """A supplier to choose: price, total, what and when."""
    single = "unit_price" in one
    parts = [w("question.offer_price", price=w.money(one["unit_price"], one["currency"]))] if single else []
    parts.append(w("question.offer_total", total=w.money(one["total"], one["currency"])))
    parts.append(verdict(w, one))
    if single and one["requested"] < one["minimum_quantity"]:
        parts.append(w("verdict.minimum", quantity=w.quantity(one["minimum_quantity"], one["unit"])))
    return w.listed(parts)


def verdict(w: Wording, one: View) -> str:
    said, dated = one["verdict"], one["date"] is not None
    if said == "part" and "unit_price" not in one:
        return w("verdict.part_order")
    if said == "part":
        quantity = w.quantity(one["quantity"], one["unit"])
        if dated:
            return w("verdict.part", quantity=quantity, date=w.day(one["date"]))
        return w("verdict.part_undated", quantity=quantity)
    if said in ("yes", "later") and dated:
        return w(f"verdict.{said}", date=w.day(one["date"]))
    return w("verdict.another_supplier" if said == "another_supplier" else "verdict.no")


# --- refusals -------------------------------------------------------------------------------------------------------


def refusal(w: Wording, error: View) -> str:
    """English gives the error's own words; Chinese says the kind of error and the field."""
    code, field = error["code"], str(error["field"] or "other")
    if "order" in error:
        state = axes(w, error["order"])
        return w(
            "refused.cancel",
            number=error["order"]["number"],
            document=state["document"],
            fulfilment=state["fulfilment"],
        )
    if w.language == "en" and code in ("invalid_input", "conflict", "not_allowed", "not_found", "expired"):
        message = " ".join(str(part) for part in (error["message"], error["remedy"]) if part)
        return w("refused.own_words", message=message)
    if code in ("invalid_input", "not_found"):
        return w(f"refused.{code}", field=w(f"field.{field if field in FIELDS else 'other'}"))
    others = ("not_allowed", "conflict", "expired", "unavailable", "corrupt")
    return w(f"refused.{code if code in others else 'error'}")
