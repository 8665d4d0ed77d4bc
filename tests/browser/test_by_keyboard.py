"""The daily work without a mouse: enrol within 30 s, lend within 6 s and 3 keystrokes, take back, undo; the focus is seen."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.lending.models import Loan
from mandrivna.readers.models import Reader
from tests.browser.every_page import enter
from tests.browser.hands import Hands
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    cache.clear()
    return World()


@pytest.fixture
def desk(world: World, page: Page, context: BrowserContext, live_url: str) -> Page:
    enter(context, live_url, world.browser("owner", place=world.lib.shelf))
    page.goto(f"{live_url}/work/desk/")
    return page


def test_a_book_is_lent_by_two_scans(desk: Page, world: World) -> None:
    reader, copy = world.lib.reader(name="Олена Вигадана"), world.lib.copy()
    hands = Hands(desk)
    hands.scan(reader.cards.get().code)
    hands.scan(copy.barcode)
    expect(desk.get_by_role("status").filter(has_text="Видано")).to_be_visible()
    assert Loan.objects.open().get(copy=copy).reader_id == reader.pk
    assert (hands.keys <= 3, hands.seconds < 6) == (True, True), (hands.keys, hands.seconds)
    # The field has the focus again: the next book needs no hand on the keyboard.
    second = world.lib.copy()
    hands.scan(second.barcode)
    expect(desk.get_by_role("status").filter(has_text="Видано")).to_be_visible()
    assert Loan.objects.open().filter(reader=reader).count() == 2


def test_a_book_is_taken_back_by_scanning_it_twice(desk: Page, world: World) -> None:
    copy = world.lib.copy()
    world.lend(copy, world.lib.reader())
    hands = Hands(desk)
    hands.scan(copy.barcode)
    hands.scan(copy.barcode)
    expect(desk.get_by_role("status").filter(has_text="Повернено")).to_be_visible()
    assert (Loan.objects.open().filter(copy=copy).exists(), hands.keys) == (False, 0)


def test_a_mistake_is_undone_by_keys_alone(desk: Page, world: World) -> None:
    reader, copy = world.lib.reader(), world.lib.copy()
    hands = Hands(desk)
    hands.scan(reader.cards.get().code)
    hands.scan(copy.barcode)
    hands.to("Скасувати")
    hands.send()
    expect(desk.get_by_role("status").filter(has_text="Скасовано")).to_be_visible()
    assert Loan.objects.open().count() == 0


def test_a_reader_is_enrolled_within_thirty_seconds(desk: Page, live_url: str) -> None:
    desk.goto(f"{live_url}/work/readers/enrol/")
    hands = Hands(desk)
    desk.locator("main").focus()
    hands.to("Псевдонім (необов’язково)")
    hands.type("Калина")
    hands.send()
    expect(desk.get_by_role("status").filter(has_text="Читача записано")).to_be_visible()
    assert Reader.objects.get().pseudonym == "Калина"
    assert hands.seconds < 30, (hands.seconds, hands.steps)


def test_what_was_refused_is_said_beside_the_field_and_can_be_reached(desk: Page, live_url: str) -> None:
    desk.goto(f"{live_url}/work/readers/enrol/")
    hands = Hands(desk)
    desk.locator("main").focus()
    hands.to("Номер надрукованого квитка (необов’язково)")
    hands.type("123")
    hands.send()
    field = desk.get_by_label("Номер надрукованого квитка")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("123")
    assert desk.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}").inner_text() != ""


def test_the_first_tab_leads_past_the_menu(desk: Page) -> None:
    desk.goto(desk.url.replace("/desk/", "/readers/enrol/"))
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "main"


def test_the_focus_is_always_seen(desk: Page) -> None:
    """Every place the focus can stand on has an outline, from the first to the last."""
    desk.locator(".skip").focus()
    seen, bare = 0, []
    for _ in range(60):
        desk.keyboard.press("Tab")
        here = desk.evaluate(
            """() => { const at = document.activeElement; if (at === document.body) return null;
            const style = getComputedStyle(at); const box = at.getBoundingClientRect();
            const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            return [at.outerHTML.slice(0, 80), seen, box.width > 0]; }"""
        )
        if here is None:
            break
        seen += 1
        if not (here[1] and here[2]):
            bare.append(here[0])
    assert seen > 15
    assert bare == []


def test_control_k_and_escape(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    assert desk.evaluate("document.activeElement.id") == "find"
    desk.locator("nav.own summary").click()
    expect(desk.get_by_role("button", name="Вийти")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name="Вийти")).to_be_hidden()
