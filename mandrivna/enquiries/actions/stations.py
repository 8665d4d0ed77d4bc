"""Computers for readers, and sessions at them: a tap when somebody sits down, a tap when they get up."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import service_mode
from mandrivna.enquiries import rules
from mandrivna.enquiries.models import Sitting, Station
from mandrivna.enquiries.stations import sitting_lines, station_lines
from mandrivna.enquiries.terms import terms
from mandrivna.ledger.api import settle
from mandrivna.readers.models import Audience

LONGEST_NAME = 40


@verb("enquiries.add_station", may=rules.STATIONS, at="place")
def add_station(act: Act, *, place: Unit, name: str, on: dt.date | None = None) -> Station:
    plain, since = " ".join(name.split()), on or act.on
    refuse_if(_station_problems(act, place, plain, since))
    station = Station(uid=act.uid, place=place, name=plain, opened_on=since)
    station.save(force_insert=True)
    settle(act, f"enquiries.Station:{station.pk}", station_lines(station))
    return station


@verb("enquiries.close_station", may=rules.STATIONS, at="station.place")
def close_station(act: Act, *, station: Station) -> Station:
    """It stands there no longer; whoever sat at it got up."""
    locked = Station.objects.select_for_update().get(pk=station.pk)
    if locked.closed_on:
        refuse_if([Blocker(code="station_closed", text=_("Цього комп’ютера вже немає."))])
    for sitting in Sitting.objects.filter(station=locked, ended_at=None):
        _end(act, sitting, act.at)
    locked.closed_on = max(act.on, locked.opened_on)
    locked.save(update_fields=["closed_on"])
    settle(act, f"enquiries.Station:{locked.pk}", station_lines(locked))
    return locked


@verb("enquiries.sit_down", may=rules.LOG, at="station.place")
def sit_down(act: Act, *, station: Station, audience: str = Audience.GENERAL) -> Sitting:
    """Nobody is asked for a name. Whoever sat there and was forgotten got up at the latest now."""
    locked = Station.objects.select_for_update().select_related("place").get(pk=station.pk)
    problems: list[Problem] = []
    if locked.closed_on:
        problems.append(Blocker(code="station_closed", text=_("Цього комп’ютера вже немає.")))
    if audience not in Audience.values:
        problems.append(Blocker(code="unknown_audience", text=_("Оберіть зі списку."), field="audience"))
    refuse_if(problems)
    for forgotten in Sitting.objects.filter(station=locked, ended_at=None):
        _end(act, forgotten, act.at, guessed=True)
    mode = service_mode(locked.place, locked.place.on(act.on))
    sitting = Sitting(uid=act.uid, station=locked, place=locked.place, mode=mode, audience=audience, on=act.on, started_at=act.at)
    sitting.save(force_insert=True)
    settle(act, f"enquiries.Sitting:{sitting.pk}", sitting_lines(sitting))
    return sitting


@verb("enquiries.get_up", may=rules.LOG, at="sitting.place")
def get_up(act: Act, *, sitting: Sitting) -> Sitting:
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if locked.ended_at or locked.struck:
        refuse_if([Blocker(code="sitting_over", text=_("Цей сеанс уже завершено."))])
    return _end(act, locked, act.at)


@verb("enquiries.strike_sitting", may=rules.LOG, at="sitting.place")
def strike_sitting(act: Act, *, sitting: Sitting) -> Sitting:
    """Tapped by mistake: it stays and counts nothing."""
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if locked.struck:
        refuse_if([Blocker(code="struck", text=_("Цей сеанс уже скасовано."))])
    locked.struck, locked.ended_at = True, locked.ended_at or max(act.at, locked.started_at)
    locked.save(update_fields=["struck", "ended_at"])
    settle(act, f"enquiries.Sitting:{locked.pk}", sitting_lines(locked))
    return locked


@verb("enquiries.end_forgotten", may=rules.LOG, at="sitting.place")
def end_forgotten(act: Act, *, sitting: Sitting) -> Sitting:
    """At night: the day is over and nobody sits there; how long they sat is what the rules allow."""
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if locked.ended_at or locked.on >= act.on:
        refuse_if([Blocker(code="sitting_over", text=_("Цей сеанс уже завершено."))])
    return _end(act, locked, act.at, guessed=True)


def _end(act: Act, sitting: Sitting, at: dt.datetime, *, guessed: bool = False) -> Sitting:
    """What nobody said is taken as the time the rules give, never longer than it can have been."""
    allowed = sitting.started_at + dt.timedelta(minutes=terms().session_minutes)
    sitting.ended_at, sitting.guessed = max(min(at, allowed) if guessed else at, sitting.started_at), guessed
    sitting.save(update_fields=["ended_at", "guessed"])
    settle(act, f"enquiries.Sitting:{sitting.pk}", sitting_lines(sitting))
    return sitting


def _station_problems(act: Act, place: Unit, name: str, since: dt.date) -> list[Problem]:
    found: list[Problem] = []
    if not 0 < len(name) <= LONGEST_NAME:
        text = _("Назвіть комп’ютер коротко: до %(most)d знаків.") % {"most": LONGEST_NAME}
        found.append(Blocker(code="station_name", text=text, field="name"))
    elif Station.objects.filter(place=place, name=name, closed_on=None).exists():
        found.append(Blocker(code="station_twice", text=_("Комп’ютер із такою назвою тут уже є."), field="name"))
    if since > act.on:
        found.append(Blocker(code="future", text=_("Цей день ще не настав."), field="on"))
    return found
