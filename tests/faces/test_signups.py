"""Signing up as people meet it: the page of an event, the form, the secret page, the account, and the staff's list and door."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mandrivna.core.actions.units import edit_unit
from mandrivna.core.actor import NOBODY
from mandrivna.core.attention import attention_for, waiting_counts
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Operation
from mandrivna.core.roles import actor_for
from mandrivna.faces.public import limits
from mandrivna.ledger.api import totals
from mandrivna.programme.actions.events import add_event, cancel_event, edit_event, move_event, restore_event
from mandrivna.programme.actions.series import add_series, end_series
from mandrivna.programme.actions.signups import admit_event, admit_series, close_admission, sign_off_for, sign_up, sign_up_own
from mandrivna.programme.models import Admission, Event, OnlineCount, SignUp, Turnout
from mandrivna.programme.signups import token_of
from mandrivna.readers import sessions
from tests.enquiries.test_remarks_answered import FILES
from tests.faces.screens import World, form, queries, text_of
from tests.programme.test_doors import ZOOM

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Майстерня затишку", "form": "master_class", "audiences": ["general"]}
FAR = dt.date(2040, 1, 1)


@pytest.fixture
def world() -> World:
    return World()


def event(world: World, days: int = 3, **about: Any) -> Event:
    on = world.lib.today + dt.timedelta(days=days)
    return add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=on, about={**ABOUT, **about})


def listed(world: World, days: int = 3, *, of: Event | None = None, **about: Any) -> Admission:
    return admit_event(world.lib.act(), event=of or event(world, days), about={"places": 2, **about})


def put(world: World, to: Admission, name: str = "Журавка", **about: str) -> SignUp:
    said = {key: Withheld(value) for key, value in about.items()}
    return sign_up(world.lib.act(actor=NOBODY), admission=to, name=Withheld(name), **said)


def public(name: str, *args: Any) -> str:
    return reverse(f"public:{name}", args=args)


def work(name: str, *args: Any) -> str:
    return reverse(f"workspace:{name}", args=args)


def inside(reader: Any) -> Client:
    client = Client()
    client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(reader.cards.get())
    return client


# --- the site ---------------------------------------------------------------------------------------------------------


def test_anybody_signs_up_sees_the_code_and_cancels_by_the_link(world):
    to = listed(world)
    page = text_of(Client().get(public("event", to.event_id)))
    assert ("Лишилося 2 місця." in page, "записуватися не треба" in page) == (True, False)
    said = form(name="Канарейка", contact="nobody@example.org", needs="Місце для візка", website="")
    done = Client().post(public("signup", to.event_id), said)
    signup = SignUp.objects.get()
    assert done["Location"] == public("signup_page", token_of(signup.pk))
    shown = Client().get(done["Location"])
    told = text_of(shown)
    assert ("Ви записані" in told, signup.pretty in told, "Канарейка" in told) == (True, True, False)
    assert "data:image/svg+xml" in shown.content.decode()
    assert (shown["Referrer-Policy"], shown["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    again = Client().post(public("signup", to.event_id), said)
    assert (again["Location"], SignUp.objects.count()) == (done["Location"], 1), "pressed twice is signed up once"
    Client().post(public("signup_cancel", token_of(signup.pk)), form())
    assert "Запис скасовано" in text_of(Client().get(done["Location"]))
    assert Client().get(public("signup_page", "x" * 22)).status_code == 404
    assert "Місце для візка" not in str(list(Operation.objects.values_list("body", flat=True)))


def test_the_form_says_what_is_wrong_and_what_it_cannot_do(world):
    full = listed(world, places=1, waiting=False)
    put(world, full)
    assert "Місць більше немає" in text_of(Client().get(public("signup", full.event_id)))
    bounded = listed(world, days=4, age_from=55)
    page = Client().post(public("signup", bounded.event_id), form(name="", website=""))
    assert (page.status_code, "Підтвердьте, що вік підходить." in text_of(page)) == (422, True)
    assert "Вік підходить: 55+" in text_of(page)
    queue = listed(world, days=5, places=1)
    put(world, queue)
    assert "Стати в чергу" in text_of(Client().get(public("signup", queue.event_id)))
    Client().post(public("signup", queue.event_id), form(name="Друга", website=""))
    waits = SignUp.objects.get(admission=queue, state="waiting")
    told = text_of(Client().get(public("signup_page", token_of(waits.pk))))
    assert ("Ви в черзі" in told, waits.pretty in told) == (True, False)
    Client().post(public("signup", queue.event_id), form(name="Машина", website="https://spam.example.org"))
    assert queue.signups.count() == 2
    close_admission(world.lib.act(), admission=queue, closed=True)
    assert "Запис закрито." in text_of(Client().get(public("event", queue.event_id)))
    assert Client().get(public("signup", event(world, days=6).pk)).status_code == 404


def test_one_network_does_not_fill_a_list(world, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "signup_network", "2/h/key")
    to = listed(world, places=10)
    told = [Client().post(public("signup", to.event_id), form(name=name, website="")).status_code for name in "АБВ"]
    assert told == [302, 302, 429]


def test_a_place_that_is_not_shown_is_not_named_to_whoever_signs_up(world):
    one = event(world, format="hybrid", where="третій поверх", link="https://video.example.org/a")
    signup = put(world, listed(world, of=one))
    edit_unit(world.lib.act(), unit=world.lib.hub, about={"public": False})
    told = text_of(Client().get(public("signup_page", token_of(signup.pk))))
    assert ("онлайн" in told, "Хаб 1" in told, "третій поверх" in told) == (True, False, False)


def test_a_reader_signs_up_by_one_press_and_sees_it_in_the_account(world):
    to, reader = listed(world), world.lib.reader()
    client = inside(reader)
    assert public("account_event_sign", to.event_id) in client.get(public("event", to.event_id)).content.decode()
    client.post(public("account_event_sign", to.event_id), form())
    mine = SignUp.objects.get(reader=reader)
    page = client.get(public("account_events"))
    assert (mine.pretty in text_of(page), "Ви записані." in text_of(client.get(public("event", to.event_id)))) == (True, True)
    few = queries(client, public("account_events"))
    for days in (4, 5):
        client.post(public("account_event_sign", listed(world, days=days).event_id), form())
    assert queries(client, public("account_events")) == few <= 12
    twice = client.post(public("account_event_sign", to.event_id), form())
    assert (twice.status_code, "Запис на цю подію вже є" in text_of(twice)) == (422, True)
    stranger = inside(world.lib.reader())
    assert stranger.post(public("account_event_leave", mine.pk), form()).status_code == 404
    client.post(public("account_event_leave", mine.pk), form())
    mine.refresh_from_db()
    assert mine.state == "gone"


# --- the staff --------------------------------------------------------------------------------------------------------


def test_whoever_plans_opens_the_list_changes_and_closes_it(world):
    one, client = event(world), world.browser("owner")
    assert "На цю подію не записуються" in text_of(client.get(work("event", one.pk)))
    about = form(places=5, waiting="on", age_from="", age_to=12, opens_on="", closes_on="")
    assert client.post(work("event_signup_terms", one.pk), about)["Location"] == work("event", one.pk)
    to = Admission.objects.get(event=one)
    assert (to.places, to.waiting, to.age_to) == (5, True, 12)
    wrong = client.post(work("event_signup_terms", one.pk), form(places=5, age_from=20, age_to=12))
    assert (wrong.status_code, "поміняйте їх місцями" in text_of(wrong)) == (422, True)
    told = text_of(client.get(work("event", one.pk)))
    assert ("Записалося 0 людей з 5" in told, "до 12" in told, "запис триває" in told) == (True, True, True)
    client.post(work("event_signup_shut", one.pk), form())
    assert "запис закрито" in text_of(client.get(work("event", one.pk)))


def test_names_are_for_those_who_may_know_and_the_look_leaves_a_trace(world):
    to = listed(world)
    put(world, to, "Журавка", contact="050 123-45-67", needs="Місце для візка")
    reader = world.lib.reader(name="Тестова Олена", consent="1")
    sign_up_own(world.lib.act(), admission=to, reader=reader)
    owner = world.browser("owner")
    page = text_of(owner.get(work("event_signups", to.event_id)))
    assert all(word in page for word in ("Журавка", "050 123-45-67", "Місце для візка", "Тестова Олена"))
    assert AuditEntry.objects.filter(action="readers.viewed", object_pk=str(reader.pk)).exists()
    few = queries(owner, work("event_signups", to.event_id))
    put(world, to, "Третя"), put(world, to, "Четверта")
    assert queries(owner, work("event_signups", to.event_id)) == few <= 12
    for who, status in (("colleague", 404), ("methodist", 403), ("stranger", 404)):
        assert world.browser(who).get(work("event_signups", to.event_id)).status_code == status
    assert "Журавка" not in text_of(world.browser("methodist").get(work("event", to.event_id)))


def test_whoever_sees_names_is_asked_to_call_those_who_left_only_a_telephone(world):
    lib, to = world.lib, listed(world, places=2)
    inside = put(world, to, "Журавка", contact="050 123-45-67")
    put(world, to, "Лелека", contact="nobody@example.org"), put(world, to, "Сова", contact="067 123-45-67")
    owner, url = world.browser("owner"), work("event", to.event_id)
    words = "про зміни не знає"
    assert words not in text_of(owner.get(url)), "nothing has changed"
    sign_off_for(lib.act(), signup=inside)
    assert "1 людина про зміни не знає: подзвоніть." in text_of(owner.get(url))
    cancel_event(lib.act(), event=to.event, reason="тривога")
    assert words in text_of(owner.get(url))
    assert (words in text_of(world.browser("methodist").get(url)), queries(owner, url) <= 15) == (False, True)
    offered = text_of(Client().get(public("signup", listed(world, days=5).event_id)))
    assert ("Якщо лишите пошту" in offered, "На телефон не пишемо" in offered) == (True, True)


def test_another_hour_or_place_and_on_again_are_news_for_a_telephone_too(world):
    lib, to = world.lib, listed(world, places=3)
    put(world, to, "Журавка", contact="050 123-45-67"), put(world, to, "Лелека", contact="nobody@example.org")
    owner, url, words = world.browser("owner"), work("event", to.event_id), "1 людина про зміни не знає"

    def edited(**about: str) -> bool:
        said = {"title": ABOUT["title"], "form": ABOUT["form"], **about}
        edit_event(lib.act(), event=to.event, unit=lib.hub, place=lib.hub, on=to.event.on, about=said)
        return words in text_of(owner.get(url))

    assert (edited(title="Інша назва"), edited(where="читальна зала")) == (False, True)
    put(world, to, "Сова", contact="067 123-45-67")
    assert edited(where="читальна зала"), "who came later has seen the new place"
    assert "2 людини про зміни не знають" not in text_of(owner.get(url))
    cancel_event(lib.act(), event=to.event, reason="тривога")
    restore_event(lib.act(), event=to.event)
    assert "2 людини про зміни не знають" in text_of(owner.get(url))


def test_whom_to_call_rings_stands_on_the_page_and_is_said_by_a_button(world, settings):
    lib, to = world.lib, listed(world, places=5)
    owner, colleague, page = world.browser("owner"), world.browser("colleague"), work("event_signups", to.event_id)
    counts, bell = [], []
    for number in range(3):
        put(world, to, f"Журавка {number}", contact=f"050 123-45-6{number}")
        move_event(lib.act(), event=to.event, on=to.event.on + dt.timedelta(days=1 + number), starts="12:00", reason="світло")
        if number != 1:
            counts.append(queries(owner, page))
        bell.append(waiting_counts(actor_for(world.staff["owner"]))["programme_signups"])
    assert (bell, counts[0] == counts[1] <= 12) == ([1, 1, 1], True), "one list, however many people"
    assert waiting_counts(actor_for(world.staff["colleague"]))["programme_signups"] == 0
    (told,) = [group for group in attention_for(actor_for(world.staff["owner"])) if group.kind.order == 44]
    assert [(row.text, row.url) for row in told.rows] == [("Майстерня затишку", f"{page}#h-call")]
    shown = text_of(owner.get(page))
    assert all(word in shown for word in ("Кому подзвонити", "зателефонуйте: подія змінилася або не відбудеться", "050 123-45-60"))
    first, *others = SignUp.objects.order_by("turn")
    url = work("event_signup_told", to.event_id, first.pk)
    assert colleague.post(url, form()).status_code == 404
    assert owner.post(work("event_signup_told", event(world).pk, first.pk), form()).status_code == 404
    assert owner.post(url, form()).url == page
    assert list(SignUp.objects.to_call().order_by("turn")) == others
    for one in others:
        owner.post(work("event_signup_told", to.event_id, one.pk), form())
    assert (
        "Кому подзвонити" in text_of(owner.get(page)),
        waiting_counts(actor_for(world.staff["owner"]))["programme_signups"],
    ) == (False, 0)


def test_of_a_series_the_bell_leads_to_a_day_without_a_list_of_its_own(world):
    lib = world.lib
    row = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=lib.today.year, about={**ABOUT, "form": "course"})
    first, second = (
        add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + dt.timedelta(days=day), series=row, about=ABOUT)
        for day in (2, 9)
    )
    put(world, admit_series(lib.act(), series=row, about={}), "Журавка", contact="050 123-45-67")
    listed(world, of=first)
    end_series(lib.act(), series=row, on=lib.today)
    owner = world.browser("owner")
    (told,) = [group for group in attention_for(actor_for(world.staff["owner"])) if group.kind.order == 44]
    assert [one.url for one in told.rows] == [f"{work('event_signups', second.pk)}#h-call"]
    for one in (first, second):
        assert "050 123-45-67" in text_of(owner.get(work("event_signups", one.pk)))


def test_where_no_mail_goes_out_nothing_is_promised_that_cannot_be_kept(world, settings):
    url = public("signup", listed(world).event_id)
    assert "надішлемо код" in text_of(Client().get(url))
    settings.MAILERS = FILES
    shown = text_of(Client().get(url))
    assert ("надішлемо" in shown, "вам скаже бібліотекар" in shown) == (False, True)


def test_one_day_at_another_library_does_not_show_it_the_people_of_the_whole_series(world):
    lib = world.lib
    row = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=lib.today.year, about={**ABOUT, "form": "course"})
    away = add_event(lib.act(), unit=lib.hub, place=lib.other_hub, on=lib.today, series=row, about=ABOUT)
    signup = put(world, admit_series(lib.act(), series=row, about={}), "Журавка")
    colleague, url = world.browser("colleague"), work("event_signups", away.pk)
    assert colleague.get(url).status_code == 404
    assert url not in colleague.get(work("event", away.pk)).content.decode()
    door = text_of(colleague.get(work("event_door", away.pk)))
    assert ("Журавка" in door, signup.pretty in door) == (False, True), "at the door by the code"
    colleague.post(work("event_door_tap", away.pk, signup.pk), form())
    assert Turnout.objects.get().came_at is not None
    assert "Журавка" in text_of(world.browser("owner").get(url))
    sign_off_for(lib.act(), signup=signup)
    assert "запис скасовано" in text_of(colleague.get(work("event_door", away.pk)))
    colleague.post(work("event_door_tap", away.pk, signup.pk), form(back="1"))
    assert Turnout.objects.get().came_at is None


def test_a_colleague_puts_down_by_card_or_by_any_name_and_takes_off(world):
    to, reader, client = listed(world, places=5), world.lib.reader(pseudonym="Лелека"), world.browser("owner")
    card = reader.cards.get().code
    for said in ({"card": card}, {"name": "Сусідка", "needs": "Сісти ближче"}):
        assert client.post(work("event_signup_add", to.event_id), form(**said)).status_code == 302
    wrong = client.post(work("event_signup_add", to.event_id), form(card="900000000000000"))
    assert (wrong.status_code, "Такого квитка немає." in text_of(wrong)) == (422, True)
    assert client.post(work("event_signup_add", to.event_id), form()).status_code == 422
    mine = SignUp.objects.get(reader=reader)
    assert "Лелека" in text_of(client.get(work("event_signups", to.event_id)))
    client.post(work("event_signup_drop", to.event_id, mine.pk), form())
    assert [row.name for row in to.signups.standing()] == ["Сусідка"]


def test_at_the_door_a_scan_or_a_tap_says_who_came_and_a_number_the_rest(world):
    one = event(world, days=0, audiences=["adults", "youth"])
    to = listed(world, of=one, places=5)
    first, second = put(world, to, "Журавка", needs="Місце для візка"), put(world, to, "Лелека")
    owner, door = world.browser("owner"), work("event_door", one.pk)
    code = f"https://lib.example.org{work('programme_door')}?code={first.code}"
    came = owner.post(work("event_door_scan", one.pk), form(code=code), follow=True)
    shown = came.content.decode()
    assert all(words in shown for words in ("Відмічено: Журавка.", "Просили: Місце для візка.", "із записаних 1 з 2"))
    wrong = owner.post(work("event_door_scan", one.pk), form(code="9780306406157"))
    assert (wrong.status_code, "Такого коду в переліку немає." in text_of(wrong)) == (422, True)
    owner.post(work("event_door_tap", one.pk, second.pk), form())
    owner.post(work("event_door_tap", one.pk, second.pk), form(back="1"))
    for audience, number in (("adults", 5), ("adults", -1), ("youth", 1)):
        owner.post(work("event_door_heads", one.pk), form(audience=audience, number=number))
    assert owner.post(work("event_door_heads", one.pk), form(audience="adults", number=777)).status_code == 302
    assert text_of(owner.get(door)).count("Без запису") == 1
    page = owner.get(work("event", one.pk))
    filled = {name: field.initial for name, field in page.context["count"].fields.items() if name.startswith("number-")}
    assert [number for number in filled.values() if number] == [5, 1]
    assert owner.get(work("programme_door"), {"code": first.code})["Location"] == f"{door}?code={first.code}"
    methodist = world.browser("methodist")
    assert ("Журавка" in text_of(methodist.get(door)), first.pretty in text_of(methodist.get(door))) == (False, True)
    assert (Turnout.objects.filter(came_at__isnull=False).count(), totals(["programme.growth_attended"], None, FAR)) == (1, {})


def test_a_report_is_shown_before_anything_is_written_and_fills_the_form(world):
    one = event(world, days=0, format="hybrid", link="https://video.example.org/a")
    owner, url = world.browser("owner"), work("event_online", one.pk)
    page = owner.post(url, {**form(look="1"), "file": SimpleUploadedFile("zoom.csv", ZOOM.encode(), "text/csv")})
    told = text_of(page)
    assert ("учасники без ведучих 2" in told, "Олена" in told, OnlineCount.objects.count()) == (True, False, 0)
    assert page.context["number"].initial == {"source": "zoom", "number": 2}
    junk = owner.post(url, {**form(look="1"), "file": SimpleUploadedFile("x.csv", b"a;b\n1;2\n", "text/csv")})
    assert (junk.status_code, "Цього файла не зрозуміли" in text_of(junk)) == (422, True)
    owner.post(url, form(source="zoom", number=2))
    owner.post(url, form(source="youtube", number=30))
    assert re.search(r'name="number-0" value="32"', owner.get(work("event", one.pk)).content.decode())
    counted = form(**{"number-0": 32, "audience-0": "general", "age-0": "", "way-0": "online", "report": ""})
    owner.post(work("event_count", one.pk), counted)
    assert sum(totals(["programme.growth_attended"], None, FAR).values()) == 32
    owner.post(url, form(source="youtube", number=20))
    assert "а записано інше" in text_of(owner.get(work("event", one.pk)))
    filled = owner.get(work("event", one.pk), {"fill": "1"}).content.decode()
    assert re.search(r'name="number-0" value="22"', filled)
    assert owner.get(work("event_online", event(world).pk)).status_code == 404
