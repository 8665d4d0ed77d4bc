"""One true call of each verb that makes events of dates and roads, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.programme.actions import travelling
from tests.drills.verbs_of_programme import _at, _series

type Told = Callable[[Any], dict[str, Any]]


def _road(world: Any) -> dict[str, Any]:
    return {
        "series": _series(world), "place": world.lib.hub, "on": world.lib.today, "until": world.lib.today + dt.timedelta(days=9),
    }  # fmt: skip


OF_YEAR: dict[str, tuple[Callable[..., object], Told]] = {
    "programme.draft_date": (travelling.draft_date, lambda w: {**_at(w), "code": "libraries", "year": w.lib.now.year}),
    "programme.add_stop": (travelling.add_stop, _road),
}
