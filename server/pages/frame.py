"""What every page has around its content: name, navigation, language, person; and how an error looks."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nicegui import ui

from procurement.errors import NotFound, SupplyLineError
from server.access import PERSON_COOKIE
from server.pages.markup import Markup, link, tag
from server.pages.visit import LANGUAGE_COOKIE, Visit

SECTIONS = (
    ("chat", "/", "forum"),
    ("orders", "/orders", "receipt_long"),
    ("shipments", "/shipments", "local_shipping"),
    ("lots", "/lots", "account_tree"),
    ("stock", "/stock", "inventory_2"),
)


QUIET = "flat dense no-caps color=white"  # a button in the dark header


def show(markup: Markup, classes: str = "") -> ui.html:
    """Put escaped HTML on the page."""
    return ui.html(markup, sanitize=False).classes(classes)


@asynccontextmanager
async def frame(visit: Visit, section: str, title: str, *, classes: str = "") -> AsyncIterator[None]:
    """Draw the page around the block's content. An error inside becomes a panel instead of a broken page."""
    ui.page_title(f"{title} · {visit('app.name')}")
    ui.run_javascript(f"document.documentElement.lang = {json.dumps('zh-CN' if visit.language == 'zh' else 'en')}")
    ui.colors(primary="#0b5570", positive="#136b3f", warning="#8a5300", negative="#a5211a")
    with ui.header().classes("sl-header"):
        show(link("/", visit("app.name"), class_="sl-brand"))
        show(_navigation(visit, section), "sl-nav-holder")
        with ui.row().classes("sl-switches"):
            _person(visit)
            _language(visit)
    main = ui.element("div").classes(f"sl-main {classes}")
    ui.skip_link(visit("app.skip"), target=main)
    with main:
        try:
            yield
        except SupplyLineError as error:
            main.clear()
            with main:
                _problem(visit, error)


def _navigation(visit: Visit, section: str) -> Markup:
    links = [
        link(
            path,
            Markup(tag("i", icon, class_="material-icons", aria_hidden="true") + tag("span", visit(f"nav.{name}"))),
            aria_current="page" if name == section else None,
        )
        for name, path, icon in SECTIONS
    ]
    return tag("nav", *links, aria_label=visit("nav.label"), class_="sl-nav")


def _language(visit: Visit) -> None:
    other = "en" if visit.language == "zh" else "zh"
    button = ui.button(visit("app.other_language"), on_click=lambda: _remember(LANGUAGE_COOKIE, other))
    button.props(f'flat dense no-caps color=white aria-label="{visit("app.other_language_label")}"').classes(
        "sl-switch"
    )


def _person(visit: Visit) -> None:
    if not visit.people:
        person = visit.actor.name(visit.language)
        ui.label(f"{person} · {visit(f'role.{visit.actor.role}')}").classes("sl-person")
        ui.button(visit("app.log_out"), on_click=lambda: ui.navigate.to("/logout")).props(
            "flat dense no-caps color=white"
        )
        return
    options = {
        person.handle: f"{person.name(visit.language)} · {visit(f'role.{person.role}')}" for person in visit.people
    }
    chooser = ui.select(
        options, value=visit.actor.handle, on_change=lambda event: _remember(PERSON_COOKIE, str(event.value))
    )
    chooser.props(
        f'dense borderless options-dense dark popup-content-class=sl-people aria-label="{visit("person.label")}"'
    ).classes("sl-person")
    with chooser:
        ui.tooltip(visit("person.demo")).props('anchor="center left" self="center right"')


def _remember(cookie: str, value: str) -> None:
    """Set a cookie of the page's own choices and draw it again."""
    written = json.dumps(f"{cookie}={value}; path=/; max-age=31536000; samesite=strict")
    ui.run_javascript(f"document.cookie = {written}; location.reload()")


def _problem(visit: Visit, error: SupplyLineError) -> None:
    sentence = visit("error.not_found") if isinstance(error, NotFound) else error.message
    body = [tag("h1", visit("error.title")), tag("p", sentence)]
    if error.remedy and not isinstance(error, NotFound):
        body.append(tag("p", error.remedy))
    show(tag("section", *body, link("/", visit("error.back")), class_="sl-panel", role="alert"))
