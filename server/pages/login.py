"""The login page: an API key goes in, a signed cookie comes out. Plain HTML, so that the cookie can be HttpOnly."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from procurement.errors import NotAllowed
from prompts.loader import load_catalog
from server.access import SESSION_COOKIE, SESSION_SECONDS
from server.pages.markup import Markup, tag
from server.pages.visit import browser_language
from server.service import Served

router = APIRouter(include_in_schema=False)


def login_form(request: Request, *, wrong: bool) -> HTMLResponse:
    language = browser_language(request)
    texts = load_catalog("pages", language)
    form = tag(
        "form",
        tag("label", texts("login.key"), for_="key"),
        tag(
            "input",
            id="key",
            name="key",
            type="password",
            autocomplete="current-password",
            required=True,
            autofocus=True,
        ),
        tag("p", texts("login.wrong"), role="alert", class_="sl-chip sl-bad") if wrong else None,
        tag("button", texts("login.enter"), type="submit"),
        method="post",
        action="/login",
    )
    panel = tag(
        "div", tag("h1", texts("login.title")), tag("p", texts("login.explain")), form, class_="sl-panel sl-login"
    )
    head = tag(
        "head",
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", f"{texts('login.title')} · {texts('app.name')}"),
        Markup('<link rel="stylesheet" href="/style.css">'),
    )
    page = tag("html", head, tag("body", tag("main", panel)), lang="zh-CN" if language == "zh" else "en")
    return HTMLResponse(f"<!doctype html>{page}", 401 if wrong else 200)


@router.get("/login")
async def show_login(request: Request, served: Served) -> Response:
    return (
        RedirectResponse("/", status_code=303) if await served.doorkeeper.demo() else login_form(request, wrong=False)
    )


@router.post("/login")
async def log_in(request: Request, served: Served) -> Response:
    body = (await request.body()).decode("utf-8", "replace")
    key = parse_qs(body).get("key", [""])[0]
    try:
        cookie = await served.doorkeeper.log_in(key)
    except NotAllowed:
        return login_form(request, wrong=True)
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(
        SESSION_COOKIE,
        cookie,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.headers.get("origin", "").startswith("https:"),
    )
    return response


@router.get("/logout")
async def log_out() -> Response:
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    return response
