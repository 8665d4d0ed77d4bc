"""What is typed or brought as a file into a state form, on a page of the staff and on a page behind a library's own link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.formats.item import UnreadableError
from mandrivna.catalogue.formats.spreadsheet import rows
from mandrivna.planning.figures import Cell
from mandrivna.planning.forms.problems import parse
from mandrivna.planning.forms.sheet import Figure, Filled, Line, Part
from mandrivna.planning.states import State
from mandrivna.shared.printing.document import clean

WRONG = _("Введіть число не менше нуля, риску «-», «немає даних» або залиште порожнім.")
MOST_ROWS, MOST_BYTES, BEFORE_FIGURES = 2000, 2_000_000, 3


class CellField(forms.CharField):
    """«5 200», «12,5», «-», «немає даних» or nothing: four statements. The value is what the verb takes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "class": "number"})
        super().__init__(**{"max_length": 30, "required": False, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str | None:
        return said(super().clean(value))


def said(text: str) -> str | None:
    try:
        state, number = parse(text)
    except ValueError as error:
        raise ValidationError(WRONG) from error
    if state == State.EMPTY:
        return None
    return number if state == State.NUMBER else str(state)


def typed(one: Figure) -> str:
    """What a person wrote, as they would write it again; nothing where the program's own figure stands."""
    return one.cell.text.replace("\u00a0", " ") if one.said else ""


class Said(forms.CharField):
    """A post or a name as it will be printed."""

    def clean(self, value: Any) -> str:
        return clean(super().clean(value))


class FillForm(forms.Form):
    """A field for each cell, named «row.column»; what the program counts stands beside it and needs no typing."""

    note = forms.CharField(
        label=_("Пояснювальна записка"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Чому числа такі: що змінилося проти минулого року, чому щось не сходиться."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Причина"), max_length=500, required=False,
        help_text=_("Потрібна, якщо змінюєте число, яке рахує програма, або вже внесене."),
    )  # fmt: skip

    def __init__(self, found: Filled, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"note": found.note}, **kwargs})
        self.found = found
        self.places: list[str] = []
        for line in found.lines():
            if line.source in ("total", "ratio"):
                continue
            for one in line.figures:
                place = f"{line.code}.{one.column}"
                self.places.append(place)
                self.fields[place] = CellField(label=line.label, initial=typed(one))
        self.order_fields([*self.places, "note", "reason", *(name for name in self.fields if name not in self.places)])

    def cells(self) -> dict[str, Any]:
        """Only what differs from what stands: of a hundred fields a person changed three."""
        return {place: self.cleaned_data[place] for place in self.places if place in self.changed_data}

    def rows(self) -> Iterator[tuple[Part, list[tuple[Line, list[tuple[Figure, Any, str]]]]]]:
        for part in self.found.parts:
            names = dict(part.columns)
            yield part, [(line, list(self._cells(line, names))) for line in part.lines]

    def _cells(self, line: Line, names: dict[str, str]) -> Iterable[tuple[Figure, Any, str]]:
        for one in line.figures:
            place = f"{line.code}.{one.column}"
            yield one, self[place] if place in self.fields else None, names.get(one.column, "")


class LinkForm(FillForm):
    """On the page behind a link: who signs stands at the end, and is needed only for sending."""

    reason = None  # type: ignore[assignment]
    post = Said(label=_("Посада"), max_length=200, required=False)
    signer = Said(label=_("Ім’я та прізвище"), max_length=200, required=False)


class FileForm(forms.Form):
    file = forms.FileField(label=_("Заповнена таблиця (XLSX)"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("Файл завеликий: до 2 МБ."))
        return file


def read_file(stream: BinaryIO, found: Filled) -> tuple[dict[str, Any], list[str]]:
    """(cells, what could not be understood). Rows are known by the key in the last column of the table that this program gave
    out; whatever else a person added to the file is left alone."""
    stands = found.cells
    columns = {line.code: [one.column for one in line.figures] for line in found.lines() if line.source not in ("total", "ratio")}
    cells: dict[str, Any] = {}
    wrong: list[str] = []
    key, understood = -1, 0
    try:
        for number, row in rows(stream):
            if number > MOST_ROWS:
                break
            if key < 0:
                key = next((at for at, text in enumerate(row) if text.strip() in (now("Ключ"), "Ключ")), -1)
                continue
            code = row[key].strip() if key < len(row) else ""
            for column, text in zip(columns.get(code, ()), row[BEFORE_FIGURES:key], strict=False):
                try:
                    value = said(text)
                    understood += 1
                    if value is not None and not _same(stands[code, column], value):
                        cells[f"{code}.{column}"] = value
                except ValidationError:
                    wrong.append(f"{number}: {text[:30]}")
    except UnreadableError:
        return {}, [now("Файл не вдалося прочитати: збережіть таблицю як XLSX і спробуйте ще раз.")]
    if not understood and not wrong:
        wrong.append(now("У файлі немає стовпця «Ключ»: заповнюйте таблицю, яку дала програма."))
    return cells, wrong


def _same(cell: Cell, value: str) -> bool:
    """Left as the program gave it out."""
    return Decimal(value) == cell.value if cell.known and value not in State.values else value == cell.state
