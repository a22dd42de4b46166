"""The chat page: a conversation with its cards, live in every tab that shows it."""

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

from fastapi import Request, Response
from nicegui import background_tasks, context, ui

from agent.conversation import Conversation, open_conversation
from agent.intake import MAX_CHARACTERS
from agent.run import Run
from procurement import conversations, drafts
from procurement.conversations import TurnRecord
from procurement.entities import Decision
from procurement.errors import NotFound, SupplyLineError
from server.pages.calling import draw_call
from server.pages.cards import CardActions, draft_card
from server.pages.chatbar import ChatBar
from server.pages.frame import frame, show
from server.pages.markup import tag
from server.pages.thread import Said, TurnBlock
from server.pages.visit import Visit, enter
from server.service import Service
from tools.views import draft_view

View = dict[str, Any]

POLL_SECONDS = 1.5  # until another tab's turn or a change of a draft shows here
SHOWN_TURNS = 60
STORED_WITHIN = 0.1  # seconds from the end of what a caller said to its turn
EXAMPLES = ("order", "capacity", "shipment", "lot", "stock", "waiting")

# Enter sends unless an input method is composing, when it only picks a character.
SEND_ON_ENTER = """(event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  emit(event.target.value);
}"""
# Keeps the end in view while it is in view.
FOLLOW_THE_END = """
const log = document.querySelector('.sl-log');
let atEnd = true;
log.addEventListener('scroll', () => { atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 90; });
const follow = () => { if (atEnd) log.scrollTop = log.scrollHeight; };
new MutationObserver(follow).observe(log, {childList: true, subtree: true, characterData: true});
new ResizeObserver(follow).observe(log);
follow();
"""


class ChatPage:
    """State of one tab."""

    def __init__(self, visit: Visit, conversation: Conversation | None) -> None:
        self.visit = visit
        self.conversation = conversation
        self.client = context.client
        self.today = visit.service.store.clock.now().date()
        self.blocks: dict[str, TurnBlock] = {}
        self.cards: dict[str, ui.element] = {}
        self.shown: dict[str, View] = {}
        self.polling = asyncio.Lock()
        self.bar = ChatBar(visit)
        self.own = conversation is None or conversation.record.contact_id == visit.actor.contact_id
        self.actions = CardActions(decide=self.decide, say=self.prepare, send=self.send)

    # --- drawing ------------------------------------------------------------------------------------------------

    async def draw(self, prepared: str) -> None:
        visit = self.visit
        await self.bar.draw()
        self.log = (
            ui.element("div").classes("sl-log").props(f'role="log" tabindex="0" aria-label="{visit("chat.log")}"')
        )
        with self.log:
            self.welcome = ui.element("div").classes("sl-welcome")
        with self.welcome:
            self._welcome()
        if self.own:
            draw_call(visit)
            ui.on("call", lambda event: self.called(event.args))
        with ui.element("div").classes("sl-composer") as composer:
            self.input = ui.textarea(placeholder=visit("chat.placeholder"), value=prepared)
            self.input.props(
                f'autogrow borderless rows=1 maxlength={MAX_CHARACTERS} autofocus aria-label="{visit("chat.input")}"'
            )
            self.input.on("keydown", lambda event: self.send(event.args), js_handler=SEND_ON_ENTER)
            send = ui.button(icon="send", on_click=lambda: self.send(self.input.value))
            send.props(f'round unelevated aria-label="{visit("chat.send")}"').classes("sl-send")
        composer.visible = self.own
        await self.refresh()
        ui.timer(POLL_SECONDS, self.poll)
        ui.run_javascript(FOLLOW_THE_END)

    def _welcome(self) -> None:
        visit = self.visit
        show(tag("h2", visit("chat.welcome")))
        ui.label(visit("chat.welcome_more")).classes("sl-muted")
        with ui.element("div").classes("sl-examples").props(f'role="group" aria-label="{visit("chat.examples")}"'):
            for example in EXAMPLES:
                text = visit(f"chat.example_{example}")
                ui.button(text, on_click=lambda text=text: self.send(text)).props("flat no-caps").classes("sl-example")

    # --- what the person does -----------------------------------------------------------------------------------

    def prepare(self, text: str) -> None:
        """Put the beginning of a sentence into the input."""
        self.input.value = text
        self.input.run_method("focus")

    async def send(self, text: str | None) -> None:
        if not text or not text.strip():
            return
        self.input.value = ""
        try:
            await self.visit.ensure()
            conversation = await self._started()
            run = await conversation.say(text, key=f"page-{secrets.token_hex(12)}", channel="page")
        except SupplyLineError as error:
            self.input.value = text
            self._complain(error)
            return
        self._follow(run, Said(text))

    async def decide(self, draft: View, decision: Decision) -> None:
        try:
            await self.visit.ensure()
            conversation = await self._started()
            run = await conversation.decide(
                draft["id"], decision, digest=draft["digest"], key=f"page-{secrets.token_hex(12)}", channel="page"
            )
        except SupplyLineError as error:
            self._complain(error)
            self.shown.pop(draft["id"], None)
            await self.refresh()
            return
        self._follow(run, self._pressed(decision, self.visit.actor.contact_id))
        background_tasks.create(self._mention(run), name=f"mention {run.turn_id}")

    async def _mention(self, run: Run) -> None:
        """A call that goes on beside the page says what the button did."""
        ended = await run.result()
        if self.visit.service.hotline is not None:
            self.visit.service.hotline.mention(run.conversation_id, ended.reply, ended.language)

    async def called(self, told: View) -> None:
        """Something happened in this tab's call; its first message names the conversation."""
        if told["event"] == "welcome" and self.conversation is None:
            self.conversation, _ = await _shown(self.visit, told["conversation"])
            ui.navigate.history.replace(f"/?c={told['conversation']}")
        if told["event"] == "final":
            await asyncio.sleep(STORED_WITHIN)
        await self.refresh()

    async def _started(self) -> Conversation:
        if self.conversation is None:
            self.conversation = await open_conversation(self.visit.service.agent, self.visit.actor)
            ui.navigate.history.replace(f"/?c={self.conversation.id}")
        return self.conversation

    def _complain(self, error: SupplyLineError) -> None:
        with self.client:
            ui.notify(f"{error.message} {error.remedy or ''}".strip(), type="negative", position="top", multi_line=True)

    def _pressed(self, decision: str, contact_id: str) -> Said:
        """What a button said; somebody else than who proposed the draft approves or rejects it."""
        own = self.conversation is None or contact_id == self.conversation.record.contact_id
        text = self.visit(f"chat.{'decided' if own else 'approved'}_{'yes' if decision == 'yes' else 'no'}")
        return Said(text, pressed=True)

    # --- what happens -------------------------------------------------------------------------------------------

    def _block(self, turn_id: str, said: Said, stop: Callable[[], None] | None = None) -> TurnBlock:
        self.welcome.visible = False
        for earlier in self.blocks.values():
            earlier.close()
        with self.log:
            self.blocks[turn_id] = TurnBlock(self.visit, self.today, said, stop=stop)
        return self.blocks[turn_id]

    def _follow(self, run: Run, said: Said) -> None:
        """Show a turn while it happens, unless another look at the records has put it here already."""
        if run.turn_id not in self.blocks:
            block = self._block(run.turn_id, said, run.cancel)
            background_tasks.create(self._show(run, block), name=f"page turn {run.turn_id}")

    async def _show(self, run: Run, block: TurnBlock) -> None:
        async for _, event in run.events():
            if self.client.is_deleted:
                return
            await block.take(event, lambda draft: self._draft_changed(draft, block))
        self._offer(block)
        await self.refresh()

    def _offer(self, block: TurnBlock) -> None:
        """Options are offered under the latest turn only, to the person whose conversation it is."""
        if self.own and block is list(self.blocks.values())[-1]:
            block.offer(self.send)

    async def poll(self) -> None:
        await self.bar.refresh()
        await self.refresh()

    async def refresh(self) -> None:
        """Bring in what is not shown yet: turns of other tabs and programs, and what became of drafts."""
        if self.conversation is None or self.client.is_deleted or self.polling.locked():
            return
        async with self.polling:
            first = not self.blocks
            for turn in await self.conversation.turns(SHOWN_TURNS if first else 10):
                if turn.id not in self.blocks:
                    await self._bring_in(turn)
                self.blocks[turn.id].mark_heard(turn.heard, turn.heard_whole)
            await self._refresh_cards()

    async def _refresh_cards(self) -> None:
        """Draw again the cards whose drafts have changed."""
        if self.conversation is None:
            return
        async with self.visit.service.store.read() as uow:
            known = await drafts.drafts_of(uow, self.visit.actor, self.conversation.id)
        for draft in known:
            if draft.id in self.cards:
                self._show_draft(draft_view(draft), None)

    async def _draft_changed(self, draft: View, block: TurnBlock) -> None:
        """A new draft may have replaced others: those fold before it shows."""
        await self._refresh_cards()
        self._show_draft(draft, block)

    async def _bring_in(self, turn: TurnRecord) -> None:
        if "decision" in turn.input:
            said = self._pressed(turn.input["decision"], turn.contact_id)
        else:
            said = Said(turn.input["text"], raw=turn.input.get("raw"))
        if turn.status in ("queued", "running"):
            self._follow(await self.visit.service.agent.run(self.visit.actor, turn.id), said)
            return
        block = self._block(turn.id, said)
        for draft_id in block.settle(turn):
            async with self.visit.service.store.read() as uow:
                view = draft_view(await drafts.get_draft(uow, self.visit.actor, draft_id))
            self._show_draft(view, block)
        self._offer(block)

    def _show_draft(self, draft: View, block: TurnBlock | None) -> None:
        """Draw a draft's card where it first came up, and again there when it has changed."""
        if self.shown.get(draft["id"]) == draft:
            return
        self.shown[draft["id"]] = draft
        if draft["id"] not in self.cards:
            if block is None:
                return
            with block.cards:
                self.cards[draft["id"]] = ui.element("div")
        place = self.cards[draft["id"]]
        place.clear()
        with place:
            draft_card(self.visit, draft, self.actions, own=self.own)


async def _shown(visit: Visit, conversation_id: str | None) -> tuple[Conversation | None, bool]:
    """The conversation to show; True when the one asked for is somebody else's."""
    if conversation_id is None:
        return None, False
    try:
        async with visit.service.store.read() as uow:
            record = await conversations.find_conversation(uow, visit.actor, conversation_id)
    except NotFound:
        return None, True
    return (Conversation(visit.service.agent, visit.actor, record) if record else None), False


def mount_chat(service: Service) -> None:
    @ui.page("/")
    async def chat(request: Request, c: str | None = None, say: str = "") -> Response | None:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        async with frame(visit, "chat", visit("chat.title"), classes="sl-chat"):
            conversation, foreign = await _shown(visit, c)
            await ChatPage(visit, conversation).draw(say[:MAX_CHARACTERS])
            if foreign:
                ui.notify(visit("chat.not_yours"), position="top")
        return None
