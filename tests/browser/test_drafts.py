"""In a browser: without a network a form is held and said so; typed words outlive a closed page; leaving is asked about."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.core.models import Staff, Unit
from tests.factories.staff import browser_of, library, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(page: Page, context: BrowserContext, live_url: str) -> str:
    """The page of a unit's particulars, opened by its director."""
    cache.clear()
    with transaction.atomic():
        root, hub, _other = library()
        client = browser_of(person("olena", "director", root))
    context.add_cookies([{"name": "mandrivna_session", "value": client.cookies["mandrivna_session"].value, "url": live_url}])
    address = live_url + reverse("workspace:unit_edit", args=[hub.pk])
    page.goto(address)
    return address


def test_without_a_network_the_form_is_held_and_it_is_said(page: Page, context: BrowserContext, form: str) -> None:
    page.get_by_label("Контакт для читачів").fill("@hub")
    context.set_offline(True)
    page.get_by_role("button", name="Зберегти").click()
    expect(page.get_by_text("Немає зв’язку: набране лишилося тут.")).to_be_visible()
    assert page.url == form
    expect(page.get_by_label("Контакт для читачів")).to_have_value("@hub")
    context.set_offline(False)
    expect(page.get_by_text("Зв’язок є: можна надсилати.")).to_be_visible()
    page.get_by_role("button", name="Зберегти").click()
    expect(page.get_by_text("Збережено.")).to_be_visible()
    assert Unit.objects.get(name="Хаб на Садовій").contact == "@hub"


def test_what_was_typed_is_there_when_the_page_is_opened_again_and_gone_when_it_was_sent(page: Page, form: str) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Контакт для читачів").fill("@hub")
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Контакт для читачів")).to_have_value("@hub")
    expect(page.get_by_text("У формі те, що ви набрали минулого разу.")).to_be_visible()
    page.get_by_role("button", name="Зберегти").click()
    expect(page.get_by_text("Збережено.")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert asked == ["beforeunload"]


def test_whoever_signs_out_leaves_no_words_to_the_next_person(page: Page, form: str) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Контакт для читачів").fill("@hub")
    mine = Staff.objects.get(username="olena").pk
    assert page.evaluate("Object.keys(sessionStorage)") == [
        f"draft:{page.url.removeprefix(form[: form.index('/work/')])}:unit-{mine}"
    ]
    page.locator("form[action$='/logout/']").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url(lambda url: "/edit" not in url)
    assert page.evaluate("Object.keys(sessionStorage)") == []
