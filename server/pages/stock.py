"""What is on hand, how long it lasts, and what runs low."""

from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from nicegui import ui

from procurement import stock
from server.pages.frame import frame, show
from server.pages.markup import Child, Markup, chip, link, table, tag
from server.pages.search import matches
from server.pages.visit import Visit, enter
from server.service import Service
from tools.views import stock_view

View = dict[str, Any]


def level_bar(visit: Visit, level: View) -> Markup:
    """On hand against twice the reorder point: half a bar is the point to order at."""
    full = 2 * float(level["reorder_point"])
    share = 100 if full == 0 else min(100, round(100 * float(level["on_hand"]) / full))
    label = f"{visit('column.on_hand')} {visit.words.quantity(level['on_hand'], level['unit'])}"
    return tag("div", tag("i", style=f"width:{share}%"), class_="sl-bar", role="img", aria_label=label)


def stock_table(visit: Visit, levels: list[View]) -> Markup:
    titles = (
        ("item", ""), ("place", ""), ("on_hand", "num"), ("reorder_point", "num"), ("daily_use", "num"),
        ("days_left", "num"), ("inbound", "num"), ("state", ""),
    )  # fmt: skip
    headers = [(visit(f"column.{title}"), kind) for title, kind in titles]
    return table(headers, [_row(visit, level) for level in levels], label=visit("stock.title"), classes="sl-list")


def _row(visit: Visit, level: View) -> list[Child]:
    words, unit = visit.words, level["unit"]
    low = level["below_reorder_point"]
    days = level["days_left"]
    state: list[Child] = [chip(visit("stock.low" if low else "stock.enough"), "bad" if low else "good")]
    if low and visit.actor.order_limit is not None:
        sentence = visit("stock.order_sentence", item=visit.name(level["name"]))
        state += [" ", link(f"/?say={quote(sentence)}", visit("stock.order"))]
    return [
        words.item(level),
        visit.name(level["place_name"]),
        tag("div", words.quantity(level["on_hand"], unit), level_bar(visit, level), class_="sl-low" if low else None),
        words.quantity(level["reorder_point"], unit),
        words.quantity(level["daily_use"], unit),
        visit("stock.days", days=words.number(days)) if days is not None else None,
        words.quantity(level["inbound"], unit) if level["inbound"] else None,
        tag("span", *state),
    ]


class StockPage:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.loaded: list[View] = []

    async def draw(self) -> None:
        visit = self.visit
        show(tag("h1", visit("stock.title")))
        with ui.element("div").classes("sl-tools"):
            self.search = ui.input(visit("stock.search"), on_change=self.refresh).classes("sl-grow")
            self.search.props("outlined dense clearable type=search debounce=200")
            self.only_low = ui.switch(visit("stock.only_low"), on_change=self.refresh)
        self.table = show(Markup(""), "sl-panel")
        async with visit.service.store.read() as uow:
            found = await stock.stock_status(uow, visit.actor)
        self.loaded = sorted(map(stock_view, found), key=lambda level: not level["below_reorder_point"])
        self.refresh()

    def refresh(self) -> None:
        visit = self.visit
        found = [
            level
            for level in self.loaded
            if (level["below_reorder_point"] or not self.only_low.value)
            and matches(self.search.value or "", level["part"], *level["name"].values(), *level["place_name"].values())
        ]
        self.table.content = stock_table(visit, found) if found else tag("p", visit("stock.none"))


def mount_stock(service: Service) -> None:
    @ui.page("/stock")
    async def stock_page(request: Request) -> Response | None:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        async with frame(visit, "stock", visit("stock.title"), classes="sl-wide"):
            await StockPage(visit).draw()
        return None
