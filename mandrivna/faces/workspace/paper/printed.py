"""The sheets of a batch as a PDF or for a word processor."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mandrivna.core.service import institution_of
from mandrivna.lending.models import Sheet
from mandrivna.lending.states import SheetKind
from mandrivna.shared import qr
from mandrivna.shared.printing import sheets, sheets_docx

WRITERS = {
    "pdf": (sheets.write, "application/pdf", "inline"),
    "docx": (sheets_docx.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
}


def drawn(request: HttpRequest, found: list[Sheet]) -> sheets.Sheets:
    first = found[0]
    title, columns, notes = _about(first.kind)
    return sheets.Sheets(
        language="uk",
        library=str(institution_of(first.place)),
        title=title,
        place=str(first.place),
        day=_("Дата:"),
        columns=columns,
        lines=first.lines,
        notes=notes,
        sheets=[_sheet(sheet, _address(request, sheet)) for sheet in found],
        wide=first.kind == SheetKind.ENROL,
    )


def _sheet(sheet: Sheet, address: str) -> sheets.Sheet:
    return sheets.Sheet(f"№ {sheet.number}", address, qr.svg(address), _("Код аркуша"), sheet.pretty)


def _address(request: HttpRequest, sheet: Sheet) -> str:
    return request.build_absolute_uri(reverse("workspace:paper_go", args=[sheet.code]))


def _about(kind: str) -> tuple[str, list[tuple[str, float]], list[str]]:
    day = (_("День, якщо інший"), 2.0)
    if kind == SheetKind.ENROL:
        columns = [
            (_("Ім’я або псевдонім"), 6.0), (_("Рік народження"), 2.0), (_("Телефон"), 3.0), (_("Номер виданого квитка"), 4.0),
            day, (_("Підпис"), 2.5),
        ]  # fmt: skip
        notes = [
            _("Підпис означає згоду з правилами користування і з тим, що бібліотека зберігає написане в цьому рядку."),
            _("Досить псевдоніма. Рік народження й телефон необов’язкові. Заповнений аркуш не лишайте на видноті."),
        ]
        return _("Запис читачів"), columns, notes
    if kind == SheetKind.ISSUE:
        columns = [(_("Квиток (досить останніх п’яти цифр)"), 4.0), (_("Інвентарний номер книги"), 3.0), (_("Назва"), 6.0), day]
        notes = [_("Одна книга — один рядок. Якщо той самий читач бере ще, квиток удруге можна не писати.")]
        return _("Видача книг"), columns, notes
    columns = [(_("Інвентарний номер книги"), 3.0), (_("Назва"), 8.0), day]
    return _("Повернення книг"), columns, [_("Одна книга — один рядок. Хто повернув, писати не треба.")]
