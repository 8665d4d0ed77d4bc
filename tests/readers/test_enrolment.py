"""Writing readers down: a pseudonym is enough, once a year counts, names cannot be read from the database."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import Actor
from mandrivna.core.erasure import export_person, forget, objections
from mandrivna.core.models import ErasureRecord, Kind, Operation
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.erasure import forget_returned
from mandrivna.lending.models import Event, Loan
from mandrivna.readers.actions.enrolment import enrol, reenrol
from mandrivna.readers.models import Age, Card, Enrolment, NameWord, Reader, age_band, is_card_code, new_card_code
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def enrolments(lib: Library, *by: str) -> dict:
    return totals(["readers.enrolment"], None, FAR, by=by or ("form",))


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_nothing_at_all_is_needed_to_become_a_reader(lib):
    enrolment = enrol(lib.act(), place=lib.shelf)
    reader = enrolment.reader
    assert (reader.name, reader.phone, str(reader), reader.institution) == (None, None, "Читач без імені", lib.root)
    assert is_card_code(reader.cards.get().code)
    assert enrolments(lib) == {("new",): 1}


def test_particulars_are_kept_encrypted_and_found_again(lib):
    enrol(lib.act(), place=lib.shelf, name="Тестова Мар’яна", phone="050 123-45-67", birth_year=1990)
    reader = Reader.objects.get()
    assert (reader.name, reader.phone, reader.birth_year, reader.age) == ("Тестова Мар’яна", "050 123-45-67", "1990", Age.ADULT)
    for text in ("мар'яна", "ТЕСТОВА", "Марʼяна тестова"):
        assert list(Reader.objects.by_name(text)) == [reader]
    assert list(Reader.objects.by_name("Мар")) == []
    assert list(Reader.objects.by_phone("+380501234567")) == [reader]
    with connection.cursor() as cursor:
        for table in ("readers_reader", "readers_nameword", "core_operation"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "ар’яна" not in repr(cursor.fetchall())


def test_a_second_registration_in_the_year_changes_nothing(lib):
    """At the desk it is refused; one that has happened somewhere else is answered with the first."""
    reader = lib.reader()
    first = Enrolment.objects.get()
    assert codes(reenrol, lib.act(), reader=reader, place=lib.other_shelf) == ["already_this_year"]
    assert reenrol(lib.act(happened=True), reader=reader, place=lib.other_shelf) == first
    assert enrolments(lib) == {("new",): 1}


def test_next_year_the_reader_is_registered_again(lib):
    reader = lib.reader()
    lib.now = lib.now.replace(year=2027)
    reenrol(lib.act(), reader=reader, place=lib.shelf)
    assert totals(["readers.enrolment"], dt.date(2027, 1, 1), FAR, by=("form",)) == {("again",): 1}


def test_an_earlier_registration_that_arrives_late_takes_the_place_of_the_later(lib):
    reader = lib.reader()
    lib.now = lib.now.replace(year=2027)
    late, early = lib.act(happened=True, minutes=500), lib.act(happened=True, minutes=-100)
    reenrol(late, reader=reader, place=lib.other_shelf)
    reenrol(early, reader=reader, place=lib.shelf)
    row = Enrolment.objects.get(year=2027)
    assert (row.place, row.on) == (lib.shelf, early.on)
    assert check_facts().drift == []


def test_a_device_that_gave_the_reader_a_number_offline_makes_no_second_person(lib):
    uid = lib.act().uid
    for place in (lib.shelf, lib.other_shelf):
        enrol(lib.act(happened=True), place=place, reader=uid, pseudonym="Каштан")
    assert (Reader.objects.count(), Card.objects.count(), Enrolment.objects.count()) == (1, 1, 1)


def test_a_printed_card_is_given_to_one_person(lib):
    code = new_card_code()
    enrol(lib.act(), place=lib.shelf, card=f"{code[:5]} {code[5:10]} {code[10:]}")
    assert Reader.resolve(f"card:{code}") == Reader.objects.get()
    assert codes(enrol, lib.act(), place=lib.shelf, card=code) == ["card_taken"]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"birth_year": 2050}, "wrong_birth_year"),
        ({"birth_year": 1800}, "wrong_birth_year"),
        ({"audience": "martian"}, "unknown_audience"),
        ({"name": "а" * 151}, "long_name"),
        ({"pseudonym": "а" * 61}, "long_pseudonym"),
        ({"phone": "12"}, "wrong_phone"),
        ({"card": "123"}, "wrong_card"),
    ],
)
def test_wrong_particulars_are_refused_beside_their_field(lib, about, code):
    with pytest.raises(Refused) as refusal:
        enrol(lib.act(), place=lib.shelf, **about)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == (code, next(iter(about)))
    assert Reader.objects.count() == 0


def test_one_phone_is_one_reader_within_an_institution(lib):
    lib.reader(phone="0501234567")
    assert codes(enrol, lib.act(), place=lib.shelf, phone="+38 (050) 123-45-67") == ["phone_taken"]
    other = found_root(lib.act(), kind=Kind.INSTITUTION, name="Інша бібліотека")
    enrol(lib.act(), place=other, phone="0501234567")


def test_a_reader_of_another_institution_is_not_registered_here(lib):
    other = found_root(lib.act(), kind=Kind.INSTITUTION, name="Інша бібліотека")
    assert codes(reenrol, lib.act(), reader=lib.reader(), place=other) == ["foreign_reader"]


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (2026, "0-14"),
        (2012, "0-14"),
        (2011, "15-17"),
        (2008, "18-35"),
        (1990, "36-59"),
        (1966, "60+"),
        (None, ""),
        (2027, ""),
        (1800, ""),
    ],
)
def test_age_bands_are_those_of_the_last_day_of_the_year(born, band):
    assert age_band(born, 2026) == band


def test_card_codes_are_random_and_checked():
    made = {new_card_code() for _ in range(200)}
    assert len(made) == 200
    assert all(is_card_code(code) for code in made)
    code = made.pop()
    wrong = [code[:i] + str((int(code[i]) + 1) % 10) + code[i + 1 :] for i in range(1, 15)]
    assert [is_card_code(other) for other in wrong] == [False] * 14


def test_a_forgotten_reader_leaves_figures_and_nothing_else(lib):
    reader, copy = lib.reader(name="Тестова Олена", phone="0501234567"), lib.copy()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    kinds = ["readers.enrolment", "readers.served", "lending.issue", "lending.return", "lending.visit"]
    before = totals(kinds, None, FAR)
    exported = export_person(reader.pk)["data"]
    assert exported["readers.Reader"][0]["name"] == "Тестова Олена"
    forget(lib.act(), reader.pk)
    assert (Reader.objects.count(), Card.objects.count(), NameWord.objects.count()) == (0, 0, 0)
    assert [Enrolment.objects.get().reader, Loan.objects.get().reader, *Event.objects.values_list("reader", flat=True)] == [
        None
    ] * 4
    assert Operation.objects.filter(verb__in=["readers.enrol", "lending.issue"], body__isnull=False).count() == 0
    assert (totals(kinds, None, FAR), check_facts().drift) == (before, [])


def test_who_borrowed_is_forgotten_a_fortnight_after_the_return(lib):
    reader, returned, held = lib.reader(), lib.copy(), lib.copy()
    for copy in (returned, held):
        issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    return_copy(lib.act(), copy=returned, place=lib.shelf)
    assert forget_returned(lib.now + dt.timedelta(days=14)) == 0
    assert forget_returned(lib.now + dt.timedelta(days=15)) == 1
    assert forget_returned(lib.now + dt.timedelta(days=15)) == 0
    assert {loan.copy: loan.reader for loan in Loan.objects.all()} == {returned: None, held: reader}
    kept = Operation.objects.filter(verb="lending.issue", body__isnull=False)
    assert [operation.body["copy"] for operation in kept] == [str(held.pk)]
    assert check_facts().drift == []


def test_a_forgotten_reader_does_not_come_back_with_an_offline_device(lib):
    reader = lib.reader()
    ErasureRecord.objects.create(subject=reader.pk, reason="request")
    forget(lib.act(), reader.pk)
    assert codes(enrol, lib.act(happened=True), place=lib.shelf, reader=reader.pk, name="Тестова Олена") == ["erased"]
    assert Reader.objects.count() == 0


def test_erasing_waits_for_books_and_for_the_right_in_the_readers_own_institution(lib):
    reader, copy = lib.reader(), lib.copy()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    assert [problem.code for problem in objections(lib.act(), reader.pk)] == ["erasure_books"]
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    elsewhere = Actor(grants=((lib.hub.path, frozenset({"core.erase"})),))
    assert [problem.code for problem in objections(lib.act(actor=elsewhere), reader.pk)] == ["erasure_elsewhere"]
    assert objections(lib.act(), reader.pk) == []
