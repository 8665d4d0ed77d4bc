"""One true call of each verb of the diary and of hand-counted figures, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.planning.actions import add_to_diary, close_diary_month, drop_manual_file, record_manual, withdraw_from_diary
from mandrivna.planning.models import ManualFigure
from mandrivna.shared.uploads import packed

type Told = Callable[[Any], dict[str, Any]]


def _line(world: Any) -> dict[str, Any]:
    return {"unit": world.lib.hub, "on": dt.date(2026, 1, 9), "column": "issued", "quantity": 3, "source": "Аркуш простору"}


def _papered(world: Any) -> ManualFigure:
    said: dict[str, Any] = {"indicator": "working_days", "on": dt.date(2026, 1, 9), "value": 1, "source": "графік"}
    return record_manual(world.lib.act(), unit=world.lib.hub, **said, file=Withheld(packed(b"%PDF-1.7")))


DIARY: dict[str, tuple[Callable[..., object], Told]] = {
    "planning.add_to_diary": (add_to_diary, _line),
    "planning.withdraw_from_diary": (
        withdraw_from_diary, lambda w: {"addition": add_to_diary(w.lib.act(), **_line(w)), "why": "записано двічі"}
    ),
    "planning.drop_manual_file": (drop_manual_file, lambda w: {"figure": _papered(w)}),
    "planning.close_diary_month": (close_diary_month, lambda w: {"unit": w.lib.hub, "year": 2025, "month": 12}),
}  # fmt: skip
