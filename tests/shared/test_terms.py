"""Terms as the plans of the institution write them; every kind that stands in the source documents is here."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandrivna.shared.dates.terms import Rate, Term, Unit, read_term

YEAR = 2026
MEMORABLE = {"День соборності": (dt.date(YEAR, 1, 22), dt.date(YEAR, 1, 22))}
ALL = "01.01–31.12"


def read(text: str) -> Term:
    return read_term(text, YEAR, MEMORABLE)


def spans(term: Term) -> list[str]:
    return [f"{first:%d.%m}–{last:%d.%m}" if first.year == last.year == YEAR else f"{first}–{last}" for first, last in term.spans]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("1 квартал", ["01.01–31.03"]),
        ("1, 3 квартали", ["01.01–31.03", "01.07–30.09"]),
        ("1 і 4 квартали", ["01.01–31.03", "01.10–31.12"]),
        ("2-3 квартал", ["01.04–30.09"]),
        ("1 кв.", ["01.01–31.03"]),
        ("I квартал", ["01.01–31.03"]),
        ("ІІ квартал", ["01.04–30.06"]),
        ("I і III квартали", ["01.01–31.03", "01.07–30.09"]),
        ("І і ІІІ квартали", ["01.01–31.03", "01.07–30.09"]),
        ("у ІV кварталі", ["01.10–31.12"]),
        ("перший квартал", ["01.01–31.03"]),
        ("1-й квартал", ["01.01–31.03"]),
        ("друге півріччя", ["01.07–31.12"]),
        ("листопад", ["01.11–30.11"]),
        ("у лютому", ["01.02–28.02"]),
        ("Січень-лютий", ["01.01–28.02"]),
        ("лютий – квітень", ["01.02–30.04"]),
        ("вересень-", None),
        ("Лютий-квітень; вересень-листопад", ["01.02–30.04", "01.09–30.11"]),
        ("січень, травень і жовтень", ["01.01–31.01", "01.05–31.05", "01.10–31.10"]),
        ("з вересня по грудень", ["01.09–31.12"]),
        ("грудень-лютий", ["2026-12-01–2027-02-28"]),
        ("Протягом року", [ALL]),
        ("упродовж 2026 року", [ALL]),
        ("у 2027 році", ["2027-01-01–2027-12-31"]),
        ("2026-2028 роки", ["2026-01-01–2028-12-31"]),
        ("1 квартал 2027 року; травень", ["01.05–31.05", "2027-01-01–2027-03-31"]),
        ("15 березня", ["15.03–15.03"]),
        ("15.03", ["15.03–15.03"]),
        ("15.03.2027", ["2027-03-15–2027-03-15"]),
        ("1-7 березня", ["01.03–07.03"]),
        ("з 28 лютого по 3 березня", ["28.02–03.03"]),
        ("третя неділя травня", ["17.05–17.05"]),
        ("остання п’ятниця листопада", ["27.11–27.11"]),
        ("перша декада травня", ["01.05–10.05"]),
        ("кінець лютого", ["21.02–28.02"]),
        ("восени", ["01.09–30.11"]),
        ("День соборності", ["22.01–22.01"]),
        ("15 березня, вересень і 4 квартал", ["15.03–15.03", "01.09–30.09", "01.10–31.12"]),
        ("БEРEЗEНЬ", ["01.03–31.03"]),  # Latin E: the source documents have such words
    ],
)
def test_when(said, expected):
    term = read(said)
    assert (spans(term), term.understood) == (expected or [], expected is not None)


@pytest.mark.parametrize(
    ("said", "rate", "within"),
    [
        ("двічі на місяць", Rate(2, Unit.MONTH), [ALL]),
        ("раз на квартал", Rate(1, Unit.QUARTER), [ALL]),
        ("раз у тиждень", Rate(1, Unit.WEEK), [ALL]),
        ("3 рази на рік", Rate(3, Unit.YEAR), [ALL]),
        ("раз на два місяці", Rate(1, Unit.MONTH, 2), [ALL]),
        ("щоквартально", Rate(1, Unit.QUARTER), [ALL]),
        ("Щомісяця", Rate(1, Unit.MONTH), [ALL]),
        ("щосереди", Rate(1, Unit.WEEK, weekday=2), [ALL]),
        ("щомісяця з вересня по грудень", Rate(1, Unit.MONTH), ["01.09–31.12"]),
        ("двічі на рік (квітень, жовтень)", Rate(2, Unit.YEAR), ["01.04–30.04", "01.10–31.10"]),
    ],
)
def test_how_often(said, rate, within):
    term = read(said)
    assert (term.rates, spans(term), term.unread) == ((rate,), within, ())


def test_a_month_that_is_excepted():
    assert [first.month for first, _last in read("щомісяця, крім липня і серпня").spans] == [1, 2, 3, 4, 5, 6, 9, 10, 11, 12]


def test_the_last_friday_of_a_month_is_twelve_days():
    term = read("остання п'ятниця місяця")
    assert (len(term.spans), {first.weekday() for first, _last in term.spans}) == (12, {4})


@pytest.mark.parametrize("said", ["до 15 березня", "до 15.03", "до 15 березня 2026 року"])
def test_a_deadline(said):
    assert (spans(read(said)), read(said).deadline) == (["01.01–15.03"], True)


def test_a_deadline_of_a_memorable_day():
    assert (spans(read("до Дня соборності")), read("до Дня соборності").deadline) == (["01.01–22.01"], True)


@pytest.mark.parametrize("said", ["-----//-----", "-------//-------", "—//—", '——"——', '"'])
def test_ditto_marks_mean_the_row_above(said):
    assert (read(said).ditto, read(said).spans) == (True, ())


@pytest.mark.parametrize("said", ["за потреби", "за запитом бібліотек", "у разі надходження літератури"])
def test_a_condition_is_no_time(said):
    assert (read(said).conditions, read(said).spans, read(said).understood) == ((said,), (), True)


@pytest.mark.parametrize(
    "said", ["колись", "5 квартал", "31.02", "0 раз на рік", "2027-2026 роки", "шоста неділя травня", "12 балів"]
)
def test_what_is_not_understood_is_named_and_not_guessed(said):
    assert (read(said).unread, read(said).spans, read(said).understood) == ((said,), (), False)


def test_a_part_that_is_not_understood_does_not_hide_the_rest():
    term = read("15 березня; колись")
    assert (spans(term), term.unread, term.understood) == (["15.03–15.03"], ("колись",), False)


def test_what_was_written_stays():
    assert read("  Лютий -  квітень ").written == "Лютий - квітень"


def test_nothing_written_is_nothing_understood():
    assert (read(" "), read(" ").understood) == (Term("", YEAR), False)


@given(st.text(max_size=60) | st.text("0123456789.,-– ;ікварталиразнпотчесньюйIVX/\"'()", max_size=40))
def test_anything_at_all_is_read_without_an_error(said):
    term = read(said)
    assert all(first <= last for first, last in term.spans)
