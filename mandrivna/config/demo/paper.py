"""Sheets of a hub that was without light: one keyed (a line of it waits), one half keyed, one to be looked for, one spoiled."""

from __future__ import annotations

import datetime as dt
import json

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.paper import key_sheet, mark_sheet, print_sheets
from mandrivna.lending.models import Event, Sheet
from mandrivna.lending.states import SheetKind, SheetState
from mandrivna.shared.ids import new_uid

READERS, BOOKS = 2, 3


def lie(stage: Stage) -> None:
    """The clock of the story stands still meanwhile."""
    hub = HUBS[0]
    shelf, actor = stage.shelves_of(hub)[0].unit, stage.actors[hub.name]

    def act(days: int) -> Act:
        return Act(actor=actor, at=stage.now - dt.timedelta(days=days), uid=new_uid())

    def key(sheet: Sheet, days: int, said: list[dict[str, str]], *, whole: bool) -> None:
        on = (stage.now - dt.timedelta(days=days)).date()
        key_sheet(act(0), sheet=sheet, on=on, lines=Withheld(json.dumps(said)), seen=0, whole=whole)

    print_sheets(act(30), place=shelf, kind=SheetKind.ISSUE)
    batch = print_sheets(act(9), place=shelf, kind=SheetKind.ISSUE, number=4)
    keyed, partly, spoiled, _clean = Sheet.objects.filter(batch=batch.batch).order_by("number")
    print_sheets(act(9), place=shelf, kind=SheetKind.ENROL)
    free = sorted((guest for guest in stage.guests if guest.hub == hub), key=lambda guest: guest.told.card)[:READERS]
    carried = Event.objects.filter(act__in=("put", "take")).values("copy")  # on the very day of the sheet they were on the road
    books = Copy.objects.filter(place=shelf, state=State.AVAILABLE).exclude(pk__in=carried).order_by("inventory_number")[:BOOKS]
    lines = [{"reader": guest.told.card, "copy": f"№ {book.inventory}"} for guest, book in zip([*free, *free], books, strict=False)]
    key(keyed, 1, [*lines[:-1], {"reader": "900 000", "copy": "№ 31"}], whole=True)
    key(partly, 1, lines[-1:], whole=False)
    mark_sheet(act(3), sheet=spoiled, state=SheetState.SPOILED, note="залило чаєм")
