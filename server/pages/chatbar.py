"""The bar over a conversation: what waits for approval, the latest conversations, a new one."""

from nicegui import ui

from procurement import conversations, drafts
from server.pages.calling import call_controls
from server.pages.frame import show
from server.pages.markup import tag
from server.pages.visit import Visit
from tools.views import draft_view

RECENT = 8
LOOKED_AT = 50  # latest turns of a conversation, for words to call it by
HEADLINE = 40  # characters


class ChatBar:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.waiting: list[tuple[str, str]] = []

    async def draw(self) -> None:
        visit = self.visit
        with ui.element("div").classes("sl-chatbar"):
            show(tag("h1", visit("chat.title")))
            self.approvals = ui.element("div")
            recent = await self._recent()
            if recent:
                _menu(visit("chat.recent"), "history", recent, "flat color=grey-8")
            show(call_controls(visit), "sl-call-controls")
            ui.button(visit("chat.new"), icon="add", on_click=lambda: ui.navigate.to("/")).props("flat dense no-caps")
        await self.refresh()

    async def refresh(self) -> None:
        """Show what waits for this person's approval now."""
        if not self.visit.actor.may_approve:
            return
        async with self.visit.service.store.read() as uow:
            waiting = await drafts.drafts_to_approve(uow, self.visit.actor)
        entries = []
        for draft in waiting:
            order = draft_view(draft)["order"]
            total = self.visit.words.money(order["total"], order["currency"])
            entries.append((f"{self.visit.name(order['supplier_name'])} · {total}", draft.conversation_id))
        if entries != self.waiting:
            self.waiting = entries
            self.approvals.clear()
            if entries:
                with self.approvals:
                    label = f"{self.visit('chat.to_approve')} ({len(entries)})"
                    _menu(label, "approval", entries, "outline color=warning")

    async def _recent(self) -> list[tuple[str, str]]:
        """(first words, id) of the person's conversations in which something was said."""
        entries = []
        async with self.visit.service.store.read() as uow:
            for record in await conversations.conversations_of(uow, self.visit.actor, limit=RECENT):
                turns = await conversations.turns_of(uow, record.id, limit=LOOKED_AT)
                said = next((turn.input["text"] for turn in turns if "text" in turn.input), None)
                if said is not None:
                    entries.append((said if len(said) <= HEADLINE else said[: HEADLINE - 1] + "…", record.id))
        return entries


def _menu(label: str, icon: str, entries: list[tuple[str, str]], look: str) -> None:
    """A button that lists conversations to go to."""
    with ui.button(label, icon=icon).props(f"dense no-caps aria-haspopup=menu {look}"), ui.menu().props("role=menu"):
        for text, conversation_id in entries:
            item = ui.menu_item(text, on_click=lambda target=conversation_id: ui.navigate.to(f"/?c={target}"))
            item.props("role=menuitem")
