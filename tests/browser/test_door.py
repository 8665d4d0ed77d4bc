"""In a browser: the counter at the door goes on without a network, outlives the page, and each tap counts once."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.core.act import Act
from mandrivna.core.actions.units import edit_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import VisitsFrom
from mandrivna.lending.models import VisitCount
from tests.factories.staff import browser_of, library, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def door(page: Page, context: BrowserContext, live_url: str) -> str:
    cache.clear()
    with transaction.atomic():
        _root, hub, _other = library()
        edit_unit(Act(actor=SYSTEM), unit=hub, about={"visits_from": VisitsFrom.COUNTER})
        client = browser_of(person("olena", "hub_librarian", hub))
    context.add_cookies([{"name": "mandrivna_session", "value": client.cookies["mandrivna_session"].value, "url": live_url}])
    page.set_viewport_size({"width": 360, "height": 740})
    address = live_url + reverse("workspace:door", args=[hub.pk])
    page.goto(address)
    return address


def test_taps_without_a_network_wait_on_the_phone_and_count_once(page: Page, context: BrowserContext, door: str) -> None:
    big, total, state = page.get_by_role("button", name="Зайшла людина"), page.locator("#door-total"), page.locator("#door-state")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()  # from now on the page is kept
    big.click()
    big.click()
    expect(total).to_have_text("2")
    expect(state).to_have_text("Усе записано.")
    context.set_offline(True)
    page.get_by_role("button", name="Учні").click()
    big.click()
    page.get_by_role("button", name="Скасувати останній дотик").click()
    expect(total).to_have_text("3")
    expect(state).to_contain_text("Немає мережі. Лишилося на телефоні: 1")
    page.reload()  # without a network, and after the page was closed
    expect(total).to_have_text("3")
    big.click()
    context.set_offline(False)
    expect(state).to_have_text("Усе записано.")
    expect(total).to_have_text("4")
    assert dict(VisitCount.objects.values_list("audience", "number")) == {"general": 3, "pupil": 1}
    big_box = big.bounding_box()
    assert big_box is not None
    assert big_box["height"] >= 200
    assert big_box["y"] + big_box["height"] <= 740  # under the thumb, without scrolling


def test_whoever_is_signed_out_loses_no_tap(page: Page, context: BrowserContext, door: str) -> None:
    kept = context.cookies()
    context.clear_cookies()
    page.get_by_role("button", name="Зайшла людина").click()
    expect(page.locator("#door-state")).to_contain_text("Увійдіть у програму, щоб надіслати. Лишилося на телефоні: 1")
    context.add_cookies(kept)
    page.goto(door)
    expect(page.locator("#door-state")).to_have_text("Усе записано.")
    assert VisitCount.objects.get().number == 1
