"""Lot search, and one lot: origin, inspection, and its genealogy both ways with quantities."""

from typing import Any, get_args
from urllib.parse import quote

from fastapi import Request, Response
from nicegui import ui

from procurement import lots, shipments
from procurement.entities import Direction
from procurement.errors import NotFound
from server.pages.frame import frame, show
from server.pages.genealogy import diagram, drawable
from server.pages.markup import Child, Markup, chip, facts, joined, link, table, tag
from server.pages.visit import Visit, enter
from server.service import Service
from tools.views import trace_view

View = dict[str, Any]

TRACED = 1000
RECENT = 12
STATUS_TONE = {
    "released": "good",
    "released_by_concession": "warn",
    "quarantined": "bad",
    "scrapped": "bad",
    "returned": "bad",
    "under_inspection": "warn",
}


def lot_chip(visit: Visit, lot: View) -> Markup:
    return chip(visit(f"lot_status.{lot['status']}"), STATUS_TONE.get(lot["status"], "plain"))


def lot_link(lot_no: str) -> Markup:
    return link(f"/lots/{quote(lot_no)}", lot_no)


def _search_form(visit: Visit, value: str, direction: str) -> None:
    """Searching is a plain look-up: the lot has an address of its own."""

    def trace() -> None:
        if number.value and number.value.strip():
            ui.navigate.to(f"/lots/{quote(number.value.strip())}?direction={way.value}")

    with ui.element("div").classes("sl-tools"):
        number = ui.input(visit("lots.search"), value=value).props("outlined dense").classes("sl-grow")
        number.on("keydown.enter", trace)
        choices = {one: visit(f"lots.{one}") for one in ("both", "backward", "forward")}
        way = ui.select(choices, value=direction, label=visit("lots.direction")).props("outlined dense options-dense")
        ui.button(visit("lots.trace"), icon="account_tree", on_click=trace).props("unelevated no-caps")


def lot_head(visit: Visit, lot: View) -> Markup:
    words = visit.words
    title = tag("div", tag("h1", lot["lot"]), lot_chip(visit, lot), class_="sl-title-row")
    shown = facts(
        [
            (visit("column.item"), words.item(lot)),
            (visit("column.quantity"), words.quantity(lot["quantity"], lot["unit"])),
            (visit("column.supplier"), visit.name(lot["supplier_name"]) or visit("lots.own")),
            (visit("lots.made"), words.day(lot["made_on"]) if lot["made_on"] else None),
            (visit("lots.expires"), words.day(lot["expires_on"]) if lot["expires_on"] else None),
            (visit("lots.delivered"), words.moment(lot["received_at"]) if lot["received_at"] else None),
            (visit("lots.order"), link(f"/orders/{quote(lot['order'])}", lot["order"]) if lot["order"] else None),
        ]
    )
    return joined([title, shown])


def inspections(visit: Visit, lot: View) -> Markup:
    """Who inspected, who confirmed the report, and the readings."""
    parts: list[Child] = [tag("h2", visit("lots.inspection"))]
    if not lot["inspections"]:
        parts.append(tag("p", visit("lots.no_inspection"), class_="sl-muted"))
    for one in lot["inspections"]:
        moment = visit.words.moment
        disposition = f"lot_status.{one['disposition']}"
        parts.append(
            chip(
                visit(disposition) if visit.has(disposition) else one["disposition"],
                STATUS_TONE.get(one["disposition"], "plain"),
            )
        )
        parts.append(
            tag(
                "p", visit("lots.inspected", person=visit.name(one["inspected_by"]), moment=moment(one["inspected_at"]))
            )
        )
        confirmed = one["confirmed_by"] and one["confirmed_at"]
        parts.append(
            tag(
                "p", visit("lots.confirmed", person=visit.name(one["confirmed_by"]), moment=moment(one["confirmed_at"]))
            )
            if confirmed
            else tag("p", visit("lots.unconfirmed"))
        )
        parts.append(_readings(visit, one["readings"]))
    return joined(parts)


def _readings(visit: Visit, readings: list[View]) -> Markup:
    """Whatever an inspection measured: names and values as they were recorded."""
    pairs = [
        (_said(visit, reading.get("name")), _said(visit, reading.get("value")))
        for reading in readings
        if reading.get("name") is not None
    ]
    return facts(pairs) if pairs else Markup("")


def _said(visit: Visit, value: Any) -> str:
    return (
        visit.name(value)
        if isinstance(value, dict) and visit.language in value
        else str(value if value is not None else "")
    )


def lots_table(visit: Visit, title: str, steps: list[View], key: str, lots_by_no: dict[str, View]) -> Markup:
    """The lots on one side of the genealogy, nearest first."""
    headers = [(visit(f"column.{name}"), kind) for name, kind in (("lot", ""), ("item", ""))]
    headers += [(visit("lots.quantity_used"), "num"), (visit("column.supplier"), ""), (visit("column.state"), "")]
    rows: list[list[Child]] = []
    for step in steps:
        lot = lots_by_no[step[key]]
        unit = lots_by_no[step["consumed"]]["unit"]
        supplier = visit.name(lot["supplier_name"]) or visit("lots.own")
        used = visit.words.quantity(step["quantity"], unit)
        rows.append([lot_link(lot["lot"]), visit.words.item(lot), used, supplier, lot_chip(visit, lot)])
    return joined([tag("h2", title), table(headers, rows, label=title)]) if rows else Markup("")


def deliveries_table(visit: Visit, deliveries: list[View]) -> Markup:
    if not deliveries:
        return Markup("")
    titles = (("receiver", ""), ("lot", ""), ("quantity", "num"), ("shipment", ""), ("shipped_at", ""))
    headers = [(visit(f"column.{title}"), kind) for title, kind in titles]
    rows: list[list[Child]] = [
        [
            visit.name(one["receiver"]),
            lot_link(one["lot"]),
            visit.words.quantity(one["quantity"], one["unit"]),
            link(f"/shipments/{quote(one['shipment'])}", one["shipment"]),
            visit.words.moment(one["shipped_at"]),
        ]
        for one in deliveries
    ]
    title = visit("lots.receivers")
    return joined([tag("h2", title), table(headers, rows, label=title)])


def sides(trace: View) -> tuple[list[View], list[View]]:
    """The steps before and after the root lot, nearest first."""
    upstream, frontier = [], {trace["root"]["lot"]}
    steps = sorted(trace["steps"], key=lambda step: step["depth"])
    for step in steps:
        if step["produced"] in frontier:
            upstream.append(step)
            frontier.add(step["consumed"])
    return upstream, [step for step in steps if step not in upstream]


def _genealogy(visit: Visit, trace: View) -> None:
    with ui.element("section").classes("sl-panel"):
        show(tag("h2", visit("lots.graph")))
        counts = visit("lots.graph_label", lots=len(trace["lots"]), deliveries=len(trace["deliveries"]))
        if drawable(trace):
            graph = ui.mermaid(
                diagram(visit, trace), config={"securityLevel": "strict", "flowchart": {"htmlLabels": False}}
            )
            graph.classes("sl-graph").props(f'role="img" aria-label="{counts}"')
        else:
            ui.label(visit("lots.graph_too_large", lots=len(trace["lots"])))
        if trace["truncated"]:
            ui.label(visit("lots.truncated", lots=len(trace["lots"]))).classes("sl-muted")


async def _recent_lots(visit: Visit) -> list[str]:
    """Lots that the latest shipments carried."""
    async with visit.service.store.read() as uow:
        found = await shipments.find_shipments(uow, visit.actor, limit=50)
    numbers = [line.lot_no for shipment in found for line in shipment.lines if line.lot_no]
    return list(dict.fromkeys(numbers))[:RECENT]


def mount_lots(service: Service) -> None:
    @ui.page("/lots")
    async def search_page(request: Request) -> Response | None:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        async with frame(visit, "lots", visit("lots.title"), classes="sl-wide"):
            show(joined([tag("h1", visit("lots.title")), tag("p", visit("lots.explain"), class_="sl-muted")]))
            _search_form(visit, "", "both")
            links = [tag("li", lot_link(number)) for number in await _recent_lots(visit)]
            show(tag("ul", *links, class_="sl-links"))
        return None

    @ui.page("/lots/{lot_no}")
    async def lot_page(request: Request, lot_no: str, direction: str = "both") -> Response | None:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        async with frame(visit, "lots", lot_no, classes="sl-wide"):
            way: Direction = direction if direction in get_args(Direction) else "both"  # type: ignore[assignment]
            async with service.store.read() as uow:
                try:
                    found = await lots.trace_lot(uow, visit.actor, lot_no, way, limit=TRACED)
                except NotFound:
                    found = None
            _search_form(visit, lot_no, way)
            if found is None:
                show(tag("p", visit("lots.none", lot=lot_no), role="alert"), "sl-panel")
                return None
            _draw_trace(visit, trace_view(found))
        return None


def _draw_trace(visit: Visit, trace: View) -> None:
    root = trace["root"]
    by_no = {lot["lot"]: lot for lot in (root, *trace["lots"])}
    upstream, downstream = sides(trace)
    show(lot_head(visit, root), "sl-panel sl-stack")
    show(inspections(visit, root), "sl-panel")
    _genealogy(visit, trace)
    for part in (
        lots_table(visit, visit("lots.sources"), upstream, "consumed", by_no),
        lots_table(visit, visit("lots.products"), downstream, "produced", by_no),
        deliveries_table(visit, trace["deliveries"]),
    ):
        if part:
            show(part, "sl-panel")
