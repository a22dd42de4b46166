"""A call from the chat page in Chromium, with the real speech models: a test caller speaks into a fake microphone.

The microphone plays a file from the moment it is opened, so what is said when is fixed; the gaps leave a slow
machine room.
"""

import sqlite3
import wave
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from evals.audio.callers import Samples, Studio, callers, missing_parts
from procurement.columns import QUANTITY_PLACES
from tests.e2e.browser import WAIT, Visitor, chromium, connected, launched, order_number
from tests.e2e.conftest import ROOT, skip_or_fail
from voice.ports import RATE

pytestmark = [pytest.mark.browser, pytest.mark.voice]
expect.set_options(timeout=WAIT)

CALLS = 1  # the service of this module takes calls
SPEAKING = 60_000  # milliseconds: a read-back takes half a minute

Cue = tuple[float, str]  # (second at which it is said, what)


@dataclass(frozen=True)
class Caller:
    """Who says what, and what the cards say then."""

    name: str
    locale: str
    order: Cue
    correction: Cue
    confirmation: Cue
    ordered: str
    corrected: str


SARAH = Caller(
    "sarah",
    "en-US",
    (8.0, "I would like to order five hundred bearings six two oh four from Suzhou Precision by next Friday."),
    (22.0, "No, make it three hundred."),
    (66.0, "Yes, confirm the order."),
    "500 pieces",
    "300 pieces",
)
XIAOBEI = Caller(
    "xiaobei",
    "zh-CN",
    (8.0, "帮我向苏州精密订八百个六二零四轴承,下周五之前到"),
    (22.0, "不对,改成六百个"),
    (66.0, "好的,确认下单"),
    "800 个",
    "600 个",
)


def spoken(name: str, cues: Sequence[Cue]) -> Samples:
    caller = next(each for each in callers() if each.name == name)
    studio = Studio(ROOT / "var/callers/voices", ROOT / "var/callers/clips")
    clips = [(round(at * RATE), studio.say(text, caller)) for at, text in cues]
    start, last = clips[-1]
    sound = np.zeros(start + len(last) + 60 * RATE, np.int16)
    for start, clip in clips:
        sound[start : start + len(clip)] = clip
    return sound


def microphone(path: Path, name: str, cues: Sequence[Cue]) -> Path:
    """The file that Chromium takes for what the microphone hears."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(spoken(name, cues).tobytes())
    return path


@contextmanager
def browsing(*switches: str) -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        skip_or_fail("A call in a browser: Chromium is not installed")
    else:
        with launched(executable, *switches) as browser:
            yield browser


@contextmanager
def talking(path: Path, caller: Caller, *cues: Cue) -> Iterator[Browser]:
    """A browser in front of which the caller says ``cues``."""
    if missing := missing_parts(ROOT / "var/callers/voices"):
        skip_or_fail(f"A call in a browser: test callers cannot speak ({missing[0]} is missing; run: make callers)")
    file = microphone(path / "caller.wav", caller.name, cues)
    with browsing(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}%noloop",
        "--autoplay-policy=no-user-gesture-required",
    ) as browser:
        yield browser


def opened(browser: Browser, service: str, locale: str) -> tuple[Visitor, Page]:
    visitor = Visitor(service, browser.new_context(locale=locale, viewport={"width": 1280, "height": 900}))
    language = locale[:2]
    visitor.context.add_cookies([{"name": "supplyline_language", "value": language, "url": service}])
    page = visitor.open()
    connected(page)
    page.wait_for_function("() => window.callPanel")
    return visitor, page


def orders_of(database: Path) -> list[tuple[str, int]]:
    """(number, quantity in base units) of the order lines that came out of drafts."""
    query = (
        "select number, quantity from purchase_order join order_line on order_number = number "
        "where draft_id is not null"
    )
    with closing(sqlite3.connect(database)) as connection:
        return [(number, quantity // 10**QUANTITY_PLACES) for number, quantity in connection.execute(query)]


def put_through(page: Page) -> None:
    """Call once, so that the speech models are there; then again: the microphone begins anew."""
    page.locator("#sl-call-button").click()
    expect(page.locator("[data-part=time]")).not_to_have_text("0:00", timeout=SPEAKING)
    page.keyboard.press("Alt+C")
    expect(page.locator("#sl-call")).to_have_attribute("data-state", "ended")
    page.keyboard.press("Alt+C")


@pytest.mark.parametrize("caller", [SARAH, XIAOBEI], ids=lambda caller: caller.name)
def test_an_order_by_voice_is_interrupted_corrected_and_confirmed(
    service: str, service_folder: Path, tmp_path: Path, caller: Caller
) -> None:
    before = orders_of(service_folder / "e2e.db")
    with talking(tmp_path, caller, caller.order, caller.correction, caller.confirmation) as browser:
        visitor, page = opened(browser, service, caller.locale)
        put_through(page)
        panel, card = page.locator("#sl-call"), page.locator(".sl-card.sl-is-open")
        expect(card).to_contain_text(caller.ordered, timeout=SPEAKING)
        expect(panel).to_have_attribute("data-state", "agent")
        expect(page.locator(".sl-card.sl-is-cancelled")).to_contain_text(caller.ordered, timeout=SPEAKING)
        expect(page.locator(".sl-cut").first).to_be_visible()
        expect(card).to_contain_text(caller.corrected)
        done = page.locator(".sl-card.sl-is-executed")
        expect(done).to_contain_text(caller.corrected, timeout=SPEAKING)
        number = order_number(done.inner_text())

        expect(page.locator(".sl-voice")).to_have_count(3)
        expect(page.locator(".sl-call-turn")).not_to_have_count(0)
        page.locator("[data-part=hang-up]").click()
        expect(panel).to_have_attribute("data-state", "ended")
        expect(page.locator(".sl-call-problem")).to_be_hidden()
        assert visitor.complaints == []
    new = [order for order in orders_of(service_folder / "e2e.db") if order not in before]
    assert new == [(number, int(caller.corrected.split()[0]))]


def test_the_button_confirms_during_the_call_and_the_voice_says_so(service: str, tmp_path: Path) -> None:
    with talking(tmp_path, SARAH, SARAH.order) as browser:
        visitor, page = opened(browser, service, "en-US")
        put_through(page)
        page.get_by_role("button", name="Confirm order").click(timeout=SPEAKING)
        expect(page.locator(".sl-card.sl-is-executed")).to_be_visible()
        expect(page.locator(".sl-call-spoken")).to_contain_text("Ordered", timeout=SPEAKING)
        page.get_by_role("button", name="Mute").click()
        expect(page.locator("#sl-call")).to_have_attribute("data-state", "hold", timeout=SPEAKING)
        page.get_by_role("button", name="Unmute").click()
        expect(page.locator("#sl-call")).to_have_attribute("data-state", "listening")
        page.evaluate("callPanel.call.socket.close()")
        expect(page.locator(".sl-call-problem")).to_contain_text("connection was lost")
        assert visitor.complaints == []


@pytest.mark.parametrize(("locale", "sentence"), [("en-US", "microphone"), ("zh-CN", "麦克风")])
def test_without_a_microphone_the_page_says_so(service: str, locale: str, sentence: str) -> None:
    with browsing() as browser:
        visitor, page = opened(browser, service, locale)
        page.locator("#sl-call-button").click()
        expect(page.locator(".sl-call-problem")).to_contain_text(sentence)
        expect(page.locator("#sl-call-button")).to_be_enabled()
        page.locator("[data-part=close]").click()
        expect(page.locator("#sl-call")).to_be_hidden()
        assert visitor.complaints == []
