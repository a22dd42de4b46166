"""Replies as a voice says them, in Chinese and English, from the same JSON as the written ones (``agent/replies.py``):
short, in words, the question last. Pure.

The words are templates (``prompts/spoken``). Only a refusal has no words of its own: it is one short sentence anyhow.
"""

from collections.abc import Callable
from datetime import date

from agent.draft_words import Shown
from agent.replies import Act, render_error, render_result
from agent.speech_text import speakable
from agent.spoken_answers import (
    capacity_answer,
    order_answer,
    orders_answer,
    shipments_answer,
    stock_answer,
    trace_answer,
)
from agent.spoken_drafts import outcome, reading
from agent.spoken_questions import question
from agent.spoken_wording import SpokenWording, spoken_wording
from agent.wording import View
from procurement.actor import Language
from prompts.loader import load_catalog

READS: dict[str, Callable[[SpokenWording, View], str]] = {
    "check_supplier_capacity": capacity_answer,
    "find_shipment": shipments_answer,
    "get_order": order_answer,
    "find_orders": orders_answer,
    "trace_lot": trace_answer,
    "stock_status": stock_answer,
}


def speak_result(tool: str, result: View, language: Language, today: date) -> str:
    """A tool's result (``tools.views.result_dict``). Drafts are read out in full and end in their question."""
    s = spoken_wording(language, today)
    if result["status"] == "question":
        return question(s, result)
    if result["status"] != "ok":
        return speakable(render_result(tool, result, language, today), language)
    return READS[tool](s, result) if tool in READS else drafts(s, result)


def speak_outcome(
    draft: View, language: Language, today: date, *, order: View | None = None, repeated: bool = False
) -> str:
    """What a decision did; arguments as in ``replies.render_outcome``."""
    return outcome(spoken_wording(language, today), draft, order, repeated)


def speak_act(act: Act, language: Language, *, name: str | None = None) -> str:
    """A reply that needs no tool. ``name``: of the person, to greet."""
    texts = load_catalog("spoken", language)
    if act == "greet":
        return texts("act.greet", name=speakable(name, language).rstrip(".。")) if name else texts("act.greet_nobody")
    return texts(f"act.{act}")


def speak_error(error: View, language: Language) -> str:
    """A SupplyLineError (``as_dict``) as a sentence."""
    return speakable(render_error(error, language), language)


def drafts(s: SpokenWording, result: View) -> str:
    shown = result["drafts"]
    said = [s("draft.several", count=s.count(len(shown)))] if len(shown) > 1 else []
    for index, draft in enumerate(shown, start=1):
        said.append(elsewhere(s, result.get("named"), draft))
        said.append(
            reading(
                s,
                draft,
                Shown(
                    asked=result.get("asked", ()),
                    earliest=result.get("earliest", False),
                    index=index,
                    count=len(shown),
                    replaced=index == 1 and bool(result.get("superseded")),
                ),
            )
        )
    return s.said([*said, s("draft.ask_many")] if len(shown) > 1 else said)


def elsewhere(s: SpokenWording, named: View | None, draft: View) -> str:
    """Said before a draft that goes to another supplier than the one named, who does not sell its items."""
    order = draft["order"]
    if named is None or order["supplier"] == named["value"]:
        return ""
    items = s.listed(s.item(line) for line in order["lines"])
    return s("draft.elsewhere", named=s.name(named), items=items, supplier=s.name(order["supplier_name"]))
