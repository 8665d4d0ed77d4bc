"""The editor of fields by keys alone: lines come, move and go, help stands under the cursor, and nothing else is changed."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Locator, Page, expect

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.actions.records import edit_body
from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.models import Record
from tests.browser.every_page import enter
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)
LEADER = "00000nam a2200000 i 4500"
CODED = Field("008", "  ", "260101s2016    un a     b    000 0 ukr d")
TITLE = Field("245", "10", "", (("a", "Касандра"),))
ODD = Field("500", "  ", "", (("a", "\n  з нового рядка\nй відступом "), ("b", "")))
SUMMARY = Field("520", "  ", "", (("a", "Драматична поема"),))


@pytest.fixture
def record() -> Record:
    cache.clear()
    world = World()
    record = world.lib.record("Касандра")
    edit_body(world.lib.act(), record=record, scheme="marc21", text=Marc("marc21", LEADER, [CODED, TITLE, ODD]).dumps())
    record.client = world.browser("cataloguer")
    return record


@pytest.fixture
def editor(record: Record, page: Page, context: BrowserContext, live_url: str) -> Page:
    enter(context, live_url, record.client)
    page.goto(f"{live_url}/work/catalogue/{record.pk}/fields/")
    return page


def box(page: Page, name: str, number: int) -> Locator:
    return page.get_by_label(f"{name} {number}", exact=True)


def tags(page: Page) -> list[str]:
    return [one for one in page.locator("[name=tag]").evaluate_all("boxes => boxes.map((one) => one.value)") if one]


def saved(page: Page, record: Record) -> list[Field]:
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="Опис збережено")).to_be_visible()
    return body_of(Record.objects.get(pk=record.pk)).fields


def test_a_line_is_added_moved_and_saved_and_the_others_stay_to_the_sign(editor: Page, record: Record) -> None:
    box(editor, "Вміст поля", 3).focus()
    editor.keyboard.press("Enter")
    expect(box(editor, "Мітка поля", 4)).to_be_focused()
    editor.keyboard.type("520")
    line = editor.locator(".marc-fields > li").nth(3)
    expect(line.locator(".marc-name")).to_have_text("Анотація")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Tab")
    editor.keyboard.type("$aДраматична поема")
    editor.keyboard.press("Alt+ArrowUp")
    editor.keyboard.press("Alt+ArrowUp")
    expect(box(editor, "Вміст поля", 2)).to_be_focused()
    editor.keyboard.press("Alt+ArrowDown")
    expect(box(editor, "Вміст поля", 3)).to_have_value("$aДраматична поема")
    assert (tags(editor), saved(editor, record)) == (["008", "245", "520", "500"], [CODED, TITLE, SUMMARY, ODD])


def test_a_line_goes_by_keys_and_the_cursor_stands_in_the_next(editor: Page, record: Record) -> None:
    box(editor, "Мітка поля", 1).focus()
    editor.keyboard.press("Control+Delete")
    expect(box(editor, "Вміст поля", 1)).to_be_focused()
    assert (tags(editor), saved(editor, record)) == (["245", "500"], [TITLE, ODD])


def test_the_help_of_the_field_under_the_cursor_stands_beside_it(editor: Page) -> None:
    box(editor, "Індикатори", 2).focus()
    about = editor.locator(".marc-about")
    expect(about).to_contain_text("Так, як на титульній сторінці.")
    box(editor, "Вміст поля", 1).focus()
    expect(about).to_contain_text("35-37 мова; українська — «ukr»")
    expect(about).to_have_count(1)
    editor.get_by_label("Мітка поля 1", exact=True).fill("599")
    expect(about).to_have_count(0)


def test_the_leader_is_seen_and_a_sign_it_cannot_have_is_refused_beside_it(editor: Page, record: Record) -> None:
    leader = editor.get_by_label("Маркер запису")
    expect(leader).to_have_value("00000nam#a2200000#i#4500")
    leader.fill("00000nzm#a2200000#i#4500")
    leader.press("Enter")
    expect(box(editor, "Мітка поля", 1)).to_be_focused()
    with editor.expect_navigation():
        editor.keyboard.press("Control+Enter")
    expect(editor.locator("#leader-wrong")).to_have_text("На цьому місці маркера формат не знає такого знака: 06 «z».")
    leader.fill("00000nim#a2200000#i#4500")
    assert (len(saved(editor, record)), Record.objects.get().kind, body_of(record).leader[6]) == (3, "audio", "i")


def test_lines_added_and_not_sent_come_back_after_the_tab_was_reloaded(editor: Page) -> None:
    box(editor, "Вміст поля", 3).focus()
    for number in range(5):
        editor.keyboard.press("Enter")
        editor.keyboard.type(f"59{number}")
    editor.on("dialog", lambda dialog: dialog.accept())
    editor.reload()
    assert tags(editor) == ["008", "245", "500", "590", "591", "592", "593", "594"]
