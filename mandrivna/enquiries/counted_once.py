"""A session at a computer is counted by taps or by a number in the log, never by both."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem
from mandrivna.enquiries.models import Station
from mandrivna.enquiries.states import Served


def sitting_twice_problems(place: Unit, served: str) -> list[Problem]:
    if served != Served.SESSION or not Station.objects.filter(place=place, closed_on=None).exists():
        return []
    text = _("Сеанси в цьому місці рахує сторінка «Комп’ютери»: число в журналі порахувало б їх удруге.")
    return [Blocker(code="counted_by_stations", text=text, field="served")]
