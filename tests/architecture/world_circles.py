"""Courses and clubs of the matrix: a group with one lesson held, a member who is the owner's reader, a certificate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.attending import mark_attendance
from mandrivna.programme.actions.certificates import certify
from mandrivna.programme.actions.circles import add_course, enrol_member, found_circle
from mandrivna.programme.actions.diary import write_diary
from mandrivna.programme.models import Event
from tests.architecture.world_calls import call_things
from tests.factories.library import Library


def circle_things(lib: Library, reader: Any) -> dict[str, Any]:
    meets = {"title": "Цифрова абетка", "form": "course", "starts": "11:00"}
    course = add_course(lib.act(), unit=lib.hub, about={**meets, "topics": [["Пошта", 2]]}, needed=1)
    given = {"unit": lib.hub, "place": lib.hub, "year": lib.today.year}
    circle = found_circle(lib.act(), kind="group", course=course, about=meets, days=[lib.today - dt.timedelta(days=1)], **given)
    club = found_circle(lib.act(), kind="club", about={"title": "ЛітМандрівка", "form": "book_club"}, **given)
    member = enrol_member(lib.act(), circle=circle, reader=reader)
    event = Event.objects.get(series=circle.series_id)
    mark_attendance(lib.act(), circle=circle, marks=[{"event": str(event.pk), "present": {str(member.pk): "place"}, "guests": 0}])
    paper = certify(lib.act(), member=member, name="Сойка")
    bookish = found_circle(lib.act(), kind="club", about={"title": "Читаємо разом", "form": "book_club"}, **given)
    reads = enrol_member(lib.act(), circle=bookish, reader=reader)
    entry = write_diary(lib.act(), member=reads, title="Місто", words=Withheld("зачепило"))
    return {
        **call_things(lib),
        "club": bookish.pk, "club_member": reads.pk, "diary_entry": entry.pk,
        "course": course.pk, "circle": circle.pk, "open_circle": club.pk, "lesson": event.pk, "member": member.pk,
        "own_member": member.pk, "certificate": paper.pk, "certificate_token": paper.token,
    }  # fmt: skip
