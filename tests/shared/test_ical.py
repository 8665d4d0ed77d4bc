"""Calendars for telephones, read back by a second library."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from mandrivna.shared.dates.ical import OCTETS, Entry, calendar

CHANGED = dt.datetime(2026, 5, 1, 9, 30, tzinfo=dt.UTC)
BEGINS = dt.datetime(2026, 5, 14, 13, 0, tzinfo=dt.UTC)


def entry(**about: object) -> Entry:
    given = {
        "uid": "1@example.org",
        "begins": BEGINS,
        "ends": BEGINS + dt.timedelta(hours=2),
        "summary": "Зустріч",
        "changed": CHANGED,
    }
    return Entry(**{**given, **about})  # type: ignore[arg-type]


def read(*entries: Entry) -> Calendar:
    return Calendar.from_ical(calendar("Події", entries))


def test_a_moment_a_place_and_words_with_every_sign_come_back_as_they_were():
    words = "Про дім; про дорогу, про «все»\nдруге речення \\ крапка"
    one = read(entry(summary=words, location="вул. Показова, 1; хол", description=words, url="https://example.org/a?b=1,2")).walk(
        "VEVENT"
    )[0]
    assert (str(one["SUMMARY"]), str(one["DESCRIPTION"]), str(one["LOCATION"])) == (words, words, "вул. Показова, 1; хол")
    assert (one.decoded("DTSTART"), one.decoded("DTEND"), one["STATUS"]) == (BEGINS, BEGINS + dt.timedelta(hours=2), "CONFIRMED")
    assert (str(one["URL"]), one["UID"]) == ("https://example.org/a?b=1,2", "1@example.org")


def test_days_end_on_the_day_after_and_a_cancelled_event_says_so():
    first, last = dt.date(2026, 5, 10), dt.date(2026, 5, 24)
    one, single = read(entry(begins=first, ends=last, cancelled=True), entry(begins=first, ends=None)).walk("VEVENT")
    assert (one.decoded("DTSTART"), one.decoded("DTEND"), one["STATUS"]) == (first, dt.date(2026, 5, 25), "CANCELLED")
    assert single.decoded("DTEND") == dt.date(2026, 5, 11)


def test_a_later_change_is_a_later_version():
    before, after = (read(entry(changed=CHANGED + dt.timedelta(seconds=n))).walk("VEVENT")[0]["SEQUENCE"] for n in (0, 1))
    assert 0 < before < after < 2**31


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_whatever_is_written_no_line_is_too_long_and_no_letter_is_cut(text):
    made = calendar(text, [entry(summary=text, description=text)])
    assert all(len(line) <= OCTETS for line in made.split(b"\r\n"))
    made.decode()
    assert len(Calendar.from_ical(made).walk("VEVENT")) == 1
