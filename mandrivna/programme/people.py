"""How the programme forgets who came: by the calendar, on somebody's word, and when two records of one reader become one.

What was counted stays: a number of people is no person.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from itertools import chain

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.erasure import Eraser, eraser
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.retention import HANDLERS
from mandrivna.programme.actions.circles import let_in, lock_circle
from mandrivna.programme.models import Attendance, Certificate, Circle, DiaryEntry, Event, Member, MemberQuerySet, MemberState
from mandrivna.programme.states import State
from mandrivna.readers.merging import mover, rows_of
from mandrivna.readers.models import Reader

HALF_A_YEAR = dt.timedelta(days=180)
FORGOTTEN = {"reader": None, "name": None, "contact": None, "needs": None, "to_call": ""}


def forget_circles(now: dt.datetime) -> int:
    """Half a year after the last meeting nobody knows who belonged; who left is forgotten half a year after that."""
    limit = timezone.localdate(now) - HALF_A_YEAR
    meetings = Event.objects.exclude(state=State.CANCELLED).values("series").annotate(last=Max("on"))
    over = meetings.filter(last__lt=limit).values("series")
    empty = ~Q(series__in=meetings.values("series")) & Q(made_at__lt=now - HALF_A_YEAR)
    circles = Circle.objects.filter(Q(series__in=over) | empty)
    rows = Member.objects.filter(Q(circle__in=circles) | Q(state=MemberState.LEFT, ended_on__lt=limit))
    return known(rows).update(**FORGOTTEN)


def known(rows: MemberQuerySet) -> MemberQuerySet:
    """Of whom something is still written."""
    return rows.exclude(reader__isnull=True, name__isnull=True, contact__isnull=True, needs__isnull=True)


HANDLERS.add("programme.forget_circles", forget_circles)


# --- on the reader's word -----------------------------------------------------------------------------------------------


def _find(subject: uuid.UUID) -> Iterable[models.Model]:
    return chain(
        Member.objects.filter(reader=subject),
        Attendance.objects.filter(member__reader=subject),
        Certificate.objects.filter(reader=subject),
        DiaryEntry.objects.filter(member__reader=subject),
    )


def _forget(act: Act, subject: uuid.UUID) -> int:
    """That a place was taken and that a certificate was issued stays, without whose; the place itself goes to whoever waits
    longest. What was written in a diary goes whole."""
    diary, _by_model = DiaryEntry.objects.filter(member__reader=subject).delete()
    papers = Certificate.objects.filter(reader=subject).update(reader=None, name=None, code=None)
    belongs = Member.objects.filter(reader=subject).exclude(state=MemberState.LEFT)
    left = [lock_circle(pk) for pk in belongs.order_by("circle").values_list("circle", flat=True)]
    belongs.update(state=MemberState.LEFT, ended_on=act.on)
    forgotten = Member.objects.filter(reader=subject).update(**FORGOTTEN)
    for circle in left:
        let_in(act, circle)
    return diary + papers + forgotten


eraser(Eraser("programme.Member", _find, _forget))


# --- two records of one reader --------------------------------------------------------------------------------------------


def _both_inside(gone: Reader, kept: Reader) -> list[Problem]:
    here = Member.objects.exclude(state=MemberState.LEFT)
    if not here.filter(reader=gone, circle__in=here.filter(reader=kept).values("circle")).exists():
        return []
    text = _("Обидва записи ходять до однієї групи чи клубу: спершу приберіть один із них звідти.")
    return [Blocker(code="both_in_a_circle", text=text)]


mover(rows_of(Member, objections=_both_inside))
mover(rows_of(Certificate))
