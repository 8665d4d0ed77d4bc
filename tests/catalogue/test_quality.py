"""Descriptions to put right: known at each save and import, repaired with a version, left alone once somebody has said so."""

from __future__ import annotations

import pytest
from django.db import connection

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.actions.headings import edit_heading
from mandrivna.catalogue.actions.quality import keep_heading_wording, keep_wording, repair_records
from mandrivna.catalogue.actions.records import edit_record
from mandrivna.catalogue.actions.upkeep import restore_version, withdraw_record
from mandrivna.catalogue.formats.marc import Field
from mandrivna.catalogue.models import Authority, Record, Version
from mandrivna.catalogue.quality import flaws_of, headings_to_repair, records_to_repair
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.shared.text.flaws import repaired
from tests.catalogue.protocols.test_plans import planned
from tests.catalogue.test_imports import book, data, imported
from tests.factories.library import library
from tests.factories.staff import actor, person

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
EVERYWHERE = [""]


@pytest.fixture
def lib(settings, tmp_path):
    settings.DATA = tmp_path
    return library()


def listed():
    return [record.title for record in records_to_repair(EVERYWHERE)]


def test_a_record_is_listed_until_it_is_put_right_and_again_when_it_is_brought_back(lib):
    lib.record("Лісова пісня")
    record = lib.record("Наша бiблiотека", authors="Лук`яненко Iван", subjects="Пам`ять\nКниги")
    assert listed() == ["Наша бiблiотека"]
    assert [(name, [one.now for one in wrong]) for name, wrong in flaws_of(record)] == [
        ("title", ["бібліотека"]), ("authors", ["Лук’яненко", "Іван"]), ("subjects", ["Пам’ять"]),
    ]  # fmt: skip
    assert repair_records(lib.act(), unit=lib.root, records=[str(record.pk)]) == 1
    record.refresh_from_db()
    assert (record.title, record.authors, record.subjects) == ("Наша бібліотека", "Лук’яненко Іван", "Пам’ять\nКниги")
    assert ("бiблiотека" in body_of(record).dumps(), listed(), Version.objects.count()) == (False, [], 1)
    restore_version(lib.act(), record=record, number=1)
    assert listed() == ["Наша бiблiотека"]


def test_nothing_is_written_where_nothing_is_wrong(lib):
    record = lib.record("Лісова пісня")
    assert (repair_records(lib.act(), unit=lib.root, records=[str(record.pk)]), Version.objects.count()) == (0, 0)


def test_what_somebody_called_right_is_not_asked_again_until_something_else_is_wrong(lib):
    record = lib.record("Моя Bілла")
    keep_wording(lib.act(), record=record)
    assert listed() == []
    record.refresh_from_db()
    edit_record(lib.act(), record=record, title="Моя Bілла", year=1999)
    assert listed() == []
    record.refresh_from_db()
    keep_wording(lib.act(), record=record, right=False)
    assert listed() == ["Моя Bілла"]
    record.refresh_from_db()
    keep_wording(lib.act(), record=record)
    edit_record(lib.act(), record=record, title="Моя Bіллa")
    assert listed() == ["Моя Bіллa"]


def test_withdrawn_records_and_those_of_other_units_are_not_listed(lib):
    record = lib.record("Стара бiблiотека")
    assert [list(records_to_repair(paths)) for paths in ([], [lib.hub.path], [lib.root.path])] == [[], [], [record]]
    withdraw_record(lib.act(), record=record, why="описано двічі")
    assert listed() == []


def test_an_import_says_which_of_its_records_are_mistyped(lib):
    subject = Field("650", " 4", "", (("a", "Пам`ятки"),))
    imported(lib, data(book("1", "Пам`ятки лiта", subject), book("2", "Лісова пісня")))
    assert listed() == ["Пам`ятки лiта"]
    assert [one.heading for one in headings_to_repair()] == ["Пам`ятки"]
    imported(lib, data(book("1", "Пам’ятки літа"), book("2", "Лiсова пiсня")))
    assert listed() == ["Лiсова пiсня"], "a newer file corrects, or mistypes"


def test_a_heading_is_put_right_and_its_records_stay_with_it(lib):
    record = lib.record("Море", authors="Iваненко, Iван")
    heading = headings_to_repair().get()
    edit_heading(lib.act(), authority=heading, heading=repaired(heading.heading))
    assert (headings_to_repair().count(), Authority.objects.get(sort="person").heading) == (0, "Іваненко, Іван")
    assert record.mentions.filter(authority=heading).exists()


def test_a_heading_may_stay_as_it_is(lib):
    lib.record("Море", authors="Iваненко, Iван")
    heading = keep_heading_wording(lib.act(), authority=headings_to_repair().get())
    assert headings_to_repair().count() == 0
    keep_heading_wording(lib.act(), authority=heading, right=False)
    assert headings_to_repair().get() == heading


def test_it_refuses_too_many_none_and_what_is_not_theirs(lib):
    record = lib.record("Наша бiблiотека")
    for records in ([], [str(record.pk)] * 501):
        with pytest.raises(Refused) as stop:
            repair_records(lib.act(), unit=lib.root, records=records)
        assert [problem.code for problem in stop.value.problems] == ["too_many"]
    other = person("there", "cataloguer", lib.hub)
    with pytest.raises(Forbidden):
        repair_records(lib.act(actor=actor(other)), unit=lib.hub, records=[str(record.pk)])
    Record.objects.filter(pk=record.pk).update(year=3000)
    with pytest.raises(Refused) as stop:
        repair_records(lib.act(), unit=lib.root, records=[str(record.pk)])
    assert [problem.code for problem in stop.value.problems] == ["wrong_year"]
    assert Record.objects.get(pk=record.pk).title == "Наша бiблiотека"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads forty rows by whichever index it likes")
def test_the_list_comes_out_of_its_own_index(lib):
    for number in range(40):
        lib.record(f"Книжка {number}")
    lib.record("Наша бiблiотека")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for rows, index in ((records_to_repair(EVERYWHERE), "record_flaw"), (headings_to_repair(), "authority_flaw")):
        plan = planned(rows[:20])
        assert (index in plan, "TEMP B-TREE" in plan) == (True, False), plan
