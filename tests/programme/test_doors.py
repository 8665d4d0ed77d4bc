"""At the door: checked in once, counted without a name, numbers of platforms; and one record of attendance made of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.ledger.api import check_facts, totals
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.doors import check_in, check_out, count_heads, count_online
from mandrivna.programme.actions.events import add_event, cancel_event
from mandrivna.programme.actions.signups import admit_event, sign_off, sign_up, sign_up_for
from mandrivna.programme.models import Event, Heads, OnlineCount, SignUp, Turnout
from mandrivna.programme.online_reports import read_report
from mandrivna.programme.signups import differs, suggested, token_of
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Вечір", "form": "meeting", "audiences": ["adults", "youth"], "format": "hybrid", "link": "https://example.org/x"}
FAR = dt.date(2040, 1, 1)


@pytest.fixture
def lib() -> Library:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return library(noon)


def event(lib: Library, days: int = 0, **about: Any) -> Event:
    return add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + dt.timedelta(days=days), about={**ABOUT, **about})


def signed(lib: Library, one: Event, name: str = "Журавка") -> SignUp:
    to = admit_event(lib.act(), event=one, about={"places": 30})
    return sign_up(lib.act(actor=NOBODY), admission=to, name=Withheld(name))


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def lines(told: list[tuple[str, str, str, int]]) -> list[dict[str, Any]]:
    return [dict(zip(("way", "audience", "age", "number"), line, strict=True)) for line in told]


def attended() -> dict[Any, int]:
    kinds = ("programme.event", "programme.attended", "programme.visit")
    return {key[0]: number for key, number in totals(kinds, None, FAR).items()}


def test_whoever_is_ticked_after_the_counting_is_no_stranger_any_longer(lib):
    one = event(lib)
    to = admit_event(lib.act(), event=one, about={"places": 30})
    known = sign_up_for(lib.act(), admission=to, reader=lib.reader(lib.shelf))
    count_event(lib.act(), event=one, counts=lines([("place", "adults", "", 3)]))
    strangers = []
    for step in (None, check_in, check_out):
        if step is not None:
            step(lib.act(), event=one, signup=known)
        strangers.append(sum(totals(["programme.stranger"], None, FAR).values()))
    assert (strangers, check_facts().drift) == ([3, 2, 3], [])


def test_door_heads_and_platforms_make_one_record_and_a_correction_is_the_difference(lib):
    one = event(lib)
    people = [signed(lib, one, name) for name in "АБВ"]
    for person_ in (*people[:2], people[0]):
        check_in(lib.act(), event=one, signup=person_)
    for audience, number in (("adults", 5), ("youth", 1), ("adults", -1)):
        count_heads(lib.act(), event=one, audience=audience, number=number)
    count_online(lib.act(), event=one, source="zoom", number=30)
    count_online(lib.act(), event=one, source="youtube", number=12)
    count_online(lib.act(), event=one, source="zoom", number=28)
    told = suggested(one)
    assert told == [("place", "adults", "", 6), ("place", "youth", "", 1), ("online", "adults", "", 40)]
    assert attended() == {}, "nothing counts before somebody has said that the event was"
    count_event(lib.act(), event=one, counts=lines(told))
    one.refresh_from_db()
    assert (attended(), differs(one, told)) == ({"programme.event": 1, "programme.attended": 47, "programme.visit": 47}, False)
    check_in(lib.act(), event=one, signup=people[2])
    check_out(lib.act(), event=one, signup=people[0])
    check_out(lib.act(), event=one, signup=people[1])
    assert differs(one, suggested(one))
    count_event(lib.act(), event=one, counts=lines(suggested(one)))
    assert attended() == {"programme.event": 1, "programme.attended": 46, "programme.visit": 46}
    assert check_facts().drift == []
    assert (Turnout.objects.count(), Heads.objects.count(), OnlineCount.objects.count()) == (3, 2, 2)


def test_what_cannot_be_is_refused_at_the_door(lib):
    ahead, other = event(lib, 1), event(lib, title="Інша подія", format="place", link="")
    assert codes(check_in, lib.act(), event=ahead, signup=signed(lib, ahead)) == ["future"]
    assert codes(count_heads, lib.act(), event=ahead, audience="adults", number=1) == ["future"]
    assert codes(check_in, lib.act(), event=other, signup=signed(lib, ahead)) == ["other_event"]
    assert codes(count_online, lib.act(), event=other, source="zoom", number=3) == ["not_online"]
    now = event(lib)
    left = signed(lib, now)
    sign_off(lib.act(actor=NOBODY), signup=left, token=Withheld(token_of(left.pk)))
    left.refresh_from_db()
    assert codes(check_in, lib.act(), event=now, signup=left) == ["signed_off"]
    assert codes(count_heads, lib.act(), event=now, audience="adults", number=-1) == ["wrong_number"]
    assert codes(count_heads, lib.act(), event=now, audience="хто", number=1) == ["unknown_audience"]
    assert codes(count_online, lib.act(), event=now, source="tv", number=1) == ["unknown_source"]
    assert codes(count_online, lib.act(), event=now, source="zoom", number=-1) == ["wrong_number"]
    cancel_event(lib.act(), event=now, reason="тривога")
    assert codes(count_heads, lib.act(), event=now, audience="adults", number=1) == ["wrong_state"]


def test_a_guardian_of_the_place_keeps_the_door_and_nobody_from_elsewhere(lib):
    one = add_event(lib.act(), unit=lib.hub, place=lib.shelf, on=lib.today, about={**ABOUT, "format": "place"})
    one_signed = signed(lib, one)
    at_shelf = actor_for(person("guardian", "guardian", lib.shelf))
    assert check_in(lib.act(actor=at_shelf), event=one, signup=one_signed).came_at is not None
    owner = actor_for(person("promoter", "promoter", lib.hub))  # answers for it, whoever works there
    away = add_event(lib.act(), unit=lib.hub, place=lib.other_shelf, on=lib.today, about={**ABOUT, "format": "place"})
    assert check_in(lib.act(actor=owner), event=away, signup=signed(lib, away)).came_at is not None
    with pytest.raises(Forbidden):
        check_in(lib.act(actor=at_shelf), event=away, signup=signed(lib, away))
    elsewhere = actor_for(person("colleague", "hub_librarian", lib.other_hub))
    with pytest.raises(Forbidden):
        check_in(lib.act(actor=elsewhere), event=one, signup=one_signed)


# --- reports of platforms ---------------------------------------------------------------------------------------------

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123 4567 8901,Вечір,"Nov 20, 2026 16:00","Nov 20, 2026 17:30",lib@example.org,90,5

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room
Бібліотека,lib@example.org,16:00,17:30,90,No,,No
Олена (iPhone),olena@example.org,16:02,16:20,18,Yes,,No
Олена,olena@example.org,16:25,17:30,65,Yes,,No
Павло,,16:05,17:30,85,Yes,,No
павло,,17:00,17:10,10,Yes,,No
Хтось,,16:01,16:02,1,Yes,,Yes
"""
ZOOM_UK = (
    "\ufeffІм'я (справжнє ім'я);Електронна пошта;Загальна тривалість (хвилини);Гість\r\n"
    "Ганна;hanna@example.org;40;Так\r\nІван;;12;Так\r\n"
)
MEET = (
    "First name,Last name,Email,Duration,Time joined,Time exited\nОлена,Т,o@example.org,1 hr,16:00,17:00\n"
    "Олена,К,,1 hr,16:00,17:00\n"
)
YOUTUBE = (
    "Content,Video title,Video publish time,Views,Watch time (hours),Unique viewers,Peak concurrent viewers\n"
    'Total,,,"1,204",57.0,880,\nabc,Вечір,"Nov 20, 2026","1,204",57.0,880,64\n'
)
INSTAGRAM = "Post ID\tAccount username\tReach\tViews\n1\tlib\t310\t402\n2\tlib\t90\t100\n"


def read(text: str, encoding: str = "utf-8") -> tuple[str, list[int]]:
    found = read_report(text.encode(encoding))
    return found.source.value, [one.number for one in found.choices]


def test_reports_of_people_count_each_once_and_leave_the_hosts_out():
    found = read_report(ZOOM.encode())
    assert (found.source, [one.number for one in found.choices], found.hosts, found.refused) == ("zoom", [2, 3], 1, 1)
    assert read(ZOOM_UK) == ("zoom", [2])
    assert read(ZOOM_UK.replace("\ufeff", ""), "cp1251") == ("zoom", [2])
    assert read(MEET) == ("meet", [2])


def test_reports_of_numbers_offer_who_watched_at_once_before_who_ever_did():
    assert read(YOUTUBE) == ("youtube", [64, 880, 1204])
    assert read(INSTAGRAM, "utf-16") == ("instagram", [310, 502])


@pytest.mark.parametrize(("head", "number"), [("Peak viewers", 9), ("Unique viewers", 9), ("Views", 15)])
def test_rows_that_may_have_people_in_common_are_not_added_up(head, number):
    assert read(f"Video title,{head}\nПерша,6\nДруга,9\n")[1] == [number]


@pytest.mark.parametrize("junk", ["", "\x00\x01", "Назва;Автор\nМісто;Хтось\n", "Views\nбагато\n"])
def test_what_is_no_report_says_so(junk):
    assert codes(read_report, junk.encode()) == ["not_a_report"]
    assert codes(read_report, b"\x98\xff\xfe\x98" * 20) == ["not_a_report"]
    assert codes(read_report, b"x" * (2 * 1024 * 1024 + 1)) == ["too_large"]
