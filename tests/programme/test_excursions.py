"""Routes of excursions and groups that ask for one: an agreed excursion is an event like any other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.problems import Refused
from mandrivna.core.retention import execute
from mandrivna.programme.actions.excursions import (
    accept_excursion,
    add_route,
    ask_excursion,
    decline_excursion,
    edit_route,
    record_excursion,
)
from mandrivna.programme.models import Event, GroupRequest, Route
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Стежками міста", "minutes": 60, "most": 25, "meets": "біля хабу"}


@pytest.fixture
def world() -> World:
    return World()


def codes(run: Any, /, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        run(*args, **kwargs)
    return refusal.value.codes


def at(name: str, *args: Any) -> str:
    return reverse(f"workspace:{name}", args=args)


def route(world: World, **about: Any) -> Route:
    return add_route(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, about={**ABOUT, **about})


def asked(world: World, of: Route | None = None, **about: Any) -> GroupRequest:
    given = {"asker": "Невидима Школа", "people": 20, "wished_on": world.lib.act().on, "contact": "050", **about}
    return record_excursion(world.lib.act(), route=of or route(world), **given)


def test_a_route_and_a_request_say_what_they_lack(world):
    act, lib = world.lib.act, world.lib
    wrong = {"title": " ", "minutes": 0, "most": 501, "audiences": ["?"]}
    assert codes(add_route, act(), unit=lib.hub, place=lib.hub, about=wrong) == [
        "no_title", "wrong_number", "wrong_number", "unknown_audience",
    ]  # fmt: skip
    one, yesterday = route(world), lib.today - dt.timedelta(days=1)
    stranger = Act(actor=NOBODY, at=lib.now)
    said = {"asker": " ", "contact": "", "people": 26, "wished_on": yesterday, "audience": "?"}
    assert codes(ask_excursion, stranger, route=one, **said) == [
        "no_name", "too_many_people", "past", "unknown_audience", "no_contact",
    ]  # fmt: skip
    ended = edit_route(act(), route=one, place=lib.hub, about={**ABOUT, "shown": False}, ended=True)
    fine = {"asker": "Школа", "contact": "050", "people": 5, "wished_on": lib.act().on}
    assert codes(ask_excursion, stranger, route=ended, **fine) == ["route_ended", "route_hidden"]


def test_what_was_agreed_is_an_event_and_is_answered_once(world):
    one = asked(world, audience="pupil")
    done = accept_excursion(world.lib.act(), request=one, on=world.lib.today, starts="11:00", answer="Чекаємо")
    event = Event.objects.get()
    assert (done.event_id, event.form, event.title, event.where, event.audiences, event.shown) == (
        event.pk, "excursion", "Стежками міста", "біля хабу", ["pupil"], False,
    )  # fmt: skip
    assert codes(decline_excursion, world.lib.act(), request=one) == ["answered"]
    declined = decline_excursion(world.lib.act(), request=asked(world), answer="Того дня нікого")
    assert (declined.state, declined.event) == ("declined", None)


def test_who_asked_is_forgotten_three_months_after_the_day(world):
    decline_excursion(world.lib.act(), request=asked(world, note="візочок"), answer="Того дня нікого")
    noon = world.lib.now.replace(hour=12)
    execute(noon + dt.timedelta(days=92))
    left = GroupRequest.objects.get()
    assert (left.asker, left.contact, left.note, left.answer, left.people) == (None, None, None, None, 20)


def test_from_the_site_to_the_agreed_day(world):
    client, one = world.browser("owner"), route(world)
    page, day = reverse("public:excursion", args=[one.pk]), world.lib.today + dt.timedelta(days=9)
    sends = {"asker": "Невидима Школа", "contact": "050", "people": "20", "audience": "pupil", "wished_on": f"{day:%d.%m.%Y}"}
    assert Client().post(page, form(**sends, website="x")).status_code == 302 and GroupRequest.objects.count() == 0
    assert Client().post(page, form(**{**sends, "people": "26"})).status_code == 422
    optional = [name for name, field in Client().get(page).context["form"].fields.items() if not field.required]
    assert optional == ["website", "wished_at", "note"]  # without a way to answer the verb refuses: asked for at once
    assert Client().post(page, form(**sends, wished_at="9.30")).status_code == 302
    request = GroupRequest.objects.get()
    assert (request.asker, request.wished_at, request.channel) == ("Невидима Школа", "09:30", "self")
    assert "Невидима" in text_of(client.get(at("route", one.pk)))
    assert "Невидима" not in text_of(world.browser("methodist").get(at("route", one.pk)))
    client.post(at("group_request", request.pk), form(on=f"{day:%d.%m.%Y}", starts="11:00"))
    assert Event.objects.get().on == day
    client.post(at("route_record", one.pk), form(**{**sends, "contact": ""}))
    second = GroupRequest.objects.get(state="new")
    client.post(at("group_request", second.pk), form(decline="1", answer="Не того дня"))
    assert GroupRequest.objects.get(pk=second.pk).answer == "Не того дня"
    assert "Стежками міста" in text_of(Client().get(reverse("public:excursions")))


def test_routes_are_written_and_changed_and_lists_ask_no_more_for_more(world):
    client, hub = world.browser("owner"), world.lib.hub.pk
    said = {"title": "Стежками", "unit": hub, "place": hub, "minutes": 60, "most": 25, "audiences": ["general"], "shown": "on"}
    client.post(at("route_add"), form(**said))
    one = Route.objects.get()
    client.post(at("route_edit", one.pk), form(**{**said, "title": "Стежками міста", "most": 20}))
    assert (Route.objects.get().title, Route.objects.get().most) == ("Стежками міста", 20)
    assert client.post(at("route_add"), form(**{**said, "title": ""})).status_code == 422
    asked(world, one)
    pages = [at("routes"), at("route", one.pk)]
    few = [queries(client, page) for page in pages]
    for number in range(2):
        asked(world, one)
        route(world, title=f"Ще {number}")
    assert [queries(client, page) for page in pages] == few and max(few) <= 12
