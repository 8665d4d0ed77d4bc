"""Looking at something personal leaves a trace, too."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.models import AuditEntry, Unit


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
