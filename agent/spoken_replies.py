"""Replies as a voice says them, from the same JSON as the written ones: short, in words, the question last. Pure."""

from datetime import date

from agent.replies import Act, render_act, render_draft, render_error, render_outcome, render_result
from agent.speech_text import speakable
from agent.wording import View
from procurement.actor import Language


def speak_result(tool: str, result: View, language: Language, today: date) -> str:
    return speakable(render_result(tool, result, language, today), language)


def speak_outcome(draft: View, language: Language, today: date, *, order: View | None, repeated: bool = False) -> str:
    return speakable(render_outcome(draft, language, order=order, repeated=repeated), language)


def speak_draft(draft: View, language: Language, today: date) -> str:
    return speakable(render_draft(draft, language), language)


def speak_error(error: View, language: Language) -> str:
    return speakable(render_error(error, language), language)


def speak_act(act: Act, language: Language, *, name: str | None = None) -> str:
    return speakable(render_act(act, language, name=name), language)
