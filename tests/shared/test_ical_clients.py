"""Calendars for telephones in three more hands: `vobject` (what Radicale and many clients validate by), `recurring-ical-events`
(how a client decides what to show on a day) and a calendar that is kept and asked again, as a telephone keeps it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import recurring_ical_events
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from mandrivna.shared.dates.ical import Entry, calendar

KYIV = ZoneInfo("Europe/Kyiv")
CHANGED = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)


def entry(on: dt.datetime | dt.date, **about: object) -> Entry:
    ends = on + dt.timedelta(hours=2) if isinstance(on, dt.datetime) else None
    said = {"uid": "1@example.org", "begins": on, "ends": ends, "summary": "Зустріч", "changed": CHANGED}
    return Entry(**{**said, **about})  # type: ignore[arg-type]


def kyiv(month: int, day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=KYIV)


def shown(made: bytes, day: dt.date) -> list[str]:
    """What a client shows on a day in Kyiv."""
    first = dt.datetime.combine(day, dt.time(), KYIV)
    found = recurring_ical_events.of(Calendar.from_ical(made)).between(first, first + dt.timedelta(days=1))
    return sorted(str(one["SUMMARY"]) for one in found if one.get("STATUS") != "CANCELLED")


class Telephone:
    """Keeps what it was told by identity; a later version replaces an earlier one, and a cancelled one goes from the screen."""

    def __init__(self) -> None:
        self.kept: dict[str, vobject.base.Component] = {}

    def refresh(self, made: bytes) -> None:
        for one in vobject.readOne(made.decode()).contents.get("vevent", []):
            known = self.kept.get(one.uid.value)
            if known is None or int(one.sequence.value) >= int(known.sequence.value):
                self.kept[one.uid.value] = one

    def screen(self) -> list[tuple[str, dt.datetime | dt.date]]:
        standing = [one for one in self.kept.values() if one.status.value != "CANCELLED"]
        return sorted((one.summary.value, one.dtstart.value) for one in standing)


def test_a_second_library_finds_the_calendar_valid_and_the_words_whole():
    words = "Про дім; про дорогу, про «все»\nдруге речення \\ крапка"
    made = calendar(
        "Події; усі, разом", [entry(kyiv(5, 14, 16), summary=words, location="вул. Показова, 1; хол", description=words)]
    )
    read = vobject.readOne(made.decode())
    assert read.validate(raiseException=True)
    (one,) = read.contents["vevent"]
    assert (one.summary.value, one.location.value, one.description.value) == (words, "вул. Показова, 1; хол", words)
    assert vobject.readOne(read.serialize()).vevent.summary.value == words


def test_the_hour_on_the_wall_is_the_same_in_summer_and_in_winter():
    for month in (1, 7):
        read = vobject.readOne(calendar("Події", [entry(kyiv(month, 14, 16))]).decode()).vevent
        assert read.dtstart.value.astimezone(KYIV) == kyiv(month, 14, 16)
        assert read.dtend.value.astimezone(KYIV).hour == 18
    night = calendar("Події", [entry(kyiv(3, 29, 1))])  # summer time begins at three
    assert (shown(night, dt.date(2026, 3, 29)), shown(night, dt.date(2026, 3, 28))) == (["Зустріч"], [])


def test_an_exhibition_is_on_each_of_its_days_and_on_no_other():
    first, last = dt.date(2026, 5, 10), dt.date(2026, 5, 24)
    made = calendar("Події", [entry(first, ends=last, summary="Виставка"), entry(last, uid="2@example.org", summary="Закриття")])
    days = [dt.date(2026, 5, 9), first, dt.date(2026, 5, 17), last, dt.date(2026, 5, 25)]
    assert [shown(made, day) for day in days] == [[], ["Виставка"], ["Виставка"], ["Виставка", "Закриття"], []]


def test_what_was_moved_moves_on_the_telephone_and_what_was_cancelled_goes():
    telephone = Telephone()
    telephone.refresh(calendar("Події", [entry(kyiv(5, 14, 16)), entry(kyiv(5, 20, 12), uid="2@example.org", summary="Лекція")]))
    later = CHANGED + dt.timedelta(hours=1)
    telephone.refresh(calendar("Події", [entry(kyiv(5, 16, 17), changed=later)]))
    assert [(words, at.astimezone(KYIV)) for words, at in telephone.screen()] == [
        ("Зустріч", kyiv(5, 16, 17)), ("Лекція", kyiv(5, 20, 12)),
    ]  # fmt: skip
    telephone.refresh(calendar("Події", [entry(kyiv(5, 14, 16))]))  # an old copy from somebody's cache changes nothing
    telephone.refresh(
        calendar("Події", [entry(kyiv(5, 20, 12), uid="2@example.org", summary="Лекція", changed=later, cancelled=True)])
    )
    assert [words for words, _at in telephone.screen()] == ["Зустріч"]


FROM, TO = dt.datetime(2020, 1, 1), dt.datetime(2099, 12, 31)  # noqa: DTZ001 - hypothesis asks for bare bounds


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.datetimes(FROM, TO), st.integers(0, 400), st.text(max_size=200), st.booleans())
def test_whatever_the_day_and_the_words_both_libraries_read_the_same(at, long, words, whole):
    begins: dt.datetime | dt.date = at.date() if whole else at.replace(microsecond=0, tzinfo=dt.UTC)
    made = calendar("Події", [entry(begins, ends=begins + dt.timedelta(days=long), summary=words)])
    (ours,) = Calendar.from_ical(made).walk("VEVENT")
    theirs = vobject.readOne(made.decode()).vevent
    assert (ours.decoded("DTSTART"), ours.decoded("DTEND")) == (theirs.dtstart.value, theirs.dtend.value)
    assert str(ours["SUMMARY"]) == theirs.summary.value
