"""One true call of every verb by which somebody reminds a reader, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.lending.actions.reminding import remind_in_person
from mandrivna.lending.models import Loan
from tests.factories.library import START


def _late(world: Any) -> dict[str, Any]:
    Loan.objects.filter(pk=world.loan.pk).update(due_on=START.date() - dt.timedelta(days=3))
    return {"reader": world.reader, "place": world.lib.shelf, "how": "call"}


REMINDERS: dict[str, tuple[Callable[..., object], Callable[[Any], dict[str, Any]]]] = {
    "lending.remind_in_person": (remind_in_person, _late),
}
