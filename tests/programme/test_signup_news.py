"""News of what people signed up for: once, however many days or lists it touches, in time, and by a colleague where no way goes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from mandrivna.core import notify, policy
from mandrivna.core.actor import Actor
from mandrivna.core.notices import NOTICES, deliver_notice, hurry
from mandrivna.core.outbox import limits_of
from mandrivna.core.problems import Forbidden
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.models import Chat, Outgoing
from mandrivna.programme.actions.circles import enrol_member, found_circle
from mandrivna.programme.actions.events import add_event, cancel_event, move_event, restore_event
from mandrivna.programme.actions.series import add_series, edit_series, end_series
from mandrivna.programme.actions.signups import admit_event, admit_series, sign_off_for, sign_up_own, told_signup
from mandrivna.programme.models import Admission, Event, Series, SignUp
from mandrivna.programme.reminding import remind_all
from mandrivna.programme.signup_notices import CALLED_OFF, HURRIES, REMIND, SERIES_ENDED, deliver_signup, stamp_of
from mandrivna.readers.models import Reader
from tests.enquiries.test_remarks_answered import FILES, Away
from tests.factories.library import Library
from tests.factories.staff import person
from tests.programme.test_signups import ABOUT, TO, admission, letters, lib, put

__all__ = ("lib",)
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PHONE = "050 123-45-67"


def practice(lib: Library, number: int = 12, first: int = 3) -> tuple[Series, Admission, list[Event]]:
    row = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=lib.today.year, about=ABOUT)
    on = [lib.today + dt.timedelta(days=first + 7 * week) for week in range(number)]
    made = [add_event(lib.act(), unit=lib.hub, place=lib.hub, on=day, series=row, about=ABOUT) for day in on]
    return row, admit_series(lib.act(), series=row, about={"places": 20}), made


def changed(lib: Library, row: Series, starts: str) -> Series:
    about = {**ABOUT, "starts": starts}
    return edit_series(lib.act(), series=row, unit=lib.hub, place=lib.hub, year=row.year, about=about)


def night(lib: Library, *, quiet: bool = True) -> None:
    since = timezone.localtime().hour if quiet else 0
    for key, hour in (("quiet_from", since), ("quiet_until", (since + 2) % 24 if quiet else 0)):
        policy.edit(lib.act(), policy="lending", key=key, value=hour, reason="для перевірки")


def by_letter(lib: Library, address: str = TO) -> Reader:
    return lib.reader(email=address, notices_by="mail", consent="1")


def own(lib: Library, to: Admission, reader: Reader) -> SignUp:
    return sign_up_own(lib.act(actor=Actor(reader=reader.pk), channel="bot"), admission=to, reader=reader)


def call() -> list[tuple[str, str]]:
    return [(row.name or "читач", row.to_call) for row in SignUp.objects.to_call().order_by("at", "turn")]


# --- one change of a series is one piece of news -------------------------------------------------------------------------


def test_a_change_of_twelve_days_is_one_letter_and_so_is_the_end(lib):
    row, to, days = practice(lib)
    put(lib, to, "А", TO)
    letters()
    changed(lib, row, "18:30")
    (told,) = letters()
    assert "Змінилися години або місце: «Майстерня затишку», днів: 12." in told
    assert (told.count("18:30"), "Ваш запис лишається" in told) == (12, True)
    end_series(lib.act(), series=row, on=days[3].on)
    (told,) = letters()
    assert "«Майстерня затишку» далі не відбуватиметься. Скасовано днів: 8, з " in told
    assert told.count("18:30") == 4, "what still takes place"
    signup = SignUp.objects.get()
    assert signup.over_on == days[3].on


def test_an_end_at_once_leaves_nothing(lib):
    row, to, _days = practice(lib, 2)
    put(lib, to, "А", TO)
    letters()
    end_series(lib.act(), series=row, on=lib.today)
    (told,) = letters()
    assert ("Скасовано днів: 2" in told, "Ще відбудеться" in told) == (True, False)


def test_of_two_changes_of_one_night_only_the_last_is_said(lib):
    row, to, days = practice(lib)
    put(lib, to, "А", TO)
    letters()
    for starts in ("17:00", "18:00"):
        changed(lib, row, starts)
    assert ["18:00" in told and "17:00" not in told for told in letters()] == [True]
    changed(lib, row, "19:00")
    end_series(lib.act(), series=row, on=lib.today)
    assert ["далі не відбуватиметься" in told for told in letters()] == [True]
    one = admission(lib, days=5)
    put(lib, one, "Б", TO)
    letters()
    for days_later in (6, 7):
        move_event(lib.act(), event=one.event, on=lib.today + DAY * days_later, starts="12:00", reason="світло")
    assert ["Змінилося" in told for told in letters()] == [True]
    move_event(lib.act(), event=one.event, on=lib.today + DAY * 8, starts="12:00", reason="світло")
    cancel_event(lib.act(), event=one.event, reason="тривога")
    restore_event(lib.act(), event=one.event)
    assert ["Змінилося" in told for told in letters()] == [True]
    assert len(days) == 12


def test_whoever_is_on_both_lists_hears_it_once(lib):
    row, to, (first, second) = practice(lib, 2)
    alone = admit_event(lib.act(), event=first, about={"places": 5})
    reader = by_letter(lib, "chytach@example.org")
    for listed in (to, alone):
        put(lib, listed, "А", TO), own(lib, listed, reader)
    put(lib, alone, "Б", "druha@example.org"), put(lib, alone, "В", "druha@example.org")
    letters()

    def heard() -> list[str]:
        letters()
        return sorted(letter.to[0] for letter in mail.outbox)

    each, both = ["chytach@example.org", "druha@example.org", "druha@example.org", TO], ["chytach@example.org", TO]
    move_event(lib.act(), event=first, on=first.on + DAY, starts="12:00", reason="світло")
    assert heard() == each, "two places taken from one address are two"
    changed(lib, row, "18:00")
    assert heard() == both, "the first day has an hour of its own since it was moved"
    cancel_event(lib.act(), event=second, reason="тривога")
    assert heard() == both
    end_series(lib.act(), series=row, on=lib.today)
    assert heard() == each


def test_a_member_who_is_on_the_list_as_well_hears_of_a_changed_series_once(lib):
    reader = by_letter(lib)
    on = [lib.today + DAY * 3, lib.today + DAY * 10]
    said = {"unit": lib.hub, "place": lib.hub, "year": lib.today.year, "about": {**ABOUT, "form": "book_club"}}
    club = found_circle(lib.act(), kind="club", days=on, capacity=9, **said)
    enrol_member(lib.act(), circle=club, reader=reader)
    own(lib, admit_series(lib.act(), series=club.series, about={}), reader)
    letters()
    changed(lib, club.series, "18:00")
    assert ["днів: 2" in told for told in letters()] == [True]


# --- whom nobody reaches ------------------------------------------------------------------------------------------------


def everybody(lib: Library, to: Admission) -> None:
    put(lib, to, "Пошта", TO), put(lib, to, "Телефон", PHONE), put(lib, to, "Ім’я")
    own(lib, to, by_letter(lib, "chytach@example.org")), own(lib, to, lib.reader())
    letters()


def test_whoever_left_no_way_is_called_and_a_colleague_says_that_they_know(lib):
    to = admission(lib)
    everybody(lib, to)
    assert call() == []
    move_event(lib.act(), event=to.event, on=to.event.on + DAY, starts="12:00", reason="світло")
    assert (call(), len(letters())) == ([("Телефон", "news"), ("читач", "news")], 2)
    silent = SignUp.objects.get(reader__isnull=False, to_call="news")
    for role, place in (("hub_librarian", lib.other_hub), ("methodist", lib.root)):
        with pytest.raises(Forbidden):
            told_signup(lib.act(actor=actor_for(person(f"t.{role}", role, place))), signup=silent)
    for row in SignUp.objects.to_call():
        told_signup(lib.act(), signup=row)
    assert call() == []
    SignUp.objects.update(on=lib.today - DAY)
    remind_all.call(today=str(lib.today + 3 * DAY))
    assert (len(letters()), call()) == (2, []), "a reminder is worth no call"
    cancel_event(lib.act(), event=to.event, reason="тривога")
    sign_off_for(lib.act(), signup=silent)
    assert call() == [("Телефон", "news")]


def test_where_no_mail_goes_out_everybody_with_an_address_is_called(lib, settings):
    to = admission(lib)
    everybody(lib, to)
    settings.MAILERS = FILES
    cancel_event(lib.act(), event=to.event, reason="тривога")
    assert sorted(call()) == [("Пошта", "news"), ("Телефон", "news"), ("читач", "news"), ("читач", "news")]


def test_switched_off_in_the_night_everybody_whose_letter_waited_is_called(lib, settings):
    to = admission(lib, days=9)
    everybody(lib, to)
    night(lib)
    cancel_event(lib.act(), event=to.event, reason="тривога")
    assert (letters(), len(call())) == ([], 2)
    night(lib, quiet=False)
    settings.MAILERS = FILES
    assert (letters(), len(call())) == ([], 4)


def test_a_letter_lost_after_its_last_try_is_a_call_and_one_that_goes_later_takes_that_back(lib, monkeypatch):
    to = admission(lib, places=1)
    first = put(lib, to, "А")
    put(lib, to, "Пошта", TO)
    reader = own(lib, to, by_letter(lib, "chytach@example.org"))
    letters()
    sign_off_for(lib.act(), signup=first)
    with monkeypatch.context() as down:
        down.setattr(notify, "mailers", type("Mailers", (), {"default": Away()}))
        tries, marked = limits_of(deliver_signup.module_path).attempts, []
        for _try in range(tries):
            letters()
            marked.append(call())
        assert marked == [[]] * (tries - 1) + [[("Пошта", "place")]]
        move_event(lib.act(), event=to.event, on=to.event.on + DAY, starts="12:00", reason="світло")
        for _try in range(limits_of(deliver_notice.module_path).attempts):
            letters()
    assert call() == [("Пошта", "place"), ("читач", "news")], "that a place is theirs is the greater news"
    cancel_event(lib.act(), event=to.event, reason="тривога")
    assert (len(letters()), call()) == (2, [("Пошта", "place")]), "what has been said needs no call"
    assert SignUp.objects.get(pk=reader.pk).to_call == ""


def test_the_news_of_one_day_of_a_series_does_not_make_up_for_that_of_another(lib, settings):
    row, to, (first, second, _third) = practice(lib, 3)
    put(lib, to, "Пошта", TO)
    letters()
    files = settings.MAILERS
    settings.MAILERS = FILES
    cancel_event(lib.act(), event=first, reason="тривога")
    settings.MAILERS = files
    cancel_event(lib.act(), event=second, reason="тривога")
    assert (len(letters()), call()) == (1, [("Пошта", "news")])
    changed(lib, row, "18:00")
    assert (len(letters()), call()) == (1, []), "all days ahead were in it"


# --- in time ------------------------------------------------------------------------------------------------------------


def test_nobody_is_reminded_of_what_has_begun(lib, monkeypatch):
    to = admission(lib, days=1)
    signup = put(lib, to, "А", TO)
    ref = f"{signup.pk}|{to.event_id}"
    start = dt.datetime.combine(to.event.on, dt.time(16), timezone.get_default_timezone())
    told = []
    for moment in (start - dt.timedelta(minutes=1), start):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        told.append(NOTICES[REMIND](ref) != "")
    assert told == [True, False]


def in_a_chat(lib: Library) -> Reader:
    reader = lib.reader()
    Chat.objects.create(chat="5", reader=reader)
    return reader


@pytest.mark.parametrize(("days", "went"), [(0, True), (9, False)])
def test_in_the_quiet_hours_what_cannot_wait_goes_by_every_way(lib, days, went):
    to = admission(lib, days=days + 1)
    Event.objects.filter(pk=to.event_id).update(on=lib.today + DAY * days, starts="")
    put(lib, to, "А", TO), own(lib, to, by_letter(lib, "chytach@example.org")), own(lib, to, in_a_chat(lib))
    letters()
    night(lib)
    cancel_event(lib.act(), event=Event.objects.get(pk=to.event_id), reason="тривога")
    told = letters()
    assert (len(told), Outgoing.objects.count()) == ((2, 1) if went else (0, 0))
    night(lib, quiet=False)
    assert (len(letters()), Outgoing.objects.count()) == ((0, 1) if went else (2, 1)), "in the morning, once"
    assert "не відбудеться" in Outgoing.objects.get().body["text"]


def test_the_end_of_a_series_hurries_by_the_first_day_that_falls_out(lib):
    row, to, days = practice(lib, 3, first=1)
    signup = put(lib, to, "А", TO)
    end_series(lib.act(), series=row, on=days[0].on)
    row.refresh_from_db()
    ref = f"{signup.pk}||{stamp_of(row)}"

    def waking(day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(13), timezone.get_default_timezone())

    assert [hurry(SERIES_ENDED, ref, waking(day.on)) for day in days] == [False, True, True]
    assert (hurry("enquiries.reply", ref, waking(days[2].on)), CALLED_OFF in HURRIES) == (False, True)
