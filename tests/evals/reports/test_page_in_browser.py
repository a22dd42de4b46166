"""The page as a reader has it: a file in Chromium, without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evals.reports.writing import write
from tests.e2e.browser import WAIT, chromium, launched
from tests.e2e.conftest import skip_or_fail
from tests.evals.reports.runs import fill, offline_run, voice_run

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        skip_or_fail("Chromium is not installed, so the report's page is not tried in a browser")
    with launched(executable or "") as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("runs")
    for name, result in (("text", offline_run()), ("voice", voice_run())):
        write(result, fill(root / name, result))
    return root


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """The text run; fails for a script error or a request."""
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    complaints: list[str] = []
    opened = context.new_page()
    opened.set_default_timeout(WAIT)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("request", lambda asked: complaints.append(asked.url) if not is_ours(asked.url) else None)
    opened.goto((folder / "text" / "report.html").as_uri())
    yield opened
    assert complaints == []
    context.close()


def is_ours(url: str) -> bool:
    return url.startswith("data:") or url.endswith("/report.html") or "/report.html#" in url


def visible(page: Page) -> list[str]:
    return page.locator(".case:visible .name").all_text_contents()


def test_cases_are_found_by_words_and_by_kind(page: Page) -> None:
    assert len(visible(page)) == 7
    page.get_by_label("Search").fill("butter FAIL")
    expect(page.get_by_text("No case is like that.")).to_be_visible()
    page.get_by_label("Search").fill("黄油")
    assert visible(page) == ["where-is-butter.zh", "where-is-butter.en"]
    page.get_by_label("Outcome").select_option("failing")
    assert visible(page) == ["where-is-butter.zh"]
    expect(page.get_by_role("status")).to_have_text("1 / 7")
    page.get_by_label("Search").press("Escape")
    assert len(visible(page)) == 7
    page.locator("select[data-kind=fault]").select_option("crash")
    assert visible(page) == ["crash-order.zh"]


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("#case-order-simple\\.en > summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".person:visible").first).to_contain_text("order 500 bearing 6204")
    expect(page.locator("tr.wrong:visible")).to_contain_text("quantity 500")
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("jk/")
    expect(page.get_by_label("Search")).to_have_value("jk/")


def test_a_failure_leads_to_its_case(page: Page) -> None:
    page.get_by_label("Search").fill("nothing like it")
    page.locator("li", has_text="The process dies").get_by_role("link", name="zh").click()
    expect(page.locator("#case-crash-order\\.zh")).to_have_attribute("open", "")
    expect(page.locator("#case-crash-order\\.zh > summary")).to_be_focused()


def test_labels_are_in_one_language_at_a_time(page: Page) -> None:
    expect(page.get_by_role("heading", name="What failed, and why")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="失败的用例及原因")).to_be_visible()
    expect(page.get_by_text("What failed, and why")).to_be_hidden()
    assert page.locator("select[data-kind=standing] option").all_inner_texts()[:2] == ["全部", "失败"]
    page.reload()
    expect(page.get_by_role("heading", name="失败的用例及原因")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1100])
def test_nothing_runs_over_the_edge(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate(FAINT) == []


def test_a_recording_inside_the_page_can_be_played(page: Page, folder: Path) -> None:
    page.goto((folder / "voice" / "report.html").as_uri())
    page.locator("#case-call-barge-in\\.zh > summary").click()
    seconds = page.locator("audio").first.evaluate(
        "(audio) => new Promise((done, failed) => { audio.onloadedmetadata = () => done(audio.duration);"
        " audio.onerror = () => failed(audio.error.message); audio.preload = 'auto'; audio.load(); })"
    )
    assert seconds == pytest.approx(1.0, abs=0.01)
    expect(page.locator("h4:visible", has_text="answered after")).to_contain_text("610 ms")


FAINT = """() => {  // texts below the 4.5:1 of WCAG AA
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
  };
  const faint = new Set();
  for (const one of document.querySelectorAll("main *:not(svg *), header *, footer *")) {
    if (!one.checkVisibility() || one.closest(".unheard, audio, select")) continue;
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const [a, b] = [light(channels(getComputedStyle(one).color)), light(ground(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.add(`${one.className || one.tagName} ${ratio.toFixed(2)}`);
  }
  return [...faint];
}"""
