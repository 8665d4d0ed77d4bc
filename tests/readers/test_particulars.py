"""Enrolment widened: bands, consents with their words, rules, guardians, family cards, organisations, documents without numbers."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.apps import apps
from django.db import connection

from mandrivna.core.actions.profile import adopt_rules
from mandrivna.core.models import Discrepancy
from mandrivna.core.policy import edit
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import check_facts, totals
from mandrivna.readers.actions.consent_texts import adopt_consent
from mandrivna.readers.actions.enrolment import enrol
from mandrivna.readers.actions.particulars import amend
from mandrivna.readers.actions.withdrawing import withdraw_consent
from mandrivna.readers.consents import SHIPPED, shipped_version, words_on
from mandrivna.readers.models import Agreement, ConsentText, DocumentShown, Enrolment, NameWord, Reader, Responsible
from mandrivna.readers.terms import readers_policy_problems
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)
ALL = ["readers.enrolment", "readers.served"]


@pytest.fixture
def lib() -> Library:
    return library()


def refused(call, *args, **kwargs) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return [(problem.code, problem.field) for problem in refusal.value.problems]


# --- age, language, category ---------------------------------------------------------------------------------------------


def test_a_band_is_enough_and_a_year_says_more(lib):
    assert [lib.reader(**about).age for about in ({"age": "60+"}, {"age": "60+", "birth_year": 2000}, {})] == ["60+", "18-35", ""]
    assert totals(["readers.enrolment"], None, FAR, by=("age",)) == {("60+",): 1, ("18-35",): 1, ("",): 1}


def test_the_band_told_stays_next_year(lib):
    reader = lib.reader(age="36-59")
    lib.now = lib.now.replace(year=2027)
    from mandrivna.readers.actions.enrolment import reenrol  # noqa: PLC0415 - slow import

    assert reenrol(lib.act(), reader=reader, place=lib.shelf).age == "36-59"


@pytest.mark.parametrize(
    ("about", "problem"),
    [
        ({"age": "7-8"}, ("unknown_age", "age")),
        ({"language": "xx"}, ("unknown_language", "language")),
        ({"kind": "robot"}, ("unknown_kind", "kind")),
        ({"document": "number"}, ("unknown_document", "document")),
        ({"rules": 7}, ("unknown_rules", "rules")),
        ({"circumstances": ["tall"], "circumstances_consent": "1"}, ("unknown_circumstance", "circumstances")),
        ({"circumstances": ["displaced"]}, ("no_explicit_consent", "circumstances_consent")),
        ({"guardian_name": "Тестова Опікунка"}, ("no_relation", "guardian_relation")),
        ({"kind": "organisation"}, ("no_name", "name")),
        ({"guardian_name": "а" * 151, "guardian_relation": "parent"}, ("long_guardian", "guardian_name")),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(lib, about, problem):
    assert refused(enrol, lib.act(), place=lib.shelf, **about) == [problem]
    assert Reader.objects.count() == 0


def test_of_somebody_registered_already_only_the_rest_is_kept(lib):
    """A phone that was offline: a consent nobody could give is not one."""
    enrol(
        lib.act(happened=True), place=lib.shelf, name="Тестова Мала", birth_year=2018, consent=SHIPPED, circumstances=["displaced"]
    )
    reader = Reader.objects.get()
    assert (reader.name, reader.consent, reader.circumstances) == ("Тестова Мала", "not_obtained", None)
    details = Discrepancy.objects.get(kind="readers.left_out").details
    assert details["what"] == "добровільні відомості, дорослий, який дає згоду"


# --- consents ------------------------------------------------------------------------------------------------------------


def test_how_it_stands_with_the_consent(lib):
    found = [
        lib.reader(**about).consent
        for about in ({}, {"name": "Тестова Олена"}, {"name": "Тестова Марія", "consent": SHIPPED}, {"birth_year": 1990})
    ]
    assert found == ["", "not_obtained", "given", "not_obtained"]


def test_the_words_are_versions_and_a_reader_stays_with_theirs(lib):
    on = lib.act().on
    assert (words_on(lib.root, on)["data"].version, words_on(lib.root, on)["data"].own) == (shipped_version("data"), False)
    before = lib.reader(name="Тестова Олена", consent=SHIPPED)
    adopt_consent(lib.act(), unit=lib.root, purpose="data", text="Погоджуюся.\r\nУсе.", since=on)
    adopt_consent(lib.act(), unit=lib.root, purpose="data", text="Погоджуюся.\nУсе.", since=on)
    adopt_consent(lib.act(), unit=lib.root, purpose="data", text="Інші слова.", since=on + dt.timedelta(days=9))
    assert list(ConsentText.objects.order_by("number").values_list("number", "text")) == [
        (1, "Погоджуюся.\nУсе."),
        (2, "Інші слова."),
    ]
    assert [words_on(lib.root, day)["data"].version for day in (on, on + dt.timedelta(days=9))] == ["1", "2"]
    assert words_on(lib.root, on)["circumstances"].version == SHIPPED
    before.refresh_from_db()
    assert before.consent_version == SHIPPED
    with pytest.raises(TypeError):
        ConsentText.objects.first().save()


def test_what_is_no_text_of_consent_is_refused(lib):
    on = lib.act().on
    about = {"unit": lib.root, "purpose": "data", "text": "Слова", "since": on}
    adopt_consent(lib.act(), **about)
    wrong = {"unit": lib.hub}, {"purpose": "love"}, {"text": "  "}, {"since": on - dt.timedelta(days=1)}
    assert [refused(adopt_consent, lib.act(), **{**about, **one})[0][0] for one in wrong] == [
        "not_institution",
        "unknown_purpose",
        "no_text",
        "before_last",
    ]


def test_the_register_says_to_what_when_and_by_whom(lib):
    reader = lib.reader(
        name="Тестова Мала", birth_year=2018, consent=SHIPPED, guardian_name="Тестова Опікунка", guardian_relation="parent",
        circumstances=["displaced"], circumstances_consent="3",
    )  # fmt: skip
    rows = sorted((row.purpose, row.version, row.given_by, row.given_on) for row in Agreement.objects.filter(reader=reader))
    assert rows == [("circumstances", "3", "guardian", lib.today), ("data", SHIPPED, "guardian", lib.today)]


def test_what_was_told_voluntarily_is_unreadable_and_in_no_figure(lib):
    about = {"place": lib.shelf, "age": "36-59"}
    enrol(lib.act(), **about, circumstances=["displaced", "veteran"], circumstances_consent=SHIPPED)
    told = totals(ALL, None, FAR, by=("kind", "age", "audience", "form"))
    with connection.cursor() as cursor:
        for table in ("readers_reader", "readers_agreement", "core_operation", "core_auditentry", "ledger_fact"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "displaced" not in repr(cursor.fetchall()), table
    enrol(lib.act(), **about)
    twice = totals(ALL, None, FAR, by=("kind", "age", "audience", "form"))
    assert twice == {key: number * 2 for key, number in told.items()}


def test_a_consent_taken_back_takes_along_what_was_kept_by_it(lib):
    reader = lib.reader(
        name="Тестова Олена", phone="0501234567", birth_year=1990, pseudonym="Сойка", consent=SHIPPED,
        circumstances=["displaced"], circumstances_consent=SHIPPED, guardian_name="Тестовий Брат", guardian_relation="relative",
    )  # fmt: skip
    before = totals(ALL, None, FAR, by=("kind", "age"))
    withdraw_consent(lib.act(), reader=reader, place=lib.shelf, purpose="circumstances")
    reader.refresh_from_db()
    assert (reader.circumstances, reader.name) == (None, "Тестова Олена")
    withdraw_consent(lib.act(), reader=reader, place=lib.shelf, purpose="data")
    reader.refresh_from_db()
    assert (reader.name, reader.phone, reader.phone_index, reader.birth_year, str(reader), reader.consent) == (
        None, None, None, None, "Сойка", "withdrawn",
    )  # fmt: skip
    assert (NameWord.objects.count(), Responsible.objects.count(), Agreement.objects.filter(withdrawn_on=None).count()) == (0, 0, 0)
    assert reader.age == "36-59"
    assert (totals(ALL, None, FAR, by=("kind", "age")), check_facts().drift) == (before, [])
    assert refused(withdraw_consent, lib.act(), reader=reader, place=lib.shelf, purpose="love")[0][0] == "unknown_purpose"


# --- rules, guardians, families ------------------------------------------------------------------------------------------


def test_the_version_of_the_rules_that_was_accepted_is_kept(lib):
    adopt_rules(lib.act(), unit=lib.root, text="Повертайте вчасно.", since=lib.today)
    reader = lib.reader(rules=1)
    assert (reader.rules_number, reader.rules_on) == (1, lib.today)
    other = lib.reader()
    amend(lib.act(), reader=other, place=lib.shelf, about={"rules": 1})
    other.refresh_from_db()
    assert other.rules_number == 1


@pytest.mark.parametrize(
    ("about", "needed"),
    [({"birth_year": 2011}, True), ({"birth_year": 2010}, False), ({"age": "0-14"}, True), ({"age": "15-17"}, False)],
)
def test_under_sixteen_a_grown_up_agrees(lib, about, needed):
    sent = {"place": lib.shelf, "name": "Тестова Мала", "consent": SHIPPED, **about}
    if not needed:
        enrol(lib.act(), **sent)
        return
    assert refused(enrol, lib.act(), **sent) == [("guardian_needed", "guardian_name")]
    enrol(lib.act(), **sent, guardian_name="Тестова Опікунка", guardian_relation="guardian", guardian_contact="050 000 00 00")
    row = Responsible.objects.get()
    assert (row.name, row.contact, row.relation) == ("Тестова Опікунка", "050 000 00 00", "guardian")


def test_a_child_by_pseudonym_alone_needs_nobody(lib):
    assert lib.reader(age="0-14", pseudonym="Їжачок").consent == ""


def test_the_age_for_it_is_the_institutions(lib):
    edit(lib.act(), policy="readers", key="guardian_under", value=14, reason="наші правила")
    assert lib.reader(name="Тестова Мала", birth_year=2012, consent=SHIPPED).consent == "given"


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ("guardian_under", 16, False), ("guardian_under", 19, True), ("guardian_under", "16", True), ("merge_days", 0, True),
        ("circumstances/own_1", "переселенець", False), ("circumstances/own_1", "а" * 121, True), ("consent/data", "інше", True),
    ],
)  # fmt: skip
def test_the_policy_takes_only_what_makes_sense(key, value, wrong):
    assert bool(readers_policy_problems(key, value)) == wrong


def test_one_card_stands_for_a_family(lib):
    adult = lib.reader(name="Тестова Олена", birth_year=1990)
    child = lib.reader(family=adult, name="Тестова Мала", birth_year=2018, consent=SHIPPED)
    assert (child.family, child.cards.count(), adult.cards.count(), child.consent) == (adult, 0, 1, "given")
    assert Enrolment.objects.count() == 2, "two people are two readers, whatever card they bring"
    assert refused(enrol, lib.act(), place=lib.shelf, family=child) == [("wrong_family", "family")]
    young = lib.reader(birth_year=2018)
    assert refused(enrol, lib.act(), place=lib.shelf, family=young) == [("wrong_family", "family")]
    assert refused(amend, lib.act(), reader=adult, place=lib.shelf, about={"family": str(young.pk)}) == [("wrong_family", "family")]
    from mandrivna.core.erasure import forget  # noqa: PLC0415 - slow import

    forget(lib.act(), adult.pk)
    child.refresh_from_db()
    assert child.family is None


def test_an_organisation_reads_under_one_number(lib):
    about = {"kind": "organisation", "name": "Хаб «Вигаданий»", "hub": lib.hub, "birth_year": 1990, "audience": "pupil"}
    reader = enrol(lib.act(), place=lib.shelf, **about, guardian_name="Тестова Особа", guardian_relation="contact").reader
    reader.refresh_from_db()
    assert (reader.kind, reader.audience, reader.hub, reader.birth_year) == ("organisation", "collective", lib.hub, None)
    assert (str(reader), reader.consent, reader.cards.count()) == ("Хаб «Вигаданий»", "not_obtained", 1)
    assert list(Reader.objects.by_name("вигаданий")) == [reader]
    assert totals(["readers.enrolment"], None, FAR, by=("audience",)) == {("collective",): 1}


# --- documents -----------------------------------------------------------------------------------------------------------


def test_a_document_is_shown_and_its_number_has_no_place(lib):
    reader = lib.reader(document="passport")
    row = DocumentShown.objects.get()
    assert (row.reader, row.kind, row.on, row.by) == (reader, "passport", lib.today, None)
    assert {field.name for field in DocumentShown._meta.concrete_fields} == {"uid", "reader", "kind", "on", "by"}


def test_nowhere_is_there_a_field_for_the_number_of_a_document():
    """No table of readers, no argument of a verb and no field of a form holds one."""
    from mandrivna.core.door import VERBS  # noqa: PLC0415 - app registry
    from mandrivna.faces.workspace.readers.forms import EnrolForm, OrganisationForm  # noqa: PLC0415 - app registry

    names = {field.name for model in apps.get_app_config("readers").get_models() for field in model._meta.get_fields()}
    names |= {name for code, spec in VERBS.items() if code.startswith("readers.") for name in spec.parameters}
    names |= set(EnrolForm.base_fields) | set(OrganisationForm.base_fields)
    suspicious = {"number", "series", "passport", "serial", "id_number", "tax_number", "document_number", "certificate"}
    assert {name for name in names if name in suspicious or name.startswith("passport")} == {"number"}
    assert sorted(
        m._meta.label for m in apps.get_app_config("readers").get_models() if "number" in {f.name for f in m._meta.fields}
    ) == ["readers.ArrivalRow", "readers.ConsentText"], "the number of a row of a file and of a version of words are the only ones"


# --- changing ------------------------------------------------------------------------------------------------------------


def test_what_is_amended_is_found_and_counted_as_it_is_now(lib):
    reader = lib.reader(name="Тестова Олена", phone="0501234567", audience="student", consent=SHIPPED, birth_year=1990)
    about = {"name": "Вигадана Олена", "phone": "", "audience": "librarian", "birth_year": 1960, "language": "en"}
    amend(lib.act(), reader=reader, place=lib.shelf, about=about)
    reader.refresh_from_db()
    assert [list(Reader.objects.by_name(text)) for text in ("вигадана", "тестова")] == [[reader], []]
    assert (reader.phone, reader.phone_index, reader.age, reader.language, reader.consent) == (None, None, "60+", "en", "given")
    for kind in ALL:
        assert totals([kind], None, FAR, by=("audience", "age")) == {("librarian", "60+"): 1}
    assert check_facts().drift == []


def test_an_amendment_is_checked_as_an_enrolment_is(lib):
    lib.reader(phone="0501234567")
    reader = lib.reader()
    about = {"phone": "+380501234567", "birth_year": 1700}
    assert refused(amend, lib.act(), reader=reader, place=lib.shelf, about=about) == [
        ("wrong_birth_year", "birth_year"),
        ("phone_taken", "phone"),
    ]


def test_a_consent_obtained_later_is_written_down_once(lib):
    reader = lib.reader(name="Тестова Олена")
    for _time in range(2):
        amend(lib.act(), reader=reader, place=lib.shelf, about={"consent": SHIPPED})
    reader.refresh_from_db()
    assert (reader.consent, reader.consent_version, Agreement.objects.filter(reader=reader).count()) == ("given", SHIPPED, 1)


def test_voluntary_words_stay_when_something_else_is_amended(lib):
    reader = lib.reader(circumstances=["displaced"], circumstances_consent="2")
    amend(lib.act(), reader=reader, place=lib.shelf, about={"pseudonym": "Сойка"})
    reader.refresh_from_db()
    assert (reader.circumstances, json.dumps(reader.pseudonym, ensure_ascii=False)) == (["displaced"], '"Сойка"')
    more = {"circumstances": ["displaced", "veteran"]}
    assert refused(amend, lib.act(), reader=reader, place=lib.shelf, about=more) == [
        ("no_explicit_consent", "circumstances_consent")
    ]
