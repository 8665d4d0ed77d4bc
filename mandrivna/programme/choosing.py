"""Which of the announced events somebody wants to see: in a town, online, for whom; the same on pages, in feeds and calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from mandrivna.core.places import Place, Shown, shown_on
from mandrivna.programme.queries import Announced, announced, as_announced
from mandrivna.programme.states import Format, State
from mandrivna.programme.terms import Terms

LONGEST = 60
AHEAD = dt.timedelta(days=180)
"""How far the site announces."""
MOST = 400


@dataclass(frozen=True)
class Choice:
    town: str = ""
    online: str = ""
    audience: str = ""

    def fits(self, told: Announced) -> bool:
        if self.town and told.town != self.town:
            return False
        if self.online and told.event.format == Format.PLACE:
            return False
        return not self.audience or self.audience in told.event.audiences

    def of(self, rows: Iterable[Announced]) -> list[Announced]:
        return [told for told in rows if self.fits(told)]

    def query(self, **other: str) -> str:
        """«town=Черкаси&audience=children», some of it said otherwise."""
        said = {**{name: value for name, value in asdict(self).items() if value}, **other}
        return urlencode({name: value for name, value in said.items() if value})

    def without(self, *names: str) -> Choice:
        return replace(self, **dict.fromkeys(names, ""))


def choice_of(asked: Mapping[str, str]) -> Choice:
    """Of the query of an address; nonsense fits nothing and breaks nothing."""
    town, audience = (asked.get(name, "").replace("\x00", "")[:LONGEST] for name in ("town", "audience"))
    return Choice(town=town, audience=audience, online="1" if asked.get("online") == "1" else "")


def coming(choice: Choice, today: dt.date, most: int) -> list[Announced]:
    """What is ahead and fits what was asked for, the nearest first."""
    shown = shown_on(today)
    rows = announced(shown, today, today + AHEAD).filter(state=State.PLANNED)[:MOST]
    return choice.of(as_announced(one, shown) for one in rows)[:most]


def coming_at(places: Iterable[Place], shown: Shown, today: dt.date, most: int) -> list[Announced]:
    """What is ahead at these places; one question. Of an event online only nobody comes to a place."""
    rows = announced(shown, today, today + AHEAD).filter(at_places(places), state=State.PLANNED)[:most]
    return [as_announced(one, shown) for one in rows]


def at_places(places: Iterable[Place]) -> Q:
    """What people come to there. Where nothing certain is known nobody is sent."""
    return Q(place__in=[one.pk for one in places if one.known]) & ~Q(format=Format.ONLINE)


def ways_to_choose(choice: Choice, rows: list[Announced], known: Terms) -> dict[str, Any]:
    """Only towns and groups for which something is: a choice that leads to nothing is none."""
    towns = sorted({told.town for told in rows if told.town})
    codes = {code for told in rows for code in told.event.audiences}
    anywhere, anybody = choice.without("town", "online"), choice.without("audience")
    return {
        "towns": towns,
        "town": choice.town,
        "online": bool(choice.online),
        "places": [
            ("", anywhere.query(), not choice.town and not choice.online),
            *((town, anywhere.query(town=town), town == choice.town) for town in towns),
        ],
        "streamed": anywhere.query(online="1"),
        "audiences": [
            (label, anybody.query(audience=code), code == choice.audience)
            for code, label in known.audience_choices()
            if code in codes
        ],
        "anybody": anybody.query(),
        "audience": choice.audience,
        "query": f"&{choice.query()}" if choice.query() else "",
        "chosen": choice.query(),
    }
