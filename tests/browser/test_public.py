"""The site for readers as it reaches people: by keyboard alone, without scripts and pictures, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from mandrivna.core.actions.units import edit_unit
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    made = World()
    edit_unit(made.lib.act(), unit=made.lib.hub, about={"actual_address": "вул. Тестова, 1", "opening_hours": ["пн–пт 9:00–18:00"]})
    made.lib.copy()
    return made


def test_a_book_is_found_by_keyboard_without_scripts_and_pictures(browser: Browser, live_url: str, world: World) -> None:
    context = browser.new_context(java_script_enabled=False, locale="uk-UA", viewport={"width": 320, "height": 640})
    context.route(re.compile(r"\.(svg|png|webp|ico)"), lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{live_url}/")
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.locator("#main").evaluate("e => e.focus()")
    page.keyboard.press("Tab")
    assert page.locator("#q").evaluate("e => e === document.activeElement")
    page.keyboard.type("пісня")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/?q=*")
    assert "Лісова пісня" in page.inner_text("main")
    page.locator("main a", has_text="Лісова пісня").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/*-*/")
    assert "Хаб 1, Полиця 1" in page.inner_text("main")
    assert context.cookies() == []
    context.close()


def test_focus_is_seen_wherever_it_goes(page: Page, live_url: str, world: World) -> None:
    """Each stop of a walk through the first page has an outline, and the walk ends in the footer."""
    page.goto(f"{live_url}/")
    stops = page.locator("a:visible, button:visible, input:visible").count()
    seen = []
    for _stop in range(stops):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"))
    assert [stop for stop in seen if stop[0] != "BODY" and stop[1] == "none"] == []
    assert page.locator("footer").evaluate("e => e.contains(document.activeElement)")


def test_on_paper_a_place_is_its_address_and_hours(page: Page, live_url: str, world: World) -> None:
    page.goto(f"{live_url}/places/{world.lib.hub.pk}/")
    page.emulate_media(media="print")
    assert [page.locator(part).is_visible() for part in ("header", "footer", "h1")] == [False, False, True]
    assert all(words in page.inner_text("main") for words in ("вул. Тестова, 1", "пн–пт 9:00–18:00"))
