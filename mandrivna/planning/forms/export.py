"""A form as a spreadsheet, as separated values, as JSON, and as the paper to sign. Nothing that was typed becomes a formula."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandrivna.planning.figures import Cell
from mandrivna.planning.forms.rows import FormSheet
from mandrivna.planning.forms.sheet import Figure, Filled, Part
from mandrivna.planning.forms.sheet import Line as FormLine
from mandrivna.planning.states import State
from mandrivna.shared.printing import document as paper
from mandrivna.shared.printing.document import Align, Document, Grid, Heading, Letterhead, Signature, Text
from mandrivna.shared.printing.separated import separated
from mandrivna.shared.printing.xlsx import Line, Sheet, Value, workbook

VERIFY = "*"


def value_of(cell: Cell) -> Value:
    """Numbers stay numbers; a dash, a lack of data and «—» are text."""
    if cell.state != State.NUMBER or cell.value is None:
        return cell.text
    return round(Decimal(cell.value), cell.digits) if cell.digits else cell.value


def name_of(line: FormLine) -> str:
    return f"{line.label}{VERIFY if line.verify else ''}"


def head(found: Filled) -> list[str]:
    about = found.about
    approved = ", ".join(part for part in (about["order"], about["registered"]) if part)
    said = [_("Форма № %(number)s") % {"number": about["number"]}, found.title, found.whose]
    return [*said, _("Затверджено: %(approved)s (%(ministry)s)") % {"approved": approved, "ministry": about["ministry"]}]


def notes(found: Filled, sheet: FormSheet | None) -> list[str]:
    listed = [_("Пояснювальна записка: %(text)s") % {"text": found.note}] if found.note else []
    if found.about["level"] == "network":
        listed.append(_("Додано звітів: %(number)d.") % {"number": found.added})
        if found.missing:
            listed.append(
                _("До зведення не ввійшли: %(names)s.") % {"names": "; ".join(f"{name} ({why})" for name, why in found.missing)}
            )
    listed += found.choices
    listed += [_("Перевірте: %(warning)s") % {"warning": warning} for warning in found.warnings]
    listed += overrides(found)
    if found.about["verify"] or any(line.verify for line in found.lines()):
        listed.append(VERIFY + " " + _("потребує звірки з наказом: номер, назву або спосіб обліку рядка ще не перевірено."))
    listed.append(_("«немає даних» означає, що числа не знає ніхто, «-», що показник не рахують; нуль означає, що роботи не було."))
    listed.append(signed_words(sheet) if sheet and sheet.signed else _("Чернетка: форму ще не підписано."))
    return listed


def overrides(found: Filled) -> list[str]:
    """Where a person wrote another number than the program counts: both, and why."""
    return [
        _("%(row)s: за фактами %(auto)s, у формі %(cell)s. %(reason)s")
        % {"row": line.label, "auto": one.auto.text, "cell": one.cell.text, "reason": one.reason}
        for line in found.lines()
        for one in line.figures
        if one.said and one.auto.known and one.auto.value != one.cell.value
    ]


def signed_words(sheet: FormSheet) -> str:
    day = formats.date_format(sheet.signed_on, "d.m.Y") if sheet.signed_on else ""
    known = formats.date_format(timezone.localtime(sheet.known_by), "d.m.Y H:i") if sheet.known_by else ""
    said = {"post": sheet.post, "name": sheet.signer, "day": day, "known": known, "seal": sheet.seal[:16]}
    return _("Підписано: %(post)s %(name)s, %(day)s. Як було відомо %(known)s; відбиток %(seal)s.") % said


def _columns(part: Part) -> list[str]:
    return [label for _code, label in part.columns]


# --- spreadsheet ------------------------------------------------------------------------------------------------------


def widest(found: Filled) -> int:
    return max((len(part.columns) for part in found.parts), default=1)


def header(found: Filled) -> list[str]:
    """Sections may have columns of their own: their names stand in the section's line."""
    wide = widest(found)
    now = [
        _("Рядок"),
        _("Назва"),
        _("Одиниця"),
        *([_("Число")] if wide == 1 else [f"{_('Число')} {number}" for number in range(1, wide + 1)]),
    ]
    return [*now, *([_("Торік")] if wide == 1 else [f"{_('Торік')} {number}" for number in range(1, wide + 1)]), _("Ключ")]


def table(found: Filled) -> Iterator[tuple[bool, int, list[Value]]]:
    """(strong, indent, cells). The last column is the key by which a filled file is read again."""
    wide = widest(found)
    for part in found.parts:
        labels = _columns(part) if len(part.columns) > 1 else []
        heading = f"{part.heading}{VERIFY if part.verify else ''}"
        yield True, 0, ["", heading, "", *labels, *[""] * (wide - len(labels)), *[""] * wide, ""]
        for line in part.lines:
            stands = [value_of(one.cell) for one in line.figures]
            before = [value_of(one.before) for one in line.figures]
            padding = [""] * (wide - len(stands))
            yield False, line.depth, [line.printed, name_of(line), line.counted_in, *stands, *padding, *before, *padding, line.code]


def xlsx(found: Filled, sheet: FormSheet | None = None, *, now: dt.datetime | None = None) -> bytes:
    now = now or timezone.now()
    lines = [Line(cells=cells, strong=strong) for strong, _indent, cells in table(found)]
    wide = widest(found)
    return workbook(
        Sheet(
            name=_("Форма"), title=head(found), header=header(found), lines=lines, notes=notes(found, sheet),
            widths=(8, 64, 16, *[14] * (2 * wide), 20), created=now,
        )
    )  # fmt: skip


def csv(found: Filled) -> bytes:
    rows = (cells for _strong, _indent, cells in table(found))
    return "".join(separated(header(found), rows)).encode()


def plain(found: Filled, sheet: FormSheet | None = None) -> bytes:
    """For another program: states and numbers apart, and what was signed."""
    said: dict[str, Any] = {
        "form": {"code": found.code, **found.about}, "year": found.year, "whose": found.whose, "note": found.note,
        "added": found.added, "missing": [{"name": name, "status": why} for name, why in found.missing],
        "warnings": [str(one) for one in found.warnings], "counted_by": list(found.choices),
        "sections": [
            {
                "code": part.code, "heading": part.heading,
                "columns": [{"code": code, "label": label} for code, label in part.columns],
                "rows": [_plain_line(line) for line in part.lines],
            }
            for part in found.parts
        ],
    }  # fmt: skip
    if sheet is not None and sheet.signed:
        said["signed"] = {
            "post": sheet.post, "name": sheet.signer, "on": str(sheet.signed_on), "seal": sheet.seal, "number": sheet.number,
            "known_by": sheet.known_by.isoformat() if sheet.known_by else None,
        }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _plain_line(line: FormLine) -> dict[str, Any]:
    return {
        "code": line.code, "row": line.printed, "label": line.label, "unit": line.counted_in, "verify": line.verify,
        "cells": {one.column: _plain_figure(one) for one in line.figures},
    }  # fmt: skip


def _plain_figure(one: Figure) -> dict[str, Any]:
    said = {"state": str(one.cell.state), "value": _number(one.cell), "before": _number(one.before)}
    return {**said, "counted": _number(one.auto), "reason": one.reason} if one.said else said


def _number(cell: Cell) -> int | str | None:
    if not cell.known or cell.value is None:
        return None
    return cell.value if isinstance(cell.value, int) else str(value_of(cell))


# --- paper ------------------------------------------------------------------------------------------------------------


def document(
    found: Filled, sheet: FormSheet | None = None, letterhead: Letterhead | None = None, *, now: dt.datetime | None = None
) -> Document:
    now = now or timezone.now()
    title, name, whose, approved = head(found)
    blocks: list[paper.Block] = []
    for part in found.parts:
        blocks += [Heading(text=f"{part.heading}{VERIFY if part.verify else ''}"), _grid(part)]
    blocks += [Text(text=note, small=True) for note in notes(found, sheet)]
    signed = sheet is not None and sheet.signed
    signature = Signature(post=sheet.post, name=sheet.signer) if signed and sheet else Signature(post=_("Керівник"))
    return Document(
        language=get_language() or "uk",
        title=title,
        under_title=[name, whose, approved],
        blocks=blocks,
        letterhead=letterhead,
        signatures=[signature],
        made=_("Складено %(day)s") % {"day": formats.date_format(timezone.localtime(now), "d.m.Y H:i")},
        created=now,
    )


def _grid(part: Part) -> Grid:
    many = len(part.columns)
    first = [_("Рядок"), _("Назва"), _("Одиниця")]
    names = _columns(part) if many > 1 else [_("Число")]
    before = [f"{_('Торік')}: {name}" for name in names] if many > 1 else [_("Торік")]
    columns = [paper.Column(width=14, align=Align.CENTER), paper.Column(width=84, names=True), paper.Column(width=26)]
    columns += [paper.Column(width=22, align=Align.RIGHT) for _name in (*names, *before)]
    return Grid(
        caption=part.heading, columns=columns, head=[[paper.Cell(text=text) for text in (*first, *names, *before)]],
        rows=[_paper_row(line) for line in part.lines],
    )  # fmt: skip


def _paper_row(line: FormLine) -> Sequence[paper.Cell]:
    figures = [paper.Cell(text=one.cell.text) for one in line.figures] + [paper.Cell(text=one.before.text) for one in line.figures]
    return [
        paper.Cell(text=line.printed),
        paper.Cell(text=name_of(line), indent=line.depth),
        paper.Cell(text=line.counted_in),
        *figures,
    ]
