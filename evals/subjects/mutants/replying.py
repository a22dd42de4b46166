"""Mutants that do the right thing and say the wrong one: the records are sound, the person is misled."""

from dataclasses import dataclass
from typing import Any

from agent.wording import Wording
from evals.subjects.mutants.mutant import replaces


@dataclass(frozen=True, slots=True)
class Silent(Wording):
    """A Wording that has nothing to say under some keys."""

    keys: tuple[str, ...] = ()

    def __call__(self, key: str, /, **values: object) -> str:
        return "" if key in self.keys else self.texts(key, **values)


def _without(w: Wording, *keys: str) -> Silent:
    return Silent(w.language, w.texts, keys)


@replaces("agent.replies.wording", hint=("language", "order"))
def other_language(wording: Any, language: str) -> Wording:
    """Chinese is answered in English and English in Chinese."""
    found: Wording = wording("en" if language == "zh" else "zh")
    return found


@replaces("agent.replies.confirmation", hint=("two-lines", "cancel", "guard-cancellation"))
def total_not_said(confirmation: Any, w: Wording, *draft: Any) -> str:
    """A draft is shown without what it costs."""
    text: str = confirmation(_without(w, "draft.total", "cancel.total"), *draft)
    return text


@replaces("agent.replies.confirmation", hint=("order", "date"))
def delivery_not_said(confirmation: Any, w: Wording, *draft: Any) -> str:
    """A draft is shown without day and place of its delivery."""
    text: str = confirmation(_without(w, "draft.delivery", "draft.delivery_earliest"), *draft)
    return text


@replaces("agent.draft_words.verdict_lines", hint=("promise", "part", "later", "order"))
def promise_not_said(verdict_lines: Any, *promise: Any) -> list[str]:
    """A draft is shown without saying that it cannot come in time, or not whole."""
    return []


@replaces("agent.replies.refusal", hint=("refus", "not_allowed", "not_found", "conflict", "unknown"))
def refusal_told_as_success(refusal: Any, w: Wording, error: Any) -> str:
    """What was refused is told as if it had been done."""
    return "好的,已经办好了。" if w.language == "zh" else "Done, it has been taken care of."


@replaces("agent.replies.drafts", hint=("decline", "order"))
def claims_an_order(drafts: Any, w: Wording, result: Any) -> str:
    """A draft that waits is announced as an order that has been placed."""
    return f"{drafts(w, result)}\n{w('outcome.ordered', number='PO-2026-00123')}"


@replaces("agent.settling.render_outcome", hint=("order",))
def wrong_number_told(render_outcome: Any, draft: Any, language: Any, *, order: Any = None, **how: Any) -> str:
    """The number of the order just placed is told wrongly."""
    told = order and order | {"number": "PO-2026-00999"}
    text: str = render_outcome(draft, language, order=told, **how)
    return text


@replaces("agent.answer_words.incident", "agent.answer_words.axes", hint=("orders-waiting", "question-answered-later"))
def codes_in_place_of_words(words: Any, w: Wording, value: Any) -> Any:
    """People are told the codes of the database in place of words."""
    if isinstance(value, str):
        return value
    return {axis: value[axis] for axis in ("document", "response", "fulfilment")}


@replaces("agent.wording.Wording._day", hint=("date", "order"))
def day_without_year_or_weekday(day: Any, w: Wording, date: Any) -> str:
    """Days are told by their number alone."""
    return f"{date.day}"


@replaces("agent.wording.Wording.number", hint=("labels", "consent"))
def thousands_lost(number: Any, w: Wording, value: Any) -> str:
    """Large figures are told without their last three digits."""
    text: str = number(w, value)
    return text.rpartition(",")[0] or text


@replaces("agent.replies.question", hint=("question", "ambiguous", "supplier"))
def question_without_choices(question: Any, w: Wording, result: Any) -> str:
    """A question does not say between what to choose."""
    text: str = question(w, result)
    return text.splitlines()[0]
