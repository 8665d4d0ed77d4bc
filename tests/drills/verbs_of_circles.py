"""One true call of each verb about courses, groups and clubs, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.programme import circle_reminding
from mandrivna.programme.actions import attending, certificates, circles, diary
from mandrivna.programme.models import Certificate, Circle, Course, Event, Member

type Told = Callable[[Any], dict[str, Any]]
MEETS = {"title": "Цифрова абетка", "form": "course", "audiences": ["seniors"], "starts": "11:00"}
COURSE = {**MEETS, "topics": [["Пошта", 2], ["Безпека", 2]]}


def _course(world: Any) -> Course:
    return circles.add_course(world.lib.act(), unit=world.lib.hub, about=COURSE, needed=1)


def _founding(world: Any) -> dict[str, Any]:
    day = world.lib.today
    return {
        "kind": "group", "course": _course(world), "unit": world.lib.hub, "place": world.lib.hub, "year": day.year, "about": MEETS,
        "days": [day - dt.timedelta(days=1), day], "capacity": 1,
    }  # fmt: skip


def _circle(world: Any) -> Circle:
    return circles.found_circle(world.lib.act(), **_founding(world))


def _member(world: Any) -> Member:
    return circles.enrol_member(world.lib.act(), circle=_circle(world), reader=world.reader, contact="050 000 00 00")


def _freeing(world: Any) -> Member:
    """Somebody waits for this place."""
    member = _member(world)
    circles.enrol_member(world.lib.act(), circle=member.circle, name="Невидима Сойка")
    return member


def _promoted(world: Any) -> Member:
    """Let in from the queue, and to be called."""
    member = _freeing(world)
    circles.leave(world.lib.act(), member=member)
    return Member.objects.get(circle=member.circle, state="in")


def _reminding(world: Any) -> dict[str, Any]:
    member = _member(world)
    return {"event": Event.objects.filter(series=member.circle.series_id).latest("on"), "member": member}


def _marking(world: Any) -> dict[str, Any]:
    member = _member(world)
    event = Event.objects.filter(series=member.circle.series_id).order_by("on")[0]
    return {"circle": member.circle, "marks": [{"event": str(event.pk), "present": {str(member.pk): "place"}, "guests": 2}]}


def _finished(world: Any) -> Member:
    marking = _marking(world)
    attending.mark_attendance(world.lib.act(), **marking)
    return Member.objects.get(circle=marking["circle"])


def _paper(world: Any) -> Certificate:
    return certificates.certify(world.lib.act(), member=_finished(world), name="Невидима Олена")


def _reads(world: Any) -> Member:
    about = {"title": "ЛітМандрівка", "form": "book_club"}
    given = {"unit": world.lib.hub, "place": world.lib.hub, "year": world.lib.today.year, "about": about}
    club = circles.found_circle(world.lib.act(), kind="club", **given)
    return circles.enrol_member(world.lib.act(), circle=club, reader=world.reader)


def _writing(world: Any) -> dict[str, Any]:
    return {"member": _reads(world), "title": "Місто", "words": Withheld("Невидиме слово"), "record": world.copy.record}


CIRCLES: dict[str, tuple[Callable[..., object], Told]] = {
    "programme.add_course": (circles.add_course, lambda w: {"unit": w.lib.hub, "about": COURSE, "needed": 75}),
    "programme.edit_course": (circles.edit_course, lambda w: {"course": _course(w), "about": COURSE, "needed": 50, "ended": True}),
    "programme.found_circle": (circles.found_circle, _founding),
    "programme.edit_circle": (circles.edit_circle, lambda w: {"circle": _freeing(w).circle, "capacity": 5}),
    "programme.lay_topics": (circles.lay_topics, lambda w: {"circle": _circle(w)}),
    "programme.set_lesson": (
        circles.set_lesson,
        lambda w: {"event": Event.objects.filter(series=_circle(w).series_id)[0], "homework": "Завести скриньку"},
    ),
    "programme.enrol": (circles.enrol_member, lambda w: {"circle": _circle(w), "name": "Невидима Сойка", "needs": "пандус"}),
    "programme.enrol_own": (circles.enrol_own, lambda w: {"circle": _circle(w), "reader": w.reader}),
    "programme.leave": (circles.leave, lambda w: {"member": _freeing(w)}),
    "programme.remind_member": (circle_reminding.remind_member, _reminding),
    "programme.tell_member": (circles.tell_member, lambda w: {"member": _promoted(w)}),
    "programme.leave_own": (circles.leave_own, lambda w: {"member": _freeing(w)}),
    "programme.mark_attendance": (attending.mark_attendance, _marking),
    "programme.write_diary": (diary.write_diary, _writing),
    "programme.write_own_diary": (diary.write_own_diary, _writing),
    "programme.strike_diary": (diary.strike_diary, lambda w: {"entry": diary.write_diary(w.lib.act(), **_writing(w))}),
    "programme.strike_own_diary": (diary.strike_own_diary, lambda w: {"entry": diary.write_diary(w.lib.act(), **_writing(w))}),
    "programme.certify": (certificates.certify, lambda w: {"member": _finished(w), "name": "Невидима Олена"}),
    "programme.void_certificate": (certificates.void_certificate, lambda w: {"certificate": _paper(w), "reason": "помилка"}),
}
