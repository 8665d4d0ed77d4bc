"""A day as people type it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandrivna.shared.dates.typed import MONTHS, read_day

TODAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("5.12", (2026, 12, 5)),
        ("05.12.2026", (2026, 12, 5)),
        ("5.12.25", (2025, 12, 5)),
        ("5/12/2026", (2026, 12, 5)),
        (" 5 12 ", (2026, 12, 5)),
        ("5-12-2026", (2026, 12, 5)),
        ("5,12", (2026, 12, 5)),
        ("2026-12-05", (2026, 12, 5)),
        ("5 грудня", (2026, 12, 5)),
        ("5\u00a0Грудня 2024 року", (2024, 12, 5)),
        ("5 грудня 2024 р.", (2024, 12, 5)),
        ("сьогодні", (2026, 11, 27)),
        ("Вчора", (2026, 11, 26)),
        ("учора", (2026, 11, 26)),
        ("позавчора", (2026, 11, 25)),
        ("завтра", (2026, 11, 28)),
        ("Yesterday", (2026, 11, 26)),
    ],
)
def test_what_people_write_is_understood(said, meant):
    assert read_day(said, TODAY) == dt.date(*meant)


@pytest.mark.parametrize("said", ["", "колись", "31.02", "5.13", "12", "5.12.206", "5 грудень", "29.02.2025", "0.1", "5.12.0000"])
def test_what_is_no_day_is_not_guessed(said):
    assert read_day(said, TODAY) is None


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_way_of_writing_means_the_same_day(day):
    ways = (f"{day:%d.%m.%Y}", f"{day:%d.%m.%y}", day.isoformat(), f"{day.day} {MONTHS[day.month - 1]} {day.year}")
    assert {read_day(way, TODAY) for way in ways} == {day}


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    assert read_day(text, TODAY) is None or isinstance(read_day(text, TODAY), dt.date)
