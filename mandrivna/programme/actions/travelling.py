"""What comes of something else: a draft of a memorable date, a stop of a travelling exhibition."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.programme import rules
from mandrivna.programme.actions.series import ended_problems
from mandrivna.programme.memorable import Occasion, kept_words, memorable, occasions_of
from mandrivna.programme.models import DESCRIBED, Event, Series
from mandrivna.programme.problems import day_problems, place_problems, year_problems
from mandrivna.programme.states import State
from mandrivna.programme.terms import terms

FORM = "info_hour"
"""What a memorable date becomes unless somebody says otherwise."""


@verb("programme.draft_date", may=rules.PLAN, at="unit")
def draft_date(act: Act, *, unit: Unit, place: Unit, code: str, year: int) -> Event:
    """A memorable date becomes a draft on its day: named, dated, and everything else is for a person to say."""
    occasion = next(iter(occasions_of(memorable()[code], year)), None) if code in memorable() else None
    title, subtitle = kept_words(occasion) if occasion else ("", "")
    refuse_if([*year_problems(year), *place_problems(unit, place), *_date_problems(occasion, unit, title)])
    assert occasion is not None
    form = FORM if FORM in terms().forms else next(iter(terms().forms))
    event = Event(
        uid=act.uid, institution=institution_of(unit), unit=unit, place=place, title=title, subtitle=subtitle,
        form=form, counted_as=terms().counts(form), audiences=["general"], on=occasion.first,
        until=occasion.last if occasion.last != occasion.first else None, state=State.DRAFT, made_at=act.at, changed_at=act.at,
    )  # fmt: skip
    event.save(force_insert=True)
    return event


def _date_problems(occasion: Occasion | None, unit: Unit, title: str) -> list[Problem]:
    if occasion is None:
        return [Blocker(code="unknown_date", text=_("Такої дати в календарі немає."))]
    same = Event.objects.filter(institution=institution_of(unit), on=occasion.first, title=title)
    if same.exclude(state=State.CANCELLED).exists():
        return [Blocker(code="date_taken", text=_("На цю дату вже є подія з такою назвою."))]
    return []


@verb("programme.add_stop", may=rules.PLAN, at="series.unit")
def add_stop(act: Act, *, series: Series, place: Unit, on: dt.date, until: dt.date) -> Event:
    """One place of a travelling exhibition, for a period. Each counts for itself; it cannot be in two places at once."""
    locked = Series.objects.select_for_update().get(pk=series.pk)
    refuse_if([*ended_problems(locked), *place_problems(locked.unit, place), *day_problems(on, until)])
    refuse_if(road_problems(locked, on, until))
    about: dict[str, Any] = {
        name: getattr(locked, name) for name in (*DESCRIBED, "institution", "unit", "plan_item", "starts", "ends")
    }
    event = Event(
        uid=act.uid, series=locked, place=place, on=on, until=until if until != on else None, state=State.DRAFT,
        counted_as=terms().counts(locked.form), made_at=act.at, changed_at=act.at, **about,
    )  # fmt: skip
    if place.pk != locked.place_id:
        event.where = ""  # the room of one place is not the room of another
    event.save(force_insert=True)
    return event


def road_problems(series: Series, on: dt.date, until: dt.date) -> list[Problem]:
    """It may leave and come on one day."""
    stops = Event.objects.filter(series=series).exclude(state=State.CANCELLED).select_related("place").order_by("on")
    met = stops.annotate(last=Coalesce("until", "on")).filter(on__lt=until, last__gt=on) if on != until else stops.none()
    same = stops.filter(on=on)
    other = (met | same.annotate(last=Coalesce("until", "on"))).first()
    if other is None:
        return []
    told = {"place": str(other.place), "day": date_format(other.last_day, "SHORT_DATE_FORMAT")}
    return [Blocker(code="elsewhere", text=_("У ці дні виставка стоїть деінде: %(place)s, до %(day)s.") % told, field="on")]
