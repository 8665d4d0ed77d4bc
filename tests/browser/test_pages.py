"""The browser's own fixtures: pages of the live program arrive whole, and a page that breaks the rules is noticed."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import watch


def test_a_stranger_gets_the_sign_in_page_with_its_styles(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/work/")
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page.locator("input[type=password]")).to_be_visible()
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0) && document.styleSheets.length > 0")


def test_a_blocked_script_and_an_exception_are_noticed(context: BrowserContext, live_url: str) -> None:
    page = context.new_page()
    troubles = watch(page)
    page.goto(f"{live_url}/work/")
    assert troubles == []
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))")
    page.evaluate("setTimeout(() => { throw new Error('from a script') }, 0)")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert ["Content Security Policy" in troubles[0], troubles[1:]] == [True, ["from a script"]]
