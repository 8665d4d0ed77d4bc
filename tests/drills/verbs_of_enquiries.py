"""One true call of each verb of the log of references and consultations, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.enquiries.actions.log import amend_log, log, strike_log
from mandrivna.enquiries.actions.quiet import count_quiet
from mandrivna.enquiries.models import LogLine

type Told = Callable[[Any], dict[str, Any]]


def _said(world: Any) -> dict[str, Any]:
    return {"place": world.lib.shelf, "served": "reference", "sort": "thematic", "on": world.lib.today, "question": "Чи є атлас?"}


def _line(world: Any) -> LogLine:
    return log(world.lib.act(), **_said(world))


def _month(world: Any) -> dict[str, Any]:
    before = (world.lib.today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    return {"institution": world.lib.root, "month": before, "number": 3}


ENQUIRIES: dict[str, tuple[Callable[..., object], Told]] = {
    "enquiries.log": (log, _said),
    "enquiries.amend_log": (
        amend_log,
        lambda w: {"line": _line(w), "served": "consultation", "sort": "education", "on": w.lib.today, "number": 5},
    ),
    "enquiries.strike_log": (strike_log, lambda w: {"line": _line(w)}),
    "enquiries.count_quiet": (count_quiet, _month),
}
