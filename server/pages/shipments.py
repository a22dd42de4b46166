"""The list of shipments, and one shipment with its tracking."""

from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from nicegui import ui

from procurement import shipments
from procurement.errors import NotFound
from server.pages.frame import frame, show
from server.pages.markup import Child, Markup, chip, facts, joined, link, table, tag
from server.pages.search import matches
from server.pages.visit import Visit, enter
from server.service import Service
from tools.views import shipment_view

View = dict[str, Any]

LOADED = 200  # shipments that a list shows
TROUBLE = ("delivery_delayed", "delivery_failed", "on_hold", "return_to_sender", "unknown")
OVER = ("delivered", "cancelled")
FILTERS = ("all", "moving", "trouble", "delivered")


def status_chip(visit: Visit, status: str, incident: str | None) -> Markup:
    """The status, with the family of the incident behind it, if there is one."""
    tone = "good" if status == "delivered" else "bad" if status in TROUBLE else "plain" if status in OVER else "busy"
    label = visit(f"moving.{status}")
    family = incident.split("_")[0] if incident else None
    if family is not None:
        label += f" · {visit(f'incident.{family}' if visit.has(f'incident.{family}') else 'incident.other')}"
    return chip(label, tone)


def in_filter(shipment: View, chosen: str) -> bool:
    status: str = shipment["status"]
    if chosen == "moving":
        return status not in OVER
    if chosen == "trouble":
        return status in TROUBLE
    return chosen == "all" or status == "delivered"


def _words_of(shipment: View) -> list[str]:
    companies = [shipment[key] for key in ("shipper", "receiver", "carrier") if shipment[key]]
    goods = [
        word
        for line in shipment["lines"]
        for word in (line["part"], *line["name"].values(), line["order"] or "", line["lot"] or "")
    ]
    names = [name for company in companies for name in company.values()]
    return [shipment["number"], shipment["tracking_number"] or "", *names, *goods]


def shipments_table(visit: Visit, found: list[View]) -> Markup:
    titles = ("number", "from_to", "items", "carrier", "tracking", "eta", "state")
    headers = [(visit(f"column.{title}"), "code" if title == "tracking" else "") for title in titles]
    words = visit.words
    rows: list[list[Child]] = [
        [
            link(f"/shipments/{quote(one['number'])}", one["number"]),
            f"{visit.name(one['shipper'])} → {visit.name(one['receiver'])}",
            words.listed(
                f"{words.item(line)} {words.quantity(line['quantity'], line['unit'])}" for line in one["lines"]
            ),
            visit.name(one["carrier"]),
            one["tracking_number"],
            words.day(one["eta"]) if one["eta"] else None,
            status_chip(visit, one["status"], one["incident"]),
        ]
        for one in found
    ]
    return table(headers, rows, label=visit("shipments.title"), classes="sl-list")


class ShipmentsPage:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.loaded: list[View] = []

    async def draw(self) -> None:
        visit = self.visit
        show(tag("h1", visit("shipments.title")))
        with ui.element("div").classes("sl-tools"):
            self.search = ui.input(visit("shipments.search"), on_change=self.refresh).classes("sl-grow")
            self.search.props("outlined dense clearable type=search debounce=200")
            choices = {one: visit(f"shipments.{one}") for one in FILTERS}
            self.chosen = ui.select(choices, value="all", label=visit("shipments.filter"), on_change=self.refresh)
            self.chosen.props("outlined dense options-dense")
        self.table = show(Markup(""), "sl-panel")
        async with visit.service.store.read() as uow:
            found = await shipments.find_shipments(uow, visit.actor, limit=LOADED)
        self.loaded = [shipment_view(one) for one in found]
        self.refresh()

    def refresh(self) -> None:
        visit = self.visit
        found = [
            one
            for one in self.loaded
            if in_filter(one, self.chosen.value) and matches(self.search.value or "", *_words_of(one))
        ]
        self.table.content = shipments_table(visit, found) if found else tag("p", visit("shipments.none"))


# --- one shipment ---------------------------------------------------------------------------------------------------


def shipment_head(visit: Visit, shipment: View) -> Markup:
    words, number = visit.words, shipment["number"]
    mode = shipment["mode"]
    title = tag(
        "div",
        tag("h1", visit("shipment.title", number=number)),
        status_chip(visit, shipment["status"], shipment["incident"]),
        chip(visit(f"shipment.{shipment['direction']}")),
        class_="sl-title-row",
    )
    shown = facts(
        [
            (visit("column.from_to"), f"{visit.name(shipment['shipper'])} → {visit.name(shipment['receiver'])}"),
            (visit("column.eta"), words.day(shipment["eta"]) if shipment["eta"] else None),
            (visit("column.where"), visit.name(shipment["location"])),
            (visit("column.carrier"), visit.name(shipment["carrier"])),
            (visit("column.tracking"), shipment["tracking_number"]),
            (visit("shipment.mode"), visit(f"mode.{mode}") if mode and visit.has(f"mode.{mode}") else mode),
        ]
    )
    ask = link(
        f"/?say={quote(visit('shipment.ask_sentence', number=number))}", visit("shipment.ask"), class_="sl-button"
    )
    return joined([title, shown, tag("div", ask, class_="sl-actions")])


def timeline(visit: Visit, events: list[View]) -> Markup:
    """Tracking events, latest first."""
    items = [
        tag(
            "li",
            status_chip(visit, event["status"], event["incident"]),
            " ",
            tag("b", visit.name(event["location"])),
            tag("p", visit.name(event["note"])) if event["note"] else None,
            tag("div", tag("time", visit.words.moment(event["occurred_at"]), datetime=event["occurred_at"])),
            class_="sl-trouble" if event["status"] in TROUBLE else None,
        )
        for event in events
    ]
    return tag("ol", *items, class_="sl-timeline", aria_label=visit("shipment.tracking"))


def contents(visit: Visit, shipment: View) -> Markup:
    headers = [
        (visit(f"column.{title}"), kind)
        for title, kind in (("item", ""), ("quantity", "num"), ("order", ""), ("lot", ""))
    ]
    rows: list[list[Child]] = [
        [
            visit.words.item(line),
            visit.words.quantity(line["quantity"], line["unit"]),
            link(f"/orders/{quote(line['order'])}", line["order"]) if line["order"] else None,
            link(f"/lots/{quote(line['lot'])}", line["lot"]) if line["lot"] else None,
        ]
        for line in shipment["lines"]
    ]
    return joined([tag("h2", visit("shipment.contents")), table(headers, rows, label=visit("shipment.contents"))])


def mount_shipments(service: Service) -> None:
    @ui.page("/shipments")
    async def list_page(request: Request) -> Response | None:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        async with frame(visit, "shipments", visit("shipments.title"), classes="sl-wide"):
            await ShipmentsPage(visit).draw()
        return None

    @ui.page("/shipments/{number}")
    async def shipment_page(request: Request, number: str) -> Response | None:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        async with frame(visit, "shipments", visit("shipment.title", number=number), classes="sl-wide"):
            async with service.store.read() as uow:
                found = await shipments.find_shipments(uow, visit.actor, shipment=number.upper(), limit=1)
            if not found:
                raise NotFound(f"No shipment {number}.", field="number")
            shipment = shipment_view(found[0])
            show(shipment_head(visit, shipment), "sl-panel sl-stack")
            tracking = joined([tag("h2", visit("shipment.tracking")), timeline(visit, shipment["events"])])
            show(tracking, "sl-panel")
            show(contents(visit, shipment), "sl-panel")
        return None
