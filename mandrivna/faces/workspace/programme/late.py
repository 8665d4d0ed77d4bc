"""What should have been done for an event by now, on «Сьогодні»."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.models import Unit
from mandrivna.programme import rules
from mandrivna.programme.checklist import late_for
from mandrivna.programme.models import Event


def late(actor: Actor, _place: Unit | None) -> QuerySet[Event]:
    return late_for(actor, timezone.localdate())


def told(_actor: Actor, rows: Sequence[Event]) -> list[Waiting]:
    work = "workspace:event_prepare"
    return [
        Waiting(str(row), f"{reverse(work, args=[row.pk])}#h-lines", f"{row.place} · {date_format(row.on, 'j E')}") for row in rows
    ]


ATTENTION.add(
    "programme_work",
    Attention(
        label=_("Справи подій, строк яких минув"),
        permission=rules.PLAN,
        icon="list-checks",
        url_name="workspace:programme",
        act=_("До справ"),
        rows=late,
        told=told,
        counted=False,
        order=45,
    ),
)
