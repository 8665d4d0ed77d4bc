"""The board as a spreadsheet: every number of every row, with what was expected and where it is going."""

from __future__ import annotations

import datetime as dt

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from mandrivna.planning.board.sheet import Board, BoardRow, Measured
from mandrivna.planning.periods import period_label
from mandrivna.planning.plan_states import Role
from mandrivna.shared.printing.xlsx import Line, Sheet, Value, workbook


def xlsx(board: Board, *, of: int | None = None, now: dt.datetime | None = None) -> bytes:
    """`of`: how many rows there are, where only some were chosen; the sheet says so."""
    now = now or timezone.now()
    head = [
        _("Розділ"), _("№ п/п"), _("Назва діяльності"), _("Про що число"), _("План"), _("Очікувано на день"), _("Факт"), "%",
        _("Відхилення від очікуваного"), _("Прогноз на рік"), _("Торік на той самий день"),
        *([_("Лише %(time)s") % {"time": board.sliced}] if board.sliced else []), _("Стан"), _("Пояснення"), _("Виконавці"),
        _("Хто відповідає"),
    ]  # fmt: skip
    lines: list[Line] = []
    for section in board.sections:
        rows = board.of(section)
        if rows:
            title = f"{section.number} {section.title}".strip()
            lines.append(Line(cells=[title, *[None] * (len(head) - 1)], strong=True))
            lines += [line for row in rows for line in _lines(row, own=bool(board.sliced))]
    return workbook(
        Sheet(
            name=_("План і виконання"),
            title=[board.plan.title or str(board.plan), period_label(board.plan.year, board.until), _as_of(board)],
            header=head,
            lines=lines,
            notes=[
                _("Очікувано: план, поділений рівномірно на дні його терміну."),
                _("Прогноз: факт, поділений на частку терміну, що минула."),
                *board.choices,
                *_chosen(board, of),
            ],
            widths=(10, 8, 48, 28, 10, 12, 10, 8, 14, 12, 14, *([12] if board.sliced else []), 18, 40, 22, 22),
            created=now,
        )
    )


def _chosen(board: Board, of: int | None) -> list[str]:
    some = len(board.rows)
    return [_("Лише обрані рядки: %(some)d з %(all)d.") % {"some": some, "all": of}] if of is not None and of != some else []


def _as_of(board: Board) -> str:
    return _("Станом на %(day)s") % {"day": formats.date_format(board.day, "d.m.Y")}


def _lines(row: BoardRow, *, own: bool) -> list[Line]:
    measured: list[Measured | None] = list(row.measured) or [None]
    return [_line(row, one, first=number == 0, own=own) for number, one in enumerate(measured)]


def _line(row: BoardRow, one: Measured | None, *, first: bool, own: bool) -> Line:
    named: list[Value] = [
        row.item.part.number if row.item.part else "", row.item.number, row.said(Role.TITLE) or row.item.title,
    ] if first else ["", "", ""]  # fmt: skip
    figures: list[Value] = [None] * 8
    if one is not None:
        wanted = one.wanted if one.planned is not None else None
        figures = [one.tie.label, one.planned, wanted, one.fact, one.percent, one.deviation, one.forecast, one.before]
    if own:
        figures.append(one.own if one else None)
    said: list[Value] = [row.light_word, row.explained, ", ".join(row.executors), row.responsible] if first else [""] * 4
    return Line(cells=[*named, *figures, *said])
