"""The staff's side of requests: one line for the same thing, who may see how to answer, the answer, and a refusal at the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandrivna.core.actor import NOBODY
from mandrivna.core.attention import waiting_counts
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.refusals import ask
from mandrivna.enquiries.models import Refusal
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import browser_of

pytestmark = pytest.mark.django_db
LIST, ADD = "/work/enquiries/", "/work/enquiries/add/"


@pytest.fixture
def world() -> World:
    return World()


def asked(world: World, title: str = "Місто", **about) -> Refusal:
    return ask(world.lib.act(actor=NOBODY, channel="self"), place=world.lib.root, title=title, **about)


def browser(world: World, who: str):
    return browser_of(world.staff[who])


def test_the_same_thing_is_one_line_and_asks_no_more_questions(world):
    client = browser(world, "director")
    asked(world)
    client.get(LIST)
    few = queries(client, LIST)
    for _time in range(2):
        asked(world, "МІСТО")
    for title in ("Кобзар", "Тигролови"):
        asked(world, title)
    page = client.get(LIST)
    assert [(str(line.refusal), line.times) for line in page.context["rows"]] == [("МІСТО", 3), ("Тигролови", 1), ("Кобзар", 1)]
    assert queries(client, LIST) == few <= 12


def test_how_to_answer_is_seen_only_by_whoever_answers(world):
    one = asked(world, contact="reader@example.org", note="для сина")
    url = reverse("workspace:refusal", args=[one.pk])
    seen = {
        who: "reader@example.org" in text_of(browser(world, who).get(url))
        for who in ("director", "owner", "cataloguer", "methodist")
    }
    assert seen == {"director": True, "owner": True, "cataloguer": False, "methodist": False}
    assert browser(world, "stranger").get(url).status_code == 404


def test_an_answer_is_for_all_who_asked(world):
    one, two = asked(world, contact="reader@example.org"), asked(world, "місто")
    client = browser(world, "owner")
    response = client.post(reverse("workspace:refusal_answer", args=[one.pk]), form(state="closed", answer="видано 5.12"))
    assert response.status_code == 302
    assert {(row.state, row.contact) for row in Refusal.objects.all()} == {("closed", None)}
    assert "Усе, про що питали, знайшлося" in text_of(client.get(LIST))
    assert "видано 5.12" in text_of(client.get(LIST, {"closed": "1"}))
    again = client.post(reverse("workspace:refusal_answer", args=[two.pk]), form(state="ordered"))
    assert again.status_code == 422


def test_a_refusal_is_recorded_at_the_desk(world):
    client = browser(world, "guardian")
    assert client.get(ADD, {"q": "Місто"}).context["form"]["title"].value() == "Місто"
    assert client.post(ADD, form(place=world.lib.shelf.pk, title="Місто")).status_code == 302
    kept = Refusal.objects.get()
    assert (kept.place, kept.channel) == (world.lib.shelf, "desk")
    assert client.post(ADD, form(place=world.lib.shelf.pk)).status_code == 422
    assert client.post(ADD, form(place=world.lib.other_shelf.pk, title="Місто")).status_code == 422
    assert browser(world, "cataloguer").get(ADD).status_code == 403


def test_a_new_request_rings_until_somebody_answers(world):
    one = asked(world)
    client = browser(world, "owner")
    assert waiting_counts(actor_for(world.staff["owner"]))["refusals"] == 1
    assert "Місто" in text_of(client.get("/work/bell/"))
    client.post(reverse("workspace:refusal_answer", args=[one.pk]), form(state="ordered"))
    assert waiting_counts(actor_for(world.staff["owner"]))["refusals"] == 0
