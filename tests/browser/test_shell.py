"""The shell in a browser: suggestions under the search field, keys that lead anywhere, and keys that stay letters."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.every_page import enter
from tests.browser.test_every_page import inspect
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    cache.clear()
    return World()


@pytest.fixture
def work(world: World, page: Page, context: BrowserContext, live_url: str) -> Page:
    for title in ("Тигролови", "Тигр на піску", "Кобзар"):
        world.lib.record(title)
    enter(context, live_url, world.browser("director"))
    page.goto(f"{live_url}/work/bell/")
    return page


def field(page: Page):
    return page.locator("#find")


def options(page: Page):
    return page.locator("#find-drop [role=option]")


def test_the_arrows_choose_and_enter_opens(work: Page) -> None:
    work.keyboard.press("Control+k")
    work.keyboard.type("тигр")
    expect(options(work)).to_have_count(2)
    expect(field(work)).to_have_attribute("aria-expanded", "true")
    expect(work.locator("#find-said")).to_contain_text("Знайдено: 2")
    work.keyboard.press("ArrowDown")
    work.keyboard.press("ArrowDown")
    chosen = options(work).nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert field(work).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    work.keyboard.press("Enter")
    expect(work.get_by_role("heading", level=1)).to_contain_text("Тигр")


def test_escape_closes_the_list_and_keeps_what_was_typed(work: Page) -> None:
    work.keyboard.press("/")
    work.keyboard.type("кобз")
    expect(options(work)).to_have_count(1)
    work.keyboard.press("Escape")
    expect(work.locator("#find-drop")).to_be_hidden()
    expect(field(work)).to_have_value("кобз")
    expect(field(work)).to_have_attribute("aria-expanded", "false")


def test_the_other_layout_is_read_and_it_is_said(work: Page) -> None:
    field(work).fill("rj,pfh")
    expect(options(work)).to_have_count(1)
    expect(work.locator("#find-said")).to_have_text("Показано за словами «кобзар»")


def test_enter_without_a_choice_opens_the_page_of_results(work: Page) -> None:
    field(work).fill("тигр")
    work.keyboard.press("Enter")
    expect(work.get_by_role("heading", level=1)).to_have_text("Пошук")
    expect(work.get_by_role("link", name="Тигролови")).to_be_visible()


def test_an_empty_field_shows_what_was_opened(work: Page, live_url: str) -> None:
    field(work).fill("кобз")
    options(work).first.click()
    expect(work.get_by_role("heading", level=1)).to_contain_text("Кобзар")
    field(work).focus()
    expect(options(work)).to_have_count(1)
    expect(work.locator("#find-drop")).to_contain_text("Недавнє")


def test_two_keys_lead_to_a_section_in_either_layout(work: Page) -> None:
    work.keyboard.press("g")
    work.keyboard.press("r")
    expect(work).to_have_url(re.compile("/work/catalogue/$"))
    work.evaluate(
        """for (const [code, key] of [["KeyG", "п"], ["KeyU", "г"]])
        document.body.dispatchEvent(new KeyboardEvent("keydown", { code, key, bubbles: true }))"""
    )
    expect(work).to_have_url(re.compile("/work/units/$"))


def test_in_a_field_letters_are_letters(work: Page, live_url: str) -> None:
    field(work).focus()
    work.keyboard.type("gr?")
    expect(field(work)).to_have_value("gr?")
    expect(work.locator("dialog[open]")).to_have_count(0)
    expect(work).to_have_url(f"{live_url}/work/bell/")


def test_the_map_opens_closes_and_turns_the_keys_off(work: Page, live_url: str) -> None:
    work.keyboard.press("?")
    expect(work.get_by_role("dialog", name="Клавіші")).to_be_visible()
    work.keyboard.press("Escape")
    expect(work.get_by_role("dialog", name="Клавіші")).to_be_hidden()
    work.keyboard.press("?")
    work.get_by_role("button", name="Вимкнути").click()
    expect(work).to_have_url(f"{live_url}/work/bell/")
    work.keyboard.press("g")
    work.keyboard.press("r")
    work.keyboard.press("?")
    expect(work.locator("dialog[open]")).to_have_count(0)
    expect(work).to_have_url(f"{live_url}/work/bell/")
    work.keyboard.press("Control+k")
    expect(field(work)).to_be_focused()


def test_rows_of_a_list_are_walked_and_opened(work: Page, live_url: str) -> None:
    work.goto(f"{live_url}/work/units/")
    links = work.locator("main tbody tr a[href], main .rows > li a[href]")
    work.keyboard.press("j")
    first = work.evaluate("document.activeElement.href")
    work.keyboard.press("j")
    second = work.evaluate("document.activeElement.href")
    work.keyboard.press("k")
    assert (work.evaluate("document.activeElement.href"), first != second, links.count() > 1) == (first, True, True)
    work.keyboard.press("Enter")
    expect(work).to_have_url(first)


def test_places_are_filtered_while_one_types(world: World, work: Page, live_url: str) -> None:
    from tests.faces.test_place import shelves  # noqa: PLC0415 - nine places and more

    shelves(world, 5)
    work.goto(f"{live_url}/work/place/")
    work.get_by_label("Знайти місце").fill("ганок 3")
    expect(work.locator("#places button:visible")).to_have_count(1)
    work.get_by_label("Знайти місце").fill("нема")
    expect(work.get_by_text("Такого місця немає.")).to_be_visible()


def test_the_open_list_and_the_open_map_are_barrier_free(work: Page) -> None:
    """What axe does not see on a page that is merely looked at."""
    field(work).fill("тигр")
    expect(options(work)).to_have_count(2)
    work.keyboard.press("ArrowDown")
    assert inspect(work, "list", "uk") == []
    field(work).fill("тігролова")
    expect(work.locator("#find-said")).to_contain_text("тигролови")
    assert inspect(work, "slip", "uk") == []
    work.keyboard.press("Escape")
    work.locator("h1").click()
    work.keyboard.press("?")
    expect(work.get_by_role("dialog", name="Клавіші")).to_be_visible()
    assert inspect(work, "map", "uk") == []
