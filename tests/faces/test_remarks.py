"""Complaints, suggestions and wishes on screens: left on the site by nobody, answered by the head, and the donors' list."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.attention import waiting_counts
from mandrivna.core.models import Operation
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.refusals import answer, record_refusal
from mandrivna.enquiries.actions.remarks import record_remark
from mandrivna.enquiries.actions.wishes import wish
from mandrivna.enquiries.models import Remark, Wish
from mandrivna.faces.public import limits
from tests.faces.screens import World, form, queries, text_of
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
SITE, LIST, ADD = "/feedback/", "/work/enquiries/remarks/", "/work/enquiries/remarks/add/"
WISHES, PUBLIC = "/work/enquiries/wishes/", "/wishes/"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def lib() -> Library:
    made = library(timezone.now())
    type(made.root).objects.all().update(public=True)
    return made


def test_nobody_in_particular_complains_on_the_site(lib, monkeypatch):
    client = Client()
    page = client.get(SITE)
    assert ("щонайпізніше за 30 днів" in text_of(page), page["Cache-Control"]) == (True, "no-store")
    sent = form(what="complaint", text="Зачинено.", contact="a@example.org", place="", website="")
    assert client.post(SITE, sent).status_code == 302
    assert client.post(SITE, sent).status_code == 302  # pressed twice
    row = Remark.objects.get()
    assert (row.place, row.channel, row.contact, Operation.objects.get(pk=row.pk).staff_id) == (
        lib.root,
        "self",
        "a@example.org",
        None,
    )
    assert client.post(SITE, form(what="complaint", text="спам", website="http://x")).status_code == 302
    assert client.post(SITE, form(what="complaint", text=" ")).status_code == 422
    monkeypatch.setitem(limits.LIMITS, "remark_network", "0/h/key")
    assert client.post(SITE, form(what="suggestion", text="Ще")).status_code == 429
    assert Remark.objects.count() == 1


def test_whoever_hears_it_writes_it_and_the_head_answers(world):
    owner, director = world.browser("owner"), world.browser("director")
    sent = form(place=world.lib.hub, what="complaint", text="Грубо відповіли.", contact="+380 00")
    assert owner.post(ADD, sent).headers["Location"] == "/work/"
    row = Remark.objects.get()
    url = reverse("workspace:remark", args=[row.pk])
    assert [owner.get(LIST).status_code, owner.get(url).status_code] == [403, 403]
    assert waiting_counts(actor_for(world.staff["director"]))["remarks"] == 1
    assert "Грубо" not in text_of(director.get("/work/bell/"))
    assert "+380 00" in text_of(director.get(url))
    assert director.post(url, form(state="answered", answer="")).status_code == 422
    assert director.post(url, form(state="answered", answer="Вибачилися.")).headers["Location"] == url, "the number is still needed"
    assert director.post(reverse("workspace:remark_told", args=[row.pk]), form()).headers["Location"] == LIST
    page = text_of(director.get(url))
    assert ("+380 00" in page, "Вибачилися." in page) == (False, True)
    assert waiting_counts(actor_for(world.staff["director"])).get("remarks", 0) == 0
    assert world.browser("stranger").get(url).status_code == 404


def test_a_request_becomes_a_wish_everybody_sees(world):
    type(world.lib.root).objects.filter(pk=world.lib.root.pk).update(public=True)
    asked = record_refusal(world.lib.act(), place=world.lib.hub, title="Сонячна машина", contact="a@example.org", note="для сина")
    client = world.browser("cataloguer")
    one, url = reverse("workspace:refusal", args=[asked.pk]), reverse("workspace:wish_put", args=[asked.pk])
    assert url in client.get(one).content.decode()
    assert client.get(url).context["form"]["title"].value() == "Сонячна машина"
    assert client.post(url, form(title="", quantity=1)).status_code == 422
    assert client.post(url, form(title="Сонячна машина", authors="Винниченко В.", quantity=2)).headers["Location"] == WISHES
    page = text_of(Client().get(PUBLIC))
    assert ("Винниченко В. Сонячна машина" in page, "для сина" in page) == (True, False)
    row = Wish.objects.get()
    second = record_refusal(world.lib.act(), place=world.lib.hub, title="Машина сонячна")
    assert "читачів чекає: 2" in text_of(client.get(WISHES))
    answer(world.lib.act(), refusal=second, place=world.lib.hub, state="closed", answer="Не видають")
    page = text_of(client.get(WISHES))
    assert ("ніхто вже не чекає" in page, "читачів чекає" in page) == (True, False)
    assert client.post(reverse("workspace:wish_end", args=[row.pk]), form()).status_code == 302
    assert "Зараз нічого не шукаємо" in text_of(Client().get(PUBLIC))
    need = reverse("workspace:shelf_need_ask")
    assert need in world.browser("director").get(one).content.decode()
    assert world.browser("director").get(need, {"topic": "казки"}).context["form"]["topic"].value() == "казки"


def test_the_lists_cost_the_same_with_one_row_and_with_three(world):
    client, counts = world.browser("director"), []
    for title in ("Одна", "Друга", "Третя"):
        record_remark(world.lib.act(), place=world.lib.hub, what="suggestion", text=title)
        wish(world.lib.act(), refusal=record_refusal(world.lib.act(), place=world.lib.hub, title=title), title=title)
        counts.append([queries(client, url) for url in (LIST, WISHES)])
    assert (counts[0] == counts[2], max(counts[0]) <= 12) == (True, True)
