"""Whom of a course or a club somebody has to call, in the bell: no names, the list of people has them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.models import Unit
from mandrivna.programme import rules
from mandrivna.programme.circle_queries import untold_for
from mandrivna.programme.models import Circle


def untold(actor: Actor, _place: Unit | None) -> QuerySet[Circle]:
    return untold_for(actor)


def told(_actor: Actor, rows: Sequence[Circle]) -> list[Waiting]:
    return [Waiting(str(row), f"{reverse('workspace:circle_people', args=[row.pk])}#h-people", str(row.place)) for row in rows]


ATTENTION.add(
    "programme_calls",
    Attention(
        label=_("Курси й клуби: кому подзвонити"),
        permission=rules.PEOPLE,
        icon="users",
        url_name="workspace:circles",
        act=_("До людей"),
        rows=untold,
        told=told,
        order=42,
    ),
)
