"""What the programme may hold about a reader: a place in a group, a lesson they were at, a certificate."""

from __future__ import annotations

import datetime as dt

from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.attending import mark_attendance
from mandrivna.programme.actions.certificates import certify
from mandrivna.programme.actions.circles import add_course, enrol_member, found_circle
from mandrivna.programme.actions.diary import write_diary
from mandrivna.programme.models import Circle, Event, Member
from mandrivna.readers.models import Reader
from tests.factories.library import Library

MEETS = {"title": "Цифрова абетка", "form": "course", "starts": "11:00"}


def gathered(lib: Library, *, days: int = 1, capacity: int | None = None) -> Circle:
    """A group whose lessons were on the last days, today among them."""
    course = add_course(lib.act(), unit=lib.hub, about={**MEETS, "topics": [["Пошта", 2]]}, needed=1)
    given = {"unit": lib.hub, "place": lib.hub, "year": lib.today.year, "capacity": capacity}
    on = [lib.today - dt.timedelta(days=number) for number in range(days)]
    return found_circle(lib.act(), kind="group", course=course, about=MEETS, days=on, **given)


def learned(lib: Library, reader: Reader) -> Member:
    circle = gathered(lib)
    member = enrol_member(lib.act(), circle=circle, reader=reader, contact="050 123 45 67", needs="більший шрифт")
    event = Event.objects.get(series=circle.series_id)
    mark_attendance(lib.act(), circle=circle, marks=[{"event": str(event.pk), "present": {str(member.pk): "place"}, "guests": 0}])
    certify(lib.act(), member=member, name="Тестова Олена")
    reads = enrol_member(lib.act(), circle=reading(lib), reader=reader)
    write_diary(lib.act(), member=reads, title="Місто", words=Withheld("зачепило"))
    return member


def reading(lib: Library) -> Circle:
    about = {"title": "ЛітМандрівка", "form": "book_club", "audiences": ["adults"]}
    return found_circle(lib.act(), kind="club", unit=lib.hub, place=lib.hub, year=lib.today.year, about=about)
