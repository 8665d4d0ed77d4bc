"""Events moved to another day in a browser: by keys alone, dragged, and by a touch on a narrow screen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.series import add_series, propose_events
from mandrivna.programme.models import Event
from tests.browser.every_page import enter
from tests.browser.test_every_page import inspect
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)
ABOUT = {
    "title": "ЛітРозмови",
    "form": "author_meeting",
    "audiences": ["general"],
    "starts": "16:00",
    "term": "третя середа травня",
}
DAY = dt.date(2031, 5, 21)


@pytest.fixture
def world() -> World:
    cache.clear()
    return World()


@pytest.fixture
def draft(world: World) -> Event:
    series = add_series(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, year=2031, about=ABOUT)
    propose_events(world.lib.act(), series=series, since=dt.date(2031, 1, 1))
    return Event.objects.get(on=DAY)


@pytest.fixture
def month(world: World, draft: Event, page: Page, context: BrowserContext, live_url: str) -> Page:
    enter(context, live_url, world.browser("owner"))
    page.set_viewport_size({"width": 1280, "height": 1500})
    page.goto(f"{live_url}/work/programme/?month=2031-05")
    return page


def day_of(event: Event) -> dt.date:
    event.refresh_from_db()
    return event.on


def test_by_keys_alone_and_back(month: Page, draft: Event) -> None:
    month.get_by_role("link", name="ЛітРозмови").focus()
    month.keyboard.press("Alt+ArrowRight")
    expect(month.locator(".mover-day:focus")).to_have_attribute("data-on", "2031-05-22")
    expect(month.locator("#mover [role=status]")).to_have_text("четвер, 22 травня")
    month.keyboard.press("ArrowDown")
    expect(month.locator(".mover-day:focus")).to_have_attribute("data-on", "2031-05-29")
    month.keyboard.press("Escape")
    expect(month.locator("#mover")).to_be_hidden()
    expect(month.get_by_role("button", name="Пересунути «ЛітРозмови», 21 травня")).to_be_focused()
    assert day_of(draft) == DAY
    month.keyboard.press("Enter")
    month.keyboard.press("ArrowUp")
    with month.expect_navigation():
        month.keyboard.press("Enter")
    expect(month.locator(".toast")).to_contain_text("тепер 14 травня, середа")
    assert day_of(draft) == DAY - dt.timedelta(days=7)
    expect(month.locator(".month-day[data-on='2031-05-14'] .grip")).to_be_focused()
    with month.expect_navigation():
        month.locator(".toast button", has_text="Скасувати").click()
    assert day_of(draft) == DAY


def test_the_open_strip_is_clean(month: Page) -> None:
    month.get_by_role("button", name="Пересунути «ЛітРозмови», 21 травня").click()
    expect(month.locator(".mover-day")).to_have_count(35)
    assert inspect(month, "mover", "uk") == []


def test_dragged_into_another_box(month: Page, draft: Event) -> None:
    with month.expect_navigation():
        month.locator(f"#e-{draft.pk}").drag_to(month.locator(".month-day[data-on='2031-05-07']"))
    expect(month.locator(".month-day[data-on='2031-05-07']")).to_contain_text("ЛітРозмови")
    assert day_of(draft) == dt.date(2031, 5, 7)


def test_what_is_announced_is_asked_about_first(month: Page, world: World) -> None:
    one = add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=DAY, about={**ABOUT, "title": "Лекція"})
    month.reload()
    with month.expect_navigation():
        month.locator(f"#e-{one.pk}").drag_to(month.locator(".month-day[data-on='2031-05-09']"))
    expect(month.get_by_label("Новий день")).to_have_value("09.05.2031")
    assert day_of(one) == DAY


def test_on_a_phone_by_a_touch_on_the_day_and_on_the_page_of_the_series(month: Page, draft: Event, live_url: str) -> None:
    month.set_viewport_size({"width": 360, "height": 740})
    month.goto(f"{live_url}/work/programme/series/{draft.series_id}/")
    month.locator(f"#e-{draft.pk} .grip").click()
    sizes = month.locator(".mover-day, #mover button, .grip").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).filter((box) => box.width < 44 || box.height < 44).length"
    )
    wide = month.evaluate("document.documentElement.scrollWidth")
    assert (sizes, wide) == (0, 360)
    month.get_by_role("button", name="Тиждень пізніше").click()
    with month.expect_navigation():
        month.locator(".mover-day[data-on='2031-06-11']").click()
    assert day_of(draft) == dt.date(2031, 6, 11)
