"""A search that finds nothing is a refusal by one press; a refusal becomes a need of its own place; needs stand by place."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from mandrivna.enquiries.models import LogLine, Refusal
from mandrivna.lending.actions.needs import ask_need
from mandrivna.lending.models import HubNeed
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db
CATALOGUE, SEARCH, NEEDS = "/work/catalogue/", "/work/search/", "/work/shelves/needs/"
PRESS = "записати відмову"


@pytest.fixture
def world() -> World:
    return World()


def pressed(page) -> dict[str, str]:
    """What the button's form would send, with an identity of its own."""
    found = re.search(r'<form method="post" action="[^"]*enquiries/add/">(.*?)</form>', page.content.decode(), re.DOTALL)
    assert found is not None
    hidden = dict(re.findall(r'name="(title|place|next)" value="([^"]*)"', found[1]))
    return form(**{name: value.replace("&amp;", "&") for name, value in hidden.items()})


def test_one_press_where_the_catalogue_found_nothing(world):
    client = world.browser("owner")
    page = client.get(CATALOGUE, {"q": "Сонячна машина"})
    sent = pressed(page)
    answer = client.post("/work/enquiries/add/", {**sent, "place": world.lib.hub.pk})
    refusal = Refusal.objects.get()
    assert (refusal.title, refusal.place, refusal.reader) == ("Сонячна машина", world.lib.hub, None)
    assert answer.headers["Location"].startswith(CATALOGUE)  # back where one stood
    part = client.get(CATALOGUE, {"q": "Сонячна"}, headers={"HX-Request": "true", "HX-Target": "rows-catalogue"})
    assert PRESS in text_of(part)
    world.lib.record("Сонячна машина")
    assert PRESS not in text_of(client.get(CATALOGUE, {"q": "Сонячна машина"}))


def test_one_press_where_the_search_over_everything_found_nothing_and_only_for_who_may(world):
    page = world.browser("owner").post(SEARCH, {"q": "Сонячна машина"})
    assert (PRESS in text_of(page), pressed(page)["title"]) == (True, "Сонячна машина")
    assert PRESS not in text_of(world.browser("auditor").post(SEARCH, {"q": "Сонячна машина"}))
    assert (
        world.browser("owner").post("/work/enquiries/add/", pressed(page) | {"place": ""}).status_code == 422
    )  # the form asks where


def test_a_refusal_leads_to_a_need_of_the_place_where_it_was_said(world):
    client = world.browser("director")
    client.post("/work/enquiries/add/", form(place=world.lib.hub, title="Атлас"))
    page = client.get(reverse("workspace:refusal", args=[Refusal.objects.get().pk]))
    opened = client.get(page.context["need_url"])
    assert [opened.context["form"][name].value() for name in ("topic", "place")] == ["Атлас", world.lib.hub.pk]
    assert client.get(f"{NEEDS}ask/?place=9{'9' * 20}").status_code == 200


def test_needs_stand_under_their_places_and_close_themselves(world):
    client, counts = world.browser("director"), []
    for place, topic in ((world.lib.other_hub, "казки"), (world.lib.hub, "атласи"), (world.lib.hub, "словники")):
        ask_need(world.lib.act(), place=place, topic=topic, quantity=2)
        counts.append(queries(client, NEEDS))
    assert (counts[0] == counts[2], counts[2] <= 12) == (True, True)
    words = text_of(client.get(NEEDS))
    order = [words.index(word) for word in ("Хаб 1", "атласи", "словники", "Хаб 2", "казки")]
    assert (order, words.count("Хаб 1")) == (sorted(order), 1)
    need = HubNeed.objects.get(topic="казки")
    client.post(f"{NEEDS}{need.pk}/", form(many=2))
    assert "казки" not in text_of(client.get(NEEDS))


def test_an_invited_specialist_is_a_role_of_the_list_and_never_a_name(world):
    client, log = world.browser("owner"), "/work/enquiries/served/"
    usual = {"place": world.lib.hub, "channel": "desk", "many": "1", "on": str(client.get(log).context["today"])}
    sent = form(**usual, sort="consultation:legal", specialist="legal_aid", result="sent")
    assert client.post(log, sent).status_code == 302
    line = LogLine.objects.get()
    assert (line.specialist, line.result) == ("legal_aid", "sent")
    said = text_of(client.get(log))
    assert ("юрист системи безоплатної правничої допомоги" in said, "порадили, куди звернутися" in said) == (True, True)
    for wrong in ({"specialist": "пані Марія"}, {"specialist": "legal_aid", "sort": "reference:thematic"}):
        assert client.post(log, form(**{**usual, "sort": "consultation:legal", **wrong})).status_code == 422
    page = reverse("workspace:served_line", args=[line.pk])
    kept = {
        "kind": "consultation:legal",
        "on": usual["on"],
        "channel": "desk",
        "number": "3",
        "audience": "general",
        "result": "sent",
    }
    assert client.post(page, form(**kept, specialist="lawyer")).status_code == 302
    assert LogLine.objects.values_list("specialist", "number").get() == ("lawyer", 3)


def test_a_month_says_what_was_asked_about_and_what_was_not_there(world):
    log, month = "/work/enquiries/served/", "/work/enquiries/served/month/"
    client, counts = world.browser("owner"), []
    usual = {"place": world.lib.hub, "channel": "desk", "on": str(client.get(log).context["today"])}
    for many, topic, title in (("2", "казки", "Атлас"), ("5", "історія краю", "АТЛАС"), ("1", "казки", "Кобзар")):
        client.post(log, form(**usual, many=many, topic=topic, sort="reference:thematic"))
        client.post("/work/enquiries/add/", form(place=world.lib.hub, title=title))
        counts.append(queries(client, month))
    page = client.get(month)
    assert [(one.words, one.number) for one in page.context["topics"]] == [("історія краю", 5), ("казки", 3)]
    assert [(str(one.refusal), one.times) for one in page.context["refused"]] == [("АТЛАС", 2), ("Кобзар", 1)]
    assert (counts[0] == counts[2], counts[2] <= 12) == (True, True)
    assert browser_of(person("p", "promoter", world.lib.root)).get(month).context["refused"] == []


def test_the_desk_has_both_buttons_for_who_may(world):
    desk = world.browser("owner").get("/work/desk/")
    assert ("/work/enquiries/served/" in desk.content.decode(), "/work/enquiries/add/" in desk.content.decode()) == (True, True)
