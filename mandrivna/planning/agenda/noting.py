"""When each row of the plans in force falls due next, written down every night: the bell asks the database, not the facts."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from mandrivna.core.actor import Actor
from mandrivna.planning.agenda.rows import Due
from mandrivna.planning.agenda.sheet import lines_of
from mandrivna.planning.agenda.terms import SOON
from mandrivna.planning.agenda.whose import Mine
from mandrivna.planning.board.rows import ON_THE_WAY
from mandrivna.planning.models import Plan, PlanItem
from mandrivna.planning.plan_states import FORMAL, PlanKind


def note_due(today: dt.date) -> int:
    """How many entries changed; said again, none. What is no longer in force, or of another year, is forgotten."""
    plans = Plan.objects.filter(state__in=FORMAL, year=today.year).exclude(kind=PlanKind.STRATEGY).select_related("unit")
    gone, _by_model = Due.objects.exclude(item__plan__in=plans).delete()
    return gone + sum(_noted(plan, today) for plan in plans.order_by("pk"))


def _noted(plan: Plan, today: dt.date) -> int:
    lines, _sections = lines_of(plan, today=today)
    wanted = {(line.row.item.pk, one.unit, one.key): line.open[1] for line in lines if line.open for one in line.whoms}
    with transaction.atomic():
        known = {(row.item_id, row.unit_id, row.key): row for row in Due.objects.filter(item__plan=plan)}
        changed = [row for at, row in known.items() if at in wanted and row.due_on != wanted[at]]
        for row in changed:
            row.due_on = wanted[row.item_id, row.unit_id, row.key]
        Due.objects.bulk_update(changed, ["due_on"], batch_size=200)
        gone = [row.pk for at, row in known.items() if at not in wanted]
        for at in range(0, len(gone), 500):
            Due.objects.filter(pk__in=gone[at : at + 500]).delete()
        new = [
            Due(item_id=item, unit_id=unit, key=key, due_on=on)
            for (item, unit, key), on in wanted.items()
            if (item, unit, key) not in known
        ]
        Due.objects.bulk_create(new, batch_size=500)
    return len(changed) + len(gone) + len(new)


def due_for(actor: Actor, first: dt.date | None, last: dt.date) -> QuerySet[PlanItem]:
    """Rows of this person that fall due between two days and of which nobody has said how they go; the earliest first."""
    days = Q(due_on__lte=last) if first is None else Q(due_on__range=(first, last))
    mine = Due.objects.filter(Mine.of(actor).q(), days).values("item")
    rows = PlanItem.objects.filter(pk__in=mine, dropped_on=None, plan__state__in=FORMAL)
    day = Due.objects.filter(item=OuterRef("pk")).values("due_on")[:1]
    rows = rows.filter(Q(note=None) | Q(note__outcome__in=ON_THE_WAY))
    return rows.annotate(due_on=Subquery(day)).select_related("part", "plan__unit").order_by("due_on", "part__position", "position")


def soon_for(actor: Actor, today: dt.date) -> QuerySet[PlanItem]:
    return due_for(actor, today, today + SOON)


def overdue_for(actor: Actor, today: dt.date) -> QuerySet[PlanItem]:
    return due_for(actor, None, today - dt.timedelta(days=1))
