"""One look at a page: who looks, in which language, and the words for it."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from agent.wording import Wording, wording
from procurement.actor import Actor, Language
from procurement.errors import NotAllowed, NotFound
from prompts.loader import Texts, load_catalog
from server.access import PERSON_COOKIE
from server.service import Service

LANGUAGE_COOKIE = "supplyline_language"


@dataclass(frozen=True, slots=True)
class Visit:
    """``texts`` are those of the pages, ``words`` puts values into words. ``people`` are whom a demo visitor may be."""

    service: Service
    actor: Actor
    language: Language
    texts: Texts
    words: Wording
    people: tuple[Actor, ...]
    request: Request

    async def ensure(self) -> None:
        """Raises NotAllowed when the visitor may not act any more: the key was revoked, the session is over."""
        await self.service.doorkeeper.actor(self.request, "page")

    def __call__(self, key: str, /, **values: object) -> str:
        return self.texts(key, **values)

    def name(self, names: dict[str, Any] | None) -> str:
        """A bilingual name in the visitor's language; nothing for None."""
        return self.words.name(names) if names else ""

    def has(self, key: str) -> bool:
        return key in self.texts.keys


async def enter(service: Service, request: Request) -> Visit | Response:
    """The Visit, or where to go instead: the login page, or the same page as somebody who exists."""
    try:
        actor = await service.doorkeeper.actor(request, "page")
    except NotAllowed:
        return RedirectResponse("/login", status_code=303)
    except NotFound:
        if PERSON_COOKIE not in request.cookies:
            raise
        response = RedirectResponse(str(request.url), status_code=303)
        response.delete_cookie(PERSON_COOKIE)
        return response
    people = tuple(await service.doorkeeper.people()) if await service.doorkeeper.demo() else ()
    language = language_of(request, actor.language)
    return Visit(service, actor, language, load_catalog("pages", language), wording(language), people, request)


def language_of(request: Request, otherwise: Language) -> Language:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return "zh" if chosen == "zh" else "en" if chosen == "en" else otherwise


def browser_language(request: Request) -> Language:
    """For pages without an Actor: the cookie, else what the browser asks for."""
    return language_of(request, "zh" if request.headers.get("accept-language", "zh").startswith("zh") else "en")
