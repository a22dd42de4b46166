"""A Chromium that talks to nobody but the service."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.e2e.conftest import found

QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)
WAIT = 15_000  # milliseconds, on a busy machine


def chromium() -> str | None:
    return found("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Visitor:
    """A browser profile. ``complaints`` collects script errors, failed loads and requests to other hosts."""

    base: str
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        page = self.context.new_page()
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._note)
        page.on("request", self._check)
        page.goto(self.base + path)
        page.locator(".sl-main").wait_for()
        return page

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _check(self, request: Request) -> None:
        if not request.url.startswith((self.base, self.base.replace("http", "ws"), "data:", "blob:")):
            self.complaints.append(f"another host: {request.url}")


@contextmanager
def launched(executable: str, *more: str) -> Iterator[Browser]:
    """``more``: further switches of Chromium's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*QUIET, *more])
        try:
            yield browser
        finally:
            browser.close()


def connected(page: Page) -> None:
    """Wait until the page's socket is up, so that what is typed arrives."""
    page.wait_for_function("() => window.socket?.connected === true")


def say(page: Page, text: str) -> None:
    """Type a message and send it with Enter."""
    connected(page)
    box = page.locator(".sl-composer textarea")
    box.fill(text)
    box.press("Enter")


def order_number(text: str) -> str:
    match = re.search(r"PO-\d{4}-\d{5}", text)
    assert match, text
    return match[0]
