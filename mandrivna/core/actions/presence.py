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
    Presence.objects.filter(what=what, seen_at__lt=now - ALIVE).delete()
    row, made = Presence.objects.get_or_create(what=what, staff_id=staff_id, defaults={"since": now, "seen_at": now})
    if not made:
        row.seen_at = now
        row.save(update_fields=["seen_at"])
    return list(Presence.objects.filter(what=what).exclude(staff_id=staff_id).select_related("staff").order_by("since", "pk"))


def leave(what: str, staff_id: int) -> None:
    """Saved or given up: nobody is warned of them any more."""
    Presence.objects.filter(what=what, staff_id=staff_id).delete()
