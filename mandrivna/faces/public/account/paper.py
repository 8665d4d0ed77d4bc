"""Everything known about a reader as a paper: the same parts as on the screen, tagged so that it can be listened to."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandrivna.core.letterhead import letterhead
from mandrivna.core.models import Unit
from mandrivna.core.telling import Part
from mandrivna.faces.public.account.words import Done
from mandrivna.shared.printing.document import Block, Cell, Column, Document, Grid, Heading, Text

WIDTHS = (60, 110)


def document(institution: Unit, parts: list[Part], traces: list[Done]) -> Document:
    blocks: list[Block] = []
    for part in parts:
        blocks += [Heading(text=str(part.title)), Text(text=str(part.why), small=True)]
        blocks += [_grid(part, row, number) for number, row in enumerate(part.rows, start=1)]
    blocks.append(Heading(text=_("Хто звертався до ваших даних")))
    blocks.append(_journal(traces) if traces else Text(text=_("Записів немає.")))
    return Document(
        language=get_language() or "uk",
        title=_("Що бібліотека знає про мене"),
        letterhead=letterhead(institution),
        blocks=blocks,
        made=date_format(timezone.localtime(), "SHORT_DATETIME_FORMAT"),
    )


def _grid(part: Part, row: list[Any], number: int) -> Grid:
    caption = str(part.title) if len(part.rows) == 1 else f"{part.title}: {number} / {len(part.rows)}"
    return _table(caption, (_("Що"), _("Записано")), [(str(line.word), line.value) for line in row])


def _journal(traces: list[Done]) -> Grid:
    rows = [(_when(done), str(done.what) + (f", {done.trace.unit}" if done.trace.unit else "")) for done in traces]
    return _table(_("Хто звертався до ваших даних"), (_("Коли"), _("Що зроблено")), rows)


def _when(done: Done) -> str:
    return date_format(timezone.localtime(done.trace.at), "SHORT_DATETIME_FORMAT")


def _table(caption: str, head: tuple[str, str], rows: list[tuple[str, str]]) -> Grid:
    first, second = WIDTHS
    return Grid(
        caption=caption,
        columns=(Column(width=first, names=True), Column(width=second)),
        head=[[Cell(text=text, strong=True) for text in head]],
        rows=[[Cell(text=left), Cell(text=right)] for left, right in rows],
    )
