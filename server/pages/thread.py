"""The conversation on the page: one block a turn, filled from its record or live from its Run."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nicegui import ui

from agent.events import (
    AgentEvent,
    DraftChanged,
    TextDelta,
    TextRestarted,
    ToolCalled,
    ToolReturned,
    TurnFailed,
    TurnFinished,
)
from procurement.conversations import TurnRecord
from server.pages.frame import show
from server.pages.markup import joined, tag
from server.pages.replying import beside_cards, choices_in, drafts_in, results_in
from server.pages.visit import Visit

View = dict[str, Any]

LAST_WORDS = 48  # characters of what was heard before an interruption


@dataclass(frozen=True, slots=True)
class Said:
    """What a person did: typed ``text``, ``pressed`` a button, or spoke; then ``raw`` is what was recognised, before it
    was understood."""

    text: str
    pressed: bool = False
    raw: str | None = None


def _bubble(visit: Visit, said: Said) -> None:
    if said.raw is None:
        bubble = ui.label(said.text).classes("sl-said sl-pressed" if said.pressed else "sl-said")
        bubble.props(f'role=article aria-label="{visit("chat.you")}"')
        return
    heard_as = f"{visit('call.heard_as')} {said.raw}" if _letters(said.raw) != _letters(said.text) else None
    words = tag("div", said.text, class_="sl-said", role="article", aria_label=visit("chat.you"), title=heard_as)
    mark = tag("i", "call", class_="material-icons", aria_hidden="true"), visit("call.spoken")
    below = tag("details", tag("summary", *mark), heard_as) if heard_as else tag("div", *mark, class_="sl-spoken")
    show(joined([words, below]), "sl-voice")


def _letters(text: str) -> str:
    """Without what makes no difference to what was said."""
    return "".join(character for character in text.lower() if character.isalnum())


class TurnBlock:
    """What one turn looks like: the person's words, the reply, and a place for the cards of its drafts."""

    def __init__(self, visit: Visit, today: date, said: Said, *, stop: Callable[[], None] | None = None) -> None:
        self._visit = visit
        self._today = today
        self._text = ""
        self._results: list[tuple[str, View]] = []
        with ui.element("div").classes("sl-turn"):
            _bubble(visit, said)
            with ui.element("div").classes("sl-activity") as self._activity:
                ui.spinner(size="1.1em")
                self._doing = ui.label(visit("chat.working"))
                if stop is not None:
                    ui.button(visit("chat.stop"), on_click=stop).props("flat dense no-caps size=sm")
            self._reply = ui.label("").classes("sl-reply")
            self._reply.props(f'role=article aria-label="{visit("chat.assistant")}"')
            self._cut = ui.element("div").classes("sl-cut")
            self.cards = ui.element("div").classes("sl-turn")
            self._choices = ui.element("div").classes("sl-choices").props("role=group")
        self._reply.visible = False
        self._cut.visible = False

    def settle(self, turn: TurnRecord) -> list[str]:
        """Show a turn that is over; the ids of the drafts it told of."""
        events = turn.events or []
        self._results = results_in(events)
        self._say(turn.reply or "", failed=turn.status == "failed", language=turn.language or "zh")
        self.mark_heard(turn.heard, turn.heard_whole)
        return drafts_in(events)

    def mark_heard(self, heard: str | None, whole: bool | None) -> None:
        """How far a spoken reply was heard, if it was interrupted; None while the call has not told."""
        if whole is not False or self._cut.visible:
            return
        self._cut.visible = True
        words = (heard or "").strip()
        shown = words if len(words) <= LAST_WORDS else f"… {words[-LAST_WORDS:]}"
        text = self._visit("call.heard_until", words=shown) if words else self._visit("call.heard_nothing")
        with self._cut:
            show(joined([tag("i", "content_cut", class_="material-icons", aria_hidden="true"), tag("span", text)]))

    def offer(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Buttons for the options of the question that the turn ended in."""
        with self._choices:
            for label, said in choices_in(self._visit, self._results):
                ui.button(label, on_click=lambda said=said: send(said)).props(
                    "outline no-caps dense padding='4px 12px'"
                )

    def close(self) -> None:
        """Something newer was said: this turn's options are of the past."""
        self._choices.clear()

    async def take(self, event: AgentEvent, on_draft: Callable[[View], Awaitable[None]]) -> None:
        """Show what just happened."""
        match event:
            case ToolCalled():
                key = f"tool.{event.name}"
                self._doing.text = self._visit(key) if self._visit.has(key) else self._visit("chat.working")
            case ToolReturned():
                self._results.append((event.name, event.result))
            case DraftChanged():
                await on_draft(event.draft)
            case TextDelta():
                self._text += event.text
                self._stream()
            case TextRestarted():
                self._text = ""
                self._stream()
            case TurnFinished():
                self._say(event.reply, failed=False, language=event.language)
            case TurnFailed():
                self._say(event.reply, failed=True, language=event.language)

    def _stream(self) -> None:
        """Text as it comes, unless it spells out a draft, which is shown as a card."""
        if not any(result.get("drafts") for _, result in self._results):
            self._reply.text = self._text
            self._reply.visible = bool(self._text)

    def _say(self, reply: str, *, failed: bool, language: Any) -> None:
        self._activity.visible = False
        self._reply.text = beside_cards(reply, self._results, language, self._today)
        self._reply.visible = bool(self._reply.text)
        if failed:
            self._reply.classes("sl-failed")
