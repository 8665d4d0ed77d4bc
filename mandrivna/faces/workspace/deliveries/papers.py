"""The list for the road, with as little on it as will do: the order, the door, whom to ask for, numbers and titles."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandrivna.core.letterhead import letterhead, speaking_for
from mandrivna.lending.models import Round, Stop
from mandrivna.lending.states import Way
from mandrivna.readers.models import Doorstep
from mandrivna.shared.printing.document import Align, Block, Cell, Column, Document, Grid, Heading, Text


def door(stop: Stop) -> Doorstep | None:
    """Nothing when the consent was taken back meanwhile."""
    return getattr(stop.reader, "doorstep", None) if stop.reader else None


def who(stop: Stop, *, over: bool = False, paper: bool = False) -> str:
    """As the reader wished to be called at the door; never more than is needed there, and nothing of the door when it is over.
    On paper a name is written only as its reader gave it for the door."""
    if stop.reader is None:
        return _("Читача забуто")
    at = None if over else door(stop)
    called = (at.ask_for if at else "") or stop.reader.pseudonym
    return called or (_("Читач") if paper else str(stop.reader))


def route(delivery: Round, stops: list[Stop]) -> Document:
    told = _("Везе: %(who)s. Зупинок: %(many)d.") % {"who": delivery.who, "many": len(stops)}
    blocks: list[Block] = [Text(text=told), Text(text=_("ПІСЛЯ ВИЇЗДУ ЗНИЩИТИ: тут адреси людей."))]
    for number, stop in enumerate(stops, 1):
        blocks += _stop(number, stop)
    return Document(
        language=get_language() or "uk",
        title=_("Маршрутний аркуш доставки додому"),
        under_title=[date_format(delivery.planned_on, "DATE_FORMAT"), delivery.base.name],
        letterhead=letterhead(speaking_for(delivery.base)),
        blocks=blocks,
        signatures=[],
    )


def _stop(number: int, stop: Stop) -> list[Block]:
    at = door(stop)
    where = " · ".join(filter(None, (at.address, at.directions))) if at else _("адреси немає: згоду відкликано")
    head = [_("Що"), _("Інв. №"), _("Автор, назва"), _("Зроблено")]
    columns: list[Any] = [Column(width=24), Column(width=24), Column(width=92, names=True), Column(width=22, align=Align.CENTER)]
    rows = [
        [
            Cell(text=_("віддати") if book.way == Way.BRING else _("забрати")),
            Cell(text=book.copy.inventory),
            Cell(text=str(book.copy.record)),
            Cell(text="☐"),
        ]
        for book in stop.books
    ]
    nobody = [Cell(text=""), Cell(text=""), Cell(text=_("Нікого не було")), Cell(text="☐")]
    caption = f"{number}. {who(stop, paper=True)}"
    grid = Grid(caption=caption, columns=columns, head=[[Cell(text=text) for text in head]], rows=[*rows, nobody])
    return [Heading(text=caption), Text(text=where), grid]
