"""What the demonstration shows of the year: drafts of memorable dates ahead, an exhibition on its way from hub to hub."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.programme import CENTRE, Clock
from mandrivna.config.demo.stage import Stage
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import confirm_event
from mandrivna.programme.actions.series import add_series
from mandrivna.programme.actions.travelling import add_stop, draft_date
from mandrivna.programme.memorable import occasions

STOP = 12
"""Days in one place."""


def plan_year(stage: Stage) -> None:
    clock, today = Clock(stage), stage.calendar.today
    ahead = [one for one in occasions(today.year) if one.first > today + dt.timedelta(days=3)]
    for occasion in ahead[:2]:
        unit = stage.units[CENTRE]
        draft_date(clock.at(today, 11), unit=unit, place=unit, code=occasion.date.code, year=occasion.first.year)
    _on_the_road(stage, clock, today)


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
