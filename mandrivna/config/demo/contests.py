"""A contest with its winners and a conference that takes applications, for the demonstration."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.programme import CENTRE, Clock
from mandrivna.config.demo.stage import Stage
from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.calls import add_application, add_call, decide, invite_juror, score_invited, step_call
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.excursions import accept_excursion, add_route, record_excursion
from mandrivna.programme.models import Call

WORKS = (
    ("Лист із дороги", "Тетяна Вигадана", "перше місце", (10, 9, 9)),
    ("Вокзал о п’ятій", "Степовик", "друге місце", (8, 9, 8)),
    ("Бабусина шафа", "Марко Придуманий", "", (7, 8, 7)),
)
TALKS = (
    ("Полиця, яка приїхала сама", "Оксана Вигадана", "Хаб «Затишок»", "10:30"),
    ("Бот замість каталожної шухляди", "Роман Придуманий", "ПБ Степової громади", "11:00"),
    ("Як порахувати те, чого немає в приміщенні", "Ліна Вигадана", "", ""),
)
PDF = base64.b64encode(b"%PDF-1.4\n% demonstration\n").decode()


def hold(stage: Stage) -> None:
    clock, today = Clock(stage), stage.calendar.today
    director = stage.actors["director"]
    contest = _announced(stage, clock, "contest", today - dt.timedelta(days=60), today - dt.timedelta(days=14), CONTEST)
    for at, (title, name, award, points) in enumerate(WORKS):
        said: dict[str, Any] = {
            "name": name,
            "title": title,
            "part": contest.parts.all()[at % 2],
            "aloud": bool(award),
            "contact": "example@example.org",
        }
        files = [{"name": Withheld("tvir.pdf"), "content": Withheld(PDF)}]
        work = add_application(clock.at(today - dt.timedelta(days=30), 10 + at, director), call=contest, files=files, **said)
        link = Withheld(f"demonstration-juror-{at}-{contest.pk.hex}")
        if at == 0:
            juror = invite_juror(
                clock.at(today - dt.timedelta(days=13), 9, director), call=contest, name="Журі Вигадане", link=link
            )
            first = link
        score_invited(
            clock.at(today - dt.timedelta(days=12), 10 + at), juror=juror, application=work, points=list(points), link=first
        )
        verdict: dict[str, Any] = {"state": "accepted", "award": award, "called": name if award else ""}
        decide(clock.at(today - dt.timedelta(days=8), 10 + at, director), application=work, **verdict)
    for to in ("judging", "done"):
        step_call(clock.at(today - dt.timedelta(days=7)), call=contest, to=to)
    _conference(stage, clock, director)
    _excursion(stage, clock)


def _excursion(stage: Stage, clock: Clock) -> None:
    """One group is agreed with, another waits."""
    today, hub = stage.calendar.today, stage.units[HUBS[0].name]
    librarian = stage.actors[HUBS[0].name]
    about = {
        "title": "Місто, яке прихистило", "minutes": 75, "most": 25, "meets": "біля входу до хабу",
        "audiences": ["pupil", "families"], "about": "Прогулянка кварталом, який став домом: від вокзалу до полиці.",
        "stops": "вокзал\nстара друкарня\nхаб і його полиця",
    }  # fmt: skip
    route = add_route(clock.at(today - dt.timedelta(days=30), 10, librarian), unit=hub, place=hub, about=about)
    at, school = (
        clock.at(today - dt.timedelta(days=6), 12, librarian),
        {"asker": Withheld("Ліцей «Вигаданий», 8 клас"), "contact": Withheld("050 000 00 00")},
    )
    asked = record_excursion(at, route=route, people=22, wished_on=today + dt.timedelta(days=9), audience="pupil", **school)
    accept_excursion(
        clock.at(today - dt.timedelta(days=5), 12, librarian), request=asked, on=today + dt.timedelta(days=9), starts="11:00"
    )
    family = {name: Withheld(said) for name, said in FAMILY.items()}
    day = today + dt.timedelta(days=16)
    record_excursion(clock.at(today, 9, librarian), route=route, people=12, wished_on=day, audience="seniors", **family)


FAMILY = {"asker": "Клуб «Теплі долоні»", "contact": "example@example.org", "note": "двоє у візочках"}
CONTEST: dict[str, Any] = {
    "parts": ["Проза", "Поезія"],
    "about": {
        "title": "Рядки з дороги", "about": "Короткі тексти про дім, який їде з тобою.", "criteria": ["Мова", "Думка", "Щирість"],
        "rules": "Один твір до чотирьох сторінок. Підписати можна псевдонімом. Журі читає без імен.",
    },
}  # fmt: skip
CONFERENCE: dict[str, Any] = {
    "parts": ["Бібліотека й громада", "Цифрове"],
    "about": {
        "title": "Бібліотека без стін", "about": "Науково-практична конференція бібліотек, які переїхали.",
        "rules": "Доповідь до 15 хвилин, наживо або онлайн. Тези до однієї сторінки. Послухати може кожен охочий.",
    },
}  # fmt: skip


def _announced(
    stage: Stage, clock: Clock, kind: str, opens: dt.date, closes: dt.date, said: dict[str, Any], event: Any = None
) -> Call:
    made = add_call(
        clock.at(opens, 9), kind=kind, unit=stage.units[CENTRE], place=stage.units[CENTRE], opens_on=opens, closes_on=closes,
        event=event, **said,
    )  # fmt: skip
    return step_call(clock.at(opens, 10), call=made, to="open")


def _conference(stage: Stage, clock: Clock, director: Any) -> None:
    today = stage.calendar.today
    about = {
        "title": "Бібліотека без стін",
        "form": "conference",
        "audiences": ["librarian"],
        "format": "hybrid",
        "starts": "10:00",
    }
    hub = stage.units[HUBS[0].name]
    day = add_event(
        clock.at(today - dt.timedelta(days=20)), unit=stage.units[CENTRE], place=hub, on=today + dt.timedelta(days=24), about=about
    )
    call = _announced(stage, clock, "conference", today - dt.timedelta(days=20), today + dt.timedelta(days=10), CONFERENCE, day)
    for at, (title, name, org, starts) in enumerate(TALKS):
        said: dict[str, Any] = {"name": name, "org": org, "title": title, "part": call.parts.all()[at % 2], "aloud": True}
        talk = add_application(
            clock.at(today - dt.timedelta(days=5), 10 + at, director), call=call, contact=Withheld("example@example.org"), **said
        )
        if starts:
            decide(
                clock.at(today - dt.timedelta(days=2), 10 + at, director),
                application=talk,
                state="accepted",
                starts=starts,
                called=name,
            )
    listens = add_application(
        clock.at(today - dt.timedelta(days=1), 10, director), call=call, name=Withheld("Зоряна Вигадана"), listener=True
    )
    decide(clock.at(today - dt.timedelta(days=1), 11, director), application=listens, state="accepted")
