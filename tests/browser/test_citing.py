"""A reference is copied by one press; without a script it stands there to be selected."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import watch
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)
REFERENCE = "Гончар О. Прапороносці. Веселка, 2001."


@pytest.fixture
def world() -> World:
    made = World()
    made.record = made.lib.record("Прапороносці", authors="Гончар, Олесь", publisher="Веселка", year=2001)
    made.lib.copy(made.record)
    return made


def copied(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_a_reference_and_a_list_are_copied(page: Page, context: BrowserContext, live_url: str, world: World) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_url)
    troubles = watch(page)
    page.goto(f"{live_url}/catalogue/{world.record.pk}/")
    page.locator('[data-copy="cite-8302"]').click()
    expect(page.locator('[data-copy="cite-8302"]')).to_have_text("Скопійовано")
    assert copied(page) == REFERENCE
    page.locator('[data-copy="cite-71"]').click()
    expect(page.locator('[data-copy="cite-71"]')).to_have_text("Скопійовано")
    assert copied(page) == "Гончар О. Прапороносці / О. Гончар. – [Б. м.] : Веселка, 2001."
    page.goto(f"{live_url}/catalogue/citations/?q=прапороносці")
    page.locator('[data-copy="sources"]').click()
    expect(page.locator('[data-copy="sources"]')).to_have_text("Скопійовано")
    assert (copied(page), troubles) == (f"1. {REFERENCE}", [])


def test_without_a_script_there_is_no_button_that_does_nothing(browser: Browser, live_url: str, world: World) -> None:
    context = browser.new_context(java_script_enabled=False, locale="uk-UA")
    page = context.new_page()
    page.goto(f"{live_url}/catalogue/{world.record.pk}/")
    assert (page.locator("#cite-8302").inner_text(), page.locator("[data-copy]:visible").count()) == (REFERENCE, 0)
    context.close()
