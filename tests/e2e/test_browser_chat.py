"""The chat page in Chromium: an order from the first word to the table, whatever happens to the tab meanwhile."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import WAIT, Visitor, chromium, connected, launched, order_number, say
from tests.e2e.conftest import skip_or_fail

pytestmark = pytest.mark.browser
expect.set_options(timeout=WAIT)

ORDER = "帮我向苏州精密订五百个6204轴承,下周五之前到"


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
    """Somebody at a desk; nothing the pages do may raise a complaint."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 860})
    visitor = Visitor(service, context)
    yield visitor
    context.close()
    assert visitor.complaints == []


def test_order_correct_confirm_and_see_it_in_the_table(visitor: Visitor) -> None:
    page = visitor.open()
    say(page, ORDER)
    card = page.locator(".sl-card.sl-is-open")
    expect(card).to_contain_text("500 个")
    expect(card).to_contain_text("¥6,400.00")
    expect(card).to_contain_text("2026年12月4日 星期五")
    expect(card).to_contain_text("苏州一号仓")
    expect(card).to_contain_text("可以按期交付")

    say(page, "改成六百个")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("600 个")
    expect(page.locator(".sl-is-cancelled")).to_contain_text("500 个")

    card.get_by_role("button", name="确认下单").click()
    done = page.locator(".sl-is-executed")
    expect(done).to_contain_text("已执行")
    number = order_number(done.inner_text())

    page.get_by_role("link", name="订单", exact=True).click()
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("¥7,680.00")
    page.get_by_role("searchbox").fill("宁波")
    expect(row).to_have_count(0)
    page.get_by_role("searchbox").fill(number[-3:])
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.locator(".sl-main")).to_contain_text("已下达")


def test_a_confirmation_survives_a_reload(visitor: Visitor) -> None:
    page = visitor.open()
    say(page, ORDER)
    card = page.locator(".sl-card.sl-is-open")
    expect(card).to_be_visible()
    page.reload()
    expect(card).to_contain_text("¥6,400.00")
    expect(page.locator(".sl-said")).to_have_text(ORDER)
    connected(page)
    card.get_by_role("button", name="确认下单").click()
    expect(page.locator(".sl-is-executed")).to_be_visible()
    expect(page.locator(".sl-reply").last).to_contain_text("PO-2026-")
    page.reload()
    expect(page.locator(".sl-is-executed")).to_be_visible()
    expect(card).to_have_count(0)


def test_a_decision_in_one_tab_shows_in_the_other(visitor: Visitor) -> None:
    first = visitor.open()
    say(first, ORDER)
    expect(first.locator(".sl-card.sl-is-open")).to_be_visible()
    second = visitor.open(first.url.removeprefix(visitor.base))
    connected(second)
    second.locator(".sl-card.sl-is-open").get_by_role("button", name="确认下单").click()
    expect(second.locator(".sl-is-executed")).to_have_count(1)
    expect(first.locator(".sl-is-executed")).to_have_count(1)
    expect(first.locator(".sl-card.sl-is-open")).to_have_count(0)
    say(first, "SH10042到哪儿了?")
    expect(first.locator(".sl-reply").last).to_contain_text("SH10042")
    expect(second.locator(".sl-reply").last).to_contain_text("SH10042")


def test_change_decline_and_a_double_click(visitor: Visitor) -> None:
    page = visitor.open()
    say(page, ORDER)
    card = page.locator(".sl-card.sl-is-open")
    card.get_by_role("button", name="修改").click()
    box = page.locator(".sl-composer textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value("改一下:")
    box.press_sequentially("七百个")
    box.press("Enter")
    expect(card).to_contain_text("700 个")
    card.get_by_role("button", name="不下单").click()
    expect(page.locator(".sl-is-declined")).to_be_visible()

    say(page, "向苏州精密订八百个6204轴承")
    card.get_by_role("button", name="确认下单").dblclick()
    expect(page.locator(".sl-is-executed")).to_have_count(1)
    page.goto(visitor.base + "/orders")
    expect(page.get_by_role("row").filter(has_text="¥10,240.00")).to_have_count(1)


def test_above_the_limit_the_manager_approves(visitor: Visitor) -> None:
    page = visitor.open()
    say(page, "向苏州精密订5000个6204,12月18日之前到")
    card = page.locator(".sl-card.sl-is-open")
    expect(card).to_contain_text("采购经理审批")
    card.get_by_role("button", name="确认下单").click()
    waiting = page.locator(".sl-is-pending_approval")
    expect(waiting).to_be_visible()
    expect(waiting.get_by_role("button")).to_have_count(0)

    visitor.context.add_cookies([{"name": "supplyline_person", "value": "manager", "url": visitor.base}])
    manager = visitor.open()
    connected(manager)
    manager.get_by_role("button", name="等您审批").click()
    manager.get_by_role("menuitem").first.click()
    manager.locator(".sl-is-pending_approval").get_by_role("button", name="批准").click()
    expect(manager.locator(".sl-is-executed")).to_be_visible()
    expect(page.locator(".sl-is-executed")).to_be_visible()


def test_somebody_elses_conversation_is_not_shown(visitor: Visitor) -> None:
    page = visitor.open()
    say(page, ORDER)
    expect(page.locator(".sl-card")).to_be_visible()
    visitor.context.add_cookies([{"name": "supplyline_person", "value": "suzhou-precision", "url": visitor.base}])
    page.reload()
    expect(page.locator(".sl-welcome")).to_be_visible()
    expect(page.locator(".sl-card")).to_have_count(0)


def test_a_question_offers_its_options(visitor: Visitor) -> None:
    page = visitor.open()
    say(page, "订100个轴承")
    choices = page.locator(".sl-choices")
    expect(choices.get_by_role("button")).to_have_count(2)
    page.reload()
    connected(page)
    choices.get_by_role("button", name="6205").click()
    expect(page.locator(".sl-said").last).to_contain_text("6205")
    expect(choices.get_by_role("button", name="6205")).to_have_count(0)


def test_the_keyboard_is_enough(visitor: Visitor) -> None:
    page = visitor.open()
    connected(page)
    expect(page.locator(".sl-composer textarea")).to_be_focused()
    page.keyboard.type("帮我向苏州精密订五百个6204轴承")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("下周五之前到")
    expect(page.locator(".sl-said")).to_have_count(0)
    page.keyboard.press("Enter")
    card = page.locator(".sl-card.sl-is-open")
    expect(card).to_be_visible()
    confirm = card.get_by_role("button", name="确认下单")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if confirm.evaluate("(button) => button === document.activeElement"):
            break
    expect(confirm).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".sl-is-executed")).to_be_visible()


def test_enter_that_picks_a_character_sends_nothing(visitor: Visitor) -> None:
    page = visitor.open()
    connected(page)
    box = page.locator(".sl-composer textarea")
    box.fill("帮我")
    composing = (
        "(box) => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    box.evaluate(composing)
    page.wait_for_timeout(500)
    expect(page.locator(".sl-said")).to_have_count(0)
    expect(box).to_have_value("帮我")
