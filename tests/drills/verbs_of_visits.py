"""One true call of each verb of the site, of the channels and of the counter, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.core.actions.units import edit_unit
from mandrivna.core.models import VisitsFrom
from mandrivna.enquiries.actions.offers import say_offers
from mandrivna.enquiries.actions.stations import add_station, close_station, end_forgotten, get_up, sit_down, strike_sitting
from mandrivna.enquiries.models import Sitting, Station
from mandrivna.lending.actions.channel_months import record_channels
from mandrivna.lending.actions.site import close_site_day
from mandrivna.lending.actions.visits import tap_visits
from mandrivna.lending.models import SiteSalt, SiteSeen

type Told = Callable[[Any], dict[str, Any]]


def _day_over(world: Any) -> dict[str, Any]:
    day = world.lib.today - dt.timedelta(days=1)
    salt, made = SiteSalt.objects.get_or_create(day=day, defaults={"salt": "сіль"})
    if made:
        SiteSeen.objects.create(salt=salt, mark="a" * 32, last_at=world.lib.now, sessions=2)
    return {"institution": world.lib.root, "on": day}


def _month(world: Any) -> dict[str, Any]:
    rows = [{"channel": "youtube", "month": f"{world.lib.today:%Y-%m}", "subscribers": 120, "views": 900}]
    return {"institution": world.lib.root, "rows": rows}


def _tapped(world: Any) -> dict[str, Any]:
    unit = edit_unit(world.lib.act(), unit=world.lib.hub, about={"visits_from": VisitsFrom.COUNTER})
    return {"place": unit, "on": world.lib.today, "number": 2, "audience": "pupil"}


def _station(world: Any) -> Station:
    return add_station(world.lib.act(), place=world.lib.hub, name=f"Біля вікна, {Station.objects.count()}")


def _sitting(world: Any, days: int = 0) -> Sitting:
    at = world.lib.now - dt.timedelta(days=days)
    return sit_down(world.lib.act(at=at), station=_station(world))


VISITS: dict[str, tuple[Callable[..., object], Told]] = {
    "lending.record_channels": (record_channels, _month),
    "enquiries.add_station": (add_station, lambda w: {"place": w.lib.hub, "name": "Біля дверей"}),
    "enquiries.close_station": (close_station, lambda w: {"station": _station(w)}),
    "enquiries.sit_down": (sit_down, lambda w: {"station": _station(w)}),
    "enquiries.get_up": (get_up, lambda w: {"sitting": _sitting(w)}),
    "enquiries.strike_sitting": (strike_sitting, lambda w: {"sitting": _sitting(w)}),
    "enquiries.end_forgotten": (end_forgotten, lambda w: {"sitting": _sitting(w, days=2)}),
    "enquiries.say_offers": (say_offers, lambda w: {"place": w.lib.hub, "codes": ["for_children", "has_wifi"]}),
    "lending.tap_visits": (tap_visits, _tapped),
    "lending.close_site_day": (close_site_day, _day_over),
}
