"""Looking at something personal leaves a trace, too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import models, transaction

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.codec import reference
from mandrivna.core.models import AuditEntry, Unit
from mandrivna.core.prepared import insert


@transaction.atomic
def look(act: Act, obj: models.Model, action: str, *, unit: Unit | None = None, pause: dt.timedelta | None = None) -> None:
    """Write down that the actor opened `obj`. With `pause`, further openings within it are the same look."""
    if pause is not None and act.actor.staff_id is not None:
        earlier = AuditEntry.objects.filter(
            model=obj._meta.label, object_pk=str(obj.pk), action=action, staff_id=act.actor.staff_id
        )
        if earlier.filter(at__gt=act.at - pause).exists():
            return
    audit.record(act, obj, action, unit=unit)


@transaction.atomic
def look_all(
    act: Act, opened: Sequence[tuple[models.Model, str]], *, unit: Unit | None = None, pause: dt.timedelta | None = None
) -> None:
    """The same for several (what, action): a trace on each, in two sentences however many they are."""
    seen: set[tuple[str, str]] = set()
    if pause is not None and act.actor.staff_id is not None:
        earlier = AuditEntry.objects.about([reference(obj) for obj, _action in opened]).filter(staff_id=act.actor.staff_id)
        rows = earlier.filter(at__gt=act.at - pause).values_list("model", "object_pk", "action")
        seen = {(f"{model}:{pk}", action) for model, pk, action in rows}
    if new := [audit.entry_of(act, obj, action, unit=unit) for obj, action in opened if (reference(obj), action) not in seen]:
        insert(*new)
