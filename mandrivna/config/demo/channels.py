"""The site of the demonstration, its channels and computers: sessions of each day that was counted, a year's months of numbers."""

from __future__ import annotations

import datetime as dt
import random

from mandrivna.config.demo.data import HUBS, SHORT
from mandrivna.config.demo.stage import KYIV, Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.enquiries.actions.stations import add_station, get_up, sit_down
from mandrivna.lending.actions.channel_months import record_channels
from mandrivna.lending.actions.site import close_site_day
from mandrivna.lending.models import SiteSalt, SiteSeen
from mandrivna.shared.ids import new_uid

GROWTH = {  # subscribers in January and how many come a month; about how many views, how many people reached
    "youtube": (640, 14, 2_100, 900),
    "facebook": (1_870, 22, 9_400, 4_300),
    "telegram": (410, 18, 3_200, 0),
    "instagram": (520, 11, 2_600, 1_250),
}


def tell(stage: Stage) -> None:
    chance = random.Random("канали")  # noqa: S311 - a chance of its own: what the story draws elsewhere stays as it was
    _site(stage, chance)
    _months(stage, chance)
    _computers(stage, chance)


def _site(stage: Stage, chance: random.Random) -> None:
    day = stage.calendar.start
    while day < stage.calendar.today:
        salt = SiteSalt.objects.create(day=day, salt=None)
        number = chance.randint(150, 260) - (60 if day.isoweekday() > 5 else 0)
        SiteSeen.objects.create(salt=salt, mark="0" * 32, last_at=stage.act().at, sessions=number)
        over = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(0, 5), tzinfo=KYIV)
        close_site_day(Act(actor=SYSTEM, at=over, uid=new_uid()), institution=stage.units[SHORT], on=day)
        day += dt.timedelta(days=1)


def _months(stage: Stage, chance: random.Random) -> None:
    """Each month typed in the first days of the next; the last one is still waited for."""
    today = stage.calendar.today
    for month in range(1, today.month - 1):
        rows = [
            {
                "channel": code, "month": f"{today.year}-{month:02}", "subscribers": first + grows * month + chance.randint(-4, 6),
                "views": round(views * chance.uniform(0.8, 1.25)),
                **({"reach": round(reach * chance.uniform(0.8, 1.2))} if reach else {}),
            }
            for code, (first, grows, views, reach) in GROWTH.items()
        ]  # fmt: skip
        record_channels(stage.act(stage.actors["methodist"]), institution=stage.units[SHORT], rows=rows)


def _computers(stage: Stage, chance: random.Random) -> None:
    """Three computers at the first hub; each working day of two weeks somebody sits at some of them."""
    director, place = stage.actors["director"], stage.units[HUBS[0].name]
    opened = stage.calendar.today - dt.timedelta(days=15)

    def at(day: dt.date, minute: int) -> Act:
        moment = dt.datetime.combine(day, dt.time(10, 0), tzinfo=KYIV) + dt.timedelta(minutes=minute)
        return Act(actor=director, at=moment, uid=new_uid())

    names = ("1, біля вікна", "2", "3, з навушниками")
    stations = [add_station(at(opened, 0), place=place, name=name) for name in names]
    for day in stage.calendar.service_days(opened, stage.calendar.today - dt.timedelta(days=1)):
        for number, station in enumerate(stations):
            begins = 5 + 20 * number + chance.randint(0, 15)
            sitting = sit_down(at(day, begins), station=station, audience=chance.choice(("general", "pupil", "student")))
            get_up(at(day, begins + chance.randint(12, 75)), sitting=sitting)
