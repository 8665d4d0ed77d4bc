"""Courses and clubs of the demonstration: a group that is half way, one that finished, and a club."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from mandrivna.catalogue.models import Record
from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.programme import CENTRE, Clock
from mandrivna.config.demo.stage import Stage
from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.attending import mark_attendance
from mandrivna.programme.actions.certificates import certify
from mandrivna.programme.actions.circles import add_course, edit_circle, enrol_member, found_circle, leave, set_lesson
from mandrivna.programme.actions.diary import write_diary
from mandrivna.programme.models import Circle, Course, Event, Member, MemberState

RUNNING = 9
"""Places in a group: two of the names wait, and one of them has got a place yesterday and is to be called."""
WEEK = dt.timedelta(days=7)
COURSE = {
    "title": "Цифрова абетка", "form": "course", "direction": "digital", "audiences": ["seniors"], "project": "Мова без меж",
    "about": "Вісім неспішних занять для тих, хто хоче дружити з телефоном: від пошти до послуг держави. Питати можна про все.",
    "topics": [
        ["Знайомство з телефоном", 2], ["Пошта й листування", 2], ["Відеодзвінки", 2], ["Безпечні паролі", 2],
        ["Як упізнати шахрая", 2], ["Електронні послуги", 2], ["Бібліотека в телефоні", 2], ["Повторення й свято", 1],
    ],
}  # fmt: skip
NAMES = (
    "Мальва", "пані Зоя", "Бузок", "Степан Вигаданий", "Калина", "пан Лев", "Марія Придумана", "Барвінок", "Ружа", "Тихий Дін",
    "Ластівка",
)  # fmt: skip
"""Invented; most chose a pseudonym."""


READ = (
    ("Степова сага", "Читала вголос мамі телефоном. Обидві плакали на сцені з криницею."),
    ("Крейдяний вітер", "Упізнав пагорби з дитинства."),
    ("Книжка з дороги", "Подарували у хабі. Тепер передаю далі."),
)


def gather(stage: Stage) -> None:
    clock, rng = Clock(stage), random.Random("групи")  # noqa: S311 - a story, not a secret
    begun = stage.calendar.today - WEEK * 11
    course = add_course(clock.at(begun), unit=stage.units[CENTRE], about=COURSE, needed=70)
    finished = _group(stage, clock, course, "осіння група", 1, begun + WEEK, 8, dt.timedelta(days=1))
    running = _group(stage, clock, course, "група 2", 0, stage.calendar.today - WEEK * 5, 8, dt.timedelta(days=7))
    for circle, hub, names, share in ((finished, 1, NAMES[5:9], 0.92), (running, 0, NAMES, 0.8)):
        librarian = stage.actors[HUBS[hub].name]
        for at, name in enumerate(names):
            needs = "більший шрифт на роздруках" if at == 1 else ""
            contact = "+380 00 000 00 00 (вигаданий)" if circle == running and at >= RUNNING else ""
            act = clock.at(circle.made_at.date(), 12, librarian)
            enrol_member(act, circle=circle, name=name, age="60+", needs=needs, contact=contact)
        _attend(stage, clock, circle, librarian, share, rng)
    for member in Member.objects.filter(circle=finished).order_by("since", "pk")[:3]:
        certify(clock.at(stage.calendar.today - dt.timedelta(days=1), 17, stage.actors[HUBS[1].name]), member=member)
    gone = Member.objects.filter(circle=running).inside().order_by("-since", "pk")[0]
    leave(clock.at(stage.calendar.today - dt.timedelta(days=1), 18, stage.actors[HUBS[0].name]), member=gone)
    _club(stage, clock, rng)


def _group(
    stage: Stage, clock: Clock, course: Course, called: str, hub: int, first: dt.date, many: int, step: dt.timedelta
) -> Circle:
    about = {"title": COURSE["title"], "subtitle": called, "form": "course", "direction": "digital", "audiences": ["seniors"]}
    times = {"starts": "11:00", "ends": "12:30", "where": "навчальний куточок"}
    place = stage.units[HUBS[hub].name]
    circle = found_circle(
        clock.at(first - WEEK), kind="group", course=course, unit=stage.units[CENTRE], place=place, year=first.year,
        about={**about, **times},
        days=[first + step * number for number in range(many)], capacity=RUNNING, led_by="запрошена викладачка",
    )  # fmt: skip
    past = Event.objects.filter(series=circle.series_id, on__lt=stage.calendar.today).order_by("-on").first()
    if past is not None:
        told = "Придумайте пароль із трьох слів і запишіть підказку, а не сам пароль."
        set_lesson(clock.at(past.on, 13), event=past, homework=told, link="https://example.org/materialy")
    return circle


def _attend(stage: Stage, clock: Clock, circle: Circle, librarian: Any, share: float, rng: random.Random) -> None:
    members = list(Member.objects.filter(circle=circle, state=MemberState.IN).order_by("since", "pk"))
    for event in Event.objects.filter(series=circle.series_id, on__lt=stage.calendar.today).order_by("on"):
        present = {str(member.pk): "place" for member in members if rng.random() < share}
        mark = {"event": str(event.pk), "present": present, "guests": rng.choice((0, 0, 1))}
        mark_attendance(clock.at(event.on, 13, librarian), circle=circle, marks=[mark])


def _club(stage: Stage, clock: Clock, rng: random.Random) -> None:
    today, librarian = stage.calendar.today, stage.actors[HUBS[2].name]
    about = {
        "title": "ЛітМандрівка", "form": "book_club", "direction": "reading", "audiences": ["adults"], "starts": "17:00",
        "about": "Читаємо по книжці на місяць і розповідаємо, що зачепило.",
    }  # fmt: skip
    days = [today - WEEK * 8, today - WEEK * 4, today + WEEK]
    circle = found_circle(
        clock.at(days[0] - WEEK, 10, librarian), kind="club", unit=stage.units[HUBS[2].name],
        place=stage.units[HUBS[2].name], year=today.year,
        about=about, days=days,
    )  # fmt: skip
    edit_circle(clock.at(days[0] - WEEK, 11, librarian), circle=circle, led_by="бібліотекарка простору")
    for name in ("Пшениця", "Полин", "Волошка", "Чебрець"):
        enrol_member(clock.at(days[0], 9, librarian), circle=circle, name=name)
    _attend(stage, clock, circle, librarian, 0.85, rng)
    members = list(Member.objects.filter(circle=circle).order_by("since", "pk"))
    for at, (title, words) in enumerate(READ):
        record = Record.objects.filter(title=title).order_by("pk").first()
        told: dict[str, Any] = {"title": title, "words": Withheld(words), "record": record}
        write_diary(clock.at(days[at // 2], 19, librarian), member=members[at % len(members)], **told)
