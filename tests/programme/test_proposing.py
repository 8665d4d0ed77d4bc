"""From the words of a plan to days: as many as the plan promises, on days when the library works."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandrivna.programme.proposing import Days, expected, propose, stretches
from mandrivna.shared.dates.terms import read_term

YEAR = 2025
NEW_YEAR = dt.date(YEAR, 1, 1)
SUNDAYS = Days(rest=frozenset({6}), closed=frozenset({"01-01", "12-25", "2025-05-09"}))


def days(term: str, **about: object) -> list[dt.date]:
    return propose(read_term(term, YEAR), about.pop("days", SUNDAYS), about.pop("since", NEW_YEAR), **about)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("term", "many"),
    [
        ("щомісяця", 12), ("Щомісячно", 12), ("Раз на місяць", 12), ("Двічі на місяць", 24), ("щотижня", 52),
        ("щоквартально", 4), ("Раз на квартал", 4), ("Двічі на рік", 2), ("щорічно", 1), ("раз на два місяці", 6),
        ("1, 3 квартали", 2), ("2-3 квартал", 1), ("1 і 4 квартали", 2), ("вересень", 1), ("Січень-лютий", 1),
        ("Лютий-квітень; вересень-листопад", 2), ("третя неділя травня", 1), ("остання п’ятниця місяця", 12), ("21 січня", 1),
        ("8-9 травня", 1), ("щомісяця, крім липня", 11), ("щомісяця з вересня по грудень", 4), ("до 15 травня", 1),
        ("двічі на рік: навесні та восени", 2), ("2 рази на рік (квітень, жовтень)", 2), ("двічі на рік, 1 і 3 квартали", 2),
        ("раз на рік, травень, вересень", 1), ("6 разів на рік, крім липня, серпня", 6), ("тричі на рік, 1 і 3 квартали", 3),
        ("раз на квартал (лютий, травень)", 2), ("двічі на рік: січень, березень, травень, вересень", 2),
        ("раз на півроку, березень, квітень, жовтень", 2), ("двічі на рік, з вересня по травень", 2),
        ("раз на два місяці, крім липня", 6), ("двічі на місяць, крім липня, серпня", 20),
        ("Протягом року", 0), ("за потреби", 0), ("Щоденно", 0), ("2016-2021 рр.", 0), ("-----//-----", 0),
    ],
)  # fmt: skip
def test_a_term_promises_so_many_events(term, many):
    assert expected(read_term(term, YEAR)) == many
    assert len(days(term)) == many


def test_a_day_that_the_plan_names_stays_and_all_others_are_working_days():
    assert days("третя неділя травня") == [dt.date(2025, 5, 18)]
    for term in ("16 березня, вересень", "двічі на рік: 16 березня, вересень"):
        assert [day == dt.date(2025, 3, 16) for day in days(term)] == [True, False]  # a Sunday
    found = days("двічі на місяць")
    assert all(SUNDAYS.works(day) for day in found)
    assert [sum(day.month == month for day in found) for month in range(1, 13)] == [2] * 12


def test_the_usual_day_of_the_week_is_kept_where_it_can_be():
    assert {day.weekday() for day in days("щомісяця", weekday=2)} == {2}
    assert ({day.weekday() for day in days("щосереди")}, dt.date(2025, 1, 1) in days("щосереди")) == ({2}, False)
    assert {day.weekday() for day in days("щомісяця", weekday=6)} & {6} == set()  # nobody works on Sundays


def test_what_is_taken_is_left_alone():
    first = days("вересень")[0]
    taken = Days(SUNDAYS.rest, SUNDAYS.closed, frozenset({first}))
    assert days("вересень", days=taken) != [first]
    whole = Days(taken=frozenset(dt.date(2025, 9, 1) + dt.timedelta(days=n) for n in range(30)))
    assert days("вересень", days=whole) == [dt.date(2025, 9, 15)]  # a busy day is better than none
    assert days("21 січня", days=Days(taken=frozenset({dt.date(2025, 1, 21)}))) == [dt.date(2025, 1, 21)]


def test_what_is_over_is_not_proposed_and_what_has_an_event_is_not_proposed_again():
    assert len(days("щомісяця", since=dt.date(2025, 9, 20))) == 4  # September still has ten days
    held = [(dt.date(2025, 3, 30), dt.date(2025, 3, 30)), (dt.date(2025, 3, 31), dt.date(2025, 3, 31))]
    found = days("щомісяця", held=held)
    assert (len(found), 3 in {day.month for day in found}) == (11, False)
    whole = [(day, day) for day in days("двічі на місяць")]
    assert days("двічі на місяць", held=whole) == []


def test_how_often_in_a_year_is_laid_over_the_months_that_are_named():
    named = {term: [day.month for day in days(term)] for term in (
        "2 рази на рік (квітень, жовтень)", "раз на рік, травень, вересень", "двічі на рік: навесні та восени",
    )}  # fmt: skip
    assert named == {
        "2 рази на рік (квітень, жовтень)": [4, 10], "раз на рік, травень, вересень": [5],
        "двічі на рік: навесні та восени": [4, 10],
    }  # fmt: skip
    assert {day.month for day in days("6 разів на рік, крім липня, серпня")} & {7, 8} == set()
    september = [(dt.date(2025, 9, 3), dt.date(2025, 9, 3))]
    assert days("раз на рік, травень, вересень", held=september) == []  # either month will do
    assert [day.month for day in days("раз на рік, травень, вересень", since=dt.date(2025, 6, 2))] == [9]


def test_a_deadline_on_a_day_of_rest_is_met_before_it():
    assert days("до 18 травня") == [dt.date(2025, 5, 17)]
    drafted = [(dt.date(2025, 5, 17), dt.date(2025, 5, 17))]
    assert days("до 18 травня", held=drafted) == []  # pressed again, nothing more comes
    assert days("до 18 травня; до 1 червня", held=drafted) == [dt.date(2025, 5, 31)]
    assert days("до 18 травня", days=Days(taken=frozenset({dt.date(2025, 5, 18)}))) == [dt.date(2025, 5, 17)]


@given(
    st.sampled_from(
        ["щомісяця", "двічі на місяць", "щотижня", "щоквартально", "1, 3 квартали", "лютий-квітень; вересень-листопад"]
    ),
    st.frozensets(st.integers(0, 6), max_size=6),
    st.frozensets(st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), max_size=40),
    st.dates(dt.date(2024, 12, 1), dt.date(2026, 1, 31)),
)
def test_whatever_is_closed_each_stretch_gets_at_most_one_working_day(term, rest, taken, since):
    read, calendar = read_term(term, YEAR), Days(rest, frozenset({"01-07"}), taken)
    found = propose(read, calendar, since)
    assert len(found) == len(set(found)) <= len(stretches(read))
    assert all(calendar.works(day) and day >= since for day in found)
    assert propose(read, calendar, since, [(day, day) for day in found]) == [] or len(found) < len(stretches(read))
