"""What the places of the demonstration are for, and the work with parents that goes by the ages of their children."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.programme import CENTRE, Clock
from mandrivna.config.demo.stage import Stage
from mandrivna.enquiries.actions.offers import say_offers
from mandrivna.programme.actions.series import add_series, propose_events

OFFERED = (
    ("for_children", "for_families", "theme_family_reading", "has_internet", "has_wifi", "has_corner", "has_leisure"),
    ("for_families", "for_youth", "theme_language", "work_clubs", "work_studios", "has_wifi", "has_corner", "has_groups"),
    ("for_seniors", "theme_e_services", "work_advice", "has_internet", "has_wifi"),
    ("theme_local", "work_museum", "has_wifi"),
)
"""By the order of hubs; the last two have said nothing yet."""
PARENTS = (
    {
        "title": "Родина читає", "subtitle": "що читають удома і чим допомогти", "form": "survey", "direction": "family",
        "audiences": ["parents_preschool", "parents_primary"], "term": "раз на рік",
        "about": "Коротка анкета для батьків: чи читають удома вголос, чого бракує на полицях, коли зручно приходити.",
    },
    {
        "title": "Книжка на виріст", "subtitle": "огляд для батьків", "form": "literature_review", "direction": "family",
        "audiences": ["parents_preschool"], "term": "раз на квартал", "starts": "17:00",
        "about": "Перебираємо нові книжки для найменших і розповідаємо, з чого почати читання вголос.",
    },
    {
        "title": "Підліток і книжка", "form": "parents_meeting", "direction": "family", "audiences": ["parents_teens"],
        "term": "1, 4 квартали", "starts": "18:00",
        "about": "Виступ на батьківських зборах: як говорити про прочитане без контрольних.",
    },
)  # fmt: skip


def offer(stage: Stage) -> None:
    clock, today = Clock(stage), stage.calendar.today
    director = stage.actors["director"]
    for hub, codes in zip(HUBS, OFFERED, strict=False):
        say_offers(clock.at(stage.calendar.start, 9, director), place=stage.units[hub.name], codes=list(codes))
    for about in PARENTS:
        series = add_series(
            clock.at(today, 8), unit=stage.units[CENTRE], place=stage.units[HUBS[1].name], year=today.year, about=about
        )
        propose_events(clock.at(today, 9), series=series, since=min(today + dt.timedelta(days=3), dt.date(today.year, 12, 31)))
