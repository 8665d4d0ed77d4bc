"""One true call of each verb of the diary, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.planning.actions import add_to_diary, close_diary_month, withdraw_from_diary

type Told = Callable[[Any], dict[str, Any]]


def _line(world: Any) -> dict[str, Any]:
    return {"unit": world.lib.hub, "on": dt.date(2026, 1, 9), "column": "issued", "quantity": 3, "source": "Аркуш простору"}


DIARY: dict[str, tuple[Callable[..., object], Told]] = {
    "planning.add_to_diary": (add_to_diary, _line),
    "planning.withdraw_from_diary": (
        withdraw_from_diary, lambda w: {"addition": add_to_diary(w.lib.act(), **_line(w)), "why": "записано двічі"}
    ),
    "planning.close_diary_month": (close_diary_month, lambda w: {"unit": w.lib.hub, "year": 2025, "month": 12}),
}  # fmt: skip
