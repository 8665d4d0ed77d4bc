"""What the demonstration shows of the year: drafts of memorable dates ahead, an exhibition on its way from hub to hub."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.programme import CENTRE, Clock
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.programme.actions.campaigns import add_campaign, group
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import confirm_event
from mandrivna.programme.actions.preparing import add_check, announce_guest, tick
from mandrivna.programme.actions.rooms import add_room, book_room
from mandrivna.programme.actions.series import add_series
from mandrivna.programme.actions.travelling import add_stop, draft_date
from mandrivna.programme.memorable import occasions
from mandrivna.programme.models import Event
from mandrivna.programme.states import State

STOP = 12
"""Days in one place."""


def plan_year(stage: Stage) -> None:
    clock, today = Clock(stage), stage.calendar.today
    ahead = [one for one in occasions(today.year) if one.first > today + dt.timedelta(days=3)]
    for occasion in ahead[:2]:
        unit = stage.units[CENTRE]
        draft_date(clock.at(today, 11), unit=unit, place=unit, code=occasion.date.code, year=occasion.first.year)
    _on_the_road(stage, clock, today)
    _made_ready(stage, clock, today)


def _on_the_road(stage: Stage, clock: Clock, today: dt.date) -> None:
    about = {
        "title": "Листівки з дому",
        "subtitle": "мандрівна виставка",
        "form": "exhibition",
        "direction": "memory",
        "audiences": ["general"],
    }
    places = [stage.units[hub.name] for hub in HUBS[:3]]
    series = add_series(clock.at(today), unit=stage.units[CENTRE], place=places[0], year=today.year, about=about)
    first = today - dt.timedelta(days=STOP + 6)
    for number, place in enumerate(places):
        on = first + dt.timedelta(days=number * STOP)
        event = add_stop(clock.at(today, 11), series=series, place=place, on=on, until=on + dt.timedelta(days=STOP))
        if number < 2:
            event = confirm_event(clock.at(today, 12), event=event)
        if event.last_day < today:
            counts = [{"way": "place", "audience": "general", "age": "", "number": 64}]
            count_event(clock.at(today, 13), event=event, counts=counts, report="Дописали до виставки вісім листівок.")


def _made_ready(stage: Stage, clock: Clock, today: dt.date) -> None:
    """Rooms of two hubs; the nearest event has one, a guest and things to bring, some work is done, a week groups them."""

    def at(hour: int) -> Act:
        return clock.at(today, hour, stage.actors["director"])

    halls = [
        add_room(
            at(8 + number),
            unit=stage.units[HUBS[number].name],
            name=name,
            seats=seats,
            about=about,
        )
        for number, (name, seats, about) in enumerate((("Зала", 40, "проєктор, екран"), ("Дитячий куточок", 12, "килим, подушки")))
    ]
    week = add_campaign(
        at(9), unit=stage.units[CENTRE], title="Тиждень теплого читання", first=today,
        last=today + dt.timedelta(days=6),
        about="Сім днів читаємо вголос там, де нас чекають.",
    )  # fmt: skip
    ahead = Event.objects.filter(institution=week.institution, state=State.PLANNED, on__gte=today, until=None)
    ahead = ahead.exclude(starts="").order_by("on", "starts")
    for number, event in enumerate(ahead[:3]):
        tick(at(10), event=event, code="place")
        if number < 2:
            tick(at(11), event=event, code="announce")
            group(at(12), campaign=week, event=event)
    if (first := ahead.filter(format="hybrid").first() or ahead.first()) is not None:
        book_room(at(13), event=first, room=halls[0])
        announce_guest(
            at(14),
            event=first,
            part="speaker",
            announced="Мандрівна поетка, авторка збірки «Сіль і вітер»",
            agreed=True,
        )
        announce_guest(at(15), event=first, part="partner", announced="Клуб «Степова хвиля»", agreed=True)
        add_check(at(16), event=first, sort="gear", text="Мікрофон і дві колонки")
        add_check(at(17), event=first, sort="work", text="Зустріти гостю на станції", due=first.on)
