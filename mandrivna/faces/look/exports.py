"""A whole filtered list as a file. The right is that of the list itself: the file is another way of looking at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from mandrivna.shared.printing.separated import separated
from mandrivna.shared.printing.xlsx import Line, Sheet, workbook

if TYPE_CHECKING:
    from mandrivna.faces.look.tables import Table

KINDS = ("csv", "xlsx")
LIMIT = 10_000
"""Rows of one file. A longer list is cut, and the file says so: better than a request that dies half-way."""
CHUNK = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60


def answer(table: Table, kind: str) -> HttpResponse:
    name = f"{table.name}-{timezone.localdate().isoformat()}.{kind}"
    header = [str(column.label) for column in table.columns if column.exported]
    if kind == "csv":
        lines = separated(header, _with_notice(table, len(header)))
        response: Any = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(_workbook(table, header), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, response)


def _values(table: Table) -> Iterator[list[Any]]:
    rows = table.rows[:LIMIT]
    columns = [column for column in table.columns if column.exported]
    for row in rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows:
        yield [column.value(row) for column in columns]


def _notice(table: Table) -> str:
    if table.total <= LIMIT and not table.more:
        return ""
    about = {"shown": number_format(LIMIT, force_grouping=True), "all": table.counted}
    return _("Тут перші %(shown)s рядків із %(all)s. Звузьте відбір, щоб вивантажити решту.") % about


def _with_notice(table: Table, width: int) -> Iterator[list[Any]]:
    yield from _values(table)
    if notice := _notice(table):
        yield [notice, *[None] * (width - 1)]


def _workbook(table: Table, header: list[str]) -> bytes:
    lines = [Line(cells=values) for values in _values(table)]
    sizes = [max([len(label), *(len(str(line.cells[at] or "")) for line in lines[:200])]) for at, label in enumerate(header)]
    told = _("Складено %(day)s") % {"day": date_format(timezone.localtime(), "d.m.Y H:i")}
    return workbook(
        Sheet(
            name=str(table.title)[:31],
            title=[str(table.title), told],
            header=header,
            lines=lines,
            notes=[notice] if (notice := _notice(table)) else [],
            widths=[min(size + 3, WIDEST) for size in sizes],
        )
    )
