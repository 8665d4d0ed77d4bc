"""The same sheets for a word processor: a row may be widened or a word changed before printing; the codes are the same."""

from __future__ import annotations

import io
from typing import Any

from mandrivna.shared import qr
from mandrivna.shared.printing.document import Align, Cell, Document, Margins, clean
from mandrivna.shared.printing.docx import SMALL, Writer
from mandrivna.shared.printing.sheets import Sheet, Sheets

CODE, NUMBER = 27, 9
ROOM = {True: 105, False: 190}
"""Millimetres for the lines, by whether the sheet lies."""
LOWEST, HIGHEST = 8, 13


def write(sheets: Sheets) -> bytes:
    import docx  # noqa: PLC0415 - slow import

    target, file = io.BytesIO(), docx.Document()
    _Sheets(file, sheets).write()
    file.save(target)
    return target.getvalue()


class _Sheets(Writer):
    def __init__(self, file: Any, sheets: Sheets) -> None:
        margins = Margins(left=20, right=12, top=12, bottom=12)
        paper = Document(language=sheets.language, title=sheets.title, blocks=(), wide=sheets.wide, margins=margins)
        super().__init__(file, paper)
        self.sheets = sheets
        self.high = max(LOWEST, min(HIGHEST, ROOM[sheets.wide] // sheets.lines))

    def write(self) -> None:
        self._page()
        self._styles()
        self._about()
        for number, sheet in enumerate(self.sheets.sheets):
            self._head(sheet, begins=number > 0)
            self._lines()
            for note in self.sheets.notes:
                self._line(note, size=SMALL, before=3)

    def _head(self, sheet: Sheet, *, begins: bool) -> None:
        """A heading for whoever listens, then the day to be written beside the code."""
        heading = self.file.add_heading(clean(f"{self.sheets.title} {sheet.number}"), level=1)
        heading.paragraph_format.page_break_before = begins
        table = self._table(1, [self.width - CODE - 8, CODE + 8])
        words, code = table.rows[0].cells
        words.paragraphs[0].paragraph_format.space_after = self.pt(4)
        self._run(words.paragraphs[0], self.sheets.library, SMALL, False)
        self._line(self.sheets.place, into=words)
        self._line(f"{self.sheets.day} {'_' * 30}", into=words, before=14)
        paragraph = code.paragraphs[0]
        paragraph.alignment = self._alignment(Align.CENTER)
        picture = paragraph.add_run().add_picture(io.BytesIO(qr.png(sheet.address)), width=self.mm(CODE))
        picture._inline.docPr.set("descr", clean(f"{sheet.alt} {sheet.typed}"))
        self._line(sheet.typed, into=code, align=Align.CENTER, size=SMALL)

    def _lines(self) -> None:
        shares = [share for _name, share in self.sheets.columns]
        whole, self.width = self.width, self.width - NUMBER
        widths = [NUMBER, *self._widths(shares)]
        self.width = whole
        table = self._table(1 + self.sheets.lines, widths, style="Table Grid")
        table._tbl.tblPr.append(self._element("w:tblCaption", val=clean(self.sheets.title)))
        for place, text in zip(table.rows[0].cells, ("№", *(name for name, _share in self.sheets.columns)), strict=True):
            self._fill(place, Cell(text=text), Align.LEFT, 9.5, strong=True)
        self._mark_row(table.rows[0], head=True)
        for number, row in enumerate(table.rows[1:], 1):
            row.height = self.mm(self.high)
            self._fill(row.cells[0], Cell(text=str(number)), Align.CENTER, 11, strong=False)
            self._mark_row(row)
