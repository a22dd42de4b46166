"""A draft as a card: what exactly would be ordered, whether it can be delivered, and the buttons that decide."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nicegui import ui

from agent.draft_words import constraint_line
from procurement.clock import SHANGHAI
from procurement.entities import Decision
from server.pages.frame import show
from server.pages.markup import Markup, chip, facts, joined, link, table, tag
from server.pages.visit import Visit

View = dict[str, Any]

STATUS_TONE = {
    "open": "busy",
    "pending_approval": "warn",
    "executed": "good",
    "declined": "plain",
    "cancelled": "plain",
    "expired": "plain",
}
VERDICT_TONE = {"yes": "good", "part": "warn", "later": "warn", "another_supplier": "warn", "no": "bad"}


@dataclass(frozen=True, slots=True)
class CardActions:
    """What the buttons do. ``say`` puts a sentence into the input, ``send`` sends one."""

    decide: Callable[[View, Decision], Awaitable[None]]
    say: Callable[[str], None]
    send: Callable[[str], Awaitable[None]]


def draft_card(visit: Visit, draft: View, actions: CardActions, *, own: bool) -> ui.element:
    """The card, in full while the draft waits, one line once it is over. ``own``: the visitor proposed it; what is
    above the visitor's limit is for others to approve."""
    status = draft["status"]
    waiting = status in ("open", "pending_approval")
    with ui.element("section").classes(f"sl-card sl-is-{status}") as card:
        card.props(f'data-draft="{draft["id"]}" aria-label="{_title(visit, draft)}"')
        if not waiting:
            card.classes("sl-compact")
        show(card_head(visit, draft))
        if not waiting:
            return card
        show(card_body(visit, draft))
        if draft["promise"]:
            show(promise_box(visit, draft))
            if status == "open" and own:
                _alternatives(visit, draft, actions)
        if own if status == "open" else visit.actor.may_approve and not own:
            _buttons(visit, draft, actions)
        show(tag("div", *notes(visit, draft), class_="sl-note"))
    return card


def _title(visit: Visit, draft: View) -> str:
    waiting = draft["status"] in ("open", "pending_approval")
    return visit(f"draft.{draft['tool']}" if waiting else f"draft.{draft['tool']}_done")


def card_head(visit: Visit, draft: View) -> Markup:
    parts: list[Markup] = [tag("h3", _title(visit, draft))]
    order = draft["order"]
    if draft["status"] not in ("open", "pending_approval"):
        words = visit.words
        goods = words.listed(
            f"{words.item(line)} {words.quantity(line['quantity'], line['unit'])}" for line in order["lines"]
        )
        parts.append(tag("span", f"{visit.name(order['supplier_name'])} · {goods}", class_="sl-muted"))
    number = draft["record_id"] or order.get("number")
    if draft["status"] == "executed" and number:
        parts.append(link(f"/orders/{number}", visit("draft.record", number=number)))
    parts.append(chip(visit(f"draft_status.{draft['status']}"), STATUS_TONE[draft["status"]]))
    return tag("div", *parts, class_="sl-card-head")


def card_body(visit: Visit, draft: View) -> Markup:
    """Supplier, date with its weekday, place; the lines with prices; the totals."""
    words, order = visit.words, draft["order"]
    shown = facts(
        [
            (visit("draft.order"), order.get("number")),
            (visit("draft.supplier"), visit.name(order["supplier_name"])),
            (visit("draft.date"), words.day(order["date"])),
            (visit("draft.place"), visit.name(order["place_name"])),
        ]
    )
    headers = [
        (visit("draft.item"), ""),
        (visit("draft.quantity"), "num"),
        (visit("draft.unit_price"), "num"),
        (visit("draft.amount"), "num"),
    ]
    rows = [
        (
            words.item(line),
            words.quantity(line["quantity"], line["unit"]),
            words.money(line["unit_price"], line["currency"]),
            words.money(line["gross" if line["price_includes_vat"] else "net"], line["currency"]),
        )
        for line in order["lines"]
    ]
    lines = table(headers, rows, label=visit("draft.item"))
    return joined([shown, lines, totals(visit, order)])


def totals(visit: Visit, order: View) -> Markup:
    money = visit.words.money
    parts = [
        tag("span", visit(f"draft.{key}"), " ", tag("b", money(order[key], order["currency"])), class_=style)
        for key, style in (("net", None), ("vat", None), ("total", "sl-grand"))
    ]
    return tag("div", *parts, class_="sl-totals")


def promise_box(visit: Visit, draft: View) -> Markup:
    """The verdict, and for every line that has one, its dates and the constraint in words."""
    promise, lines = draft["promise"], draft["order"]["lines"]
    points: list[Markup] = []
    for line, one in zip(lines, promise["lines"], strict=True):
        name = f"{visit.words.item(line)}: " if len(lines) > 1 else ""
        points += [tag("li", name + point) for point in promise_points(visit, line, one)]
    if promise["provisional"]:
        points.append(tag("li", visit("promise.provisional")))
    verdict = promise["verdict"]
    head = tag("b", visit(f"promise.{verdict}"))
    return tag("div", head, tag("ul", *points) if points else None, class_=f"sl-promise sl-{VERDICT_TONE[verdict]}")


def promise_points(visit: Visit, line: View, promise: View) -> list[str]:
    """What comes when, and what stands in the way of more."""
    words, unit = visit.words, line["unit"]
    parts: list[str] = []
    if len(promise["steps"]) > 1 or not promise["completion"]:
        parts += [
            visit("promise.step", quantity=words.quantity(step["quantity"], unit), date=words.day(step["date"]))
            for step in promise["steps"]
        ]
    else:
        parts.append(visit("promise.complete", date=words.day(promise["completion"])))
    if promise["verdict"] != "yes" and promise["constraint"] != "none":
        parts.append(constraint_line(words, promise, unit))
    if promise["verdict"] != "yes" and promise["suggested_quantity"] is not None:
        parts.append(words("promise.suggested", quantity=words.quantity(promise["suggested_quantity"], unit)))
    return parts


def notes(visit: Visit, draft: View) -> list[Markup]:
    sentences: list[str] = []
    if any(line["price_includes_vat"] for line in draft["order"]["lines"]):
        sentences.append(visit("draft.price_includes_vat"))
    if draft["status"] == "pending_approval":
        sentences.append(visit("draft.waits_for_approval"))
    elif draft["needs_approval"]:
        sentences.append(visit("draft.needs_approval"))
    if draft["tool"] == "cancel_order":
        sentences.append(visit("draft.cancellation_is_request"))
    until = datetime.fromisoformat(draft["expires_at"]).astimezone(SHANGHAI)
    today = visit.service.store.clock.now().astimezone(SHANGHAI).date()
    day = "" if until.date() == today else f"{visit.words.day(until.date().isoformat())} "
    sentences.append(visit("draft.expires", time=f"{day}{until:%H:%M}"))
    return [tag("div", sentence) for sentence in sentences]


def _alternatives(visit: Visit, draft: View, actions: CardActions) -> None:
    """Other suppliers side by side, each with a button that orders there instead."""
    others = [other for other in draft["promise"]["alternatives"] if other["quantity"]]
    if not others or draft["promise"]["verdict"] == "yes":
        return
    words, unit = visit.words, draft["order"]["lines"][0]["unit"]
    ui.label(visit("draft.alternatives")).classes("sl-muted")
    with ui.element("div").classes("sl-alternatives"):
        for other in others:
            supplier = visit.name(other["supplier_name"])
            with ui.element("div").classes("sl-alternative"):
                verdict = chip(visit(f"promise.{other['verdict']}"), VERDICT_TONE[other["verdict"]])
                when = words.day(other["date"]) if other["date"] else None
                price = words.money(other["unit_price"], other["currency"])
                amount = words.quantity(other["quantity"], unit)
                show(
                    joined(
                        [tag("div", tag("b", supplier)), tag("div", f"{amount} · {price}"), tag("div", when), verdict]
                    )
                )
                sentence = visit("draft.alternative_sentence", supplier=supplier)
                ui.button(
                    visit("draft.alternative_take", supplier=supplier),
                    on_click=lambda sentence=sentence: actions.send(sentence),
                ).props("flat dense no-caps")


def _buttons(visit: Visit, draft: View, actions: CardActions) -> None:
    about_order = draft["tool"] == "create_order"
    approving = draft["status"] == "pending_approval"
    yes = "approve" if approving else "confirm" if about_order else "confirm_cancellation"
    no = "reject" if approving else "decline" if about_order else "decline_cancellation"
    with ui.element("div").classes("sl-actions") as row:

        async def press(decision: Decision) -> None:
            for button in buttons:
                button.disable()
            await actions.decide(draft, decision)

        buttons = [
            ui.button(visit(f"draft.{yes}"), icon="check", on_click=lambda: press("yes")).props("unelevated no-caps"),
        ]
        if about_order and not approving:
            change = ui.button(
                visit("draft.change"), icon="edit", on_click=lambda: actions.say(visit("draft.change_sentence"))
            )
            buttons.append(change.props("outline no-caps"))
        no_button = ui.button(visit(f"draft.{no}"), icon="close", on_click=lambda: press("no"))
        buttons.append(no_button.props("flat no-caps color=grey-8"))
    row.props('role="group"')
