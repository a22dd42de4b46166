"""The list of orders, and one order with what its supplier answered and what has been shipped and received."""

from typing import Any, get_args
from urllib.parse import quote

from fastapi import Request, Response
from nicegui import ui

from procurement import orders, shipments
from procurement.entities import OrderFilter
from procurement.errors import NotFound
from server.pages.cards import totals
from server.pages.frame import frame, show
from server.pages.markup import Child, Markup, chip, facts, joined, link, table, tag
from server.pages.search import matches
from server.pages.shipments import shipments_table
from server.pages.visit import Visit, enter
from server.service import Service
from tools.views import order_view, shipment_view

View = dict[str, Any]

LOADED = 200  # the latest orders that a list shows

DOCUMENT_TONE = {
    "issued": "busy",
    "cancel_requested": "warn",
    "cancelled": "plain",
    "on_hold": "warn",
    "closed": "good",
}
RESPONSE_TONE = {
    "none": "warn",
    "acknowledged": "busy",
    "accepted": "good",
    "accepted_with_changes": "warn",
    "rejected": "bad",
}
FULFILMENT_TONE = {"not_shipped": "plain", "received": "good", "over_received": "warn"}


def document_chip(visit: Visit, order: View) -> Markup:
    return chip(visit(f"document.{order['document']}"), DOCUMENT_TONE[order["document"]])


def response_chip(visit: Visit, order: View) -> Markup:
    return chip(visit(f"response.{order['response']}"), RESPONSE_TONE[order["response"]])


def fulfilment_chip(visit: Visit, order: View) -> Markup:
    return chip(visit(f"fulfilment.{order['fulfilment']}"), FULFILMENT_TONE.get(order["fulfilment"], "busy"))


def _order_words(order: View) -> list[str]:
    goods = [word for line in order["lines"] for word in (line["part"], *line["name"].values())]
    return [order["number"], *order["supplier_name"].values(), *order["buyer_name"].values(), *goods]


def orders_table(visit: Visit, found: list[View]) -> Markup:
    other = "buyer" if visit.actor.party_kind == "supplier" else "supplier"
    titles = (
        ("number", ""), (other, ""), ("items", ""), ("date", ""), ("total", "num"), ("status", ""), ("response", ""),
        ("fulfilment", ""),
    )  # fmt: skip
    headers = [(visit(f"column.{title}"), kind) for title, kind in titles]
    words = visit.words
    rows: list[list[Child]] = [
        [
            link(f"/orders/{quote(order['number'])}", order["number"]),
            visit.name(order[f"{other}_name"]),
            words.listed(f"{words.item(one)} {words.quantity(one['quantity'], one['unit'])}" for one in order["lines"]),
            words.day(order["date"]),
            words.money(order["total"], order["currency"]),
            document_chip(visit, order),
            response_chip(visit, order),
            fulfilment_chip(visit, order),
        ]
        for order in found
    ]
    return table(headers, rows, label=visit("orders.title"), classes="sl-list")


class OrdersPage:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.loaded: list[View] = []

    async def draw(self) -> None:
        visit = self.visit
        show(tag("h1", visit("orders.title")))
        choices = {"": visit("orders.all")} | {status: visit(f"orders.{status}") for status in get_args(OrderFilter)}
        with ui.element("div").classes("sl-tools"):
            self.search = ui.input(visit("orders.search"), on_change=self.refresh).classes("sl-grow")
            self.search.props("outlined dense clearable type=search debounce=200")
            self.status = ui.select(choices, value="", label=visit("orders.filter"), on_change=self.load)
            self.status.props("outlined dense options-dense")
        self.count = ui.label("").classes("sl-muted").props("role=status")
        self.table = show(Markup(""), "sl-panel")
        await self.load()

    async def load(self) -> None:
        async with self.visit.service.store.read() as uow:
            status = self.status.value or None
            found = await orders.find_orders(uow, self.visit.actor, status=status, limit=LOADED)
        self.loaded = [order_view(order) for order in found]
        self.refresh()

    def refresh(self) -> None:
        visit = self.visit
        found = [order for order in self.loaded if matches(self.search.value or "", *_order_words(order))]
        self.count.text = visit("orders.count", shown=len(found), loaded=len(self.loaded))
        self.table.content = orders_table(visit, found) if found else tag("p", visit("orders.none"))


# --- one order ------------------------------------------------------------------------------------------------------


def order_head(visit: Visit, order: View) -> Markup:
    words = visit.words
    chips = [document_chip(visit, order), response_chip(visit, order), fulfilment_chip(visit, order)]
    title = tag("div", tag("h1", visit("order.title", number=order["number"])), *chips, class_="sl-title-row")
    issued = visit("order.issued", person=visit.name(order["issued_by"]), moment=words.moment(order["issued_at"]))
    shown = facts(
        [
            (visit("column.supplier"), visit.name(order["supplier_name"])),
            (visit("column.buyer"), visit.name(order["buyer_name"])),
            (visit("order.deliver"), words.day(order["date"])),
            (visit("order.place"), visit.name(order["place_name"])),
        ]
    )
    version = visit("order.version", version=order["version"])
    return joined([title, tag("p", f"{issued} · {version}", class_="sl-muted"), shown])


def progress(visit: Visit, line: View) -> Markup:
    """Shipped (light) and received (dark) of what was ordered, as a bar with its numbers."""
    ordered = float(line["quantity"]) or 1.0
    shipped, received = (min(100, round(100 * float(line[key]) / ordered)) for key in ("shipped", "received"))
    words = visit.words
    said = (
        f"{visit('column.shipped')} {words.quantity(line['shipped'], line['unit'])}, "
        f"{visit('column.received')} {words.quantity(line['received'], line['unit'])}"
    )
    bars = (tag("i", style=f"width:{shipped}%"), tag("b", style=f"width:{received}%"))
    bar = tag("div", *bars, class_="sl-bar", role="img", aria_label=said)
    return tag("div", bar, tag("span", said, class_="sl-note"))


def order_lines(visit: Visit, order: View) -> Markup:
    words = visit.words
    titles = (("item", ""), ("quantity", "num"), ("unit_price", "num"), ("amount", "num"))
    headers = [(visit(f"column.{title}"), kind) for title, kind in titles] + [(visit("order.progress"), "")]
    rows: list[list[Child]] = [
        [
            words.item(line),
            words.quantity(line["quantity"], line["unit"]),
            words.money(line["unit_price"], order["currency"]),
            words.money(line["gross"], order["currency"]),
            progress(visit, line),
        ]
        for line in order["lines"]
    ]
    return joined(
        [tag("h2", visit("order.lines")), table(headers, rows, label=visit("order.lines")), totals(visit, order)]
    )


def supplier_answer(visit: Visit, order: View) -> Markup:
    """The response line by line; several parts of one line are a split delivery."""
    answer, words = order["answer"], visit.words
    head = tag("h2", visit("order.answer"))
    if answer is None:
        return joined([head, tag("p", visit("order.no_answer"), class_="sl-muted")])
    by = visit("order.answered", person=visit.name(answer["responded_by"]), moment=words.moment(answer["responded_at"]))
    units = {line["line"]: line for line in order["lines"]}
    titles = (("item", ""), ("quantity", "num"), ("promised", ""))
    headers = [(visit(f"column.{title}"), kind) for title, kind in titles] + [(visit("column.response"), "")]
    rows: list[list[Child]] = [
        [
            words.item(units[line["line"]]),
            None if line["quantity"] is None else words.quantity(line["quantity"], units[line["line"]]["unit"]),
            words.day(line["date"]) if line["date"] else None,
            chip(visit(f"line_answer.{line['code']}"), {"5": "good", "7": "bad"}.get(line["code"], "warn")),
        ]
        for line in answer["lines"]
    ]
    note = tag("p", answer["note"]) if answer["note"] else None
    by_line = tag("p", response_chip(visit, order), " ", by, class_="sl-muted")
    return joined([head, by_line, note, table(headers, rows, label=visit("order.answer")) if rows else None])


def order_shipments(visit: Visit, order: View, moving: list[View]) -> Markup:
    head = tag("h2", visit("order.shipments"))
    if not moving:
        return joined([head, tag("p", visit("order.no_shipments"), class_="sl-muted")])
    return joined([head, shipments_table(visit, moving)])


def _asking(visit: Visit, order: View) -> Markup:
    number = order["number"]
    ask = link(f"/?say={quote(visit('order.ask_sentence', number=number))}", visit("order.ask"), class_="sl-button")
    cancel = link(
        f"/?say={quote(visit('order.cancel_sentence', number=number))}",
        visit("order.cancel"),
        class_="sl-button sl-quiet",
    )
    buyer = visit.actor.party_kind == "buyer" and order["document"] == "issued"
    return tag("div", ask, cancel if buyer else None, class_="sl-actions")


def mount_orders(service: Service) -> None:
    @ui.page("/orders")
    async def list_page(request: Request) -> Response | None:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        async with frame(visit, "orders", visit("orders.title"), classes="sl-wide"):
            await OrdersPage(visit).draw()
        return None

    @ui.page("/orders/{number}")
    async def order_page(request: Request, number: str) -> Response | None:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        async with frame(visit, "orders", visit("order.title", number=number), classes="sl-wide"):
            async with service.store.read() as uow:
                numbers = await orders.find_order_numbers(uow, visit.actor, number)
                if len(numbers) != 1:
                    raise NotFound(f"No order {number}.", field="number")
                order = order_view(await orders.get_order(uow, visit.actor, numbers[0]))
                moving = await shipments.find_shipments(uow, visit.actor, order=numbers[0], limit=50)
            show(joined([order_head(visit, order), _asking(visit, order)]), "sl-panel sl-stack")
            show(order_lines(visit, order), "sl-panel")
            show(supplier_answer(visit, order), "sl-panel")
            show(order_shipments(visit, order, [shipment_view(one) for one in moving]), "sl-panel")
        return None
