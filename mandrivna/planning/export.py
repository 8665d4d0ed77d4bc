"""The table of indicators as a spreadsheet, in the layout of the library's own documents."""

from __future__ import annotations

import datetime as dt

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from mandrivna.planning.definitions import FOOTNOTE, PURCHASES
from mandrivna.planning.figures import Cell, percent
from mandrivna.planning.periods import period_label
from mandrivna.planning.states import State
from mandrivna.planning.table import COLUMNS, Table, TableRow, column_titles
from mandrivna.shared.printing.xlsx import Line, Sheet, Value, workbook


def xlsx(table: Table, *, now: dt.datetime | None = None) -> bytes:
    now = now or timezone.now()
    titles = column_titles(table.year)
    header = [_("Показники"), *(titles[column] for column in COLUMNS), _("% виконання"), _("Відхилення"), _("Пояснення")]
    lines: list[Line] = []
    for _code, title, rows in table.sections():
        lines.append(Line(cells=[title, *[None] * (len(header) - 1)], strong=True))
        lines += [_line(row) for row in rows]
    return workbook(
        Sheet(
            name=_("Показники"),
            title=_title(table, now),
            header=header,
            lines=lines,
            notes=_notes(table),
            widths=(52, 14, 16, 14, 16, 12, 14, 48),
            created=now,
        )
    )


def _title(table: Table, now: dt.datetime) -> list[str]:
    told = _("Складено %(day)s") % {"day": formats.date_format(timezone.localtime(now), "d.m.Y H:i")}
    if table.known_by:
        told += "; " + _("як було відомо %(day)s") % {"day": formats.date_format(timezone.localtime(table.known_by), "d.m.Y H:i")}
    return [_("Загальні показники"), table.unit.name, period_label(table.year, table.until), told]


def _line(row: TableRow) -> Line:
    label = row.row.heading
    if row.row.verify:
        label += " " + _("(потребує звірки)")
    cells: list[Value] = [label, *(_value(row.cells[column]) for column in COLUMNS)]
    cells += [_value(row.percent) if row.percent.known else percent(row.percent), _value(row.deviation), _explanation(row)]
    return Line(cells=cells, strong=row.row.calc == "heading", indent=row.depth)


def _value(cell: Cell) -> Value:
    """Numbers stay numbers; a dash, a lack of data and «—» are text."""
    return cell.value if cell.state == State.NUMBER else cell.text


def _explanation(row: TableRow) -> str:
    return "\n".join(
        [*([row.explanation] if row.explanation else []), *(str(warning) for warning in row.warnings), *_forecasts(row)]
    )


def _forecasts(row: TableRow) -> list[str]:
    days = {cell.forecast_at for cell in row.cells.values() if cell.forecast_at}
    return [_("Прогноз з урахуванням стану на %(day)s") % {"day": formats.date_format(day, "d.m.Y")} for day in sorted(days)]


def _notes(table: Table) -> list[str]:
    notes = [table.explanations.get(FOOTNOTE, table.definitions.settings[FOOTNOTE]), table.definitions.settings["remark"]]
    notes.append(table.explanations.get(PURCHASES, ""))
    notes += [row.row.said_of_choice for row in table.shown]
    if any(cell.origin == "document" for row in table.rows for cell in row.cells.values()):
        notes.append(_("Числа минулих років, яких немає в журналі фактів, наведено за документами."))
    return [note for note in notes if note]
