"""Memorable dates on a page of a month, a press from a draft; the road of an exhibition on the page of its series."""

from __future__ import annotations

import pytest

from mandrivna.core.actions.staff import grant_role
from mandrivna.programme.actions.series import add_series
from mandrivna.programme.models import Event
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db
DATES = "/work/programme/dates/"


@pytest.fixture
def world() -> World:
    return World()


def test_a_month_of_dates_says_what_is_to_be_checked_and_what_is_in_the_programme(world):
    client = world.browser("owner")
    page = client.get(DATES, {"month": "2026-10"})
    assert "День захисників і захисниць України" in text_of(page)
    assert "потребує звірки" in text_of(page)
    few = queries(client, f"{DATES}?month=2026-09")
    done = client.post(f"{DATES}libraries/2026/", form())
    event = Event.objects.get()
    assert (done.headers["Location"], event.state, event.place) == (f"/work/programme/events/{event.pk}/", "draft", world.lib.hub)
    assert "вже в програмі" in text_of(client.get(DATES, {"month": "2026-09"}))
    assert queries(client, f"{DATES}?month=2026-09") == few <= 12
    again = client.post(f"{DATES}libraries/2026/", form(), follow=True)
    assert "вже є подія з такою назвою" in text_of(again)
    assert client.post(f"{DATES}no_such/2026/", form()).status_code == 404
    assert "35 років" in text_of(client.get(DATES, {"month": "2026-08"}))


def test_whoever_plans_in_two_places_side_by_side_is_asked_by_a_form_that_is_filled_in(world):
    done = world.browser("director").post(f"{DATES}libraries/2026/", form())
    assert Event.objects.get().unit == world.lib.root
    both = person("both", "hub_librarian", world.lib.hub)
    grant_role(world.lib.act(), staff=both, unit=world.lib.other_hub, role="hub_librarian")
    done = browser_of(both).post(f"{DATES}poetry/2026/", form())
    assert done.headers["Location"].startswith("/work/programme/add/?on=2026-03-21&title=")
    page = browser_of(both).get(done.headers["Location"])
    assert (page.context["form"]["title"].value(), Event.objects.count()) == ("Всесвітній день поезії", 1)


def test_an_exhibition_gets_its_stops_on_the_page_of_its_series(world):
    client = world.browser("owner")
    about = {"title": "Стежки", "form": "exhibition"}
    one = add_series(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, year=2026, about=about)
    page = f"/work/programme/series/{one.pk}/"
    stop = {"place": world.lib.other_hub.pk, "on": "2.3.2026", "until": "20.3.2026"}
    few = queries(client, page)
    assert client.post(f"{page}stop/", form(**stop)).status_code == 302
    refused = client.post(f"{page}stop/", form(**stop))
    assert (refused.status_code, "виставка стоїть деінде" in text_of(refused)) == (422, True)
    assert "2 березня — 20 березня" in text_of(client.get(page))
    client.post(f"{page}stop/", form(**{**stop, "on": "21.3.2026", "until": "22.3.2026"}))
    client.post(f"{page}stop/", form(**{**stop, "on": "23.3.2026", "until": "24.3.2026"}))
    assert (Event.objects.count(), queries(client, page)) == (3, few)
    assert client.post(f"{page}stop/", form(place="", on="", until="")).status_code == 422
