"""Complaints, suggestions and wishes as they are read: by those who answer, and, of wishes, by everybody."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Permission
from mandrivna.enquiries.models import Refusal, Remark, RemarkQuerySet, Wish
from mandrivna.enquiries.rules import REMARKS, WISHES


def _whole(actor: Actor, permission: Permission) -> QuerySet[Unit]:
    return Unit.objects.visible_to(actor, permission)


def remarks_for(actor: Actor) -> RemarkQuerySet:
    """Only where the right reaches the institution itself: a complaint may be about whoever works in a hub."""
    return Remark.objects.filter(institution__in=_whole(actor, REMARKS))


def wishes_for(actor: Actor) -> QuerySet[Wish]:
    """`waiting`: how many readers still wait for it; a wish nobody waits for any longer is for its librarian to end."""
    same = Refusal.objects.open().filter(institution=OuterRef("institution"), same=OuterRef("same")).order_by().values("same")
    waiting = Coalesce(Subquery(same.annotate(number=Count("pk")).values("number")), 0)
    return Wish.objects.filter(institution__in=_whole(actor, WISHES)).select_related("institution").annotate(waiting=waiting)


def wanted_of(institution: Unit) -> QuerySet[Wish]:
    """What donors are asked for, the latest first."""
    return Wish.objects.filter(institution=institution, closed_on__isnull=True).order_by("-put_on", "title", "pk")
