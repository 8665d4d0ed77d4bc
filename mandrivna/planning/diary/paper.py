"""The diary of a month as a paper: four parts, a row for each day, the month and the year under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandrivna.planning.diary.sheet import Counted, Held, Month, Sums
from mandrivna.planning.figures import NBSP, number, signed_number
from mandrivna.shared.printing.document import Align, Block, Cell, Column, Document, Grid, Heading, Letterhead, Signature, Text

FOOT = 4


def month_name(asked: Month) -> str:
    return formats.date_format(asked.first, "F Y").lower()


def document(
    asked: Month, parts: Sequence[Counted], held: Sequence[Held], *, letterhead: Letterhead, now: dt.datetime | None = None
) -> Document:
    now = now or timezone.now()
    blocks: list[Block] = []
    for found in parts:
        blocks.append(Heading(text=f"{found.part.number}.{NBSP}{found.part.title}", fresh=found.part.number > 1))
        blocks.append(_grid(asked, found))
        if found.part.acts:
            blocks += _acts(held)
    return Document(
        language=get_language() or "uk",
        title=_("Щоденник роботи бібліотеки"),
        under_title=[*([] if asked.unit.name == letterhead.name else [asked.unit.name]), month_name(asked)],
        letterhead=letterhead,
        blocks=blocks,
        notes=_notes(asked, parts),
        signatures=[Signature(post=_("Щоденник вела"), under=_("(підпис)"))],
        made=_("Складено %(day)s") % {"day": formats.date_format(timezone.localtime(now), "d.m.Y H:i")},
        page_of=_("Сторінка {page} з {pages}"),
        wide=True,
        created=now,
    )


def _grid(asked: Month, found: Counted) -> Grid:
    part = found.part
    groups = part.grouped
    upper = [Cell(text=_("День"), rows=2)]
    lower: list[Cell] = []
    for name, columns in groups:
        if name:
            upper.append(Cell(text=name, columns=len(columns)))
            lower += [Cell(text=_label(column.label, column.verify)) for column in columns]
        else:
            upper.append(Cell(text=_label(columns[0].label, columns[0].verify), rows=2))
    rows = [_row(str(day.day), found.days[day], found) for day in asked.days]
    rows += [_row(name, sums, found, strong=True) for name, sums in feet(asked, found)]
    if found.corrected:
        later = [signed_number(found.later.get(column.code, 0)) for column in part.columns]
        rows.append([Cell(text=_("Виправлено після закриття")), *(Cell(text=said) for said in later)])
    head = [upper, lower] if lower else [[Cell(text=cell.text, columns=cell.columns) for cell in upper]]
    columns_ = [Column(width=42, names=True), *(Column(width=16, align=Align.RIGHT) for _column in part.columns)]
    return Grid(caption=part.title, columns=columns_, head=head, rows=rows, dense=True)


def _label(label: str, verify: bool) -> str:
    return f"{label}{NBSP}*" if verify else label


def feet(asked: Month, found: Counted) -> list[tuple[str, Sums]]:
    """What stands under the days of a paper diary."""
    lines = [(_("Всього за місяць"), found.month)]
    if asked.month > 1:
        lines.append((_("Перенесено з початку року"), found.before))
    return [*lines, (_("З початку року"), found.year)]


def _row(name: str, sums: Sums, found: Counted, *, strong: bool = False) -> list[Cell]:
    figures = [sums.get(column.code, 0) for column in found.part.columns]
    return [Cell(text=name, strong=strong), *(Cell(text=number(one) if one or strong else "", strong=strong) for one in figures)]


def _acts(held: Sequence[Held]) -> list[Block]:
    if not held:
        return [Text(text=_("Заходів цього місяця не записано."))]
    rows = [
        [Cell(text=formats.date_format(one.on, "d.m")), Cell(text=one.said), Cell(text=number(one.people) if one.people else "")]
        for one in held
    ]
    head = [[Cell(text=_("День")), Cell(text=_("Що відбулося")), Cell(text=_("Учасників"))]]
    columns = [Column(width=18), Column(width=200, names=True), Column(width=26, align=Align.RIGHT)]
    return [Grid(caption=_("Що відбулося"), columns=columns, head=head, rows=rows)]


def _notes(asked: Month, parts: Sequence[Counted]) -> list[str]:
    notes = []
    if asked.closed:
        day = formats.date_format(timezone.localtime(asked.closed.closed_at), "d.m.Y H:i")
        notes.append(_("Місяць закрито %(day)s; числа наведено такими, якими їх знали тоді.") % {"day": day})
    if any(column.verify for found in parts for column in found.part.columns):
        notes.append("* " + _("графа потребує звірки."))
    return notes
