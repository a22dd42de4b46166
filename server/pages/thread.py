"""The conversation on the page: one block a turn, filled from its record or live from its Run."""

from collections.abc import Awaitable, Callable
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
from server.pages.replying import beside_cards, choices_in, drafts_in, results_in
from server.pages.visit import Visit

View = dict[str, Any]


class TurnBlock:
    """What one turn looks like: the person's words, the reply, and a place for the cards of its drafts."""

    def __init__(
        self, visit: Visit, today: date, said: str, *, pressed: bool = False, stop: Callable[[], None] | None = None
    ) -> None:
        self._visit = visit
        self._today = today
        self._text = ""
        self._results: list[tuple[str, View]] = []
        with ui.element("div").classes("sl-turn"):
            bubble = ui.label(said).classes("sl-said sl-pressed" if pressed else "sl-said")
            bubble.props(f'role=article aria-label="{visit("chat.you")}"')
            with ui.element("div").classes("sl-activity") as self._activity:
                ui.spinner(size="1.1em")
                self._doing = ui.label(visit("chat.working"))
                if stop is not None:
                    ui.button(visit("chat.stop"), on_click=stop).props("flat dense no-caps size=sm")
            self._reply = ui.label("").classes("sl-reply")
            self._reply.props(f'role=article aria-label="{visit("chat.assistant")}"')
            self.cards = ui.element("div").classes("sl-turn")
            self._choices = ui.element("div").classes("sl-choices").props("role=group")
        self._reply.visible = False

    def settle(self, turn: TurnRecord) -> list[str]:
        """Show a turn that is over; the ids of the drafts it told of."""
        events = turn.events or []
        self._results = results_in(events)
        self._say(turn.reply or "", failed=turn.status == "failed", language=turn.language or "zh")
        return drafts_in(events)

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
