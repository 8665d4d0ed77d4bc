"""Licensed e-resources on pages: the whole way of a reader, the address nobody sees, and the staff's side."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Operation
from mandrivna.ledger.api import totals
from mandrivna.lending.actions.eloans import add_licence, borrow_online, lend_online
from mandrivna.lending.eloans import token_of
from mandrivna.lending.models import ELoan, Licence
from mandrivna.readers import sessions
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db
SECRET = "kanarka-4271"
ADDRESS = f"https://books.example.org/{SECRET}"
HOME = "/my/"


@pytest.fixture
def world() -> World:
    return World()


def browser(reader: Any) -> Client:
    client = Client()
    client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(reader.cards.get())
    return client


def licence_of(world: World, title: str = "Електронна", seats: int = 1) -> Licence:
    about = {"institution": world.lib.root, "seats": seats, "days": 14, "address": Withheld(ADDRESS)}
    return add_licence(world.lib.act(), record=world.lib.record(title, material="electronic"), **about)


def openings() -> int:
    return sum(totals(["lending.eopening"], None, dt.date(2100, 1, 1)).values())


def test_the_whole_way_from_the_catalogue_to_the_book_and_back(world, caplog):
    caplog.set_level(logging.DEBUG)
    director, (reader, other) = world.browser("director"), (world.lib.reader(), world.lib.reader())
    record = world.lib.record("Електронна", material="electronic")
    sent = form(institution=world.lib.root, seats=1, days=14, address=ADDRESS)
    assert director.post(reverse("workspace:licence_add", args=[record.pk]), sent).status_code == 302
    licence, mine, theirs = Licence.objects.get(), browser(reader), browser(other)
    title, wanted = reverse("public:title", args=[record.pk]), f"{reverse('public:account_eloan')}?record={record.pk}"
    assert wanted in Client().get(title).content.decode()
    assert "Вільних місць: 1 з 1" in text_of(mine.get(wanted))
    took = form(licence=licence)
    assert [mine.post(wanted, took).headers["Location"] for _time in range(2)] == [HOME, HOME]
    assert (ELoan.objects.count(), "Усі місця зайнято" in text_of(theirs.get(wanted))) == (1, True)
    assert theirs.post(wanted, form(licence=licence)).status_code == 422
    again = mine.get(wanted)
    assert ("Це видання вам уже відкрито" in text_of(again), b'name="licence"' in again.content) == (True, False)
    page = mine.get(HOME).content.decode()
    ours = re.search(r'href="(/e/[^"]+)"', page)[1]
    answers = [mine.get(ours) for _time in range(2)]
    assert {(one.status_code, one["Location"], one["Referrer-Policy"], "no-store" in one["Cache-Control"]) for one in answers} == {
        (302, ADDRESS, "no-referrer", True)
    }
    assert openings() == 1
    assert (theirs.get(ours).status_code, mine.get(ours[:-2] + "/").status_code) == (404, 404)
    assert Client().get(ours)["Location"].startswith(reverse("public:account_sign_in"))
    assert director.get(ours)["Location"].startswith(reverse("public:account_sign_in"))
    places = [
        Client().get(title), mine.get(wanted), mine.get(HOME), mine.get("/my/data/"), mine.get("/my/data/file/"),
        Client().get(reverse("site:opds")), Client().get(reverse("site:new_atom")), Client().get("/catalogue/?q=Електронна"),
        director.get(reverse("workspace:record", args=[record.pk])), director.get(reverse("workspace:licence", args=[licence.pk])),
        director.get(reverse("workspace:licence_edit", args=[licence.pk])), theirs.get(ours),
    ]  # fmt: skip
    assert [(one.status_code, SECRET in one.content.decode()) for one in places[:-1]] == [(200, False)] * 11
    assert SECRET not in places[-1].content.decode() + caplog.text + json.dumps([one.body for one in Operation.objects.all()])
    loan = ELoan.objects.get()
    assert theirs.post(reverse("public:account_eloan_end", args=[loan.pk]), form()).status_code == 404
    assert mine.post(reverse("public:account_eloan_end", args=[loan.pk]), form()).status_code == 302
    ended = mine.get(ours)
    assert (ended.status_code, ended.has_header("Location"), "Строк цього видання минув" in text_of(ended)) == (410, False, True)
    assert (ours in mine.get(HOME).content.decode(), theirs.post(wanted, form(licence=licence)).status_code) == (False, 302)


def test_who_only_looks_ahead_has_opened_nothing(world):
    reader = world.lib.reader()
    loan = lend_online(world.lib.act(), licence=licence_of(world), reader=reader, place=world.lib.shelf)
    mine, ours = browser(reader), reverse("public:eloan_open", args=[token_of(loan)])
    for name in ("Sec-Purpose", "Purpose", "X-Moz"):
        assert mine.get(ours, headers={name: "prefetch;prerender"}).status_code == 302
    assert (mine.head(ours).status_code, openings(), mine.get(ours).status_code, openings()) == (302, 0, 302, 1)


def test_a_contract_that_ran_out_is_told_kindly_and_nothing_is_offered(world):
    licence, reader = licence_of(world), world.lib.reader()
    lend_online(world.lib.act(), licence=licence, reader=reader, place=world.lib.shelf)
    title = reverse("public:title", args=[licence.record_id])
    assert "Договір на це видання" not in text_of(Client().get(title))
    assert "Читають у мережі" in text_of(Client().get("/catalogue/?q=Електронна"))
    Licence.objects.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    said = text_of(Client().get(title))
    assert ("Договір на це видання скінчився" in said, "Узяти електронне" in said, "Замовити" in said) == (True, False, False)
    assert browser(reader).get(f"{reverse('public:account_eloan')}?record={licence.record_id}").status_code == 404


def test_the_desk_sees_what_is_open_for_a_reader(world):
    owner, reader = world.browser("owner", place=world.lib.shelf), world.lib.reader()
    page = reverse("workspace:desk_reader", args=[reader.pk])
    assert "Електронних видань" not in text_of(owner.get(page))
    loan = lend_online(world.lib.act(), licence=licence_of(world), reader=reader, place=world.lib.shelf)
    assert "Електронних видань відкрито: 1." in text_of(owner.get(page))
    ELoan.objects.filter(pk=loan.pk).update(until=timezone.localdate() - dt.timedelta(days=1))
    assert "Електронних видань" not in text_of(owner.get(page))


def test_the_day_after_the_last_it_opens_no_more_though_nothing_ran(world):
    reader = world.lib.reader()
    loan = lend_online(world.lib.act(), licence=licence_of(world), reader=reader, place=world.lib.shelf)
    mine, ours = browser(reader), reverse("public:eloan_open", args=[token_of(loan)])
    today = timezone.localdate()
    for until, status in ((today, 302), (today - dt.timedelta(days=1), 410)):
        ELoan.objects.filter(pk=loan.pk).update(until=until)
        assert mine.get(ours).status_code == status
    assert "Електронні видання" not in text_of(mine.get(HOME))


def test_at_the_desk_by_the_card_and_ended_again(world):
    owner, reader, licence = world.browser("owner", place=world.lib.shelf), world.lib.reader(), licence_of(world)
    page, lend = reverse("workspace:licence", args=[licence.pk]), reverse("workspace:licence_lend", args=[licence.pk])
    wrong = owner.post(lend, form(place=world.lib.shelf, card="900000000000000"))
    assert (wrong.status_code, "Такого квитка серед ваших читачів немає" in text_of(wrong)) == (422, True)
    card = reader.cards.get().code
    assert owner.post(lend, form(place=world.lib.shelf, card=card)).status_code == 302
    taken = owner.post(lend, form(place=world.lib.shelf, card=world.lib.reader().cards.get().code))
    assert (taken.status_code, "Найближче звільниться" in text_of(taken)) == (422, True)
    assert "Відкрито зараз : 1" in text_of(owner.get(page)).replace("зараз:", "зараз :")
    end = reverse("workspace:eloan_end", args=[ELoan.objects.get().pk])
    assert [owner.post(end, form()).status_code for _time in range(2)] == [302, 422]


def test_who_reads_is_seen_only_where_they_are_served_and_the_look_is_written_down(world):
    licence, lib = licence_of(world, seats=3), world.lib
    here, there = lib.reader(name="Тутешня Марта"), lib.reader(name="Далека Ольга")
    for reader, place in ((here, lib.shelf), (there, lib.other_shelf)):
        lend_online(lib.act(), licence=licence, reader=reader, place=place)
    borrow_online(lib.act(actor=Actor(reader=there.pk)), licence=licence_of(world, "Друга"), reader=there)
    page, looks = reverse("workspace:licence", args=[licence.pk]), AuditEntry.objects.filter(action="readers.viewed")
    said = text_of(world.browser("owner", place=lib.shelf).get(page))
    assert ("Тутешня Марта" in said, "Далека Ольга" in said, "не тут: 1." in said) == (True, False, True)
    assert [row.object_pk for row in looks.all()] == [str(here.pk)]
    director = world.browser("director")
    for _time in range(2):
        said = text_of(director.get(page))
    assert ("Тутешня Марта" in said, "Далека Ольга" in said, "не тут" in said) == (True, True, False)
    assert sorted(row.object_pk for row in looks.all()) == sorted([str(here.pk), str(here.pk), str(there.pk)])
    keeper, card = browser_of(person("keeper", "guardian", lib.shelf)), here.cards.get().pretty
    said = text_of(keeper.get(page))
    assert (f"Квиток …{card[-5:]}" in said, card in said, "Марта" in said, "не тут: 1." in said) == (True, False, False, True)
    assert looks.count() == 3  # a number on a card names nobody


def test_a_licence_is_changed_without_showing_its_address_and_ended(world):
    director, licence = world.browser("director"), licence_of(world)
    edit = reverse("workspace:licence_edit", args=[licence.pk])
    assert director.post(edit, form(seats=4, days=7, valid_until="", address="")).status_code == 302
    licence.refresh_from_db()
    assert (licence.seats, licence.days, Licence.objects.get().address) == (4, 7, ADDRESS)
    assert director.post(edit, form(seats=0, days=7, address="")).status_code == 422
    assert director.post(edit, form(seats=1, days=7, address="javascript:alert(1)")).status_code == 422
    assert world.browser("owner").get(edit).status_code == 403
    assert director.post(reverse("workspace:licence_end", args=[licence.pk]), form()).status_code == 302
    assert Client().get(reverse("public:title", args=[licence.record_id])).status_code == 404


def test_pages_ask_the_same_however_many_there_are(world):
    director, reader, asked = world.browser("director"), world.lib.reader(), []
    mine, licence, shelf = browser(reader), licence_of(world, "Спільна", seats=9), world.lib.shelf
    take = f"{reverse('public:account_eloan')}?record={licence.record_id}"
    for number in (1, 2):
        for more in range(number):
            other = licence_of(world, f"Електронна {number}{more}")
            lend_online(world.lib.act(), licence=other, reader=reader, place=shelf)
            lend_online(world.lib.act(), licence=licence, reader=world.lib.reader(), place=shelf)
        asked.append(
            (
                queries(mine, HOME), queries(mine, take), queries(director, reverse("workspace:licence", args=[licence.pk])),
                queries(director, reverse("workspace:record", args=[licence.record_id])),
            )
        )  # fmt: skip
    assert (asked[0], max(asked[0]) <= 12) == (asked[1], True)
