"""Courses, groups and clubs as the staff and the members read them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models.units import below_any
from mandrivna.core.queries import institutions_for
from mandrivna.programme.models import Circle, CircleKind, Course, Event, Member, MemberState
from mandrivna.programme.rules import PEOPLE, PLAN, VIEW
from mandrivna.programme.states import AHEAD, STANDING, State
from mandrivna.readers.models import Reader


def courses_for(actor: Actor) -> QuerySet[Course]:
    return Course.objects.filter(institution__in=institutions_for(actor, VIEW))


def circles_for(actor: Actor) -> QuerySet[Circle]:
    rows = Circle.objects.filter(series__institution__in=institutions_for(actor, VIEW))
    return rows.select_related("course", "leader", "series__place", "series__unit", "series__institution")


def with_figures(rows: QuerySet[Circle], today: dt.date) -> QuerySet[Circle]:
    """How many belong and wait, and when they meet next; no names."""
    ahead = Q(series__events__on__gte=today, series__events__state=State.PLANNED)
    return rows.annotate(
        inside=Count("members", filter=Q(members__state=MemberState.IN), distinct=True),
        waiting=Count("members", filter=Q(members__state=MemberState.WAITING), distinct=True),
        next_on=Min("series__events__on", filter=ahead),
    )


def may_plan_circle(actor: Actor, circle: Circle) -> bool:
    return actor.can(PLAN, circle.unit.path)


def may_see_people(actor: Actor, circle: Circle) -> bool:
    return actor.can(PEOPLE, circle.place.path)


def meetings(circle: Circle) -> QuerySet[Event]:
    rows = Event.objects.filter(series=circle.series_id).exclude(state=State.CANCELLED)
    return rows.select_related("place", "lesson").order_by("on", "starts", "pk")


def markable(circle: Circle, today: dt.date) -> QuerySet[Event]:
    """Those that have come already: held, or planned for a day that is here."""
    return meetings(circle).filter(state__in=STANDING, on__lte=today)


def people_of(circle: Circle) -> list[Member]:
    """Inside by the time they came, then who waits, then who left."""
    order = {MemberState.IN: 0, MemberState.WAITING: 1, MemberState.LEFT: 2}
    rows = Member.objects.filter(circle=circle).select_related("reader").order_by("since", "pk")
    return sorted(rows, key=lambda one: order[MemberState(one.state)])


def own_memberships(reader: Reader) -> QuerySet[Member]:
    """Of a reader, for their account: where they belong or wait now."""
    rows = Member.objects.filter(reader=reader, circle__series__ended_on=None).exclude(state=MemberState.LEFT)
    return rows.select_related("circle__series__place", "circle__course").order_by("since", "pk")


def untold_for(actor: Actor) -> QuerySet[Circle]:
    """Those with somebody whom a colleague has to call, where the actor serves people."""
    waiting = Member.objects.inside().filter(circle=OuterRef("pk")).exclude(to_call="")
    rows = Circle.objects.filter(Exists(waiting), below_any(actor.paths(PEOPLE), "series__place__path"))
    return rows.select_related("series__place").order_by("series__title", "pk")


QUIET = dt.timedelta(days=90)
"""For so long after its last meeting a club may be about to name the next."""


def going_on(today: dt.date) -> Q:
    """Circles one can still come to: something is ahead, or no day has been named yet. A club has no last lesson, so it is over
    only after some months without a meeting."""
    standing = Event.objects.filter(series=OuterRef("series")).exclude(state=State.CANCELLED)
    ahead = standing.filter(Q(on__gte=today) | Q(until__gte=today), state__in=AHEAD)
    lately = standing.filter(on__gte=today - QUIET)
    return Q(Exists(ahead)) | Q(~Exists(standing)) | (Q(kind=CircleKind.CLUB) & Q(Exists(lately)))


def open_to(reader: Reader, today: dt.date) -> QuerySet[Circle]:
    """Groups and clubs of the reader's library that are shown on the site, go on, and that the reader does not belong to yet; with
    how many places are taken, how many wait, when they meet next and how often."""
    mine = Member.objects.filter(reader=reader).exclude(state=MemberState.LEFT).values("circle")
    rows = Circle.objects.filter(
        going_on(today), series__institution=reader.institution_id, series__shown=True, series__ended_on=None
    )
    planned = Q(series__events__on__gte=today, series__events__state=State.PLANNED)
    known = Q(members__reader__isnull=False) | Q(members__name__isnull=False)
    rows = rows.annotate(
        taken=Count("members", filter=known & Q(members__state=MemberState.IN), distinct=True),
        waiting=Count("members", filter=Q(members__state=MemberState.WAITING), distinct=True),
        ahead=Count("series__events", filter=planned, distinct=True),
        next_on=Min("series__events__on", filter=planned),
    )
    return rows.exclude(pk__in=mine).select_related("series__place", "course").order_by("series__title", "pk")
