"""What can be wrong with a course, its group, a club and those who join."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.addresses import is_web_address
from mandrivna.core.problems import Blocker, Problem
from mandrivna.programme.circle_queries import going_on
from mandrivna.programme.models import Circle, Event, Member, MemberState
from mandrivna.programme.problems import MOST_PEOPLE
from mandrivna.programme.states import WAYS
from mandrivna.programme.terms import terms
from mandrivna.readers.models import Age, Reader

MOST_TOPICS, LONGEST_TOPIC, MOST_HOURS = 60, 200, 40
MOST_DAYS, MOST_MARKS = 120, 40
MEMBER = {"name": 120, "contact": 200, "needs": 300}
LESSON = {"homework": 1000, "link": 300}


def too_long(said: Mapping[str, Any], limits: Mapping[str, int]) -> list[Problem]:
    return [
        Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=name)
        for name, most in limits.items()
        if len(str(said.get(name) or "")) > most
    ]


def course_problems(about: Mapping[str, Any], needed: int) -> list[Problem]:
    found = too_long(about, {"title": 200, "about": 3000, "project": 60})
    known, topics = terms(), about.get("topics") or []
    if not str(about.get("title", "")).strip():
        found.append(Blocker(code="no_title", text=_("Напишіть, як називається курс."), field="title"))
    if about.get("form") not in known.forms:
        found.append(Blocker(code="unknown_form", text=_("Оберіть форму роботи зі списку."), field="form"))
    if about.get("direction") and about["direction"] not in known.directions:
        found.append(Blocker(code="unknown_direction", text=_("Оберіть напрям зі списку."), field="direction"))
    if set(about.get("audiences") or []) - set(known.audiences):
        found.append(Blocker(code="unknown_audience", text=_("Оберіть аудиторію зі списку."), field="audiences"))
    if not 1 <= needed <= 100:
        found.append(Blocker(code="wrong_share", text=_("Частка занять — від 1 до 100 відсотків."), field="needed"))
    return found + _topics_problems(topics)


def _topics_problems(topics: list[Any]) -> list[Problem]:
    if len(topics) > MOST_TOPICS:
        text = _("Забагато тем: можна до %(most)d.") % {"most": MOST_TOPICS}
        return [Blocker(code="too_many_topics", text=text, field="topics")]
    for topic in topics:
        good = isinstance(topic, list | tuple) and len(topic) == 2 and isinstance(topic[0], str) and type(topic[1]) is int
        if not good or not topic[0].strip() or len(topic[0]) > LONGEST_TOPIC or not 0 <= topic[1] <= MOST_HOURS:
            said = _("Тему пишуть словами, до 200 знаків, а години — числом від 0 до 40.")
            return [Blocker(code="wrong_topic", text=said, field="topics")]
    return []


def room_problems(capacity: int | None, ages: list[str]) -> list[Problem]:
    found: list[Problem] = []
    if capacity is not None and not 1 <= capacity <= 1000:
        found.append(Blocker(code="wrong_capacity", text=_("Місць має бути від 1 до 1000, або лишіть порожнім."), field="capacity"))
    if set(ages) - {age.value for age in Age if age.value}:
        found.append(Blocker(code="unknown_age", text=_("Оберіть вікову групу зі списку."), field="ages"))
    return found


def days_problems(days: list[dt.date]) -> list[Problem]:
    if len(days) > MOST_DAYS:
        text = _("Забагато днів: можна до %(most)d.") % {"most": MOST_DAYS}
        return [Blocker(code="too_many_days", text=text, field="days")]
    return []


def open_problems(circle: Circle) -> list[Problem]:
    if circle.series.ended_on:
        return [Blocker(code="circle_ended", text=_("Ця група чи клуб уже завершили роботу."))]
    return []


def over_problems(circle: Circle, today: dt.date) -> list[Problem]:
    """A colleague may still write down who was there; nobody joins for themselves what they cannot come to any more."""
    if Circle.objects.filter(going_on(today), pk=circle.pk).exists():
        return []
    return [Blocker(code="circle_over", text=_("Усі зустрічі вже відбулися. Оберіть іншу групу чи клуб."))]


def joining_problems(circle: Circle, reader: Reader | None, said: Mapping[str, Any]) -> list[Problem]:
    """Somebody is a reader, or says what to call them; nothing else has to be told."""
    found = [*open_problems(circle), *too_long(said, MEMBER)]
    age = said.get("age") or ""
    if reader is None and not str(said.get("name") or "").strip():
        text = _("Напишіть ім’я чи псевдонім або назвіть квиток.")
        found.append(Blocker(code="no_name", text=text, field="name"))
    if age not in Age.values:
        found.append(Blocker(code="unknown_age", text=_("Оберіть вікову групу зі списку."), field="age"))
    elif circle.ages and (age or (reader.age if reader else "")) not in circle.ages:
        wanted = ", ".join(str(Age(one).label) for one in circle.ages)
        told = _("Ця група для певного віку: %(ages)s.") % {"ages": wanted}
        found.append(Blocker(code="wrong_age", text=told, field="age"))
    if reader is not None and reader.institution_id != circle.series.institution_id:
        found.append(Blocker(code="foreign_reader", text=_("Цей квиток іншого закладу."), field="card"))
    if reader is not None and Member.objects.filter(circle=circle, reader=reader).exclude(state=MemberState.LEFT).exists():
        found.append(Blocker(code="member_already", text=_("Цей читач уже записаний."), field="card"))
    return found


def lesson_problems(event: Event, said: Mapping[str, Any]) -> list[Problem]:
    found = too_long(said, LESSON)
    if event.series is None or not hasattr(event.series, "circle"):
        found.append(Blocker(code="no_circle", text=_("Завдання дають до заняття групи чи клубу.")))
    if said.get("link") and not is_web_address(said["link"]):
        text = _("Це не адреса сторінки. Скопіюйте її з рядка браузера.")
        found.append(Blocker(code="wrong_link", text=text, field="link"))
    return found


def mark_problems(circle: Circle, event: Event | None, members: set[str], mark: Mapping[str, Any]) -> list[Problem]:
    """Only members, only ways in which one could come, only meetings of this circle."""
    if event is None or event.series_id != circle.series_id:
        return [Blocker(code="foreign_event", text=_("Це заняття не цієї групи."))]
    present, guests = mark.get("present") or {}, mark.get("guests")
    if set(present) - members:
        return [Blocker(code="foreign_member", text=_("У цій групі такої людини немає. Оновіть сторінку."))]
    if set(present.values()) - set(WAYS[event.format]):
        return [Blocker(code="unknown_way", text=_("Так на цю подію прийти не можна було."))]
    if guests is not None and (type(guests) is not int or not 0 <= guests <= MOST_PEOPLE):
        return [Blocker(code="wrong_number", text=_("Кількість має бути від 0 до 100 000."))]
    return []
