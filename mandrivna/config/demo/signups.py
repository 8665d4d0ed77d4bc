"""Sign-ups of the demonstration: a workshop with a queue, a club one joins for its whole year, today's evening with its door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.doors import check_in, count_heads, count_online
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event, admit_series, sign_up, sign_up_own
from mandrivna.programme.models import Admission, Event, Series, SignUp
from mandrivna.programme.states import State
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid

PEOPLE = (
    ("Журавка", "zhuravka@example.org", ""), ("пані Віра", "050 000 00 01", "Сісти ближче: погано чую."),
    ("Лелека", "leleka@example.org", ""), ("Ластівка з донькою", "", ""), ("Степовик", "stepovyk@example.org", "Місце для візка."),
    ("Мандрівниця", "mandry@example.org", ""), ("тато Соні", "067 000 00 02", ""), ("Синичка", "synychka@example.org", ""),
)  # fmt: skip
"""Invented names under which invented people signed up."""


def sign_up_for_events(stage: Stage) -> None:
    today = stage.calendar.today
    workshop = Event.objects.filter(series__title="Майстерня затишку", state=State.PLANNED, on__gt=today).order_by("on").first()
    if workshop is not None:
        to = admit_event(_act(stage), event=workshop, about={"places": 5, "age_from": 6})
        _people(stage, to, PEOPLE)
    club = Series.objects.filter(title="Клуб «Читай і мандруй»").first()
    if club is not None:
        to = admit_series(_act(stage), series=club, about={"places": 15})
        _people(stage, to, PEOPLE[:3])
        _readers(stage, to)
    _tonight(stage)
    _from_afar(stage)


def _act(stage: Stage, actor: Actor | None = None, hour: int = 9) -> Act:
    moment = dt.datetime.combine(stage.calendar.today, dt.time(hour), stage.now.tzinfo)
    return Act(actor=actor or stage.actors["promoter"], at=moment, uid=new_uid(), channel="self" if actor else "desk")


def _people(stage: Stage, to: Admission, people: Any) -> list[SignUp]:
    found = []
    for name, contact, needs in people:
        said = {"name": name, "contact": contact, "needs": needs}
        told = {key: Withheld(value) for key, value in said.items() if value}
        found.append(sign_up(_act(stage, NOBODY), admission=to, of_age=True, **told))
    return found


def _readers(stage: Stage, to: Admission) -> None:
    """Two who have books in hand: there is something to see in their accounts."""
    known: dict[Any, Reader] = {}
    for lent in stage.lent[:40]:
        reader = lent.guest.load()
        known.setdefault(reader.pk, reader)
    for reader in list(known.values())[:2]:
        sign_up_own(_act(stage, Actor(reader=reader.pk)), admission=to, reader=reader)


def _tonight(stage: Stage) -> None:
    """Whoever looks at the door finds somebody checked in, somebody awaited and a number of those who gave no name."""
    today, hub = stage.calendar.today, stage.units[HUBS[0].name]
    librarian = stage.actors[HUBS[0].name]
    about = {
        "title": "Вечір настільних ігор", "form": "game", "audiences": ["youth", "families"], "starts": "17:00", "ends": "19:00",
        "about": "Ігри наші, настрій ваш. Приходьте самі або компанією.",
    }  # fmt: skip
    event = add_event(_act(stage, librarian, 8), unit=hub, place=hub, on=today, about=about)
    rows = _people(stage, admit_event(_act(stage, librarian, 8), event=event, about={"places": 12}), PEOPLE[2:7])
    for row in rows[:2]:
        check_in(_act(stage, librarian, 17), event=event, signup=row)
    for audience, number in (("youth", 5), ("families", 1)):
        count_heads(_act(stage, librarian, 17), event=event, audience=audience, number=number)


def _from_afar(stage: Stage) -> None:
    """The latest of the talks on site and online: what the platforms said is what was counted."""
    held = Event.objects.filter(series__title="Розмови біля полиці", state=State.HELD).order_by("-on").first()
    if held is not None and held.online > 2:
        count_online(_act(stage), event=held, source="zoom", number=held.online - 2)
        count_online(_act(stage), event=held, source="youtube", number=2)
