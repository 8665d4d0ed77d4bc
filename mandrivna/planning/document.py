"""«Загальні показники» as a paper that a director signs, in the columns and words of the library's own plans.

The plans of two years have two layouts of this table; a report has a third. Rows and figures are those of the screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mandrivna.planning.definitions import COMPUTED, FOOTNOTE, PURCHASES
from mandrivna.planning.figures import Cell as Figure
from mandrivna.planning.figures import percent, signed
from mandrivna.planning.periods import period_label
from mandrivna.planning.table import FACT, FACT_BEFORE, PLAN, PLAN_BEFORE, Table, TableRow, column_titles
from mandrivna.shared.printing.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Letterhead,
    Signature,
    Stamp,
    Text,
)

GENERAL = "general"
FINGERPRINT = 16
"""So many signs of the ledger's head are enough to find it again."""


class Layout(TextChoices):
    PLAN = "plan", gettext_lazy("До плану: план і виконання минулого року, план на цей")
    DYNAMICS = "dynamics", gettext_lazy("До плану: виконання двох минулих років, план на цей")
    REPORT = "report", gettext_lazy("До звіту: план і виконання двох років, відсоток, відхилення, пояснення")


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Who approves, who signs, where and when. Whatever is empty is left for the hand or does not stand on the paper."""

    approver_post: str = ""
    approver_name: str = ""
    signer_post: str = ""
    signer_name: str = ""
    place: str = ""
    day: dt.date | None = None


@dataclass(frozen=True)
class _Printed:
    """One column of figures: its head, its width in millimetres, and what it says of a row."""

    title: str
    width: float
    says: Callable[[TableRow], str]
    align: Align = Align.RIGHT


def document(
    table: Table,
    *,
    layout: Layout,
    signing: Signing,
    letterhead: Letterhead,
    earlier: Table | None = None,
    everything: bool = False,
    head: str = "",
    now: dt.datetime | None = None,
) -> Document:
    """`earlier` is the table of the year before: only the layout with the facts of two past years needs it."""
    now = now or timezone.now()
    printed = columns_of(table, layout, earlier)
    title = _("Загальні показники")
    sections = [(title, rows) for code, title, rows in table.sections() if everything or code == GENERAL]
    footnote = table.explanations.get(FOOTNOTE, table.definitions.settings[FOOTNOTE])
    mark = "*" if footnote.startswith("*") else ""
    blocks: list[Block] = [Text(text=remark)] if (remark := table.definitions.settings["remark"]) else []
    for named, rows in sections:
        if named != title:
            blocks.append(Heading(text=named))
        blocks.append(grid_of(named, rows, printed, mark))
    until = table.until if layout == Layout.REPORT else ""
    return Document(
        language=get_language() or "uk",
        title=title,
        mark=mark,
        under_title=[*([] if table.unit.name == letterhead.name else [table.unit.name]), period_label(table.year, until)],
        place=", ".join(part for part in (signing.place, "" if _approved(signing) else _day(signing.day)) if part),
        letterhead=letterhead,
        stamp=_stamp(signing),
        blocks=blocks,
        notes=_notes(table, [row for _named, rows in sections for row in rows], layout, footnote, mark),
        signatures=[Signature(post=signing.signer_post, name=signing.signer_name, under=_("(підпис)"))],
        made=_made(now, table, head),
        page_of=_("Сторінка {page} з {pages}"),
        wide=layout == Layout.REPORT,
        created=now,
    )


# --- the table ----------------------------------------------------------------------------------------------------------


def columns_of(table: Table, layout: Layout, earlier: Table | None) -> list[_Printed]:
    titles = column_titles(table.year)

    def column(name: str, of: Table = table) -> _Printed:
        title = titles[name] if of is table else column_titles(of.year)[name]
        return _Printed(_forecast(title, of, name), 27, lambda row: of[row.code].cells[name].text)

    match layout:
        case Layout.PLAN:
            return [column(PLAN_BEFORE), column(FACT_BEFORE), column(PLAN)]
        case Layout.DYNAMICS if earlier is not None:
            return [column(FACT_BEFORE, earlier), column(FACT_BEFORE), column(PLAN)]
        case Layout.REPORT:
            return [
                *(column(name) for name in (PLAN_BEFORE, FACT_BEFORE, PLAN, FACT)),
                _Printed(_("% виконання"), 26, lambda row: percent(row.percent)),
                _Printed(_("Відхилення"), 26, lambda row: signed(row.deviation)),
                _Printed(_("Пояснення"), 48, lambda row: row.explanation, Align.LEFT),
            ]
    raise ValueError(layout)


def _forecast_days(figures: Sequence[Figure]) -> list[dt.date]:
    return sorted({figure.forecast_at for figure in figures if figure.forecast_at})


def _forecast(title: str, table: Table, name: str) -> str:
    """As the plan for 2024 says it, in the head of the column, when the whole column was foreseen on one day."""
    days = _forecast_days([row.cells[name] for row in table.rows])
    if len(days) != 1:
        return title
    said = _("(прогнозовано з урахуванням стану на %(day)s)") % {"day": formats.date_format(days[0], "d.m.Y")}
    return f"{title} {said}"


def grid_of(title: str, rows: Sequence[TableRow], printed: Sequence[_Printed], mark: str) -> Grid:
    numbered = any(row.row.number for row in rows)
    head = [Cell(text=_("Показники")), *(Cell(text=column.title) for column in printed)]
    columns = [
        Column(width=76 if len(printed) > 3 else 82, names=True),
        *(Column(width=column.width, align=column.align) for column in printed),
    ]
    if numbered:
        head, columns = [Cell(text=_("№")), *head], [Column(width=8, align=Align.CENTER), *columns]
    lines = []
    for row in rows:
        top = row.depth == 0 and numbered
        label = Cell(text=_label(row, mark), indent=row.depth, strong=top)
        figures = [Cell(text="" if row.row.calc == "heading" else column.says(row)) for column in printed]
        lines.append([*([Cell(text=row.row.number, strong=True)] if numbered else []), label, *figures])
    return Grid(caption=title, columns=columns, head=[head], rows=lines)


def _label(row: TableRow, mark: str) -> str:
    unit = f", {row.row.counted_in}" if row.row.calc in COMPUTED and row.row.counted_in else ""
    return f"{row.row.title}{unit}{_verify(mark) if row.row.verify else ''}"


def _verify(mark: str) -> str:
    return f"{mark}*"


# --- around the table ---------------------------------------------------------------------------------------------------


def _approved(signing: Signing) -> bool:
    return bool(signing.approver_post or signing.approver_name)


def _stamp(signing: Signing) -> Stamp | None:
    if not _approved(signing):
        return None
    return approval(signing.approver_post, signing.approver_name, signing.day)


def approval(post: str, name: str, day: dt.date | None) -> Stamp:
    """«ЗАТВЕРДЖУЮ» with post and name; without a day, the line for the hand."""
    return Stamp(word=_("ЗАТВЕРДЖУЮ"), post=post, name=name, day=_day(day) or _("«___» ____________ 20__ року"))


def _day(day: dt.date | None) -> str:
    """«02» грудня 2024 року."""
    if day is None:
        return ""
    said = {"day": formats.date_format(day, "d"), "month": formats.date_format(day, "E"), "year": day.year}
    return _("«%(day)s» %(month)s %(year)s року") % said


def _notes(table: Table, rows: Sequence[TableRow], layout: Layout, footnote: str, mark: str) -> list[str]:
    notes = [footnote, table.explanations.get(PURCHASES, "")]
    notes += [row.row.said_of_choice for row in rows]
    if any(row.row.verify for row in rows):
        notes.append(_verify(mark) + _("правило обліку потребує звірки."))
    figures = [row.cells[name] for row in rows for name in (FACT_BEFORE, *([FACT] if layout == Layout.REPORT else []))]
    if any(figure.origin == "document" for figure in figures):
        notes.append(_("Числа минулих років, яких немає в журналі фактів, наведено за документами."))
    if len(days := _forecast_days(figures)) > 1:
        for day in days:
            named = "; ".join(row.row.label for row in rows if any(cell.forecast_at == day for cell in row.cells.values()))
            notes.append(_("Прогноз з урахуванням стану на %(day)s") % {"day": formats.date_format(day, "d.m.Y")} + f": {named}.")
    if layout == Layout.REPORT:
        notes.append(
            _(
                "«-» означає, що показник не планують; порожнє місце, що його ще не визначено; "
                "«немає даних», що програма не знає; «—», що обчислити не можна."
            )
        )
    return [note for note in notes if note]


def _made(now: dt.datetime, table: Table, head: str) -> str:
    told = [_("Складено %(day)s") % {"day": formats.date_format(timezone.localtime(now), "d.m.Y H:i")}]
    if table.known_by:
        told.append(_("як було відомо %(day)s") % {"day": formats.date_format(timezone.localtime(table.known_by), "d.m.Y H:i")})
    if head:
        told.append(_("відбиток журналу %(head)s") % {"head": head[:FINGERPRINT]})
    return "; ".join(told)
