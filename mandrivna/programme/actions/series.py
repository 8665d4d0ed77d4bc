"""Series: planned once, then their days are proposed, confirmed, moved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Staff, Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.planning.actions.items import item_of, item_problems
from mandrivna.programme import rules
from mandrivna.programme.actions.signups import follow_series, refill_series, whereabouts
from mandrivna.programme.call_notices import tell_calls_of
from mandrivna.programme.circle_notices import tell_changed
from mandrivna.programme.memorable import calendar_of
from mandrivna.programme.models import DESCRIBED, Event, Series, words_of
from mandrivna.programme.problems import described_problems, place_problems, year_problems
from mandrivna.programme.proposing import Days, propose
from mandrivna.programme.signup_notices import CALLED_OFF, MOVED, SERIES_CHANGED, SERIES_ENDED
from mandrivna.programme.states import State
from mandrivna.programme.terms import closed_days, terms
from mandrivna.shared.dates.terms import Term, read_term

TEXTS = ("title", "subtitle", "project", "where", "executors", "term")
FOLLOWED = (*DESCRIBED, "unit_id", "place_id", "plan_item_id", "starts", "ends")
OWN = ("executors", "year", "term", "starts", "ends", "weekday")


@verb("programme.add_series", may=rules.PLAN, at="unit")
def add_series(
    act: Act, *, unit: Unit, place: Unit, year: int, about: dict[str, Any], coordinator: Staff | None = None, section: str = "",
    number: str = "",
) -> Series:  # fmt: skip
    """`unit` answers for it, `place` is where it usually is. Nothing is dated yet."""
    refuse_if(_problems(unit, place, year, about, section, number))
    series = Series(uid=act.uid, institution=institution_of(unit), made_at=act.at)
    _put(series, unit, place, year, about, coordinator, section, number)
    series.save(force_insert=True)
    return series


@verb("programme.edit_series", may=rules.PLAN, at="series.unit")
def edit_series(
    act: Act, *, series: Series, unit: Unit, place: Unit, year: int, about: dict[str, Any], coordinator: Staff | None = None,
    section: str = "", number: str = "",
) -> Series:  # fmt: skip
    """What is still ahead follows in what it has of the series; what was held or cancelled, and days that are set, stay."""
    act.actor.require(rules.PLAN, unit.path)
    refuse_if(_problems(unit, place, year, about, section, number))
    locked = Series.objects.select_for_update().get(pk=series.pk)
    was = {name: getattr(locked, name) for name in FOLLOWED}
    _put(locked, unit, place, year, about, coordinator, section, number)
    rows = list(Event.objects.select_for_update().filter(series=locked, on__gte=act.on).ahead())
    before = {event.pk: whereabouts(event) for event in rows}
    for event in rows:
        _follow(event, was, locked)
        event.changed_at = act.at
    refuse_if(_clashes(locked, rows))
    locked.save()
    changed = [name for name in FOLLOWED if getattr(locked, name) != was[name]]
    Event.objects.bulk_update(rows, [*changed, "words", "counted_as", "changed_at"])
    moved = [event for event in rows if event.state == State.PLANNED and before[event.pk] != whereabouts(event)]
    if moved:
        follow_series(act, locked, moved, MOVED, SERIES_CHANGED)
        tell_changed(act, locked)
    return locked


def _follow(event: Event, was: dict[str, Any], series: Series) -> None:
    """What somebody has said of this one event stays: the place of a stop, another hour, a name of its own."""
    own = {name for name in FOLLOWED if getattr(event, name) != was[name]}
    if own & {"starts", "ends"}:
        own |= {"starts", "ends"}
    if "place_id" in own:
        own.add("where")  # the room of one place is not the room of another
    if "form" not in own and series.form != event.form:
        event.counted_as = terms().counts(series.form)
    for name in FOLLOWED:
        if name not in own:
            setattr(event, name, getattr(series, name))
    event.words = words_of(event)


def _clashes(series: Series, rows: list[Event]) -> list[Problem]:
    """At the new hour of a day there may be one more event of the series."""
    others = Event.objects.filter(series=series).exclude(state=State.CANCELLED).exclude(pk__in=[event.pk for event in rows])
    taken = set(others.filter(on__in={event.on for event in rows}).values_list("on", "starts"))
    for event in sorted(rows, key=lambda one: one.on):
        if (event.on, event.starts) in taken:
            told = {"day": date_format(event.on, "SHORT_DATE_FORMAT"), "hour": event.starts}
            text = _("%(day)s о %(hour)s у цього циклу вже є інша подія: спершу перенесіть або скасуйте її.") % told
            return [Blocker(code="twice", text=text, field="starts")]
        taken.add((event.on, event.starts))
    return []


def _problems(unit: Unit, place: Unit, year: int, about: dict[str, Any], section: str, number: str) -> list[Problem]:
    found = [*described_problems(about), *place_problems(unit, place), *year_problems(year), *item_problems(section, number)]
    weekday = about.get("weekday")
    if weekday is not None and weekday not in range(7):
        found.append(Blocker(code="unknown_weekday", text=_("Оберіть день тижня зі списку."), field="weekday"))
    return found


def _put(
    series: Series, unit: Unit, place: Unit, year: int, about: dict[str, Any], coordinator: Staff | None, section: str, number: str
) -> None:
    said = {name: about[name] for name in (*DESCRIBED, *OWN) if name in about}
    said |= {name: " ".join(str(said[name]).split()) for name in TEXTS if name in said}
    for name, value in said.items():
        setattr(series, name, value)
    series.unit, series.place, series.year, series.coordinator = unit, place, year, coordinator
    series.plan_item = item_of(institution_of(unit), year, section, number, title=series.title, term=series.term)


@verb("programme.end_series", may=rules.PLAN, at="series.unit")
def end_series(act: Act, *, series: Series, on: dt.date) -> Series:
    """Nothing more will come of it after that day: what was planned later is cancelled, what was held counts on."""
    locked = Series.objects.select_for_update().get(pk=series.pk)
    refuse_if(ended_problems(locked))
    locked.ended_on = on
    locked.save(update_fields=["ended_on"])
    later = Event.objects.filter(series=locked, on__gt=on).ahead()
    announced = list(later.filter(state=State.PLANNED))
    with translation.override(settings.LANGUAGE_CODE):  # what is kept is in one language, whoever's screen it was said on
        reason = str(_("Цикл завершено."))
    later.filter(state=State.PLANNED).update(state=State.CANCELLED, reason=reason, changed_at=act.at)
    later.update(state=State.CANCELLED, changed_at=act.at)
    if announced:
        follow_series(act, locked, announced, CALLED_OFF, SERIES_ENDED)
        tell_changed(act, locked)
    return locked


def ended_problems(series: Series) -> list[Problem]:
    return [Blocker(code="series_ended", text=_("Цей цикл уже завершено."))] if series.ended_on else []


@verb("programme.propose", may=rules.PLAN, at="series.unit")
def propose_events(act: Act, *, series: Series, since: dt.date) -> Series:
    """Drafts for every stretch of the term that has no event yet. Asked again, it adds nothing, not even what was cancelled."""
    locked = Series.objects.select_for_update().get(pk=series.pk)
    term = term_of(locked)
    refuse_if([*ended_problems(locked), *term_problems(term)])
    days = propose(term, busy_days(locked), since, held_spans(locked), locked.weekday)
    about: dict[str, Any] = {
        name: getattr(locked, name) for name in (*DESCRIBED, "institution", "unit", "place", "plan_item", "starts", "ends")
    }
    counted_as = terms().counts(locked.form)
    about |= {
        "series": locked,
        "words": words_of(locked),
        "state": State.DRAFT,
        "counted_as": counted_as,
        "made_at": act.at,
        "changed_at": act.at,
    }
    Event.objects.bulk_create([Event(uid=act.part(str(day)).uid, on=day, **about) for day in days])
    return locked


def term_of(series: Series) -> Term:
    return read_term(series.term, series.year, calendar_of(series.year))


def term_problems(term: Term) -> list[Problem]:
    if not term.written:
        return [Blocker(code="no_term", text=_("У циклу не записано терміну: додайте події самі або впишіть термін."))]
    if term.unread or not term.understood:
        what = "; ".join(term.unread) or term.written
        text = _("Програма не зрозуміла терміну: «%(what)s». Додайте події самі або напишіть інакше.") % {"what": what}
        return [Blocker(code="term_unread", text=text)]
    return []


def busy_days(series: Series) -> Days:
    """Closed days, days of rest, and days on which something is to be at the same place already."""
    at = Event.objects.filter(place=series.place, on__year__gte=series.year - 1).exclude(state=State.CANCELLED)
    known = terms()
    return Days(known.rest_days, closed_days(), frozenset(at.filter(until=None).values_list("on", flat=True)))


def held_spans(series: Series) -> list[tuple[dt.date, dt.date]]:
    """Each event by the day it was first set for: moved into another month it still serves its own."""
    rows = Event.objects.filter(series=series).values_list("on", "moved_from")
    return [(moved or on, moved or on) for on, moved in rows]


@verb("programme.confirm_series", may=rules.PLAN, at="series.unit")
def confirm_series(act: Act, *, series: Series) -> Series:
    """All drafts of the series become planned at once."""
    drafts = Event.objects.filter(series=series, state=State.DRAFT)
    confirmed = list(drafts)
    drafts.update(state=State.PLANNED, changed_at=act.at)
    refill_series(act, series)
    tell_calls_of(*confirmed)
    return series
