"""Suggestions under the search field of the site on a phone: letters, arrows, Enter, Escape, and what a screen reader is told."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from mandrivna.catalogue.search import synonyms
from mandrivna.catalogue.search.keeper import catch_up
from mandrivna.core.models import Unit
from mandrivna.core.outbox.worker import drain
from scripts.phone import LINE, TARGET, as_phone, typed
from tests.browser.conftest import watch
from tests.browser.test_every_page import inspect
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db(transaction=True)
TREE = "Accessibility.getFullAXTree"


@pytest.fixture
def lib(settings: object, tmp_path: Path) -> Library:
    settings.SEARCH_INDEX = tmp_path / "search"  # type: ignore[attr-defined]
    synonyms.forget()
    made = library(timezone.now())
    Unit.objects.filter(pk__in=[made.hub.pk, made.shelf.pk]).update(public=True)
    for title, authors in (("Лісова пісня", "Леся Українка"), ("Лісові дзвони", "Вигадана Леся"), ("Кобзар", "Тарас Шевченко")):
        made.copy(made.record(title, authors=authors, year=1911))
    drain()
    catch_up()
    return made


@pytest.fixture
def phone(browser: Browser, live_url: str, lib: Library):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="uk-UA", has_touch=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    troubles = watch(page)
    page.goto(f"{live_url}/catalogue/")
    yield page
    assert troubles == []
    context.close()


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Назва, автор, тема або ISBN")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Підказки").get_by_role("option")


def test_the_arrows_choose_and_enter_searches(phone: Page) -> None:
    field(phone).focus()
    phone.keyboard.type("ліс")
    expect(options(phone)).to_have_count(2)
    expect(field(phone)).to_have_attribute("aria-expanded", "true")
    expect(phone.get_by_role("status").filter(has_text="Підказок: 2")).to_have_count(1)
    for key, number in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1)):
        phone.keyboard.press(key)
        expect(options(phone).nth(number)).to_have_attribute("aria-selected", "true")
        assert field(phone).get_attribute("aria-activedescendant") == options(phone).nth(number).get_attribute("id")
    expect(field(phone)).to_be_focused()
    wanted = options(phone).nth(1).get_attribute("data-value")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/catalogue/?q=*")
    expect(field(phone)).to_have_value(wanted or "")
    expect(phone.locator(".pub-results a").first).to_have_text(wanted or "")


def test_the_first_page_of_the_site_answers_as_well(phone: Page, live_url: str) -> None:
    phone.goto(f"{live_url}/")
    field(phone).focus()
    phone.keyboard.type("кобз")
    expect(options(phone)).to_have_count(1)
    phone.keyboard.press("ArrowDown")
    assert inspect(phone, "front", "uk") == []
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/catalogue/?q=*")


def test_enter_without_a_choice_searches_for_what_was_typed(phone: Page) -> None:
    field(phone).focus()
    phone.keyboard.type("дзвони")
    expect(options(phone)).to_have_count(1)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/catalogue/?q=*")
    expect(field(phone)).to_have_value("дзвони")


def test_escape_closes_and_keeps_what_was_typed_and_an_arrow_opens_again(phone: Page) -> None:
    field(phone).focus()
    phone.keyboard.type("кобз")
    expect(options(phone)).to_have_count(1)
    phone.keyboard.press("Escape")
    expect(options(phone)).to_have_count(0)
    expect(field(phone)).to_have_value("кобз")
    expect(field(phone)).to_have_attribute("aria-expanded", "false")
    phone.keyboard.press("ArrowDown")
    expect(options(phone).first).to_have_attribute("aria-selected", "true")
    for _letter in range(2):
        phone.keyboard.press("Backspace")
    expect(options(phone)).to_have_count(0)


def test_a_finger_chooses_and_leaving_closes(phone: Page) -> None:
    field(phone).tap()
    phone.keyboard.type("леся")
    expect(options(phone)).not_to_have_count(0)
    phone.keyboard.press("Tab")
    expect(options(phone)).to_have_count(0)
    field(phone).fill("кобз")
    options(phone).first.tap()
    phone.wait_for_url("**/catalogue/?q=*")
    expect(field(phone)).to_have_value("Кобзар")


def test_a_screen_reader_is_told_and_axe_finds_nothing(phone: Page) -> None:
    field(phone).focus()
    phone.keyboard.type("ліс")
    expect(options(phone)).to_have_count(2)
    phone.keyboard.press("ArrowDown")
    nodes = phone.context.new_cdp_session(phone).send(TREE)["nodes"]
    said = [node for node in nodes if node.get("role", {}).get("value") == "combobox"]
    about = {one["name"]: one["value"].get("value") for one in said[0]["properties"]}
    assert (len(said), about["expanded"], about["autocomplete"], about["hasPopup"]) == (1, True, "list", "listbox")
    listed = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "option" and not node["ignored"]]
    assert sorted(name for name in listed if "Ліс" in name) == ["Лісова пісня Леся Українка", "Лісові дзвони Вигадана Леся"]
    assert inspect(phone, "suggestions", "uk") == []


def test_below_three_letters_and_for_nothing_nobody_is_asked(phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url) if "suggestions" in request.url else None)
    field(phone).focus()
    phone.keyboard.type("лі")
    phone.wait_for_timeout(250)
    assert asked == []
    phone.keyboard.type("щщщ")
    expect(options(phone)).to_have_count(0)
    expect(field(phone)).to_have_attribute("aria-expanded", "false")


def test_on_the_reference_phone_the_list_follows_the_key(phone: Page) -> None:
    """The middle of them, for a computer that others use as well: the figures are `python -m scripts.phone`."""
    typed(phone, "ліс")
    as_phone(phone)
    took = typed(phone, "лісова", "кобзар")
    assert len(took) >= 6
    assert statistics.median(took) <= TARGET, took


def test_the_reference_phone_is_as_slow_as_it_is_said(phone: Page) -> None:
    """Negative control: the line is on the way of each answer, also of one asked for before, or the figure above would be that of
    this computer."""
    as_phone(phone)
    address = phone.locator("input[data-suggest]").get_attribute("data-suggest")
    began = "const began = performance.now(); await fetch(address, { credentials: 'omit' }); return performance.now() - began;"
    took = [phone.evaluate(f"async address => {{ {began} }}", f"{address}?q=ліс") for _again in range(2)]
    assert min(took) >= LINE


def test_a_burst_of_letters_asks_for_the_first_word_and_the_last(phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url) if "suggestions" in request.url else None)
    field(phone).focus()
    phone.keyboard.type("кобзар")
    expect(options(phone)).to_have_count(1)
    phone.wait_for_timeout(250)
    assert 1 <= len(asked) <= 3
