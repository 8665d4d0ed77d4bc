"""A reader's own courses and clubs: when they meet, what is to be done for the next time, and joining or leaving for oneself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Problem, Refused
from mandrivna.faces.access import reader_only, status_of
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.programme.actions.circles import enrol_own, leave_own
from mandrivna.programme.circle_queries import open_to, own_memberships
from mandrivna.programme.models import Circle, Event, Member, MemberState
from mandrivna.programme.states import State
from mandrivna.readers.models import Age

AHEAD, MOST = 4, 30


@dataclass
class Own:
    """`next`: the nearest meetings; `last`: the latest one with a task, until the next one comes."""

    member: Member
    next: list[Event]
    last: Event | None = None


def _own(request: HttpRequest) -> list[Own]:
    """One question for the members and one for all their meetings."""
    members = list(own_memberships(reader_of(request))[:MOST])
    rows = Event.objects.filter(series__in=[member.circle.series_id for member in members], state__in=(State.PLANNED, State.HELD))
    found: dict[Any, list[Event]] = {}
    for event in rows.select_related("place", "lesson").order_by("on", "starts", "pk"):
        found.setdefault(event.series_id, []).append(event)
    today, told = timezone.localdate(), list[Own]()
    for member in members:
        events = found.get(member.circle.series_id, [])
        tasks = [event for event in events if event.on <= today and hasattr(event, "lesson")]
        told.append(Own(member, [event for event in events if event.on >= today][:AHEAD], tasks[-1] if tasks else None))
    return told


@dataclass(frozen=True)
class Open:
    """What one wants to know before joining. `left` None: as many as wish."""

    circle: Circle
    ages: str
    left: int | None


def _open(request: HttpRequest) -> list[Open]:
    told = []
    for circle in open_to(reader_of(request), timezone.localdate())[:MOST]:
        waits, taken = circle.waiting, circle.taken
        left = None if circle.capacity is None else 0 if waits else max(0, circle.capacity - taken)
        told.append(Open(circle, ", ".join(str(Age(age).label) for age in circle.ages), left))
    return told


def _page(request: HttpRequest, status: int = 200, problems: list[Problem] | None = None) -> HttpResponse:
    context = {"own": _own(request), "open": _open(request), "problems": problems or []}
    return render(request, "public/account/circles.html", context, status=status)


@require_safe
@reader_only("one's own courses and clubs")
def circles(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@reader_only("joining a course or a club for oneself")
def join(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = get_object_or_404(open_to(reader_of(request), timezone.localdate()), pk=pk)
    try:
        member = enrol_own(own_act(request), circle=one, reader=reader_of(request), needs=request.POST.get("needs", ""))
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal.problems)
    if member.state == MemberState.WAITING:
        messages.success(request, _("Місць поки немає: ви в черзі."))
    else:
        messages.success(request, _("Ви записані. Чекаємо на вас!"))
    return redirect("public:account_circles")


@require_POST
@reader_only("leaving a course or a club")
def leave(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = get_object_or_404(own_memberships(reader_of(request)), pk=pk)
    leave_own(own_act(request), member=one)
    messages.success(request, _("Записано: ви більше не ходите. Повернутися можна будь-коли."))
    return redirect("public:account_circles")
