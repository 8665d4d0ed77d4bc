"""Routes and requests of groups, as the staff and the site read them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.queries import institutions_for
from mandrivna.programme.models import GroupRequest, RequestState, Route
from mandrivna.programme.rules import PEOPLE, PLAN, VIEW


def routes_for(actor: Actor) -> QuerySet[Route]:
    rows = Route.objects.filter(institution__in=institutions_for(actor, VIEW)).select_related(
        "unit", "place", "guide", "institution"
    )
    return rows.annotate(
        waiting=Count("requests", filter=Q(requests__state=RequestState.NEW)),
        agreed=Count("requests", filter=Q(requests__state=RequestState.ACCEPTED)),
    )


def may_plan_route(actor: Actor, route: Route) -> bool:
    return actor.can(PLAN, route.unit.path)


def may_see_askers(actor: Actor, route: Route) -> bool:
    return actor.can(PEOPLE, route.place.path)


def requests_of(route: Route) -> QuerySet[GroupRequest]:
    """Who waits for an answer first, by the day they wish for."""
    rows = GroupRequest.objects.filter(route=route).select_related("event")
    return rows.annotate(late=Count("pk", filter=~Q(state=RequestState.NEW))).order_by("late", "wished_on", "pk")


def unanswered_for(actor: Actor) -> QuerySet[GroupRequest]:
    """Groups that nobody has answered yet, or that a colleague still has to call; the nearest wished day first."""
    waits = Q(state=RequestState.NEW) | Q(to_call=True, contact__isnull=False)
    rows = GroupRequest.objects.filter(waits, below_any(actor.paths(PEOPLE), "route__place__path"))
    return rows.select_related("route__place").defer("asker", "contact", "note", "answer").order_by("wished_on", "pk")


def routes_shown(institution: Unit | None) -> QuerySet[Route]:
    rows = Route.objects.filter(institution=institution, shown=True, ended_on=None)
    return rows.select_related("institution").order_by("title", "pk")
