"""A sheet of fifteen lines is keyed by keys alone within two minutes; what was typed outlives a session that ended."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.lending.actions.paper import print_sheets
from mandrivna.lending.models import Loan, Sheet
from tests.browser.every_page import enter
from tests.browser.hands import Hands
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)
LINES = 15


@pytest.fixture
def world() -> World:
    cache.clear()
    return World()


@pytest.fixture
def sheet(world: World) -> Sheet:
    return print_sheets(world.lib.act(), place=world.lib.shelf, kind="issue")


@pytest.fixture
def desk(world: World, sheet: Sheet, page: Page, context: BrowserContext, live_url: str) -> Page:
    enter(context, live_url, world.browser("owner", place=world.lib.shelf))
    page.goto(f"{live_url}/work/paper/{sheet.pk}/")
    return page


def test_a_sheet_of_fifteen_lines_within_two_minutes(desk: Page, world: World) -> None:
    """Every line with a reader of its own: the longest a sheet can be."""
    record = world.lib.record()
    pairs = [(world.lib.reader(), world.lib.copy(record)) for _line in range(LINES)]
    hands = Hands(desk)
    expect(desk.locator("[name=reader-1]")).to_be_focused()
    for reader, copy in pairs:
        hands.type(reader.cards.get().code[-5:])
        hands.press("Enter")
        hands.type(str(copy.inventory_number))
        hands.press("Enter")
    expect(desk.locator("[data-line='15'] [data-said=copy]")).to_have_text(str(record))
    expect(desk.get_by_role("button", name="Записати аркуш")).to_be_focused()
    hands.send()
    expect(desk.get_by_role("status").filter(has_text="внесено рядків 15")).to_be_visible()
    assert Loan.objects.open().count() == LINES
    assert hands.seconds < 120, (hands.seconds, hands.keys)


def test_of_several_one_is_chosen_by_the_arrows(desk: Page, world: World) -> None:
    one, two = (world.lib.reader(pseudonym=f"Калина {word}") for word in ("Перша", "Друга"))
    book = world.lib.copy()
    desk.keyboard.type("калина")
    options = desk.get_by_role("option")
    expect(options).to_have_count(2)
    expect(desk.locator("[data-line='1'] [data-said=reader]")).to_have_text("кілька: оберіть")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    chosen = options.nth(1).get_attribute("data-value")
    desk.keyboard.press("Enter")
    expect(desk.locator("[name=reader-1]")).to_have_value(chosen or "")
    expect(desk.locator("[name=copy-1]")).to_be_focused()
    desk.keyboard.type(book.barcode)
    desk.get_by_role("button", name="Записати аркуш").click()
    expect(desk.get_by_role("status").filter(has_text="внесено рядків 1")).to_be_visible()
    assert Loan.objects.open().get().reader.cards.get().code == chosen
    assert {one.cards.get().code, two.cards.get().code} >= {chosen}


def test_what_was_typed_outlives_a_session_that_ended(
    desk: Page, world: World, sheet: Sheet, context: BrowserContext, live_url: str
) -> None:
    reader, book = world.lib.reader(), world.lib.copy()
    desk.keyboard.type(reader.cards.get().code)
    desk.keyboard.press("Enter")
    desk.keyboard.type(book.barcode)
    context.clear_cookies(name=re.compile("session"))
    desk.get_by_role("button", name="Записати аркуш").click()
    desk.wait_for_load_state()
    assert Loan.objects.count() == 0
    enter(context, live_url, world.browser("owner", place=world.lib.shelf))
    desk.goto(f"{live_url}/work/paper/{sheet.pk}/")
    expect(desk.locator("[name=reader-1]")).to_have_value(reader.cards.get().code)
    desk.get_by_role("button", name="Записати аркуш").click()
    expect(desk.get_by_role("status").filter(has_text="внесено рядків 1")).to_be_visible()
