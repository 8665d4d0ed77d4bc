"""Courses, their groups, clubs; who joins, who waits, who leaves."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Staff, Unit
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.programme import rules
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.series import add_series
from mandrivna.programme.circle_notices import tell_let_in
from mandrivna.programme.circle_problems import (
    course_problems,
    days_problems,
    joining_problems,
    lesson_problems,
    open_problems,
    over_problems,
    room_problems,
)
from mandrivna.programme.models import Circle, CircleKind, Course, Event, Lesson, Member, MemberState
from mandrivna.programme.states import AHEAD, State
from mandrivna.programme.unsaying import unsay
from mandrivna.readers.models import Reader

COURSE = ("title", "about", "form", "direction", "audiences", "project")


@verb("programme.add_course", may=rules.PLAN, at="unit")
def add_course(act: Act, *, unit: Unit, about: dict[str, Any], needed: int = 75) -> Course:
    """What is taught, in which order. Groups are gathered for it later, as often as one likes."""
    refuse_if(course_problems(about, needed))
    course = Course(uid=act.uid, institution=institution_of(unit), unit=unit, made_at=act.at)
    _describe(course, about, needed)
    course.save(force_insert=True)
    return course


@verb("programme.edit_course", may=rules.PLAN, at="course.unit")
def edit_course(act: Act, *, course: Course, about: dict[str, Any], needed: int = 75, ended: bool = False) -> Course:
    """Groups that were gathered keep their share; certificates keep the title and the hours they were issued with."""
    refuse_if(course_problems(about, needed))
    locked = Course.objects.select_for_update().get(pk=course.pk)
    _describe(locked, about, needed)
    locked.ended_on = (locked.ended_on or act.on) if ended else None
    locked.save()
    return locked


def _describe(course: Course, about: dict[str, Any], needed: int) -> None:
    for name in COURSE:
        if name in about:
            setattr(course, name, about[name])
    course.title = " ".join(course.title.split())
    course.topics = [[" ".join(title.split()), hours] for title, hours in about.get("topics") or []]
    course.needed = needed


@verb("programme.found_circle", may=rules.PLAN, at="unit")
def found_circle(
    act: Act, *, kind: str, unit: Unit, place: Unit, year: int, about: dict[str, Any], course: Course | None = None,
    days: list[dt.date] | None = None, capacity: int | None = None, ages: list[str] | None = None, leader: Staff | None = None,
    led_by: str = "",
) -> Circle:  # fmt: skip
    """A series of its own with people around it. `days`: chosen by hand; without them the series proposes by its term."""
    problems = [*room_problems(capacity, ages or []), *days_problems(days or [])]
    if kind not in CircleKind.values or (kind == CircleKind.GROUP) != (course is not None):
        problems.append(Blocker(code="no_course", text=_("Групу збирають до курсу, клуб стоїть сам."), field="kind"))
    if course is not None and course.institution_id != institution_of(unit).pk:
        problems.append(Blocker(code="foreign_course", text=_("Це курс іншого закладу."), field="kind"))
    refuse_if(problems)
    series = add_series(act.part("series"), unit=unit, place=place, year=year, about=about)
    circle = Circle(uid=act.uid, kind=kind, course=course, series=series, made_at=act.at)
    circle.needed = course.needed if course else circle.needed
    _lead(circle, capacity, ages, leader, led_by)
    circle.save(force_insert=True)
    for day in sorted(set(days or [])):
        add_event(act.part(str(day)), unit=unit, place=place, on=day, about={**about, "subtitle": ""}, series=series)
    if course is not None:
        _lay(act, circle)
    return circle


@verb("programme.edit_circle", may=rules.PLAN, at="circle.unit")
def edit_circle(
    act: Act, *, circle: Circle, capacity: int | None = None, ages: list[str] | None = None, leader: Staff | None = None,
    led_by: str = "",
) -> Circle:  # fmt: skip
    """More places let in those who wait; fewer send nobody away."""
    refuse_if(room_problems(capacity, ages or []))
    locked = Circle.objects.select_for_update(of=("self",)).select_related("series").get(pk=circle.pk)
    _lead(locked, capacity, ages, leader, led_by)
    locked.save()
    let_in(act, locked)
    return locked


def _lead(circle: Circle, capacity: int | None, ages: list[str] | None, leader: Staff | None, led_by: str) -> None:
    circle.capacity, circle.ages, circle.leader = capacity, ages or [], leader
    circle.led_by = " ".join(led_by.split())[:120]


@verb("programme.lay_topics", may=rules.PLAN, at="circle.unit")
def lay_topics(act: Act, *, circle: Circle) -> Circle:
    """The topics of the course over its lessons, in order. What was held keeps the topic it had."""
    refuse_if(open_problems(circle))
    _lay(act, circle)
    return circle


def _lay(act: Act, circle: Circle) -> None:
    topics = circle.course.topics if circle.course else []
    lessons = Event.objects.select_for_update().filter(series=circle.series_id).exclude(state=State.CANCELLED)
    for at, event in enumerate(lessons.order_by("on", "starts", "pk")):
        wanted = topics[at][0] if at < len(topics) else ""
        if event.state in AHEAD and event.subtitle != wanted:
            event.subtitle, event.changed_at = wanted, act.at
            event.save(update_fields=["subtitle", "words", "changed_at"])


@verb("programme.set_lesson", may=rules.PLAN, at="event.unit")
def set_lesson(act: Act, *, event: Event, homework: str = "", link: str = "") -> Lesson:
    """What is to be done for the next time; members see it in their account."""
    refuse_if(lesson_problems(event, {"homework": homework, "link": link}))
    lesson, _made = Lesson.objects.select_for_update().get_or_create(event=event)
    lesson.homework, lesson.link = homework.strip(), link
    lesson.save()
    return lesson


# --- people -----------------------------------------------------------------------------------------------------------


@verb("programme.enrol", may=rules.PEOPLE, at="circle.place")
def enrol_member(
    act: Act, *, circle: Circle, reader: Reader | None = None, name: str = "", contact: str = "", needs: str = "", age: str = ""
) -> Member:
    """By a card, or by what somebody wants to be called. When all places are taken, they wait."""
    return _enrol(act, circle, reader, {"name": name, "contact": contact, "needs": needs, "age": age})


@verb("programme.enrol_own", may=Own("reader.pk"), at="circle.place")
def enrol_own(act: Act, *, circle: Circle, reader: Reader, needs: str = "") -> Member:
    """The reader for themselves, from their account."""
    refuse_if(over_problems(circle, act.on))
    return _enrol(act, circle, reader, {"needs": needs, "age": reader.age})


def _enrol(act: Act, circle: Circle, reader: Reader | None, said: dict[str, str]) -> Member:
    locked = lock_circle(circle.pk)
    refuse_if(joining_problems(locked, reader, said))
    told = {name: " ".join(said.get(name, "").split()) or None for name in ("name", "contact", "needs")}
    age = said.get("age") or (reader.age if reader else "")
    full = locked.capacity is not None and Member.objects.filter(circle=locked).holding().count() >= locked.capacity
    queued = full or locked.members.filter(state=MemberState.WAITING).exists()
    member = _returned(locked, reader) or Member(uid=act.uid, circle=locked, reader=reader)
    for field, value in {**told, "age": age, "since": act.at, "ended_on": None}.items():
        setattr(member, field, value)
    member.state = MemberState.WAITING if queued else MemberState.IN
    member.save(force_insert=member._state.adding)
    return member


def _returned(circle: Circle, reader: Reader | None) -> Member | None:
    """Who comes back has been at the lessons they were at."""
    gone = circle.members.filter(state=MemberState.LEFT, reader=reader).order_by("-since", "pk")
    return gone.select_for_update().first() if reader is not None else None


@verb("programme.leave", may=rules.PEOPLE, at="member.circle.place")
def leave(act: Act, *, member: Member) -> Member:
    """A free place goes to whoever waits longest. That the member was at lessons stays."""
    return _leave(act, member)


@verb("programme.leave_own", may=Own("member.reader_id"), at="member.circle.place")
def leave_own(act: Act, *, member: Member) -> Member:
    return _leave(act, member)


def _leave(act: Act, member: Member) -> Member:
    circle = lock_circle(member.circle_id)
    locked = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if locked.state != MemberState.LEFT:
        locked.state, locked.ended_on, locked.contact, locked.needs = MemberState.LEFT, act.on, None, None
        locked.to_call = ""
        locked.save()
        unsay(locked)
        let_in(act, circle)
    return locked


@verb("programme.tell_member", may=rules.PEOPLE, at="member.circle.place")
def tell_member(act: Act, *, member: Member) -> Member:
    """A colleague has called, or said it when they came by."""
    locked = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    locked.to_call = ""
    locked.save(update_fields=["to_call"])
    return locked


def lock_circle(pk: uuid.UUID) -> Circle:
    """One act on its people at a time."""
    return Circle.objects.select_for_update(of=("self",)).select_related("series__place").get(pk=pk)


def let_in(act: Act, circle: Circle) -> None:
    """Under the lock: free places go to those who wait longest, and each is told."""
    inside = Member.objects.filter(circle=circle).holding().count()
    free = None if circle.capacity is None else max(0, circle.capacity - inside)
    for member in Member.objects.filter(circle=circle).waiting()[:free]:
        member.state = MemberState.IN
        member.save(update_fields=["state"])
        tell_let_in(act, member)
