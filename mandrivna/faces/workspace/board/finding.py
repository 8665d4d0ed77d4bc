"""The plan whose board somebody asks for, and the part of its year."""

from __future__ import annotations

from django.db.models import Case, Exists, OuterRef, Q, When
from django.http import Http404, HttpRequest
from django.utils import timezone

from mandrivna.core.models import Unit
from mandrivna.planning.models import Plan, Section
from mandrivna.planning.plan_states import PlanKind
from mandrivna.planning.queries import UNTIL
from mandrivna.planning.rules import VIEW

MOST_OTHERS = 30


def plan_or_404(request: HttpRequest, pk: int) -> Plan:
    found = Plan.objects.filter(unit__in=Unit.objects.visible_to(request.actor, VIEW), pk=pk).select_related("unit").first()
    if found is None:
        raise Http404
    return found


def plan_and_others(request: HttpRequest, pk: int | None) -> tuple[Plan | None, list[Plan]]:
    """The asked plan, or this year's annual plan nearest to the root that this person may read; and where else they may look (last
    year's, a department's): one question."""
    units = Unit.objects.visible_to(request.actor, VIEW)
    written = Plan.objects.filter(unit__in=units).filter(Q(pk=pk) | Exists(Section.objects.filter(plan=OuterRef("pk"))))
    whens = [When(pk=pk, then=0)]
    if pk is None:
        of_the_year = Q(kind=PlanKind.ANNUAL, year__lte=timezone.localdate().year)
        whens = [When(of_the_year, then=0), When(kind=PlanKind.ANNUAL, then=1)]
    first = Case(*whens, default=2)
    found = list(written.select_related("unit").order_by(first, "unit__path", "-year", "pk")[: MOST_OTHERS + 1])
    if pk is not None and (not found or found[0].pk != pk):
        raise Http404
    return (found[0], found[1:]) if found and (pk is not None or found[0].kind == PlanKind.ANNUAL) else (None, [])


def until_of(request: HttpRequest) -> str:
    until = request.GET.get("until", "")
    if until not in UNTIL:
        raise Http404
    return until
