"""The two-tap log on a screen: one tap writes a line, the next finds the way chosen before; and the quiet page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.enquiries.models import LogLine, QuietCount
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LOG, QUIET, MONTH = "/work/enquiries/served/", "/work/enquiries/served/quiet/", "/work/enquiries/served/month/"


@pytest.fixture
def world() -> World:
    return World()


def tap(world: World, sort: str, **about):
    usual = {"place": world.lib.hub, "channel": "desk", "many": "1", "on": timezone.localdate().isoformat()}
    return form(**{**usual, "sort": sort, **about})


def test_one_tap_writes_a_line_and_the_next_finds_the_same_way(world):
    client = world.browser("owner")
    page = client.get(LOG)
    assert [page.context["form"][name].value() for name in ("channel", "many", "number")] == ["desk", "1", None]
    assert client.post(LOG, tap(world, "reference:thematic", channel="phone", many="5")).status_code == 302
    line = LogLine.objects.get()
    assert (line.served, line.sort, line.channel, line.number, line.place) == ("reference", "thematic", "phone", 5, world.lib.hub)
    page = client.get(LOG)
    assert [page.context["form"][name].value() for name in ("channel", "place")] == ["phone", world.lib.hub.pk]
    assert "Довідка: тематична · 5" in text_of(page)


def test_a_template_fills_in_what_nobody_wrote(world):
    rows = [["Пенсія", "e_pensions", "субсидії", "phone", "20"]]
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="templates", value=rows, reason="зручно")
    client = world.browser("owner")
    assert 'value="t:Пенсія"' in client.get(LOG).content.decode()
    client.post(LOG, tap(world, "t:Пенсія", number="3"))
    line = LogLine.objects.get()
    assert (line.served, line.sort, line.topic, line.channel, line.minutes, line.number) == (
        "consultation", "e_pensions", "субсидії", "phone", 20, 3,
    )  # fmt: skip


def test_the_words_of_a_question_are_read_by_whoever_may_see_readers_and_stay_when_others_mend_the_figure(world):
    world.browser("owner").post(LOG, tap(world, "reference:thematic", question="Чи є атлас?"))
    line = LogLine.objects.get()
    url = reverse("workspace:served_line", args=[line.pk])
    methodist = world.browser("methodist")
    assert "question" not in methodist.get(LOG).context["form"].fields
    assert "question" not in methodist.get(url).context["form"].fields
    assert "Чи є атлас?" not in methodist.get(url).content.decode()
    sent = {"channel": "desk", "number": 4, "audience": "general", "result": "given", "on": line.on.isoformat()}
    assert methodist.post(url, form(kind="reference:thematic", question="Інше", **sent)).status_code == 302
    line.refresh_from_db()
    assert (line.number, line.question) == (4, "Чи є атлас?")


@pytest.mark.parametrize("sort", ["", "t:Немає такого", "gossip:x", "reference:education"])
def test_a_tap_on_nothing_known_writes_nothing_and_keeps_what_was_typed(world, sort):
    page = world.browser("owner").post(LOG, tap(world, sort, topic="казки"))
    assert (page.status_code, page.context["form"]["topic"].value(), LogLine.objects.count()) == (422, "казки", 0)


def test_a_line_is_amended_and_struck(world):
    client = world.browser("owner")
    client.post(LOG, tap(world, "reference:thematic", question="Чи є атлас?"))
    line = LogLine.objects.get()
    url = reverse("workspace:served_line", args=[line.pk])
    assert client.get(url).context["form"]["question"].value() == "Чи є атлас?"
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    sent = {"channel": "mail", "number": 2, "audience": "general", "result": "given", "on": yesterday.isoformat()}
    answer = client.post(url, form(kind="consultation:legal", **sent))
    assert answer.headers["Location"] == f"{LOG}?on={yesterday}"
    line.refresh_from_db()
    assert (line.served, line.sort, line.number, line.on) == ("consultation", "legal", 2, yesterday)
    assert client.post(url, form(kind="consultation:legal", **{**sent, "number": 0})).status_code == 422
    client.post(reverse("workspace:served_strike", args=[line.pk]), form())
    line.refresh_from_db()
    assert (line.struck, line.question) == (True, None)
    assert "скасовано" in text_of(client.get(LOG, {"on": yesterday.isoformat()}))
    assert (
        "Цей рядок уже скасовано"
        in client.post(reverse("workspace:served_strike", args=[line.pk]), form(), follow=True).content.decode()
    )
    assert world.browser("colleague").get(url).status_code == 404


def test_the_pages_cost_the_same_with_one_line_and_with_three(world):
    client, counts = world.browser("director"), []
    for sort in ("reference:thematic", "consultation:legal", "session:"):
        client.post(LOG, tap(world, sort))
        counts.append([queries(client, url) for url in (LOG, MONTH)])
    assert (counts[0] == counts[2], max(counts[0]) <= 12) == (True, True)
    assert [one.number for _label, one in client.get(MONTH).context["sums"]] == [1, 1, 1]
    assert client.get(MONTH, {"month": "нісенітниця"}).status_code == client.get(LOG, {"on": "9999-99-99"}).status_code == 200


def test_the_quiet_page_takes_a_month_and_a_number_and_refuses_whatever_else_comes(world):
    client = world.browser("director")
    page = client.get(QUIET)
    months = [value for value, _label in page.context["form"].fields["month"].choices]
    said = {"institution": world.lib.root, "month": months[0], "number": "4"}
    assert [field.name for field in page.context["form"]] == ["institution", "month", "number"]
    for name in ("place", "question", "reader", "on", "topic"):
        refused = client.post(QUIET, form(**said, **{name: "щось"}))
        assert (refused.status_code, QuietCount.objects.count(), "щось" in refused.content.decode()) == (422, 0, False)
    assert client.post(QUIET, form(**said)).status_code == 302
    assert (QuietCount.objects.get().number, str(QuietCount.objects.get().month)) == (4, months[0])
    today = timezone.localdate().replace(day=1).isoformat()
    assert client.post(QUIET, form(**{**said, "month": today})).status_code == 422
    assert client.post(QUIET, form(**{**said, "institution": world.lib.hub})).status_code == 422
    assert world.browser("owner").get(QUIET).status_code == 403
