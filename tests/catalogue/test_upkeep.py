"""The catalogue kept in order: stages counted once, old descriptions kept, two records made one and apart again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from mandrivna.catalogue.actions.batch import batch_edit, plan
from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.actions.records import add_described, edit_body, edit_record
from mandrivna.catalogue.actions.upkeep import (
    mark_stage,
    merge_records,
    restore_version,
    return_record,
    unmerge_records,
    withdraw_record,
)
from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.models import Body, Kind, Merge, Processing, Record, Stage, Version
from mandrivna.catalogue.queries import history, twin_groups, twins_of
from mandrivna.core.problems import Refused
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import check_facts, totals
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)
KINDS = ("catalogue.record", "catalogue.classified", "catalogue.subjected", "catalogue.analytic", "catalogue.edited")


@pytest.fixture
def lib() -> Library:
    return library()


def counted() -> dict[str, int]:
    return {key[0].removeprefix("catalogue."): value for key, value in totals(KINDS, None, FAR).items()}


def corrected(lib: Library, record: Record, *, days: int = 1, **about: object) -> Record:
    act = lib.act()
    return edit_record(replace(act, at=act.at + dt.timedelta(days=days)), **{"record": record, "title": record.title, **about})


def refusal(run) -> list[str]:
    with pytest.raises(Refused) as found:
        run()
    return [problem.code for problem in found.value.problems]


# --- stages -----------------------------------------------------------------------------------------------------------


def test_what_is_done_at_once_is_counted_stage_by_stage(lib):
    lib.record(udc="821.161.2", subjects="Драма\nМіфологія")
    assert counted() == {"record": 1, "classified": 1, "subjected": 1}


def test_an_article_is_analytic_work_and_no_cataloguing(lib):
    lib.record("Про пісню", kind=Kind.ARTICLE, host=lib.record("Березіль", kind=Kind.SERIAL), part="С. 3–8")
    assert counted() == {"record": 1, "analytic": 1}


def test_a_first_class_is_classification_and_a_second_one_is_editing(lib):
    record = lib.record()
    corrected(lib, record, udc="821")
    assert counted() == {"record": 1, "classified": 1}
    corrected(lib, record, days=2, udc="821.161.2")
    assert counted() == {"record": 1, "classified": 1, "edited": 1}
    assert check_facts().drift == []


def test_a_correction_on_the_day_of_birth_is_part_of_the_birth(lib):
    corrected(lib, lib.record(), days=0, publisher="Дніпро")
    assert counted() == {"record": 1}


def test_two_corrections_of_one_day_are_one_piece_of_work(lib):
    record = lib.record()
    corrected(lib, record, publisher="Дніпро")
    corrected(lib, record, publisher="Веселка")
    assert (counted(), Version.objects.filter(record=record).count()) == ({"record": 1, "edited": 1}, 2)


def test_saving_without_a_change_is_nothing(lib):
    record = lib.record()
    corrected(lib, record)
    assert (counted(), Version.objects.exists()) == ({"record": 1}, False)


def test_a_stage_may_be_marked_without_a_change(lib):
    record = lib.record()
    mark_stage(lib.act(), record=record, unit=lib.root, stage_done=Stage.SUBJECTED)
    mark_stage(lib.act(), record=record, unit=lib.root, stage_done=Stage.SUBJECTED)
    assert counted() == {"record": 1, "subjected": 1}
    assert refusal(lambda: mark_stage(lib.act(), record=record, unit=lib.root, stage_done="drawn")) == ["unknown_stage"]


# --- the whole description --------------------------------------------------------------------------------------------


def test_the_whole_description_follows_the_columns_and_keeps_what_it_does_not_know(lib):
    marc = Marc("marc21", "00000nam a2200000 i 4500", [
        Field("245", "10", "", (("a", "Лісова пісня"),)), Field("599", "  ", "", (("x", "своє поле бібліотеки"),)),
    ])  # fmt: skip
    record = add_described(lib.act(), unit=lib.root, scheme="marc21", text=marc.dumps())
    assert (record.title, record.kind) == ("Лісова пісня", "book")
    corrected(lib, record, title="Лісова пісня : драма-феєрія", publisher="Дніпро")
    body = body_of(record)
    assert (body.value("599", "x"), "Дніпро" in body.first("260" if body.first("260") else "264").text("b")) == (
        "своє поле бібліотеки",
        True,
    )


def test_a_description_changed_field_by_field_changes_the_columns(lib):
    record = lib.record()
    body = body_of(record)
    body.set("245", "a", "Кассандра")
    edit_body(lib.act(), record=record, scheme=body.scheme, text=body.dumps())
    record.refresh_from_db()
    assert (record.title, Version.objects.get().number) == ("Кассандра", 1)


@pytest.mark.parametrize("text", ["", "{}", "[]", '["",[]]', '["", [["2?5","","",[]]]]', '["", 5]'])
def test_what_is_no_description_is_refused(lib, text):
    assert refusal(lambda: add_described(lib.act(), unit=lib.root, scheme="marc21", text=text)) == ["bad_body"]


def test_a_description_without_a_title_is_refused(lib):
    marc = Marc("marc21", "", [Field("020", "  ", "", (("a", "9780306406157"),))])
    assert refusal(lambda: add_described(lib.act(), unit=lib.root, scheme="marc21", text=marc.dumps())) == ["no_title"]


def test_an_old_description_is_brought_back_and_the_new_one_kept(lib):
    record = lib.record(publisher="Дніпро")
    corrected(lib, record, publisher="Веселка")
    restore_version(lib.act(), record=record, number=1)
    record.refresh_from_db()
    assert (record.publisher, list(Version.objects.order_by("number").values_list("number", flat=True))) == ("Дніпро", [1, 2])
    assert refusal(lambda: restore_version(lib.act(), record=record, number=9)) == ["no_version"]


def test_history_says_what_went_and_what_came(lib):
    record = lib.record(publisher="Дніпро")
    corrected(lib, record, publisher="Веселка")
    (change,) = history(record)
    assert [(sign, "Дніпро" in line, "Веселка" in line) for sign, line in change.lines] == [("-", True, False), ("+", False, True)]


# --- parts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "host", "codes"),
    [
        (Kind.BOOK, Kind.SERIAL, ["wrong_host"]),
        (Kind.ISSUE, Kind.BOOK, ["wrong_host"]),
        (Kind.ARTICLE, Kind.ARTICLE, ["wrong_host"]),
    ],
)
def test_not_everything_is_part_of_everything(lib, kind, host, codes):
    assert refusal(lambda: lib.record(kind=kind, host=lib.record("Ціле", kind=host))) == codes


def test_nothing_is_part_of_itself(lib):
    host = lib.record("Ціле")
    part = lib.record("Том", kind=Kind.VOLUME, host=host)
    assert refusal(lambda: corrected(lib, host, kind=Kind.VOLUME, host=part)) == ["wrong_host", "own_host"][:1]


def test_the_kind_suggests_what_fund_accounting_calls_it(lib):
    assert (lib.record(kind=Kind.VIDEO).material, lib.record(kind=Kind.BOOK, material="brochure").material) == (
        "audiovisual",
        "brochure",
    )


# --- out of the catalogue and back -------------------------------------------------------------------------------------


def test_a_record_goes_out_of_the_catalogue_and_comes_back(lib):
    record = lib.record()
    withdraw_record(lib.act(), record=record, why="описано помилково")
    assert (Record.objects.current().exists(), Record.objects.get().withdrawn_why) == (False, "описано помилково")
    assert refusal(lambda: corrected(lib, record)) == ["withdrawn"]
    return_record(lib.act(), record=record)
    assert Record.objects.current().get() == record


def test_a_record_that_people_need_stays(lib):
    record, host = lib.record(), lib.record("Ціле")
    copy = lib.copy(record)
    lib.record("Том", kind=Kind.VOLUME, host=host)
    assert refusal(lambda: withdraw_record(lib.act(), record=record, why="ні")) == ["has_copies"]
    assert refusal(lambda: withdraw_record(lib.act(), record=host, why="ні")) == ["has_parts"]
    assert refusal(lambda: withdraw_record(lib.act(), record=host, why=" ")) == ["no_reason"]
    withdraw_copy(lib.act(), copy=copy, why="знос")
    withdraw_record(lib.act(), record=record, why="примірників немає")


# --- the same title twice ----------------------------------------------------------------------------------------------


def test_the_same_title_is_known_in_other_letters(lib):
    first = lib.record("Кассандра : поема", authors="Українка Леся", year=1908)
    second = lib.record("КАССАНДРА", authors="Українка, Леся", year=1908)
    lib.record("Кассандра", authors="Українка Леся", year=1910)
    assert (list(twins_of(first)), [[one.pk for one in group] for group in twin_groups()]) == ([second], [[first.pk, second.pk]])


def test_two_records_become_one_and_two_again(lib):
    kept, gone = lib.record(), lib.record()
    copy, part = lib.copy(gone), lib.record("Том", kind=Kind.VOLUME, host=gone)
    merge = merge_records(lib.act(), kept=kept, gone=gone)
    assert (Copy.objects.get().record, Record.objects.get(pk=part.pk).host) == (kept, kept)
    assert list(Record.objects.filter(withdrawn_on__isnull=False).values_list("pk", "merged_into")) == [(gone.pk, kept.pk)]
    later = lib.copy(kept)
    unmerge_records(lib.act(), merge=merge)
    assert {one.pk: one.record_id for one in Copy.objects.all()} == {copy.pk: gone.pk, later.pk: kept.pk}
    assert (Record.objects.get(pk=part.pk).host, Record.objects.current().count()) == (gone, 3)
    assert check_facts().drift == []


def test_what_cannot_be_merged_or_parted_is_refused(lib):
    kept, gone = lib.record(), lib.record()
    assert refusal(lambda: merge_records(lib.act(), kept=kept, gone=kept)) == ["same_record"]
    part = lib.record("Том", kind=Kind.VOLUME, host=kept)
    assert refusal(lambda: merge_records(lib.act(), kept=kept, gone=part)) == ["own_host"]
    assert refusal(lambda: merge_records(lib.act(), kept=part, gone=kept)) == ["own_host"]
    merge = merge_records(lib.act(), kept=kept, gone=gone)
    assert refusal(lambda: merge_records(lib.act(), kept=kept, gone=gone)) == ["withdrawn"]
    assert refusal(lambda: return_record(lib.act(), record=gone)) == ["merged"]
    unmerge_records(lib.act(), merge=merge)
    assert refusal(lambda: unmerge_records(lib.act(), merge=Merge.objects.get())) == ["undone"]


def test_every_record_has_a_body_and_a_stage(lib):
    lib.record()
    assert (Body.objects.count(), Processing.objects.count()) == (1, 1)


# --- many at once ------------------------------------------------------------------------------------------------------


def test_a_word_is_replaced_in_many_records_and_each_keeps_what_it_was(lib):
    one, two = lib.record("Кассандра", publisher="Днипро"), lib.record("Бояриня", publisher="Дніпро")
    assert [(planned.record, planned.after) for planned in plan([one, two], "publisher", "Днипро", "Дніпро")] == [(one, "Дніпро")]
    number = batch_edit(
        lib.act(), unit=lib.root, records=[str(one.pk), str(two.pk)], column="publisher", find="Днипро", put="Дніпро"
    )
    assert (number, Record.objects.filter(publisher="Дніпро").count(), Version.objects.get().record) == (1, 2, one)


def test_a_subject_is_added_as_a_line_of_its_own(lib):
    record = lib.record(subjects="Драма")
    batch_edit(lib.act(), unit=lib.root, records=[str(record.pk)], column="subjects", put="Міфологія")
    batch_edit(lib.act(), unit=lib.root, records=[str(record.pk)], column="subjects", put="Міфологія")
    record.refresh_from_db()
    assert (record.subjects, body_of(record).first("650") is not None) == ("Драма\nМіфологія", True)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"column": "isbn"}, "wrong_column"),
        ({"put": ""}, "nothing_said"),
        ({"records": []}, "too_many"),
        ({"column": "title", "find": "Кассандра", "put": ""}, "no_title"),
        ({"column": "language", "put": "клінгонська"}, "unknown_language"),
    ],
)
def test_a_change_that_cannot_be_stops_the_whole(lib, about, code):
    records = [str(lib.record("Кассандра").pk), str(lib.record("Бояриня").pk)]
    said = {"unit": lib.root, "records": records, "column": "publisher", "put": "Дніпро", **about}
    assert refusal(lambda: batch_edit(lib.act(), **said)) == [code]
    assert Version.objects.count() == 0
