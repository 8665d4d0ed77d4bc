"""What «Мої строки» give to the registries below: their item of the menu, and what rings the bell.

What falls due within a week rings: it is done, or told of, or its day goes by. What is overdue is shown and rings no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.menu import MENU, Item
from mandrivna.core.models import Unit
from mandrivna.planning.agenda.noting import overdue_for, soon_for
from mandrivna.planning.board.suggesting import title_of
from mandrivna.planning.models import PlanItem
from mandrivna.planning.rules import TELL, VIEW

LONGEST = 120


def soon(actor: Actor, _place: Unit | None) -> QuerySet[PlanItem]:
    return soon_for(actor, timezone.localdate())


def overdue(actor: Actor, _place: Unit | None) -> QuerySet[PlanItem]:
    return overdue_for(actor, timezone.localdate())


def told(actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    """To its row on the board, or to one's own terms where a row cannot be told of."""
    mine = reverse("workspace:work_agenda")
    return [
        Waiting(
            " ".join(title_of(row).split())[:LONGEST],
            reverse("workspace:board_row", args=[row.pk]) if actor.can(TELL) or actor.can(VIEW, row.plan.unit.path) else mine,
            date_format(row.due_on, "j E Y"),
        )
        for row in rows
    ]


MENU.add(
    "work_agenda",
    Item(label=_("Мої строки"), url_name="workspace:work_agenda", permission=VIEW, group="figures", icon="clock", order=397),
)
ATTENTION.add(
    "plan_due",
    Attention(
        label=_("Строки плану цього тижня"),
        permission=VIEW,
        icon="clock",
        url_name="workspace:work_agenda",
        act=_("До строків"),
        rows=soon,
        told=told,
        order=46,
    ),
)
ATTENTION.add(
    "plan_overdue",
    Attention(
        label=_("Прострочене за планом"),
        permission=VIEW,
        icon="clock",
        url_name="workspace:work_agenda",
        act=_("До строків"),
        rows=overdue,
        told=told,
        counted=False,
        order=55,
    ),
)
