"""One true call of each verb of the personal calendar, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.core.models import Staff
from mandrivna.planning.agenda.actions import close_agenda, open_agenda

type Told = Callable[[Any], dict[str, Any]]


def _staff(_world: Any) -> Staff:
    return Staff.objects.get_or_create(username="kalendar", defaults={"name": "Особа з календарем"})[0]


def _opened(world: Any) -> dict[str, Any]:
    staff = _staff(world)
    open_agenda(world.lib.act(), staff=staff)
    return {"staff": staff}


AGENDA: dict[str, tuple[Callable[..., object], Told]] = {
    "planning.open_agenda": (open_agenda, lambda w: {"staff": _staff(w), "who": Withheld("ЦПЧ")}),
    "planning.close_agenda": (close_agenda, _opened),
}
