"""What the page of a round shows of a door, and the trace that looking at an address leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from mandrivna.core.act import Act
from mandrivna.core.actions.viewing import look_all
from mandrivna.faces.workspace.deliveries import papers
from mandrivna.lending.models import Round, Stop
from mandrivna.lending.states import CarryState, Way

ONE_LOOK = dt.timedelta(minutes=5)


def looked(request: HttpRequest, delivery: Round, stops: list[Stop]) -> None:
    """Opening a round with addresses leaves a trace, once in a while for whoever drives with it."""
    traces = [(delivery, "lending.round_viewed"), *opened(stops, "lending.address_viewed")]
    look_all(Act(actor=request.actor), traces, unit=delivery.base, pause=ONE_LOOK)


def opened(stops: list[Stop], action: str) -> list[tuple[Stop, str]]:
    """Whose address is there to be read. The trace is on the stop: its reader's journal shows it, and when the stop forgets its
    reader nothing says any more to whom the round went."""
    return [(stop, action) for stop in stops if papers.door(stop)]


def one_door(stop: Stop, *, gone: bool, paper: bool = False) -> dict[str, Any]:
    """`gone`: nobody needs the address from here any more; `paper`: called only as they gave it for the door."""
    books: list[Any] = stop.books
    return {
        "stop": stop,
        "who": papers.who(stop, over=gone, paper=paper),
        "door": None if gone else papers.door(stop),
        "books": books,
        "give": [book for book in books if stop.reader and book.way == Way.BRING and book.state == CarryState.BAG],
        "collect": [book for book in books if book.way == Way.TAKE and book.state == CarryState.CHOSEN],
    }
