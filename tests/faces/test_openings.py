"""An exhibition has a period and an opening with a day and hours of its own: on the site, in calendars, on posters."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from mandrivna.core.places import shown_on
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import totals
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event, edit_event, move_event
from mandrivna.programme.models import Event
from mandrivna.programme.posting import poster_of
from mandrivna.programme.queries import as_announced
from mandrivna.programme.signup_notices import when
from tests.faces.screens import form, queries, text_of
from tests.faces.test_public_events import ABOUT, CALENDAR, EVENTS, page_of
from tests.faces.test_public_events import world as world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MONTH, WORK = "/events/month/", "/work/programme/"


def exhibition(world: Any, first: dt.date, last: dt.date, opening: dt.date | None = None, **about: Any) -> Event:
    said = {**ABOUT, "title": "Стежки", "form": "exhibition", "starts": "16:00", "ends": "17:30", **about}
    place = world.lib.hub
    return add_event(world.lib.act(), unit=world.lib.root, place=place, on=first, until=last, opening=opening, about=said)


def next_month(world: Any, number: int = 1) -> dt.date:
    """The third of a month ahead."""
    year, month = divmod(world.lib.today.year * 12 + world.lib.today.month - 1 + number, 12)
    return dt.date(year, month + 1, 3)


def three_months(world: Any) -> Event:
    """Opened on its third day, it goes on into the month after the next."""
    return exhibition(world, next_month(world), next_month(world, 3), next_month(world) + 2 * DAY)


# --- what can be ------------------------------------------------------------------------------------------------------------


def test_only_what_lasts_has_an_opening_and_on_one_of_its_days(world):
    first, last = next_month(world), next_month(world, 2)
    for until, opening, code in (
        (first, first, "opening_of_a_day"), (last, first - DAY, "opening_outside"), (last, last + DAY, "opening_outside"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            exhibition(world, first, until, opening)
        assert refusal.value.codes == [code]
    one = exhibition(world, first, last, last)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=one.pk).update(opening_on=last + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=one.pk).update(until=None)


def test_without_a_day_of_its_own_an_exhibition_opens_on_its_first_and_others_do_not(world):
    first, last = next_month(world), next_month(world, 2)
    opened = [
        exhibition(world, first, last).opening, exhibition(world, first, last, starts="", ends="").opening,
        exhibition(world, first, last, form="meeting").opening, exhibition(world, first, first).opening,
    ]  # fmt: skip
    assert opened == [first, None, None, None]


def test_moved_it_takes_its_opening_along_and_an_edit_sets_it_anew(world):
    one = three_months(world)
    move_event(world.lib.act(), event=one, on=one.on + 7 * DAY, starts="15:00", reason="ремонт")
    one.refresh_from_db()
    assert (one.opening, one.starts) == (next_month(world) + 9 * DAY, "15:00")
    said = {"unit": world.lib.root, "place": world.lib.hub, "on": one.on, "until": one.until, "about": {**ABOUT, "title": "Стежки"}}
    assert edit_event(world.lib.act(), event=one, **said, opening=one.on).opening_on == one.on
    assert edit_event(world.lib.act(), event=one, **said).opening_on is None


def test_it_counts_once_on_its_first_day_however_many_months_it_goes_on(world):
    first = world.lib.today - 40 * DAY
    one = exhibition(world, first, world.lib.today, first + DAY)
    count_event(world.lib.act(), event=one, counts=[{"way": "place", "audience": "general", "age": "", "number": 12}])
    assert totals(("programme.event",), None, world.lib.today, "", by=("kind",)) == {("programme.event",): 1}
    assert totals(("programme.event",), first, first, "", by=("kind",)) == {("programme.event",): 1}


# --- the site ----------------------------------------------------------------------------------------------------------------


def test_its_page_tells_the_period_and_the_opening_and_so_do_machines(world):
    one = three_months(world)
    page = Client().get(page_of(one))
    text = text_of(page)
    assert re.search(r"Відкриття 5 \w+ \d{4}, \S+, 16:00–17:30", text)
    assert text.count("16:00") == 1, "the hour is that of the opening alone"
    told = json.loads(re.search(r'ld\+json">(.+?)</script>', page.content.decode())[1])
    assert (told["startDate"], told["endDate"]) == (one.on.isoformat(), one.until.isoformat())
    assert told["subEvent"]["startDate"].startswith(f"{one.opening}T16:00")
    assert queries(Client(), page_of(one)) <= 12


def test_a_calendar_has_the_period_by_days_and_the_opening_by_hours(world):
    one = three_months(world)
    for address in (CALENDAR, f"{page_of(one)}calendar.ics"):
        whole, opening = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
        assert (whole.decoded("DTSTART"), whole.decoded("DTEND")) == (one.on, one.until + DAY)
        begins = opening.decoded("DTSTART").astimezone(timezone.get_default_timezone())
        assert (begins.date(), f"{begins:%H:%M}") == (one.opening, "16:00")
        assert opening.decoded("DTEND") - opening.decoded("DTSTART") == dt.timedelta(minutes=90)
        assert (str(opening["SUMMARY"]), opening["UID"] == whole["UID"]) == ("Відкриття: Стежки", False)


def test_each_of_its_months_has_it_once_and_the_wall_has_only_the_opening(world):
    three_months(world)
    seen = []
    for number in range(5):
        page = Client().get(MONTH, {"month": f"{next_month(world, number):%Y-%m}"})
        on_the_wall = [day.on.day for week in page.context["weeks"] for day in week if day.rows and day.inside]
        seen.append((len(page.context["lasting"]), on_the_wall, text_of(page).count("Стежки")))
    assert seen == [(0, [], 0), (1, [5], 2), (1, [], 1), (1, [], 1), (0, [], 0)]
    assert re.search(
        r"Триває Стежки .+відкриття 5 \w+, 16:00–17:30", text_of(Client().get(MONTH, {"month": f"{next_month(world):%Y-%m}"}))
    )


def test_the_list_says_when_it_opens_until_it_has_opened(world):
    today = world.lib.today
    exhibition(world, today - DAY, today + 9 * DAY, today + 2 * DAY)
    assert re.search(r"відкриття \d+ \w+, 16:00–17:30", text_of(Client().get(EVENTS)))
    Event.objects.update(opening_on=today - DAY)
    assert "16:00" not in text_of(Client().get(EVENTS))


# --- posters, press, letters ---------------------------------------------------------------------------------------------------


def test_posters_and_letters_name_the_opening(world):
    one = three_months(world)
    told = as_announced(one, shown_on(world.lib.today))
    assert re.fullmatch(r"відкриття 5 \w+ о 16:00", poster_of(told, library="Бібліотека", today=world.lib.today).clock)
    assert re.fullmatch(r"3 \w+ – 3 \w+, відкриття 5 \w+, 16:00", when(one))
    first_day = exhibition(world, one.on, one.until)
    told = as_announced(first_day, shown_on(world.lib.today))
    assert poster_of(told, library="Бібліотека", today=world.lib.today).clock == "відкриття о 16:00"


# --- the staff's month -----------------------------------------------------------------------------------------------------------


def test_the_staff_enter_it_and_see_it_in_each_month_once(world):
    client = world.browser("director")
    first, last, opening = next_month(world), next_month(world, 3), next_month(world) + 2 * DAY
    days = {name: f"{day:%d.%m.%Y}" for name, day in (("on", first), ("until", last), ("opening", opening))}
    said = {**days, "title": "Стежки", "form": "exhibition", "starts": "16:00", "ends": "17:30", "audiences": ["general"]}
    units = {"unit": world.lib.root.pk, "place": world.lib.hub.pk, "format": "place"}
    answer = client.post(reverse("workspace:event_add"), form(**said, **units))
    one = Event.objects.get()
    assert (answer.status_code, one.opening_on) == (302, opening)
    assert re.search(r"відкриття 5 \w+, 16:00–17:30", text_of(client.get(reverse("workspace:event", args=[one.pk]))))
    assert client.get(reverse("workspace:event_edit", args=[one.pk])).context["form"]["opening"].value() == opening
    wrong = client.post(
        reverse("workspace:event_edit", args=[one.pk]), form(**{**said, "opening": f"{last + DAY:%d.%m.%Y}"}, **units)
    )
    assert (wrong.status_code, "від першого до останнього" in text_of(wrong)) == (422, True)
    seen = []
    for number in range(5):
        page = client.get(WORK, {"month": f"{next_month(world, number):%Y-%m}"})
        seen.append((page.context["total"], len(page.context["going"]), text_of(page).count("Стежки")))
    assert seen == [(0, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 1), (0, 0, 0)]


def test_three_that_go_on_cost_the_staff_no_more_than_one(world):
    client, counts = world.browser("director"), []
    for number in range(3):
        exhibition(world, world.lib.today - (45 + number) * DAY, world.lib.today + 20 * DAY)
        counts.append(queries(client, WORK))
    assert counts[0] == counts[2]
