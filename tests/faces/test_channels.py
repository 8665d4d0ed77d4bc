"""Typing a month of the channels, taking a platform's file over, choosing what counts; and who is counted on the site itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.lending import seeing
from mandrivna.lending.actions.channel_months import record_channels
from mandrivna.lending.models import ChannelMonth
from mandrivna.planning.definitions import load
from tests.faces.screens import World, form, queries, text_of
from tests.factories.library import library
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db
PAGE, FILE, CHOICE = "/work/counts/channels/", "/work/counts/channels/file/", "/work/counts/channels/choice/"
LAST = (timezone.localdate().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture(autouse=True)
def fresh():
    seeing._waiting.clear()


def stands(channel: str) -> tuple:
    row = ChannelMonth.objects.get(channel=channel)
    return row.month, row.subscribers, row.views, row.reach


def test_a_month_is_typed_on_one_page_and_only_what_changed_is_written(world):
    client = world.browser("methodist")
    assert client.get(PAGE).context["here"].month == LAST  # what most people come for
    said = {"youtube_subscribers": "1 230", "youtube_views": "4 500", "facebook_reach": ""}
    assert client.post(PAGE, form(**said)).status_code == 302
    assert stands("youtube") == (LAST, 1230, 4500, None)
    assert ChannelMonth.objects.count() == 1
    page = client.get(PAGE)
    assert page.context["form"]["youtube_subscribers"].value() == "1\u00a0230"
    client.post(PAGE, form(youtube_subscribers="1230", youtube_views="", telegram_views="0"))
    assert (stands("youtube"), stands("telegram")) == ((LAST, 1230, None, None), (LAST, None, 0, None))
    answer = client.post(PAGE, form(youtube_subscribers="1230", telegram_views="0"), follow=True)
    assert "Нічого не змінилося." in text_of(answer)


def test_what_is_no_number_is_said_beside_its_box(world):
    answer = world.browser("methodist").post(PAGE, form(youtube_views="багато", facebook_views="5"))
    assert (answer.status_code, ChannelMonth.objects.count()) == (422, 0)
    assert "Потрібне ціле число" in text_of(answer)


def test_a_month_to_come_is_never_opened(world):
    client = world.browser("methodist")
    for month in ("2999-01", "1990-01", "березень", ""):
        assert client.get(PAGE, {"month": month}).context["here"].month <= timezone.localdate()
    assert client.get(PAGE, {"unit": world.lib.hub.pk}).status_code == 404
    below = browser_of(person("m2", "methodist", world.lib.hub))
    for path in (PAGE, FILE):
        assert "Канали веде заклад загалом" in text_of(below.get(path))


def test_a_file_is_shown_before_it_is_written(world):
    client = world.browser("methodist")
    text = f"Date,Views,Likes\n{LAST:%Y-%m}-01,10,3\n{LAST:%Y-%m}-02,20,4\n"
    file = SimpleUploadedFile("youtube.csv", text.encode())
    page = client.post(FILE, {**form(channel="youtube"), "file": file})
    assert (page.status_code, ChannelMonth.objects.count()) == (200, 0)
    assert "Likes" in text_of(page)
    box = f"{LAST:%Y-%m}.views"
    assert page.context["preview"][box].value() == "30"
    assert client.post(FILE, form(step="post", channel="youtube", **{box: "31"})).status_code == 302
    assert stands("youtube") == (LAST, None, 31, None)


def test_a_file_of_nobody_is_refused_in_words_and_writes_nothing(world):
    client = world.browser("methodist")
    page = client.post(FILE, {**form(channel="youtube"), "file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    assert (page.status_code, "немає стовпця з датою" in text_of(page)) == (422, True)
    assert client.post(FILE, form(channel="youtube")).status_code == 422
    assert client.post(FILE, form(step="post", channel="tiktok")).status_code == 404
    assert client.post(FILE, form(step="post", channel="youtube", **{"2999-01.views": "5"})).status_code == 422
    assert ChannelMonth.objects.count() == 0


def test_the_gained_go_on_from_the_month_that_is_known(world):
    before, client = (LAST - dt.timedelta(days=1)).replace(day=1), world.browser("methodist")
    text = f"Date,Subscribers gained\n{LAST:%Y-%m}-01,7\n"

    def sent(**about):
        return client.post(FILE, {**form(channel="youtube", **about), "file": SimpleUploadedFile("y.csv", text.encode())})

    assert (sent().status_code, "лише приріст" in text_of(sent())) == (422, True)
    box = f"{LAST:%Y-%m}.subscribers"
    assert sent(before="200").context["preview"][box].value() == "207"
    row = {"channel": "youtube", "month": f"{before:%Y-%m}", "subscribers": 100}
    record_channels(Act(actor=SYSTEM), institution=world.lib.root, rows=[row])
    assert sent().context["preview"][box].value() == "107"


def test_the_director_chooses_what_counts_and_it_is_printed_with_the_figures():
    """Of the only institution here: a choice binds everybody in it."""
    lib = library()
    director = browser_of(person("boss", "director", lib.root))
    said = form(
        visits=["lending.site_visit", "lending.channel_views:youtube"], users=["planning.virtual_users"], reason="наказ № 5"
    )
    assert director.post(CHOICE, said).status_code == 302
    assert load().settings["virtual_visits"] == ["lending.site_visit", "lending.channel_views:youtube"]
    assert len(policy.history("indicators")) == 1  # what stayed as it was is no edit
    words = "сюди входять сеанси на сайті бібліотеки; перегляди в каналах (YouTube)."
    table = f"/work/indicators/?unit={lib.root.pk}"
    for path in (PAGE, table, reverse("workspace:policies") + "indicators/"):
        assert words.removeprefix("сюди входять ").removesuffix(".") in text_of(director.get(path)), path
    assert browser_of(person("m", "methodist", lib.root)).get(CHOICE).status_code == 403
    assert director.post(CHOICE, form(visits=["lending.issue"], reason="x")).status_code == 422


def test_questions_do_not_grow_with_the_months(world):
    client, counted = world.browser("methodist"), []
    for many in (1, 3):
        rows = [{"channel": "youtube", "month": f"{LAST.year}-{n:02}", "views": n} for n in range(1, min(many, LAST.month) + 1)]
        record_channels(Act(actor=SYSTEM), institution=world.lib.root, rows=rows)
        counted.append(queries(client, PAGE))
    assert counted[0] == counted[1] <= 12


# --- who is counted on the site -----------------------------------------------------------------------------------------


def noticed(client, path: str = "/", **headers) -> int:
    seeing._waiting.clear()
    client.get(path, headers={"User-Agent": FIREFOX, **headers})
    return len(seeing._waiting)


def test_a_page_of_the_site_is_a_look_and_asks_the_database_nothing_more(world, client):
    assert noticed(client) == 1
    assert [agent for _address, agent, _at in seeing._waiting] == [FIREFOX]
    assert client.cookies == {}


def test_staff_files_parts_of_pages_and_what_a_browser_fetches_ahead_are_none(world, client):
    assert noticed(world.browser("owner")) == 0
    assert noticed(world.browser("owner"), "/work/") == 0
    assert noticed(client, "/немає/") == 0
    assert noticed(client, "/sitemap.xml") == 0
    assert noticed(client, **{"Sec-Purpose": "prefetch;prerender"}) == 0
    assert noticed(client, **{"HX-Request": "true"}) == 0
    seeing._waiting.clear()
    client.head("/", headers={"User-Agent": FIREFOX})
    assert len(seeing._waiting) == 0


def test_whoever_only_opened_the_sign_in_is_a_visitor(world, client):
    client.get("/accounts/login/")
    assert noticed(client) == 1
