"""The plan whose board somebody asks for, and the part of its year."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone

from mandrivna.core.models import Unit
from mandrivna.planning.models import Plan
from mandrivna.planning.plan_states import PlanKind
from mandrivna.planning.queries import UNTIL
from mandrivna.planning.rules import VIEW


def plan_or_404(request: HttpRequest, pk: int | None) -> Plan | None:
    """The asked plan, or the newest annual plan that this person may read."""
    units = Unit.objects.visible_to(request.actor, VIEW)
    plans = Plan.objects.filter(unit__in=units).select_related("unit")
    if pk is None:
        today = timezone.localdate()
        mine = plans.filter(kind=PlanKind.ANNUAL, sections__isnull=False).distinct().order_by("unit__path", "-year")
        return mine.filter(year__lte=today.year).first() or mine.first()
    found = plans.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def until_of(request: HttpRequest) -> str:
    until = request.GET.get("until", "")
    if until not in UNTIL:
        raise Http404
    return until
