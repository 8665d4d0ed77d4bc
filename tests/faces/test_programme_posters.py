"""The page of posters: what is offered, what comes as a file, and what a poster does not tell."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from mandrivna.core.actions.units import edit_unit
from mandrivna.core.places import shown_on
from mandrivna.programme.actions.events import cancel_event
from mandrivna.programme.actions.series import add_series, confirm_series, propose_events
from mandrivna.programme.actions.signups import admit_event
from mandrivna.programme.posting import poster_of
from mandrivna.programme.queries import as_announced
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World, queries, text_of
from tests.faces.test_programme import ABOUT, event

pytestmark = pytest.mark.django_db
SEVERAL = "/work/programme/poster/"


@pytest.fixture
def world() -> World:
    return World()


def page_of(one):
    return reverse("workspace:event_poster", args=[one.pk])


def file_of(one, name):
    return reverse("workspace:event_poster_file", args=[one.pk, name])


def poster(one, world):
    return poster_of(
        as_announced(one, shown_on(world.lib.today)), library="Наукова", today=world.lib.today, address="https://a.example"
    )


def test_the_page_offers_each_layout_as_two_papers_and_two_pictures(world):
    one = event(world, days=3)
    client = world.browser("owner")
    page = client.get(page_of(one))
    assert [len(made["files"]) for made in page.context["made"]] == [4, 4, 4]
    assert "коду" not in text_of(page)
    assert queries(client, page_of(one)) <= 12
    assert page_of(one) in client.get(reverse("workspace:event", args=[one.pk])).content.decode()


def test_a_paper_comes_as_a_file_to_print_and_a_lesser_one_to_look_at(world):
    one, client = event(world, days=3, subtitle="Про дім"), world.browser("owner")
    paper = client.get(file_of(one, "letter-a4"), {"colour": "plum"})
    assert (paper["Content-Type"], len(PdfReader(io.BytesIO(paper.content)).pages)) == ("application/pdf", 1)
    assert "ЛітРозмови" in PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    look = client.get(file_of(one, "letter-a4"), {"look": "1"})
    with Image.open(io.BytesIO(look.content)) as opened:
        assert (look["Content-Type"], opened.width < 400) == ("image/png", True)
    assert [client.get(file_of(one, name)).status_code for name in ("letter-a5", "programme-a4", "nothing")] == [404, 404, 404]


def test_what_is_not_on_the_site_has_no_code_and_what_is_cancelled_no_poster(world):
    hidden, gone, client = event(world, days=3, shown=False), event(world, days=4), world.browser("owner")
    cancel_event(world.lib.act(), event=gone, reason="тривога")
    assert "немає коду" in text_of(client.get(page_of(hidden)))
    assert client.get(file_of(hidden, "day-square")).status_code == 200
    assert "афіші в неї немає" in text_of(client.get(page_of(gone)))
    assert client.get(file_of(gone, "day-square")).status_code == 404


def test_a_poster_tells_the_place_as_the_site_does(world):
    edit_unit(world.lib.act(), unit=world.lib.hub, about={"actual_address": "м. Черкаси, вул. Показова, 1"})
    here = event(world, days=2, where="читальна зала", format="hybrid")
    online = event(world, days=2, format="online", starts="12:00")
    assert list(poster(here, world).where) == ["Хаб 1", "читальна зала, м. Черкаси, вул. Показова, 1", "і онлайн"]
    assert list(poster(online, world).where) == ["Онлайн, посилання на сторінці події"]
    edit_unit(world.lib.act(), unit=world.lib.hub, about={"public": False})
    here.place.refresh_from_db()
    assert list(poster(here, world).where) == ["І онлайн"]


def test_a_stretch_of_days_is_told_by_both_ends(world):
    told, today = [], dt.date(2026, 11, 28)
    for on, until in (("2026-12-12", None), ("2026-12-03", "2026-12-20"), ("2026-11-28", "2027-01-03")):
        one = event(world)
        one.on, one.until = dt.date.fromisoformat(on), dt.date.fromisoformat(until) if until else None
        made = poster_of(as_announced(one, shown_on(today)), library="Наукова", today=today)
        told.append((made.date, made.day, made.month))
    assert told == [
        ("12 грудня, субота", "12", "грудня"),
        ("3 – 20 грудня", "3–20", "грудня"),
        ("28 листопада – 3 січня 2027", "28.11–03.01", ""),
    ]


def test_a_month_and_a_series_have_a_programme_of_what_is_announced(world):
    client, next_month = world.browser("owner"), (world.lib.today.replace(day=28) + dt.timedelta(days=5)).replace(day=1)
    named = f"{next_month:%Y-%m}"
    assert "немає підтверджених" in text_of(client.get(SEVERAL, {"month": named}))
    assert client.get(f"{SEVERAL}programme-a4/", {"month": named}).status_code == 200  # a heading, and nothing under it
    away = (next_month - world.lib.today).days
    event(world, days=away), event(world, days=away + 1, shown=False)
    few = queries(client, f"{SEVERAL}?month={named}")
    second, _third = event(world, "Друга", days=away + 2, starts="10:00"), event(world, "Третя", days=away + 3)
    admit_event(world.lib.act(), event=second, about={"places": 5})
    page = client.get(SEVERAL, {"month": named})
    assert [(row.title, "за записом" in row.about) for row in page.context["poster"].rows] == [
        ("ЛітРозмови", False), ("Друга", True), ("Третя", False),
    ]  # fmt: skip
    assert queries(client, f"{SEVERAL}?month={named}") == few <= 12
    paper = client.get(f"{SEVERAL}programme-a4/", {"month": named})
    assert "Друга" in PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()

    series = add_series(
        world.lib.act(), unit=world.lib.hub, place=world.lib.hub, year=world.lib.today.year + 1, about={**ABOUT, "term": "щомісяця"}
    )
    propose_events(world.lib.act(), series=series, since=world.lib.today)
    assert client.get(SEVERAL, {"series": str(series.pk)}).context["many"] == 0  # drafts are nobody's business
    confirm_series(world.lib.act(), series=series)
    assert client.get(SEVERAL, {"series": str(series.pk)}).context["many"] >= 1
    assert [client.get(SEVERAL, {"series": said}).status_code for said in ("x", str(new_uid()))] == [404, 404]
