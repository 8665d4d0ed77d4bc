"""A contest of the matrix: one application accepted, with a file; a juror with a link, and one to be taken out."""

from __future__ import annotations

from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.calls import decide, invite_juror
from mandrivna.programme.actions.excursions import add_route, record_excursion
from tests.factories.calls import LINK, announced, applied
from tests.factories.library import Library


def call_things(lib: Library) -> dict[str, Any]:
    call = announced(lib)
    one = decide(lib.act(), application=applied(lib, call), state="accepted")
    juror = invite_juror(lib.act(), call=call, name="Запрошена", link=Withheld(LINK))
    route = add_route(lib.act(), unit=lib.hub, place=lib.hub, about={"title": "Стежками міста", "minutes": 60, "most": 25})
    asked = record_excursion(lib.act(), route=route, asker="Школа", people=20, wished_on=lib.act().on)
    return {
        "route": route.pk, "group_request": asked.pk,
        "call": call.pk, "call_to": "judging", "application": one.pk, "application_file": one.files.get().pk, "juror": juror.pk,
        "jury_link": LINK,
    }  # fmt: skip
