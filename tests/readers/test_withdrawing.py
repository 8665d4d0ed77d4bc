"""A consent taken back: at the desk or in one's own account, and nothing of what was kept by it is left anywhere in this room."""

from __future__ import annotations

import pytest

from mandrivna.core.actor import Actor
from mandrivna.core.models import Operation
from mandrivna.core.problems import Refused
from mandrivna.readers.actions.consent_texts import adopt_consent
from mandrivna.readers.actions.merging import merge, unmerge
from mandrivna.readers.actions.particulars import amend
from mandrivna.readers.actions.withdrawing import withdraw_consent, withdraw_own_consent
from mandrivna.readers.consents import SHIPPED, kept_by_consent
from mandrivna.readers.models import Agreement, Merge, Purpose, Reader, Twins
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def own(lib: Library, reader: Reader):
    return lib.act(actor=Actor(reader=reader.pk))


def told(lib: Library, **about) -> Reader:
    return lib.reader(
        **{"name": "Тестова Олена", "phone": "0501234567", "birth_year": 1990, "consent": SHIPPED, "pseudonym": "Сойка", **about},
        circumstances=["displaced"], circumstances_consent=SHIPPED,
    )  # fmt: skip


def bodies() -> str:
    return repr([row.body for row in Operation.objects.all()])


def test_a_reader_takes_back_their_own_consent_and_nobody_elses(lib):
    reader, other = told(lib), told(lib, phone="0671234567")
    withdraw_own_consent(own(lib, reader), reader=reader, purpose="circumstances")
    withdraw_own_consent(own(lib, reader), reader=reader, purpose="data")
    reader.refresh_from_db()
    assert (reader.name, reader.phone, reader.birth_year, reader.circumstances, reader.consent) == (None,) * 4 + ("withdrawn",)
    assert {row.withdrawn_on for row in Agreement.objects.filter(reader=reader)} == {lib.today}
    with pytest.raises(Refused):
        withdraw_own_consent(own(lib, reader), reader=other, purpose="data")
    other.refresh_from_db()
    assert other.name == "Тестова Олена"


def test_what_was_said_at_the_desk_goes_with_it_and_only_that(lib):
    reader, other = told(lib), told(lib, name="Інша Людина", phone="0671234567")
    amend(lib.act(), reader=reader, place=lib.shelf, about={"name": "Тестова-Нова Олена"})
    assert "Тестова-Нова" in bodies()
    withdraw_consent(lib.act(), reader=reader, place=lib.shelf, purpose="data")
    assert "Тестова" not in bodies() and "0501234567" not in bodies()
    assert "Інша Людина" in bodies() and other.pk


def test_undoing_a_merge_brings_back_nothing_that_was_taken_back_meanwhile(lib):
    kept, gone = told(lib), told(lib, phone="0671234567", pseudonym="")
    done = merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    withdraw_consent(lib.act(), reader=kept, place=lib.shelf, purpose="data")
    assert "Тестова" not in repr(Merge.objects.get().was)
    unmerge(lib.act(), merge=done, place=lib.shelf)
    assert (
        list(Reader.objects.order_by("pk").values_list("name", "phone", "birth_year", "consent"))
        == [(None, None, None, "withdrawn")] * 2
    )
    assert [row.circumstances for row in Reader.objects.all()] == [["displaced"]] * 2, "another consent stands"


def test_a_pair_found_by_a_name_that_is_gone_is_asked_of_nobody(lib):
    reader, _like = told(lib), told(lib, phone="0671234567")
    assert Twins.objects.filter(state="open").count() == 1
    withdraw_consent(lib.act(), reader=reader, place=lib.shelf, purpose="data")
    assert Twins.objects.filter(state="open").count() == 0


def test_an_organisation_keeps_its_name(lib):
    reader = lib.reader(
        kind="organisation", name="Дім культури", phone="0501234567", email="dim@example.org", consent=SHIPPED,
        guardian_name="Тестова Особа", guardian_relation="contact",
    )  # fmt: skip
    assert kept_by_consent(reader)[0].what == ["phone", "email", "responsible"]
    withdraw_consent(lib.act(), reader=reader, place=lib.shelf, purpose="data")
    reader = Reader.objects.get(pk=reader.pk)
    assert (reader.name, reader.phone, reader.email, kept_by_consent(reader)[0].standing) == ("Дім культури", None, None, False)


def test_whoever_agreed_before_there_were_letters_reads_the_words_of_then(lib):
    earlier, today = (kept_by_consent(told(lib, phone="", consent=version))[0].given[0].words for version in (SHIPPED, "2026-04"))
    assert ["пошту" in words for words in (earlier, today)] == [False, True] and earlier.startswith("Я погоджуюся")


def test_the_reader_sees_each_consent_with_its_very_words(lib):
    adopt_consent(lib.act(), unit=lib.root, purpose="data", text="Погоджуюся на перше.", since=lib.today)
    adopt_consent(lib.act(), unit=lib.root, purpose="data", text="Погоджуюся на друге.", since=lib.today)
    reader = lib.reader(name="Тестова Олена", consent="1")
    (data, more, _home) = kept_by_consent(reader)
    assert ([(one.agreement.version, one.words) for one in data.given], data.what, data.standing) == (
        [("1", "Погоджуюся на перше.")], ["name"], True,
    )  # fmt: skip
    assert (more.purpose, more.given, more.standing) == (Purpose.CIRCUMSTANCES, [], False)
    withdraw_own_consent(own(lib, reader), reader=reader, purpose="data")
    (data, *_more) = kept_by_consent(Reader.objects.get(pk=reader.pk))
    assert (data.given[0].agreement.withdrawn_on, data.standing) == (lib.today, False)
