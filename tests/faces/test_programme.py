"""The staff's side of the programme: a month, a table and its file, series with their drafts, an event and those who came."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from mandrivna.core.attention import waiting_counts
from mandrivna.core.roles import actor_for
from mandrivna.ledger.api import totals
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.models import Event, Series
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
MONTH, LIST, ADD = "/work/programme/", "/work/programme/list/", "/work/programme/add/"
ABOUT = {"title": "ЛітРозмови", "form": "author_meeting", "direction": "reading", "audiences": ["general"], "starts": "16:00"}


@pytest.fixture
def world() -> World:
    return World()


def event(world: World, title: str = "ЛітРозмови", *, days: int = 0, **about: Any) -> Event:
    on = world.lib.today + dt.timedelta(days=days)
    unit = about.pop("unit", world.lib.hub)
    return add_event(world.lib.act(), unit=unit, place=world.lib.hub, on=on, about={**ABOUT, "title": title, **about})


def url(name: str, one: Event | Series) -> str:
    return reverse(f"workspace:{name}", args=[one.pk])


def told(*numbers: int | str, **about: str) -> dict[str, Any]:
    """What the counting form sends: as many lines as the page had."""
    lines: dict[str, Any] = {}
    for at, number in enumerate(numbers):
        lines |= {f"number-{at}": number, f"audience-{at}": "general", f"age-{at}": "", f"way-{at}": "place"}
    return form(**{**lines, "report": "", **about})


def described(world: World, **about: Any) -> dict[str, Any]:
    return form(**{**ABOUT, "unit": world.lib.hub.pk, "place": world.lib.hub.pk, "format": "place", "shown": "on", **about})


def test_a_month_is_days_with_what_is_on_them_and_asks_no_more_for_more(world):
    event(world)
    client = world.browser("owner")
    few = queries(client, MONTH)
    for number in range(2):
        event(world, f"Подія {number}", starts="10:00")
    page = client.get(MONTH)
    assert [[one.title for one in day.events] for day in page.context["days"]] == [["Подія 0", "Подія 1", "ЛітРозмови"]]
    assert queries(client, MONTH) == few <= 12
    assert "Цього місяця подій немає" in text_of(client.get(MONTH, {"month": "2031-05"}))
    assert "Цього місяця подій немає" in text_of(world.browser("stranger").get(MONTH))
    assert client.get(MONTH, {"month": "колись"}).context["month"].year == world.lib.today.year


def test_what_was_cancelled_is_hidden_until_asked_for(world):
    one = event(world)
    client = world.browser("owner")
    client.post(url("event_cancel", one), form(reason="тривога"))
    assert "ЛітРозмови" not in text_of(client.get(MONTH))
    assert "ЛітРозмови" in text_of(client.get(MONTH, {"gone": "1"}))


def test_the_table_is_narrowed_and_taken_as_a_file_with_all_its_columns(world):
    held, _other = event(world, project="Мова без меж"), event(world, "Лекція", form="lecture", starts="10:00")
    count_event(world.lib.act(), event=held, counts=[{"way": "place", "audience": "general", "age": "", "number": 25}])
    client = world.browser("auditor")
    few = queries(client, LIST)
    event(world, "Третя", starts="11:00")
    assert queries(client, LIST) == few <= 12
    page = client.get(LIST, {"form": "author_meeting", "state": "held", "year": str(world.lib.today.year)})
    assert [line.name for line in page.context["table"].lines] == ["ЛітРозмови"]
    assert [line.name for line in client.get(LIST, {"q": "лекц"}).context["table"].lines] == ["Лекція"]
    sheet = load_workbook(BytesIO(client.get(LIST, {"export": "xlsx"}).content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] == "ЛітРозмови"]
    assert [(row[3], row[9], row[10], row[13]) for row in rows] == [("зустріч із письменником", 25, 25, "Мова без меж")]


def test_a_series_is_written_down_proposed_and_confirmed(world):
    client, year = world.browser("owner"), world.lib.today.year
    sent = described(world, year=str(year + 1), term="двічі на місяць", weekday="2", section="3.1", number="5", executors="ЦПЧ")
    done = client.post("/work/programme/series/add/", sent)
    one = Series.objects.get()
    assert done.headers["Location"] == url("series_one", one)
    assert (one.unit, one.weekday, str(one.plan_item), one.executors) == (world.lib.hub, 2, "3.1, № 5", "ЦПЧ")
    assert client.get(url("series_one", one)).context["expected"] == 24
    client.post(url("series_propose", one), form(since=f"1.1.{year + 1}"))
    page = client.get(url("series_one", one))
    assert (page.context["drafts"], len(page.context["rows"])) == (24, 24)
    few = queries(client, url("series_one", one))
    client.post(url("series_confirm", one), form())
    assert {row.state for row in Event.objects.all()} == {"planned"}
    assert queries(client, url("series_one", one)) == few <= 12
    listed = text_of(client.get("/work/programme/series/", {"year": year + 1}))
    assert "відбулося 0, попереду 24" in listed
    assert client.post(url("series_end", one), form(on=f"1.7.{year + 1}")).status_code == 302
    assert client.post(url("series_end", one), form(on=f"1.7.{year + 1}")).status_code == 422
    assert "завершено 01.07" in text_of(client.get(url("series_one", one)))


def test_a_term_nobody_understands_is_said_beside_it(world):
    client = world.browser("owner")
    client.post("/work/programme/series/add/", described(world, year="2026", term="коли зацвіте калина"))
    one = Series.objects.get()
    assert "не зрозуміла терміну" in text_of(client.get(url("series_one", one)))
    assert client.post(url("series_propose", one), form(since="1.1.2026")).status_code == 422
    assert client.post(url("series_propose", one), form(since="колись")).status_code == 422
    assert Event.objects.count() == 0


def test_a_series_is_changed_and_gives_one_event_more(world):
    client = world.browser("owner")
    client.post("/work/programme/series/add/", described(world, year="2026", term="щомісяця", section="3.1", number="5"))
    one = Series.objects.get()
    page = client.get(url("series_edit", one))
    assert (page.context["form"]["section"].value(), page.context["form"]["term"].value()) == ("3.1", "щомісяця")
    client.post(url("series_edit", one), described(world, title="ЛітРозмови плюс", year="2026", term="щокварталу"))
    one.refresh_from_db()
    assert (one.title, one.term, one.plan_item) == ("ЛітРозмови плюс", "щокварталу", None)
    add = f"{ADD}?series={one.pk}"
    assert client.get(add).context["form"]["title"].value() == "ЛітРозмови плюс"
    client.post(add, described(world, title="ЛітРозмови плюс", on=f"{world.lib.today:%d.%m.%Y}"))
    assert Event.objects.get().series == one
    assert client.get(f"{ADD}?series=нісенітниця").status_code == 404


def test_an_event_is_added_changed_moved_and_cancelled(world):
    client, today = world.browser("owner"), world.lib.today
    client.post(ADD, described(world, on=f"{today:%d.%m.%Y}", starts="9.30", until=""))
    one = Event.objects.get()
    assert (one.starts, one.on, one.state) == ("09:30", today, "planned")
    assert client.post(ADD, described(world, on="30.2.2026")).status_code == 422
    assert client.post(ADD, described(world, on=f"{today:%d.%m.%Y}", place=0)).status_code == 422
    client.post(url("event_edit", one), described(world, title="Інша назва", on=f"{today:%d.%m.%Y}", starts="09:30"))
    later = today + dt.timedelta(days=7)
    assert client.post(url("event_move", one), form(on=f"{later:%d.%m.%Y}", starts="10:00")).status_code == 422  # no reason
    client.post(url("event_move", one), form(on=f"{later:%d.%m.%Y}", starts="10:00", reason="немає світла"))
    one.refresh_from_db()
    assert (one.title, one.on, one.starts) == ("Інша назва", later, "10:00")
    assert "Чому перенесено: немає світла" in text_of(client.get(url("event", one)))
    assert client.post(url("event_cancel", one), form(reason="")).status_code == 422
    client.post(url("event_cancel", one), form(reason="тривога"))
    assert "Чому скасовано: тривога" in text_of(client.get(url("event", one)))
    client.post(url("event_restore", one), form())
    assert Event.objects.get().state == "planned"


def test_one_number_is_enough_and_told_again_it_corrects(world):
    one, client = event(world), world.browser("owner")
    page = text_of(client.get(url("event", one)))
    assert ("Скільки було людей" in page, "Подія відбулася" in page) == (True, True)
    assert client.post(url("event_count", one), told("")).status_code == 422
    assert client.post(url("event_count", one), told("-1")).status_code == 422
    client.post(url("event_count", one), told(25, "", "", report="Було затишно."))
    assert [number for *_who, number in client.get(url("event", one)).context["told"]] == [25]
    client.post(url("event_count", one), told(20, 10, **{"audience-1": "children", "age-1": "0-14"}))
    one.refresh_from_db()
    assert one.counts == [["place", "children", "0-14", 10], ["place", "general", "", 20]]
    assert sum(totals(("programme.attended",), None, world.lib.today, "").values()) == 30


def test_nobody_came_is_said_with_a_nought(world):
    one, client = event(world), world.browser("owner")
    assert client.post(url("event_count", one), told(0)).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.counts) == ("held", [])


def test_a_guardian_counts_what_was_at_their_place_and_changes_nothing(world):
    there = event(world, unit=world.lib.root)
    shelf = add_event(world.lib.act(), unit=world.lib.root, place=world.lib.shelf, on=world.lib.today, about=ABOUT)
    client = world.browser("guardian")
    assert [client.post(url("event_count", one), told(5)).status_code for one in (there, shelf)] == [404, 302]
    assert Event.objects.get(pk=shelf.pk).people == 5
    assert [client.post(url(name, shelf), form(reason="ні")).status_code for name in ("event_cancel", "event_confirm")] == [
        403,
        403,
    ]
    assert "Скасувати подію" not in text_of(client.get(url("event", shelf)))
    assert [world.browser("stranger").get(url("event", one)).status_code for one in (there, shelf)] == [404, 404]
    assert world.browser("technician").get(MONTH).status_code == 403


def test_what_nobody_has_counted_rings(world):
    one = event(world, days=-1)
    client = world.browser("owner")
    assert waiting_counts(actor_for(world.staff["owner"]))["programme"] == 1
    assert waiting_counts(actor_for(world.staff["colleague"]))["programme"] == 0
    assert "ЛітРозмови" in text_of(client.get("/work/bell/"))
    client.post(url("event_count", one), told(12))
    assert waiting_counts(actor_for(world.staff["owner"]))["programme"] == 0


def test_behind_the_figure_stands_the_event(world):
    one, client = event(world), world.browser("director")
    client.post(url("event_count", one), told(25))
    page = client.get("/work/indicators/", {"year": world.lib.today.year})
    assert "Соціокультурні заходи" in text_of(page)
