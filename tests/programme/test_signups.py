"""Signing up for an event or a series: places, the queue, ages, signing off, what people are told, forgetting."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core import policy
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.erasure import forget
from mandrivna.core.models import Operation
from mandrivna.core.outbox.worker import drain
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.retention import execute
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.events import add_event, cancel_event, edit_event, move_event
from mandrivna.programme.actions.series import add_series, confirm_series, edit_series, propose_events
from mandrivna.programme.actions.signups import (
    admit_event,
    admit_series,
    close_admission,
    sign_off,
    sign_off_for,
    sign_off_own,
    sign_up,
    sign_up_for,
    sign_up_own,
)
from mandrivna.programme.models import Admission, Event, SignUp, Turnout
from mandrivna.programme.reminding import remind_all
from mandrivna.programme.signups import (
    admission_of,
    by_token,
    own_signups,
    read_code,
    standing_of,
    token_of,
    turn_of,
)
from mandrivna.programme.states import Signed
from mandrivna.readers.actions.merging import merge
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Майстерня затишку", "form": "master_class", "audiences": ["families"], "starts": "16:00"}
TO = "kanareika@example.org"


@pytest.fixture
def lib() -> Library:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    found = library(noon - dt.timedelta(days=1))
    found.now = noon
    for key in ("quiet_from", "quiet_until"):
        policy.edit(found.act(), policy="lending", key=key, value=0, reason="для перевірки")
    return found


def event(lib: Library, days: int = 3, **about: Any) -> Event:
    on = lib.today + dt.timedelta(days=days)
    return add_event(lib.act(), unit=lib.hub, place=lib.hub, on=on, about={**ABOUT, **about})


def admission(lib: Library, days: int = 3, **about: Any) -> Admission:
    return admit_event(lib.act(), event=event(lib, days), about=about)


def put(lib: Library, to: Admission, name: str = "Журавка", contact: str = "", **about: Any) -> SignUp:
    secret = {"name": Withheld(name), **({"contact": Withheld(contact)} if contact else {})}
    return sign_up(lib.act(actor=NOBODY, channel="self"), admission=to, **secret, **about)


def states(to: Admission) -> list[str]:
    return list(to.signups.order_by("turn").values_list("state", flat=True))


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def letters() -> list[str]:
    """What went out meanwhile."""
    mail.outbox.clear()
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    drain()
    return [str(letter.body) for letter in mail.outbox]


# --- places and the queue ---------------------------------------------------------------------------------------------


def test_places_fill_then_people_wait_and_move_up_in_their_turn(lib):
    to = admission(lib, places=2)
    first, second, third, fourth = (put(lib, to, name) for name in ("А", "Б", "В", "Г"))
    assert states(to) == ["in", "in", "waiting", "waiting"]
    assert (turn_of(third), turn_of(fourth), standing_of(to, lib.now).left) == (1, 2, 0)
    sign_off(lib.act(actor=NOBODY), signup=first, token=Withheld(token_of(first.pk)))
    assert states(to) == ["gone", "in", "in", "waiting"]
    admit_event(lib.act(), event=to.event, about={"places": 5})
    assert states(to) == ["gone", "in", "in", "in"]
    fourth.refresh_from_db()
    assert fourth.promoted_at is not None
    assert SignUp.objects.get(pk=first.pk).name is None, "what was said goes with the sign-up"
    assert second.pk != third.pk


def test_without_a_queue_a_full_list_says_so_and_without_places_everybody_is_welcome(lib):
    to = admission(lib, places=1, waiting=False)
    put(lib, to)
    assert codes(put, lib, to, "Інша") == ["signup_full"]
    free = admission(lib, days=4)
    assert {put(lib, free, name).state for name in "АБВ"} == {Signed.IN}


def test_the_list_opens_and_closes_and_a_colleague_may_put_down_all_the_same(lib):
    early = admission(lib, opens_on=lib.today + dt.timedelta(days=1))
    assert codes(put, lib, early) == ["signup_early"]
    late = admission(lib, days=4, closes_on=lib.today - dt.timedelta(days=1))
    assert codes(put, lib, late) == ["signup_closed"]
    shut = admission(lib, days=5)
    close_admission(lib.act(), admission=shut, closed=True)
    assert codes(put, lib, shut) == ["signup_closed"]
    assert sign_up_for(lib.act(), admission=shut, name=Withheld("Сусідка")).state == Signed.IN
    close_admission(lib.act(), admission=shut, closed=False)
    assert put(lib, shut).state == Signed.IN
    begun = admission(lib, days=0)
    Event.objects.filter(pk=begun.event_id).update(starts="09:00")
    begun.refresh_from_db()
    assert codes(sign_up_for, lib.act(), admission=begun, name=Withheld("Сусідка")) == ["signup_over"]


def test_what_nobody_can_mean_is_refused(lib):
    one = event(lib)
    crossed = {"age_from": 60, "age_to": 20, "opens_on": lib.today, "closes_on": lib.today - dt.timedelta(days=1)}
    assert codes(admit_event, lib.act(), event=one, about={"places": 0, **crossed}) == [
        "wrong_places",
        "ages_crossed",
        "closes_before",
    ]
    assert codes(admit_event, lib.act(), event=one, about={"age_to": 121}) == ["wrong_age"]
    to = admit_event(lib.act(), event=one, about={})
    assert codes(put, lib, to, " ") == ["no_name"]
    assert codes(put, lib, to, "Я" * 61, "не пошта") == ["too_long", "wrong_contact"]
    assert [put(lib, to, "А", contact).contact for contact in (TO, "050 123-45-67")] == [TO, "050 123-45-67"]
    cancel_event(lib.act(), event=one, reason="тривога")
    assert codes(admit_event, lib.act(), event=one, about={}) == ["wrong_state"]


def test_ages_are_asked_by_a_tick_and_known_of_a_reader_by_the_year(lib):
    to = admission(lib, age_from=55)
    assert codes(put, lib, to) == ["age_not_said"]
    assert put(lib, to, of_age=True).state == Signed.IN
    year = lib.today.year
    for born, refused in ((year - 54, ["wrong_age"]), (year - 55, []), (None, ["age_not_said"])):
        reader = lib.reader(birth_year=born, consent="1") if born else lib.reader()
        act = lib.act(actor=Actor(reader=reader.pk))
        if refused:
            assert codes(sign_up_own, act, admission=to, reader=reader) == refused
        else:
            assert sign_up_own(act, admission=to, reader=reader).state == Signed.IN
    children = admission(lib, days=4, age_to=10)
    child = lib.reader(birth_year=year - 11, consent="1", guardian_name="Бабуся", guardian_relation="relative")  # ten until the day
    assert sign_up_own(lib.act(actor=Actor(reader=child.pk)), admission=children, reader=child).state == Signed.IN


# --- who may ----------------------------------------------------------------------------------------------------------


def test_a_reader_signs_up_once_and_only_themselves(lib):
    to, reader, other = admission(lib, places=1), lib.reader(), lib.reader()
    me = Actor(reader=reader.pk)
    signup = sign_up_own(lib.act(actor=me), admission=to, reader=reader, needs=Withheld("Місце для візка"))
    assert (signup.name, signup.contact, signup.needs) == (None, None, "Місце для візка")
    assert codes(sign_up_own, lib.act(actor=me), admission=to, reader=reader) == ["signed_already"]
    with pytest.raises(Forbidden):
        sign_up_own(lib.act(actor=me), admission=to, reader=other)
    with pytest.raises(Forbidden):
        sign_off_own(lib.act(actor=Actor(reader=other.pk)), signup=signup)
    waits = sign_up_own(lib.act(actor=Actor(reader=other.pk)), admission=to, reader=other)
    assert [(own.signup, own.turn) for own in own_signups(other, lib.today)] == [(waits, 1)]
    sign_off_own(lib.act(actor=me), signup=signup)
    assert own_signups(reader, lib.today) == []
    assert codes(sign_off_own, lib.act(actor=me), signup=signup) == ["signed_off"]


def test_names_are_for_the_director_and_the_librarian_of_the_place(lib):
    to = admission(lib)
    for role, place, may in (
        ("hub_librarian", lib.hub, True),
        ("hub_librarian", lib.other_hub, False),
        ("methodist", lib.root, False),
    ):
        actor = actor_for(person(f"p{place.pk}.{role}", role, place))
        act = lib.act(actor=actor)
        if may:
            signup = sign_up_for(act, admission=to, name=Withheld("Журавка"))
            assert sign_off_for(lib.act(actor=actor), signup=signup).state == Signed.GONE
        else:
            with pytest.raises(Forbidden):
                sign_up_for(act, admission=to, name=Withheld("Журавка"))


def test_the_link_is_kept_as_a_hash_and_the_words_in_no_operation(lib):
    signup = put(lib, admission(lib), "Канарейка", TO, needs=Withheld("Жестова мова"))
    token = token_of(signup.pk)
    assert by_token(token) == signup
    assert token not in str(SignUp.objects.filter(pk=signup.pk).values())
    assert Operation.objects.get(pk=signup.pk).body == {
        "admission": str(signup.admission_id), "name": None, "contact": None, "needs": None,
    }  # fmt: skip
    assert by_token(token[:-1] + "я") is None
    assert codes(sign_off, lib.act(actor=NOBODY), signup=signup, token=Withheld("x")) == ["wrong_link"]
    assert read_code(f"https://lib.example.org/work/programme/door/?code={signup.code}") == signup.code
    assert (read_code(signup.pretty.lower()), read_code("9780306406157")) == (signup.code, "")


# --- a series ---------------------------------------------------------------------------------------------------------


def of_series(lib: Library) -> tuple[Any, list[Event]]:
    year = lib.today.year + 1
    about = {**ABOUT, "form": "course", "term": "щомісяця"}
    row = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=year, about=about)
    propose_events(lib.act(), series=row, since=dt.date(year, 1, 1))
    confirm_series(lib.act(), series=row)
    return row, list(Event.objects.filter(series=row).order_by("on"))


def test_one_sign_up_for_a_whole_series_stands_until_its_last_day(lib):
    row, days = of_series(lib)
    to = admit_series(lib.act(), series=row, about={"places": 8})
    signup = put(lib, to)
    assert (len(days), signup.over_on) == (12, days[-1].on)
    assert {admission_of(one) for one in days} == {to}
    own = admit_event(lib.act(), event=days[0], about={"places": 3})
    assert (admission_of(days[0]), admission_of(days[1])) == (own, to)
    cancel_event(lib.act(), event=days[-1], reason="тривога")
    signup.refresh_from_db()
    assert signup.over_on == days[-2].on


# --- what people are told ---------------------------------------------------------------------------------------------


def test_letters_confirm_promote_and_speak_of_what_has_changed(lib):
    to = admission(lib, places=1)
    first, second = put(lib, to, "А", TO), put(lib, to, "Б", "druha@example.org")
    put(lib, to, "В", "050 123-45-67")
    said = letters()
    assert [letter.to for letter in mail.outbox] == [[TO], ["druha@example.org"]]
    assert "Ви записалися: «Майстерня затишку»" in said[0] and first.pretty in said[0]
    assert "Ви в черзі на «Майстерня затишку», номер 1" in said[1] and second.pretty not in said[1]
    sign_off(lib.act(actor=NOBODY), signup=first, token=Withheld(token_of(first.pk)))
    assert [("звільнилося місце" in text, second.pretty in text) for text in letters()] == [(True, True)]
    move_event(lib.act(), event=to.event, on=to.event.on + dt.timedelta(days=1), starts="17:00", reason="світло")
    assert ["Змінилося: «Майстерня затишку»" in text and "17:00" in text for text in letters()] == [True]
    assert SignUp.objects.get(pk=second.pk).over_on == to.event.on + dt.timedelta(days=1)
    edit_event(
        lib.act(), event=to.event, unit=lib.hub, place=lib.hub, on=to.event.on + dt.timedelta(days=1),
        about={**ABOUT, "starts": "17:00", "about": "Візьміть ножиці."},
    )  # fmt: skip
    assert letters() == [], "the description alone is nobody's alarm"
    cancel_event(lib.act(), event=to.event, reason="тривога")
    assert ["не відбудеться" in text for text in letters()] == [True]


def test_a_changed_series_tells_those_whose_event_has_moved_and_nobody_else(lib):
    series = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=lib.today.year, about=ABOUT)
    for days, place in ((3, lib.hub), (4, lib.other_hub)):
        on = lib.today + dt.timedelta(days=days)
        one = add_event(lib.act(), unit=lib.hub, place=place, on=on, about=ABOUT, series=series)
        put(lib, admit_event(lib.act(), event=one, about={"places": 5}), "Журавка", TO)
    letters()
    change = {"series": series, "unit": lib.hub, "place": lib.hub, "year": lib.today.year}
    edit_series(lib.act(), **change, about={**ABOUT, "project": "Степ"})
    assert letters() == []
    edit_series(lib.act(), **change, about={**ABOUT, "where": "двір"})
    assert len(letters()) == 1
    edit_series(lib.act(), **change, about={**ABOUT, "where": "двір", "starts": "17:00"})
    assert len(letters()) == 2


def test_a_reader_is_told_by_the_way_they_chose_and_a_colleague_s_sign_off_is_told_too(lib):
    reader = lib.reader(email=TO, notices_by="mail", consent="1")
    to = admission(lib)
    signup = sign_up_for(lib.act(), admission=to, reader=reader)
    assert ["Ви записалися" in text for text in letters()] == [True]
    sign_off_for(lib.act(), signup=signup)
    assert ["Ваш запис на «Майстерня затишку» скасовано." in text for text in letters()] == [True]


def test_the_clock_reminds_once_of_each_day_and_again_when_the_day_has_moved(lib):
    one = event(lib, days=2)
    to = admit_event(lib.act(), event=one, about={"places": 1})
    for name, contact in (("А", TO), ("Б", "druha@example.org")):
        put(lib, to, name, contact)
    letters()
    SignUp.objects.update(on=lib.today - dt.timedelta(days=1))
    eve = lib.today + dt.timedelta(days=1)
    remind_all.call(today=str(lib.today))
    assert letters() == []
    for _run in range(2):
        remind_all.call(today=str(eve))
    assert ["Нагадуємо: «Майстерня затишку»" in text for text in letters()] == [True], "who waits is not reminded"
    assert list(Turnout.objects.values_list("reminded_for", flat=True)) == [one.on]
    move_event(lib.act(), event=one, on=one.on + dt.timedelta(days=1), starts="16:00", reason="світло")
    letters()
    remind_all.call(today=str(one.on))
    assert ["Нагадуємо" in text for text in letters()] == [True]


# --- forgetting -------------------------------------------------------------------------------------------------------


def test_some_days_after_the_event_nobody_knows_who_signed_up(lib):
    to, reader = admission(lib, days=1), lib.reader()
    put(lib, to, "Журавка", TO, needs=Withheld("Місце для візка"))
    own = sign_up_own(lib.act(actor=Actor(reader=reader.pk)), admission=to, reader=reader)
    after = lib.now + dt.timedelta(days=1)
    assert execute(after + dt.timedelta(days=14)).get("programme.forget_signups") == 0
    assert execute(after + dt.timedelta(days=15)).get("programme.forget_signups") == 2
    rows = SignUp.objects.values_list("name", "contact", "needs", "reader", "token_hash", "state")
    assert list(rows) == [(None, None, None, None, None, "in")] * 2
    assert Operation.objects.get(pk=own.pk).body is None


def test_an_erased_reader_frees_the_place_and_two_records_become_one(lib):
    to, reader, other = admission(lib, places=1), lib.reader(), lib.reader()
    mine = sign_up_own(lib.act(actor=Actor(reader=reader.pk)), admission=to, reader=reader)
    waits = put(lib, to)
    forget(lib.act(), reader.pk)
    mine.refresh_from_db(), waits.refresh_from_db()
    assert (mine.state, mine.reader_id, mine.token_hash, waits.state) == ("gone", None, None, "in")
    kept = lib.reader()
    next_to = admission(lib, days=4)
    for one in (other, kept):
        sign_up_own(lib.act(actor=Actor(reader=one.pk)), admission=next_to, reader=one)
    assert codes(merge, lib.act(), kept=kept, gone=other, place=lib.shelf) == ["both_signed"]
    sign_off_own(lib.act(actor=Actor(reader=kept.pk)), signup=SignUp.objects.get(reader=kept, state="in"))
    merge(lib.act(), kept=kept, gone=other, place=lib.shelf)
    assert SignUp.objects.standing().get(admission=next_to).reader_id == kept.pk
