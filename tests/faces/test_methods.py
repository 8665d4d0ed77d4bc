"""Addresses that only take forms: opened by hand they lead back; the language switch never ends on one of them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from mandrivna.faces.workspace.methods import page_above
from tests.faces.screens import World, form, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def next_of(response):
    return re.search(r'name="next" value="([^"]*)"', response.content.decode())[1]


def test_an_address_of_a_form_opened_like_a_page_leads_back_to_its_page(world):
    copy = world.lib.copy()
    response = world.browser("owner").get(reverse("workspace:desk_return", args=[copy.pk]))
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "Нічого не змінено." in text_of(response)
    assert f'href="{reverse("workspace:desk_copy", args=[copy.pk])}"' in response.content.decode()


def test_the_page_above_is_the_nearest_one_that_can_be_opened(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    event = world.lend(copy, reader)
    places, desk = reverse("workspace:place"), reverse("workspace:desk")
    desk_reader = reverse("workspace:desk_reader", args=[reader.pk])
    assert [
        page_above(reverse("workspace:desk_renew", args=[reader.pk, event.loan])),
        page_above(reverse("workspace:desk_undo")),
        page_above(reverse("workspace:choose_place")),
    ] == [desk_reader, desk, places]


def test_a_program_that_asks_wrongly_gets_no_page(world):
    response = world.browser("owner").get(reverse("api:operations"))
    assert (response.status_code, b"<main" in response.content) == (405, False)


def test_the_language_switch_on_a_refused_form_leads_to_a_page_that_opens(world):
    copy, client = world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    refused = client.post(reverse("workspace:desk_return", args=[copy.pk]), form(place=world.lib.shelf))
    back = reverse("workspace:desk_copy", args=[copy.pk])
    assert (refused.status_code, next_of(refused)) == (422, back)
    switched = client.post(reverse("set_language"), {"language": "en", "next": back})
    assert (switched.headers["Location"], client.get(back).status_code) == (back, 200)


def test_the_language_switch_after_a_search_stays_on_the_page_of_the_search(world):
    found = world.browser("owner").post("/work/readers/", form(q="вигадана"))
    assert next_of(found) == "/work/readers/"


def test_english_days_stand_before_their_months():
    day = dt.datetime(2026, 11, 3, 9, 5, tzinfo=dt.UTC)
    with translation.override("en"):
        written = [date_format(day, name) for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT")]
    assert written == ["3 Nov 2026", "3 Nov 2026", "3 Nov 2026, 09:05"]
