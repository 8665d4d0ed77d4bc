"""Tasks of the core, found here by the worker."""

from __future__ import annotations

import datetime as dt

from django.tasks import task

from mandrivna.core import erasure
from mandrivna.core.intake import take_up
from mandrivna.core.models import Quarantined
from mandrivna.core.notify import deliver
from mandrivna.core.outbox import periodic
from mandrivna.core.outbox.upkeep import optimise, tidy
from mandrivna.core.retention import nightly
from mandrivna.core.roles import actor_for

__all__ = ["deliver", "nightly", "optimise", "take_up_waiting", "tidy"]

MOST = 500


@periodic("core.reapply_erasures", every=dt.timedelta(minutes=5))
@task(priority=-10)
def reapply_erasures() -> None:
    """A database restored from before an erasure holds the person again; the file beside it knows, and forgets them anew."""
    if erasure.behind():
        erasure.reapply()


@periodic("core.take_up", every=dt.timedelta(minutes=5))
@task()
def take_up_waiting() -> int:
    """An issue that came before its reader's registration is applied as soon as the registration has come too."""
    waiting = Quarantined.objects.filter(reason=Quarantined.Reason.UNKNOWN_REFERENCE, solved_at=None, staff__isnull=False)
    rows = waiting.select_related("staff").order_by("received_at")[:MOST]
    return sum(take_up(row, actor_for(row.staff)) for row in rows if row.staff)
