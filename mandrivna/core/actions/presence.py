"""Who has the same form open. Not an operation: a sign of life that means nothing in two minutes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from mandrivna.core.models import Presence

ALIVE = dt.timedelta(minutes=2)


@transaction.atomic
def be_here(what: str, staff_id: int) -> list[Presence]:
    """Note that this person has `what` open; the answer is who else has, longest first."""
    now = timezone.now()
    rows = list(Presence.objects.filter(what=what).select_related("staff").order_by("since", "pk"))
    if gone := [row.pk for row in rows if row.seen_at < now - ALIVE]:
        Presence.objects.filter(pk__in=gone).delete()
    here = Presence(what=what, staff_id=staff_id, since=now, seen_at=now)
    # Two windows of one person may open at the same moment: the second only says «still here».
    Presence.objects.bulk_create([here], update_conflicts=True, unique_fields=["what", "staff"], update_fields=["seen_at"])
    return [row for row in rows if row.pk not in gone and row.staff_id != staff_id]


def leave(what: str, staff_id: int) -> None:
    """Saved or given up: nobody is warned of them any more."""
    Presence.objects.filter(what=what, staff_id=staff_id).delete()
