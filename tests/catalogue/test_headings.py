"""Headings kept by people: descriptions stay as they are, and whatever they say leads to the heading that was chosen."""

from __future__ import annotations

import pytest

from mandrivna.catalogue import browsing, tasks
from mandrivna.catalogue.actions import headings
from mandrivna.catalogue.actions.records import edit_record
from mandrivna.catalogue.likeness import likeness, may_be_one
from mandrivna.catalogue.models import Authority, AuthorityName, Change, Mention, Version
from mandrivna.catalogue.models.authorities import Sort
from mandrivna.catalogue.search.source import rows
from mandrivna.core.problems import Refused
from mandrivna.shared.alphabet import stored_key
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def heading(text: str, sort: str = Sort.PERSON) -> Authority:
    return Authority.objects.get(sort=sort, heading=text)


def said(record: object) -> tuple[str, str]:
    ((row, _holding),) = rows([record.pk])
    return row.variants, row.subject_variants


def refusal(run) -> list[str]:
    with pytest.raises(Refused) as caught:
        run()
    return [problem.code for problem in caught.value.problems]


def told() -> set:
    found = set(Change.objects.values_list("record", flat=True))
    Change.objects.all().delete()
    return found


# --- forms of a name ---------------------------------------------------------------------------------------------------


def test_a_variant_is_found_and_goes_again(lib):
    record = lib.record("Лісова пісня", authors="Українка Леся")
    author = heading("Українка, Леся")
    told()
    headings.add_heading_name(lib.act(), authority=author, name="  Косач,  Лариса Петрівна ")
    headings.add_heading_name(lib.act(), authority=author, name="косач лариса петрівна")
    assert (said(record)[0], told(), AuthorityName.objects.count()) == (
        "Українка, Леся; Косач, Лариса Петрівна",
        {record.pk},
        1,
    )
    headings.remove_heading_name(lib.act(), authority=author, name="Косач, Лариса Петрівна")
    assert (said(record)[0], told()) == ("Українка, Леся", {record.pk})


def test_a_renamed_heading_keeps_what_descriptions_say(lib):
    record = lib.record("Лісова пісня", authors="Косач Лариса")
    author = headings.edit_heading(lib.act(), authority=heading("Косач, Лариса"), heading="Українка, Леся", dates="1871–1913")
    record.refresh_from_db()
    assert (record.authors, Version.objects.count(), said(record)[0]) == ("Косач Лариса", 0, "Українка, Леся; Косач, Лариса")
    edit_record(lib.act(), record=record, title="Лісова пісня. Драма", authors="Косач Лариса")  # its headings are made anew
    again = lib.record("Бояриня", authors="Косач Лариса")
    assert set(Mention.objects.values_list("record", "authority")) == {(record.pk, author.pk), (again.pk, author.pk)}
    assert Authority.objects.filter(sort=Sort.PERSON).count() == 1
    back = headings.edit_heading(lib.act(), authority=author, heading="Косач, Лариса")
    assert (back.heading, browsing.variants_of(back)) == ("Косач, Лариса", ["Українка, Леся, 1871–1913"])


def test_years_are_no_other_form_and_lose_no_record(lib):
    record = lib.record("Кобзар", authors="Шевченко Тарас")
    author = headings.edit_heading(lib.act(), authority=heading("Шевченко, Тарас"), heading="Шевченко, Тарас", dates="1814–1861")
    edit_record(lib.act(), record=record, title="Кобзар. Вибране", authors="Шевченко Тарас")
    assert (browsing.variants_of(author), [*browsing.records_of(author)]) == ([], [record])


def test_two_forms_of_one_heading_in_one_description_are_one_mention(lib):
    lib.record("А", authors="Косач Лариса")
    headings.add_heading_name(lib.act(), authority=heading("Косач, Лариса"), name="Українка, Леся")
    both = lib.record("Б", authors="Косач Лариса; Українка Леся")
    assert Mention.objects.filter(record=both).count() == 1


def test_a_form_under_two_headings_leads_to_neither(lib):
    for text in ("Шевченко, Тарас", "Шевченко, Тетяна"):
        made = headings.add_heading(lib.act(), sort=Sort.PERSON, heading=text)
        AuthorityName.objects.create(authority=made, name="Шевченко, Т.")
    record = lib.record("А", authors="Шевченко Т.")
    assert [one.authority.heading for one in Mention.objects.filter(record=record)] == ["Шевченко, Т."]


def test_a_class_with_words_is_found_by_them(lib):
    record = lib.record("Лісова пісня", udc="821.161.2")
    headings.add_heading_name(lib.act(), authority=heading("821.161.2", Sort.UDC), name="Українська література")
    own = headings.add_heading(lib.act(), sort=Sort.UDC, heading="908(477)", names="Краєзнавство України\n\nКраєзнавство України")
    assert (said(record)[1], browsing.variants_of(own)) == ("821.161.2; Українська література", ["Краєзнавство України"])


def test_what_may_not_be_said_of_a_heading(lib):
    act, about = lib.act, {"sort": Sort.SUBJECT}
    war = headings.add_heading(act(), heading="Війна", **about)
    peace = headings.add_heading(act(), heading="Мир", **about)
    assert refusal(lambda: headings.add_heading(act(), heading="війна!", **about)) == ["heading_exists"]
    assert refusal(lambda: headings.add_heading(act(), heading=" … ", **about)) == ["no_heading"]
    assert refusal(lambda: headings.add_heading(act(), sort="thing", heading="Річ")) == ["unknown_sort"]
    assert refusal(lambda: headings.edit_heading(act(), authority=war, heading="Мир")) == ["heading_exists"]
    assert refusal(lambda: headings.add_heading_name(act(), authority=war, name="мир")) == ["separate_heading"]
    assert refusal(lambda: headings.add_heading_name(act(), authority=war, name=" - ")) == ["no_name"]
    assert refusal(lambda: headings.add_heading_name(act(), authority=war, name="а" * 301)) == ["too_long"]
    assert refusal(lambda: headings.remove_heading_name(act(), authority=war, name="бій")) == ["no_name"]
    assert refusal(lambda: headings.merge_headings(act(), kept=war, gone=war)) == ["same_heading"]
    other = headings.add_heading(act(), sort=Sort.SERIES, heading="Мир")
    assert refusal(lambda: headings.merge_headings(act(), kept=war, gone=other)) == ["other_sort"]
    assert refusal(lambda: headings.separate_heading(act(), authority=war)) == ["not_merged"]
    headings.merge_headings(act(), kept=war, gone=peace)
    for run in (
        lambda: headings.merge_headings(act(), kept=war, gone=peace),
        lambda: headings.edit_heading(act(), authority=peace, heading="Перемир’я"),
        lambda: headings.add_heading_name(act(), authority=peace, name="Перемир’я"),
        lambda: headings.remove_heading_name(act(), authority=peace, name="Перемир’я"),
    ):
        assert refusal(run) == ["merged"]


def test_a_heading_has_only_so_many_forms(lib, monkeypatch):
    monkeypatch.setattr(headings, "MOST_NAMES", 1)
    war = headings.add_heading(lib.act(), sort=Sort.SUBJECT, heading="Війна", names="Бій")
    assert refusal(lambda: headings.add_heading_name(lib.act(), authority=war, name="Битва")) == ["too_many"]


# --- two that are one --------------------------------------------------------------------------------------------------


def test_merged_headings_answer_together_and_part_without_a_trace(lib):
    one, two = lib.record("Лісова пісня", authors="Українка Леся"), lib.record("Бояриня", authors="Косач Лариса")
    kept, gone = heading("Українка, Леся"), heading("Косач, Лариса")
    headings.add_heading_name(lib.act(), authority=gone, name="Косачівна")
    before = (said(one), said(two), list(Mention.objects.order_by("pk").values_list("record", "authority")))
    told()
    headings.merge_headings(lib.act(), kept=kept, gone=gone)
    assert (said(one)[0], said(one), told()) == ("Українка, Леся; Косач, Лариса; Косачівна", said(two), {one.pk, two.pk})
    assert (set(browsing.records_of(kept)), browsing.counted([kept])) == ({one, two}, {kept.pk: 2})
    assert browsing.variants_of(kept) == ["Косачівна", "Косач, Лариса"]
    three = lib.record("Камінний господар", authors="Косач Лариса")
    assert set(browsing.records_of(kept)) == {one, two, three}
    told()
    headings.separate_heading(lib.act(), authority=gone)
    edit_record(lib.act(), record=three, authors="", title="Камінний господар")
    assert (said(one), said(two), list(Mention.objects.order_by("pk").values_list("record", "authority"))) == before
    assert {one.pk, two.pk} <= told()


def test_what_was_merged_goes_along(lib):
    first, second, third = (headings.add_heading(lib.act(), sort=Sort.BODY, heading=text) for text in ("А", "Б", "В"))
    headings.merge_headings(lib.act(), kept=second, gone=third)
    headings.merge_headings(lib.act(), kept=first, gone=second)
    assert set(Authority.objects.values_list("heading", "merged_into")) == {("А", None), ("Б", first.pk), ("В", first.pk)}


def test_many_records_are_told_to_the_search_slice_by_slice(lib, monkeypatch, django_capture_on_commit_callbacks):
    records = {lib.record(f"Книга {number}", authors="Багряний І.").pk for number in range(5)}
    monkeypatch.setattr(tasks, "PARTS", 2)
    queued: list[dict] = []
    monkeypatch.setattr(tasks, "enqueue", lambda _task, **about: queued.append(about))
    told()
    headings.add_heading_name(lib.act(), authority=heading("Багряний, І."), name="Лозов’ягін, Іван")
    first = told()
    while queued:
        tasks.go_on_retelling.call(**queued.pop())
    assert (len(first), first | told()) == (2, records)


# --- those that look alike ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Жадан, Сергій Вікторович", ""), ("Жадан, С.", ""), True),
        (("Жадан, С. В.", ""), ("Жадан, Сергій", "1974"), True),
        (("Жадан, Сергій", "1974"), ("Жадан, Сергій", "1974–"), True),
        (("Шевченко, Тарас", "1814–1861"), ("Шевченко, Тарас", "1980"), False),
        (("Шевченко, Тарас", ""), ("Шевченко, Тетяна", ""), False),
        (("Жадан, С. В.", ""), ("Жадан, Сергій Петрович", ""), False),
    ],
)
def test_initials_meet_the_whole_name(one, other, same):
    assert (likeness("person", one[0]) == likeness("person", other[0])) is True
    assert (may_be_one("person", one, other), may_be_one("person", other, one)) == (same, same)


def test_likely_duplicates_are_found_until_they_are_dealt_with(lib):
    for text in ("Жадан, Сергій", "Жадан, С.", "Жадан, Степан", "Забужко, Оксана"):
        headings.add_heading(lib.act(), sort=Sort.PERSON, heading=text)
    for text in ("Історія України", "Україна — історія", "України історія"):
        headings.add_heading(lib.act(), sort=Sort.SUBJECT, heading=text)
    groups = [[one.heading for one in group] for group in browsing.alike_groups()]
    assert groups == [["Жадан, С.", "Жадан, Сергій", "Жадан, Степан"], ["Історія України", "України історія"]]
    assert [one.heading for one in browsing.alike(heading("Жадан, Сергій"))] == ["Жадан, С."]
    headings.merge_headings(lib.act(), kept=heading("Жадан, Сергій"), gone=heading("Жадан, С."))
    assert [[one.heading for one in group] for group in browsing.alike_groups()] == [["Історія України", "України історія"]]
    assert browsing.alike(heading("Жадан, С.")) == []


# --- lists -------------------------------------------------------------------------------------------------------------


def test_headings_stand_in_the_order_of_the_alphabet_under_its_letters(lib):
    for text in ("Яворів", "Івано-Франківськ", "Ґрунт", "Гора", "Європа", "Естонія", "Zebra", "1984", "Їжак"):
        headings.add_heading(lib.act(), sort=Sort.SUBJECT, heading=text)
    standing = browsing.standing(Sort.SUBJECT)
    listed = [one.heading for one in standing]
    assert listed == ["1984", "Гора", "Ґрунт", "Естонія", "Європа", "Івано-Франківськ", "Їжак", "Яворів", "Zebra"]
    assert browsing.letters_of(standing) == ["г", "ґ", "е", "є", "і", "ї", "я", browsing.LATIN, browsing.SIGNS]
    assert [one.heading for one in browsing.under(standing, "г")] == ["Гора"]
    assert [one.heading for one in browsing.under(standing, browsing.LATIN)] == ["Zebra"]


def test_stored_keys_compare_as_the_alphabet_does():
    numbers = ["821.161.2-2", "821.161.2-1", "0", "9", "10", "821.161.2-93"]
    assert sorted(numbers, key=stored_key) == ["0", "10", "821.161.2-1", "821.161.2-2", "821.161.2-93", "9"]
    texts = ["Аґрус", "Агрус", "аб'юз", "Єва", "Ельф", "Иній", "Їжа", "я", "z", "А б", "Аб"]
    assert sorted(texts, key=stored_key) == ["А б", "Аб", "аб'юз", "Агрус", "Аґрус", "Ельф", "Єва", "Иній", "Їжа", "я", "z"]


def test_only_headings_of_given_records_and_found_by_any_form(lib):
    shown, _other = lib.record("А", authors="Косач Лариса"), lib.record("Б", authors="Багряний І.")
    of = type(shown).objects.filter(pk=shown.pk)
    assert [one.heading for one in browsing.standing(Sort.PERSON, of)] == ["Косач, Лариса"]
    headings.add_heading_name(lib.act(), authority=heading("Косач, Лариса"), name="Українка, Леся")
    everybody = browsing.standing(Sort.PERSON)
    assert [one.heading for one in browsing.matching(everybody, "леся")] == ["Косач, Лариса"]
    headings.merge_headings(lib.act(), kept=heading("Багряний, І."), gone=heading("Косач, Лариса"))
    assert [one.heading for one in browsing.matching(everybody, "косач")] == ["Багряний, І."]
    assert [one.heading for one in browsing.standing(Sort.PERSON, of)] == ["Багряний, І."]
    assert browsing.counted(list(everybody), of) == {heading("Багряний, І.").pk: 1}


def test_other_editions_and_other_works_of_the_author(lib):
    record = lib.record("Кобзар", authors="Шевченко Тарас", year=2000)
    edition = lib.record("Кобзар : вибране", authors="Шевченко Тарас", year=2010)
    work = lib.record("Гайдамаки", authors="Шевченко Тарас", year=1990)
    lib.record("Гайдамаки", authors="Шевченко Тарас", year=1980)
    lib.record("Кобзар", authors="Інша Людина")
    lib.record("Кобзарева наука", authors="Шевченко Тарас", year=1995)
    everything = type(record).objects.current()
    editions, works = browsing.same_author(record, everything, 6)
    assert (editions, [one.title for one in works]) == ([edition], ["Кобзарева наука", "Гайдамаки"])
    assert works[1] == work
    assert browsing.same_author(lib.record("Без автора"), everything, 6) == ([], [])
