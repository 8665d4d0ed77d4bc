"""What was held of a plan's rows, for whoever copies last year's plan: told to `planning`, which knows no event."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from mandrivna.planning.models import Plan, PlanItem
from mandrivna.planning.plan_done import DONE
from mandrivna.programme.models import Event
from mandrivna.programme.states import State


def told(plan: Plan, _rows: Sequence[PlanItem] | None) -> dict[UUID, str]:
    """«Подій: 11, учасників: 140»; planned and cancelled ones were not done."""
    held: dict[UUID, tuple[int, int]] = {}
    for row, counts in Event.objects.filter(plan_item__plan=plan, state=State.HELD).values_list("plan_item", "counts"):
        events, people = held.get(row, (0, 0))
        held[row] = (events + 1, people + sum(line[-1] for line in counts))
    said = _("Подій: %(events)d, учасників: %(people)d")
    return {row: said % {"events": events, "people": people} for row, (events, people) in held.items()}


DONE.add("programme.Event", told)
