"""The call on the chat page: the button, the panel that the scripts in ``static`` fill, and one's own recordings."""

import json
from pathlib import Path

from fastapi import FastAPI, Request
from nicegui import ui
from starlette.responses import FileResponse, Response

from procurement.errors import NotFound
from server.pages.markup import Child, Markup, joined, tag
from server.pages.visit import Visit, enter
from server.service import Service

STATIC = Path(__file__).parent / "static"
ASSETS = {path.name: path for path in STATIC.iterdir()}
HEAD = (
    '<link rel="stylesheet" href="/static/call.css">'
    '<script src="/static/call.js"></script><script src="/static/call_panel.js"></script>'
)
START = "window.callPanel = new CallPanel(document.getElementById('sl-call'))"
TEXTS = "call."
FILLED = ("call.heard_until",)  # in the log, not by the script


def call_controls(visit: Visit) -> Markup:
    """The button that calls and, where recording is allowed, the caller's word on it. Nothing where none are taken."""
    if visit.service.hotline is None:
        return Markup("")
    record = None
    if visit.service.hotline.recordings is not None:
        box = tag("input", id="sl-call-record", type="checkbox")
        record = tag(
            "label", box, tag("span", visit("call.record")), class_="sl-call-choice", title=visit("call.record_hint")
        )
    button = tag(
        "button",
        _icon("call"),
        tag("span", visit("call.start")),
        id="sl-call-button",
        type="button",
        class_="sl-call-button",
        title=visit("call.start_hint"),
        aria_keyshortcuts="Alt+C",
    )
    return joined([record, button])


def draw_call(visit: Visit) -> None:
    """The panel, hidden until somebody calls, and the scripts that fill it."""
    if visit.service.hotline is None:
        return
    ui.add_head_html(HEAD)
    ui.html(call_panel(visit), sanitize=False).classes("sl-call-holder")
    ui.run_javascript(START)


def call_panel(visit: Visit) -> Markup:
    texts = {
        key.removeprefix(TEXTS): visit(key) for key in visit.texts.keys if key.startswith(TEXTS) and key not in FILLED
    }
    lines = tag(
        "dl",
        tag("dt", visit("call.you")),
        tag("dd", _part("span", "you")),
        tag("dt", visit("call.agent")),
        tag(
            "dd",
            _part("span", "said", class_="sl-call-said"),
            _part("span", "cut", f"✂ {visit('call.cut')}", class_="sl-call-cut", hidden=True),
            _part("span", "rest", class_="sl-call-rest"),
            class_="sl-call-spoken",
        ),
        class_="sl-call-lines",
    )
    summary = tag("summary", visit("call.timing"), " ", _part("b", "gap"))
    timing = _part("details", "timing", summary, _part("div", "turns"), class_="sl-call-timing", hidden=True)
    told = (_part("span", "problem-text"), _part("small", "detail"))
    problem = _part("div", "problem", *told, class_="sl-call-problem", role="alert", hidden=True)
    play = _part("a", "play", visit("call.play"), hidden=True, target="_blank")
    return tag(
        "section",
        _head(visit),
        lines,
        problem,
        play,
        timing,
        id="sl-call",
        class_="sl-call",
        tabindex=-1,
        hidden=True,
        aria_label=visit("call.label"),
        data_language=visit.language,
        data_texts=json.dumps(texts, ensure_ascii=False),
    )


def _head(visit: Visit) -> Markup:
    status = tag(
        "div",
        tag("i", class_="sl-call-dot", aria_hidden="true"),
        _part("span", "state", role="status", aria_live="polite"),
        _part("span", "time", class_="sl-call-time", aria_hidden="true"),
        class_="sl-call-status",
    )
    told = (tag("i", aria_hidden="true"), _part("span", "recording-text"))
    recording = _part("span", "recording", *told, class_="sl-call-recording", hidden=True)
    mute = _button("mute", "mic", visit("call.mute"), keys="Alt+M", aria_pressed="false", title=visit("call.mute_hint"))
    hang_up = _button(
        "hang-up",
        "call_end",
        visit("call.hang_up"),
        keys="Alt+C",
        class_="sl-call-end",
        title=visit("call.hang_up_hint"),
    )
    close = _button("close", "close", visit("call.close"), keys=None)
    return tag("div", status, recording, mute, hang_up, close, class_="sl-call-head")


def _part(name: str, part: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element that the script finds by its part."""
    return tag(name, *children, data_part=part, **attributes)


def _button(part: str, icon: str, label: str, *, keys: str | None, **attributes: str | None) -> Markup:
    return _part("button", part, _icon(icon), tag("span", label), type="button", aria_keyshortcuts=keys, **attributes)


def _icon(name: str) -> Markup:
    return tag("i", name, class_="material-icons", aria_hidden="true")


def mount_calling(app: FastAPI, service: Service) -> None:
    """The scripts and styles of a call, and the recordings of the visitor's own calls."""

    @app.get("/static/{name}", include_in_schema=False)
    async def static(name: str) -> FileResponse:
        if name not in ASSETS:
            raise NotFound(f"No file {name!r}.")
        return FileResponse(ASSETS[name], headers={"Cache-Control": "no-cache"})

    @app.get("/recordings/{recording_id}.wav", include_in_schema=False)
    async def recording(request: Request, recording_id: str) -> Response:
        visit = await enter(service, request)
        if isinstance(visit, Response):
            return visit
        path = service.recordings.sound(visit.actor, recording_id)
        return FileResponse(path, media_type="audio/wav", headers={"Cache-Control": "no-store"})
