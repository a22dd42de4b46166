"""The other pages in Chromium: records, both languages, and the width of a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser import WAIT, Visitor, chromium, connected, launched
from tests.e2e.conftest import skip_or_fail

pytestmark = pytest.mark.browser
expect.set_options(timeout=WAIT)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        skip_or_fail("The pages in a browser: Chromium is not installed")
    else:
        with launched(executable) as browser:
            yield browser


@pytest.fixture
def visitor(browser: Browser, service: str) -> Iterator[Visitor]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 860})
    visitor = Visitor(service, context)
    yield visitor
    context.close()
    assert visitor.complaints == []


def main(page: Page, text: str) -> None:
    expect(page.locator(".sl-main")).to_contain_text(text)


def test_orders_shipments_lots_and_stock(visitor: Visitor) -> None:
    page = visitor.open("/orders/PO-2026-00119")
    for text in ("有变更地接受", "600 个", "400 个", "吴军", "尚未发货"):
        main(page, text)
    page = visitor.open("/orders/PO-2026-00120")
    page.get_by_role("link", name="SH10044").click()
    main(page, "已送达")
    page = visitor.open("/shipments/SH10043")
    for text in ("延误 · 天气", "暴雪", "济南", "北极冷链"):
        main(page, text)
    expect(page.locator(".sl-timeline li")).to_have_count(3)
    page = visitor.open("/stock")
    expect(page.get_by_role("row").nth(1)).to_contain_text("黄油")
    expect(page.get_by_role("row").nth(1)).to_contain_text("低于再订货点")


def test_a_lot_is_drawn_both_ways(visitor: Visitor) -> None:
    page = visitor.open("/lots")
    connected(page)
    page.get_by_role("textbox").first.fill("L20261101")
    page.get_by_role("textbox").first.press("Enter")
    for text in ("金麦面粉", "周婷", "王敏", "P20261105", "城东烘焙", "江畔商行"):
        main(page, text)
    graph = page.locator(".sl-graph svg")
    expect(graph).to_contain_text("5,000")
    expect(graph).to_contain_text("江畔商行")
    page.goto(visitor.base + "/lots/NO-SUCH-LOT")
    main(page, "没有批次 NO-SUCH-LOT")


def test_what_is_not_there_is_said(visitor: Visitor) -> None:
    for path in ("/orders/PO-1", "/shipments/<img src=x onerror=alert(1)>", "/orders/%00"):
        page = visitor.open(path)
        expect(page.get_by_role("alert")).to_contain_text("没有")


def test_english_and_back(visitor: Visitor) -> None:
    page = visitor.open("/orders/PO-2026-00119")
    connected(page)
    page.get_by_role("button", name="Show in English").click()
    main(page, "accepted with changes")
    main(page, "Monday, 30 November 2026")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Assistant").click()
    expect(page.get_by_placeholder("Type what you need")).to_be_visible()
    connected(page)
    page.get_by_role("button", name="Where is SH10042?").click()
    expect(page.locator(".sl-reply").last).to_contain_text("SH10042")
    page.get_by_role("button", name="以中文显示").click()
    expect(page.get_by_placeholder("说出您的需要")).to_be_visible()


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, service: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 375, "height": 720}, has_touch=True)
    visitor = Visitor(service, context)
    for path in ("/", "/orders", "/orders/PO-2026-00119", "/shipments/SH10043", "/lots/L20261101", "/stock"):
        page = visitor.open(path)
        connected(page)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path
    context.close()
    assert visitor.complaints == []


def test_every_control_has_a_name(visitor: Visitor) -> None:
    nameless = """() => [...document.querySelectorAll('button, input, textarea, a[href], [role=button]')]
      .filter(one => one.offsetParent !== null && !one.closest('[aria-hidden=true]'))
      .filter(one => !(one.innerText.trim() || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby')
                       || one.placeholder || one.closest('label')?.innerText.trim()))
      .map(one => one.outerHTML.slice(0, 200))"""
    for path in ("/", "/orders", "/shipments", "/lots", "/stock"):
        page = visitor.open(path)
        connected(page)
        assert page.evaluate(nameless) == [], path
