"""A call from the chat page in Chromium, with the real speech models: a test caller speaks into a fake microphone.

The microphone plays a file from the moment it is opened, so what is said when is fixed; the gaps leave a slow
machine room.
"""

import sqlite3
import wave
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from evals.callers import Samples, Studio, callers, missing_parts
from procurement.columns import QUANTITY_PLACES
from tests.e2e.browser import WAIT, Visitor, chromium, connected, launched, order_number
from tests.e2e.conftest import ROOT, skip_or_fail
from voice.ports import RATE

pytestmark = [pytest.mark.browser, pytest.mark.voice]
expect.set_options(timeout=WAIT)

CALLS = 1  # the service of this module takes calls
SPEAKING = 60_000  # milliseconds: a read-back takes half a minute

# (second at which it is said, what)
ORDER = (8.0, "I would like to order five hundred bearings six two oh four from Suzhou Precision by next Friday.")
CORRECTION = (22.0, "No, make it three hundred.")
CONFIRMATION = (66.0, "Yes, confirm the order.")


def spoken(cues: Sequence[tuple[float, str]]) -> Samples:
    caller = next(each for each in callers("en") if each.name == "sarah")
    studio = Studio(ROOT / "var/callers/voices", ROOT / "var/callers/clips")
    clips = [(round(at * RATE), studio.say(text, caller)) for at, text in cues]
    start, last = clips[-1]
    sound = np.zeros(start + len(last) + 60 * RATE, np.int16)
    for start, clip in clips:
        sound[start : start + len(clip)] = clip
    return sound


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that Chromium takes for what the microphone hears."""
    if missing := missing_parts(ROOT / "var/callers/voices"):
        skip_or_fail(f"A call in a browser: test callers cannot speak ({missing[0]} is missing; run: make callers)")
    path = tmp_path_factory.mktemp("microphone") / "caller.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(spoken([ORDER, CORRECTION, CONFIRMATION]).tobytes())
    return path


def browsing(*switches: str) -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        skip_or_fail("A call in a browser: Chromium is not installed")
    else:
        with launched(executable, *switches) as browser:
            yield browser


@pytest.fixture
def talking(microphone: Path) -> Iterator[Browser]:
    yield from browsing(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}%noloop",
        "--autoplay-policy=no-user-gesture-required",
    )


@pytest.fixture
def speechless() -> Iterator[Browser]:
    """No microphone, and nobody who would allow one."""
    yield from browsing()


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


def test_an_order_by_voice_is_interrupted_corrected_and_confirmed(
    talking: Browser, service: str, service_folder: Path
) -> None:
    visitor, page = opened(talking, service, "en-US")
    panel = page.locator("#sl-call")
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.locator("[data-part=time]")).not_to_have_text("0:00", timeout=SPEAKING)  # put through
    page.keyboard.press("Alt+C")
    expect(panel).to_have_attribute("data-state", "ended")

    page.keyboard.press("Alt+C")  # the microphone begins anew
    card = page.locator(".sl-card.sl-is-open")
    expect(card).to_contain_text("500 pieces", timeout=SPEAKING)
    expect(panel).to_have_attribute("data-state", "agent")
    expect(page.locator(".sl-card.sl-is-cancelled")).to_contain_text("500 pieces", timeout=SPEAKING)
    expect(page.locator(".sl-cut").first).to_be_visible()
    expect(card).to_contain_text("300 pieces")
    done = page.locator(".sl-card.sl-is-executed")
    expect(done).to_contain_text("300 pieces", timeout=SPEAKING)
    number = order_number(done.inner_text())

    expect(page.locator(".sl-voice")).to_have_count(3)
    expect(page.locator(".sl-call-turn")).not_to_have_count(0)
    page.get_by_role("button", name="Hang up").click()
    expect(panel).to_have_attribute("data-state", "ended")
    expect(page.locator(".sl-call-problem")).to_be_hidden()
    assert visitor.complaints == []
    assert orders_of(service_folder / "e2e.db") == [(number, 300)]


@pytest.mark.parametrize(("locale", "sentence"), [("en-US", "microphone"), ("zh-CN", "麦克风")])
def test_without_a_microphone_the_page_says_so(speechless: Browser, service: str, locale: str, sentence: str) -> None:
    visitor, page = opened(speechless, service, locale)
    page.locator("#sl-call-button").click()
    expect(page.locator(".sl-call-problem")).to_contain_text(sentence)
    expect(page.locator("#sl-call-button")).to_be_enabled()
    page.locator("[data-part=close]").click()
    expect(page.locator("#sl-call")).to_be_hidden()
    assert visitor.complaints == []
