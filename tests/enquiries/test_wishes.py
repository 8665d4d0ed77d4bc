"""What was asked for and has come: found at night by itself, told to whoever waits; and the list of wishes for donors."""

from __future__ import annotations

import datetime as dt

import pytest
from django_tasks_db.models import DBTaskResult

from mandrivna.core.act import Act
from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.models import Kind, Mode, Operation
from mandrivna.core.outbox.worker import drain
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.refusals import answer, ask, ask_own
from mandrivna.enquiries.actions.wishes import end_wish, fulfil, look_for_wanted, wish
from mandrivna.enquiries.fulfilling import arrived
from mandrivna.enquiries.models import Refusal, Wish
from mandrivna.enquiries.remarks import wanted_of, wishes_for
from mandrivna.ledger.api import check_facts, totals
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
FAR = (dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@pytest.fixture
def lib() -> Library:
    return library()


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def asked(lib: Library, title: str = "Сонячна машина", **about) -> Refusal:
    return ask(lib.act(actor=NOBODY, channel="self"), place=lib.root, title=title, **about)


def found() -> dict[str, str]:
    return {refusal.title: record.title for refusal, record in arrived()}


@pytest.mark.parametrize(
    ("wanted", "came", "met"),
    [
        ({"authors": "Винниченко"}, {"authors": "Винниченко, Володимир"}, True),
        ({"title": "СОНЯЧНА машина", "authors": "В. Винниченко"}, {"authors": "Винниченко, Володимир"}, True),
        ({"authors": "Винниченко"}, {"authors": "Інший, Автор"}, False),
        ({"authors": "Винниченко"}, {"title": "Сонячна машина. Книга 2", "authors": "Винниченко"}, False),
        ({}, {"authors": "Винниченко"}, True),
        ({"title": "Місто"}, {"title": "Місто", "authors": "Підмогильний"}, False),
        ({"title": "Місто", "authors": "Підмогильний"}, {"title": "Місто", "authors": "Підмогильний, Валер’ян"}, True),
        ({"title": "Зовсім інше", "isbn": "9780306406157"}, {"isbn": "9780306406157"}, True),
        ({"title": "Зовсім інше", "isbn": "9780306406157"}, {}, False),
    ],
    ids=[
        "author",
        "initials",
        "another author",
        "another volume",
        "two words alone",
        "one word alone",
        "one word",
        "isbn",
        "no isbn",
    ],
)
def test_what_has_come_is_recognised_or_passed_in_silence(lib, wanted, came, met):
    asked(lib, **{"title": "Сонячна машина", **wanted})
    assert found() == {}
    lib.copy(lib.record(**{"title": "Сонячна машина", **came}))
    assert bool(found()) == met


def test_a_described_title_without_a_copy_and_a_copy_of_another_library_meet_nothing(lib):
    asked(lib, authors="Винниченко")
    lib.record("Сонячна машина", authors="Винниченко")
    assert found() == {}
    elsewhere = found_root(Act(actor=SYSTEM, at=lib.now), kind=Kind.INSTITUTION, name="Чужа", mode=Mode.TRAVELLING)
    lib.copy(lib.record("Сонячна машина", authors="Винниченко"), place=elsewhere)
    assert found() == {}


def test_a_night_tells_who_waits_leaves_a_telephone_for_a_person_and_closes_the_rest(lib):
    reader = lib.reader()
    own = ask_own(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, place=lib.root, title="Сонячна машина")
    called, nobody, other = asked(lib, contact="+380 00", note="для сина"), asked(lib, note="будь ласка"), asked(lib, "Інше зовсім")
    wished = wish(lib.act(), refusal=nobody, title="Сонячна машина", authors="Винниченко В.", quantity=2)
    lib.copy(lib.record("Сонячна машина", authors="Винниченко"))
    look_for_wanted.func()
    look_for_wanted.func()  # the next night finds nothing more to do
    states = {row.pk: (row.state, row.contact, row.note) for row in Refusal.objects.all()}
    assert states == {
        own.pk: ("found", None, None),
        called.pk: ("found", "+380 00", "для сина"),
        nobody.pk: ("closed", None, None),
        other.pk: ("new", None, None),
    }
    assert [row.args_kwargs["kwargs"]["person"] for row in DBTaskResult.objects.filter(task_path__contains="deliver_notice")] == [
        str(reader.pk)
    ]
    assert Wish.objects.get(pk=wished.pk).closed_on is not None
    bodies = {pk: Operation.objects.get(pk=pk).body for pk in (own.pk, called.pk, nobody.pk)}
    assert [pk for pk, body in bodies.items() if body is None] == [nobody.pk], "who still waits is known"
    assert totals(("enquiries.refusal", "enquiries.met"), *FAR) == {("enquiries.refusal",): 4, ("enquiries.met",): 3}
    assert check_facts().ok
    drain()


def test_what_was_met_is_a_share_of_what_was_refused(lib):
    for _time in range(4):
        first = asked(lib, title=f"Книжка {_time}")
    answer(lib.act(), refusal=first, place=lib.root, state="found", answer="є")
    rows = table(lib.root, lib.today.year)
    assert [rows[code].cells[FACT].value for code in ("refusals", "refusals_met", "refusals_met_share", "dissatisfaction")] == [
        4, 1, 25, 4,
    ]  # fmt: skip
    assert codes(fulfil, lib.act(), refusal=first, record=lib.record()) == ["wrong_state"]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"title": " "}, "no_title"),
        ({"title": "к" * 301}, "too_long"),
        ({"note": "к" * 201}, "too_long"),
        ({"isbn": "123"}, "wrong_isbn"),
        ({"quantity": 0}, "wrong_number"),
        ({"quantity": 101}, "wrong_number"),
    ],
)
def test_every_refusal_of_a_wish(lib, about, code):
    refusal = asked(lib)
    assert codes(wish, lib.act(), refusal=refusal, **{"title": "Сонячна машина", **about}) == [code]
    assert Wish.objects.count() == 0


def test_a_title_is_wished_once_taken_off_once_and_never_out_of_a_question(lib):
    refusal = asked(lib)
    row = wish(lib.act(), refusal=refusal, title="Сонячна машина")
    assert codes(wish, lib.act(), refusal=asked(lib, "машина сонячна"), title="Та сама") == ["wished_already"]
    question = ask(lib.act(actor=NOBODY), place=lib.root, about="question", record=lib.record(), note="Чи є том?")
    assert codes(wish, lib.act(), refusal=question, title="Лісова пісня") == ["no_refusal"]
    assert list(wanted_of(lib.root)) == [row]
    end_wish(lib.act(), wish=row)
    assert (list(wanted_of(lib.root)), codes(end_wish, lib.act(), wish=row)) == ([], ["wish_ended"])


def test_the_list_is_the_institutions_and_made_by_who_chooses_books(lib):
    refusal = asked(lib)
    with pytest.raises(Forbidden):
        wish(lib.act(actor=actor_for(person("h", "hub_librarian", lib.hub))), refusal=refusal, title="Сонячна машина")
    cataloguer = actor_for(person("c", "cataloguer", lib.root))
    row = wish(lib.act(actor=cataloguer), refusal=refusal, title="Сонячна машина")
    assert list(wishes_for(cataloguer)) == [row]
    with pytest.raises(Forbidden):
        fulfil(lib.act(actor=cataloguer), refusal=refusal, record=lib.record())


def test_where_more_is_asked_for_than_a_night_looks_at_the_nights_take_turns(lib, monkeypatch):
    titles = [f"Дуже рідкісна книжка {number}" for number in range(5)]
    for title in titles:
        asked(lib, title), asked(lib, title)
        lib.copy(lib.record(title))
    monkeypatch.setattr("mandrivna.enquiries.fulfilling.MOST_LOOKED_AT", 2)
    nights = []
    for night in range(3):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda night=night: dt.date(2026, 3, 1 + night))
        nights.append(set(found()))
    assert (sorted(len(night) for night in nights), set().union(*nights)) == ([1, 2, 2], set(titles))
