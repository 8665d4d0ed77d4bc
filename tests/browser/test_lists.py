"""Lists and fields in a browser: rows come while one types, addresses follow, a long choice is searched, a day is understood."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.core.actions.units import create_unit
from mandrivna.core.models import Discrepancy
from mandrivna.lending.actions.circulation import return_copy
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
    enter(context, live_url, world.browser("director"))
    return page


def rows(page: Page):
    return page.locator(".listing tbody tr")


def test_rows_come_while_one_types_and_the_address_can_be_sent_to_a_colleague(work: Page, world: World, live_url: str) -> None:
    for title in ("Тигролови", "Кобзар", "Їжак"):
        world.lib.record(title)
    work.goto(f"{live_url}/work/catalogue/")
    expect(work.get_by_role("button", name="Показати")).to_be_hidden()
    work.get_by_label("Назва, автор або ISBN").press_sequentially("їжа")
    expect(rows(work)).to_have_count(1)
    expect(work.locator("#said-catalogue")).to_have_text("Знайдено: 1")
    expect(work).to_have_url(re.compile(r"\?q=%D1%97%D0%B6%D0%B0$"))
    work.reload()
    expect(rows(work)).to_have_count(1)
    work.get_by_role("link", name="Їжак").click()
    work.go_back()
    expect(work.get_by_label("Назва, автор або ISBN")).to_have_value("їжа")
    expect(rows(work)).to_have_count(1)


def test_the_order_is_turned_by_the_head_and_the_focus_stays(work: Page, world: World, live_url: str) -> None:
    for title in ("Абетка", "Яблуко"):
        world.lib.record(title)
    work.goto(f"{live_url}/work/catalogue/")
    head = work.get_by_role("link", name="Назва")
    head.focus()
    work.keyboard.press("Enter")
    expect(rows(work).first).to_contain_text("Яблуко")
    expect(work.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    assert work.evaluate("document.activeElement.id") == "sort-catalogue-title"


def test_picked_rows_show_what_can_be_done_with_them(work: Page, live_url: str) -> None:
    for _number in range(3):
        DBTaskResult.objects.create(
            status=TaskResultStatus.FAILED,
            args_kwargs={"args": [], "kwargs": {}},
            task_path="mandrivna.catalogue.tasks.count_holdings",
            backend_name="default",
            run_after=timezone.now(),
            finished_at=timezone.now(),
            exception_class_path="builtins.OSError",
        )
    work.goto(f"{live_url}/work/system/outbox/")
    bulk = work.locator(".bulk")
    expect(bulk).to_be_hidden()
    work.get_by_label("Позначити всі на цій сторінці").check()
    expect(bulk).to_contain_text("З позначеними: 3")
    work.get_by_label(re.compile("^Позначити: ")).first.uncheck()
    expect(bulk).to_contain_text("З позначеними: 2")
    bulk.get_by_role("button", name="Вилучити").click()
    expect(rows(work)).to_have_count(1)


def test_a_long_choice_is_searched_by_typing(work: Page, world: World, live_url: str) -> None:
    for name in ("Ґанок", "Затишок", "Джерело", "Обрій", "Сад", "Річка"):
        create_unit(world.lib.act(), parent=world.lib.root, kind="hub", name=f"Хаб «{name}»")
    work.goto(f"{live_url}/work/units/{world.lib.shelf.pk}/move/")
    choice = work.get_by_role("combobox", name="Куди перемістити")
    choice.press_sequentially("ганок")
    expect(work.get_by_role("option")).to_have_count(1)
    choice.press("Enter")
    expect(choice).to_have_value("Хаб «Ґанок»")
    choice.press("ArrowDown")
    choice.press("Escape")
    expect(choice).to_have_value("Хаб «Ґанок»")
    choice.press("Enter")
    expect(work.locator(".crumbs")).to_contain_text("Ґанок")


@pytest.mark.parametrize(("typed", "shown"), [("5.12", r"05\.12\.\d{4}"), ("5.12.25", r"05\.12\.2025"), ("казна-що", "казна-що")])
def test_a_day_is_shown_as_it_was_understood(work: Page, world: World, live_url: str, typed: str, shown: str) -> None:
    work.goto(f"{live_url}/work/units/{world.lib.shelf.pk}/mode/")
    day = work.get_by_label("Від якого дня")
    day.fill(typed)
    day.blur()
    expect(day).to_have_value(re.compile(f"^{shown}$"))
    expect(work.get_by_role("button", name="Обрати в календарі")).to_be_visible()


def test_a_slip_of_the_finger_is_taken_back_from_the_corner(work: Page, world: World, live_url: str) -> None:
    return_copy(world.lib.act(happened=True), copy=world.lib.copy(), place=world.lib.shelf)
    work.goto(f"{live_url}/work/system/discrepancies/")
    work.get_by_role("button", name="Книга на полиці, перевірено").click()
    toast = work.locator(".toasts .toast")
    expect(toast).to_contain_text("Закрито: «Книга на полиці, перевірено».")
    toast.get_by_role("button", name="Скасувати").click()
    expect(work.get_by_role("heading", name="Повернено книгу, яку не видавали")).to_be_visible()
    assert Discrepancy.objects.get().closed_at is None


def test_a_dialog_opens_closes_and_gives_the_focus_back(page: Page, live_url: str, settings) -> None:
    settings.DEMO = True
    page.goto(f"{live_url}/gallery/")
    opener = page.get_by_role("link", name="Відкрити діалог")
    opener.click()
    expect(page.get_by_role("dialog", name="Вимкнути доступ?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_sampler_is_open_to_everybody(page: Page, live_url: str, settings, language: str) -> None:
    settings.DEMO = True
    page.goto(f"{live_url}/gallery/?lang={language}")
    assert inspect(page, "look:gallery", language) == []
