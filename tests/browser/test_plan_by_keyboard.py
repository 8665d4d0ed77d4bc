"""A plan is written by keys alone: cells, a new row, a pasted range, moving, taking back; two people meet in one cell."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from mandrivna.planning.models import Section
from tests.browser.every_page import enter
from tests.faces.screens import World
from tests.planning.plans import numbers, part_of, plan_of, rows

pytestmark = pytest.mark.django_db(transaction=True)

PASTE = """(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""

WORD = """<html><body><!--StartFragment--><table>
<tr><td><p>5</p></td><td><p>Обробка:</p><p>- Каталогізація<br>- Опис</p></td><td colspan=2><p>200 <b>записів</b></p></td></tr>
<tr><td>6</td><td><p>Назва "у лапках"</p></td><td>подія</td><td>12</td></tr></table></body></html>"""
PASTE_WORD = """(html) => { const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", "каша");
document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""


@pytest.fixture
def world() -> World:
    cache.clear()
    return World()


@pytest.fixture
def part(world: World) -> Section:
    return part_of(plan_of(world.lib.root))


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator("#plan-table tbody tr").nth(row).locator(f"td[data-col='{column}']")


def opened(page: Page, context: BrowserContext, world: World, part: Section, url: str, who: str) -> Page:
    enter(context, url, world.browser(who))
    page.goto(f"{url}/work/plans/parts/{part.pk}/")
    return page


def test_a_plan_is_written_by_keys_alone(world: World, part: Section, page: Page, context: BrowserContext, live_url: str) -> None:
    opened(page, context, world, part, live_url, "methodist")
    said = page.locator("#plan-said")
    cell(page, 1, 3).focus()
    page.keyboard.type("250 прим.")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Збережено")
    expect(cell(page, 1, 3).locator(".understood")).to_have_text("250 прим.")
    expect(cell(page, 2, 3)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("двічі на місяць")
    page.keyboard.press("Tab")
    expect(cell(page, 2, 4).locator(".understood")).to_have_text("двічі на місяць (24 на рік)")
    page.keyboard.press("F2")
    page.keyboard.type(" зайве")
    page.keyboard.press("Escape")
    expect(cell(page, 2, 5).locator(".said")).to_have_text("ЦПЧ, ВІТЕР")
    cell(page, 3, 0).focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#plan-table tbody tr")).to_have_count(5)
    page.evaluate(PASTE, "3\tБук-кросинг\tакція\n4\tКвартирник\tподія")
    expect(page.locator("#plan-table tbody tr")).to_have_count(6)
    expect(cell(page, 5, 1).locator(".said")).to_have_text("Квартирник")
    cell(page, 5, 0).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(cell(page, 4, 1).locator(".said")).to_have_text("Квартирник")
    page.keyboard.press("Control+KeyZ")
    expect(cell(page, 5, 1).locator(".said")).to_have_text("Квартирник")
    assert numbers(part) == ["1", "1.1", "1.2", "2", "3", "4"]
    assert [row.cells[3:5] for row in rows(part)[1:3]] == [["250 прим.", ""], ["12", "двічі на місяць"]]


def test_a_table_of_a_document_keeps_its_cells_with_their_paragraphs(
    world: World, part: Section, page: Page, context: BrowserContext, live_url: str
) -> None:
    opened(page, context, world, part, live_url, "methodist")
    before = page.locator("#plan-table tbody tr").count()
    cell(page, before - 1, 0).focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#plan-table tbody tr")).to_have_count(before + 1)
    page.evaluate(PASTE_WORD, WORD)
    expect(page.locator("#plan-table tbody tr")).to_have_count(before + 2)
    expect(cell(page, before + 1, 1).locator(".said")).to_have_text('Назва "у лапках"')
    assert [row.cells[:4] for row in rows(part)[-2:]] == [
        ["5", "Обробка:\n- Каталогізація\n- Опис", "200 записів", ""], ["6", 'Назва "у лапках"', "подія", "12"],
    ]  # fmt: skip


def test_two_people_meet_in_one_cell_and_nothing_is_lost(
    world: World, part: Section, page: Page, context: BrowserContext, browser: Browser, live_url: str
) -> None:
    other = browser.new_context()
    theirs = opened(other.new_page(), other, world, part, live_url, "director")
    mine = opened(page, context, world, part, live_url, "methodist")
    for screen, words in ((theirs, "огляд"), (mine, "мітап")):
        cell(screen, 1, 2).focus()
        screen.keyboard.press("Enter")
        screen.keyboard.press("Control+A")
        screen.keyboard.type(words)
        screen.keyboard.press("Enter")
        expect(screen.locator("#plan-said")).not_to_be_empty()
    told = mine.locator("#plan-said")
    expect(told.locator("[data-theirs]")).to_have_text("огляд")
    assert rows(part)[1].cells[2] == "огляд"
    told.get_by_role("button", name="Записати моє").click()
    expect(told).to_have_text("Збережено")
    assert rows(part)[1].cells[2] == "мітап"
    other.close()
