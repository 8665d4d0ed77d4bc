"""The programme of the demonstration: series of a plan's year, what was held and counted, what waits, what was called off."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event, cancel_event, confirm_event, move_event
from mandrivna.programme.actions.series import add_series, propose_events
from mandrivna.programme.models import Event, Series
from mandrivna.programme.states import WAYS, State, Way
from mandrivna.shared.ids import new_uid

CENTRE = "ЦПЧ"


@dataclass(frozen=True)
class Told:
    """One row of the plan. `people`: about how many come; `themes` go round."""

    number: str
    about: dict[str, Any]
    hub: int
    people: int
    online: int = 0
    themes: tuple[str, ...] = ()
    ages: tuple[str, ...] = ("",)
    weekday: int | None = None
    open: bool = False
    section: str = field(default="3.1")


TOLD = (
    Told(
        "1",
        {
            "title": "Розмови біля полиці", "form": "author_meeting", "direction": "reading", "audiences": ["general"],
            "format": "hybrid", "link": "https://video.example.org/rozmovy",
            "streams": [["youtube", "https://youtube.example.org/rozmovy"], ["facebook", "https://facebook.example.org/rozmovy"]],
            "term": "двічі на місяць", "starts": "16:00",
            "ends": "17:30", "executors": "ЦПЧ", "about": "Зустріч із письменниками наживо й онлайн: слухаємо, питаємо, читаємо.",
        },
        0, 22, 14, ("Про дім, який їде з тобою", "Проза степу", "Вірші на відстані", "Листи з дороги"), ("", "60+"), 3,
    ),
    Told(
        "2",
        {
            "title": "Клуб «Читай і мандруй»", "form": "book_club", "direction": "reading", "audiences": ["adults"],
            "term": "щомісяця", "starts": "17:00", "executors": "ЦПЧ",
            "about": "Раз на місяць говоримо про одну книжку. Приходьте, навіть якщо не дочитали.",
        },
        1, 11, 0, ("Степова сага", "Оповідання про воду"), ("36-59", "60+"), 1,
    ),
    Told(
        "1",
        {
            "title": "Мовна кухня", "form": "speaking_club", "direction": "language", "audiences": ["displaced", "townspeople"],
            "term": "щотижня з вересня по грудень", "starts": "18:00", "ends": "19:00", "project": "Мова без меж",
            "executors": "ЦПЧ, ВНМР", "about": "Розмовний клуб української: чай, смачні слова й жодних оцінок.",
        },
        2, 9, 0, (), ("18-35", "36-59"), 2, section="3.2",
    ),
    Told(
        "2",
        {
            "title": "Майстерня затишку", "form": "master_class", "direction": "art", "audiences": ["families"],
            "term": "щомісяця", "starts": "11:00", "executors": "ЦПЧ", "where": "кімната на першому поверсі",
        },
        3, 16, 0, ("Витинанка", "Закладка з осіннього листя", "Лялька-мотанка"), ("0-14", "36-59"), 5, section="3.2",
    ),
    Told(
        "3",
        {
            "title": "Медіавівторок", "form": "webinar", "direction": "media", "audiences": ["internet"], "format": "online",
            "link": "https://video.example.org/media", "term": "щомісяця", "starts": "15:00", "executors": "ВІТЕР",
        },
        0, 0, 31, ("Як упізнати вигадану новину",), ("",), 1, open=True, section="3.2",
    ),
)  # fmt: skip
"""Invented, as everybody and everything here; the terms are written as plans write them."""


class Clock:
    """The clock of the story stands still meanwhile: its ticks are the story's dice."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.actor = stage, stage.actors["promoter"]

    def at(self, day: dt.date, hour: int = 10, actor: Actor | None = None) -> Act:
        moment = dt.datetime.combine(day, dt.time(hour), self.stage.now.tzinfo)
        return Act(actor=actor or self.actor, at=moment, uid=new_uid())


def plan(stage: Stage) -> None:
    clock, rng = Clock(stage), random.Random("події")  # noqa: S311 - a story, not a secret
    since = max(stage.calendar.start, dt.date(stage.calendar.today.year, 1, 1))
    for told in TOLD:
        series = _series(stage, clock, told, since)
        _hold(stage, clock, told, series, rng)
    _exhibition(stage, clock)
    _called_off(stage, clock)


def _series(stage: Stage, clock: Clock, told: Told, since: dt.date) -> Series:
    year = stage.calendar.today.year
    series = add_series(
        clock.at(since), unit=stage.units[CENTRE], place=_place(stage, told), year=year,
        about={**told.about, "weekday": told.weekday}, section=told.section, number=told.number,
    )  # fmt: skip
    return propose_events(clock.at(since, 11), series=series, since=since)


def _place(stage: Stage, told: Told) -> Any:
    return stage.units[CENTRE if told.about.get("format") == "online" else HUBS[told.hub].name]


def _hold(stage: Stage, clock: Clock, told: Told, series: Series, rng: random.Random) -> None:
    """What lies behind is counted, all but the latest of one series, for which the bell rings; what lies ahead is confirmed, except
    where somebody has still to look at the drafts."""
    today = stage.calendar.today
    for number, event in enumerate(Event.objects.filter(series=series).order_by("on")):
        if event.on >= today and told.open:
            continue
        done = confirm_event(clock.at(min(event.on, today), 9), event=event)
        if event.on < today and not (told.number == "2" and told.section == "3.1" and event.on >= today - dt.timedelta(days=40)):
            counts = [line for way in WAYS[event.format] for line in _came(told, way, rng)]
            report = "Говорили довше, ніж планували; просили повторити." if number % 3 == 0 else ""
            count_event(clock.at(event.on, 19), event=done, counts=counts, report=report)


def _came(told: Told, way: Way, rng: random.Random) -> list[dict[str, Any]]:
    about = told.online if way == Way.ONLINE else told.people
    audience, ages = told.about["audiences"][0], ("",) if way == Way.ONLINE else told.ages
    return [
        {"way": str(way), "audience": audience, "age": age, "number": max(1, about // len(ages) + rng.randint(-3, 4))}
        for age in ages
    ]


def _exhibition(stage: Stage, clock: Clock) -> None:
    """It goes on today, and was opened on its second day."""
    today = stage.calendar.today
    about = {
        "title": "Стежки, якими ми йшли", "subtitle": "фотовиставка", "form": "exhibition", "direction": "local",
        "audiences": ["communities"], "project": "Голоси сходу", "where": "хол", "starts": "12:00", "ends": "14:00",
    }  # fmt: skip
    begins, hub = today - dt.timedelta(days=6), stage.units[HUBS[1].name]
    arguments: dict[str, Any] = {
        "unit": stage.units[CENTRE],
        "place": hub,
        "on": begins,
        "until": today + dt.timedelta(days=15),
        "opening": begins + dt.timedelta(days=1),
        "about": about,
    }
    add_event(clock.at(begins - dt.timedelta(days=9)), **arguments)


def _called_off(stage: Stage, clock: Clock) -> None:
    """One event ahead is moved, one is cancelled, each with its reason."""
    today = stage.calendar.today
    ahead = list(Event.objects.filter(state=State.PLANNED, on__gt=today, series__title="Мовна кухня").order_by("on")[:2])
    if len(ahead) == 2:
        move_event(
            clock.at(today, 8), event=ahead[0], on=ahead[0].on + dt.timedelta(days=1), starts="18:00", ends="19:00",
            reason="У хабі того дня не буде світла.",
        )  # fmt: skip
        cancel_event(clock.at(today, 8), event=ahead[1], reason="Ведуча захворіла.")
    hub, librarian = stage.units[HUBS[0].name], stage.actors[HUBS[0].name]
    about = {"title": "Ранкові читання для малечі", "form": "reading", "audiences": ["children"], "starts": "10:30"}
    add_event(clock.at(today, 8, librarian), unit=hub, place=hub, on=today + dt.timedelta(days=2), about=about)
