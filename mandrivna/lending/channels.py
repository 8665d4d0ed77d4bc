"""The channels and the rules of counting the site, from `policy/channels.yaml` and what the institution changed in it."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.models import Kind, Unit
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.lending.models import ChannelMonth, SiteDay, SiteSeen
from mandrivna.lending.rules import CHANNELS
from mandrivna.planning.words import FACET_WORDS

POLICY = "channels"
LONGEST_NAME = 60
PAUSE = (5, 240)
MOST_WORDS, LONGEST_WORD = 300, 60
YEARS_BACK = 3
NAMES = "channels/"
BROWSERS = ("mozilla/", "opera/")


class Measure(models.TextChoices):
    SUBSCRIBERS = "subscribers", _("підписники на кінець місяця")
    VISITS = "visits", _("відвідування")
    VIEWS = "views", _("перегляди")
    REACH = "reach", _("охоплення")


@dataclass(frozen=True)
class Channel:
    """`columns`: what a number may be headed with in a platform's file; «gained» is how many subscribers came, not how many are."""

    code: str
    name: str
    measures: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Channels:
    all: dict[str, Channel]
    pause: dt.timedelta
    robots: tuple[str, ...]
    people: tuple[str, ...]
    networks: tuple[Any, ...]

    @property
    def used(self) -> list[Channel]:
        return [one for one in self.all.values() if one.name]

    def name(self, code: str) -> str:
        """A channel that is used no longer keeps the name it was shipped with."""
        found = self.all.get(code)
        return (found.name if found else "") or shipped_name(code) or code

    def robot(self, agent: str) -> bool:
        """Every browser has called itself one of two names since the last century; whoever does not is a program."""
        said = agent.strip().casefold()
        if not said.startswith(BROWSERS):
            return True
        for word in self.people:
            said = said.replace(word, "")
        return any(word in said for word in self.robots)

    def ours(self, address: str) -> bool:
        """From the library's own computers."""
        if not self.networks:
            return False
        try:
            at = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(at in network for network in self.networks)


def channels() -> Channels:
    return policy.made(POLICY, _made)


def _made(data: dict[str, Any]) -> Channels:
    found = {code: _channel(code, about) for code, about in data["channels"].items()}
    networks = tuple(ipaddress.ip_network(words[0], strict=False) for words in data["own_networks"])
    pause = dt.timedelta(minutes=data["pause_minutes"])
    return Channels(found, pause, flat(data["robots"]), flat(data["people"]), networks)


def _channel(code: str, about: dict[str, Any]) -> Channel:
    columns = {name: flat(words) for name, words in about["columns"].items()}
    return Channel(code, gettext(name) if (name := about["name"].strip()) else "", tuple(about["measures"]), columns)


def flat(value: list[Any]) -> tuple[str, ...]:
    """Words as shipped, or as written on the page of rules: several in a line."""
    words = (word for line in value for word in (line if isinstance(line, list) else [line]))
    return tuple(word.strip().casefold() for word in words)


def shipped_name(code: str) -> str:
    about = policy.seed(POLICY)["channels"].get(code)
    return gettext(about["name"]) if about and about["name"] else ""


class _Named:
    """For the drill-down and the sentence under the table: as the institution calls it now."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        return channels().name(self.code)


for _code in policy.seed(POLICY)["channels"]:
    FACET_WORDS.add(f"channel:{_code}", _Named(_code))


# --- what an institution may change -------------------------------------------------------------------------------------


def channels_policy_problems(key: str, value: Any) -> list[Problem]:
    text: Any
    if key == "pause_minutes":
        sound = type(value) is int and PAUSE[0] <= value <= PAUSE[1]
        text = _("Потрібне ціле число від %(low)d до %(high)d.") % {"low": PAUSE[0], "high": PAUSE[1]}
    elif key == "own_networks":
        sound = isinstance(value, list) and len(value) <= MOST_WORDS and all(_network(words) for words in value)
        text = _("У кожному рядку має бути одна адреса або мережа, як-от 203.0.113.7 чи 203.0.113.0/24.")
    elif key.startswith(NAMES) and key.endswith("/name"):
        sound = isinstance(value, str) and len(value) <= LONGEST_NAME
        text = _("Потрібна назва до %(most)d знаків; порожня прибирає канал із таблиці.") % {"most": LONGEST_NAME}
    elif key in ("robots", "people") or key.startswith(NAMES):
        sound, text = _words(value), _("Потрібні слова, не довші за %(most)d знаків.") % {"most": LONGEST_WORD}
    else:
        sound, text = False, _("Цього правила на сторінці не змінюють.")
    return [] if sound else [Blocker(code="policy_channels", text=text, field="value")]


def _network(words: Any) -> bool:
    try:
        ipaddress.ip_network(words[0], strict=False)
    except (ValueError, TypeError, IndexError, KeyError):
        return False
    return len(words) == 1


def _words(value: Any) -> bool:
    try:
        said = flat(value)
    except (TypeError, AttributeError):
        return False
    return isinstance(value, list) and 0 < len(said) <= MOST_WORDS and all(2 <= len(word) <= LONGEST_WORD for word in said)


VALIDATORS.add(POLICY, channels_policy_problems)


# --- what is read -------------------------------------------------------------------------------------------------------


def channel_units(actor: Actor) -> models.QuerySet[Unit]:
    """Channels belong to an institution as a whole."""
    return Unit.objects.visible_to(actor, CHANNELS).open().filter(kind=Kind.INSTITUTION).order_by("path")


def month_rows(institution: Unit, year: int) -> dict[tuple[str, dt.date], ChannelMonth]:
    """Of the year, and December before it."""
    stretch = (dt.date(year - 1, 12, 1), dt.date(year, 12, 1))
    rows = ChannelMonth.objects.filter(institution=institution, month__range=stretch)
    return {(row.channel, row.month): row for row in rows}


def site_months(institution: Unit, year: int) -> dict[int, int]:
    rows = SiteDay.objects.filter(institution=institution, on__year=year).order_by()
    return dict(rows.values_list("on__month").annotate(sum=Sum("number")))


def site_today() -> int:
    """So far, from what is written down already; some seconds late."""
    return SiteSeen.objects.filter(salt__day=timezone.localdate()).aggregate(sum=Sum("sessions"))["sum"] or 0


def months_to_write(today: dt.date, year: int) -> Iterable[dt.date]:
    """Months of that year that have begun, the last one first."""
    last = today.month if year == today.year else 12
    return (dt.date(year, month, 1) for month in range(last, 0, -1))
